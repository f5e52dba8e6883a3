"""A database with something in every table, to be moved and compared."""

import datetime as dt
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import insert, select

from bot.core.people import Account, Platform
from bot.storage import transfer
from bot.storage.address import read_url
from bot.storage.engine import open_engine
from bot.storage.ledger import StoreLedger
from bot.storage.plan_tables import lanes
from bot.storage.store import SqlStore
from bot.storage.tables import metadata
from bot.study.records import Report
from tests.contract.samples import ANA, BEN, HERE, NOON, THERE, asked, fill

Rows = Mapping[str, list[Mapping[str, object]]]


@dataclass(frozen=True)
class Noon:
    def now(self) -> dt.datetime:
        return NOON


async def rows(url: str) -> Rows:
    """Return every row of every table."""
    engine = open_engine(read_url(url))
    async with engine.connect() as connection:
        found = {
            table.name: [dict(row) for row in (await connection.execute(select(table))).mappings()]
            for table in metadata.sorted_tables
        }
    await engine.dispose()
    return {name: sorted(rows, key=str) for name, rows in found.items()}


async def fill_every_table(url: str) -> Rows:
    """Keep something odd in every table, and more than is moved at once."""
    store = SqlStore.open(url)
    await store.secret()
    await StoreLedger(store).joined(THERE)
    await StoreLedger(store).left(THERE, NOON)
    await StoreLedger(store).joined(HERE)
    person = await fill(store, ANA, "ana")
    await fill(store, BEN, "ben")
    async with store.write(asked()) as work:
        await work.shares.allow(HERE, "general", on=False)
        note = 'Ümläut, "quotes"\nlines\u2028and 👍\x00'
        await work.reports.add(Report("odd", "other", "é", note, NOON, None, None))
        await work.reports.add(Report("Odd", "other", "E", "", NOON, person, THERE))
        for number in range(transfer.BATCH + 1):
            await work.seen.note(
                person, "tip", f"tip.{number}", NOON + dt.timedelta(microseconds=number)
            )
        for name in ("a", "B", "Z", "_", "ä", "-"):
            await work.people.ensure(Account(Platform.terminal, "", name), NOON)
    async with store.writing() as unit:
        await unit.run(insert(lanes), {"key": "discord", "tat": 2**50})
    await store.close()
    kept = await rows(url)
    assert all(kept.values())
    return kept


def modes(folder: Path, pattern: str) -> dict[str, int]:
    return {path.name: mode(path) for path in folder.glob(pattern)}


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
