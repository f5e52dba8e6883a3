"""A server with people in it, and the bot that runs there over a file of its own."""

import asyncio
import dataclasses
import datetime as dt
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from adapters.discord.app import DiscordFace
from adapters.discord.connection import Waits
from bot.app import Bot
from bot.catalog.catalog import Catalog
from bot.compose import Parts, assemble
from bot.core import tokens
from bot.core.clocks import MovedClock
from bot.core.guards import Guard, place, rank
from bot.core.intents import Intent
from bot.core.people import Platform
from bot.core.words import Lexicon
from bot.storage.directory import StoreDirectory
from bot.storage.ledger import StoreLedger
from bot.storage.store import SqlStore
from tests.doubles.discord import Answer, Double, Person, World, serving
from tests.doubles.discord.errors import Json
from tests.doubles.discord.library import pointed_at
from tests.doubles.discord.messages import BUTTON, SELECTS, Message, walk
from tests.doubles.discord.places import Channel, Guild
from tests.doubles.discord.rest import Call
from tests.journey.booth import digest

MONDAY = dt.datetime(2027, 3, 8, 12, tzinfo=dt.UTC)
QUICK = Waits(first=0.02, longest=0.4, gap=0.01, patience=0.3, drain=5.0)
"""Pauses short enough for a test, in the same proportions."""


@dataclass(repr=False)
class Running:
    """A bot that is connected."""

    face: DiscordFace
    bot: Bot
    store: SqlStore
    stop: asyncio.Event
    task: "asyncio.Task[None]"

    async def leaves(self) -> None:
        """Stop it as SIGTERM does."""
        self.stop.set()
        await self.task


@dataclass(repr=False)
class Stage:
    """The double with a server in it. `alice` and `ben` are members, `mona` owns it."""

    double: Double
    catalog: Catalog
    database: Path
    guild: Guild
    channel: Channel
    alice: Person
    ben: Person
    mona: Person
    clock: MovedClock
    guards: Sequence[Guard] = (rank, place)
    waits: Waits = QUICK
    lexicon: Lexicon | None = None
    languages: Sequence[str] = ("en",)
    events: list[tuple[str, Json, Guild | None]] = field(
        default_factory=list[tuple[str, Json, Guild | None]]
    )

    def __post_init__(self) -> None:
        """Keep every interaction, so that one can be delivered again."""
        self.world.listeners.append(self._hear)

    def _hear(self, name: str, data: Json, guild: Guild | None, intents: int) -> None:
        del intents
        if name == "INTERACTION_CREATE":
            self.events.append((name, data, guild))

    @property
    def world(self) -> World:
        """Return what Discord knows."""
        return self.double.world

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[Running]:
        """Run the bot, from its READY to its polite goodbye."""
        sessions = len(self.double.gateway.live())
        async with self.started() as made:
            ready = asyncio.create_task(self.double.gateway.until_ready(sessions + 1))
            await asyncio.wait({ready, made.task}, return_when=asyncio.FIRST_COMPLETED)
            if made.task.done():
                ready.cancel()
                await made.task
            await ready
            yield made

    @asynccontextmanager
    async def started(self) -> AsyncGenerator[Running]:
        """Run the bot without waiting for a connection."""
        store = SqlStore.open(f"sqlite:///{self.database}")
        with pointed_at(self.double):
            face = DiscordFace(self.world.token, self.clock, self.double.api, self.waits)
            bot = self._bot(store, face)
            stop = asyncio.Event()
            task = asyncio.create_task(face.run(bot, StoreLedger(store), stop))
            try:
                yield Running(face, bot, store, stop, task)
            finally:
                stop.set()
                await asyncio.gather(task, return_exceptions=True)
                await face.poster.close()
                await store.close()

    def _bot(self, store: SqlStore, face: DiscordFace) -> Bot:
        directory = StoreDirectory(store, self.clock)
        couriers, posters = {Platform.discord: face.courier}, {Platform.discord: face.poster}
        parts = Parts(self.catalog, store, directory, couriers, posters=posters)
        bot = assemble(parts, self.clock, digest, self.guards)
        if self.lexicon is None:
            return dataclasses.replace(bot, languages=self.languages)
        return dataclasses.replace(bot, lexicon=self.lexicon, languages=self.languages)

    # what is seen

    def public(self, channel: Channel | None = None) -> list[Message]:
        """Return what everybody can read in a channel, oldest first."""
        place = channel or self.channel
        return [
            each
            for each in self.world.messages.values()
            if each.channel is place and each.viewer is None and each.deleted_at is None
        ]

    def calls(self, method: str, words: str) -> list[Call]:
        """Return the requests of the bot whose path holds these words."""
        rest = self.double.rest
        return [each for each in rest.calls if each.method == method and words in each.path]

    def responses(self) -> list[int]:
        """Return the kinds of first response so far."""
        return [int(data_of(call)["type"]) for call in self.calls("POST", "/callback")]

    # what Discord would not let through

    async def forged(self, person: Person, shown: Answer | Message, token: str) -> Answer:
        """Press a button whose id was changed to this one."""
        message = shown if isinstance(shown, Message) else shown.message
        part = next(each for each in walk(message.body.components) if each["type"] == BUTTON)
        return await self._swapped(person, message, part, token, "")

    async def picked(self, person: Person, shown: Answer, menu: str, value: str) -> Answer:
        """Choose an entry that the menu does not have."""
        parts = [each for each in walk(shown.message.body.components) if each["type"] in SELECTS]
        part = next(each for each in parts if each["placeholder"] == menu)
        return await self._swapped(person, shown.message, part, part["custom_id"], value)

    async def _swapped(
        self, person: Person, message: Message, part: Json, token: str, value: str
    ) -> Answer:
        before = dict(part)
        part["custom_id"] = token
        try:
            if not value:
                return await person.press(message, token)
            part["options"] = [{"label": value, "value": value}]
            return await person.pick(message, token, value)
        finally:
            part.update(before)

    def again(self, number: int = -1) -> None:
        """Deliver an interaction a second time."""
        name, data, guild = self.events[number]
        self.world.listeners.remove(self._hear)
        self.world.tell(name, data, guild)
        self.world.listeners.append(self._hear)

    async def settled(self) -> None:
        """Wait until nobody is talking to the API for a moment."""
        seen = -1
        while seen != len(self.double.rest.calls):
            seen = len(self.double.rest.calls)
            await asyncio.sleep(0.1)


def data_of(call: Call) -> Json:
    """Return the body of a request: an object."""
    assert isinstance(call.data, dict)
    return cast("Json", call.data)


def token(intent: Intent) -> str:
    """Write the id of the button that asks this."""
    return tokens.write(intent)


def ids(shown: Answer | Message) -> dict[str, str]:
    """Return the custom ids of a message's buttons by label."""
    message = shown if isinstance(shown, Message) else shown.message
    parts = [each for each in walk(message.body.components) if each["type"] == BUTTON]
    return {str(each["label"]): str(each.get("custom_id", "")) for each in parts}


async def until(ready: Callable[[], bool], within: float = 10.0) -> None:
    """Wait for something that no bell rings for. Raises AssertionError when it does not come."""
    async with asyncio.timeout(within):
        while not ready():  # noqa: ASYNC110 (files and logs tell nobody of a change)
            await asyncio.sleep(0.01)


@asynccontextmanager
async def opened(catalog: Catalog, database: Path) -> AsyncGenerator[Stage]:
    """Open the double with its server."""
    clock = MovedClock(MONDAY)
    double = Double(World(clock))
    async with serving(double):
        mona, alice, ben = (double.person(name) for name in ("mona", "alice", "ben"))
        guild = double.world.guild("Study Hall", mona.user)
        for each in (alice, ben):
            double.world.join(guild, each.user)
        channel = double.world.channel(guild, "ml-evenings")
        yield Stage(double, catalog, database, guild, channel, alice, ben, mona, clock)
