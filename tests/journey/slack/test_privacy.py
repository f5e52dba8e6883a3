"""One's own data: all of it into the own conversation, and gone."""

import json

import pytest

from tests.doubles.slack import Answer
from tests.doubles.slack.faults import refuses
from tests.journey.slack.stage import Stage

pytestmark = pytest.mark.usefixtures("running")


async def asked_for(stage: Stage) -> Answer:
    """Mark something, then ask for all of it."""
    begun = await stage.alice.presses(await stage.alice.types("/roadmap"), "Start")
    await stage.alice.presses(begun, "Mark as done")
    return await stage.alice.presses(await stage.alice.types("/milepost privacy"), "Get my data")


def in_dm(stage: Stage) -> str:
    """Return the code that stands in the conversation with alice."""
    return "".join(
        part["text"]
        for message in stage.world.messages
        if message.channel is stage.alice.dm
        for block in message.blocks
        if block["type"] == "rich_text"
        for element in block["elements"]
        for part in element["elements"]
    )


async def test_it_comes_as_text_without_a_right_to_upload(stage: Stage) -> None:
    answer = await asked_for(stage)
    await answer.shows("It is in our conversation")
    told = json.loads(in_dm(stage))
    assert told["account"] == f"slack:{stage.world.team.id}/{stage.alice.id}"
    assert any("done" in json.dumps(rows) for rows in told.values())
    assert stage.ben.id not in in_dm(stage)
    assert stage.public() == []


@pytest.mark.usefixtures("running")
async def test_a_calendar_as_text_is_cut_between_lines_and_named(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.slack.files.CODE_CAP", 400)
    monkeypatch.setattr("adapters.slack.files.PARTS", 100)
    card = await stage.mona.types("/milepost schedule new nudge")
    await (await stage.mona.presses(card, "Start")).shows("Started")
    answer = await stage.mona.types("/milepost schedule calendar")
    await answer.shows("It is in our conversation")
    assert "copy all of it into `milepost.ics`" in answer.text
    parts = stage.public(stage.mona.dm)
    texts = [part.blocks[0]["elements"][0]["elements"][0]["text"] for part in parts]
    assert len(parts) > 1
    assert [part.line for part in parts] == [
        f"milepost.ics {number}/{len(parts)}" for number in range(1, len(parts) + 1)
    ]
    assert all(text.endswith("\n") and len(text) <= 400 for text in texts)
    assert "".join(texts).startswith("BEGIN:VCALENDAR")
    assert "".join(texts).endswith("END:VCALENDAR\r\n")


@pytest.mark.usefixtures("running")
async def test_a_calendar_too_long_for_messages_leads_to_the_missing_right(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = await stage.mona.types("/milepost schedule new nudge")
    await (await stage.mona.presses(card, "Start")).shows("Started")
    monkeypatch.setattr("adapters.slack.files.PARTS", 0)
    answer = await stage.mona.types("/milepost schedule calendar")
    await answer.shows("Give the app the right `files:write`")
    assert "person export" not in answer.text


async def test_it_comes_as_a_file_where_that_is_granted(stage: Stage) -> None:
    stage.world.install.scopes.add("files:write")
    answer = await asked_for(stage)
    await answer.shows("It is in our conversation")
    (file,) = stage.world.files.values()
    assert file.name == "milepost-2027-03-08.json"
    assert json.loads(file.data)["account"].endswith(stage.alice.id)
    assert in_dm(stage) == ""
    shown = [each for each in stage.alice.sees(stage.alice.dm) if each.body.files]
    assert len(shown) == 1


async def test_too_much_for_messages_leads_to_the_operator(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.slack.files.PARTS", 0)
    answer = await asked_for(stage)
    await answer.shows(f"milepost person export slack:{stage.world.team.id}/{stage.alice.id}")
    assert in_dm(stage) == ""


async def test_a_conversation_that_is_closed_is_said(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.double.faults.plan(refuses("messages_tab_disabled"), "POST", r"/chat\.postMessage$")
    answer = await asked_for(stage)
    await answer.shows("I cannot write to you.")
    assert "messages_tab_disabled" in caplog.text


async def test_erasing_asks_once_and_leaves_nothing(stage: Stage) -> None:
    begun = await stage.alice.presses(await stage.alice.types("/roadmap"), "Start")
    await stage.alice.presses(begun, "Mark as done")
    card = await stage.alice.types("/milepost privacy")
    message = card.message
    asked = await stage.alice.presses(card, "Erase my data")
    assert "cannot be undone" in asked.text
    kept = await stage.alice.presses(asked, "Keep it")
    asked = await stage.alice.presses(kept, "Erase my data")
    erased = await stage.alice.presses(asked, "Erase everything")
    assert "Erased:" in erased.text
    assert erased.message is message
    nothing = await stage.alice.presses(await stage.alice.types("/milepost privacy"), "Get my data")
    assert "I keep nothing about you." in nothing.text
    assert "New here?" in (await stage.alice.types("/roadmap")).text
