"""Direct messages, guests, people of other organisations, and channels that never invited us."""

import datetime as dt

import pytest

from bot.compose import catalogue
from bot.core.people import Account, Platform
from bot.core.words import Lexicon
from bot.intents.sharing import Share
from tests.doubles.slack import Standing
from tests.doubles.slack.faults import hangs, refuses
from tests.journey.slack.stage import Running, Stage, token

INFO = r"/users\.info$"


@pytest.mark.usefixtures("either")
async def test_the_own_conversation(stage: Stage) -> None:
    card = await stage.alice.types("/roadmap", stage.alice.dm)
    message = card.message
    assert "New here?" in card.text
    assert "Share here" not in message.buttons
    begun = await stage.alice.presses(card, "Start")
    assert begun.message is message
    refused = await stage.forged(stage.alice, begun, token(Share(what="roadmap")))
    assert "channel of a community" in refused.text
    there = await stage.alice.types("/roadmap", stage.channel)
    assert "Share here" in there.message.buttons, "the same person, with the same marks"
    assert "New here?" not in there.text


@pytest.mark.usefixtures("running")
async def test_a_channel_that_did_not_invite_the_bot(stage: Stage) -> None:
    lounge = stage.world.channel("lounge", [stage.alice.user], invited=False)
    card = await stage.alice.types("/roadmap", lounge)
    message = card.message
    assert card.private
    begun = await stage.alice.presses(card, "Start")
    assert begun.message is message
    round_ = await stage.alice.types("/quiz", lounge)
    assert "1 of 5" in round_.view.text
    assert stage.double.web.asked("chat.postEphemeral") == []


@pytest.mark.usefixtures("running")
async def test_a_guest_is_a_member_and_never_a_moderator(stage: Stage) -> None:
    for standing in (Standing.GUEST, Standing.ONE_CHANNEL_GUEST):
        guest = stage.double.person(f"guest {standing}", standing)
        stage.channel.members.append(guest.user)
        card = await guest.types("/roadmap", stage.channel)
        assert "New here?" in card.text
        begun = await guest.presses(card, "Start")
        assert "Started on" in begun.text
        refused = await guest.types("/milepost manage setup", stage.channel)
        assert "Only moderators can do that" in refused.text


async def test_somebody_of_another_organisation_is_told_kindly_and_not_remembered(
    stage: Stage, running: Running
) -> None:
    other = stage.world.other_team("Elsewhere")
    stage.channel.shared_with.append(other)
    zoe = stage.double.person("zoe", team=other, number=stage.alice.id)
    stage.channel.members.append(zoe.user)
    shared = await stage.alice.presses(await stage.alice.types("/roadmap"), "Share here")
    await shared.shows("Shared in")
    (post,) = stage.public()
    answer = await zoe.presses(post, "Open mine")
    assert "members of this workspace" in answer.text
    assert answer.private
    assert post.deleted_at is None
    assert stage.double.web.asked("views.open") == []
    async with running.store.read() as work:
        assert await work.people.find(Account(Platform.slack, other.id, zoe.id)) is None


@pytest.mark.usefixtures("running")
async def test_rights_of_today_count(stage: Stage) -> None:
    card = await stage.mona.types("/milepost manage setup")
    stage.mona.user.standing = Standing.MEMBER
    stage.clock.move("+1m", dt.UTC)
    refused = await stage.mona.presses(card, "Switch sharing off")
    assert "Only moderators can do that" in refused.text
    stage.ben.user.standing = Standing.ADMIN
    setup = await stage.ben.types("/milepost manage setup")
    assert "Switch sharing off" in setup.message.buttons, "and nothing was switched"


@pytest.mark.usefixtures("running")
async def test_one_who_cannot_be_looked_up_may_do_what_everybody_may(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.slack.people.LOOK_WITHIN", 0.05)
    troubles = refuses("ratelimited", 429), hangs(), refuses("internal_error")
    for number, trouble in enumerate(troubles):
        member = stage.double.person(f"member-{number}")
        owner = stage.double.person(f"owner-{number}", Standing.OWNER)
        stage.channel.members += [member.user, owner.user]
        stage.double.faults.plan(trouble, "GET", INFO, times=9)
        card = await member.types("/roadmap")
        assert "New here?" in card.text
        refused = await owner.types("/milepost manage setup")
        assert "cannot look that up now" in refused.text, "not: you may not"
        stage.double.faults.clear()
    stage.double.web.release()


@pytest.mark.usefixtures("running")
async def test_many_at_once_are_looked_up_once(stage: Stage) -> None:
    card = await stage.alice.types("/roadmap")
    for _ in range(5):
        card = await stage.alice.types("/milepost help")
    assert card.text
    assert len(stage.double.web.asked("users.info")) == 1


async def test_a_french_reader_is_answered_in_french(stage: Stage) -> None:
    stage.lexicon, stage.languages = Lexicon(catalogue), ("en", "fr")
    stage.alice.user.locale = "fr-FR"
    async with stage.running():
        card = await stage.alice.types("/roadmap")
        assert "New here?" not in card.text
        window = await stage.alice.types("/quiz")
        assert window.view.body["close"]["text"] == "Pause"
        form = await stage.alice.presses(await stage.alice.types("/milepost settings"), "Modifier")
        assert form.view.body["submit"]["text"] == "Envoyer"
        english = await stage.ben.types("/roadmap")
        assert "New here?" in english.text


async def test_a_french_reader_is_told_in_french_what_is_missing(stage: Stage) -> None:
    stage.lexicon, stage.languages = Lexicon(catalogue), ("en", "fr")
    stage.alice.user.locale = "fr-FR"
    lounge = stage.world.channel("lounge", [stage.alice.user], invited=False)
    async with stage.running():
        card = await stage.alice.types("/tip", lounge)
        refused = await stage.alice.presses(card, "Partager ici")
        await refused.shows("une invitation, /invite @milepost")
        assert "Missing" not in refused.text


@pytest.mark.usefixtures("running")
async def test_rights_that_slack_does_not_tell_us_are_not_called_all_there(stage: Stage) -> None:
    lounge = stage.world.channel("lounge", [stage.mona.user], invited=False)
    for line, button in (("manage setup", "Check permissions"), ("schedule new nudge", "")):
        card = await stage.mona.types(f"/milepost {line}", lounge)
        shown = await stage.mona.presses(card, button) if button else card
        assert "all there" not in shown.text
        assert "/invite @milepost" in shown.text
    assert "Start" in stage.mona.view.buttons if stage.mona.view else False
    stage.world.install.scopes.add("channels:read")
    card = await stage.mona.types("/milepost schedule new nudge", lounge)
    assert "missing: /invite @milepost" in card.text
    lounge.members.append(stage.world.bot)
    fine = await stage.mona.presses(card, "Check again")
    assert "all there" in fine.text
