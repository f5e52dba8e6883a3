"""The hall, with a bare bot or a bare hand in it."""

from collections.abc import AsyncGenerator, Iterator

import aiohttp
import pytest

from bot.core.clocks import MovedClock
from tests.doubles.discord import Double, World, serving
from tests.doubles.discord.errors import Json
from tests.doubles.discord.library import nothing_beats_on
from tests.unit.doubles.echo import Echo, running
from tests.unit.doubles.hall import Hall, Hand
from tests.unit.doubles.slack_hall import Study, studying

OPTIONS: list[Json] = [
    {"type": 3, "name": "word", "description": "A word", "required": True, "autocomplete": True},
    {"type": 4, "name": "count", "description": "A number", "min_value": 1, "max_value": 5},
    {"type": 7, "name": "where", "description": "A channel", "channel_types": [0]},
]


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    with nothing_beats_on():
        yield


@pytest.fixture
async def hall() -> AsyncGenerator[Hall]:
    clock = MovedClock()
    double = Double(World(clock))
    async with serving(double):
        mona, alice = double.person("mona"), double.person("alice", locale="fr")
        guild = double.world.guild("Study Hall", mona.user, locale="de")
        double.world.join(guild, alice.user)
        channel = double.world.channel(guild, "general")
        yield Hall(double, guild, channel, alice, mona, clock)


@pytest.fixture
async def bot(hall: Hall) -> AsyncGenerator[Echo]:
    async with running(hall.double) as client:
        yield client


@pytest.fixture
async def hand(hall: Hall) -> AsyncGenerator[Hand]:
    async with aiohttp.ClientSession() as http:
        made = Hand(hall, http)
        hall.world.listeners.append(made.hear)
        hall.double.commands.replace(
            [
                {"name": "ask", "description": "Ask", "integration_types": [0, 1]},
                {"name": "deep", "description": "Deep", "options": OPTIONS},
            ]
        )
        yield made


@pytest.fixture
async def study() -> AsyncGenerator[Study]:
    async with studying() as made:
        yield made
