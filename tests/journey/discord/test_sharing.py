"""Cards in the channel: shared, taken back, removed, and refused where the bot has no right."""

import pytest

from bot.catalog.catalog import Catalog
from tests.doubles.discord import Answer, ChannelType, Overwrite, Person
from tests.doubles.discord.permissions import Permission
from tests.journey.discord.stage import Stage, ids

pytestmark = pytest.mark.usefixtures("running")

UPDATE = 7


async def shares(person: Person, command: str = "roadmap", **options: str | int) -> Answer:
    """Open a card that can be shared, and share it."""
    return await person.press(await person.slash(command, options), "Share here")


async def test_a_clean_copy_is_posted_and_taken_back(stage: Stage, catalog: Catalog) -> None:
    begun = await stage.alice.press(await stage.alice.slash("roadmap"), "Start")
    await stage.alice.press(begun, "Mark as done")
    receipt = await shares(stage.alice)
    (post,) = stage.public()
    assert all(step.title in post.text for step in catalog.steps)
    assert "Shared by @alice" in post.text.replace("\\", "")
    assert not any(word in post.text for word in ("done", "Next", "known"))
    assert receipt.text == "Shared in #ml-evenings."
    assert receipt.private
    assert stage.responses()[-1] == UPDATE
    gone = await stage.alice.press(receipt, "Take it back")
    assert gone.text == "Taken back."
    assert stage.public() == []


async def test_a_press_on_a_shared_card_answers_the_presser(stage: Stage) -> None:
    await shares(stage.alice)
    (post,) = stage.public()
    before = post.body
    for person in (stage.ben, stage.alice):
        answer = await person.press(post, "Open mine")
        assert answer.private
        assert answer.message is not post
        assert "Your roadmap" in answer.text
    assert post.body == before, "nobody's press changes it for the others"
    assert len(stage.public()) == 1


async def test_a_stranger_cannot_take_it_back(stage: Stage) -> None:
    receipt = await shares(stage.alice)
    back = ids(receipt)["Take it back"]
    own = await stage.ben.slash("roadmap")
    refused = await stage.forged(stage.ben, own, back)
    assert "Only they or a moderator" in refused.text
    assert len(stage.public()) == 1
    elsewhere = stage.world.guild("Elsewhere", stage.ben.user)
    stage.world.channel(elsewhere, "den")
    there = await stage.ben.slash("roadmap", channel=elsewhere.channel("den"))
    unknown = await stage.forged(stage.ben, there, back)
    assert "already taken back" in unknown.text, "another server's share is unknown there"
    assert len(stage.public()) == 1
    card = await stage.mona.slash("roadmap")
    assert (await stage.forged(stage.mona, card, back)).text == "Taken back."
    assert stage.public() == []


async def test_a_moderator_removes_a_card_from_its_menu(stage: Stage) -> None:
    await shares(stage.alice)
    (post,) = stage.public()
    hello = stage.ben.say("hello", stage.channel)
    with pytest.raises(AssertionError, match="not offered to ben"):
        await stage.ben.message_command("Remove this card", post)
    not_mine = await stage.mona.message_command("Remove this card", hello)
    assert "not mine" in not_mine.text
    removed = await stage.mona.message_command("Remove this card", post)
    assert removed.text == "Removed."
    assert removed.private
    assert stage.public() == [hello]


async def test_a_message_is_explained_to_who_asks(stage: Stage, catalog: Catalog) -> None:
    term = next(each for each in catalog.terms if each.term.isalpha())
    one = stage.mona.say(f"What is {term.term} again?", stage.channel)
    none = stage.mona.say("zzz", stage.channel)
    answer = await stage.ben.message_command("Explain a term", one)
    assert term.term in answer.text
    assert answer.private
    assert (
        "no word of the glossary" in (await stage.ben.message_command("Explain a term", none)).text
    )
    await shares(stage.alice, "define", term=term.id)
    post = stage.public()[-1]
    assert post.body.content == "", "a card of ours has its text in its components"
    found = await stage.ben.message_command("Explain a term", post)
    assert term.term in found.text or "Words in this message" in found.text


@pytest.mark.parametrize(
    ("denied", "missing"),
    [
        (Permission.SEND_MESSAGES, "Send Messages"),
        (Permission.VIEW_CHANNEL, "View Channel"),
        (Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES, "View Channel"),
    ],
)
async def test_what_is_missing_is_named(stage: Stage, denied: int, missing: str) -> None:
    role = stage.world.bot_role(stage.guild)
    stage.world.change(stage.channel, [Overwrite(role, deny=denied)])
    refused = await shares(stage.alice)
    assert f"Missing: {missing}" in refused.text
    assert refused.private
    assert stage.public() == []
    stage.world.change(stage.channel, [])
    assert "Shared in" in (await shares(stage.alice)).text, "and it is not counted"


async def test_threads_have_a_right_of_their_own(stage: Stage) -> None:
    thread = stage.world.channel(
        stage.guild, "week-4", kind=ChannelType.PUBLIC_THREAD, parent=stage.channel
    )
    stage.alice.at = thread
    role = stage.world.bot_role(stage.guild)
    denied = Permission.SEND_MESSAGES_IN_THREADS
    stage.world.change(stage.channel, [Overwrite(role, deny=denied)])
    assert "Missing: Send Messages in Threads" in (await shares(stage.alice)).text
    stage.world.change(stage.channel, [Overwrite(role, deny=Permission.SEND_MESSAGES)])
    assert "Shared in #week-4" in (await shares(stage.alice)).text
    assert len(stage.public(thread)) == 1


async def test_a_card_that_is_gone_already(stage: Stage) -> None:
    receipt = await shares(stage.alice)
    (post,) = stage.public()
    stage.double.posting.delete(post)
    assert (await stage.alice.press(receipt, "Take it back")).text == "Taken back."


async def test_sharing_is_switched_off_in_one_channel(stage: Stage) -> None:
    setup = await stage.mona.slash("manage setup")
    assert "ml-evenings" in setup.text
    await stage.mona.press(setup, "Switch sharing off")
    private = await shares(stage.alice)
    assert "Cards are private in this channel" in private.text
    assert stage.public() == []
    lounge = stage.world.channel(stage.guild, "lounge")
    stage.alice.at = lounge
    assert "Shared in #lounge" in (await shares(stage.alice)).text
