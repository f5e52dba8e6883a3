"""Cards in the channel: shared, taken back, removed, and refused where the bot has no right."""

import pytest

from bot.catalog.catalog import Catalog
from tests.doubles.slack import Answer, Person
from tests.doubles.slack.faults import Trouble, fails, hangs, limited, loses_reply, refuses, resets
from tests.journey.slack.stage import Running, Stage, ids

POST = r"/chat\.postMessage$"


async def shares(person: Person, line: str = "/roadmap") -> Answer:
    """Open a card that can be shared, and share it."""
    return await person.presses(await person.types(line), "Share here")


@pytest.mark.usefixtures("either")
async def test_a_clean_copy_is_posted_and_taken_back(stage: Stage, catalog: Catalog) -> None:
    begun = await stage.alice.presses(await stage.alice.types("/roadmap"), "Start")
    await stage.alice.presses(begun, "Mark as done")
    card = await stage.alice.types("/roadmap")
    own = card.message
    receipt = await stage.alice.presses(card, "Share here")
    await receipt.shows("Shared in #ml-evenings.")
    (post,) = stage.public()
    assert all(step.title in post.text for step in catalog.steps)
    assert "Shared by @alice" in post.text
    assert not any(word in post.text for word in ("done", "Next", "known"))
    assert not post.pings
    assert post.line.startswith("Roadmap to ML engineer"), "what a lock screen shows"
    assert own.text == "Shared in #ml-evenings.", "the own card says what became of it"
    gone = await stage.alice.presses(own, "Take it back")
    await gone.shows("Taken back.")
    assert stage.public() == []


@pytest.mark.usefixtures("running")
async def test_a_press_on_a_shared_card_answers_the_presser(stage: Stage) -> None:
    await (await shares(stage.alice)).shows("Shared in")
    (post,) = stage.public()
    before = post.body
    for person in (stage.ben, stage.alice):
        answer = await person.presses(post, "Open mine")
        assert answer.private
        assert answer.message is not post
        assert "Your roadmap" in answer.text
    assert post.body == before, "nobody's press changes it for the others"
    assert len(stage.public()) == 1


@pytest.mark.usefixtures("running")
async def test_a_stranger_cannot_take_it_back(stage: Stage) -> None:
    own_card = (await stage.alice.types("/roadmap")).message
    await (await stage.alice.presses(own_card, "Share here")).shows("Shared in")
    back = ids(own_card)["Take it back"]
    own = await stage.ben.types("/roadmap")
    refused = await stage.forged(stage.ben, own, back)
    assert "Only they or a moderator" in refused.text
    assert len(stage.public()) == 1
    mine = await stage.mona.types("/roadmap")
    done = await stage.forged(stage.mona, mine, back)
    await done.shows("Taken back.")
    assert stage.public() == []


@pytest.mark.usefixtures("running")
async def test_a_moderator_removes_a_card_from_its_menu(stage: Stage) -> None:
    await (await shares(stage.alice)).shows("Shared in")
    (post,) = stage.public()
    hello = stage.ben.says("hello", stage.channel)
    refused = await stage.ben.message_shortcut(post, "menu.xr")
    assert "Only moderators can do that" in refused.text
    not_mine = await stage.mona.message_shortcut(hello, "menu.xr")
    assert "not mine" in not_mine.text
    removed = await stage.mona.message_shortcut(post, "menu.xr")
    await removed.shows("Removed.")
    assert removed.private
    assert stage.public() == []
    assert hello.deleted_at is None


@pytest.mark.usefixtures("running")
async def test_a_message_is_explained_to_who_asks(stage: Stage, catalog: Catalog) -> None:
    term = next(each for each in catalog.terms if each.term.isalpha())
    one = stage.mona.says(f"What is {term.term} again?", stage.channel)
    none = stage.mona.says("zzz", stage.channel)
    answer = await stage.ben.message_shortcut(one, "menu.xm")
    assert term.term in answer.text
    assert answer.private
    nothing = await stage.ben.message_shortcut(none, "menu.xm")
    assert "no word of the glossary" in nothing.text
    shared = await shares(stage.alice, f"/milepost define {term.term}")
    await shared.shows("Shared in")
    found = await stage.ben.message_shortcut(stage.public()[-1], "menu.xm")
    assert term.term in found.text or "Words in this message" in found.text


@pytest.mark.usefixtures("running")
async def test_a_channel_without_the_bot_answers_and_says_how_to_share(stage: Stage) -> None:
    lounge = stage.world.channel("lounge", [stage.alice.user], invited=False)
    card = await stage.alice.types("/roadmap", lounge)
    assert "New here?" in card.text
    refused = await stage.alice.presses(card, "Share here")
    assert "/invite @milepost" in refused.text
    assert stage.public(lounge) == []
    lounge.members.append(stage.world.bot)
    await (await stage.alice.presses(card, "Share here")).shows("Shared in #lounge")
    assert len(stage.public(lounge)) == 1


@pytest.mark.usefixtures("running")
async def test_a_private_channel_is_not_named_wrongly(stage: Stage) -> None:
    den = stage.world.channel("den", [stage.alice.user], private=True)
    card = await stage.alice.types("/roadmap", den)
    await (await stage.alice.presses(card, "Share here")).shows("Shared in #private-channel.")
    assert len(stage.public(den)) == 1


TROUBLES: dict[str, tuple[Trouble, str, int]] = {
    "archived": (refuses("is_archived"), "an open channel", 1),
    "read only": (refuses("restricted_action_read_only_channel"), "the right to post here", 1),
    "long wait": (limited(60), "a quieter moment", 1),
    "500": (fails(500), "an answer from Slack", 1),
    "reset": (resets(), "an answer from Slack", 1),
    "lost reply": (loses_reply(), "an answer from Slack", 1),
    "silence": (hangs(), "an answer from Slack", 1),
}


@pytest.mark.parametrize("name", TROUBLES)
async def test_what_may_have_been_posted_is_never_sent_again(
    stage: Stage, running: Running, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack knows no key against repeats: better once too few than once too often."""
    if name == "silence":
        web = running.face.web
        assert web is not None
        monkeypatch.setattr(web.session, "_timeout", web.session.timeout.__class__(total=0.3))
    trouble, missing, tries = TROUBLES[name]
    stage.double.faults.plan(trouble, "POST", POST, times=9)
    refused = await shares(stage.alice)
    await refused.shows(f"Missing: {missing}")
    assert stage.double.faults.happened == tries
    stage.double.faults.clear()
    stage.double.web.release()
    assert len(stage.public()) <= 1
    await (await shares(stage.alice)).shows("Shared in")


@pytest.mark.usefixtures("running")
async def test_a_short_wait_is_waited_for(stage: Stage) -> None:
    stage.double.faults.plan(limited(1), "POST", POST)
    await (await shares(stage.alice)).shows("Shared in")
    assert len(stage.public()) == 1


@pytest.mark.usefixtures("running")
async def test_sharing_is_switched_off_in_one_channel(stage: Stage) -> None:
    setup = await stage.mona.types("/milepost manage setup")
    assert "ml-evenings" in setup.text
    await stage.mona.presses(setup, "Switch sharing off")
    private = await shares(stage.alice)
    assert "Cards are private in this channel" in private.text
    assert stage.public() == []
