"""Windows: a card, a form or a moment's patience as the view that Slack shows in front of all.

What a window needs to know later travels in its metadata. That comes back from outside, so it holds
no right and no secret, and whatever is not of its form counts as not said.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from adapters.slack.cards import Block, Surface, draw, page
from adapters.slack.text import entities, units
from adapters.slack.web import Body, as_body
from bot.core.cards import Card
from bot.core.intents import Intent
from bot.core.markup import clean
from bot.core.people import Place
from bot.core.words import Words

TITLE, STACK = 24, 3
NAME_KEPT = 80
PRODUCT = "Milepost"
_CHANNEL = re.compile(r"[CGD][A-Z0-9]{2,20}")

View = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Memo:
    """What a window remembers: the channel it was opened from, and what it is about."""

    channel: str = ""
    name: str = ""
    title: str = ""
    steps: bool = False
    """Whether it can be left in the middle and taken up again."""
    origin: str = ""
    """Names the card that the window was opened on, while this process remembers it."""
    home: bool = False
    """Whether it was opened from the home tab, which is brought up to date when it closes."""

    def write(self) -> str:
        """Write it for the metadata of a view."""
        parts = {"c": self.channel, "n": self.name, "t": self.title, "o": self.origin}
        flags = {"s": self.steps, "h": self.home}
        kept: dict[str, object] = {key: value for key, value in parts.items() if value}
        kept |= {key: 1 for key, on in flags.items() if on}
        return json.dumps(kept, ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> "Memo":
        """Read it back; an empty one for whatever is none."""
        if not text:
            return cls()
        try:
            said = as_body(json.loads(text))
        except ValueError:
            return cls()
        channel, name, title, origin = (str(said.get(key, "")) for key in "cnto")
        return cls(
            channel=channel if _CHANNEL.fullmatch(channel) else "",
            name=clean(name)[:NAME_KEPT],
            title=clean(title)[:TITLE],
            steps=said.get("s") == 1,
            origin=origin[:TITLE],
            home=said.get("h") == 1,
        )

    def of(self, place: Place) -> "Memo":
        """Remember a place."""
        return replace(self, channel=place.channel, name=place.name[:NAME_KEPT])


def about(intent: type[Intent], words: Words) -> str:
    """Name a window after the command it begins with; empty for what is no command."""
    name = intent.spec.name
    said = words.name(name.split()[0]).capitalize() if name else ""
    return said if units(said) <= TITLE else ""


def card_view(card: Card, memo: Memo, words: Words) -> View:
    """Show a card. Raises TooLarge."""
    short = clean(card.title)
    if not memo.title and short and units(entities(short)) <= TITLE:
        memo, card = replace(memo, title=short), replace(card, title="")
        shown = _view(memo, draw(card, Surface.modal).blocks, words)
        return shown | {"private_metadata": replace(memo, title="").write()}
    return _view(memo, draw(card, Surface.modal).blocks, words)


def waiting_view(memo: Memo, words: Words) -> View:
    """Show that something comes in a moment."""
    text = {"type": "mrkdwn", "text": entities(words.s("One moment, please.")), "verbatim": True}
    return _view(memo, [{"type": "section", "text": text}], words)


def home_view(cards: Sequence[Card]) -> View:
    """Show cards below each other in the home tab. Raises TooLarge."""
    return {"type": "home", "blocks": list(page(cards, Surface.home))}


def _view(memo: Memo, blocks: Sequence[Block], words: Words) -> View:
    close = words.s("Pause") if memo.steps else words.s("Close")
    return {
        "type": "modal",
        "callback_id": "card",
        "title": plain(memo.title or PRODUCT),
        "close": plain(close if units(close) <= TITLE else "OK"),
        "private_metadata": memo.write(),
        "notify_on_close": memo.home,
        "blocks": list(blocks),
    }


def plain(text: str) -> Block:
    """Write a text in which nothing means anything."""
    return {"type": "plain_text", "text": entities(clean(text)) or "…", "emoji": False}


def state_of(view: Body) -> Iterator[tuple[str, Body]]:
    """Yield what is written into a view: each element by its name."""
    for elements in as_body(as_body(view.get("state")).get("values")).values():
        for name, element in as_body(elements).items():
            yield name, as_body(element)
