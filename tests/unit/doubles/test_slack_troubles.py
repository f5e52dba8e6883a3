"""Trouble on demand and rate limits, as slack_sdk meets them."""

import asyncio
import time
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler

from tests.doubles.slack import faults
from tests.unit.doubles.slack_hall import Study

POST = "/chat.postMessage"


def plan(study: Study, trouble: faults.Trouble, times: int = 1) -> None:
    study.double.faults.plan(trouble, "POST", POST, times)


def said(study: Study) -> list[str]:
    return [each.text for each in study.ann.sees(study.channel)]


async def post(study: Study, text: str = "x") -> None:
    study.api.retry_handlers.clear()
    await study.api.chat_postMessage(channel=study.channel.id, text=text)


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (faults.fails(503), SlackApiError),
        (faults.limited(2), SlackApiError),
        (faults.refuses("is_archived"), SlackApiError),
        (faults.resets(), aiohttp.ClientOSError),
        (faults.closes(), aiohttp.ServerDisconnectedError),
    ],
)
async def test_trouble_reaches_the_bot_and_nothing_is_posted(
    study: Study, trouble: faults.Trouble, error: type[Exception]
) -> None:
    plan(study, trouble)
    with pytest.raises(error):
        await post(study)
    assert said(study) == []
    await post(study, "y")
    assert said(study) == ["y"]
    assert study.double.faults.happened == 1


async def test_a_lost_reply_leaves_the_effect_and_is_posted_twice_by_default(study: Study) -> None:
    plan(study, faults.loses_reply())
    await study.api.chat_postMessage(channel=study.channel.id, text="twice")
    assert said(study) == ["twice", "twice"]
    plan(study, faults.loses_reply())
    with pytest.raises(aiohttp.ClientError):
        await post(study, "once")
    assert said(study) == ["twice", "twice", "once"]
    assert [each.status for each in study.double.web.asked("chat.postMessage")][-2:] == [200, 0]


async def test_silence_lasts_until_the_bot_gives_up(study: Study) -> None:
    plan(study, faults.hangs())
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(post(study), 0.1)
    assert said(study) == []


async def test_a_slow_answer_comes(study: Study) -> None:
    plan(study, faults.slows(0.05))
    await post(study)
    assert said(study) == ["x"]


async def test_planned_trouble_can_be_called_off(study: Study) -> None:
    plan(study, faults.fails(500), times=9)
    with pytest.raises(SlackApiError):
        await post(study)
    study.double.faults.clear()
    await post(study)
    assert said(study) == ["x"]


async def test_a_429_says_how_long_and_is_honoured(study: Study) -> None:
    plan(study, faults.limited(1))
    with pytest.raises(SlackApiError) as limited:
        await post(study)
    error: Any = limited.value
    assert (error.response.status_code, error.response["error"]) == (429, "ratelimited")
    assert error.response.headers["Retry-After"] == "1"
    plan(study, faults.limited(0))
    study.api.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=1))
    await study.api.chat_postMessage(channel=study.channel.id, text="x")
    assert said(study) == ["x"]


async def test_one_message_a_second_goes_into_a_channel(study: Study) -> None:
    other = study.world.channel("other", [study.ann.user])
    study.double.tiers.strict = True
    await post(study, "1")
    assert await study.refused(POST[1:], channel=study.channel.id, text="2") == "ratelimited"
    await study.api.chat_postMessage(channel=other.id, text="1")
    study.world.passes(1)
    await post(study, "2")
    assert said(study) == ["1", "2"]
    assert study.double.tiers.refused == 1


async def test_each_method_has_its_tier(study: Study) -> None:
    study.double.tiers.strict = True
    for _ in range(20):
        await study.api.users_list()
    with pytest.raises(SlackApiError) as limited:
        await study.api.users_list()
    error: Any = limited.value
    assert error.response.headers["Retry-After"] == "60"
    await study.api.users_info(user=study.ann.id)
    study.world.passes(60)
    await study.api.users_list()


async def test_trouble_befalls_sockets_and_response_addresses_too(study: Study) -> None:
    study.double.faults.plan(faults.fails(503), "GET", "/link")
    opened = await study.api.apps_connections_open(app_token=study.world.install.app_token)
    async with aiohttp.ClientSession() as http:
        with pytest.raises(aiohttp.WSServerHandshakeError, match="503"):
            await http.ws_connect(opened["url"])
        async with http.ws_connect(opened["url"]) as socket:
            assert (await socket.receive_json())["type"] == "hello"
            study.double.faults.plan(faults.resets(), "POST", "^/commands/")
            typing = asyncio.create_task(study.ann.types("/echo x"))
            told = await socket.receive_json()
            url = told["payload"]["response_url"]
            with pytest.raises(aiohttp.ClientOSError):
                await http.post(url, json={"text": "lost"})
            await http.post(url, json={"text": "there"})
            await socket.send_json({"envelope_id": told["envelope_id"]})
            assert (await typing).text == "there"


def test_time_stands_still_until_it_is_told_to_pass(study: Study) -> None:
    before = study.world.now()
    time.sleep(0.001)
    assert study.world.now() == before
    study.world.passes(60)
    assert (study.world.now() - before).total_seconds() == 60
