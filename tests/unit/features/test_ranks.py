"""Whom a community trusts beside the platform's own moderators: given at once, gone at once."""

import datetime as dt
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.core.faults import CannotLookUp
from bot.core.people import Account, Community, Place, Platform, Rank, Request
from bot.core.posting import Role, Unreached
from bot.features.ranks import Ranks
from bot.storage.memory import MemoryStore, MemoryWork
from bot.study.groups import Setup
from tests.contract.wall import Wall
from tests.journey.booth import NOON, HandClock

TEAM = Community(Platform.slack, "T1")


class Shaky(MemoryStore):
    """A store that can be away, and counts how often it is read."""

    away: bool = False
    reads: int = 0

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[MemoryWork]:
        self.reads += 1
        if self.away:
            raise CannotLookUp
        async with super().read() as work:
            yield work


@dataclass
class Door:
    """Ranks over a store, a platform and a clock."""

    store: Shaky
    wall: Wall
    clock: HandClock
    ranks: Ranks
    count: int = 0

    def asks(self, user: str = "U1", rank: Rank = Rank.member, *roles: str) -> Request:
        account = Account(Platform.slack, "T1", user)
        place = Place(Platform.slack, "C1", "", TEAM)
        self.count += 1
        name, at = f"ask-{self.count}", self.clock.now()
        return Request(name, account, user, place, at, rank, roles=frozenset(roles))

    async def trusts(self, *moderators: str) -> None:
        async with self.store.write(self.asks()) as work:
            await work.groups.arrange(Setup(TEAM, moderators))


def a_door() -> Door:
    store, clock = Shaky(), HandClock(NOON)
    wall = Wall(clock.now)
    return Door(store, wall, clock, Ranks(store, {Platform.slack: wall}))


async def test_the_platform_s_moderators_need_no_look() -> None:
    door = a_door()
    assert await door.ranks.of(door.asks(rank=Rank.moderator)) is Rank.moderator
    assert door.store.reads == 0


async def test_members_cost_one_look_in_a_while() -> None:
    door = a_door()
    await door.trusts("U9")
    for _ in range(5):
        assert await door.ranks.of(door.asks()) is Rank.member
    assert door.store.reads == 1
    door.clock.on(seconds=11)
    await door.ranks.of(door.asks())
    assert door.store.reads == 2


async def test_another_process_s_choice_is_seen_soon_and_its_end_at_once() -> None:
    door = a_door()
    assert await door.ranks.of(door.asks()) is Rank.member
    await door.trusts("U1")
    door.clock.on(seconds=11)
    assert await door.ranks.of(door.asks()) is Rank.moderator
    await door.trusts()
    assert await door.ranks.of(door.asks()) is Rank.member


async def test_people_of_a_user_group_are_looked_up_for_a_while() -> None:
    door = a_door()
    door.wall.held["S1"] = frozenset({"U1"})
    await door.trusts("S1")
    assert await door.ranks.of(door.asks()) is Rank.moderator
    assert await door.ranks.of(door.asks("U2")) is Rank.member
    door.wall.held["S1"] = frozenset({"U2"})
    door.clock.on(seconds=31)
    assert await door.ranks.of(door.asks()) is Rank.member
    assert await door.ranks.of(door.asks("U2")) is Rank.moderator


async def test_a_platform_that_does_not_answer_makes_nobody_a_moderator() -> None:
    door = a_door()

    async def away(community: Community, role: str) -> frozenset[str]:
        raise Unreached(f"{community} {role}")

    door.wall.holders = away
    await door.trusts("S1")
    assert await door.ranks.of(door.asks()) is Rank.member


async def test_while_the_database_is_away_what_it_said_last_holds() -> None:
    door = a_door()
    await door.trusts("U1")
    assert await door.ranks.of(door.asks()) is Rank.moderator
    door.store.away = True
    door.clock.at += dt.timedelta(minutes=5)
    assert await door.ranks.of(door.asks()) is Rank.moderator
    assert await door.ranks.of(door.asks("U2")) is Rank.member


async def test_in_private_nobody_is_raised() -> None:
    door = a_door()
    await door.trusts("U1")
    account = Account(Platform.slack, "T1", "U1")
    alone = Request("x", account, "U1", Place(Platform.slack, "D1"), NOON)
    assert await door.ranks.of(alone) is Rank.member


async def test_a_refusal_names_the_roles_that_are_trusted_and_asks_for_them_once() -> None:
    door = a_door()
    asked: list[Community] = []

    async def roles(community: Community) -> tuple[Role, ...]:
        asked.append(community)
        return tuple(Role(f"S{n}", f"mods-{n}") for n in range(9))

    door.wall.roles = roles
    await door.trusts("S2", "S1", "U7", "S99")
    assert await door.ranks.named(door.asks()) == ()
    await door.ranks.of(door.asks())
    for _ in range(3):
        assert await door.ranks.named(door.asks()) == ("mods-1", "mods-2")
    assert len(asked) == 1
    await door.trusts(*(f"S{n}" for n in range(9)))
    door.ranks.forget(TEAM)
    await door.ranks.of(door.asks())
    assert await door.ranks.named(door.asks()) == ("mods-0", "mods-1", "mods-2")

    async def away(community: Community) -> tuple[Role, ...]:
        raise Unreached(f"no roles of {community}")

    door.wall.roles = away
    door.clock.on(seconds=31)
    assert await door.ranks.named(door.asks()) == ()
