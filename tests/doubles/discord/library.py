"""Points discord.py at the double, and back; and sees that nothing of it stays behind."""

import threading
from collections.abc import Generator
from contextlib import contextmanager

import yarl
from discord.gateway import DiscordWebSocket, KeepAliveHandler
from discord.http import Route

from tests.doubles.discord.double import Double
from tests.doubles.discord.gateway import PATH


@contextmanager
def pointed_at(double: Double) -> Generator[None]:
    """Let discord.py take the double for Discord; whatever the bot sets is undone, too."""
    api, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = double.api
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(double.gateway.address(PATH))
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = api, gateway


def beating() -> set[KeepAliveHandler]:
    """Return the threads that beat for some connection."""
    return {each for each in threading.enumerate() if isinstance(each, KeepAliveHandler)}


@contextmanager
def nothing_beats_on() -> Generator[None]:
    """Insist that every heartbeat that began inside has ended."""
    before = beating()
    yield
    left = [each.name for each in beating() - before]
    assert not left, f"these outlive their client: {left}"
