"""Study groups: who is in them, and that two communities with equal ids never meet."""

import datetime as dt
from dataclasses import replace

from bot.core.people import Community, Platform
from bot.study.groups import Change, Setup
from tests.contract.samples import (
    BEN,
    HERE,
    LATER,
    NOON,
    THERE,
    AnyStore,
    a_group,
    asked,
    known,
)

TWIN = Community(Platform.slack, HERE.id)
"""Another platform's community with the same id."""


async def test_a_group_is_kept_whole(store: AnyStore) -> None:
    async with store.write(asked()) as work:
        await work.groups.put(a_group("b"))
        await work.groups.put(a_group("a"))
    async with store.read() as work:
        assert await work.groups.all(HERE) == (a_group("a"), a_group("b"))
        assert await work.groups.get(HERE, "group-a") == a_group("a")
        assert await work.groups.get(HERE, "group-z") is None


async def test_a_closed_group_is_found_by_its_id_alone(store: AnyStore) -> None:
    closed = replace(a_group("a"), closed_at=LATER)
    async with store.write(asked()) as work:
        await work.groups.put(a_group("a"))
        await work.groups.put(closed)
    async with store.read() as work:
        assert await work.groups.all(HERE) == ()
        assert await work.groups.get(HERE, "group-a") == closed


async def test_a_group_is_seen_in_its_own_community_alone(store: AnyStore) -> None:
    async with store.write(asked()) as work:
        await work.groups.put(a_group("a"))
    async with store.read() as work:
        for other in (TWIN, THERE):
            assert await work.groups.all(other) == ()
            assert await work.groups.get(other, "group-a") is None


async def test_joining_and_leaving_count_once(store: AnyStore) -> None:
    ana, ben = await known(store), await known(store, BEN)
    async with store.write(asked()) as work:
        await work.groups.put(a_group("a"))
        assert await work.groups.join("group-a", ben, LATER)
        assert await work.groups.join("group-a", ana, NOON)
        assert not await work.groups.join("group-a", ana, LATER)
    async with store.read() as work:
        assert await work.groups.members("group-a") == (ana, ben)
    async with store.write(asked()) as work:
        assert await work.groups.leave("group-a", ana)
        assert not await work.groups.leave("group-a", ana)
    async with store.read() as work:
        assert await work.groups.members("group-a") == (ben,)


async def test_somebody_sees_their_open_groups(store: AnyStore) -> None:
    ana, ben = await known(store), await known(store, BEN)
    groups = (a_group("b"), a_group("a"), a_group("there", THERE))
    closed = replace(a_group("old"), closed_at=LATER)
    async with store.write(asked()) as work:
        for each in (*groups, closed):
            await work.groups.put(each)
            await work.groups.join(each.id, ana, NOON)
    async with store.read() as work:
        assert [each.id for each in await work.groups.of(ana, None)] == [
            "group-a",
            "group-b",
            "group-there",
        ]
        assert [each.id for each in await work.groups.of(ana, THERE)] == ["group-there"]
        assert await work.groups.of(ben, None) == ()


async def test_what_was_never_chosen_is_empty(store: AnyStore) -> None:
    chosen = Setup(HERE, ("77", "U1"), "notices", "Asia/Tokyo", NOON)
    async with store.write(asked()) as work:
        await work.groups.arrange(Setup(HERE, ("1",)))
        await work.groups.arrange(chosen)
    async with store.read() as work:
        assert await work.groups.setup(HERE) == chosen
        assert await work.groups.setup(TWIN) == Setup(TWIN)


async def test_the_audit_is_read_page_by_page_by_its_community(store: AnyStore) -> None:
    person = await known(store)
    lines = [
        Change(f"c{n}", HERE, NOON + dt.timedelta(minutes=n), "edited", "x", "a", "b", person)
        for n in range(3)
    ]
    async with store.write(asked()) as work:
        for each in lines:
            await work.audit.add(each)
        await work.audit.add(Change("c9", TWIN, LATER, "made", "y"))
    async with store.read() as work:
        assert await work.audit.newest(HERE, 2) == (lines[2], lines[1])
        assert await work.audit.newest(HERE, 2, 2) == (lines[0],)
        assert [each.id for each in await work.audit.newest(TWIN, 5)] == ["c9"]


async def test_who_erases_their_data_is_no_named_moderator_any_more(store: AnyStore) -> None:
    person = await known(store)
    async with store.read() as work:
        (account,) = await work.people.accounts(person)
    other = Setup(TWIN, ("role", f"{account.user}0"), notices="staff")
    async with store.write(asked()) as work:
        await work.groups.arrange(Setup(HERE, ("role", account.user), notices="staff"))
        await work.groups.arrange(other)
    async with store.write(asked()) as work:
        await work.people.erase(person)
    async with store.read() as work:
        assert await work.groups.setup(HERE) == Setup(HERE, ("role",), notices="staff")
        assert await work.groups.setup(TWIN) == other


async def test_who_erases_their_data_leaves_nameless_lines(store: AnyStore) -> None:
    person = await known(store)
    async with store.write(asked()) as work:
        await work.audit.add(Change("c1", HERE, NOON, "made", "x", actor=person))
    async with store.write(asked()) as work:
        await work.people.erase(person)
    async with store.read() as work:
        assert await work.audit.newest(HERE, 5) == (Change("c1", HERE, NOON, "made", "x"),)
