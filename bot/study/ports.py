"""What features need from storage: one protocol per record and a unit of work.

`Store.read` and `Store.write` raise CannotLookUp and CannotSave when the database is away; then
nothing of the unit is kept.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from bot.core.people import Account, Community, Person, Request
from bot.study.plan_ports import Audit, Checkins, Decks, Groups, Receipts, Schedules
from bot.study.records import Answer, Habit, Mark, Marking, Memory, Piece, Report, Round, Share


class People(Protocol):
    """Persons and their accounts."""

    async def find(self, account: Account) -> Person | None:
        """Return the person behind an account."""
        ...

    async def ensure(self, account: Account, at: dt.datetime) -> str:
        """Return the person's id, making the person at the first call."""
        ...

    async def accounts(self, person: str) -> tuple[Account, ...]:
        """Return a person's accounts, the first one first: to write to somebody on a platform."""
        ...

    async def change(
        self,
        person: str,
        *,
        language: str | None = None,
        zone: str | None = None,
        pace: int | None = None,
    ) -> None:
        """Change what is not None."""
        ...

    async def export(self, person: str) -> Mapping[str, list[dict[str, object]]]:
        """Return every row that belongs to a person or names them, by table; JSON values only."""
        ...

    async def erase(self, person: str) -> int:
        """Remove every row that belongs to a person and return how many there were.

        Rows of a community that name who did something stay, without the name.
        """
        ...


class Progress(Protocol):
    """What people say of milestones."""

    async def marks(self, person: str) -> Mapping[str, Marking]:
        """Return a person's marks by milestone."""
        ...

    async def put(self, person: str, milestone: str, mark: Mark | None, at: dt.datetime) -> None:
        """Set a mark, or take it away with None."""
        ...


class Seen(Protocol):
    """Which pieces of the pack people saw: tips, interview questions."""

    async def of(self, person: str, kind: str) -> Mapping[str, dt.datetime]:
        """Return when each piece of a kind was last shown to a person."""
        ...

    async def note(self, person: str, kind: str, piece: str, at: dt.datetime) -> None:
        """Note that a piece is shown now."""
        ...


class Rounds(Protocol):
    """Quiz rounds and their answers."""

    async def current(self, person: str) -> Round | None:
        """Return the round a person has open."""
        ...

    async def get(self, round_id: str) -> Round | None:
        """Return a round."""
        ...

    async def start(self, new: Round) -> None:
        """Keep a new round; any other open round of the person is closed."""
        ...

    async def save(self, changed: Round) -> None:
        """Keep a round's new queue, position and state."""
        ...

    async def lock(self, answer: Answer) -> bool:
        """Keep an answer; False when this question of the round was answered before."""
        ...

    async def answers(self, round_id: str) -> tuple[Answer, ...]:
        """Return a round's answers in order."""
        ...

    async def last_seen(self, person: str) -> Mapping[str, dt.datetime]:
        """Return when a person last answered each item."""
        ...

    async def outcomes(self, person: str) -> Mapping[str, bool]:
        """Return whether a person's newest answer to each item was right.

        A question that its own round asked a second time counts by its first answer.
        """
        ...


class Memories(Protocol):
    """Spaced repetition: one memory per person and item."""

    async def all(self, person: str) -> Mapping[str, Memory]:
        """Return a person's memories by item."""
        ...

    async def put(self, person: str, item: str, memory: Memory) -> None:
        """Keep an item's memory."""
        ...


class Assessments(Protocol):
    """How people describe their habits: one answer per person and item."""

    async def all(self, person: str) -> Mapping[str, Habit]:
        """Return a person's answers by item."""
        ...

    async def put(self, person: str, item: str, anchor: int, at: dt.datetime) -> None:
        """Keep an answer, in place of the one before."""
        ...

    async def clear(self, person: str) -> int:
        """Remove a person's answers and return how many there were."""
        ...


class Reports(Protocol):
    """Notes on content that is wrong."""

    async def add(self, report: Report) -> None:
        """Keep a report."""
        ...

    async def newest(self, community: Community, limit: int) -> tuple[Report, ...]:
        """Return a community's reports, newest first."""
        ...

    async def about(self, community: Community, kind: str, target: str) -> tuple[Report, ...]:
        """Return a community's reports on one piece, newest first."""
        ...


class Pieces(Protocol):
    """Pieces of the pack that communities show otherwise than the pack has them."""

    async def all(self, community: Community) -> tuple[Piece, ...]:
        """Return what a community ever decided, newest first."""
        ...

    async def of(self, communities: Collection[Community]) -> Mapping[Community, Sequence[Piece]]:
        """Return what each of many communities ever decided, in no order; some did nothing."""
        ...

    async def put(self, piece: Piece) -> None:
        """Keep a decision, in place of the one before."""
        ...


class Shares(Protocol):
    """Cards that people shared, and where sharing is switched off."""

    async def add(self, share: Share) -> None:
        """Keep a share."""
        ...

    async def get(self, community: Community, share_id: str) -> Share | None:
        """Return a share of this community."""
        ...

    async def remove(self, community: Community, share_id: str) -> None:
        """Forget a share."""
        ...

    async def since(
        self, community: Community, channel: str, person: str, at: dt.datetime
    ) -> tuple[int, int]:
        """Count shares since `at`: by the person in the community, and in the channel."""
        ...

    async def allowed(self, community: Community, channel: str) -> bool:
        """Tell whether sharing is on in a channel (it is, unless switched off)."""
        ...

    async def allow(self, community: Community, channel: str, *, on: bool) -> None:
        """Switch sharing on or off in a channel."""
        ...


class Work(Protocol):
    """One unit of work: everything in it is kept, or nothing."""

    @property
    def people(self) -> People:
        """Persons and accounts."""
        ...

    @property
    def progress(self) -> Progress:
        """Marks on milestones."""
        ...

    @property
    def seen(self) -> Seen:
        """Pieces seen."""
        ...

    @property
    def rounds(self) -> Rounds:
        """Quiz rounds."""
        ...

    @property
    def memories(self) -> Memories:
        """Spaced repetition."""
        ...

    @property
    def assessments(self) -> Assessments:
        """Habits, as people describe them."""
        ...

    @property
    def reports(self) -> Reports:
        """Reports on content."""
        ...

    @property
    def pieces(self) -> Pieces:
        """Changed pieces."""
        ...

    @property
    def shares(self) -> Shares:
        """Shared cards."""
        ...

    @property
    def groups(self) -> Groups:
        """Study groups, and how communities are set up."""
        ...

    @property
    def schedules(self) -> Schedules:
        """Recurring posts."""
        ...

    @property
    def receipts(self) -> Receipts:
        """What was posted."""
        ...

    @property
    def checkins(self) -> Checkins:
        """Answers to posts."""
        ...

    @property
    def decks(self) -> Decks:
        """What channels have seen."""
        ...

    @property
    def audit(self) -> Audit:
        """Who changed what."""
        ...


class Store(Protocol):
    """Where everything is kept."""

    def read(self) -> AbstractAsyncContextManager[Work]:
        """Open a unit that only reads, in one snapshot."""
        ...

    def write(self, request: Request) -> AbstractAsyncContextManager[Work]:
        """Open a unit that writes, and claim the request's id in it.

        Raises Repeated when this request has written before: an event delivered twice, or to
        two processes, has one effect.
        """
        ...
