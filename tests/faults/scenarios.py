"""What is done to the program, one function a test of engine, section 9; each returns a line.

A function takes what makes arenas, a kind of database (`sqlite`, `postgres`, or `queue`: PostgreSQL
with pgqueuer) and a `Size`. It raises AssertionError when something is not as it has to be.
"""

import asyncio
import random
import signal
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from itertools import pairwise

from bot.study.schedules import Fate, OnUncertain, Reason
from tests.faults.arena import Arena, Child
from tests.faults.checks import Verdict, busiest, closest
from tests.faults.planting import Field
from tests.faults.records import MESSAGE, REQUEST

Make = Callable[..., AbstractAsyncContextManager[Arena]]
"""Makes an arena over a fresh database of a kind; further words are `Orders`."""

FORGETFUL = {"FAULTS_FORGETFUL": "yes"}
"""Lets a program believe that its platform knows no nonce."""

TOO_SLOW_A_SERVER = 0.05
"""Seconds that the platform takes for a message, so that kills find requests under way."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a test is."""

    posts: int = 120
    channels: int = 12
    faults: int = 5
    """Kills, freezes or whatever else the test is about."""
    spread: float = 8.0
    """Seconds over which posts become due."""
    seed: int = 7


def told(verdict: Verdict, more: str = "") -> str:
    """Return the figures of a test."""
    figures = (
        f"{verdict.posted} posted",
        f"{verdict.unposted} with a reason" if verdict.unposted else "",
        f"{verdict.again} requests again",
        more,
    )
    return ", ".join(filter(None, figures))


async def clean(arena: Arena, field: Field, days: int = 1) -> Verdict:
    """Insist that every post is there once, in order, or has a reason."""
    verdict = await arena.verdict(field.expected(days))
    assert not verdict.wrong, f"{verdict.wrong}\n{arena.said()}"
    return verdict


async def _killing(arena: Arena, size: Size, **environment: str) -> list[Child]:
    """Kill one of two programs again and again, each time starting another in its place."""
    chance = random.Random(size.seed)  # noqa: S311 (no secret)
    running = [await arena.start(**environment) for _ in range(2)]
    for _ in range(size.faults):
        await asyncio.sleep(chance.uniform(0.6, 2.0) * max(1.0, size.spread / 16))
        number = chance.randrange(2)
        await running[number].kill()
        running[number] = await arena.start(**environment)
    return running


async def killed(make: Make, kind: str, size: Size) -> str:
    """1: two programs, killed again and again: nothing lost, nothing twice, all in order."""
    async with make(kind, channels=size.channels, slow=TOO_SLOW_A_SERVER) as arena:
        field = await arena.plant(size.posts, within=size.spread)
        await _killing(arena, size)
        await arena.settled(field)
        verdict = await clean(arena, field)
        assert verdict.posted == size.posts
        assert verdict.again <= 20 * size.faults, "a process had more in hand than it may have"
        return told(verdict, f"{size.faults} kills")


async def looked_for(make: Make, kind: str, size: Size) -> str:
    """2: the same with 5xx and lost replies, no nonce, and a history that can be read."""
    mishaps = {"broken": 0.1, "lost": 0.05, "nonce": 0.0, "slow": TOO_SLOW_A_SERVER}
    async with make(kind, channels=size.channels, **mishaps) as arena:
        field = await arena.plant(size.posts, within=size.spread)
        await _killing(arena, size, **FORGETFUL)
        await arena.settled(field)
        verdict = await clean(arena, field)
        assert verdict.posted == size.posts
        return told(verdict, f"{size.faults} kills")


async def not_to_be_known(make: Make, kind: str, size: Size) -> str:
    """3: the same where nobody can look: nothing twice, and what is uncertain says so."""
    mishaps = {"broken": 0.1, "lost": 0.05, "slow": TOO_SLOW_A_SERVER, "readable": False}
    face = "discord" if size.posts > Size().posts else "slack"
    async with make(kind, face=face, channels=size.channels, nonce=0.0, **mishaps) as arena:
        field = await arena.plant(size.posts, within=size.spread, on_uncertain=OnUncertain.skip)
        await _killing(arena, size, **FORGETFUL)
        await arena.settled(field)
        verdict = await clean(arena, field)
        kept = await arena.kept()
        doubtful = [each for each in kept.occurrences.values() if each.fate is not Fate.sent]
        assert {each.reason for each in doubtful} <= {Reason.unknown_outcome}
        return told(verdict, f"{len(doubtful)} uncertain, {size.faults} kills")


async def left_alone(make: Make, kind: str, size: Size) -> str:
    """4: a program is killed and never comes back: the other one does its work."""
    async with make(kind, channels=size.channels, slow=TOO_SLOW_A_SERVER) as arena:
        field = await arena.plant(size.posts, within=size.spread / 2)
        victim = await arena.start(MILEPOST_CRASH="before-send", FAULTS_CRASH_AT="5")
        await arena.works(victim)
        await arena.start()
        assert await victim.dies() == -signal.SIGKILL
        took = await arena.settled(field)
        verdict = await clean(arena, field)
        assert verdict.posted == size.posts
        return told(verdict, f"{took:.0f} s after the kill")


async def frozen(make: Make, kind: str, size: Size) -> str:
    """5: a program stands still for longer than its lease, then goes on as if nothing had been."""
    async with make(kind, channels=size.channels, slow=TOO_SLOW_A_SERVER) as arena:
        field = await arena.plant(size.posts, within=size.spread)
        sleeper = await arena.start()
        await arena.start()
        chance = random.Random(size.seed)  # noqa: S311 (no secret)
        for _ in range(size.faults):
            await asyncio.sleep(chance.uniform(0.5, 1.5))
            sleeper.signal(signal.SIGSTOP)
            await asyncio.sleep(arena.lease + 1)
            sleeper.signal(signal.SIGCONT)
        await arena.settled(field)
        await asyncio.sleep(1)
        verdict = await clean(arena, field)
        assert verdict.posted == size.posts
        assert sleeper.alive
        return told(verdict, f"{size.faults} times")


async def at_each_point(
    make: Make, kind: str, points: tuple[str, ...], *, nonce: bool = True
) -> str:
    """6: killed at each named point, one after the other; each one finds what the last one left."""
    how = {} if nonce else FORGETFUL
    async with make(kind, channels=3, nonce=300.0 if nonce else 0.0) as arena:
        planted: list[Field] = []
        for point in points:
            planted.append(await arena.plant(6, name=f"{point}-"))
            victim = await arena.start(MILEPOST_CRASH=point, **how)
            assert await victim.dies() == -signal.SIGKILL, f"{point}\n{arena.said()}"
        survivor = await arena.start(**how)
        await arena.settled(planted[-1])
        expected = [key for each in planted for key in each.expected()]
        verdict = await arena.verdict(expected)
        assert not verdict.wrong, f"{verdict.wrong}\n{arena.said()}"
        assert verdict.posted == len(expected)
        assert await survivor.leaves() == 0
        return told(verdict, f"killed at {', '.join(points)}")


async def gate(make: Make, kind: str, size: Size) -> str:
    """8: two programs, and Slack's one message a second in a channel."""
    async with make(kind, face="slack", channels=size.channels, strict=True) as arena:
        field = await arena.plant(size.posts)
        for _ in range(2):
            await arena.start()
        await arena.settled(field)
        verdict = await clean(arena, field)
        assert verdict.posted == size.posts
        least = closest(arena.lines)
        assert least >= 1.0
        refused = sum(each.did == REQUEST and each.status == 429 for each in arena.lines)
        assert refused <= size.posts // 4, "the gate is there so that Slack need not refuse"
        return told(verdict, f"{least:.2f} s apart at least, {refused} refused")


async def pushed(make: Make, kind: str, size: Size) -> str:
    """9: a global 429 holds everybody back, in every process."""
    pause, under_way = 5.0, 1.5
    async with make(kind, channels=size.channels) as arena:
        field = await arena.plant(size.posts)
        for _ in range(2):
            await arena.start()
        await arena.until(
            lambda: sum(each.did == MESSAGE for each in arena.lines) > size.posts // 10, "a start"
        )
        await arena.trouble("limited", pause, everywhere=True)
        await arena.settled(field)
        verdict = await clean(arena, field)
        assert verdict.posted == size.posts
        requests = sorted(each.at for each in arena.lines if each.did == REQUEST)
        silence = max(later - one for one, later in pairwise(requests))
        assert silence >= pause - under_way
        return told(verdict, f"silent for {silence:.1f} s")


async def limited(make: Make, kind: str, size: Size) -> str:
    """7: several programs share one limit of 45 a second."""
    async with make(kind, channels=size.channels) as arena:
        field = await arena.plant(size.posts)
        for _ in range(size.faults):
            await arena.start()
        await arena.settled(field)
        verdict = await clean(arena, field)
        at = sorted(each.at for each in arena.lines if each.did == REQUEST)
        rate, most = (len(at) - 1) / (at[-1] - at[0]), busiest(at)
        assert most <= 50, f"{rate:.1f} a second, {most} in the fullest one"
        return told(verdict, f"{rate:.1f} a second, {most} in the fullest one")


async def rolled(make: Make, kind: str, size: Size) -> str:
    """19: told to stop one after the other under load: nothing is in doubt after that."""
    blind = {"nonce": 0.0, "readable": False, "slow": TOO_SLOW_A_SERVER}
    async with make(kind, channels=size.channels, **blind) as arena:
        field = await arena.plant(size.posts, within=size.spread)
        running = [await arena.start(**FORGETFUL) for _ in range(2)]
        for number in range(size.faults):
            await asyncio.sleep(1.5)
            old = running[number % 2]
            await arena.works(old)
            running[number % 2] = await arena.start(**FORGETFUL)
            assert await old.leaves() == 0
        await arena.settled(field)
        verdict = await clean(arena, field)
        assert verdict.posted == size.posts
        return told(verdict, f"{size.faults} restarts")
