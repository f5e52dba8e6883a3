"""What can be answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.cards import Card
from bot.core.intents import Audience, Intent


@dataclass(frozen=True, slots=True)
class File:
    """A file for the asker alone, such as the export of their data."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Say:
    """A new card."""

    card: Card
    audience: Audience = Audience.asker
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """The pressed card, changed in place. On a public card it becomes a private `Say`."""

    card: Card


@dataclass(frozen=True, slots=True)
class Ask:
    """A form for the open fields of `intent`. It can only be the first answer to a press."""

    intent: Intent
    title: str
    seed: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Amend:
    """A form that was sent with mistakes: `errors` by field name, or the card that says them."""

    intent: Intent
    errors: Mapping[str, str]
    card: Card


@dataclass(frozen=True, slots=True)
class Quiet:
    """Nothing new to say: a second press of what was already done."""


Reply = Say | Edit | Ask | Amend | Quiet
