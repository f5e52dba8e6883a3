"""Discord or Slack as a process of its own that writes down every effect: see `Orders`.

`python -m tests.faults.platform '{"kind": "discord", …}'` prints one line of JSON, a `Stage`.
"""

import asyncio
import json
import random
import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, cast

from tests.doubles import discord, slack
from tests.doubles.discord.control import Control as DiscordControl
from tests.doubles.discord.faults import Faults, Trouble, fails, loses_reply, slows
from tests.doubles.discord.messages import Message as DiscordMessage
from tests.doubles.discord.permissions import EVERYONE, Permission
from tests.doubles.discord.rest import Call as DiscordCall
from tests.doubles.slack.api import Call as SlackCall
from tests.doubles.slack.control import Control as SlackControl
from tests.doubles.slack.effects import Did, Effect
from tests.doubles.slack.install import Install
from tests.faults.records import EDIT, MESSAGE, REQUEST, Line, Pen, ShiftedClock

HISTORY = ("channels:history", "groups:history", "channels:read", "groups:read")
POSTING = ("/messages", "/chat.postMessage")
"""How the paths end of the requests that make a message."""


@dataclass(frozen=True, slots=True)
class Orders:
    """What the platform is like: shares of 1, seconds. `readable`: history may be read back."""

    kind: str
    record: str
    clock: str
    channels: int = 1
    broken: float = 0.0
    """Share of requests that are answered with 503 and do nothing."""
    lost: float = 0.0
    """Share of requests that do their work and give no reply."""
    slow: float = 0.0
    nonce: float = 300.0
    readable: bool = True
    strict: bool = False
    """Whether Slack insists on one message a second in a channel."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the platform is, and the places on it."""

    api: str
    control: str
    token: str
    second: str
    """Slack's other token."""
    community: str
    channels: tuple[str, ...]


@dataclass
class Dice(Faults):
    """Trouble by chance, beside what is planned."""

    orders: Orders | None = None
    chance: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311 (no secret)

    def next(self, method: str, path: str) -> Trouble | None:
        """Take what is planned, else throw the dice for what makes a message."""
        planned, orders = super().next(method, path), self.orders
        if planned or orders is None or method != "POST" or not path.endswith(POSTING):
            return planned
        thrown = self.chance.random()
        if thrown < orders.broken:
            return fails(503)
        if thrown < orders.broken + orders.lost:
            return loses_reply()
        return slows(orders.slow) if orders.slow else None


@dataclass
class Messages(dict[int, DiscordMessage]):
    """Discord's messages; those of the bot are written down."""

    pen: Pen

    def __setitem__(self, number: int, made: DiscordMessage) -> None:
        """Write, then keep."""
        super().__setitem__(number, made)
        self.pen.write(
            Line(MESSAGE, made.at.timestamp(), str(made.channel.id), made.nonce or f"?{number}")
        )


@dataclass
class DiscordCalls(list[DiscordCall]):
    """Requests to Discord; those that would make or change a message are written down."""

    pen: Pen

    def append(self, call: DiscordCall) -> None:
        """Write only: thousands are not kept."""
        parts = call.path.split("/")
        if "messages" not in parts or call.method not in {"POST", "PATCH"}:
            return
        data = cast("dict[str, Any]", call.data) if isinstance(call.data, dict) else {}
        did = REQUEST if call.method == "POST" else EDIT
        key = str(data.get("nonce", ""))
        self.pen.write(Line(did, call.at.timestamp(), parts[2], key, call.status))


@dataclass
class SlackEffects(list[Effect]):
    """What came of Slack's calls."""

    pen: Pen

    def append(self, effect: Effect) -> None:
        """Write, then keep."""
        super().append(effect)
        made = effect.message
        if made is None or effect.did not in {Did.POSTED, Did.UPDATED}:
            return
        did = MESSAGE if effect.did is Did.POSTED else EDIT
        payload = cast("dict[str, Any]", (made.body.metadata or {}).get("event_payload") or {})
        key = str(payload.get("key", "?"))
        self.pen.write(Line(did, effect.at.timestamp(), made.channel.id, key))


@dataclass
class SlackCalls(list[SlackCall]):
    """Requests to Slack."""

    pen: Pen

    def append(self, call: SlackCall) -> None:
        """Write only: thousands are not kept."""
        if call.path == "/chat.postMessage":
            channel = str(call.data.get("channel", ""))
            self.pen.write(Line(REQUEST, call.at.timestamp(), channel, call.error, call.status))


@asynccontextmanager
async def staged(orders: Orders) -> AsyncGenerator[Stage]:
    """Serve a platform."""
    with Path(orders.record).open("a") as file:  # noqa: ASYNC230 (nothing else runs yet)
        pen = Pen(file)
        build = _discord if orders.kind == "discord" else _slack
        async with build(orders, pen) as stage:
            yield stage


@asynccontextmanager
async def _discord(orders: Orders, pen: Pen) -> AsyncGenerator[Stage]:
    timing = discord.Timing(nonce=orders.nonce)
    world = discord.World(clock=ShiftedClock(Path(orders.clock)), timing=timing)
    double = discord.Double(world)
    rights = EVERYONE if orders.readable else EVERYONE & ~Permission.READ_MESSAGE_HISTORY
    guild = world.guild(rights=rights)
    if not orders.readable:
        guild.everyone.permissions &= ~Permission.READ_MESSAGE_HISTORY
    made = [world.channel(guild, f"c{number}") for number in range(orders.channels)]
    world.messages, double.rest.calls = Messages(pen), DiscordCalls(pen)
    double.rest.faults = double.faults = Dice(orders=orders)
    control = DiscordControl(double, guild)
    async with discord.serving(double, 0, control.mount):
        yield Stage(
            double.api, world.base, world.token, "", str(guild.id), tuple(str(c.id) for c in made)
        )


@asynccontextmanager
async def _slack(orders: Orders, pen: Pen) -> AsyncGenerator[Stage]:
    install = Install()
    install.scopes |= {*HISTORY} if orders.readable else {"channels:read", "groups:read"}
    world = slack.World(clock=ShiftedClock(Path(orders.clock)), install=install)
    double = slack.Double(world)
    made = [world.channel(f"c{number}") for number in range(orders.channels)]
    world.effects, double.web.calls = SlackEffects(pen), SlackCalls(pen)
    double.web.faults = double.faults = Dice(orders=orders)
    double.tiers.strict = orders.strict
    control = SlackControl(double, made[0])
    async with slack.serving(double, 0, control.mount):
        yield Stage(
            double.api,
            world.base,
            install.bot_token,
            install.app_token,
            world.team.id,
            tuple(each.id for each in made),
        )


async def run(orders: Orders) -> None:
    """Serve until told to stop."""
    stop = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    async with staged(orders) as stage:
        sys.stdout.write(json.dumps(asdict(stage)) + "\n")
        sys.stdout.flush()
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(run(Orders(**json.loads(sys.argv[1]))))
