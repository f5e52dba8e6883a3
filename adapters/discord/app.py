"""The Discord face: connects, keeps the connection alive, and hands interactions to the inbox."""

import asyncio
import logging
import random
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord.commands import fingerprint, payload
from adapters.discord.courier import DiscordCourier
from adapters.discord.inbox import Inbox
from bot.app import Bot
from bot.core.people import Community, Platform
from bot.core.ports import Clock, Courier, Ledger
from bot.core.words import Words

log = logging.getLogger("milepost.discord")

DRAIN = 8.0
"""Seconds for what is in hand when the bot is told to stop."""

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 300.0
RESERVE = 0.2
"""Share of the day's identify budget that is never used: exceeding it would reset the token."""

FATAL = {4004, 4010, 4011, 4012, 4013, 4014}
LOCALES = {"en": ("en-US", "en-GB"), "es": ("es-ES",), "pt": ("pt-BR",), "sv": ("sv-SE",)}
"""Where Discord's tag of a language differs from ours."""


class Stopped(Exception):  # noqa: N818 (the state of a face that will not come back by itself)
    """Discord refuses us for good; the text says what an operator has to do."""


@dataclass(slots=True)
class DiscordFace:
    """Runs until told to stop, or until Discord refuses for good."""

    token: str
    clock: Clock
    api: str = ""
    _client: "Client | None" = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])

    @property
    def courier(self) -> Courier:
        """Posts through whatever connection there is."""
        return DiscordCourier(lambda: self._client)

    async def run(self, bot: Bot, ledger: Ledger, stop: asyncio.Event) -> None:
        """Stay connected until `stop`. Raises Stopped when Discord refuses for good."""
        if self.api:
            Route.BASE = self.api.rstrip("/")
        pause = FIRST_PAUSE
        while not stop.is_set():
            self._client = client = Client(self, bot, ledger)
            session = asyncio.create_task(client.start(self.token))
            waiting = asyncio.create_task(stop.wait())
            await asyncio.wait({session, waiting}, return_when=asyncio.FIRST_COMPLETED)
            waiting.cancel()
            if stop.is_set():
                await self._leave(client, session)
                return
            pause = FIRST_PAUSE if client.was_ready else min(pause * 2, LONGEST_PAUSE)
            self._judge(session)
            await client.close()
            log.warning("Discord: the connection ended, the next try is in about %.0f s", pause)
            await _wait(stop, pause * random.uniform(0.8, 1.2))  # noqa: S311 (spreads many bots)
        self._client = None

    def _judge(self, session: "asyncio.Task[None]") -> None:
        """Tell what may pass from what will not. Raises Stopped for the latter."""
        trouble = session.exception()
        match trouble:
            case discord.LoginFailure():
                raise Stopped(
                    "Discord refuses the token. Make a new one on the developer portal (Bot, Reset "
                    "Token), set DISCORD_TOKEN and start again."
                ) from trouble
            case discord.PrivilegedIntentsRequired():
                raise Stopped("Discord refuses the intents, which should not happen.") from trouble
            case discord.ConnectionClosed(code=code) if code in FATAL:
                raise Stopped(f"Discord closed the connection for good (code {code}).") from trouble
            case None:
                pass
            case _:
                log.warning("Discord: %s: %s", type(trouble).__name__, trouble)

    async def _leave(self, client: "Client", session: "asyncio.Task[None]") -> None:
        """Finish what is in hand, then close."""
        client.accepting = False
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=DRAIN)
        await client.close()
        session.cancel()
        await asyncio.gather(session, return_exceptions=True)
        self._client = None

    def track(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something and keep hold of it until it is done."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("an interaction could not be answered", exc_info=task.exception())


class Client(discord.AutoShardedClient):
    """discord.py with one inbox, no caches it does not need, and a guarded identify budget."""

    def __init__(self, face: DiscordFace, bot: Bot, ledger: Ledger) -> None:
        """Ask for guilds only: interactions need no intent at all."""
        super().__init__(
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
        )
        self.accepting = True
        self.was_ready = False
        self._face, self._bot, self._ledger = face, bot, ledger
        self._inbox = Inbox(bot, face.clock)
        self._identified = 0

    async def setup_hook(self) -> None:
        """Send the commands when they changed, and read where the gateway is and what is left."""
        await self._budget()
        await self._sync()

    async def _budget(self) -> None:
        """Wait when the identify budget is nearly used; exceeding it would reset the token."""
        shards, url, limit = await self.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url)
        while limit["remaining"] - shards < limit["total"] * RESERVE:
            wait = limit["reset_after"] / 1000 + 1
            log.warning("Discord: the identify budget is nearly used, waiting %.0f s", wait)
            await asyncio.sleep(wait)
            _, _, limit = await self.http.get_bot_gateway()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Slow down when sessions keep being refused: 5 s, then twice as long each time."""
        del shard_id
        if initial:
            return
        self._identified += 1
        extra = max(0, self._identified - max(1, self.shard_count or 1))
        await asyncio.sleep(min(5.0 * 2**extra, LONGEST_PAUSE))

    async def _sync(self) -> None:
        """Send the command payload only when its hash changed since it was last sent."""
        commands = payload(self._bot.registry, self._languages())
        application = self.application_id or 0
        key, now = f"discord.commands.{application}", fingerprint(commands)
        if await self._ledger.recall(key) == now:
            return
        await self.http.bulk_upsert_global_commands(application, commands)
        await self._ledger.keep(key, now)
        log.info("Discord: %d commands sent", len(commands))

    def _languages(self) -> Mapping[str, Words]:
        tags = {tag: self._bot.lexicon.speak(tag) for tag in self._bot.languages}
        return {name: words for tag, words in tags.items() for name in LOCALES.get(tag, (tag,))}

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Take what arrives, from the first READY on."""
        if self.accepting:
            self._face.track(self._inbox.receive(interaction))

    async def on_shard_ready(self, shard_id: int) -> None:
        """Note that the connection works."""
        log.info("Discord: shard %d is ready", shard_id)
        self.was_ready = True
        self._identified = 0

    async def on_ready(self) -> None:
        """Compare the servers with those remembered: a removal while away sends no event."""
        here = {Community(Platform.discord, str(guild.id)) for guild in self.guilds}
        await self._ledger.present(Platform.discord, here, self._face.clock.now())

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Remember a server."""
        await self._ledger.joined(Community(Platform.discord, str(guild.id)))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Note a removal. An outage is another event and changes nothing."""
        community = Community(Platform.discord, str(guild.id))
        await self._ledger.left(community, self._face.clock.now())


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
