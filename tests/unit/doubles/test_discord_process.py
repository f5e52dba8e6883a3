"""The double as a process of its own, for bots that are killed while it lives on."""

import asyncio
import sys
from collections.abc import AsyncGenerator
from typing import Any

import aiohttp
import pytest
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord import heartbeats
from tests.doubles.discord import World
from tests.unit.doubles.echo import Echo
from tests.yard.tree import ROOT


@pytest.fixture
async def api() -> AsyncGenerator[str]:
    command = [sys.executable, "-m", "tests.doubles.discord", "--port", "0"]
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        yield (await process.stdout.readline()).decode().strip()
    finally:
        process.terminate()
        await process.wait()


async def test_a_bot_meets_people_of_another_process(api: str) -> None:
    base, gateway, root = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, yarl.URL(api).origin()
    Route.BASE = api
    bot = Echo(None, 60.0)
    running = asyncio.create_task(bot.start(World().token))
    async with aiohttp.ClientSession(base_url=root) as http:
        try:
            await bot.hears("connect")
            await play(http)
        finally:
            await bot.close()
            await running
            await heartbeats.end(bot)
            Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


async def play(http: aiohttp.ClientSession) -> None:
    async def order(name: str, **more: object) -> Any:  # noqa: ANN401 - JSON of any shape comes back
        async with http.post(f"/double/{name}", json=more) as answer:
            return await answer.json()

    said = await order("act", person="alice", do="slash", words=["echo"], options={"text": "x"})
    assert (said["message"]["text"], said["message"]["buttons"]) == ("x", ["More"])
    number = said["message"]["id"]
    pressed = await order("act", person="owner", do="press", on=number, words=["More"])
    assert pressed["message"]["text"] == "more of it"
    form = await order("act", person="alice", do="slash", words=["form"])
    assert form["form"] == {"title": "A sheet", "fields": ["Your name", "Level"]}
    filled = {"name": "Al", "level": "High"}
    sent = await order("act", person="alice", do="submit", options=filled)
    assert (sent["message"]["text"], sent["message"]["viewer"]) == ("Al High", "alice")
    typed = await order("act", person="alice", do="autocomplete", words=["define", "term", "l"])
    assert typed["choices"] == {"loss": "loss"}
    refused = await order("act", person="alice", do="press", on=number, words=["Less"])
    assert "'Less' is not there" in refused["wrong"]
    await order("fault", kind="refuses", values=[403, 50001], method="GET", path="/users/@me")
    await order("gateway", do="reconnect")
    async with http.get("/double/messages") as answer:
        assert [each["edits"] for each in await answer.json()] == [1, 0]
    async with http.get("/double/calls") as answer:
        assert ["PUT", 200] in [[c[1], c[3]] for c in await answer.json()]
