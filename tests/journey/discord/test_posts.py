"""Posts that nobody asked for: sent through discord.py in the classic form, edited, pressed."""

import dataclasses

import discord
import pytest

from adapters.discord.cards import Payload, draw_post
from adapters.discord.courier import DiscordCourier, nonce
from adapters.discord.posts import to_edit, to_send
from bot.core.cards import Actions, Button, Card, Note, Picture, Text
from bot.core.markup import of_pack
from bot.intents.roadmap import Roadmap
from tests.doubles.discord.messages import Message
from tests.journey.discord.stage import Running, Stage

SUPPRESS_NOTIFICATIONS = 1 << 12
WEEK = Card(
    "Two tools, one truth",
    (
        Text(of_pack("*Do (45 min)* Compute it twice.")),
        Picture("a.png", b"png", "a curve"),
        Actions((Button("Open the roadmap", Roadmap()),)),
        Note(of_pack("Week 4 of 26")),
    ),
)
LINE = "Two tools, one truth"


@pytest.fixture
def target(stage: Stage, running: Running) -> discord.PartialMessageable:
    """Return the channel as discord.py knows it."""
    courier = running.face.courier
    assert isinstance(courier, DiscordCourier)
    client = courier.client()
    assert client is not None
    return client.get_partial_messageable(stage.channel.id, guild_id=stage.guild.id)


async def posted(
    stage: Stage, target: discord.PartialMessageable, payload: Payload, *, silent: bool = False
) -> Message:
    """Send a post and return what stands in the channel."""
    key = nonce("s:g:2027-03-08:0:c:post", str(stage.channel.id))
    sent = await target.send(**to_send(payload, nonce=key, silent=silent))
    return stage.world.messages[sent.id]


async def test_a_post_reads_as_it_was_drawn(
    stage: Stage, target: discord.PartialMessageable
) -> None:
    payload = draw_post(WEEK, LINE, "ref 7Q2K9")
    message = await posted(stage, target, payload)
    (embed,) = message.body.embeds
    assert message.body.content == LINE
    assert embed["description"] == "**Do (45 min)** Compute it twice."
    assert embed["footer"]["text"] == "Week 4 of 26 · ref 7Q2K9"
    assert [each.description for each in message.body.attachments] == ["a curve"]
    assert message.buttons == ["Open the roadmap"]
    assert message.body.flags == 0
    assert not message.pings.roles
    assert stage.double.breaches == []


async def test_a_press_on_a_post_answers_the_presser_alone(
    stage: Stage, target: discord.PartialMessageable
) -> None:
    message = await posted(stage, target, draw_post(WEEK, LINE, "ref 7Q2K9"))
    before = message.body
    answer = await stage.alice.press(message, "Open the roadmap")
    assert answer.private
    assert "New here?" in answer.text
    assert message.body == before


async def test_a_repeat_is_the_same_message(
    stage: Stage, target: discord.PartialMessageable
) -> None:
    payload = draw_post(WEEK, LINE, "ref 7Q2K9")
    first = await posted(stage, target, payload)
    assert await posted(stage, target, payload) is first
    assert stage.public() == [first]


@pytest.mark.parametrize("silent", [True, False])
async def test_a_silent_post_buzzes_nowhere(
    stage: Stage, target: discord.PartialMessageable, *, silent: bool
) -> None:
    message = await posted(stage, target, draw_post(WEEK, LINE, ""), silent=silent)
    assert bool(message.body.flags & SUPPRESS_NOTIFICATIONS) is silent


async def test_one_role_is_mentioned_and_nobody_else(
    stage: Stage, target: discord.PartialMessageable
) -> None:
    role = stage.world.role(stage.guild, "ml-evenings", mentionable=True)
    stage.world.role(stage.guild, "everybody-else", mentionable=True)
    troll = dataclasses.replace(WEEK, title="@everyone <@&1>")
    message = await posted(stage, target, draw_post(troll, "@everyone", "", str(role.id)))
    assert message.body.content.endswith(f" <@&{role.id}>")
    assert message.pings.roles == {role.id}
    assert not message.pings.everyone
    with pytest.raises(ValueError, match="is no role"):
        draw_post(WEEK, LINE, "", "@everyone")


async def test_a_correction_replaces_all_of_it(
    stage: Stage, target: discord.PartialMessageable
) -> None:
    role = stage.world.role(stage.guild, "ml-evenings", mentionable=True)
    message = await posted(stage, target, draw_post(WEEK, LINE, "ref 7Q2K9", str(role.id)))
    bare = Card("", (Text(of_pack("Compute it three times.")), WEEK.blocks[1]))
    corrected = draw_post(bare, "Corrected", "ref 7Q2K9", str(role.id))
    await target.get_partial_message(message.id).edit(**to_edit(corrected))
    assert message.body.content == f"Corrected <@&{role.id}>"
    (embed,) = message.body.embeds
    assert embed["description"] == "Compute it three times."
    assert message.buttons == []
    assert [each.filename for each in message.body.attachments] == ["a.png"], "one, not two"
    assert stage.double.breaches == []
