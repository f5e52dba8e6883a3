"""HTTP mode: signed requests to Bolt's own server, and attacks on it."""

import asyncio
from collections.abc import AsyncGenerator

import pytest
from aiohttp import web

from tests.doubles.slack import Timing
from tests.doubles.slack.attacks import Attacker
from tests.doubles.slack.endpoint import Endpoint
from tests.doubles.slack.outcomes import Sent
from tests.unit.doubles.slack_echo import Echo, listening
from tests.unit.doubles.slack_hall import Study


@pytest.fixture
async def bolt(study: Study) -> AsyncGenerator[Echo]:
    async with listening(study.double) as made:
        yield made


@pytest.fixture
def endpoint(study: Study, bolt: Echo) -> Endpoint:
    assert bolt.api == study.double.api
    found = study.double.delivery.endpoint
    assert found is not None
    return found


@pytest.fixture
def attacker(endpoint: Endpoint) -> Attacker:
    return Attacker(endpoint)


@pytest.fixture
async def known(study: Study, endpoint: Endpoint) -> Sent:
    """Something that Slack sent before, and an attacker overheard."""
    assert endpoint.sent == []
    await study.ann.types("/echo secret")
    return study.double.delivery.sent[-1]


@pytest.mark.usefixtures("bolt")
async def test_everything_works_as_in_socket_mode(study: Study) -> None:
    assert (await study.ann.types("/echo hello")).text == "hello"
    assert (await study.ann.types("/echo later soon")).text == "soon"
    card = await study.ann.types("/echo card first")
    assert (await study.ann.presses(card, "More")).text == "more of it"
    form = await study.ann.types("/echo sheet")
    found = await study.ann.suggests(form, "Term", "gra")
    assert found.options == {"gradient": "gradient", "graph": "graph"}
    wrong = await study.ann.submits(form, {"Your name": "wrong"})
    assert wrong.errors == {"Your name": "is wrong"}
    home = await study.ann.opens_home()
    assert home.home.text == f"hello {study.ann.id}"


async def test_the_app_proves_that_the_address_is_its_own(endpoint: Endpoint) -> None:
    answer = await endpoint.verify()
    assert (answer.status, answer.read()) == (200, {"challenge": "3eZbrw1aB"})


async def test_attacks_are_refused(attacker: Attacker, known: Sent, bolt: Echo) -> None:
    for answer in (
        await attacker.unsigned(known),
        await attacker.forged(known),
        await attacker.garbled(known),
        await attacker.tampered(known, text="something else"),
        await attacker.aged(known),
        await attacker.aged(known, seconds=-305),
    ):
        assert answer.status == 401
    assert bolt.heard == ["command secret"]


async def test_what_is_within_five_minutes_can_be_sent_again(
    attacker: Attacker, known: Sent, bolt: Echo
) -> None:
    assert (await attacker.replayed()).status == 200
    assert (await attacker.aged(known, seconds=60)).status == 200
    assert bolt.heard == ["command secret"] * 3


async def test_odd_requests_reach_the_app(attacker: Attacker, known: Sent) -> None:
    assert (await attacker.overlong(known)).status == 413
    assert (await attacker.typed(known)).status in {200, 404}
    assert (await attacker.raw(b"\xff\xfe")).status != 200


async def test_a_slow_answer_is_too_late(study: Study, bolt: Echo) -> None:
    typing = asyncio.create_task(study.ann.types("/echo silent"))
    await bolt.hears("command silent")
    study.world.passes(3)
    assert "operation_timeout" in (await typing).failed


@pytest.mark.usefixtures("bolt")
async def test_a_refusal_is_shown(study: Study) -> None:
    assert "dispatch_failed" in (await study.ann.types("/echo raises")).failed
    assert "dispatch_failed" in (await study.ann.types("/unknown")).failed


async def test_an_app_that_is_down_is_shown(study: Study) -> None:
    async with listening(study.double):
        pass
    assert "dispatch_failed" in (await study.ann.types("/echo x")).failed


async def test_events_come_again_and_say_so(study: Study) -> None:
    study.world.timing = Timing(retries=(0.0, 0.0))
    async with listening(study.double):
        pass
    endpoint = study.double.delivery.endpoint
    assert endpoint is not None
    await study.ann.opens_home(waits=False)
    await study.double.delivery.idle()
    retries = [
        (each.headers.get("X-Slack-Retry-Num"), each.headers.get("X-Slack-Retry-Reason"))
        for each in endpoint.sent
    ]
    assert retries == [(None, None), ("1", "connection_failed"), ("2", "connection_failed")]
    assert len({each.body for each in endpoint.sent}) == 1
    assert len(study.double.delivery.lost) == 1


@pytest.mark.parametrize(
    ("headers", "tries"), [({}, 2), ({"X-Slack-No-Retry": "1"}, 1)], ids=["again", "no more"]
)
async def test_an_app_may_ask_for_no_second_delivery(
    study: Study, headers: dict[str, str], tries: int
) -> None:
    async def fail(request: web.Request) -> web.Response:
        del request
        return web.Response(status=500, headers=headers)

    study.world.timing = Timing(retries=(0.0,))
    app = web.Application()
    app.router.add_post("/", fail)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    endpoint = study.double.calls_app_at(f"http://127.0.0.1:{runner.addresses[0][1]}/")
    await study.ann.opens_home(waits=False)
    await study.double.delivery.idle()
    await runner.cleanup()
    reasons = [each.headers.get("X-Slack-Retry-Reason") for each in endpoint.sent]
    assert reasons == [None, "http_error"][:tries]
