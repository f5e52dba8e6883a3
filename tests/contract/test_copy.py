"""Moving to another database: every row arrives, or nothing changes."""

from itertools import product
from pathlib import Path

import pytest

from bot.storage import transfer
from bot.storage.address import file_of, read_url
from bot.storage.admin import backup, copy, upgrade
from bot.storage.errors import StorageError
from bot.storage.schema import HEAD, Prepared
from bot.storage.store import SqlStore
from tests.contract.conftest import Fresh
from tests.contract.fills import Noon, fill_every_table, rows
from tests.contract.samples import ANA, known

PAIRS = list(product(["sqlite", "postgres"], repeat=2))


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "BATCH", 20)


async def test_upgrade_makes_the_tables(tmp_path: Path) -> None:
    url = str(tmp_path / "milepost.db")
    assert await upgrade(url, Noon()) == Prepared(None, HEAD)
    assert await upgrade(url, Noon()) == Prepared(HEAD, HEAD)


@pytest.mark.parametrize(("source", "target"), PAIRS)
async def test_a_copy_has_every_row(fresh: Fresh, source: str, target: str) -> None:
    here, there = await fresh(source), await fresh(target)
    kept = await fill_every_table(here)
    counts = await copy(here, there, Noon())
    assert await rows(there) == kept == await rows(here)
    assert counts == {name: len(found) for name, found in kept.items()}
    store = SqlStore.open(there)
    await known(store, ANA)
    await store.close()


async def test_only_an_empty_database_is_copied_into(database: str, fresh: Fresh) -> None:
    source = await fresh("sqlite")
    await fill_every_table(source)
    kept = await fill_every_table(database)
    with pytest.raises(StorageError, match="not empty: it has rows in accounts"):
        await copy(source, database, Noon())
    assert await rows(database) == kept


async def test_a_database_is_not_copied_onto_itself(database: str) -> None:
    with pytest.raises(StorageError, match="the same one"):
        await copy(database, database, Noon())


async def test_an_older_database_is_upgraded_before_it_is_copied(
    database: str, fresh: Fresh, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = await fresh("sqlite")
    monkeypatch.setattr("bot.storage.schema.HEAD", "9999")
    with pytest.raises(StorageError, match="Run: milepost db upgrade"):
        await copy(database, target, Noon())
    if file_of(read_url(database)) is None:
        with pytest.raises(StorageError, match="Run: milepost db upgrade"):
            await backup(database, tmp_path / "kept")


@pytest.mark.parametrize("change", ["lose", "alter"])
async def test_a_copy_that_differs_is_not_kept(
    database: str, fresh: Fresh, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    source = await fresh("sqlite")
    await fill_every_table(source)
    spoil = {
        "lose": "DELETE FROM seen WHERE piece = 'tip.7'",
        "alter": "UPDATE seen SET piece = 'tip.x' WHERE piece = 'tip.7'",
    }[change]
    count = transfer.count

    async def spoiling(connection: transfer.AsyncConnection) -> dict[str, int]:
        await connection.exec_driver_sql(spoil)
        return await count(connection)

    monkeypatch.setattr(transfer, "count", spoiling)
    with pytest.raises(StorageError, match="nothing was copied"):
        await copy(source, database, Noon())
    monkeypatch.undo()
    assert not any((await rows(database)).values())
