"""Health, figures and heartbeat, over real HTTP."""

import asyncio
import datetime as dt
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import unused_port

from bot.core.people import Community, Platform
from bot.study.outbox import Load
from bot.study.schedules import Delivery, Fate, Part
from bot.watch.lookout import STALE, CannotListen, Lookout, ended
from tests.journey.booth import HandClock
from tests.yard.tree import ROOT

NOON = dt.datetime(2027, 3, 8, 12, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def a_delivery(fate: Fate, reason: str = "", sent: dt.datetime | None = None) -> Delivery:
    community = Community(Platform.discord, "1")
    return Delivery(
        *("s:g:2027-03-08:0:c:post", community, "c", Part.post, NOON, NOON, NOON, 0, 0),
        fate=fate,
        reason=reason,
        sent_at=sent,
    )


@asynccontextmanager
async def listening(lookout: Lookout) -> AsyncGenerator[str]:
    address = f"127.0.0.1:{unused_port()}"
    await lookout.listen(address)
    try:
        yield f"http://{address}"
    finally:
        await lookout.close()


async def asked(address: str) -> tuple[int, str]:
    async with ClientSession() as session, session.get(address) as answer:
        return answer.status, await answer.text()


async def test_it_is_well_until_a_part_stands_still() -> None:
    clock = HandClock(NOON)
    lookout = Lookout(clock)
    lookout.ticked("plan", NOON)
    async with listening(lookout) as address:
        assert (await asked(f"{address}/health"))[0] == 200
        clock.at += STALE
        assert (await asked(f"{address}/health"))[0] == 200
        clock.at += dt.timedelta(seconds=1)
        status, text = await asked(f"{address}/health")
        assert (status, '"stale": ["plan"]' in text) == (503, True)
        lookout.ticked("plan", clock.at)
        assert (await asked(f"{address}/health"))[0] == 200


async def test_figures_say_what_became_of_posts() -> None:
    lookout = Lookout(HandClock(NOON))
    lookout.finished(a_delivery(Fate.sent, sent=NOON), 2 * MINUTE)
    lookout.finished(a_delivery(Fate.skipped, "late"), MINUTE)
    lookout.loaded(Load(3, NOON - MINUTE, 2), NOON)
    async with listening(lookout) as address:
        _, text = await asked(f"{address}/metrics")
    lines = text.splitlines()
    assert 'milepost_posts_total{fate="sent",platform="discord",reason=""} 1.0' in lines
    assert 'milepost_posts_total{fate="skipped",platform="discord",reason="late"} 1.0' in lines
    assert 'milepost_post_delay_seconds_sum{platform="discord"} 120.0' in lines
    assert 'milepost_post_delay_seconds_count{platform="discord"} 1.0' in lines
    assert "milepost_posts_waiting 3.0" in lines
    assert "milepost_oldest_due_seconds 60.0" in lines
    assert "milepost_targets_on_hold 2.0" in lines


async def test_an_address_in_use_is_said() -> None:
    one, other = Lookout(HandClock(NOON)), Lookout(HandClock(NOON))
    async with listening(one) as address:
        with pytest.raises(CannotListen, match=r"MILEPOST_HTTP: 127\.0\.0\.1:.*another host:port"):
            await other.listen(address.removeprefix("http://"))


async def test_the_heart_beats_while_all_is_well() -> None:
    beats: list[str] = []
    beaten = asyncio.Event()

    async def take(request: web.Request) -> web.Response:
        beats.append(request.path)
        beaten.set()
        return web.Response(status=500 if len(beats) == 1 else 200)

    app = web.Application()
    app.router.add_get("/beat/secret", take)
    runner = web.AppRunner(app)
    await runner.setup()
    port = unused_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    clock = HandClock(NOON)
    lookout = Lookout(clock)
    lookout.ticked("plan", NOON)
    task = asyncio.create_task(lookout.beat(f"http://127.0.0.1:{port}/beat/secret", every=0.01))
    for _ in range(2):
        beaten.clear()
        await asyncio.wait_for(beaten.wait(), 30)
    clock.at += 2 * STALE
    await asyncio.sleep(0.05)
    count = len(beats)
    await asyncio.sleep(0.1)
    assert len(beats) <= count + 1, "a sick process sends no heartbeat"
    await ended(task)
    await runner.cleanup()


async def test_a_dead_address_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    lookout = Lookout(HandClock(NOON))
    address = f"http://127.0.0.1:{unused_port()}/secret"
    task = asyncio.create_task(lookout.beat(address, every=0.01))
    await asyncio.sleep(0.1)
    assert not task.done()
    await ended(task)
    assert "No heartbeat got through" in caplog.text
    assert "secret" not in caplog.text


def test_rules_and_dashboard_name_series_that_exist() -> None:
    lookout = Lookout(HandClock(NOON))
    lookout.finished(a_delivery(Fate.sent, sent=NOON), MINUTE)
    lookout.ticked("plan", NOON)
    known = lookout.metrics.text().decode()
    rules = (ROOT / "deploy" / "alerts.yaml").read_text("utf-8").splitlines()
    asked_for = [line for line in rules if line.strip().startswith("expr:")]
    assert len(asked_for) == 4
    asked_for.append((ROOT / "deploy" / "dashboard.json").read_text("utf-8"))
    assert json.loads(asked_for[-1])["panels"]
    names = {word for text in asked_for for word in _words(text) if word.startswith("milepost_")}
    assert len(names) >= 6
    assert [
        name for name in sorted(names) if f"{name}{{" not in known and f"{name} " not in known
    ] == []


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() or letter == "_" else " " for letter in text).split()
