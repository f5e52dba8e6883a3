"""Something of ours breaks before anything is answered: it is acknowledged, and owned up to."""

import pytest

from tests.doubles.slack.faults import hangs, refuses
from tests.journey.slack.stage import Stage, until

pytestmark = pytest.mark.usefixtures("either")


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Prepare to break what every event passes through."""
    return monkeypatch


def breaks(*_: object, **__: object) -> object:
    """Fall over."""
    raise RuntimeError("it fell over")


FIND = "adapters.slack.people.People.find"


async def test_a_command(
    stage: Stage, broken: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken.setattr(FIND, breaks)
    card = await stage.alice.types("/roadmap")
    assert "Something broke on my side" in card.text
    assert card.private
    assert card.text.partition("noted as ")[2][:6] in caplog.text
    broken.undo()
    assert "New here?" in (await stage.alice.types("/roadmap")).text


async def test_a_press_and_a_shortcut(stage: Stage, broken: pytest.MonkeyPatch) -> None:
    card = await stage.alice.types("/roadmap")
    hello = stage.ben.says("hello", stage.channel)
    broken.setattr(FIND, breaks)
    pressed = await stage.alice.presses(card, "Start")
    assert "Something broke on my side" in pressed.text
    explained = await stage.alice.message_shortcut(hello, "menu.xm")
    assert "Something broke on my side" in explained.text
    wide = await stage.alice.shortcut("quiz")
    assert "Something broke on my side" in wide.view.text


async def test_a_form(stage: Stage, broken: pytest.MonkeyPatch) -> None:
    form = await stage.alice.presses(await stage.alice.types("/milepost settings"), "Change")
    broken.setattr(FIND, breaks)
    found = await stage.alice.suggests(form, "Time zone", "ber")
    assert found.options == {}
    sent = await stage.alice.submits(form, {"Hours a week": "5"})
    assert not sent.failed
    await sent.shows("Something broke on my side")


async def test_the_home_tab_is_only_noted(
    stage: Stage, broken: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken.setattr(FIND, breaks)
    await stage.alice.opens_home(waits=False)
    await stage.double.delivery.idle()
    await until(lambda: "not handled" in caplog.text)
    await stage.settled()
    assert stage.double.delivery.lost == []
    assert stage.world.messages == []


async def test_a_card_that_slack_refuses_is_owned_up_to(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    card = await stage.alice.types("/roadmap")
    stage.double.faults.plan(refuses("invalid_blocks", 400), "POST", "^/actions/")
    pressed = await stage.alice.presses(card, "Start")
    assert "Something broke on my side" in pressed.text
    assert pressed.text.partition("noted as ")[2][:6] in caplog.text
    stage.double.faults.plan(refuses("used_url", 404), "POST", "^/actions/", times=2)
    stage.double.faults.plan(refuses("invalid_blocks"), "POST", r"/chat\.postEphemeral$")
    again = await stage.alice.presses(await stage.alice.types("/roadmap"), "Continue")
    assert "Something broke on my side" in again.text


async def test_nothing_that_slack_does_stops_the_next_answer(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("adapters.slack.speech.PAUSE", 0.01)
    card = await stage.alice.types("/roadmap")
    for path in ("^/actions/", r"/chat\."):
        stage.double.faults.plan(refuses("fatal_error", 500), "POST", path, times=9)
    await stage.alice.presses(card, "Start", waits=False)
    await until(lambda: "not answered" in caplog.text)
    stage.double.faults.clear()
    stage.double.faults.plan(hangs(), "GET", r"/users\.info$", times=1)
    assert "New here?" in (await stage.ben.types("/roadmap")).text
    stage.double.web.release()
    assert not [each for each in caplog.records if each.exc_info]
