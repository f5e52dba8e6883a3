"""What can be shown: a small closed vocabulary that every platform draws in full.

A renderer is one exhaustive `match` over these blocks. Limits are ours and lie below both
platforms' (platform-facts, section 6); `Card` refuses what breaks them instead of cutting it.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.core.intents import Intent
from bot.core.markup import Marked, plain

CARD_AIM = 600
CARD_CAP = 1_800
LABEL_CAP = 40
ROW_CAP = 5
PICK_CAP = 25


class Tone(StrEnum):
    """How a button looks: one `first` a card, `danger` for what destroys."""

    quiet = "quiet"
    first = "first"
    danger = "danger"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    body: Marked


@dataclass(frozen=True, slots=True)
class Note:
    """Something small and grey."""

    body: Marked


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a name and a value."""

    rows: tuple[tuple[str, Marked], ...]


@dataclass(frozen=True, slots=True)
class Divider:
    """A line between parts."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody is, in words: `label` reads "2 of 8 done"."""

    done: int
    total: int
    label: Marked


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of ours with the text that says what it shows."""

    name: str
    data: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class Button:
    """A press that asks `go`. The label starts with a verb."""

    label: str
    go: Intent
    tone: Tone = Tone.quiet
    off: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A way out to an address."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Actions:
    """A row of at most five buttons."""

    items: tuple[Button | Link, ...]

    def __post_init__(self) -> None:
        """Refuse a row no phone can show. Raises ValueError."""
        if not 1 <= len(self.items) <= ROW_CAP:
            message = f"a row has 1 to {ROW_CAP} buttons, not {len(self.items)}"
            raise ValueError(message)
        for item in self.items:
            if not 1 <= len(item.label) <= LABEL_CAP:
                message = f"the label {item.label!r} has not 1 to {LABEL_CAP} characters"
                raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a menu or a completion."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Pick:
    """A menu whose entry fills `field` of `into`."""

    label: str
    into: Intent
    field: str
    options: tuple[Choice, ...]

    def __post_init__(self) -> None:
        """Refuse a menu that a platform would refuse. Raises ValueError."""
        if not 1 <= len(self.options) <= PICK_CAP:
            message = f"a menu has 1 to {PICK_CAP} entries, not {len(self.options)}"
            raise ValueError(message)
        values = [option.value for option in self.options]
        if len(set(values)) != len(values):
            message = "two entries of a menu have the same value"
            raise ValueError(message)


Block = Text | Note | Facts | Divider | Progress | Picture | Actions | Pick


@dataclass(frozen=True, slots=True)
class Card:
    """One answer: a title (may be empty) and blocks, first line first."""

    title: str
    blocks: tuple[Block, ...]

    def __post_init__(self) -> None:
        """Refuse a card that would not fit. Raises ValueError: cards are split, never cut."""
        if self.size > CARD_CAP:
            message = f"the card {self.title!r} has {self.size} characters, over {CARD_CAP}"
            raise ValueError(message)

    @property
    def size(self) -> int:
        """Characters a reader sees, menus and buttons included."""
        return len(self.title) + sum(map(_size, self.blocks))

    @property
    def actions(self) -> tuple[Button | Link | Pick, ...]:
        """All one can press, in reading order."""
        found: list[Button | Link | Pick] = []
        for block in self.blocks:
            if isinstance(block, Actions):
                found.extend(block.items)
            elif isinstance(block, Pick):
                found.append(block)
        return tuple(found)


def _size(block: Block) -> int:
    match block:
        case Text(body=body) | Note(body=body) | Progress(label=body):
            return len(plain(body))
        case Facts(rows=rows):
            return sum(len(name) + len(plain(value)) + 2 for name, value in rows)
        case Picture(alt=alt):
            return len(alt)
        case Actions(items=items):
            return sum(len(item.label) for item in items)
        case Pick(label=label):
            return len(label)
        case Divider():
            return 0


def row(*items: Button | Link | None) -> tuple[Actions, ...]:
    """Make a row of the buttons that are there; no buttons make no row."""
    present = tuple(item for item in items if item is not None)
    return (Actions(present),) if present else ()
