"""Commands as they are typed on Slack: `/define` of a card is `/milepost define` here.

Cards name commands as every other platform has them. On Slack only a few are registered alone, and
`/help` would even be Slack's own.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never

from adapters.slack.commands import FAMILY, Names
from bot.core import cards
from bot.core.cards import Card
from bot.core.markup import Marked

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class _Respelt(Card):
    """A card that grew by our own words: Slack's limits count now, and the renderer keeps them."""

    def __post_init__(self) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Spelling:
    """Writes the names of commands as they are registered."""

    names: Names
    pattern: re.Pattern[str]
    runs: re.Pattern[str]
    """Lists of commands of the family: its name is written once before them."""

    @classmethod
    def of(cls, names: Names, commands: Iterable[str]) -> "Spelling":
        """Learn which commands there are."""
        longest = sorted(map(re.escape, commands), key=len, reverse=True)
        whole = "|".join(longest) or r"(?!)"
        one = rf"/{FAMILY} (?:{whole})(?![\w-])"
        return cls(
            names,
            re.compile(rf"(?<![\w/.:#-])/(?P<name>{whole})(?![\w-])"),
            re.compile(rf"(?P<first>{one})(?P<more>(?:, {one}){{2,}})"),
        )

    def text(self, said: str) -> str:
        """Respell the commands in a text; its signs stay as they are."""
        if "/" not in said:
            return said
        spelt = self.pattern.sub(lambda found: self._command(found["name"]), said)
        return self.runs.sub(_once, spelt)

    def _command(self, name: str) -> str:
        if name.split(maxsplit=1)[0] in self.names.bare:
            return f"/{self.names.prefix}{name}"
        return f"/{FAMILY} {name}"

    def card(self, card: Card) -> Card:
        """Respell the commands everywhere on a card."""
        blocks = tuple(map(self._block, card.blocks))
        return _Respelt(self.text(card.title), blocks)

    def _marked(self, said: Marked) -> Marked:
        return Marked(self.text(said))

    def _block(self, block: cards.Block) -> cards.Block:
        match block:
            case cards.Text(body=body) | cards.Note(body=body):
                return replace(block, body=self._marked(body)) if "/" in body else block
            case cards.Progress(label=label):
                return replace(block, label=self._marked(label)) if "/" in label else block
            case cards.Facts(rows=rows):
                return cards.Facts(tuple((self.text(n), self._marked(v)) for n, v in rows))
            case cards.Actions(items=items) if any("/" in each.label for each in items):
                return cards.Actions(tuple(self._labels(items)))
            case cards.Pick(options=options) if any(
                "/" in each.label for each in (block, *options)
            ):
                entries = (replace(each, label=self.text(each.label)) for each in options)
                return replace(block, label=self.text(block.label), options=tuple(entries))
            case cards.Actions() | cards.Pick() | cards.Divider() | cards.Picture():
                return block
            case _:
                assert_never(block)

    def _labels(
        self, items: "Sequence[cards.Button | cards.Link]"
    ) -> Iterable[cards.Button | cards.Link]:
        for each in items:
            label = self.text(each.label)
            yield replace(each, label=label if len(label) <= cards.LABEL_CAP else each.label)


def _once(run: re.Match[str]) -> str:
    return run["first"] + run["more"].replace(f"/{FAMILY} ", "")
