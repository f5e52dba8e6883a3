"""The connection to Discord's gateway: what it hears, and how seldom it may start a session.

Discord counts the sessions that a bot starts and resets the token of one that starts too many
(platform-facts, section 1.2). So every start is paced by one brake, and a reserve is never used.
"""

import asyncio
import datetime as dt
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket

from adapters.discord.commands import fingerprint, payload
from bot.app import Bot
from bot.core.faults import WorldFault
from bot.core.people import Community, Platform
from bot.core.ports import Clock, Ledger
from bot.core.words import Words
from bot.features.welcome import Door

log = logging.getLogger("milepost.discord")

RESERVE = 0.2
"""Share of a day's sessions that is never used."""

SERVER_TROUBLE = 500
LOCALES = {"en": ("en-US", "en-GB"), "es": ("es-ES", "es-419"), "pt": ("pt-BR",), "sv": ("sv-SE",)}
"""Where Discord's tag of a language differs from ours."""

NETWORK = (
    OSError,
    aiohttp.ClientError,
    discord.ConnectionClosed,
    discord.GatewayNotFound,
    discord.HTTPException,
)
"""What happens when a network or Discord itself is away."""

KNOWN_LOCALES = {locale.value for locale in discord.Locale}


class Flapping(Exception):  # noqa: N818 (the state of a connection, not a mistake)
    """Sessions end soon after they begin: it is time to start anew, after the brake's pause."""


class GatewayDown(OSError):  # noqa: N818 (as above)
    """The gateway does not answer."""


@dataclass(frozen=True, slots=True)
class Waits:
    """How long things take, in seconds.

    `first` to `longest`: the pause before another session, doubled each time. A connection that
    held for `longest` clears the record. `gap` lies between two sessions: Discord's own rule.
    A pause over `patience` is not waited for with a connection held open.
    """

    first: float = 1.0
    longest: float = 300.0
    gap: float = 5.0
    patience: float = 40.0
    silence: float = 60.0
    """A gateway that says nothing for so long is dead."""
    drain: float = 7.0
    """For what is in hand when the bot is told to stop."""
    close: float = 1.5
    """For a polite goodbye."""


@dataclass(slots=True)
class Brake:
    """Makes sessions rarer the more often one is needed. Times are the event loop's."""

    waits: Waits
    pause: float = 0.0
    _since: float | None = None

    def connected(self, now: float) -> None:
        """Note that a session works."""
        self._since = now

    def next(self, now: float) -> float:
        """Return the seconds until the next session, and keep them as `pause`."""
        calm = self._since is not None and now - self._since >= self.waits.longest
        again = self.pause and not calm
        self.pause = min(self.pause * 2, self.waits.longest) if again else self.waits.first
        self._since = None
        return self.pause


@dataclass(frozen=True, slots=True)
class Needs:
    """What a connection works with.

    `take` handles an interaction, `track` runs something else that has to end before we leave;
    both return at once. `drain` waits for all of it.
    """

    bot: Bot
    ledger: Ledger
    clock: Clock
    brake: Brake
    waits: Waits
    take: Callable[[discord.Interaction[Any]], None]
    track: Callable[[Coroutine[Any, Any, None]], None]
    drain: Callable[[], Awaitable[None]]


class Client(discord.AutoShardedClient):
    """discord.py without the caches that are not needed, and with a guarded budget of sessions."""

    def __init__(self, needs: Needs) -> None:
        """Ask for guilds only: interactions need no intent at all."""
        super().__init__(
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            heartbeat_timeout=needs.waits.silence,
        )
        self._needs = needs
        self._launched = set[int]()
        self._started = set[int | None]()
        self._ready_shards = set[int]()
        self._before: dict[int, discord.Guild] = {}
        self._gone = set[int]()
        self._here = set[int]()

    async def setup_hook(self) -> None:
        """Wait for a session to be left, then send the commands when they changed."""
        while wait := await self._short_of_sessions():
            log.warning("Discord: today's sessions are nearly used, waiting %.0f s", wait)
            await asyncio.sleep(wait)
        await self._sync()

    async def close(self) -> None:
        """Let what is in hand be answered, then leave."""
        await self._needs.drain()
        await super().close()

    async def _short_of_sessions(self) -> float:
        """Return the seconds until the budget is renewed, or 0 while there is enough of it."""
        shards, url, limit = await self.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url)
        enough = limit["remaining"] - shards >= limit["total"] * RESERVE
        return 0.0 if enough else limit["reset_after"] / 1000 + 1

    async def launch_shard(
        self, gateway: yarl.URL, shard_id: int, *, initial: bool = False
    ) -> None:
        """Connect a shard, once: the library would try for ever, each try inside the last one."""
        if shard_id in self._launched:
            raise GatewayDown
        self._launched.add(shard_id)
        await super().launch_shard(gateway, shard_id, initial=initial)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Pace what starts a session. Raises Flapping when this connection should be given up."""
        if shard_id not in self._started:
            self._started.add(shard_id)
            if not initial:
                await asyncio.sleep(self._needs.waits.gap)
            return
        pause = self._needs.brake.next(self.loop.time())
        if pause > self._needs.waits.patience or await self._short_of_sessions():
            raise Flapping
        await asyncio.sleep(max(pause, self._needs.waits.gap))

    async def _sync(self) -> None:
        """Send the commands when their hash is not the one sent last; without it, go on."""
        commands = payload(self._needs.bot.registry, self._languages())
        application = self.application_id or 0
        key, now = f"discord.commands.{application}", fingerprint(commands)
        try:
            if await self._needs.ledger.recall(key) == now:
                return
            await self.http.bulk_upsert_global_commands(application, commands)
            await self._needs.ledger.keep(key, now)
        except WorldFault as fault:
            log.warning("Discord: whether the commands changed is not known: %s", fault)
        except discord.HTTPException as refused:
            if refused.status >= SERVER_TROUBLE:
                raise
            log.warning("Discord refuses the commands, those sent before stay: %s", refused)
        else:
            log.info("Discord: %d commands sent", len(commands))

    def _languages(self) -> Mapping[str, Words]:
        bot = self._needs.bot
        names = {name: tag for tag in bot.languages for name in LOCALES.get(tag, (tag,))}
        return {n: bot.lexicon.speak(tag) for n, tag in names.items() if n in KNOWN_LOCALES}

    # what is heard

    def dispatch(self, event: str, /, *args: Any, **named: Any) -> None:  # noqa: ANN401 (as above it)
        """Hand over what people do, from the first READY on; the library would start a task."""
        if event == "interaction":
            self._needs.take(args[0])
        else:
            super().dispatch(event, *args, **named)

    async def on_shard_connect(self, shard_id: int) -> None:
        """Compare the servers with those remembered: a removal while away sends no event."""
        log.info("Discord: shard %d is ready", shard_id)
        self._needs.brake.connected(self.loop.time())
        self._gone |= {each.id for each in self.guilds if self._before.get(each.id) is each}
        self._forget(shard_id)
        self._ready_shards.add(shard_id)
        self._here = {each.id for each in self.guilds} - self._gone
        if len(self._ready_shards) == self.shard_count:
            here = {Community(Platform.discord, str(each)) for each in self._here}
            self._note(lambda ledger, at: ledger.present(Platform.discord, here, at))

    async def on_shard_resumed(self, shard_id: int) -> None:
        """Note that the session goes on where it was."""
        log.info("Discord: shard %d goes on", shard_id)
        self._needs.brake.connected(self.loop.time())
        self._forget(shard_id)

    async def on_shard_disconnect(self, shard_id: int) -> None:
        """Remember the servers: a new session makes anew those that are still there."""
        log.info("Discord: shard %d lost its connection", shard_id)
        self._before |= {each.id: each for each in self.guilds if each.shard_id == shard_id}

    def _forget(self, shard_id: int) -> None:
        kept = {n: each for n, each in self._before.items() if each.shard_id != shard_id}
        self._before = kept

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Remember a server."""
        self._gone.discard(guild.id)
        self._here.add(guild.id)
        community = Community(Platform.discord, str(guild.id))
        self._note(lambda ledger, _: ledger.joined(community))
        self._needs.track(self._greet(community, guild))

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Remember a server that came soon after READY: the library takes it for an old one."""
        if guild.id not in self._here:
            await self.on_guild_join(guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Note a removal. An outage is another event and changes nothing."""
        self._here.discard(guild.id)
        community = Community(Platform.discord, str(guild.id))
        self._note(lambda ledger, at: ledger.left(community, at))

    async def _greet(self, community: Community, guild: discord.Guild) -> None:
        """Say hello where moderators read it, else where newcomers are welcomed; once."""
        greeter = self._needs.bot.greeter
        channels = ((guild.public_updates_channel, True), (guild.system_channel, False))
        doors = [Door(str(each.id), watched) for each, watched in channels if each is not None]
        if greeter is None:
            return
        try:
            await greeter.greet(community, doors, str(guild.preferred_locale))
        except WorldFault as fault:
            log.warning("Discord: not greeted now: %s", fault)

    def _note(self, write: Callable[[Ledger, dt.datetime], Awaitable[None]]) -> None:
        """Note something in the ledger; what cannot be noted now is found at the next READY."""

        async def noted() -> None:
            try:
                await write(self._needs.ledger, self._needs.clock.now())
            except WorldFault as fault:
                log.warning("Discord: not noted before the next READY: %s", fault)

        self._needs.track(noted())


def plain(record: logging.LogRecord) -> bool:
    """Filter the library's log: name a network's trouble in the line itself, without a trace."""
    trouble = record.exc_info[1] if record.exc_info else None
    if isinstance(trouble, NETWORK):
        record.msg = f"{record.getMessage()} ({type(trouble).__name__}: {trouble})"
        record.args, record.exc_info = (), None
    return True
