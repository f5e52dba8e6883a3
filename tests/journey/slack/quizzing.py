"""Plays quiz rounds on Slack; the key is read from the pack."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.slack.text import LOOK_ALIKE, SOFT_HYPHEN, WORD_JOINER, ZERO_WIDTH_SPACE
from bot.catalog.catalog import Catalog
from bot.catalog.models import Item
from tests.doubles.slack import Answer, Person
from tests.journey.chat import Seen
from tests.journey.quizzing import asked, letters

_MARKS = re.compile(f"[*`{SOFT_HYPHEN}{WORD_JOINER}{ZERO_WIDTH_SPACE}]")
_REAL = {ord(alike): sign for sign, alike in LOOK_ALIKE.items() if sign.isascii()}


def seen(shown: Answer) -> Seen:
    """Return what a person reads on a card, without Slack's signs."""
    return Seen(_MARKS.sub("", shown.text).translate(_REAL))


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody who knows the pack by heart."""

    person: Person
    catalog: Catalog

    def item(self, shown: Answer) -> Item:
        """Return the question on a card."""
        return asked(seen(shown), self.catalog)

    async def right(self, shown: Answer, sure: str = "Sure") -> Answer:
        """Answer right."""
        return await self._lock(shown, self.item(shown).key, sure)

    async def wrong(self, shown: Answer, sure: str = "Sure") -> Answer:
        """Answer wrong."""
        item = self.item(shown)
        others = [option.id for option in item.option if option.id not in item.key]
        answer = tuple(reversed(item.key)) if item.type == "order" else tuple(others[:1])
        return await self._lock(shown, answer or item.key[:1], sure)

    async def further(self, feedback: Answer) -> Answer:
        """Go on after a feedback."""
        last = "See the result" in feedback.surface.buttons
        return await self.person.presses(feedback, "See the result" if last else "Next question")

    async def _lock(self, shown: Answer, answer: Sequence[str], sure: str) -> Answer:
        places = letters(seen(shown), self.item(shown))
        for option in answer:
            shown = await self.person.presses(shown, places[option])
        return await self.person.presses(shown, sure)
