"""Plays quiz rounds on Discord; the key is read from the pack."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.catalog.catalog import Catalog
from bot.catalog.models import Item
from tests.doubles.discord import Answer, Person
from tests.journey.chat import Seen
from tests.journey.quizzing import asked, letters

_MARKS = re.compile(r"\\(?=[^\w\s])|\*\*|`{1,3}|^(?:-# |### )|\u200b", re.MULTILINE)


def seen(shown: Answer) -> Seen:
    """Return what a person reads on a card, without Discord's signs."""
    return Seen(_MARKS.sub("", shown.text))


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
        last = "See the result" in feedback.message.buttons
        return await self.person.press(feedback, "See the result" if last else "Next question")

    async def _lock(self, shown: Answer, answer: Sequence[str], sure: str) -> Answer:
        places = letters(seen(shown), self.item(shown))
        for option in answer:
            shown = await self.person.press(shown, places[option])
        return await self.person.press(shown, sure)
