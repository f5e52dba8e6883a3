"""HTTP mode: only what Slack signed comes in, once; and somebody asks after our health."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from urllib.parse import urlencode

import aiohttp
import pytest

from adapters.slack.server import Door, Server
from bot.serve import Stopped
from tests.doubles.slack.endpoint import FORM, JSON, Endpoint, Request
from tests.journey.slack.stage import Stage


@pytest.fixture
async def endpoint(stage: Stage) -> AsyncIterator[Endpoint]:
    """Run the bot in HTTP mode and return Slack's side of the door."""
    stage.http = True
    async with stage.running():
        assert stage.double.delivery.endpoint is not None
        yield stage.double.delivery.endpoint


async def good(stage: Stage, endpoint: Endpoint) -> Request:
    """Send a command and return its request."""
    assert "New here?" in (await stage.alice.types("/roadmap")).text
    return endpoint.sent[-1]


async def test_what_is_sent_again_word_for_word_is_refused(
    stage: Stage, endpoint: Endpoint
) -> None:
    request = await good(stage, endpoint)
    said = len(stage.world.messages)
    for _ in range(3):
        answer = await endpoint.post(request)
        assert (answer.status, answer.body) == (401, b"")
    assert len(stage.world.messages) == said


async def test_what_is_forged_is_refused(stage: Stage, endpoint: Endpoint) -> None:
    request = await good(stage, endpoint)
    stamp = request.headers["X-Slack-Request-Timestamp"]
    forged = {
        "another body": replace(request, body=request.body + b"&x=1"),
        "no signature": _without(request, "X-Slack-Signature"),
        "no time": _without(request, "X-Slack-Request-Timestamp"),
        "a later time": _with(request, "X-Slack-Request-Timestamp", str(int(stamp) + 1)),
        "no number": _with(request, "X-Slack-Request-Timestamp", "soon"),
        "other digits": _with(request, "X-Slack-Request-Timestamp", "\u0661\u0662"),
        "nonsense": _with(request, "X-Slack-Signature", "v0=\u00fc"),
    }
    other = endpoint.signature(b"x", stamp, "another secret")
    forged["another secret"] = _with(replace(request, body=b"x"), "X-Slack-Signature", other)
    for name, each in forged.items():
        answer = await endpoint.post(each)
        assert (name, answer.status, answer.body) == (name, 401, b"")


@pytest.mark.parametrize("seconds", [-301, 301])
async def test_what_is_stale_is_refused(stage: Stage, endpoint: Endpoint, seconds: int) -> None:
    body = (await good(stage, endpoint)).body + b"&x=2"
    stamp = str(int(stage.clock.now().timestamp()) + seconds)
    request = endpoint.signed(body, FORM)
    late = _with(request, "X-Slack-Request-Timestamp", stamp)
    late = _with(late, "X-Slack-Signature", endpoint.signature(body, stamp))
    assert (await endpoint.post(late)).status == 401
    near = str(int(stamp) + (2 if seconds < 0 else -2))
    good_one = _with(request, "X-Slack-Request-Timestamp", near)
    good_one = _with(good_one, "X-Slack-Signature", endpoint.signature(body, near))
    assert (await endpoint.post(good_one)).status == 200


async def test_what_is_too_long_is_refused(stage: Stage, endpoint: Endpoint) -> None:
    await good(stage, endpoint)
    assert (await endpoint.post(endpoint.signed(b"x" * (600 * 1024), FORM))).status == 413
    long = json.dumps({"type": "event_callback", "event": {"type": "x"}, "pad": "y" * 400_000})
    assert (await endpoint.post(endpoint.signed(long.encode(), JSON))).status == 200


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", FORM),
        (b"\xff\xfe", FORM),
        (b"payload={", FORM),
        (b"payload=[]", FORM),
        (b"payload=%7B%22type%22%3A%22block_actions%22%7D", FORM),
        (b"{", JSON),
        (b"[]", JSON),
        (b'{"type":"event_callback"}', JSON),
        (b'{"type":"nonsense"}', JSON),
    ],
)
async def test_what_is_signed_and_makes_no_sense_harms_nobody(
    stage: Stage, endpoint: Endpoint, body: bytes, kind: str
) -> None:
    assert (await endpoint.post(endpoint.signed(body, kind))).status in {200, 400, 404}
    assert "New here?" in (await stage.alice.types("/roadmap")).text


async def test_slack_may_ask_whether_the_address_is_ours(endpoint: Endpoint) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc"}).encode()
    answer = await endpoint.post(endpoint.signed(body, JSON))
    assert answer.status == 200
    assert b"abc" in answer.body


async def test_an_event_that_comes_again_is_taken_once(stage: Stage, endpoint: Endpoint) -> None:
    await stage.alice.opens_home()
    before = len(stage.double.web.asked("views.publish"))
    for retry in (1, 2, 3):
        sent = replace(stage.double.delivery.sent[-1], retry=retry, reason="http_timeout")
        outcome = await stage.double.delivery.send(sent)
        assert outcome.status == 200
    await stage.settled()
    assert len(stage.double.web.asked("views.publish")) == before
    assert endpoint.sent


async def test_health_and_nothing_else(stage: Stage, endpoint: Endpoint) -> None:
    base = endpoint.url.removesuffix("/slack/events")
    async with aiohttp.ClientSession() as http:
        async with http.get(f"{base}/health") as answer:
            assert (answer.status, await answer.json()) == (200, {"status": "ok"})
        for path in ("/", "/slack", "/slack/events", "/.env"):
            async with http.get(base + path) as answer:
                assert answer.status in {404, 405}
        async with http.post(f"{base}/health", data=urlencode({"a": "b"})) as answer:
            assert answer.status == 405
    assert stage.http


async def test_an_address_that_is_taken_is_said(stage: Stage, endpoint: Endpoint) -> None:
    taken = endpoint.url.removeprefix("http://").removesuffix("/slack/events")
    other = Server(None, Door.of("x", stage.clock), taken)  # pyright: ignore[reportArgumentType] (never asked)
    with pytest.raises(Stopped, match="MILEPOST_HTTP"):
        await other.start()


def _with(request: Request, name: str, value: str) -> Request:
    return replace(request, headers={**request.headers, name: value})


def _without(request: Request, name: str) -> Request:
    return replace(request, headers={k: v for k, v in request.headers.items() if k != name})
