"""One's own data: all of it as a file, and gone."""

import json

import pytest

from tests.journey.discord.stage import Stage

pytestmark = pytest.mark.usefixtures("running")


async def test_export_comes_as_a_file_that_only_the_asker_gets(stage: Stage) -> None:
    begun = await stage.alice.press(await stage.alice.slash("roadmap"), "Start")
    await stage.alice.press(begun, "Mark as done")
    answer = await stage.alice.press(await stage.alice.slash("privacy"), "Get my data")
    assert answer.private
    (file,) = answer.message.body.attachments
    told = json.loads(file.data)
    assert file.filename == "milepost-2027-03-08.json"
    assert told["account"] == f"discord:{stage.alice.id}"
    assert any("done" in json.dumps(rows) for rows in told.values())
    assert str(stage.ben.id) not in file.data.decode()
    assert stage.public() == []


async def test_erasing_asks_once_and_leaves_nothing(stage: Stage) -> None:
    begun = await stage.alice.press(await stage.alice.slash("roadmap"), "Start")
    await stage.alice.press(begun, "Mark as done")
    asked = await stage.alice.press(await stage.alice.slash("privacy"), "Erase my data")
    assert "cannot be undone" in asked.text
    kept = await stage.alice.press(asked, "Keep it")
    asked = await stage.alice.press(kept, "Erase my data")
    erased = await stage.alice.press(asked, "Erase everything")
    assert "Erased:" in erased.text
    assert erased.message is asked.message
    nothing = await stage.alice.press(await stage.alice.slash("privacy"), "Get my data")
    assert "I keep nothing about you." in nothing.text
    assert nothing.message.body.attachments == ()
    assert "New here?" in (await stage.alice.slash("roadmap")).text
