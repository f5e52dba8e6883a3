"""A small world on the double, and a hand that answers where no bot does."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.core.clocks import MovedClock
from tests.doubles.discord import Double, Person, World
from tests.doubles.discord.errors import Json
from tests.doubles.discord.places import Channel, Guild


@dataclass
class Hall:
    """The double with a server in it. `alice` is a member, `mona` owns it."""

    double: Double
    guild: Guild
    channel: Channel
    alice: Person
    mona: Person
    clock: MovedClock

    @property
    def world(self) -> World:
        return self.double.world


@dataclass
class Hand:
    """Answers by hand what the gateway would tell a bot, and asks the API anything."""

    hall: Hall
    http: aiohttp.ClientSession
    told: list[Json] = field(default_factory=list[Json])

    def hear(self, name: str, data: Json, guild: Guild | None, intents: int) -> None:
        del guild, intents
        if name == "INTERACTION_CREATE":
            self.told.append(data)

    async def ask(self, method: str, path: str, data: object = None) -> tuple[int, Any]:
        """Ask the API as the bot; return the status and the answer."""
        headers = {"Authorization": f"Bot {self.hall.world.token}"}
        url = self.hall.double.api + path
        async with self.http.request(method, url, json=data, headers=headers) as answer:
            return answer.status, await answer.json() if answer.status != 204 else None

    async def post(self, **data: object) -> tuple[int, Any]:
        """Post into the hall's channel."""
        return await self.ask("POST", f"/channels/{self.hall.channel.id}/messages", data)

    async def answer(self, kind: int, **data: object) -> tuple[int, Any]:
        """Answer the newest interaction."""
        newest = self.told[-1]
        path = f"/interactions/{newest['id']}/{newest['token']}/callback"
        return await self.ask("POST", path, {"type": kind, "data": data})

    @property
    def webhook(self) -> str:
        """Return the path that belongs to the newest interaction."""
        return f"/webhooks/{self.told[-1]['application_id']}/{self.told[-1]['token']}"

    async def begin(self, act: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        """Let somebody act, up to the point where the bot has heard of it."""
        before, task = len(self.told), asyncio.create_task(act)
        assert await self.hall.world.bell.until(lambda: len(self.told) > before, 5.0)
        return task
