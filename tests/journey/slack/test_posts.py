"""What arrives unasked on Slack: sent once, found again by its key, every answer passed on."""

import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest

from adapters.slack.poster import Session, SlackPoster
from bot.core.cards import Button, Card, Text, row
from bot.core.markup import of_pack
from bot.core.people import Community, Place, Platform
from bot.core.posting import Later, Post, Poster, Refused, Rights, Sent, Unknown, Unreached
from bot.intents.roadmap import Roadmap
from tests.doubles.slack import Double, Person, World, serving
from tests.doubles.slack.faults import (
    Trouble,
    closes,
    fails,
    hangs,
    limited,
    loses_reply,
    refuses,
    resets,
)
from tests.doubles.slack.install import Token
from tests.doubles.slack.messages import Body, Message
from tests.doubles.slack.places import Channel

POST = Post(
    Card("Week 4: Two tools, one truth", (Text(of_pack("*Do* it twice.")),)),
    "Week 4 of 26 · Mondays 18:00 Berlin",
    "7Q2K9",
)
PATH = "/chat.postMessage"
HISTORY = {"channels:history", "groups:history"}


@dataclass(repr=False)
class Desk:
    """A workspace with the bot in one channel, and a poster with a session of its own."""

    double: Double
    ann: Person
    channel: Channel
    poster: SlackPoster

    @property
    def world(self) -> World:
        return self.double.world

    def place(self, channel: Channel | None = None, thread: str = "") -> Place:
        where = channel or self.channel
        name = f"{where.id}/{thread}" if thread else where.id
        return Place(Platform.slack, name, where.name, self.community)

    @property
    def community(self) -> Community:
        return Community(Platform.slack, self.world.team.id)

    def there(self) -> list[Message]:
        found = self.world.messages
        return [each for each in found if each.author is self.world.bot and not each.deleted_at]

    async def send(self, post: Post = POST, key: str = "a", within: float = 9.0) -> Sent:
        return await self.poster.send(self.place(), post, key=key, within=within)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    double = Double()
    async with serving(double):
        ann = double.person("ann")
        channel = double.world.channel("ml-evenings", [ann.user])
        poster = SlackPoster.open(double.world.install.bot_token, double.api)
        yield Desk(double, ann, channel, poster)
        await poster.close()


async def test_a_post_reads_well_and_ends_with_its_reference(desk: Desk) -> None:
    group = desk.world.usergroup("ml", [desk.ann.user])
    buttons = row(Button("Open mine", Roadmap()))
    card = replace(POST.card, blocks=(*POST.card.blocks, *buttons))
    sent = await desk.send(replace(POST, card=card, role=group.id))
    (message,) = desk.there()
    assert sent == Sent(message.ts, text=replace(POST, card=card).text)
    assert message.line == "Week 4: Two tools, one truth"
    assert message.text.split("\n") == [
        "Week 4: Two tools, one truth",
        f"<!subteam^{group.id}>",
        "*Do* it twice.",
        "Week 4 of 26 · Mondays 18:00 Berlin · ref 7Q2K9",
    ]
    assert (message.buttons, message.pings.groups) == (["Open mine"], {group.id})
    assert desk.world.breaches == []


@pytest.mark.parametrize("role", ["", "everyone>", "!here", "<!channel>"])
async def test_only_a_group_is_ever_mentioned(desk: Desk, role: str) -> None:
    card = Card("<!channel> @here", (Text(of_pack("<!everyone>")),))
    await desk.send(Post(card, "", role=role))
    assert not desk.there()[0].pings


async def test_a_post_is_found_by_its_key_where_the_history_may_be_read(desk: Desk) -> None:
    since = desk.world.now()
    sent = await desk.send()
    place, find = desk.place(), desk.poster.find
    with pytest.raises(Refused) as told:
        await find(place, "a", "7Q2K9", since)
    assert told.value.reason == "no right"
    desk.world.install.scopes |= HISTORY
    for n in range(450):
        desk.double.posting.post(desk.channel, Body(f"{n}"), author=desk.ann.user)
    found = await find(place, "a", "7Q2K9", since)
    assert found is not None
    assert found.remote == sent.remote
    assert await find(place, "b", "7Q2K9", since) is None
    desk.world.passes(3600)
    assert await find(place, "a", "7Q2K9", desk.world.now()) is None


async def test_a_recap_in_a_thread_is_found_there(desk: Desk) -> None:
    desk.world.install.scopes |= HISTORY
    since = desk.world.now()
    sent = await desk.send()
    thread = await desk.poster.open_thread(desk.place(), sent.remote, "Week 4")
    assert thread == f"{desk.channel.id}/{sent.remote}"
    place = replace(desk.place(), channel=thread)
    recap = await desk.poster.send(place, POST, key="r", within=9.0)
    assert desk.there()[1].thread_ts == sent.remote
    found = await desk.poster.find(place, "r", "", since)
    assert found is not None
    assert found.remote == recap.remote
    assert await desk.poster.find(place, "x", "", since) is None


@pytest.mark.parametrize(
    "trouble", [resets(), closes(), fails(500), fails(503), refuses("internal_error")]
)
async def test_when_nobody_knows_it_is_sent_once_and_left_open(
    desk: Desk, trouble: Trouble
) -> None:
    desk.double.faults.plan(trouble, "POST", PATH, 9)
    with pytest.raises(Unknown):
        await desk.send()
    assert desk.double.faults.happened == 1
    assert desk.there() == []


async def test_a_lost_reply_leaves_a_post_that_can_be_found(desk: Desk) -> None:
    desk.world.install.scopes |= HISTORY
    since = desk.world.now()
    desk.double.faults.plan(loses_reply(), "POST", PATH)
    with pytest.raises(Unknown):
        await desk.send()
    found = await desk.poster.find(desk.place(), "a", "7Q2K9", since)
    assert found is not None
    assert found.remote == desk.there()[0].ts


async def test_no_answer_in_time_leaves_it_open(desk: Desk) -> None:
    desk.double.faults.plan(hangs(), "POST", PATH)
    with pytest.raises(Unknown):
        await desk.send(within=0.05)


async def test_nobody_at_the_address_means_that_nothing_was_posted(desk: Desk) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
    poster = SlackPoster.open("x", f"http://127.0.0.1:{port}/api/")
    with pytest.raises(Unreached):
        await poster.send(desk.place(), POST, key="a", within=5.0)
    await poster.close()
    closed = SlackPoster(lambda: None)
    with pytest.raises(Unreached):
        await closed.send(desk.place(), POST, key="a", within=5.0)
    await closed.close()


async def test_too_fast_is_passed_on_and_not_waited_for(desk: Desk) -> None:
    desk.double.faults.plan(limited(3), "POST", PATH, 9)
    with pytest.raises(Later) as told:
        await desk.send()
    assert (told.value.seconds, told.value.everybody) == (3.0, False)
    assert desk.double.faults.happened == 1


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ("restricted_action_read_only_channel", "no right"),
        ("invalid_blocks", "invalid"),
        ("msg_too_long", "invalid"),
        ("something_new", "invalid"),
        ("no_permission", "no right"),
        ("token_revoked", "token"),
        ("account_inactive", "token"),
    ],
)
async def test_a_refusal_says_what_it_means(desk: Desk, error: str, reason: str) -> None:
    desk.double.faults.plan(refuses(error), "POST", PATH)
    with pytest.raises(Refused) as told:
        await desk.send()
    assert told.value.reason == reason


async def test_the_state_of_the_channel_says_why(desk: Desk) -> None:
    async def reason(channel: Channel) -> str:
        with pytest.raises(Refused) as told:
            await desk.poster.send(desk.place(channel), POST, key="a", within=9.0)
        return told.value.reason

    other = desk.world.channel("other", invited=False)
    private = desk.world.channel("private", private=True, invited=False)
    assert (await reason(other), await reason(private)) == ("not member", "no channel")
    desk.channel.archived = True
    assert await reason(desk.channel) == "archived"
    desk.world.install.token = Token.INACTIVE
    assert await reason(desk.channel) == "token"


async def test_a_post_is_changed_in_place_and_taken_back(desk: Desk) -> None:
    sent = await desk.send()
    await desk.poster.edit(desk.place(), sent.remote, replace(POST, foot="corrected"))
    (message,) = desk.there()
    assert message.text.endswith("corrected · ref 7Q2K9")
    assert message.body.metadata is not None
    await desk.poster.remove(desk.place(), sent.remote)
    await desk.poster.remove(desk.place(), sent.remote)
    assert desk.there() == []
    with pytest.raises(Refused) as told:
        await desk.poster.edit(desk.place(), sent.remote, POST)
    assert told.value.reason == "no channel"
    hidden = desk.world.channel("hidden", private=True, invited=False)
    with pytest.raises(Refused):
        await desk.poster.remove(desk.place(hidden), sent.remote)


async def test_the_newest_message_is_known_only_with_the_scope(desk: Desk) -> None:
    sent = await desk.send()
    assert await desk.poster.newest(desk.place(), sent.remote) is None
    desk.world.install.scopes |= HISTORY
    assert await desk.poster.newest(desk.place(), sent.remote)
    desk.double.posting.post(desk.channel, Body("hello"), author=desk.ann.user)
    assert await desk.poster.newest(desk.place(), sent.remote) is False
    assert await desk.poster.newest(desk.place(thread=sent.remote), sent.remote) is None


async def test_rights_are_known_as_far_as_slack_tells_us(desk: Desk) -> None:
    assert await desk.poster.rights(desk.place()) == Rights(unsure=("/invite @milepost",))
    desk.world.install.scopes |= {"channels:read", "groups:read"}
    assert await desk.poster.rights(desk.place()) == Rights()
    other = desk.world.channel("other", invited=False)
    assert (await desk.poster.rights(desk.place(other))).missing == ("/invite @milepost",)
    private = desk.world.channel("private", [desk.ann.user], private=True)
    assert (await desk.poster.rights(desk.place(private))).private
    hidden = desk.world.channel("hidden", private=True, invited=False)
    assert not (await desk.poster.rights(desk.place(hidden))).there
    desk.channel.archived = True
    assert not (await desk.poster.rights(desk.place())).open
    desk.double.faults.plan(refuses("token_revoked"), "GET", "/conversations.info")
    with pytest.raises(Refused):
        await desk.poster.rights(desk.place())


async def test_a_group_tells_how_many_people_it_reaches(desk: Desk) -> None:
    group = desk.world.usergroup("ml", [desk.ann.user])
    assert await desk.poster.reach(desk.community, group.id) is None
    desk.world.install.scopes.add("usergroups:read")
    assert await desk.poster.reach(desk.community, group.id) == 1


async def test_one_person_is_told_in_private(desk: Desk) -> None:
    poster: Poster = desk.poster
    card = Card("On hold", (Text(of_pack("Not in the channel.")),))
    await poster.tell(desk.community, desk.ann.user.id, card, key="k")
    (message,) = desk.there()
    assert message.channel is desk.world.dm(desk.ann.user)
    assert message.line == "On hold"


async def test_a_link_leads_to_the_message_as_soon_as_the_address_is_known(desk: Desk) -> None:
    sent = await desk.send()
    place = desk.place()
    team, channel = desk.world.team, desk.channel.id
    assert (
        desk.poster.link(place, sent.remote) == f"https://app.slack.com/client/{team.id}/{channel}"
    )
    await desk.poster.rights(place)
    named = f"https://{team.domain}.slack.com/archives/{channel}/p{sent.remote.replace('.', '')}"
    assert desk.poster.link(place, sent.remote) == named
    assert desk.poster.link(Place(Platform.slack, "D1"), "") == ""


def test_a_channel_and_a_workspace_have_limits_of_their_own(desk: Desk) -> None:
    one, other = desk.poster.lanes(desk.place())
    thread, _ = desk.poster.lanes(desk.place(thread="1.2"))
    assert (one.rate, other.rate) == (0.9, 5.0), "a little below Slack's own"
    assert one == thread
    assert one.key != other.key


async def test_a_session_opens_again_after_it_was_closed(desk: Desk) -> None:
    session = Session("xoxb-secret", desk.double.api)
    first = session()
    assert session() is first
    await session.close()
    assert session() is not first
    await session.close()
    await session.close()
    assert "xoxb-secret" not in repr(session)
    await desk.poster.close()
    assert (await desk.send()).remote
