"""Answers questions right or wrong on purpose: the key is read from the pack."""

import re
from dataclasses import dataclass

from bot.catalog.catalog import Catalog
from bot.catalog.models import Item
from bot.core.markup import of_pack, plain
from tests.journey.chat import Chat, Seen


def said(text: str) -> str:
    """Write a text of the pack as the terminal shows it."""
    return " ".join(plain(of_pack(text)).split())


def asked(seen: Seen, catalog: Catalog) -> Item:
    """Find the question on a card."""
    found = [item for item in catalog.items() if said(item.stem) in seen]
    assert found, f"no question of the pack in:\n{seen.raw}"
    return max(found, key=lambda item: len(item.stem))


def letters(seen: Seen, item: Item) -> dict[str, str]:
    """Read under which letter each option is shown."""
    shown = seen.text.partition(said(item.stem))[2]
    found: dict[str, str] = {}
    for option in item.option:
        places = re.findall(rf"(?<!\w)([A-E]) {re.escape(said(option.text))}(?= |$)", shown)
        assert places, f"{option.text!r} is not in:\n{seen.raw}"
        found[option.id] = places[0]
    return found


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody who knows the pack by heart."""

    chat: Chat
    catalog: Catalog

    def right(self, seen: Seen, sure: str = "Sure") -> Seen:
        """Answer right."""
        item = asked(seen, self.catalog)
        return self._press(seen, item, item.key, sure)

    def wrong(self, seen: Seen, sure: str = "Sure") -> Seen:
        """Answer wrong."""
        item = asked(seen, self.catalog)
        others = [option.id for option in item.option if option.id not in item.key]
        answer = tuple(reversed(item.key)) if item.type == "order" else tuple(others[:1])
        return self._press(seen, item, answer or item.key[:1], sure)

    def _press(self, seen: Seen, item: Item, answer: tuple[str, ...], sure: str) -> Seen:
        shown = letters(seen, item)
        for option in answer:
            seen = self.chat.says(shown[option])
        return self.chat.presses(seen, sure)
