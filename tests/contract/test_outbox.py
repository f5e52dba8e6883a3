"""What each transaction of the engine guards, alone: claims, order, and plans that went stale."""

import asyncio
import datetime as dt
from dataclasses import dataclass, replace

import pytest

from bot.catalog.catalog import Catalog
from bot.catalog.loader import builtin, load
from bot.storage import claiming
from bot.storage.outbox import SqlOutbox
from bot.storage.store import SqlStore
from bot.storage.unit import Unit
from bot.study.outbox import LEASE, Claims
from bot.study.schedules import Fate, shard_of
from tests.contract.conftest import Fresh
from tests.contract.keeper import START, WHERE, Keeper
from tests.contract.samples import HERE, asked

DUE = START + dt.timedelta(hours=1)
SHARD = shard_of("general")


@dataclass
class Still:
    """A clock that only those move who wait."""

    at: dt.datetime

    def now(self) -> dt.datetime:
        return self.at

    async def wait(self, seconds: float) -> None:
        self.at += dt.timedelta(seconds=seconds)


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """Load the built-in pack."""
    return load([builtin()])


@pytest.fixture
async def keeper(sql_store: SqlStore, catalog: Catalog) -> Keeper:
    """Open a keeper over each database."""
    return Keeper(sql_store, catalog)


def outbox(keeper: Keeper) -> SqlOutbox:
    """Return the outbox over the keeper's store."""
    return SqlOutbox(keeper.store)


async def planned(keeper: Keeper, *names: str) -> None:
    """Plan a post of each of these schedules, all in one channel and due now."""
    for name in names:
        await keeper.planted(name)
    keeper.clock.set(DUE)
    await keeper.plans()


async def claimed(keeper: Keeper, now: dt.datetime = DUE) -> Claims:
    """Claim what the channel has."""
    lanes = keeper.wall.lanes(WHERE)
    return await outbox(keeper).claim(SHARD, now, {HERE.platform}, lambda _: lanes)


async def test_what_is_in_hand_is_nobody_elses_until_the_lease_ends(keeper: Keeper) -> None:
    await planned(keeper, "a")
    (mine,) = (await claimed(keeper)).taken
    assert (await claimed(keeper)).taken == ()
    assert (await claimed(keeper, DUE + LEASE)).taken == ()
    (again,) = (await claimed(keeper, DUE + LEASE + dt.timedelta(seconds=1))).taken
    assert again.delivery.id == mine.delivery.id


async def test_a_channel_has_one_post_in_hand(keeper: Keeper) -> None:
    await planned(keeper, "a", "b")
    (first,) = (await claimed(keeper)).taken
    assert (await claimed(keeper)).taken == (), "the second waits for the first"
    assert await outbox(keeper).finish(first, replace(first.delivery, fate=Fate.sent))
    (second,) = (await claimed(keeper)).taken
    assert second.delivery.id != first.delivery.id


async def test_what_changed_while_it_was_planned_is_planned_anew(keeper: Keeper) -> None:
    schedule = await keeper.planted()
    keeper.clock.set(DUE)
    found = await outbox(keeper).due(DUE, 10)
    plans = await keeper.engine.planner.plan(found)
    await keeper.change(replace(schedule, title="b", version=schedule.version + 1))
    assert await outbox(keeper).plan(plans) == ()
    assert await keeper.receipts() == []
    fresh = await keeper.engine.planner.plan(await outbox(keeper).due(DUE, 10))
    assert len(await outbox(keeper).plan(fresh)) == 1


async def test_what_another_has_planned_meanwhile_is_not_planned_twice(keeper: Keeper) -> None:
    await keeper.planted()
    keeper.clock.set(DUE)
    found = await outbox(keeper).due(DUE, 10)
    plans = await keeper.engine.planner.plan(found)
    assert len(await outbox(keeper).plan(plans)) == 1
    assert await outbox(keeper).plan(plans) == ()
    assert len(await keeper.receipts()) == 1


async def test_a_cursor_that_was_put_back_gives_no_date_twice(keeper: Keeper) -> None:
    schedule = await keeper.planted()
    before = await keeper.target()
    await keeper.on(hours=1)
    assert len(keeper.wall.effects) == 1
    async with keeper.store.write(asked()) as work:
        await work.schedules.aim(schedule.id, [before])
    await keeper.on(seconds=1)
    assert len(await keeper.receipts()) == len(keeper.wall.effects) == 1
    assert (await keeper.target()).next_at != before.next_at


async def test_two_programs_take_what_the_other_has_not_in_hand(
    fresh: Fresh, catalog: Catalog
) -> None:
    store = SqlStore.open(await fresh("postgres"))
    keeper = Keeper(store, catalog)
    await planned(keeper, "a")

    async def one(unit: Unit) -> Claims:
        lanes = keeper.wall.lanes(WHERE)
        names = {HERE.platform}
        return await claiming.claim(unit, SHARD, DUE, names, lambda _: lanes, 20, LEASE)

    async with store.writing() as ours, asyncio.timeout(30):
        assert len((await one(ours)).taken) == 1
        async with store.writing() as theirs:
            assert (await one(theirs)).taken == (), "it neither waits for us nor takes the same"
    await store.close()


async def test_who_misses_a_slot_takes_another(keeper: Keeper) -> None:
    keeper.wall.rate = 2.0
    for name in "ab":
        await keeper.planted(name, channel=name)
    keeper.clock.set(DUE)
    await keeper.plans()
    lanes = keeper.wall.lanes(WHERE)[-1:]
    first, second = [
        claim
        for name in "ab"
        for claim in (
            await outbox(keeper).claim(shard_of(name), DUE, {HERE.platform}, lambda _: lanes)
        ).taken
    ]
    assert (first.slot, second.slot) == (DUE, DUE + dt.timedelta(seconds=0.5))
    still = Still(DUE + dt.timedelta(seconds=5))
    keeper.wall.now = still.now
    sender = replace(keeper.engine.drain.sender, clock=still, sleep=still.wait)
    for claim in (first, second):
        assert await sender.run(claim)
    assert [each.at - DUE for each in keeper.wall.effects] == [
        dt.timedelta(seconds=5),
        dt.timedelta(seconds=5.5),
    ], "late ones come in no crowd"
