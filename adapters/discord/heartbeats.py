"""Ends what keeps connections alive.

discord.py beats each connection's heart in a thread of its own. The thread starts at the gateway's
first word, and the library knows of it only once the connection stands: of one that is given up in
between (a stop, a pause before another session, a gateway that falls silent) it beats on, up to the
next beat or past the end of the event loop.
"""

import asyncio
import logging
import threading

import discord
from discord.gateway import DiscordWebSocket, KeepAliveHandler

log = logging.getLogger("milepost.discord")

END_WITHIN = 1.0
"""Seconds for a goodbye, and again for a thread that is in the middle of a beat."""


def heartbeats(client: discord.Client) -> list[KeepAliveHandler]:
    """Return the threads that beat for a client, also those that it no longer knows."""
    alive = [each for each in threading.enumerate() if isinstance(each, KeepAliveHandler)]
    return [each for each in alive if _state(each.ws) is _state(client)]


def _state(owner: discord.Client | DiscordWebSocket) -> object:
    # what a client shares with its connections; nothing public tells whose a connection is
    return owner._connection  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] (see above)


async def end(client: discord.Client) -> None:
    """Let go of every connection that a closed client still has, and see its heartbeat end."""
    beating = heartbeats(client)
    for thread in beating:
        thread.stop()
    await asyncio.gather(*map(_let_go, beating))
    if late := [each.name for each in beating if each.is_alive()]:
        log.warning("Discord: a heartbeat does not end: %s", ", ".join(late))


async def _let_go(thread: KeepAliveHandler) -> None:
    try:
        await asyncio.wait_for(thread.ws.close(code=1000), END_WITHIN)
    except (TimeoutError, OSError) as trouble:
        log.info("Discord: a connection ended without a goodbye (%s)", type(trouble).__name__)
    await asyncio.to_thread(thread.join, END_WITHIN)
