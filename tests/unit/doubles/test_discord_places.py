"""Servers, channels, roles, members and the app, as the bot reads them."""

import discord
import pytest

from tests.doubles.discord import Overwrite
from tests.doubles.discord.permissions import EVERYONE, Permission
from tests.unit.doubles.echo import Echo
from tests.unit.doubles.hall import Hall, Hand


async def test_a_server_is_read_as_it_is(hall: Hall, bot: Echo) -> None:
    role = hall.world.role(hall.guild, "Helpers", Permission.MANAGE_MESSAGES)
    hall.world.join(hall.guild, hall.alice.user, role)
    guild = await bot.fetch_guild(hall.guild.id)
    assert (guild.name, guild.owner_id) == ("Study Hall", hall.mona.id)
    assert guild.preferred_locale is discord.Locale.german
    assert guild.approximate_member_count == 3
    assert [each.name for each in await guild.fetch_channels()] == ["general"]
    names = [each.name for each in await guild.fetch_roles()]
    assert names == ["@everyone", "milepost", "Helpers"]
    assert (await guild.fetch_member(hall.alice.id)).name == "alice"
    with pytest.raises(discord.NotFound):
        await guild.fetch_member(hall.guild.id)
    assert [each.name async for each in bot.fetch_guilds()] == ["Study Hall"]


async def test_the_gateway_tells_what_the_bot_may_do(hall: Hall, bot: Echo) -> None:
    await bot.hears("ready")
    guild = bot.get_guild(hall.guild.id)
    assert guild is not None
    channel = guild.get_channel(hall.channel.id)
    assert channel is not None
    assert channel.permissions_for(guild.me).value == EVERYONE
    role = hall.world.bot_role(hall.guild)
    hall.world.change(hall.channel, [Overwrite(role, deny=Permission.SEND_MESSAGES)])
    hall.world.rename(hall.guild, "Reading Room")
    await bot.wait_for("guild_update")
    assert not channel.permissions_for(guild.me).send_messages
    assert guild.name == "Reading Room"


async def test_channels_and_threads_come_and_go(hall: Hall, hand: Hand) -> None:
    made = (await hand.post(content="x"))[1]
    path = f"/channels/{hall.channel.id}"
    status, thread = await hand.ask("POST", f"{path}/messages/{made['id']}/threads", {"name": "T"})
    assert (status, thread["parent_id"], thread["type"]) == (200, str(hall.channel.id), 11)
    listed = (await hand.ask("GET", f"/guilds/{hall.guild.id}/threads/active"))[1]["threads"]
    assert [each["id"] for each in listed] == [thread["id"]]
    closed = (await hand.ask("PATCH", f"/channels/{thread['id']}", {"archived": True}))[1]
    assert closed["thread_metadata"]["archived"] is True
    assert (await hand.ask("PATCH", path, {"name": "other"}))[1]["code"] == 50013
    assert (await hand.ask("POST", f"{path}/threads", {"name": ""}))[1]["code"] == 50035


async def test_a_server_without_the_bot_is_unknown(hall: Hall, hand: Hand) -> None:
    path = f"/guilds/{hall.guild.id}"
    assert (await hand.ask("GET", f"{path}/members/@me"))[1]["user"]["bot"] is True
    assert (await hand.ask("DELETE", f"/users/@me{path}"))[0] == 204
    assert (await hand.ask("GET", path))[1]["code"] == 10004
    assert (await hand.post(content="x"))[1]["code"] == 50001


async def test_people_are_found_and_written_to(hall: Hall, hand: Hand) -> None:
    assert (await hand.ask("GET", f"/users/{hall.alice.id}"))[1]["username"] == "alice"
    assert (await hand.ask("GET", "/users/1"))[1]["code"] == 10013
    asked = {"recipient_id": str(hall.alice.id)}
    first = (await hand.ask("POST", "/users/@me/channels", asked))[1]
    assert (await hand.ask("POST", "/users/@me/channels", asked))[1]["id"] == first["id"]
    own = {"recipient_id": str(hall.world.bot.id)}
    assert (await hand.ask("POST", "/users/@me/channels", own))[1]["code"] == 50007


async def test_the_app_tells_about_itself(hall: Hall, bot: Echo) -> None:
    about = await bot.application_info()
    assert (about.id, about.name) == (hall.world.bot.id, "milepost")
    limits = await bot.fetch_session_start_limits()
    assert (limits.total, limits.remaining) == (1000, 999)
    found = {each.name for each in await bot.tree.fetch_commands()}
    assert {"echo", "form", "Explain"} <= found


async def test_what_is_not_there_is_said_in_json(hand: Hand) -> None:
    assert (await hand.ask("GET", "/nowhere"))[0] == 404
    assert (await hand.ask("GET", "/channels/words"))[1]["code"] == 10003
