"""The home tab: one's own next step, progress and settings; for moderators, what is planned."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from adapters.slack.spelling import Spelling
from adapters.slack.views import home_view
from adapters.slack.web import Web
from bot.app import Bot
from bot.core.guards import Guard, Pace
from bot.core.people import Rank, Request
from bot.core.replies import Edit, Say

if TYPE_CHECKING:
    from bot.core.cards import Card

SHOWN = ("roadmap", "progress", "group", "settings")
PLANNED = ("schedule list",)
"""The commands whose cards stand in the home tab, those of them that there are."""


@dataclass(frozen=True, slots=True)
class Home:
    """Publishes the home tab of one person at a time."""

    bot: Bot
    web: Web
    spelling: Spelling

    async def publish(self, user: str, rank: Rank, ask: Callable[[str, str], Request]) -> None:
        """Draw and publish it; `ask` makes the request for a command, by its name and number.

        The tab counts as one question, however many cards are in it. Raises Refused, Away and
        TooLarge.
        """
        names = (*SHOWN, *(PLANNED if rank is Rank.moderator else ()))
        cards: list[Card] = []
        bot, rest = self.bot, replace(self.bot, guards=tuple(_patient(self.bot.guards)))
        for number, name in enumerate(names):
            intent = self.bot.commands.get(name)
            if intent is None or any(f.is_required() for f in intent.model_fields.values()):
                continue
            reply = await bot.answer(ask(name, str(number)), intent())
            bot = rest
            if isinstance(reply, (Say, Edit)):
                cards.append(self.spelling.card(reply.card))
        view = home_view(cards)
        await self.web.call("views.publish", user_id=user, view=view)


def _patient(guards: Iterable[Guard]) -> Iterable[Guard]:
    return (each for each in guards if not isinstance(each, Pace))
