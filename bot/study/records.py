"""What is remembered of people and places, as frozen records. All times are aware and in UTC."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.core.people import Community


class Mark(StrEnum):
    """What a person says of a milestone. `known` is shown apart from `done`."""

    started = "started"
    known = "known"
    done = "done"


@dataclass(frozen=True, slots=True)
class Marking:
    """A milestone's mark and when it was set."""

    mark: Mark
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Round:
    """A quiz round. `queue` holds item ids; misses are added at its end once.

    `position` counts the questions that are answered for good; the round is over when it reaches
    the length of the queue. `asked` is how many stood in the queue at the start.
    """

    id: str
    person: str
    seed: int
    queue: tuple[str, ...]
    asked: int
    started_at: dt.datetime
    trait: str = ""
    level: int = 0
    position: int = 0
    closed: bool = False

    @property
    def over(self) -> bool:
        """Whether no question is left, or the person gave the round up."""
        return self.closed or self.position >= len(self.queue)

    def after(self, *, again: str | None) -> "Round":
        """Return the round one question later, with a missed item once more at the end."""
        more = (again,) if again else ()
        return replace(self, position=self.position + 1, queue=self.queue + more)


@dataclass(frozen=True, slots=True)
class Answer:
    """One locked answer. `chosen` are option ids, empty for "Don't know"."""

    round: str
    position: int
    person: str
    item: str
    rev: int
    chosen: tuple[str, ...]
    sure: bool
    right: bool
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Memory:
    """What spacing keeps of one item: its own state (opaque text) and when it is due."""

    state: str
    due_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Habit:
    """How somebody describes a habit: an anchor from 0 to 4 of an item, and when they did."""

    anchor: int
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Report:
    """A member's note that something in the pack is wrong."""

    id: str
    kind: str
    target: str
    note: str
    at: dt.datetime
    person: str | None = None
    community: Community | None = None


class State(StrEnum):
    """How a community shows a piece of the pack."""

    shown = "shown"
    suspended = "suspended"
    disabled = "disabled"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided about a piece. `words` are texts, by field, in place of the pack's."""

    state: State = State.shown
    words: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the pack that a community shows otherwise than the pack has it, or did so.

    `former` is what held before, for the way back. `actor` is the person who decided; nobody
    when reports did, or when that person erased their data.
    """

    community: Community
    kind: str
    id: str
    now: Verdict
    former: Verdict
    at: dt.datetime
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """A card somebody shared: where it is and what it showed."""

    id: str
    person: str
    community: Community
    channel: str
    remote: str
    what: str
    at: dt.datetime
