"""What a face remembers between runs."""

from collections.abc import Mapping

import pytest
from sqlalchemy import select

from bot.core.people import Community, Platform
from bot.storage.ledger import StoreLedger
from bot.storage.store import SqlStore
from bot.storage.tables import communities
from tests.contract.samples import HERE, LATER, NOON, THERE


@pytest.fixture
def ledger(sql_store: SqlStore) -> StoreLedger:
    return StoreLedger(sql_store)


async def left(store: SqlStore) -> Mapping[Community, object]:
    """Return when we left each community that we know."""
    async with store.reading() as unit:
        rows = await unit.rows(select(communities))
    return {
        Community(Platform(row["community_platform"]), row["community_id"]): row["left_at"]
        for row in rows
    }


async def test_a_note_is_kept_and_replaced(ledger: StoreLedger) -> None:
    assert await ledger.recall("hash") == ""
    await ledger.keep("hash", "a")
    await ledger.keep("hash", "b")
    await ledger.keep("other", "c")
    assert await ledger.recall("hash") == "b"
    assert await ledger.recall("other") == "c"


async def test_no_note_is_the_secret(ledger: StoreLedger, sql_store: SqlStore) -> None:
    secret = await sql_store.secret()
    await ledger.keep("secret", "00")
    assert await sql_store.secret() == secret
    assert await ledger.recall("secret") == "00"


async def test_joining_again_ends_the_absence(ledger: StoreLedger, sql_store: SqlStore) -> None:
    await ledger.joined(HERE)
    await ledger.left(HERE, NOON)
    assert await left(sql_store) == {HERE: NOON}
    await ledger.left(HERE, LATER)
    assert await left(sql_store) == {HERE: NOON}
    await ledger.joined(HERE)
    assert await left(sql_store) == {HERE: None}


async def test_leaving_where_we_never_were_keeps_nothing(
    ledger: StoreLedger, sql_store: SqlStore
) -> None:
    await ledger.left(HERE, NOON)
    assert await left(sql_store) == {}


async def test_who_is_missing_at_the_start_was_left(
    ledger: StoreLedger, sql_store: SqlStore
) -> None:
    gone, new = Community(Platform.discord, "2"), Community(Platform.discord, "3")
    await ledger.joined(HERE)
    await ledger.joined(gone)
    await ledger.joined(THERE)
    await ledger.present(Platform.discord, [HERE, new], NOON)
    assert await left(sql_store) == {HERE: None, gone: NOON, new: None, THERE: None}
    await ledger.present(Platform.discord, [HERE, gone, new], LATER)
    assert await left(sql_store) == {HERE: None, gone: None, new: None, THERE: None}


async def test_a_time_without_a_zone_is_refused(ledger: StoreLedger) -> None:
    with pytest.raises(ValueError, match="without a zone"):
        await ledger.left(HERE, NOON.replace(tzinfo=None))
