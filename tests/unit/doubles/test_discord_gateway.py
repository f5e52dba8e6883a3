"""The gateway: sessions, what survives a lost connection, and who is shown the door."""

import asyncio
from collections.abc import Callable

import aiohttp
import discord
import pytest

from tests.doubles.discord import Timing
from tests.doubles.discord.gateway import PATH, Gateway
from tests.unit.doubles.echo import Echo, running
from tests.unit.doubles.hall import Hall

SOON = 15.0


async def happens(hall: Hall, what: Callable[[], bool]) -> None:
    assert await hall.world.bell.until(what, SOON)


async def test_a_cut_connection_is_resumed_and_nothing_is_missed(hall: Hall, bot: Echo) -> None:
    (session,) = hall.double.gateway.live()
    hall.double.gateway.cut_all()
    await happens(hall, lambda: session.connection is None)
    asking = asyncio.create_task(hall.alice.slash("echo", text="while away"))
    await happens(hall, lambda: session.resumed == 1)
    assert (await asking).text == "while away"
    assert "resumed 0" in bot.heard
    assert hall.double.gateway.used == 1


async def test_a_call_to_reconnect_is_followed(hall: Hall, bot: Echo) -> None:
    (session,) = hall.double.gateway.live()
    hall.double.gateway.ask_to_reconnect()
    await happens(hall, lambda: session.resumed == 1 and session.connection is not None)
    assert (await hall.alice.slash("echo", text="back")).text == "back"
    assert bot.heard.count("resumed 0") == 1


async def test_an_invalid_session_is_started_anew(hall: Hall, bot: Echo) -> None:
    (before,) = hall.double.gateway.live()
    hall.double.gateway.invalidate()
    await happens(hall, lambda: hall.double.gateway.used == 2)
    (after,) = hall.double.gateway.live()
    assert before.id != after.id
    assert (await hall.alice.slash("echo", text="anew")).text == "anew"
    assert "resumed 0" not in bot.heard


async def test_a_forgotten_session_is_started_anew(hall: Hall, bot: Echo) -> None:
    hall.double.gateway.forget()
    hall.double.gateway.cut_all()
    await happens(hall, lambda: hall.double.gateway.used == 2)
    assert (await hall.alice.slash("echo", text="anew")).text == "anew"
    assert not bot.is_closed()


async def test_who_missed_too_much_starts_anew(hall: Hall, bot: Echo) -> None:
    (session,) = hall.double.gateway.live()
    hall.double.gateway.cut_all()
    await happens(hall, lambda: session.connection is None)
    for _ in range(1001):
        session.emit("TYPING_START", {})
    await happens(hall, lambda: hall.double.gateway.used == 2)
    assert "resumed 0" not in bot.heard


async def test_a_polite_goodbye_ends_the_session(hall: Hall) -> None:
    async with running(hall.double):
        assert len(hall.double.gateway.sessions) == 1
    await happens(hall, lambda: not hall.double.gateway.connections)
    assert hall.double.gateway.sessions == {}


@pytest.mark.parametrize("code", [1000, 4000, 4008])
async def test_a_closed_connection_is_resumed(hall: Hall, bot: Echo, code: int) -> None:
    (session,) = hall.double.gateway.live()
    hall.double.gateway.close_all(code)
    await bot.hears("resumed 0")
    assert hall.double.gateway.live() == [session]


async def test_a_zombie_says_nothing_until_the_bot_notices(hall: Hall) -> None:
    hall.world.timing = Timing(heartbeat=0.1)
    async with running(hall.double, heartbeat_timeout=0.6) as bot:
        gateway = hall.double.gateway
        (session,) = gateway.live()
        (connection,) = gateway.connections
        await happens(hall, lambda: connection.beats > 1)
        gateway.acknowledges = False
        await happens(hall, lambda: session.connection is not connection)
        gateway.acknowledges = True
        gateway.cut_all()
        await happens(hall, lambda: session.resumed > 0 and session.connection is not None)
        assert not bot.is_closed()


async def test_a_wrong_token_and_unpermitted_intents_are_turned_away(hall: Hall) -> None:
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with running(hall.double, discord.Intents(guilds=True, message_content=True)):
            pass
    hall.world.token_is_reset = True
    with pytest.raises(discord.LoginFailure):
        async with running(hall.double):
            pass


async def test_who_may_read_content_reads_it(hall: Hall) -> None:
    hall.world.privileged = 1 << 15
    wants = discord.Intents(guilds=True, guild_messages=True, message_content=True)
    async with running(hall.double, wants) as bot:
        hall.alice.say("read me")
        await bot.hears("message read me")


async def test_too_many_starts_cost_the_token(hall: Hall) -> None:
    hall.double.gateway.total = 2
    for _ in range(2):
        async with running(hall.double):
            pass
    assert hall.double.gateway.offer()["session_start_limit"]["remaining"] == 0
    assert not hall.world.token_is_reset
    with pytest.raises(discord.ConnectionClosed) as closed:
        async with running(hall.double):
            pass
    assert closed.value.code == 4004
    assert hall.world.token_is_reset


async def test_servers_come_and_go_and_fail(hall: Hall, bot: Echo) -> None:
    await bot.hears("ready")
    new = hall.world.guild("New")
    await bot.hears("join New")
    hall.world.outage(new)
    await bot.hears("unavailable New")
    hall.world.recover(new)
    await bot.hears("available New")
    hall.world.remove_app(new)
    await bot.hears("remove New")
    assert bot.get_guild(new.id) is None
    assert (await hall.alice.slash("echo", text="here")).text == "here"


async def test_each_shard_hears_of_its_own_servers(hall: Hall) -> None:
    hall.double.gateway.shards = 2
    for number in (0, 1):
        hall.world.guild(f"Hall {number}", hall.mona.user, number=(number + 10) << 22)
    async with running(hall.double) as bot:
        await happens(hall, lambda: len(hall.double.gateway.live()) == 2)
        for number in (0, 1):
            guild = hall.world.guilds[(number + 10) << 22]
            place = hall.world.channel(guild)
            assert (await hall.mona.slash("echo", text="x", channel=place)).text == "x"
            found = bot.get_guild(guild.id)
            assert found is not None
            assert found.shard_id == number
        heard = [[name for _, name, _ in each.events] for each in hall.double.gateway.live()]
        assert [each.count("INTERACTION_CREATE") for each in heard] == [1, 1]


async def test_two_processes_on_one_token_both_hear_everything(hall: Hall, bot: Echo) -> None:
    async with running(hall.double) as other:
        await bot.hears("ready")
        await other.hears("ready")
        assert (await hall.alice.slash("echo", text="x")).text == "x"
        hall.world.guild("New")
        await bot.hears("join New")
        await other.hears("join New")
    answers = [call.status for call in hall.double.rest.calls if "/callback" in call.path]
    assert sorted(answers) == [200, 400]


async def test_a_gateway_can_turn_somebody_away(hall: Hall) -> None:
    hall.double.gateway.turned_away = 1
    async with aiohttp.ClientSession() as http:
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await http.ws_connect(hall.double.gateway.address(PATH))
        async with http.ws_connect(hall.double.gateway.address(PATH)) as socket:
            assert (await socket.receive_json())["op"] == 10


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ("no json", 4002),
        ('{"op": 99, "d": null}', 4001),
        ('{"op": 3, "d": {}}', 4003),
        ('{"op": 2, "d": {"token": "wrong", "intents": 1}}', 4004),
        ('{"op": 2, "d": {"token": "TOKEN", "intents": 1, "shard": [2, 2]}}', 4010),
        ('{"op": 2, "d": {"token": "TOKEN", "intents": -1}}', 4013),
        ('{"op": 2, "d": {"token": "TOKEN", "intents": 2}}', 4014),
        ('{"op": 6, "d": {"token": "wrong"}}', 4004),
    ],
)
async def test_wrong_frames_are_closed_with_their_code(hall: Hall, sent: str, code: int) -> None:
    address = hall.double.gateway.address(PATH)
    async with aiohttp.ClientSession() as http, http.ws_connect(address) as socket:
        await socket.receive_json()
        await socket.send_str(sent.replace("TOKEN", hall.world.token))
        async for _ in socket:
            pass
        assert socket.close_code == code


async def test_who_sends_too_much_is_closed(hall: Hall) -> None:
    address = hall.double.gateway.address(PATH)
    async with aiohttp.ClientSession() as http, http.ws_connect(address) as socket:
        for _ in range(121):
            await socket.send_str('{"op": 1, "d": null}')
        async for _ in socket:
            pass
        assert socket.close_code == 4008


async def test_identifying_too_fast_is_refused(hall: Hall) -> None:
    gateway: Gateway = hall.double.gateway
    gateway.identify_gap = 5.0
    start = {"op": 2, "d": {"token": hall.world.token, "intents": 1}}
    async with aiohttp.ClientSession() as http:
        heard: list[object] = []
        for _ in range(2):
            async with http.ws_connect(gateway.address(PATH)) as socket:
                await socket.receive_json()
                await socket.send_json(start)
                told = await socket.receive_json()
                heard.append((told["op"], told["t"]))
    assert heard == [(0, "READY"), (9, None)]
