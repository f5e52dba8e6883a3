"""Who asks, whether they may, and by which ways they can be answered."""

from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from typing import Any

from adapters.slack.answers import Answer
from adapters.slack.envelopes import Event, Me
from adapters.slack.origins import Origins
from adapters.slack.people import KEPT_FOR, NOBODY, RIGHTS_FOR, Outsider, People, Profile
from adapters.slack.speech import Speech
from adapters.slack.spelling import Spelling
from adapters.slack.turns import Turn
from adapters.slack.views import Memo
from adapters.slack.web import Web
from adapters.slack.windows import Windows
from bot.app import Bot
from bot.core.faults import CannotLookUp, Fault
from bot.core.intents import Intent
from bot.core.people import Account, Origin, Place, Platform, Rank, Request
from bot.core.ports import Clock
from bot.core.replies import Reply, Say

Work = Coroutine[Any, Any, Reply]
Kind = type[Intent] | None


@dataclass(slots=True)
class Reception:
    """Knows the people of one workspace, and us in it."""

    bot: Bot
    clock: Clock
    web: Web
    me: Me
    spelling: Spelling
    people: People = field(init=False)
    origins: Origins = field(default_factory=Origins)

    def __post_init__(self) -> None:
        """Prepare what looks people up."""
        self.people = People(self.web, self.clock)

    async def admit(
        self, event: Event, kind: Kind, origin: Origin | None
    ) -> tuple[Request, Work | None]:
        """Make the request for `kind`; beside it the refusal, for those who may not ask.

        People of other organisations see our buttons in shared channels: they are told so, and
        nothing is kept of them (platform-facts, section 2.7).
        """
        inside = event.team in {"", self.me.team, self.me.enterprise}
        trusted = RIGHTS_FOR if _manages(kind) else KEPT_FOR
        profile = await self.people.find(event.user, trusted) if inside else NOBODY
        request = self.request(event, profile, self.place(event.place(self.me), kind), origin)
        if not inside or profile.stranger:
            return request, self._refuse(request, Outsider())
        if not profile.known and _manages(kind):
            return request, self._refuse(request, CannotLookUp())
        return request, None

    async def _refuse(self, request: Request, fault: Fault) -> Reply:
        return Say(fault.card(self.bot.lexicon.speak(request.locale)))

    def place(self, place: Place, kind: Kind) -> Place:
        """Give what needs a community ours in the home tab, where there is no channel."""
        if place.channel or kind is None or not kind.spec.community_only:
            return place
        return replace(place, community=self.me.community)

    def request(
        self, event: Event, profile: Profile, place: Place, origin: Origin | None
    ) -> Request:
        """Make a request of what is known."""
        return Request(
            id=event.id,
            account=Account(Platform.slack, event.team or self.me.team, event.user),
            name=profile.name or event.user,
            place=place,
            at=self.clock.now(),
            rank=profile.rank,
            locale=profile.locale,
            zone=profile.zone,
            origin=origin,
        )

    def answer(
        self,
        event: Event,
        request: Request,
        turn: Turn,
        kind: Kind = None,
        how: type[Answer] = Answer,
    ) -> Answer:
        """Prepare the answer to a request."""
        memo, view = event.memo, event.view.get("type")
        if view != "modal":
            # to a moderator, "Pause" below a schedule would say that its posts stop
            steps = kind is not None and kind.spec.steps and not _manages(kind)
            memo = Memo(steps=steps, home=view == "home").of(request.place)
        return how(
            self.bot,
            request,
            Speech(self.web, turn, request.place.channel, event.user, event.address),
            Windows(self.web, event.trigger, event.view),
            memo,
            self.origins,
            self.spelling,
            kind=kind,
            everywhere=view == "home" or (not event.view and not request.place.channel),
        )


def _manages(kind: Kind) -> bool:
    return kind is not None and kind.spec.rank is not Rank.member
