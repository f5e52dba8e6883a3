"""What happens while an answer lets people wait: nothing, unless it is slow."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from bot.core.replies import Reply


async def unless_within(
    seconds: float, work: Coroutine[Any, Any, Reply], late: Callable[[], Coroutine[Any, Any, None]]
) -> Reply:
    """Return the reply of `work`; begin `late` beside it when it takes longer than `seconds`.

    Both are finished when this returns. `work` has no task of its own: most answers are in time,
    and a timer costs them less. Raises what either raises.
    """
    begun: list[asyncio.Task[None]] = []

    def begin() -> None:
        begun.append(asyncio.create_task(late()))

    timer = asyncio.get_running_loop().call_later(seconds, begin)
    try:
        return await work
    finally:
        timer.cancel()
        await asyncio.gather(*begun)
