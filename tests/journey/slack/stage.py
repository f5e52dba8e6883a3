"""A workspace with people in it, and the bot that runs there over a file of its own."""

import asyncio
import dataclasses
import datetime as dt
import socket
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path

from adapters.slack.app import Keys, SlackFace
from adapters.slack.commands import Names
from adapters.slack.connection import Waits
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
from tests.doubles.slack import Answer, Double, Person, Standing, World
from tests.doubles.slack.messages import Message
from tests.doubles.slack.places import Channel
from tests.doubles.slack.views import View
from tests.journey.booth import digest

MONDAY = dt.datetime(2027, 3, 8, 12, tzinfo=dt.UTC)
QUICK = Waits(first=0.02, longest=0.4, open=5.0, drain=5.0)
"""Pauses short enough for a test, in the same proportions."""

NAMES = Names(("roadmap", "tip", "quiz", "schedule"))


@dataclass(repr=False)
class Running:
    """A bot that is connected."""

    face: SlackFace
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
    """The double with a workspace in it. `alice` and `ben` are members, `mona` owns it."""

    double: Double
    catalog: Catalog
    database: Path
    channel: Channel
    alice: Person
    ben: Person
    mona: Person
    clock: MovedClock
    guards: Sequence[Guard] = (rank, place)
    waits: Waits = QUICK
    lexicon: Lexicon | None = None
    languages: Sequence[str] = ("en",)
    http: bool = False
    """Whether the bot runs in HTTP mode."""
    names: Names = field(default_factory=lambda: NAMES)

    @property
    def world(self) -> World:
        """Return what Slack knows."""
        return self.double.world

    @property
    def keys(self) -> Keys:
        """Return what an operator would set."""
        install, api = self.world.install, self.double.api
        if self.http:
            address = f"127.0.0.1:{free_port()}"
            return Keys(install.bot_token, "", install.signing_secret, address, api)
        return Keys(install.bot_token, install.app_token, api=api)

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[Running]:
        """Run the bot, from its first connection to its polite goodbye."""
        async with self.started() as made:
            ready = asyncio.create_task(made.face.ready.wait())
            await asyncio.wait({ready, made.task}, return_when=asyncio.FIRST_COMPLETED)
            ready.cancel()
            if made.task.done():
                await made.task
            if self.http:
                endpoint = self.double.calls_app_at(f"http://{made.face.keys.http}/slack/events")
                endpoint.clock = self.clock
            yield made

    @asynccontextmanager
    async def started(self) -> AsyncGenerator[Running]:
        """Run the bot without waiting for a connection."""
        store = SqlStore.open(f"sqlite:///{self.database}")
        face = SlackFace(self.keys, self.clock, self.names, self.waits)
        bot = self._bot(store, face)
        stop = asyncio.Event()
        task = asyncio.create_task(face.run(bot, StoreLedger(store), stop))
        try:
            yield Running(face, bot, store, stop, task)
        finally:
            stop.set()
            await asyncio.gather(task, return_exceptions=True)
            await store.close()

    def _bot(self, store: SqlStore, face: SlackFace) -> Bot:
        directory = StoreDirectory(store, self.clock)
        couriers, posters = {Platform.slack: face.courier}, {Platform.slack: face.poster}
        parts = Parts(self.catalog, store, directory, couriers, posters=posters)
        bot = assemble(parts, self.clock, digest, self.guards)
        if self.lexicon is None:
            return dataclasses.replace(bot, languages=self.languages)
        return dataclasses.replace(bot, lexicon=self.lexicon, languages=self.languages)

    def public(self, channel: Channel | None = None) -> list[Message]:
        """Return what the bot said for everybody in a channel, oldest first."""
        place = channel or self.channel
        return [
            each
            for each in self.world.messages
            if each.channel is place
            and each.author is self.world.bot
            and each.viewer is None
            and each.deleted_at is None
        ]

    async def forged(self, person: Person, shown: Answer, token: str) -> Answer:
        """Press a button whose id was changed to this one."""
        for block in shown.surface.blocks:
            for each in block.get("elements", ()):
                if each.get("type") == "button" and "url" not in each:
                    before, each["action_id"] = each["action_id"], token
                    try:
                        return await person.presses(shown, token)
                    finally:
                        each["action_id"] = before
        raise AssertionError("there is no button")

    async def settled(self) -> None:
        """Wait until nobody is talking to the API for a moment."""
        seen = -1
        while seen != len(self.double.web.calls):
            seen = len(self.double.web.calls)
            await asyncio.sleep(0.1)


def token(intent: Intent) -> str:
    """Write the id of the button that asks this."""
    return tokens.write(intent)


def ids(shown: Answer | Message | View) -> dict[str, str]:
    """Return the action ids of the buttons by label."""
    surface = shown.surface if isinstance(shown, Answer) else shown
    return {
        str(each["text"]["text"]): str(each["action_id"])
        for block in surface.blocks
        for each in block.get("elements", ())
        if each.get("type") == "button"
    }


def free_port() -> int:
    """Find a port that nobody listens on."""
    with closing(socket.socket()) as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


async def until(ready: Callable[[], bool], within: float = 60.0) -> None:
    """Wait for something that no bell rings for. Raises AssertionError when it does not come."""
    async with asyncio.timeout(within):
        while not ready():  # noqa: ASYNC110 (logs tell nobody of a change)
            await asyncio.sleep(0.01)


def staged(double: Double, catalog: Catalog, database: Path, clock: MovedClock) -> Stage:
    """Put people into the double's workspace."""
    mona = double.person("mona", Standing.OWNER)
    alice, ben = double.person("alice"), double.person("ben")
    channel = double.world.channel("ml-evenings", [mona.user, alice.user, ben.user])
    return Stage(double, catalog, database, channel, alice, ben, mona, clock)
