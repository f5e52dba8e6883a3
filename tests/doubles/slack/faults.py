"""Trouble on demand: what goes wrong with the next calls that match.

A plan goes by the HTTP method and a pattern for the path, which is `/chat.postMessage` and the like
for the Web API, `/actions/...` and `/commands/...` for response addresses, `/link` for sockets.
"""

import socket
import struct

from aiohttp import web

from tests.doubles.discord.faults import (
    Faults,
    Trouble,
    closes,
    draw,
    fails,
    hangs,
    loses_reply,
    resets,
    slows,
)
from tests.doubles.slack.errors import SlackError

__all__ = [
    "Faults",
    "Trouble",
    "closes",
    "cut",
    "draw",
    "fails",
    "hangs",
    "limited",
    "loses_reply",
    "refuses",
    "resets",
    "slows",
]


def refuses(error: str, status: int = 200) -> Trouble:
    """Answer with one of Slack's own errors, which come with status 200."""
    return Trouble("answer", status, body=SlackError(error).body())


def limited(seconds: int) -> Trouble:
    """Answer 429 and say how long to wait."""
    headers = (("Retry-After", str(seconds)),)
    return Trouble("answer", 429, body=SlackError("ratelimited").body(), headers=headers)


def cut(request: web.Request, *, hard: bool) -> None:
    """End the connection; `hard` sends a reset, as a broken network would."""
    transport = request.transport
    if transport is None:
        return
    if hard:
        own: socket.socket = transport.get_extra_info("socket")
        own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
