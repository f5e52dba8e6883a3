"""The Slack face: keeps a connection or a server, takes what arrives, and leaves in good order."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncApp

from adapters.slack.commands import Names
from adapters.slack.connection import Brake, SocketMode, Waits
from adapters.slack.courier import SlackCourier
from adapters.slack.envelopes import Me
from adapters.slack.home import Home
from adapters.slack.inbox import Inbox
from adapters.slack.listeners import Listeners, app, over_socket
from adapters.slack.poster import SlackPoster
from adapters.slack.reception import Reception
from adapters.slack.server import Door, Server
from adapters.slack.spelling import Spelling
from adapters.slack.web import FATAL, Away, Refused, Web
from bot.app import Bot
from bot.core.cards import Card
from bot.core.faults import WorldFault
from bot.core.people import Platform
from bot.core.ports import Clock, Courier, Ledger
from bot.core.posting import Poster
from bot.serve import Stopped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.watch.lookout import Handler

log = logging.getLogger("milepost.slack")

REFUSED = (
    "Slack refuses the bot token ({error}). Install the app again (Install App), copy the Bot User "
    "OAuth Token, set SLACK_BOT_TOKEN and start again."
)
GONE = "Slack: {why}. Install the app again, set SLACK_BOT_TOKEN and start again."


@dataclass(frozen=True, slots=True)
class Keys:
    """What Slack gave us, and where we listen: Socket Mode with an app token, else HTTP mode."""

    bot: str = field(repr=False)
    app: str = field(default="", repr=False)
    signing: str = field(default="", repr=False)
    http: str = ""
    api: str = ""
    """Replaces the base address of Slack's API."""


@dataclass(slots=True)
class SlackFace:
    """Runs until told to stop, or until Slack refuses for good."""

    keys: Keys
    clock: Clock
    names: Names = field(default_factory=Names)
    waits: Waits = field(default_factory=Waits)
    me: Me | None = None
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    web: Web | None = None
    more: "Mapping[str, Handler]" = field(default_factory=dict[str, "Handler"])
    """What the server of HTTP mode answers besides, by path."""
    _spelling: Spelling = field(default_factory=lambda: Spelling.of(Names(), ()))
    _why: str = ""
    _left: bool = False
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set["asyncio.Task[None]"])

    @property
    def poster(self) -> Poster:
        """Posts through whatever session is open."""
        return SlackPoster(lambda: self.web, lambda: self.me.name if self.me else "")

    @property
    def courier(self) -> Courier:
        """Posts through whatever session is open."""
        return SlackCourier(
            lambda: self.web,
            lambda: self.me.name if self.me else "",
            self._spelt,
        )

    def _spelt(self, card: Card) -> Card:
        return self._spelling.card(card)

    async def run(self, bot: Bot, ledger: Ledger, stop: asyncio.Event) -> None:
        """Stay connected until `stop`. Raises Stopped when Slack refuses for good."""
        self._spelling = Spelling.of(self.names, bot.commands)
        self.web = web = Web.open(self.keys.bot, self.keys.api)
        try:
            me = await self._meet(web, stop)
            if me is None:
                return
            self.me = me
            await self._note(ledger, me, here=True)
            await self._take_part(bot, web, me, stop)
            if self._left:
                await self._note(ledger, me, here=False)
            if self._why:
                raise Stopped(self._why)
        finally:
            self.ready.clear()
            await web.close()
            self.web = None

    async def _take_part(self, bot: Bot, web: Web, me: Me, stop: asyncio.Event) -> None:
        """Answer until the end, and then what is still in hand."""
        desk = Reception(bot, self.clock, web, me, self._spelling)
        home = Home(bot, web, self._spelling)
        async with self._ends(web, stop) as end:
            inbox = Inbox(bot, desk, home, self.names, self._gone(end))
            listeners = Listeners(inbox.receive, self._track)
            try:
                await self._serve(web, app(web, self.keys.bot, me, listeners), end)
            finally:
                await self._drain()
                desk.people.close()

    async def _serve(self, web: Web, made: AsyncApp, end: asyncio.Event) -> None:
        """Take events by a socket or over HTTP until the end."""
        if self.keys.app:
            mode = SocketMode(
                web,
                self.keys.app,
                lambda client, request: over_socket(made, client, request),
                self._track,
                self.waits,
                self.ready,
            )
            await mode.run(end)
            return
        server = Server(made, Door.of(self.keys.signing, self.clock), self.keys.http, self.more)
        await server.start()
        self.ready.set()
        try:
            await end.wait()
        finally:
            await server.stop()

    async def _meet(self, web: Web, stop: asyncio.Event) -> Me | None:
        """Ask Slack who we are, until it answers; None when told to stop. Raises Stopped."""
        brake, loop = Brake(self.waits, self.waits.first), asyncio.get_running_loop()
        while not stop.is_set():
            try:
                return await who(web)
            except Refused as refused:
                if refused.error in FATAL:
                    raise Stopped(REFUSED.format(error=refused.error)) from refused
                trouble = refused.error
            except Away as away:
                trouble = str(away)
            pause = brake.next(loop.time())
            log.warning("Slack does not answer (%s), again in about %.0f s", trouble, pause)
            try:
                await asyncio.wait_for(stop.wait(), pause)
            except TimeoutError:
                continue
        return None

    @asynccontextmanager
    async def _ends(self, web: Web, stop: asyncio.Event) -> AsyncGenerator[asyncio.Event]:
        """Yield what is set when we are told to stop, or thrown out."""
        end = asyncio.Event()
        watchers = {
            asyncio.create_task(_passes_on(stop, end)),
            asyncio.create_task(self._watch(web, end)),
        }
        try:
            yield end
        finally:
            for task in watchers:
                task.cancel()
            await asyncio.gather(*watchers, return_exceptions=True)

    async def _watch(self, web: Web, end: asyncio.Event) -> None:
        """Look again when some call said that a token is void."""
        while True:
            await web.void.wait()
            web.void.clear()
            try:
                await who(web)
            except Refused as refused:
                if refused.error in FATAL:
                    self._why = REFUSED.format(error=refused.error)
                    end.set()
                    return
            except Away as away:
                log.warning("Slack does not answer (%s)", away)

    def _gone(self, end: asyncio.Event) -> Callable[[str], None]:
        def gone(why: str) -> None:
            self._why, self._left = GONE.format(why=why), True
            end.set()

        return gone

    async def _note(self, ledger: Ledger, me: Me, *, here: bool) -> None:
        """Note the workspace we are in; what cannot be noted now is noted at the next start."""
        now = self.clock.now()
        try:
            if here:
                await ledger.present(Platform.slack, {me.community}, now)
            else:
                await ledger.left(me.community, now)
        except WorldFault as fault:
            log.warning("Slack: not noted before the next start: %s", fault)

    def _track(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("something in hand broke", exc_info=task.exception())

    async def _drain(self) -> None:
        """Let what is in hand be answered; give up what takes too long."""
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=self.waits.drain)
        for task in late:
            task.cancel()
        if late:
            await asyncio.gather(*late, return_exceptions=True)
            log.warning("Slack: %d things in hand were given up", len(late))


async def who(web: Web) -> Me:
    """Ask Slack who we are. Raises Refused and Away."""
    answer = await web.call("auth.test")
    return Me(
        team=str(answer.get("team_id") or ""),
        enterprise=str(answer.get("enterprise_id") or ""),
        bot=str(answer.get("bot_id") or ""),
        user=str(answer.get("user_id") or ""),
        name=str(answer.get("user") or ""),
        place=str(answer.get("team") or ""),
    )


async def _passes_on(told: asyncio.Event, to: asyncio.Event) -> None:
    await told.wait()
    to.set()
