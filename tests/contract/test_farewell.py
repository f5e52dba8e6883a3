"""A community that removes us: its schedules rest, come back with us, and are erased in the end."""

import datetime as dt
from dataclasses import replace

from bot.core.people import Community, Platform
from bot.storage.ledger import StoreLedger
from bot.storage.outbox import SqlOutbox
from bot.storage.store import SqlStore
from bot.study.groups import Setup
from bot.study.schedules import Checkin
from tests.contract.samples import (
    BEN,
    HERE,
    NOON,
    THERE,
    a_delivery,
    a_group,
    a_schedule,
    a_target,
    an_occurrence,
    asked,
    known,
)

MONTH = dt.timedelta(days=30)
SECOND = dt.timedelta(seconds=1)


async def planted(store: SqlStore, name: str, where: Community) -> None:
    """Keep a group, a schedule that has posted, and an answer, in one community."""
    person = await known(store, BEN)
    occurrence = an_occurrence(name)
    async with store.write(asked()) as work:
        await work.groups.put(a_group(name, where))
        await work.groups.join(f"group-{name}", person, NOON)
        await work.groups.arrange(Setup(where, notices="staff"))
        await work.schedules.put(a_schedule(name, person, where))
        await work.schedules.aim(f"schedule-{name}", [a_target(name)])
        await work.schedules.run(occurrence, (a_delivery(occurrence, where),))
        await work.checkins.put(Checkin(occurrence.key, person, "match", NOON))


async def test_what_posts_there_rests_and_nothing_else(sql_store: SqlStore) -> None:
    await planted(sql_store, "a", HERE)
    await planted(sql_store, "b", THERE)
    await StoreLedger(sql_store).left(HERE, NOON)
    async with sql_store.read() as work:
        (mine,) = await work.schedules.targets("schedule-a")
        (other,) = await work.schedules.targets("schedule-b")
    assert (mine.suspended, mine.since) == ("left", NOON)
    assert other == a_target("b")


async def test_after_a_month_nothing_is_left_of_it(sql_store: SqlStore) -> None:
    await planted(sql_store, "a", HERE)
    await planted(sql_store, "b", THERE)
    ledger, outbox = StoreLedger(sql_store), SqlOutbox(sql_store)
    await ledger.joined(HERE)
    await ledger.left(HERE, NOON)
    assert await outbox.forget(NOON + MONTH) == ()
    assert await outbox.forget(NOON + MONTH + SECOND) == (HERE,)
    assert await outbox.forget(NOON + MONTH + SECOND) == ()
    person = await known(sql_store, BEN)
    async with sql_store.read() as work:
        assert await work.groups.all(HERE) == ()
        assert await work.schedules.get(HERE, "schedule-a") is None
        assert await work.receipts.history(HERE, "", 9) == ()
        assert await work.groups.setup(HERE) == Setup(HERE)
        assert await work.checkins.of(an_occurrence("a").key, person) == ""
        assert await work.checkins.of(an_occurrence("b").key, person) == "match"
        assert [each.id for each in await work.groups.of(person, None)] == ["group-b"]
        assert len(await work.receipts.history(THERE, "", 9)) == 1


async def test_who_comes_back_in_time_keeps_everything(sql_store: SqlStore) -> None:
    await planted(sql_store, "a", HERE)
    ledger = StoreLedger(sql_store)
    await ledger.joined(HERE)
    await ledger.left(HERE, NOON)
    await ledger.joined(HERE)
    assert await SqlOutbox(sql_store).forget(NOON + 2 * MONTH) == ()
    async with sql_store.read() as work:
        assert await work.groups.all(HERE) == (a_group("a"),)


async def test_an_outage_is_no_farewell(sql_store: SqlStore) -> None:
    await planted(sql_store, "a", HERE)
    other = Community(HERE.platform, "other")
    await StoreLedger(sql_store).present(Platform(HERE.platform), [HERE, other], NOON)
    async with sql_store.read() as work:
        assert await work.schedules.targets("schedule-a") == (replace(a_target("a")),)
