"""The terminal face: a chat with the bot, with no account and no token."""

import asyncio
import datetime as dt
import secrets
import sys
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO, assert_never
from zoneinfo import ZoneInfo

from prompt_toolkit import PromptSession
from prompt_toolkit.formatted_text import ANSI
from prompt_toolkit.patch_stdout import patch_stdout
from rich.console import Console

from adapters.terminal import forms
from adapters.terminal.commands import Commands
from adapters.terminal.courier import TerminalCourier
from adapters.terminal.inbox import Inbox, Persona, pressed
from adapters.terminal.poster import TerminalPoster
from adapters.terminal.screen import Screen
from bot.app import Bot
from bot.compose import opened
from bot.core import tokens
from bot.core.clocks import MovedClock, moment
from bot.core.guards import place, rank
from bot.core.markup import clean
from bot.core.people import Platform, Rank
from bot.core.replies import Amend, Ask, Edit, File, Quiet, Reply, Say
from bot.core.words import Words
from bot.schedule.engine import Engine
from bot.settings import Settings
from bot.study.zones import exists

PROMPT = "> "
UNPACED = (rank, place)
"""One person at a keyboard needs no pace limit."""


@dataclass(slots=True)
class Terminal:
    """Talks with one person until they leave or the input ends."""

    bot: Bot
    inbox: Inbox
    clock: MovedClock
    screen: Screen
    engine: Engine | None = None
    source: TextIO = field(default_factory=lambda: sys.stdin)
    _session: "PromptSession[str] | None" = None

    async def run(self) -> None:
        """Greet, then answer line after line."""
        if self.source.isatty():
            self._session = PromptSession(
                completer=Commands(self.bot, self.inbox), complete_while_typing=True
            )
        words = await self._words()
        self.console.print(
            words.s("Milepost in the terminal. Type /roadmap, /tip, /quiz or /help.")
        )
        self.console.print(
            words.s("A number or a label presses a button. Ctrl-D leaves."), style="dim"
        )
        while True:
            line = await self._read(PROMPT, "")
            if line is None or line.strip() == "/leave":
                return
            if line.strip():
                await self.line(line.strip())

    @property
    def console(self) -> Console:
        """What is printed on."""
        return self.screen.console

    async def _words(self) -> Words:
        return await self.bot.words(self.inbox.request())

    async def _read(self, prompt: str, default: str) -> str | None:
        try:
            if self._session is not None:
                with patch_stdout():
                    shown = ANSI(f"\x1b[36m{prompt}\x1b[0m")
                    return await self._session.prompt_async(shown, default=default)
            line = await asyncio.to_thread(self.source.readline)
        except KeyboardInterrupt:
            return ""
        except EOFError:
            return None
        if not line:
            return None
        line = clean(line)
        self.console.print(f"{prompt}{line}", markup=False, highlight=False)
        return line

    async def line(self, line: str) -> None:
        """Answer one line."""
        if line.split(maxsplit=1)[0] == "/clock":
            await self._move(line.removeprefix("/clock").strip())
            return
        press = pressed(line, self.screen.presses)
        if press is not None:
            request = self.inbox.request(pressed=True)
            await self._show(await self.bot.pressed(request, press.token, press.picked))
        elif line.isdecimal():
            words = await self._words()
            self.console.print(words.s("There is no button {n} here.", n=line))
        else:
            await self._show(await self.bot.typed(self.inbox.request(), line))

    async def _move(self, text: str) -> None:
        zone, before = self.screen.zone, self.clock.now()
        if text:
            try:
                self.clock.move(text, zone)
            except (ValueError, OverflowError) as error:
                self.console.print(str(error), style="red", markup=False)
                return
            await self._live_through(before, self.clock.now())
        now = self.clock.now().astimezone(zone)
        self.console.print(f"{now:%a %d %b %Y, %H:%M} ({zone.key})", markup=False)

    async def _live_through(self, before: dt.datetime, after: dt.datetime) -> None:
        """Let every post come at its own time on the way, as if one had waited."""
        if after > before and self.engine is not None:
            self.clock.set(before)
            await self.engine.live_until(after, self.clock.set)
        self.clock.set(after)

    async def _show(self, reply: Reply) -> None:
        match reply:
            case Say(card=card, files=files):
                self.screen.answer(card)
                for file in files:
                    await self._save(file)
            case Edit(card=card):
                self.screen.answer(card)
            case Ask():
                await self._ask(reply, {})
            case Amend(intent=intent, errors=errors, card=card):
                if self._session is None:
                    self.screen.answer(card)
                else:
                    await self._ask(Ask(intent, "", {}), errors)
            case Quiet():
                pass
            case _:
                assert_never(reply)

    async def _ask(self, form: Ask, errors: Mapping[str, str]) -> None:
        values = await forms.ask(self.console, form, await self._words(), self._read, errors)
        if values is None:
            return
        token = tokens.write(form.intent)
        request = self.inbox.request(pressed=True)
        await self._show(await self.bot.submitted(request, token, values))

    async def _save(self, file: File) -> None:
        path = await asyncio.to_thread(_write, file)
        words = await self._words()
        self.console.print(words.s("Saved as {path}.", path=str(path)), markup=False)


@dataclass(frozen=True, slots=True)
class Options:
    """Who to be, where, and when. `at` is a local time, or empty for now."""

    name: str
    channel: str
    moderator: bool = False
    at: str = ""
    language: str = ""


async def talk(settings: Settings, options: Options) -> int:
    """Open the bot and talk until the end. Raises ValueError for a time that is none."""
    forgiving()
    zone = local_zone()
    clock = MovedClock(moment(options.at, zone) if options.at else None)
    console = Console(highlight=False, soft_wrap=False)
    courier = TerminalCourier(console, zone)
    standing = Rank.moderator if options.moderator else Rank.member
    persona = Persona(
        _text(options.name), _text(options.channel), standing, options.language, zone.key
    )
    screen = Screen(console, zone)
    couriers = {Platform.terminal: courier}
    posters = {Platform.terminal: TerminalPoster(screen.post)}
    async with opened(settings, clock, couriers, UNPACED, posters) as (bot, _, engine):
        inbox = Inbox(persona, clock, secrets.token_hex(6))
        async with _kept(engine):
            await Terminal(bot, inbox, clock, screen, engine).run()
    return 0


def forgiving() -> None:
    """Let no sign that a terminal cannot show end the chat."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


@asynccontextmanager
async def _kept(engine: Engine) -> AsyncGenerator[None]:
    """Keep the schedules beside the chat."""
    stop = asyncio.Event()
    keeping = asyncio.create_task(engine.run(stop))
    try:
        yield
    finally:
        stop.set()
        await keeping


def _text(argument: str) -> str:
    """Make an argument of the command line a text: bytes that were none become a sign for that."""
    return argument.encode("utf-8", "replace").decode("utf-8")


def local_zone() -> ZoneInfo:
    """Return this machine's zone."""
    from tzlocal import get_localzone_name  # noqa: PLC0415 (only a terminal needs it)

    name = get_localzone_name()
    return ZoneInfo(name) if exists(name) else ZoneInfo("UTC")


def _write(file: File) -> Path:
    stem, suffix = Path(file.name).stem, Path(file.name).suffix
    for n in range(1, 1000):
        path = Path(file.name if n == 1 else f"{stem}-{n}{suffix}")
        try:
            with path.open("xb") as out:
                path.chmod(0o600)
                out.write(file.data)
        except FileExistsError:
            continue
        return path
    message = f"there are a thousand files like {file.name} here already"
    raise FileExistsError(message)
