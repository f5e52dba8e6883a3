"""The home tab and the global shortcuts: everything in windows, for there is no channel."""

import pytest

from bot.catalog.catalog import Catalog
from bot.core.guards import Pace, place, rank
from tests.journey.slack.quizzing import Player
from tests.journey.slack.stage import Stage


@pytest.mark.usefixtures("either")
async def test_the_home_tab_begins_with_the_own_next_step(stage: Stage, catalog: Catalog) -> None:
    first, second, *_ = catalog.milestones(catalog.steps[0].id)
    home = await stage.alice.opens_home()
    assert "New here?" in home.home.text
    assert "Your settings" in home.home.text
    assert "Share here" not in home.home.buttons, "there is no channel to share in"
    begun = await stage.alice.presses(home.home, "Start")
    assert first.title in begun.view.text
    done = await stage.alice.presses(begun, "Mark as done")
    assert f"Marked as done: {first.title}." in done.view.text
    assert stage.alice.view is done.view, "one window"
    closed = await stage.alice.closes(done)
    assert closed is not None
    await closed.shows(f"Next: {second.title}")
    assert stage.public() == []


@pytest.mark.usefixtures("running")
async def test_settings_are_changed_from_the_home_tab(stage: Stage) -> None:
    await stage.alice.opens_home()
    assert stage.alice.home is not None
    form = await stage.alice.presses(stage.alice.home, "Change")
    wrong = await stage.alice.submits(form, {"Hours a week": "six"})
    assert "0 to 60" in wrong.errors["Hours a week"]
    saved = await stage.alice.submits(form, {"Hours a week": "9"})
    assert "Saved." in saved.view.text, "there is no message to change, so the window says it"
    closed = await stage.alice.closes(saved)
    assert closed is not None
    await closed.shows("9 hours a week")


@pytest.mark.usefixtures("running")
async def test_a_round_from_a_global_shortcut(stage: Stage, catalog: Catalog) -> None:
    player = Player(stage.alice, catalog)
    card = await stage.alice.shortcut("quiz")
    assert card.view.title == "Quiz"
    second = await player.further(await player.right(card))
    assert "2 of 5" in second.text
    roadmap = await stage.ben.shortcut("roadmap")
    assert "New here?" in roadmap.view.text
    assert stage.public() == []


@pytest.mark.usefixtures("running")
async def test_the_messages_tab_shows_nothing_by_itself(stage: Stage) -> None:
    await stage.alice.opens_home("messages", waits=False)
    await stage.settled()
    assert stage.alice.home is None
    assert stage.double.web.asked("views.publish") == []


@pytest.mark.usefixtures("running")
async def test_everybody_has_a_home_of_their_own(stage: Stage) -> None:
    for person in (stage.alice, stage.mona):
        await person.opens_home()
    assert stage.alice.home is not stage.mona.home
    assert stage.alice.home is not None
    await stage.alice.presses(stage.alice.home, "Start")
    assert stage.mona.view is None


async def test_the_tab_is_one_question_however_many_cards_it_has(stage: Stage) -> None:
    stage.guards = (rank, place, Pace())
    async with stage.running():
        home = await stage.alice.opens_home()
        for _ in range(8):
            home = await stage.alice.opens_home()
        assert "Your settings" in home.home.text
        assert "That was fast" not in home.home.text
        card = await stage.alice.types("/roadmap")
        assert "New here?" in card.text


@pytest.mark.usefixtures("running")
async def test_moderators_see_what_is_planned(stage: Stage) -> None:
    for person, planned in ((stage.mona, True), (stage.alice, False)):
        home = await person.opens_home()
        assert "Your settings" in home.home.text
        assert ("Nothing is scheduled here yet." in home.home.text) is planned
        assert ("Make the first one" in home.home.buttons) is planned
