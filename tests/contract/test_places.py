"""Reports, changed pieces and shares: nothing of one community is seen in another."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.core.people import Community, Platform
from tests.contract.samples import (
    ANA,
    BEN,
    HERE,
    LATER,
    NOON,
    THERE,
    AnyStore,
    a_piece,
    a_report,
    a_share,
    asked,
    known,
)

OTHERS = (THERE, Community(Platform.discord, "2"), Community(Platform.terminal, "1"))


async def test_reports_come_newest_first_and_no_more_than_asked_for(store: AnyStore) -> None:
    person = await known(store)
    minutes = dt.timedelta(minutes=1)
    reports = [replace(a_report(f"r{n}", person), at=NOON + n * minutes) for n in range(4)]
    async with store.write(asked()) as work:
        for report in (reports[2], reports[0], reports[3], reports[1]):
            await work.reports.add(report)
    async with store.read() as work:
        assert await work.reports.newest(HERE, 3) == (reports[3], reports[2], reports[1])
        assert await work.reports.newest(HERE, 0) == ()


async def test_reports_of_one_instant_keep_an_order(store: AnyStore) -> None:
    async with store.write(asked()) as work:
        for name in ("b", "c", "a"):
            await work.reports.add(a_report(name, None))
    async with store.read() as work:
        assert [report.id for report in await work.reports.newest(HERE, 9)] == ["a", "b", "c"]


async def test_a_report_may_come_from_nowhere_and_nobody(store: AnyStore) -> None:
    async with store.write(asked()) as work:
        await work.reports.add(a_report("r1", None, None))
        await work.reports.add(a_report("r2", None))
    async with store.read() as work:
        assert await work.reports.newest(HERE, 9) == (a_report("r2", None),)


@pytest.mark.parametrize("other", OTHERS, ids=str)
async def test_reports_stay_in_their_community(store: AnyStore, other: Community) -> None:
    person = await known(store)
    async with store.write(asked()) as work:
        await work.reports.add(a_report("here", person, HERE))
        await work.reports.add(a_report("other", person, other))
    async with store.read() as work:
        assert await work.reports.newest(HERE, 9) == (a_report("here", person, HERE),)
        assert await work.reports.newest(other, 9) == (a_report("other", person, other),)


async def test_reports_on_one_piece_are_found(store: AnyStore) -> None:
    person = await known(store)
    reports = [a_report(f"r{n}", person) for n in range(3)]
    odd = [replace(reports[0], id="kind", kind="item"), replace(reports[0], id="x", target="x")]
    async with store.write(asked()) as work:
        for report in (*odd, *reports, a_report("there", person, THERE)):
            await work.reports.add(report)
    async with store.read() as work:
        assert await work.reports.about(HERE, "typo", "tip.one") == tuple(reports)
        assert await work.reports.about(HERE, "typo", "tip.two") == ()


async def test_a_changed_piece_is_kept_as_last_decided(store: AnyStore) -> None:
    person = await known(store)
    first, second = a_piece("one", person), a_piece("two", None)
    again = replace(first, now=first.former, former=first.now, at=LATER, actor=None)
    async with store.write(asked()) as work:
        for piece in (first, second, again):
            await work.pieces.put(piece)
    async with store.read() as work:
        assert await work.pieces.all(HERE) == (again, second)


@pytest.mark.parametrize("other", OTHERS, ids=str)
async def test_a_changed_piece_stays_in_its_community(store: AnyStore, other: Community) -> None:
    async with store.write(asked()) as work:
        await work.pieces.put(a_piece("one", None))
        assert await work.pieces.all(other) == ()
        await work.pieces.put(a_piece("one", None, other))
    async with store.read() as work:
        assert await work.pieces.all(HERE) == (a_piece("one", None),)
        assert await work.pieces.all(other) == (a_piece("one", None, other),)


async def test_changed_pieces_of_many_communities_are_read_at_once(store: AnyStore) -> None:
    mixed = Community(OTHERS[0].platform, HERE.id), Community(HERE.platform, OTHERS[0].id)
    async with store.write(asked()) as work:
        for community, name in ((HERE, "one"), (HERE, "two"), (OTHERS[0], "one"), (OTHERS[1], "x")):
            await work.pieces.put(a_piece(name, None, community))
    async with store.read() as work:
        found = await work.pieces.of([HERE, OTHERS[0], Community(HERE.platform, "quiet")])
        assert {each: {piece.id for piece in pieces} for each, pieces in found.items()} == {
            HERE: {"one", "two"},
            OTHERS[0]: {"one"},
        }
        assert not await work.pieces.of([each for each in mixed if each not in {HERE, *OTHERS}])
        assert not await work.pieces.of([])


async def test_a_share_is_found_and_forgotten(store: AnyStore) -> None:
    share = a_share("s1", await known(store))
    async with store.write(asked()) as work:
        await work.shares.add(share)
        assert await work.shares.get(HERE, "s1") == share
        assert await work.shares.get(HERE, "s2") is None
        await work.shares.remove(HERE, "s1")
        await work.shares.remove(HERE, "s1")
        assert await work.shares.get(HERE, "s1") is None


@pytest.mark.parametrize("other", OTHERS, ids=str)
async def test_a_share_is_not_reached_from_elsewhere(store: AnyStore, other: Community) -> None:
    share = a_share("s1", await known(store))
    async with store.write(asked()) as work:
        await work.shares.add(share)
        assert await work.shares.get(other, "s1") is None
        await work.shares.remove(other, "s1")
        assert await work.shares.get(HERE, "s1") == share


async def test_shares_are_counted_by_person_and_by_channel(store: AnyStore) -> None:
    ana, ben = await known(store, ANA), await known(store, BEN)
    async with store.write(asked()) as work:
        await work.shares.add(a_share("1", ana, HERE, "general"))
        await work.shares.add(a_share("2", ana, HERE, "quiet"))
        await work.shares.add(a_share("3", ben, HERE, "general"))
        await work.shares.add(replace(a_share("4", ben), at=NOON - dt.timedelta(microseconds=1)))
        await work.shares.add(a_share("5", ana, THERE, "general"))
    async with store.read() as work:
        assert await work.shares.since(HERE, "general", ana, NOON) == (2, 2)
        assert await work.shares.since(HERE, "quiet", ben, NOON) == (1, 1)
        assert await work.shares.since(HERE, "empty", "nobody", NOON) == (0, 0)
        assert await work.shares.since(THERE, "general", ana, NOON) == (1, 1)
        assert await work.shares.since(HERE, "general", ana, NOON.replace(hour=13)) == (0, 0)


@pytest.mark.parametrize("other", OTHERS, ids=str)
async def test_sharing_is_on_until_switched_off_in_this_channel(
    store: AnyStore, other: Community
) -> None:
    async with store.write(asked()) as work:
        await work.shares.allow(HERE, "general", on=False)
    async with store.read() as work:
        assert not await work.shares.allowed(HERE, "general")
        assert await work.shares.allowed(HERE, "quiet")
        assert await work.shares.allowed(other, "general")
    async with store.write(asked()) as work:
        await work.shares.allow(HERE, "general", on=True)
        assert await work.shares.allowed(HERE, "general")
