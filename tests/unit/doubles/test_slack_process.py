"""The double as a process of its own, for bots that are killed while it lives on."""

import asyncio
import sys
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.doubles.slack import World
from tests.doubles.slack.install import Install
from tests.unit.doubles.slack_echo import Echo, running
from tests.yard.tree import ROOT


@dataclass
class Far:
    """The double of another process. Orders return JSON of any shape."""

    http: aiohttp.ClientSession
    api: str

    async def order(self, name: str, **more: object) -> Any:  # noqa: ANN401 - JSON of any shape
        async with self.http.post(f"/double/{name}", json=more) as answer:
            return await answer.json()

    async def shows(self, name: str) -> Any:  # noqa: ANN401 - JSON of any shape
        async with self.http.get(f"/double/{name}") as answer:
            return await answer.json()


@pytest.fixture
async def far() -> AsyncGenerator[Far]:
    command = [sys.executable, "-m", "tests.doubles.slack", "--port", "0"]
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        api = (await process.stdout.readline()).decode().strip()
        async with aiohttp.ClientSession(base_url=api.removesuffix("/api/")) as http:
            yield Far(http, api)
    finally:
        process.terminate()
        await process.wait()


async def test_effects_are_seen_from_another_process(far: Far) -> None:
    client: Any = AsyncWebClient(token=World().install.bot_token, base_url=far.api)
    (general,) = await far.shows("places")
    await far.order("fault", kind="loses_reply", path="/chat.postMessage")
    client.retry_handlers.clear()
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=general["id"], text="once")
    (message,) = await far.shows("messages")
    assert (message["text"], message["author"]) == ("once", "milepost")
    assert [each["did"] for each in await far.shows("effects")] == ["posted"]
    assert [call[2:] for call in await far.shows("calls")][-1] == ["/chat.postMessage", 0, ""]
    assert (await far.order("calm"))["happened"] == 1
    await far.order("place", id=general["id"], archived=True)
    await far.order("app", scopes=["chat:write"], strict=True)
    with pytest.raises(Exception, match="is_archived"):
        await client.chat_postMessage(channel=general["id"], text="twice")
    refused = await far.order("act", person="ann", do="types", words=["/echo x"])
    assert "the scope is missing" in refused["wrong"]


async def test_a_bot_meets_people_of_another_process(far: Far) -> None:
    async with running(Echo(Install(), far.api)):
        await far.order("socket", do="wait")
        said = await act(far, "types", "/echo card first")
        assert (said["message"]["text"], said["message"]["buttons"]) == ("first", ["More", "Web"])
        assert said["message"]["viewer"] == "ann"
        on = said["message"]["ts"]
        picked = await act(far, "picks", "Level?", "High", on=on)
        assert picked["message"]["text"] == "chose high"
        pressed = await act(far, "presses", "More", on=on)
        assert (pressed["did"], pressed["message"]["edits"]) == (["updated"], 1)
        form = await act(far, "types", "/echo sheet")
        assert form["form"]["fields"] == ["Your name", "Level", "Term"]
        found = await act(far, "suggests", "Term", "l")
        assert found["options"] == {"loss": "loss"}
        wrong = await act(far, "submits", fields={"Your name": "wrong"})
        assert wrong["form"]["errors"] == {"name": "is wrong"}
        assert (await act(far, "opens_home"))["home"]["buttons"] == ["Deeper"]
        assert (await act(far, "shortcut", "explain"))["form"]["title"] == "Short"
        refused = await act(far, "presses", "Less", on=on)
        assert "'Less' is not there" in refused["wrong"]
        assert (await act(far, "says", "hello"))["author"] == "ann"


async def test_a_bot_is_troubled_from_another_process(far: Far) -> None:
    async with running(Echo(Install(), far.api)) as bolt:
        await far.order("socket", do="wait")
        await far.order("socket", do="refresh")
        assert (await far.order("socket", do="wait"))["opened"] == 2
        await far.order("app", uninstall=True)
        await bolt.hears("app_uninstalled")
        before = (await far.order("passes", seconds=0))["now"]
        assert (await far.order("passes", seconds=3600))["now"] > before


async def act(far: Far, do: str, *words: str, **more: object) -> Any:  # noqa: ANN401 - JSON of any shape
    return await far.order("act", person="ann", do=do, words=words, **more)
