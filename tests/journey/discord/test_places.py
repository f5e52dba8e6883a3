"""In the bot's own conversation, and as a member's app in servers that never invited it."""

import pytest

from bot.intents.sharing import Share
from tests.doubles.discord.places import Channel
from tests.journey.discord.stage import Stage, token

pytestmark = pytest.mark.usefixtures("running")


@pytest.fixture
def abroad(stage: Stage) -> Channel:
    """Make a server without the bot, in which alice uses her own installation."""
    elsewhere = stage.world.guild("Abroad", has_app=False)
    channel = stage.world.channel(elsewhere, "plaza")
    stage.world.join(elsewhere, stage.alice.user)
    stage.alice.user.has_app = True
    return channel


async def test_the_own_conversation(stage: Stage) -> None:
    card = await stage.alice.slash("roadmap", channel=stage.alice.dm)
    assert "New here?" in card.text
    assert "Share here" not in card.message.buttons
    begun = await stage.alice.press(card, "Start")
    assert begun.message is card.message
    refused = await stage.forged(stage.alice, begun, token(Share(what="roadmap")))
    assert "channel of a community" in refused.text
    assert [m for m in stage.world.messages.values() if m.viewer is None] == []
    there = await stage.alice.slash("roadmap", channel=stage.channel)
    assert "Share here" in there.message.buttons, "the same person, with the same marks"
    assert "New here?" not in there.text


async def test_a_server_that_did_not_invite_the_bot(stage: Stage, abroad: Channel) -> None:
    assert "manage" not in stage.alice.offered(abroad)
    card = await stage.alice.slash("roadmap", channel=abroad)
    assert card.private
    assert "Share here" not in card.message.buttons
    begun = await stage.alice.press(card, "Start")
    assert begun.message is card.message
    refused = await stage.forged(stage.alice, begun, token(Share(what="roadmap")))
    assert "channel of a community" in refused.text
    assert stage.public(abroad) == []
    owner = stage.double.play(abroad.guild.owner) if abroad.guild else None
    assert owner is not None
    owner.user.has_app = True
    assert "manage" not in owner.offered(abroad), "nobody moderates what is not there"


async def test_a_message_abroad_is_explained_and_nothing_is_removed(
    stage: Stage, abroad: Channel
) -> None:
    hello = stage.double.play(stage.alice.user).say("recall and precision", abroad)
    answer = await stage.alice.message_command("Explain a term", hello)
    assert answer.private
    with pytest.raises(AssertionError, match="not offered"):
        await stage.alice.message_command("Remove this card", hello)


async def test_abroad_no_answer_needs_more_follow_ups_than_it_may_have(
    stage: Stage, abroad: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.answers.READY_WITHIN", 0.0)
    card = await stage.alice.slash("quiz", channel=abroad)
    for label in ("Don't know", "Next question", "Don't know"):
        changed = await stage.alice.press(card, label)
        assert await changed.more() is card.message
        assert changed.follow_ups == []
    privacy = await stage.alice.slash("privacy", channel=abroad)
    export = await stage.alice.press(privacy, "Get my data")
    await export.more()
    assert len(export.follow_ups) == 1
    assert export.follow_ups[0].ephemeral
