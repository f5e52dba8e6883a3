"""Where everything is kept: SQLite in one file, or PostgreSQL."""

import asyncio
import datetime as dt
import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.faults import CannotLookUp, CannotSave, Repeated
from bot.core.people import Request
from bot.storage.address import read_url
from bot.storage.assessments import SqlAssessments
from bot.storage.engine import BUSY, open_engine
from bot.storage.groups import SqlGroups
from bot.storage.memories import SqlMemories
from bot.storage.people import SqlPeople
from bot.storage.pieces import SqlPieces
from bot.storage.progress import SqlProgress
from bot.storage.receipts import SqlAudit, SqlCheckins, SqlDecks, SqlReceipts
from bot.storage.reports import SqlReports
from bot.storage.rounds import SqlRounds
from bot.storage.rows import utc
from bot.storage.schedules import SqlSchedules
from bot.storage.seen import SqlSeen
from bot.storage.shares import SqlShares
from bot.storage.tables import claims, meta
from bot.storage.unit import Unit, keep_first

CLAIMS_KEPT = dt.timedelta(hours=24)
"""How long a platform may take to deliver an event a second time."""

_READ = {"sqlite": "BEGIN", "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}
_WRITE = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "BEGIN"}
_CLAIM = keep_first(claims)
_CLAIMED = select(claims.c.id).where(claims.c.id == bindparam("claim"))
_PRUNE = delete(claims).where(claims.c.at < bindparam("before"))
_NEW_SECRET = keep_first(meta)
_SECRET = select(meta.c.value).where(meta.c.key == "secret")
_PING = select(meta.c.key).limit(1)


def claim_of(request: Request) -> str:
    """Return the key under which a request is claimed: platforms count their events apart."""
    return f"{request.account.platform}:{request.id}"


@dataclass(frozen=True, slots=True)
class SqlWork:
    """Implements `bot.study.ports.Work` over one transaction."""

    people: SqlPeople
    progress: SqlProgress
    seen: SqlSeen
    rounds: SqlRounds
    memories: SqlMemories
    assessments: SqlAssessments
    reports: SqlReports
    pieces: SqlPieces
    shares: SqlShares
    groups: SqlGroups
    schedules: SqlSchedules
    receipts: SqlReceipts
    checkins: SqlCheckins
    decks: SqlDecks
    audit: SqlAudit

    @classmethod
    def over(cls, unit: Unit) -> "SqlWork":
        """Give every repository the same transaction."""
        return cls(
            SqlPeople(unit),
            SqlProgress(unit),
            SqlSeen(unit),
            SqlRounds(unit),
            SqlMemories(unit),
            SqlAssessments(unit),
            SqlReports(unit),
            SqlPieces(unit),
            SqlShares(unit),
            SqlGroups(unit),
            SqlSchedules(unit),
            SqlReceipts(unit),
            SqlCheckins(unit),
            SqlDecks(unit),
            SqlAudit(unit),
        )


class SqlStore:
    """Implements `bot.study.ports.Store`. Expects tables made by `bot.storage.schema.prepare`."""

    def __init__(self, engine: AsyncEngine, *, busy: float = BUSY) -> None:
        """Keep the engine; `busy` is how many seconds a writer waits for its turn."""
        self._engine = engine
        self._busy = busy
        self._dialect = engine.dialect.name
        self._turn = asyncio.Lock()

    @classmethod
    def open(cls, url: str = "", *, busy: float = BUSY) -> "SqlStore":
        """Return a store for what stands in DATABASE_URL. Raises ValueError saying what to write.

        Connects at the first use. `busy` is in seconds.
        """
        return cls(open_engine(read_url(url), busy=busy), busy=busy)

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[SqlWork]:
        """Open a unit that only reads, in one snapshot. Raises CannotLookUp."""
        async with self.reading() as unit:
            yield SqlWork.over(unit)

    @asynccontextmanager
    async def write(self, request: Request) -> AsyncGenerator[SqlWork]:
        """Open a unit that writes and claims the request. Raises Repeated and CannotSave."""
        claim = claim_of(request)
        async with self.writing(claim) as unit:
            if not await unit.count(_CLAIM, {"id": claim, "at": utc(request.at)}):
                raise Repeated
            yield SqlWork.over(unit)

    async def secret(self) -> bytes:
        """Return this install's own secret, made at the first call. Raises CannotSave."""
        async with self.writing() as unit:
            await unit.run(_NEW_SECRET, {"key": "secret", "value": secrets.token_hex(32)})
            row = await unit.row(_SECRET)
        return bytes.fromhex(row["value"] if row else "")

    async def prune(self, now: dt.datetime) -> int:
        """Forget claims older than a day and return how many there were. Raises CannotSave."""
        async with self.writing() as unit:
            return await unit.count(_PRUNE, {"before": utc(now) - CLAIMS_KEPT})

    async def ping(self) -> None:
        """Ask the database one small question. Raises CannotLookUp when it does not answer."""
        async with self.reading() as unit:
            await unit.run(_PING)

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[Unit]:
        """Open a bare unit that reads: for what is nobody's record. Raises CannotLookUp."""
        unit = await Unit.begin(self._engine, _READ[self._dialect], CannotLookUp)
        try:
            yield unit
        finally:
            await unit.rollback()
            await unit.close()

    @asynccontextmanager
    async def writing(self, claim: str = "") -> AsyncGenerator[Unit]:
        """Open a bare unit that writes: for what is nobody's record. Raises CannotSave."""
        async with self._one_at_a_time():
            unit = await Unit.begin(self._engine, _WRITE[self._dialect], CannotSave)
            try:
                yield unit
            except BaseException:
                await unit.rollback()
                await unit.close()
                raise
            await self._commit(unit, claim)

    async def _commit(self, unit: Unit, claim: str) -> None:
        try:
            await unit.commit()
        except CannotSave:
            await unit.rollback()
            if not await self._kept(claim):
                raise
        finally:
            await unit.close()

    async def _kept(self, claim: str) -> bool:
        """Find out what became of a COMMIT whose answer was lost on the way."""
        try:
            unit = await Unit.begin(self._engine, _READ[self._dialect], CannotLookUp)
        except CannotLookUp:
            return False
        try:
            return await unit.row(_CLAIMED, {"claim": claim}) is not None
        except CannotLookUp:
            return False
        finally:
            await unit.rollback()
            await unit.close()

    @asynccontextmanager
    async def _one_at_a_time(self) -> AsyncGenerator[None]:
        """Let SQLite's writers of this process take turns: its own waiting is not fair."""
        if self._dialect != "sqlite":
            yield
            return
        try:
            async with asyncio.timeout(self._busy):
                await self._turn.acquire()
        except TimeoutError as error:
            raise CannotSave from error
        try:
            yield
        finally:
            self._turn.release()
