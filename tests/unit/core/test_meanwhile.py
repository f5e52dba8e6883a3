"""What is begun beside slow work, and what is not beside work in time."""

import asyncio

import pytest

from bot.core.meanwhile import unless_within
from bot.core.replies import Quiet, Reply


async def answer(after: float = 0.0) -> Reply:
    """Answer after some seconds."""
    await asyncio.sleep(after)
    return Quiet()


async def test_work_in_time_has_nothing_beside_it() -> None:
    begun: list[str] = []

    async def late() -> None:
        begun.append("late")

    assert await unless_within(5.0, answer(), late) == Quiet()
    await asyncio.sleep(0.01)
    assert begun == []


async def test_what_was_begun_beside_slow_work_is_finished_first() -> None:
    seen: list[str] = []

    async def late() -> None:
        seen.append("begun")
        await asyncio.sleep(0.05)
        seen.append("finished")

    assert await unless_within(0.0, answer(0.02), late) == Quiet()
    assert seen == ["begun", "finished"]


async def test_trouble_of_either_is_raised() -> None:
    async def breaks() -> None:
        raise LookupError("late")

    async def never() -> Reply:
        raise ValueError("work")

    with pytest.raises(LookupError, match="late"):
        await unless_within(0.0, answer(0.02), breaks)
    with pytest.raises(ValueError, match="work"):
        await unless_within(5.0, never(), breaks)
