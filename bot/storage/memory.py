"""A store that forgets everything at its end; behaves like the others under one test suite."""

import asyncio
import datetime as dt
import secrets
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.core.faults import CannotSave, Repeated
from bot.core.people import Account, Person, Request
from bot.storage.engine import BUSY
from bot.storage.errors import BrokenRuleError
from bot.storage.memory_community import MemoryPieces, MemoryReports, MemoryShares
from bot.storage.memory_plans import (
    MemoryAudit,
    MemoryCheckins,
    MemoryDecks,
    MemoryGroups,
    MemoryReceipts,
    MemorySchedules,
)
from bot.storage.rows import (
    account_key,
    account_of,
    answer_of,
    answer_row,
    habit_of,
    marking_of,
    memory_of,
    person_of,
    portable,
    round_of,
    round_row,
    utc,
)
from bot.storage.shelves import ACTED, PERSONAL, Shelves, Tables, empty
from bot.storage.store import CLAIMS_KEPT, claim_of
from bot.study.records import Answer, Habit, Mark, Marking, Memory, Round


@dataclass(frozen=True, slots=True)
class _People:
    shelves: Shelves

    async def find(self, account: Account) -> Person | None:
        owner = self.shelves.get("accounts", account_key(account))
        row = self.shelves.get("people", {"id": owner["person_id"]}) if owner else None
        return person_of(row) if row else None

    async def ensure(self, account: Account, at: dt.datetime) -> str:
        at = utc(at)
        owner = self.shelves.get("accounts", account_key(account))
        if owner:
            return owner["person_id"]
        new = secrets.token_hex(12)
        blank = {"language": "", "zone": "", "pace": 0}
        self.shelves.add("people", {"id": new, **blank, "created_at": at})
        row = {**account_key(account), "person_id": new, "linked_at": at}
        self.shelves.add("accounts", row)
        return new

    async def accounts(self, person: str) -> tuple[Account, ...]:
        rows = self.shelves.where("accounts", person_id=person)
        first = ("linked_at", "platform", "tenant", "user_id")
        rows.sort(key=lambda row: [row[name] for name in first])
        return tuple(map(account_of, rows))

    async def change(
        self,
        person: str,
        *,
        language: str | None = None,
        zone: str | None = None,
        pace: int | None = None,
    ) -> None:
        given = {"language": language, "zone": zone, "pace": pace}
        changed = {name: value for name, value in given.items() if value is not None}
        row = self.shelves.get("people", {"id": person})
        if row and changed:
            self.shelves.put("people", {**row, **changed})

    async def export(self, person: str) -> Mapping[str, list[dict[str, object]]]:
        rows = {"people": self.shelves.where("people", id=person)}
        rows |= {name: self.shelves.where(name, person_id=person) for name in PERSONAL}
        rows |= {name: self.shelves.where(name, actor_id=person) for name in ACTED}
        return {name: [portable(row) for row in found] for name, found in rows.items()}

    async def erase(self, person: str) -> int:
        for account in await self.accounts(person):
            platform = str(account.platform)
            for row in self.shelves.where("setups", community_platform=platform):
                if account.tenant in {"", row["community_id"]}:
                    left = tuple(each for each in row["moderators"] if each != account.user)
                    self.shelves.put("setups", {**row, "moderators": left})
        for name in ACTED:
            for row in self.shelves.where(name, actor_id=person):
                self.shelves.put(name, {**row, "actor_id": None})
        gone = sum(self.shelves.drop(name, person_id=person) for name in reversed(PERSONAL))
        return gone + self.shelves.drop("people", id=person)


@dataclass(frozen=True, slots=True)
class _Progress:
    shelves: Shelves

    async def marks(self, person: str) -> Mapping[str, Marking]:
        rows = self.shelves.where("progress", person_id=person)
        return {row["milestone"]: marking_of(row) for row in rows}

    async def put(self, person: str, milestone: str, mark: Mark | None, at: dt.datetime) -> None:
        if mark is None:
            self.shelves.drop("progress", person_id=person, milestone=milestone)
            return
        row = {"person_id": person, "milestone": milestone, "mark": str(mark), "at": utc(at)}
        self.shelves.put("progress", row)


@dataclass(frozen=True, slots=True)
class _Seen:
    shelves: Shelves

    async def of(self, person: str, kind: str) -> Mapping[str, dt.datetime]:
        rows = self.shelves.where("seen", person_id=person, kind=kind)
        return {row["piece"]: row["at"] for row in rows}

    async def note(self, person: str, kind: str, piece: str, at: dt.datetime) -> None:
        row = {"person_id": person, "kind": kind, "piece": piece, "at": utc(at)}
        self.shelves.put("seen", row)


@dataclass(frozen=True, slots=True)
class _Rounds:
    shelves: Shelves

    async def current(self, person: str) -> Round | None:
        rows = self.shelves.where("rounds", person_id=person, is_open=True)
        return round_of(rows[0]) if rows else None

    async def get(self, round_id: str) -> Round | None:
        row = self.shelves.get("rounds", {"id": round_id})
        return round_of(row) if row else None

    async def start(self, new: Round) -> None:
        for row in self.shelves.where("rounds", person_id=new.person, is_open=True):
            self.shelves.put("rounds", {**row, "closed": True, "is_open": False})
        if not self.shelves.add("rounds", round_row(new)):
            raise BrokenRuleError("rounds: stands twice")

    async def save(self, changed: Round) -> None:
        old = self.shelves.get("rounds", {"id": changed.id})
        if old is None:
            return
        new = {
            "queue": changed.queue,
            "position": changed.position,
            "closed": old["closed"] or changed.closed,
            "is_open": old["is_open"] and not changed.over,
        }
        self.shelves.put("rounds", {**old, **new})

    async def lock(self, answer: Answer) -> bool:
        return self.shelves.add("answers", answer_row(answer))

    async def answers(self, round_id: str) -> tuple[Answer, ...]:
        return tuple(answer_of(row) for row in self.shelves.where("answers", round_id=round_id))

    async def last_seen(self, person: str) -> Mapping[str, dt.datetime]:
        rows = self.shelves.where("answers", person_id=person)
        return {row["item"]: row["at"] for row in sorted(rows, key=lambda row: row["at"])}

    async def outcomes(self, person: str) -> Mapping[str, bool]:
        asked = {row["id"]: row["asked"] for row in self.shelves.where("rounds", person_id=person)}
        rows = self.shelves.where("answers", person_id=person)
        rows = [row for row in rows if row["position"] < asked[row["round_id"]]]
        return {row["item"]: row["correct"] for row in sorted(rows, key=lambda row: row["at"])}


@dataclass(frozen=True, slots=True)
class _Memories:
    shelves: Shelves

    async def all(self, person: str) -> Mapping[str, Memory]:
        rows = self.shelves.where("memories", person_id=person)
        return {row["item"]: memory_of(row) for row in rows}

    async def put(self, person: str, item: str, memory: Memory) -> None:
        due_at = utc(memory.due_at)
        row = {"person_id": person, "item": item, "state": memory.state, "due_at": due_at}
        self.shelves.put("memories", row)


@dataclass(frozen=True, slots=True)
class _Assessments:
    shelves: Shelves

    async def all(self, person: str) -> Mapping[str, Habit]:
        rows = self.shelves.where("assessments", person_id=person)
        return {row["item"]: habit_of(row) for row in rows}

    async def put(self, person: str, item: str, anchor: int, at: dt.datetime) -> None:
        row = {"person_id": person, "item": item, "anchor": anchor, "at": utc(at)}
        self.shelves.put("assessments", row)

    async def clear(self, person: str) -> int:
        return self.shelves.drop("assessments", person_id=person)


@dataclass(frozen=True, slots=True)
class MemoryWork:
    """Implements `bot.study.ports.Work` over tables in memory."""

    people: _People
    progress: _Progress
    seen: _Seen
    rounds: _Rounds
    memories: _Memories
    assessments: _Assessments
    reports: MemoryReports
    pieces: MemoryPieces
    shares: MemoryShares
    groups: MemoryGroups
    schedules: MemorySchedules
    receipts: MemoryReceipts
    checkins: MemoryCheckins
    decks: MemoryDecks
    audit: MemoryAudit

    @classmethod
    def over(cls, s: Shelves) -> "MemoryWork":
        """Give every repository the same tables."""
        learning = _Progress(s), _Seen(s), _Rounds(s), _Memories(s), _Assessments(s)
        given = MemoryReports(s), MemoryPieces(s), MemoryShares(s)
        plans = MemoryGroups(s), MemorySchedules(s), MemoryReceipts(s)
        notes = MemoryCheckins(s), MemoryDecks(s), MemoryAudit(s)
        return cls(_People(s), *learning, *given, *plans, *notes)


class MemoryStore:
    """Implements `bot.study.ports.Store`; for the terminal's trial and for tests."""

    def __init__(self) -> None:
        self._tables: Tables = empty()
        self._secret = secrets.token_bytes(32)
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[MemoryWork]:
        """Open a unit that only reads, in one snapshot."""
        yield MemoryWork.over(Shelves(self._tables))

    @asynccontextmanager
    async def write(self, request: Request) -> AsyncGenerator[MemoryWork]:
        """Open a unit that writes and claims the request. Raises Repeated and CannotSave."""
        async with self._writing() as shelves:
            if not shelves.add("claims", {"id": claim_of(request), "at": utc(request.at)}):
                raise Repeated
            yield MemoryWork.over(shelves)

    async def secret(self) -> bytes:
        """Return a secret that lasts as long as this store."""
        return self._secret

    async def prune(self, now: dt.datetime) -> int:
        """Forget claims older than a day and return how many there were."""
        before = utc(now) - CLAIMS_KEPT
        async with self._writing() as shelves:
            old = [row["id"] for row in shelves.where("claims") if row["at"] < before]
            return sum(shelves.drop("claims", id=name) for name in old)

    async def ping(self) -> None:
        """Do nothing: memory is always there."""

    async def close(self) -> None:
        """Do nothing: there is nothing open."""

    @asynccontextmanager
    async def _writing(self) -> AsyncGenerator[Shelves]:
        try:
            async with asyncio.timeout(BUSY):
                await self._turn.acquire()
        except TimeoutError as error:
            raise CannotSave from error
        try:
            shelves = Shelves(dict(self._tables), writes=True)
            yield shelves
            self._tables = shelves.tables
        finally:
            self._turn.release()
