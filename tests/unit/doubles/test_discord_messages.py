"""Messages in channels: once per nonce, by right, within the limits."""

import asyncio
import datetime as dt
import io

import discord
import pytest

from tests.doubles.discord import ChannelType, Overwrite
from tests.doubles.discord.permissions import EVERYONE, Permission
from tests.unit.doubles.echo import Echo
from tests.unit.doubles.hall import Hall, Hand

VIEW, SEND = Permission.VIEW_CHANNEL, Permission.SEND_MESSAGES


async def target(hall: Hall, bot: Echo) -> discord.abc.Messageable:
    found = await bot.fetch_channel(hall.channel.id)
    assert isinstance(found, discord.TextChannel)
    return found


async def test_one_nonce_is_one_message(hall: Hall, bot: Echo) -> None:
    channel = await target(hall, bot)
    first = await channel.send("once", nonce="abc")
    again = await channel.send("once, again", nonce="abc")
    other = await channel.send("other", nonce="def")
    assert first.id == again.id != other.id
    assert [each.content for each in hall.alice.sees()] == ["once", "other"]
    assert hall.double.channels.nonces.repeats == 1


async def test_a_nonce_is_forgotten_after_some_minutes(hall: Hall, bot: Echo) -> None:
    channel = await target(hall, bot)
    first = await channel.send("once", nonce="abc")
    hall.clock.move("+6m", dt.UTC)
    assert (await channel.send("twice", nonce="abc")).id != first.id


async def test_a_nonce_holds_across_channels(hall: Hall, bot: Echo) -> None:
    channel = await target(hall, bot)
    other = await bot.fetch_channel(hall.world.channel(hall.guild, "other").id)
    assert isinstance(other, discord.TextChannel)
    first = await channel.send("once", nonce="abc")
    assert (await other.send("elsewhere", nonce="abc")).id == first.id


async def test_a_nonce_of_a_deleted_message_says_unknown(hall: Hall, bot: Echo) -> None:
    channel = await target(hall, bot)
    first = await channel.send("once", nonce="abc")
    await first.delete()
    with pytest.raises(discord.NotFound) as refused:
        await channel.send("once", nonce="abc")
    assert refused.value.code == 10008
    assert hall.alice.sees() == []


async def test_without_enforcing_a_nonce_is_a_mere_word(hall: Hall, hand: Hand) -> None:
    first = (await hand.post(content="a", nonce="abc"))[1]
    second = (await hand.post(content="b", nonce="abc"))[1]
    assert first["id"] != second["id"]
    assert (await hand.post(content="c", nonce="x" * 26))[1]["code"] == 50035
    assert len(hall.alice.sees()) == 2


async def test_a_message_is_edited_deleted_and_read_back(hall: Hall, bot: Echo) -> None:
    channel = await target(hall, bot)
    sent = await channel.send("one", embed=discord.Embed(title="T", description="D"))
    await sent.edit(content="two")
    kept = hall.alice.sees()[0]
    assert kept.text == "two\nT\nD"
    assert kept.edits[0].before.content == "one"
    hall.alice.say("unseen by bots")
    read = [(each.author.name, each.content) async for each in channel.history(limit=5)]
    assert read == [("alice", ""), ("milepost", "two")]
    after = [each.content async for each in channel.history(limit=5, after=sent)]
    assert after == [""]
    await sent.delete()
    assert kept.deleted_at is not None
    with pytest.raises(discord.NotFound):
        await sent.edit(content="three")


async def test_files_are_sent_kept_and_served(hall: Hall, bot: Echo) -> None:
    channel = await target(hall, bot)
    data = b"x" * 10
    file = discord.File(io.BytesIO(data), "a.png", description="An X")
    sent = await channel.send("see", file=file)
    assert await sent.attachments[0].read() == data
    await sent.edit(content="still")
    assert hall.alice.sees()[0].body.attachments[0].description == "An X"
    await sent.edit(attachments=[])
    assert hall.alice.sees()[0].body.attachments == ()


@pytest.mark.parametrize(
    ("lost", "code"),
    [(VIEW, 50001), (SEND, 50013), (Permission.EMBED_LINKS, 50013)],
)
async def test_a_lost_right_is_refused(hall: Hall, bot: Echo, lost: int, code: int) -> None:
    channel = await target(hall, bot)
    hall.world.change(hall.channel, [Overwrite(hall.world.bot_role(hall.guild), deny=lost)])
    with pytest.raises(discord.Forbidden) as refused:
        await channel.send("x", embed=discord.Embed(title="T"))
    assert refused.value.code == code
    hall.world.change(hall.channel, [])
    await channel.send("healed")
    assert [each.content for each in hall.alice.sees()] == ["healed"]


async def test_overwrites_add_up_as_documented(hall: Hall) -> None:
    world, channel, alice = hall.world, hall.channel, hall.alice.user
    role = world.role(hall.guild, "Readers")
    world.join(hall.guild, alice, role)
    world.change(channel, [Overwrite(hall.guild.everyone, deny=SEND)])
    assert not world.may(channel, alice) & SEND
    world.change(channel, [*channel.overwrites, Overwrite(role, allow=SEND)])
    assert world.may(channel, alice) & SEND
    other = world.role(hall.guild, "Muted")
    world.join(hall.guild, alice, role, other)
    world.change(channel, [*channel.overwrites, Overwrite(other, deny=SEND)])
    assert world.may(channel, alice) & SEND
    world.change(channel, [*channel.overwrites, Overwrite(alice, deny=VIEW)])
    assert world.may(channel, alice) == 0
    assert world.may(channel, hall.mona.user) & SEND
    world.set_rights(hall.guild, role, Permission.ADMINISTRATOR)
    assert world.may(channel, alice) & VIEW


async def test_who_is_timed_out_may_only_read(hall: Hall) -> None:
    member = hall.guild.members[hall.alice.id]
    member.timed_out_until = hall.clock.now() + dt.timedelta(minutes=5)
    rights = hall.world.may(hall.channel, hall.alice.user)
    assert rights == VIEW | Permission.READ_MESSAGE_HISTORY
    hall.clock.move("+6m", dt.UTC)
    assert hall.world.may(hall.channel, hall.alice.user) & SEND


async def test_threads_have_their_own_right(hall: Hall, bot: Echo) -> None:
    channel = await bot.fetch_channel(hall.channel.id)
    assert isinstance(channel, discord.TextChannel)
    thread = await channel.create_thread(name="Week 1", type=discord.ChannelType.public_thread)
    await thread.send("in it")
    kept = hall.guild.channel("Week 1")
    assert [each.content for each in hall.alice.sees(kept)] == ["in it"]
    deny = Overwrite(hall.world.bot_role(hall.guild), deny=Permission.SEND_MESSAGES_IN_THREADS)
    hall.world.change(hall.channel, [deny])
    with pytest.raises(discord.Forbidden):
        await thread.send("not any more")
    hall.world.change(hall.channel, [])
    kept.archived = kept.locked = True
    with pytest.raises(discord.Forbidden) as refused:
        await thread.send("locked")
    assert refused.value.code == 160005


async def test_a_message_opens_an_archived_thread_and_an_edit_does_not(
    hall: Hall, hand: Hand
) -> None:
    kind = ChannelType.PUBLIC_THREAD
    thread = hall.world.channel(hall.guild, "Old", kind=kind, parent=hall.channel)
    path = f"/channels/{thread.id}/messages"
    made = (await hand.ask("POST", path, {"content": "a"}))[1]
    thread.archived = True
    refused = (await hand.ask("PATCH", f"{path}/{made['id']}", {"content": "b"}))[1]
    assert refused["code"] == 50083
    assert (await hand.ask("POST", path, {"content": "c"}))[0] == 200
    assert not thread.archived


async def test_conversations_can_be_refused(hall: Hall, bot: Echo) -> None:
    user = await bot.fetch_user(hall.alice.id)
    await user.send("hello")
    assert [each.content for each in hall.alice.sees(hall.alice.dm)] == ["hello"]
    hall.alice.user.refuses_dms = True
    with pytest.raises(discord.Forbidden) as refused:
        await user.send("again")
    assert refused.value.code == 50007


async def test_channels_go_away(hall: Hall, bot: Echo) -> None:
    channel = await target(hall, bot)
    hall.world.drop(hall.channel)
    with pytest.raises(discord.NotFound) as refused:
        await channel.send("x")
    assert refused.value.code == 10003


async def test_a_forum_takes_threads_only(hall: Hall, hand: Hand) -> None:
    forum = hall.world.channel(hall.guild, "forum", kind=ChannelType.FORUM)
    path = f"/channels/{forum.id}"
    assert (await hand.ask("POST", f"{path}/messages", {"content": "x"}))[1]["code"] == 50008
    post = {"name": "Post", "message": {"content": "first"}}
    status, made = await hand.ask("POST", f"{path}/threads", post)
    assert (status, made["message"]["content"]) == (200, "first")


async def test_pings_need_the_right_and_the_permission(hall: Hall, hand: Hand) -> None:
    quiet = hall.world.role(hall.guild, "quiet")
    loud = hall.world.role(hall.guild, "loud", mentionable=True)
    text = f"@everyone <@{hall.alice.id}> <@&{quiet.id}> <@&{loud.id}>"
    await hand.post(content=text)
    await hand.post(content=text, allowed_mentions={"parse": []})
    await hand.post(content=text, allowed_mentions={"users": [str(hall.mona.id)]})
    open_, none, other = (each.pings for each in hall.alice.sees())
    assert (open_.users, open_.roles, open_.everyone) == ({hall.alice.id}, {loud.id}, False)
    assert (none.users, none.roles, none.everyone) == (set(), set(), False)
    assert other.users == set()
    role = hall.world.bot_role(hall.guild)
    hall.world.set_rights(hall.guild, role, EVERYONE | Permission.MENTION_EVERYONE)
    await hand.post(content=text)
    assert hall.alice.sees()[-1].pings.everyone


async def test_rules_of_the_house_are_noted_and_not_enforced(hall: Hall, hand: Hand) -> None:
    assert (await hand.post(content="quiet", allowed_mentions={"parse": []}))[0] == 200
    assert hall.double.breaches == []
    assert (await hand.post(content="loud"))[0] == 200
    assert hall.double.breaches == ["message.allowed_mentions: somebody could be pinged"]


async def test_waiting_is_for_what_happens(hall: Hall, bot: Echo) -> None:
    channel = await target(hall, bot)
    sending = asyncio.create_task(channel.send("soon"))
    assert await hall.world.bell.until(lambda: bool(hall.alice.sees()), 5.0)
    assert not await hall.world.bell.until(lambda: len(hall.alice.sees()) > 1, 0.01)
    await sending
