"""Socket Mode, as Bolt's aiohttp client and a bare websocket meet it."""

import asyncio
from typing import Any

import aiohttp
import pytest

from tests.doubles.slack import Timing
from tests.unit.doubles.slack_echo import connected
from tests.unit.doubles.slack_hall import Study


async def socket(study: Study, http: aiohttp.ClientSession) -> aiohttp.ClientWebSocketResponse:
    """Open a bare websocket and read its greeting."""
    opened = await http.ws_connect(await address(study))
    hello = await opened.receive_json()
    assert hello["type"] == "hello"
    assert hello["connection_info"] == {"app_id": study.world.app_id}
    return opened


async def address(study: Study) -> str:
    answer = await study.api.apps_connections_open(app_token=study.world.install.app_token)
    return str(answer["url"])


async def test_a_ticket_opens_one_websocket_and_grows_old(study: Study) -> None:
    async with aiohttp.ClientSession() as http:
        url = await address(study)
        async with http.ws_connect(url):
            with pytest.raises(aiohttp.WSServerHandshakeError, match="401"):
                await http.ws_connect(url)
        late = await address(study)
        study.world.passes(60)
        with pytest.raises(aiohttp.WSServerHandshakeError, match="401"):
            await http.ws_connect(late)
        with pytest.raises(aiohttp.WSServerHandshakeError, match="401"):
            await http.ws_connect(late.partition("?")[0])


async def test_only_the_app_token_opens_websockets(study: Study) -> None:
    assert await study.refused("apps.connections.open") == "not_allowed_token_type"
    study.api.token = "xapp-another"
    assert await study.refused("apps.connections.open") == "invalid_auth"
    study.api.token = study.world.install.app_token
    assert await study.refused("auth.test") == "not_allowed_token_type"


async def test_an_envelope_is_acknowledged_by_hand(study: Study) -> None:
    async with aiohttp.ClientSession() as http:
        own = await socket(study, http)
        typing = asyncio.create_task(study.ann.types("/milepost roadmap"))
        told = await own.receive_json()
        assert (told["type"], told["accepts_response_payload"]) == ("slash_commands", True)
        assert told["payload"]["text"] == "roadmap"
        await own.send_json({"envelope_id": told["envelope_id"], "payload": {"text": "six steps"}})
        assert (await typing).text == "six steps"
        (connection,) = study.double.sockets.connections
        assert connection.acks == connection.envelopes == [told["envelope_id"]]


async def test_silence_is_shown_after_three_seconds(study: Study) -> None:
    async with connected(study.double) as bolt:
        typing = asyncio.create_task(study.ann.types("/echo silent"))
        await bolt.hears("command silent")
        study.world.passes(3)
        answer = await typing
        assert answer.failed == '/echo failed with the error "operation_timeout"'
        with pytest.raises(AssertionError, match="operation_timeout"):
            _ = answer.message


async def test_what_bolt_does_not_acknowledge_fails(study: Study) -> None:
    study.world.timing = Timing(patience=0.3)
    async with connected(study.double):
        assert "operation_timeout" in (await study.ann.types("/echo raises")).failed
        assert "operation_timeout" in (await study.ann.types("/unknown")).failed


async def test_without_a_websocket_nothing_arrives(study: Study) -> None:
    answer = await study.ann.types("/echo x")
    assert answer.failed == '/echo failed with the error "dispatch_failed"'


async def test_envelopes_are_spread_over_the_websockets(study: Study) -> None:
    async with connected(study.double, count=3):
        for number in range(6):
            assert (await study.ann.types(f"/echo {number}")).text == str(number)
        spread = [len(each.envelopes) for each in study.double.sockets.connections]
        assert spread == [2, 2, 2]


async def test_an_eleventh_websocket_is_sent_away(study: Study) -> None:
    async with aiohttp.ClientSession() as http:
        opened = [await socket(study, http) for _ in range(10)]
        more = await http.ws_connect(await address(study))
        told = await more.receive_json()
        assert (told["type"], told["reason"]) == ("disconnect", "too_many_websockets")
        assert (await more.receive()).type is aiohttp.WSMsgType.CLOSE
        assert not any(each.closed for each in opened)


async def reopened(study: Study, count: int = 2) -> None:
    """Wait for the app to come back."""
    sockets = study.double.sockets
    came = await study.world.bell.until(
        lambda: sockets.opened >= count and bool(sockets.live), study.world.timing.patience
    )
    assert came


async def test_a_refresh_and_a_warning_bring_a_new_websocket(study: Study) -> None:
    async with connected(study.double):
        await study.double.sockets.refresh()
        await reopened(study)
        assert (await study.ann.types("/echo again")).text == "again"
        await study.double.sockets.warn()
        await reopened(study, 3)
        assert (await study.ann.types("/echo and again")).text == "and again"


async def test_a_goodbye_at_once_is_survived(study: Study) -> None:
    async with connected(study.double, ping=0.5):
        await study.double.sockets.refresh(at_once=True)
        await reopened(study)


async def test_who_does_not_go_is_sent_away_after_ten_seconds(study: Study) -> None:
    async with aiohttp.ClientSession() as http:
        own = await socket(study, http)
        going = asyncio.create_task(study.double.sockets.refresh())
        assert (await own.receive_json())["reason"] == "refresh_requested"
        assert not going.done()
        study.world.passes(10)
        assert (await own.receive()).type is aiohttp.WSMsgType.CLOSE
        await going


async def test_a_cut_websocket_is_opened_anew(study: Study) -> None:
    async with connected(study.double, ping=1.0):
        study.double.sockets.cut_all()
        await reopened(study)
        assert (await study.ann.types("/echo again")).text == "again"


async def test_a_zombie_is_noticed_and_left(study: Study) -> None:
    async with connected(study.double, ping=0.2):
        study.double.sockets.hush()
        await reopened(study)


async def test_a_refused_handshake_is_tried_again(study: Study) -> None:
    async with connected(study.double, ping=1.0):
        study.double.sockets.turned_away = 1
        study.double.sockets.cut_all()
        await reopened(study)
        assert study.double.sockets.turned_away == 0


async def test_socket_mode_can_be_switched_off(study: Study) -> None:
    async with connected(study.double):
        await study.double.sockets.disable()
        token = study.world.install.app_token
        study.api.token = token
        assert await study.refused("apps.connections.open") == "forbidden_team"
        assert "dispatch_failed" in (await study.ann.types("/echo x")).failed


async def test_an_unacknowledged_event_comes_again(study: Study) -> None:
    async with aiohttp.ClientSession() as http:
        own = await socket(study, http)
        opening = asyncio.create_task(study.ann.opens_home(waits=False))
        told: list[Any] = []
        for pause in (0, 60, 300):
            told.append(await own.receive_json())
            study.world.passes(3)
            study.world.passes(pause)
        told.append(await own.receive_json())
        await own.send_json({"envelope_id": told[-1]["envelope_id"]})
        await opening
        await study.double.delivery.idle()
        assert [each["retry_attempt"] for each in told] == [0, 1, 2, 3]
        assert [each["retry_reason"] for each in told] == ["", "timeout", "timeout", "timeout"]
        assert len({each["payload"]["event_id"] for each in told}) == 1
        assert len({each["envelope_id"] for each in told}) == 4
        assert study.double.delivery.lost == []


async def test_a_retry_counts_from_the_end_of_the_three_seconds(study: Study) -> None:
    async with aiohttp.ClientSession() as http:
        own = await socket(study, http)
        await study.ann.opens_home(waits=False)
        for _ in range(2):
            assert (await own.receive_json())["type"] == "events_api"
            study.world.passes(3)
        study.world.passes(59)
        for _ in range(2):
            typing = asyncio.create_task(study.ann.types("/milepost", waits=False))
            told = await own.receive_json()
            assert told["type"] == "slash_commands"
            await own.send_json({"envelope_id": told["envelope_id"]})
            await typing
        study.world.passes(1)
        assert (await own.receive_json())["retry_attempt"] == 2


async def test_an_event_is_given_up_after_three_retries(study: Study) -> None:
    study.world.timing = Timing(retries=(0.0, 0.0))
    await study.ann.opens_home(waits=False)
    await study.double.delivery.idle()
    assert [each.retry for each in study.double.delivery.sent] == [0, 1, 2]
    (lost,) = study.double.delivery.lost
    assert lost.payload["event"]["type"] == "app_home_opened"


async def test_something_is_delivered_twice(study: Study) -> None:
    async with connected(study.double) as bolt:
        await study.ann.types("/echo once")
        await study.double.delivery.again()
        assert bolt.heard == ["command once"] * 2
        first, second = study.double.delivery.sent
        assert first.payload["trigger_id"] == second.payload["trigger_id"]


async def test_an_uninstalled_app_is_told_and_refused(study: Study) -> None:
    async with connected(study.double) as bolt:
        await study.ann.types("/echo warm")
        study.world.uninstall()
        await bolt.hears("tokens_revoked")
        await bolt.hears("app_uninstalled")
        assert await study.refused("auth.test") == "account_inactive"


async def test_an_event_that_was_not_asked_for_is_not_sent(study: Study) -> None:
    async with connected(study.double) as bolt:
        study.ann.says("hello", study.ann.dm)
        study.world.install.events.add("message.im")
        study.ann.says("hello again", study.ann.dm)
        await bolt.hears("message hello again")
        assert bolt.heard == ["message hello again"]
