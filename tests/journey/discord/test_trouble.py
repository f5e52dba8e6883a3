"""Discord's API has a bad day: what the person sees, and what is posted."""

import asyncio
from collections.abc import Sequence

import pytest

from adapters.discord import answers
from adapters.discord.cards import Payload
from bot.core.cards import Card
from bot.core.replies import File
from tests.doubles.discord.faults import (
    Trouble,
    closes,
    fails,
    hangs,
    limited,
    loses_reply,
    refuses,
    resets,
)
from tests.journey.discord.stage import Running, Stage

CALLBACK, POST = r"/callback$", r"^/channels/\d+/messages$"
PASSING = {
    "reset": resets(),
    "close": closes(),
    "500": fails(500),
    "503": fails(503),
    "429": limited(0.2),
    "429 everywhere": limited(0.2, everywhere=True),
}
NO_ANSWER = "an answer from Discord"
LASTING: dict[str, tuple[Trouble, str]] = {
    "503": (fails(503), NO_ANSWER),
    "reset": (resets(), NO_ANSWER),
    "silence": (hangs(), NO_ANSWER),
    "shut out": (limited(60.0, via=False), NO_ANSWER),
    "no channel": (refuses(404, 10003, "Unknown Channel"), "the channel"),
    "archived": (refuses(400, 50083, "Thread is archived"), "an open thread"),
    "locked": (refuses(403, 160005, "Thread is locked"), "an unlocked thread"),
}


@pytest.mark.parametrize("trouble", PASSING.values(), ids=PASSING.keys())
@pytest.mark.usefixtures("running")
async def test_a_first_response_is_tried_again(stage: Stage, trouble: Trouble) -> None:
    stage.double.faults.plan(trouble, "POST", CALLBACK)
    card = await stage.alice.slash("roadmap")
    assert "New here?" in card.text
    assert card.private


@pytest.mark.usefixtures("running")
async def test_a_response_whose_reply_was_lost_is_given_once(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.double.faults.plan(loses_reply(), "POST", CALLBACK)
    card = await stage.alice.slash("roadmap")
    await stage.settled()
    assert "New here?" in card.text
    assert not [record for record in caplog.records if record.exc_info]
    begun = await stage.alice.press(card, "Start")
    assert "Started on" in begun.text


@pytest.mark.usefixtures("running")
async def test_a_deferral_whose_reply_was_lost_is_followed_by_the_answer(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.answers.READY_WITHIN", 0.0)
    stage.double.faults.plan(loses_reply(), "POST", CALLBACK)
    card = await stage.alice.slash("roadmap")
    assert card.deferred
    assert "New here?" in card.text


@pytest.mark.usefixtures("running")
async def test_a_file_is_whole_at_the_second_try(stage: Stage) -> None:
    await stage.alice.press(await stage.alice.slash("roadmap"), "Start")
    privacy = await stage.alice.slash("privacy")
    stage.double.faults.plan(resets(), "POST", CALLBACK)
    answer = await stage.alice.press(privacy, "Get my data")
    (file,) = answer.message.body.attachments
    assert file.data.startswith(b"{")
    assert file.data.rstrip().endswith(b"}")


@pytest.mark.usefixtures("running")
async def test_a_card_that_discord_refuses_is_owned_up_to(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.double.faults.plan(refuses(400, 50035, "Invalid Form Body"), "POST", CALLBACK)
    card = await stage.alice.slash("roadmap")
    assert "Something broke on my side" in card.text
    reference = card.text.partition("noted as ")[2][:6]
    assert reference in caplog.text


@pytest.mark.usefixtures("running")
async def test_a_card_that_cannot_be_drawn_is_owned_up_to(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    draw, cards = answers.draw, list[Card]()

    def breaks_once(card: Card, more: Sequence[File] = ()) -> Payload:
        cards.append(card)
        if len(cards) == 1:
            raise ValueError("a word with a space cannot stand in a token")
        return draw(card, more)

    monkeypatch.setattr(answers, "draw", breaks_once)
    card = await stage.alice.slash("roadmap")
    assert "Something broke on my side" in card.text
    assert card.text.partition("noted as ")[2][:6] in caplog.text


@pytest.mark.parametrize("status", [403, 429])
@pytest.mark.usefixtures("running")
async def test_what_cannot_be_answered_harms_nobody_else(stage: Stage, status: int) -> None:
    stage.double.faults.plan(refuses(status, 0), "POST", CALLBACK)
    lost = asyncio.create_task(stage.alice.slash("roadmap"))
    assert await stage.world.bell.until(lambda: stage.double.faults.happened > 0, 5)
    assert "New here?" in (await stage.ben.slash("roadmap")).text
    lost.cancel()


@pytest.mark.parametrize("name", [*PASSING, "lost reply"])
@pytest.mark.usefixtures("running")
async def test_a_shared_card_is_posted_once(
    stage: Stage, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.courier.PAUSE", 0.01)
    stage.double.faults.plan(PASSING.get(name, loses_reply()), "POST", POST)
    receipt = await stage.alice.press(await stage.alice.slash("roadmap"), "Share here")
    if receipt.deferred:
        await receipt.more()
    assert "Shared in #ml-evenings." in receipt.text
    (post,) = stage.public()
    assert (await stage.alice.press(receipt, "Take it back")).text == "Taken back."
    assert post.deleted_at is not None


@pytest.mark.parametrize(
    ("trouble", "missing"), [(each, words) for each, words in LASTING.values()], ids=LASTING.keys()
)
@pytest.mark.usefixtures("running")
async def test_what_stays_wrong_is_said_and_not_kept(
    stage: Stage, trouble: Trouble, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.courier.PAUSE", 0.01)
    monkeypatch.setattr("adapters.discord.courier.WITHIN", 0.2)
    stage.double.faults.plan(trouble, "POST", POST, times=9)
    receipt = await stage.alice.press(await stage.alice.slash("roadmap"), "Share here")
    assert f"Missing: {missing}" in receipt.text
    assert stage.public() == []
    stage.double.faults.clear()
    stage.double.rest.release()
    again = await stage.alice.press(await stage.alice.slash("roadmap"), "Share here")
    assert "Shared in" in again.text


@pytest.mark.usefixtures("running")
async def test_taking_back_that_fails_can_be_tried_again(stage: Stage) -> None:
    receipt = await stage.alice.press(await stage.alice.slash("roadmap"), "Share here")
    stage.double.faults.plan(refuses(403, 50001, "Missing Access"), "DELETE", "/messages/")
    refused = await stage.alice.press(receipt, "Take it back")
    assert "Missing: View Channel" in refused.text
    assert len(stage.public()) == 1
    assert (await stage.alice.press(receipt, "Take it back")).text == "Taken back."


async def test_an_answer_that_comes_too_late_is_given_up_quietly(
    stage: Stage, running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    stage.double.faults.plan(refuses(404, 10062, "Unknown interaction"), "POST", CALLBACK)
    lost = asyncio.create_task(stage.alice.slash("roadmap"))
    assert await stage.world.bell.until(lambda: stage.double.faults.happened > 0, 5)
    assert "New here?" in (await stage.ben.slash("roadmap")).text
    assert not [record for record in caplog.records if record.exc_info]
    assert not running.task.done()
    lost.cancel()
