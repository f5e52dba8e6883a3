"""What arrives unasked on Discord: posted once, and every answer of Discord's passed on."""

import asyncio
import datetime as dt
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import pytest

from adapters.discord.poster import DiscordPoster, nonce
from adapters.discord.rest import Answered, Rest
from bot.core.cards import Button, Card, Text, row
from bot.core.clocks import MovedClock
from bot.core.markup import of_pack
from bot.core.people import Community, Place, Platform
from bot.core.posting import Later, Post, Poster, Refused, Rights, Sent, Unknown, Unreached
from bot.intents.roadmap import Roadmap
from tests.doubles.discord import Double, Overwrite, World, serving
from tests.doubles.discord.faults import (
    Trouble,
    closes,
    fails,
    hangs,
    limited,
    loses_reply,
    refuses,
    resets,
)
from tests.doubles.discord.messages import Body, Message
from tests.doubles.discord.permissions import EVERYONE, Permission
from tests.doubles.discord.places import Channel, ChannelType, Guild
from tests.doubles.discord.rest import Call

NOON = dt.datetime(2027, 3, 8, 12, tzinfo=dt.UTC)
POST = Post(
    Card(
        "Week 4: Two tools, one truth · 45 min",
        (Text(of_pack("*Do* it twice.")),),
    ),
    "Week 4 of 26 · Mondays 18:00 Berlin",
    "7Q2K9",
)
UTC = ZoneInfo("UTC")
PATH = r"/channels/\d+/messages$"


@dataclass(repr=False)
class Desk:
    """A server with the bot in it, and a poster without any gateway."""

    double: Double
    guild: Guild
    channel: Channel
    poster: DiscordPoster

    @property
    def world(self) -> World:
        return self.double.world

    def place(self, channel: Channel | None = None) -> Place:
        where = channel or self.channel
        community = Community(Platform.discord, str(self.guild.id))
        return Place(Platform.discord, str(where.id), where.name, community)

    def there(self, channel: Channel | None = None) -> list[Message]:
        where = channel or self.channel
        return [
            each
            for each in self.world.messages.values()
            if each.channel is where and each.deleted_at is None
        ]

    def asked(self, method: str) -> list[Call]:
        return [each for each in self.double.rest.calls if each.method == method]

    async def send(self, post: Post = POST, key: str = "a", within: float = 9.0) -> Sent:
        return await self.poster.send(self.place(), post, key=key, within=within)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    double = Double(World(MovedClock(NOON)))
    async with serving(double):
        guild = double.world.guild("Study Hall")
        channel = double.world.channel(guild, "ml-evenings")
        poster = DiscordPoster.open(double.world.token, double.api)
        yield Desk(double, guild, channel, poster)
        await poster.close()


async def test_a_post_is_classic_named_and_silent_where_it_should_be(desk: Desk) -> None:
    role = desk.world.role(desk.guild, "ml-evenings", mentionable=True)
    loud = await desk.send(replace(POST, role=str(role.id)))
    quiet = await desk.send(replace(POST, silent=True), "b")
    first, second = desk.there()
    assert (loud.remote, quiet.remote) == (str(first.id), str(second.id))
    assert first.content == f"Week 4: Two tools, one truth · 45 min\n<@&{role.id}>"
    assert first.text.endswith("Week 4 of 26 · Mondays 18:00 Berlin · ref 7Q2K9")
    assert (first.body.flags, second.body.flags) == (0, 1 << 12)
    assert (first.pings.roles, second.pings.roles) == ({role.id}, set())
    assert loud.text == POST.text
    assert desk.double.breaches == []


@pytest.mark.parametrize("role", ["everyone", "here", "@everyone", "<@&1>"])
async def test_nobody_but_the_chosen_role_is_ever_mentioned(desk: Desk, role: str) -> None:
    desk.world.set_rights(desk.guild, desk.guild.everyone, EVERYONE | Permission.MENTION_EVERYONE)
    named = role if role != "everyone" else str(desk.guild.id)
    card = Card("Hello @everyone", (Text(of_pack("<@&1>")),))
    await desk.send(Post(card, "", role=named))
    (message,) = desk.there()
    assert (message.pings.everyone, message.pings.roles, message.pings.users) == (
        False,
        set(),
        set(),
    )
    assert "<@&" not in message.content


async def test_the_same_key_posts_once(desk: Desk) -> None:
    first = await desk.send()
    assert await desk.send() == first
    assert await desk.send(key="b") != first
    assert len(desk.there()) == 2
    assert {len(str(each.nonce)) <= 25 for each in desk.there()} == {True}


def test_a_long_key_becomes_a_hash_and_a_nonce_stays() -> None:
    long = "schedule:group:2027-03-08:0:channel:post"
    assert len(nonce(long)) == 24
    assert nonce("A" * 24) == "A" * 24
    assert nonce(long) != nonce(long + "x")


async def test_a_repeat_of_what_was_deleted_since_counts_as_sent(desk: Desk) -> None:
    await desk.send()
    desk.double.posting.delete(desk.there()[0])
    assert await desk.send() == Sent("", text=POST.text)
    assert desk.there() == []


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_a_server_in_trouble_leaves_it_open_and_is_asked_once(
    desk: Desk, status: int
) -> None:
    desk.double.faults.plan(fails(status), "POST", PATH, 9)
    with pytest.raises(Unknown):
        await desk.send()
    assert desk.double.faults.happened == 1


async def test_an_unavailable_server_took_nothing(desk: Desk) -> None:
    desk.double.faults.plan(fails(503), "POST", PATH)
    with pytest.raises(Unreached):
        await desk.send()
    desk.world.outage(desk.guild)
    with pytest.raises(Unreached):
        await desk.send()
    assert desk.there() == []


@pytest.mark.parametrize("trouble", [resets(), closes(), loses_reply()])
async def test_a_cut_connection_leaves_it_open_and_the_repeat_posts_once(
    desk: Desk, trouble: Trouble
) -> None:
    desk.double.faults.plan(trouble, "POST", PATH)
    with pytest.raises(Unknown):
        await desk.send()
    sent = await desk.send()
    assert [str(each.id) for each in desk.there()] == [sent.remote]


async def test_no_answer_in_time_leaves_it_open(desk: Desk) -> None:
    desk.double.faults.plan(hangs(), "POST", PATH)
    with pytest.raises(Unknown):
        await desk.send(within=0.05)


async def test_nobody_at_the_address_means_that_nothing_was_posted(desk: Desk) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
    poster = DiscordPoster.open("x", f"http://127.0.0.1:{port}/api")
    with pytest.raises(Unreached):
        await poster.send(desk.place(), POST, key="a", within=5.0)
    await poster.close()


@pytest.mark.parametrize(
    ("everywhere", "via", "everybody"),
    [(False, True, False), (True, True, True), (False, False, True)],
)
async def test_too_fast_is_passed_on_and_not_waited_for(
    desk: Desk, *, everywhere: bool, via: bool, everybody: bool
) -> None:
    desk.double.faults.plan(limited(4.5, everywhere=everywhere, via=via), "POST", PATH, 9)
    with pytest.raises(Later) as told:
        await desk.send()
    assert (told.value.seconds, told.value.everybody) == (4.5, everybody)
    assert desk.double.faults.happened == 1


@pytest.mark.parametrize("code", [20016, 20028, 40062])
async def test_too_often_in_one_channel_is_waited_for(desk: Desk, code: int) -> None:
    desk.double.faults.plan(refuses(400, code), "POST", PATH)
    with pytest.raises(Later) as told:
        await desk.send()
    assert not told.value.everybody


async def reason(
    desk: Desk, post: Post = POST, place: Place | None = None
) -> tuple[str, tuple[str, ...]]:
    with pytest.raises(Refused) as told:
        await desk.poster.send(place or desk.place(), post, key="a", within=9.0)
    return told.value.reason, told.value.missing


@pytest.mark.parametrize(
    ("lost", "missing"),
    [
        (Permission.SEND_MESSAGES, "Send Messages"),
        (Permission.EMBED_LINKS, "Embed Links"),
        (Permission.VIEW_CHANNEL, "View Channel"),
    ],
)
async def test_a_lost_right_is_named_as_on_discords_screens(
    desk: Desk, lost: Permission, missing: str
) -> None:
    desk.world.change(desk.channel, [Overwrite(desk.guild.everyone, deny=lost)])
    desk.world.set_rights(desk.guild, desk.world.bot_role(desk.guild), 0)
    assert await reason(desk) == ("no right", (missing,))


async def test_other_refusals_say_what_happened(desk: Desk) -> None:
    gone = desk.world.channel(desk.guild, "gone")
    desk.world.drop(gone)
    assert await reason(desk, place=desk.place(gone)) == ("no channel", ())
    forum = desk.world.channel(desk.guild, "forum", kind=ChannelType.FORUM)
    assert await reason(desk, place=desk.place(forum)) == ("invalid", ())
    thread = desk.world.channel(
        desk.guild, "thread", kind=ChannelType.PUBLIC_THREAD, parent=desk.channel
    )
    thread.locked = True
    assert await reason(desk, place=desk.place(thread)) == ("archived", ())
    desk.world.token_is_reset = True
    assert await reason(desk) == ("token", ())


async def test_a_refusal_stays_one_when_the_rights_cannot_be_looked_up(desk: Desk) -> None:
    desk.double.faults.plan(refuses(403, 50013), "POST", PATH)
    desk.double.faults.plan(resets(), "GET", "/channels/")
    assert await reason(desk) == ("no right", ())


async def test_a_body_that_discord_refuses_is_invalid(desk: Desk) -> None:
    desk.double.faults.plan(refuses(400, 50035), "POST", PATH)
    assert await reason(desk) == ("invalid", ())


async def test_a_post_is_found_by_its_reference(desk: Desk) -> None:
    assert isinstance(desk.world.clock, MovedClock)
    before = desk.world.now()
    desk.world.clock.move("+1h", UTC)
    for n in range(130):
        desk.double.posting.post(desk.channel, desk.guild.owner, _said(f"ref 7Q2K9 {n}"))
    sent = await desk.send()
    for n in range(30):
        desk.double.posting.post(desk.channel, desk.guild.owner, _said(f"more {n}"))
    place, find = desk.place(), desk.poster.find
    found = await find(place, "a", "7Q2K9", desk.world.now())
    assert found is not None
    assert found.remote == sent.remote
    assert await find(place, "a", "7Q2K8", before) is None
    desk.world.clock.move("+1h", UTC)
    assert await find(place, "a", "7Q2K9", desk.world.now()) is None


def _said(text: str) -> Body:
    return Body(content=text)


async def test_without_the_right_to_read_back_nothing_can_be_known(desk: Desk) -> None:
    await desk.send()
    desk.world.change(
        desk.channel, [Overwrite(desk.world.bot, deny=Permission.READ_MESSAGE_HISTORY)]
    )
    with pytest.raises(Refused) as told:
        await desk.poster.find(desk.place(), "a", "7Q2K9", NOON)
    assert told.value.missing == ("Read Message History",)


async def test_a_thread_is_opened_once(desk: Desk) -> None:
    sent = await desk.send()
    thread = await desk.poster.open_thread(desk.place(), sent.remote, "Week 4")
    assert await desk.poster.open_thread(desk.place(), sent.remote, "Week 4") == thread
    (opened,) = [each for each in desk.guild.channels if each.is_thread]
    assert (str(opened.id), opened.name) == (thread, "Week 4")
    recap = await desk.poster.send(desk.place(opened), POST, key="r", within=9.0)
    assert [str(each.id) for each in desk.there(opened)] == [recap.remote]


async def test_a_post_is_changed_in_place_and_taken_back(desk: Desk) -> None:
    role = desk.world.role(desk.guild, "all", mentionable=True)
    post = replace(POST, role=str(role.id))
    sent = await desk.send(post)
    await desk.poster.edit(desk.place(), sent.remote, replace(post, foot="corrected"))
    (message,) = desk.there()
    assert message.text.endswith("corrected · ref 7Q2K9")
    body = desk.asked("PATCH")[0].data
    assert isinstance(body, dict)
    assert body["allowed_mentions"] == {"parse": []}
    await desk.poster.remove(desk.place(), sent.remote)
    await desk.poster.remove(desk.place(), sent.remote)
    assert desk.there() == []
    with pytest.raises(Refused) as told:
        await desk.poster.edit(desk.place(), sent.remote, POST)
    assert told.value.reason == "no channel"


async def test_the_newest_message_is_known_without_reading_back(desk: Desk) -> None:
    sent = await desk.send()
    assert await desk.poster.newest(desk.place(), sent.remote)
    desk.double.posting.post(desk.channel, desk.guild.owner, _said("hello"))
    assert await desk.poster.newest(desk.place(), sent.remote) is False
    empty = desk.world.channel(desk.guild, "empty")
    assert await desk.poster.newest(desk.place(empty), sent.remote) is None


async def test_rights_are_looked_up_with_what_a_post_needs(desk: Desk) -> None:
    assert await desk.poster.rights(desk.place(), POST) == Rights()
    own = desk.world.bot_role(desk.guild)
    desk.world.set_rights(desk.guild, desk.guild.everyone, int(Permission.VIEW_CHANNEL))
    desk.world.set_rights(desk.guild, own, 0)
    role = desk.world.role(desk.guild, "quiet")
    needs = replace(POST, thread="Week 4", role=str(role.id))
    found = await desk.poster.rights(desk.place(), needs)
    assert found.missing == (
        "Send Messages",
        "Embed Links",
        "Create Public Threads",
        "Send Messages in Threads",
        "Mention @everyone, @here and All Roles",
    )
    assert (found.fits, found.there, found.fine) == (True, True, False)


async def test_rights_add_up_as_discord_says(desk: Desk) -> None:
    everyone, own = desk.guild.everyone, desk.world.bot_role(desk.guild)
    desk.world.set_rights(desk.guild, own, 0)
    send = Permission.SEND_MESSAGES
    for overwrites, fine in (
        ([Overwrite(everyone, deny=send)], False),
        ([Overwrite(everyone, deny=send), Overwrite(own, allow=send)], True),
        ([Overwrite(own, allow=send), Overwrite(desk.world.bot, deny=send)], False),
    ):
        desk.world.change(desk.channel, overwrites)
        assert (await desk.poster.rights(desk.place(), POST)).fine is fine
    desk.world.set_rights(desk.guild, own, int(Permission.ADMINISTRATOR))
    assert (await desk.poster.rights(desk.place(), POST)).fine


async def test_a_channel_that_is_hidden_gone_or_of_another_kind_says_so(desk: Desk) -> None:
    private = desk.world.channel(
        desk.guild, "private", [Overwrite(desk.guild.everyone, deny=Permission.VIEW_CHANNEL)]
    )
    desk.world.set_rights(desk.guild, desk.world.bot_role(desk.guild), 0)
    hidden = await desk.poster.rights(desk.place(private))
    assert (hidden.missing, hidden.there) == (("View Channel",), False)
    desk.world.change(
        private,
        [
            Overwrite(desk.guild.everyone, deny=Permission.VIEW_CHANNEL),
            Overwrite(desk.world.bot, allow=Permission.VIEW_CHANNEL),
        ],
    )
    assert (await desk.poster.rights(desk.place(private))).private
    forum = desk.world.channel(desk.guild, "forum", kind=ChannelType.FORUM)
    assert not (await desk.poster.rights(desk.place(forum))).fits
    thread = desk.world.channel(
        desk.guild, "thread", kind=ChannelType.PUBLIC_THREAD, parent=desk.channel
    )
    assert (await desk.poster.rights(desk.place(thread), POST)).fine
    thread.locked = True
    assert not (await desk.poster.rights(desk.place(thread))).open
    desk.world.drop(thread)
    assert not (await desk.poster.rights(desk.place(thread))).there


async def test_a_role_tells_how_many_people_it_reaches(desk: Desk) -> None:
    role = desk.world.role(desk.guild, "ml-evenings")
    for name in ("alice", "ben"):
        desk.world.join(desk.guild, desk.double.person(name).user, role)
    community = Community(Platform.discord, str(desk.guild.id))
    assert await desk.poster.reach(community, str(role.id)) == 2
    assert await desk.poster.reach(community, "1") is None
    desk.double.faults.plan(refuses(403, 50013), "GET", "member-counts")
    assert await desk.poster.reach(community, str(role.id)) is None


async def test_one_person_is_told_in_private_once(desk: Desk) -> None:
    alice = desk.double.person("alice")
    community = Community(Platform.discord, str(desk.guild.id))
    card = Card("On hold", (Text(of_pack("Missing: Send Messages.")),))
    for _ in range(2):
        await desk.poster.tell(community, str(alice.id), card, key="k")
    (message,) = alice.sees(alice.dm)
    assert message.content == "On hold"
    alice.user.refuses_dms = True
    with pytest.raises(Refused):
        await desk.poster.tell(community, str(alice.id), card, key="other")


async def test_a_post_with_buttons_has_an_address(desk: Desk) -> None:
    sent = await desk.send(Post(Card("Hello", row(Button("Open mine", Roadmap()))), ""))
    assert desk.there()[0].buttons == ["Open mine"]
    place = desk.place()
    assert desk.poster.link(place, sent.remote) == (
        f"https://discord.com/channels/{desk.guild.id}/{desk.channel.id}/{sent.remote}"
    )
    assert desk.poster.link(place, "") == ""
    (lane,) = desk.poster.lanes(place)
    assert lane.rate == 45.0


async def test_a_private_conversation_needs_no_rights(desk: Desk) -> None:
    dm = Place(Platform.discord, str(desk.double.person("alice").dm.id))
    poster: Poster = desk.poster
    assert await poster.rights(dm, POST) == Rights()


async def test_calls_share_a_session_and_can_go_on_after_it_was_closed(desk: Desk) -> None:
    rest = Rest(desk.world.token, desk.double.api)
    await asyncio.gather(*(rest.call("GET", "/users/@me") for _ in range(3)))
    await rest.close()
    assert (await rest.call("GET", "/users/@me"))["id"] == str(desk.world.bot.id)
    with pytest.raises(Answered, match="status 404"):
        await rest.call("GET", "/nowhere")
    await rest.close()
    await rest.close()
    assert desk.world.token not in repr(rest)
