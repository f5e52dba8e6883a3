"""Trouble on demand and rate limits, as discord.py meets them."""

import asyncio
import datetime as dt

import aiohttp
import discord
import pytest

from tests.doubles.discord import faults
from tests.doubles.discord.buckets import REAL, Rule
from tests.unit.doubles.echo import Echo
from tests.unit.doubles.hall import Hall, Hand

MESSAGES = r"^/channels/\d+/messages$"


async def target(hall: Hall, bot: Echo) -> discord.TextChannel:
    found = await bot.fetch_channel(hall.channel.id)
    assert isinstance(found, discord.TextChannel)
    return found


def plan(hall: Hall, trouble: faults.Trouble, times: int = 1) -> None:
    hall.double.faults.plan(trouble, "POST", MESSAGES, times)


def said(hall: Hall) -> list[str]:
    return [each.content for each in hall.alice.sees()]


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (faults.fails(503), discord.DiscordServerError),
        (faults.limited(0.01, via=False), discord.HTTPException),
        (faults.refuses(403, 50013), discord.Forbidden),
        (faults.resets(), aiohttp.ClientOSError),
        (faults.closes(), aiohttp.ServerDisconnectedError),
    ],
)
async def test_trouble_reaches_the_bot_and_nothing_is_posted(
    hall: Hall, bot: Echo, trouble: faults.Trouble, error: type[Exception]
) -> None:
    channel = await target(hall, bot)
    plan(hall, trouble)
    with pytest.raises(error):
        await channel.send("x")
    assert said(hall) == []
    await channel.send("y")
    assert said(hall) == ["y"]
    assert hall.double.faults.happened == 1


async def test_a_reset_is_the_one_that_linux_reports(hall: Hall, bot: Echo) -> None:
    channel = await target(hall, bot)
    plan(hall, faults.resets())
    with pytest.raises(aiohttp.ClientOSError) as reset:
        await channel.send("x")
    assert reset.value.errno == 104


async def test_a_lost_reply_leaves_the_effect_and_the_nonce_saves_it(hall: Hall, bot: Echo) -> None:
    channel = await target(hall, bot)
    plan(hall, faults.loses_reply())
    with pytest.raises(aiohttp.ClientOSError):
        await channel.send("once", nonce="abc")
    assert said(hall) == ["once"]
    await channel.send("once", nonce="abc")
    assert said(hall) == ["once"]


async def test_silence_lasts_until_the_bot_gives_up(hall: Hall, bot: Echo) -> None:
    channel = await target(hall, bot)
    plan(hall, faults.hangs())
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(channel.send("x"), 0.1)
    assert said(hall) == []


async def test_a_slow_answer_comes(hall: Hall, bot: Echo) -> None:
    channel = await target(hall, bot)
    plan(hall, faults.slows(0.05))
    await channel.send("x")
    assert said(hall) == ["x"]


async def test_a_server_error_is_retried_by_the_library(hall: Hall, bot: Echo) -> None:
    channel = await target(hall, bot)
    plan(hall, faults.fails(502))
    await channel.send("x")
    assert said(hall) == ["x"]
    assert [call.status for call in hall.double.rest.calls[-2:]] == [502, 200]


async def test_planned_trouble_can_be_called_off(hall: Hall, hand: Hand) -> None:
    plan(hall, faults.fails(500), times=9)
    assert (await hand.ask("GET", f"/channels/{hall.channel.id}"))[0] == 200
    hall.double.faults.clear()
    assert (await hand.post(content="x"))[0] == 200


async def test_a_full_bucket_is_waited_for(hall: Hall, bot: Echo) -> None:
    name = "POST /channels/{channel_id}/messages"
    hall.double.rest.buckets.rules[name] = Rule(2, 0.3)
    channel = await target(hall, bot)
    for number in range(5):
        await channel.send(str(number))
    assert said(hall) == list("01234")
    assert hall.double.rest.buckets.refused == 0


async def test_who_does_not_wait_is_told_how_long(hall: Hall, hand: Hand) -> None:
    hall.double.rest.buckets.rules |= REAL
    codes = [(await hand.post(content="x"))[0] for _ in range(6)]
    assert codes == [200] * 5 + [429]
    told = (await hand.post(content="x"))[1]
    assert 0 < told["retry_after"] <= 5
    assert told["global"] is False
    other = hall.world.channel(hall.guild, "other")
    assert (await hand.ask("POST", f"/channels/{other.id}/messages", {"content": "x"}))[0] == 200
    hall.clock.move("+1m", dt.UTC)
    assert (await hand.post(content="x"))[0] == 200


async def test_everything_has_one_limit_that_interactions_are_free_of(
    hall: Hall, hand: Hand
) -> None:
    hall.double.rest.buckets.everywhere = Rule(3, 60.0)
    codes = [(await hand.ask("GET", "/users/@me"))[0] for _ in range(4)]
    assert codes == [200, 200, 200, 429]
    assert (await hand.ask("GET", "/gateway/bot"))[1]["global"] is True
    asking = await hand.begin(hall.alice.slash("ask"))
    assert (await hand.answer(4, content="free"))[0] == 204
    assert (await asking).text == "free"


async def test_a_429_of_discord_says_so_in_its_headers(hall: Hall, hand: Hand) -> None:
    hall.double.rest.buckets.everywhere = Rule(1, 60.0)
    await hand.ask("GET", "/users/@me")
    headers = {"Authorization": f"Bot {hall.world.token}"}
    async with hand.http.get(hall.double.api + "/users/@me", headers=headers) as answer:
        assert answer.status == 429
        assert answer.headers["Via"]
        assert answer.headers["X-RateLimit-Scope"] == "global"
        assert answer.headers["Content-Type"] == "application/json"
        assert float(answer.headers["Retry-After"]) > 0


async def test_bad_answers_are_counted_as_discord_counts_them(hall: Hall, hand: Hand) -> None:
    rest = hall.double.rest
    plan(hall, faults.refuses(403, 50001), times=2)
    plan(hall, faults.limited(1.0))
    for _ in range(4):
        await hand.post(content="x")
    hall.world.token_is_reset = True
    assert (await hand.post(content="x"))[0] == 401
    assert rest.bad_in_ten_minutes() == 3
    hall.clock.move("+11m", dt.UTC)
    assert rest.bad_in_ten_minutes() == 0
