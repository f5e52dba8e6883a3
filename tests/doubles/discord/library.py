"""Points discord.py at the double, and back."""

from collections.abc import Generator
from contextlib import contextmanager

import yarl
from discord.gateway import DiscordWebSocket
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
