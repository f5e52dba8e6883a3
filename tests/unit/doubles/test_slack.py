"""The double of Slack, as the real slack-bolt meets it: commands, buttons, forms."""

from collections.abc import AsyncGenerator

import pytest

from tests.unit.doubles.slack_echo import Echo, connected
from tests.unit.doubles.slack_hall import Study


@pytest.fixture
async def bolt(study: Study) -> AsyncGenerator[Echo]:
    async with connected(study.double) as made:
        yield made


pytestmark = pytest.mark.usefixtures("bolt")


async def test_a_command_is_answered_in_the_acknowledgement(study: Study) -> None:
    answer = await study.ann.types("/echo hello you")
    assert (answer.text, answer.private) == ("hello you", True)
    assert answer.message not in study.mona.sees(study.channel)
    assert answer.message in study.ann.sees(study.channel)
    study.ann.reloads()
    assert study.ann.sees(study.channel) == []


async def test_a_command_is_answered_in_public_and_later(study: Study) -> None:
    public = await study.ann.types("/echo public all of you")
    assert (public.text, public.private) == ("all of you", False)
    assert public.message in study.mona.sees(study.channel)
    later = await study.ann.types("/echo later soon")
    assert (later.text, later.private, later.ack) == ("soon", True, None)


async def test_a_button_changes_the_answer_and_takes_it_away(study: Study) -> None:
    card = await study.ann.types("/echo card first")
    assert card.message.buttons == ["More", "Web"]
    changed = await study.ann.presses(card, "More")
    assert changed.message is card.message
    assert changed.text == "more of it"
    gone = await study.ann.presses(changed, "Gone")
    assert [each.did for each in gone.effects] == ["deleted"]
    assert study.ann.sees(study.channel) == []


async def test_a_form_is_filled_in(study: Study) -> None:
    form = await study.ann.types("/echo sheet")
    assert form.view.title == "Sheet"
    assert list(form.view.inputs) == ["Your name", "Level", "Term"]
    wrong = await study.ann.submits(form, {"Your name": "wrong"})
    assert wrong.errors == {"Your name": "is wrong"}
    sent = await study.ann.submits(form, word="Ann", level="High", term="graph")
    assert sent.closed
    assert (await sent.shows("thanks")).text == "thanks Ann"


async def test_the_home_tab_is_drawn(study: Study) -> None:
    seen = await study.ann.opens_home()
    assert seen.home.text == f"hello {study.ann.id}"
    assert study.ann.home is seen.home
    assert study.mona.home is None
