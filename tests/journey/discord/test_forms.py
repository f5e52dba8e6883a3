"""Forms: filled in, with mistakes, opened before a restart and sent after it."""

import pytest

from bot.catalog.catalog import Catalog
from tests.doubles.discord import Answer
from tests.journey.discord.stage import Stage

MESSAGE, UPDATE, FORM = 4, 7, 9


async def change(stage: Stage) -> Answer:
    """Open the form of the own settings."""
    return await stage.alice.press(await stage.alice.slash("settings"), "Change")


def values(form: Answer) -> dict[str, str]:
    """Return what stands in a form, by label."""
    return {name: str(box.get("value") or "") for name, box in form.modal.inputs.items()}


@pytest.mark.usefixtures("running")
async def test_settings_are_changed_in_place(stage: Stage) -> None:
    card = await stage.alice.slash("settings")
    form = await stage.alice.press(card, "Change")
    assert form.modal.title == "Your settings"
    assert values(form) == {"Language": "", "Time zone": "", "Hours a week": ""}
    saved = await stage.alice.submit(form, {"Time zone": "munich", "Hours a week": "6"})
    assert "Saved." in saved.text
    assert "Berlin" in saved.text
    assert "13:00 now" in saved.text, "the present time there"
    assert saved.message is card.message
    assert stage.responses() == [MESSAGE, FORM, UPDATE]
    again = await change(stage)
    assert values(again)["Time zone"] == "Europe/Berlin", "what is kept, not what was written"
    assert values(again)["Hours a week"] == "6"


@pytest.mark.usefixtures("running")
async def test_mistakes_are_named_and_what_was_written_is_kept(stage: Stage) -> None:
    wrong = {"Language": "Klingon", "Time zone": "EST", "Hours a week": "six"}
    card = await stage.alice.submit(await change(stage), wrong)
    for label in ("Language:", "Time zone:", "Hours a week:"):
        assert label in card.text.replace("\\", ""), "all at once, not one a round"
    assert "Saved" not in card.text
    assert card.private
    form = await stage.alice.press(card, "Fix it")
    assert values(form) == wrong
    closed = await stage.alice.press(card, "Fix it")
    assert values(closed) == wrong, "a form that was closed opens the same"
    saved = await stage.alice.submit(
        form, {"Language": "", "Time zone": "Toronto", "Hours a week": "61"}
    )
    assert "0 to 60" in saved.text
    last = await stage.alice.press(saved, "Fix it")
    assert values(last)["Time zone"] == "Toronto"
    done = await stage.alice.submit(last, {"Hours a week": "60"})
    assert "Saved." in done.text
    assert values(await change(stage))["Hours a week"] == "60"


@pytest.mark.usefixtures("running")
async def test_what_one_wrote_is_nobody_elses(stage: Stage) -> None:
    await stage.alice.submit(await change(stage), {"Hours a week": "999"})
    form = await stage.ben.press(await stage.ben.slash("settings"), "Change")
    assert values(form)["Hours a week"] == ""


@pytest.mark.usefixtures("running")
async def test_a_report_reaches_the_moderators_and_is_not_kept_in_the_form(
    stage: Stage,
) -> None:
    tip = await stage.alice.slash("tip")
    form = await stage.alice.press(tip, "Report")
    short = await stage.alice.submit(form, note="no")
    assert "at least 3" in short.text
    sent = await stage.alice.submit(
        await stage.alice.press(short, "Fix it"), note="The second line is false."
    )
    assert sent.private
    assert values(await stage.alice.press(tip, "Report")) == {"Say it in one line": ""}
    reports = await stage.mona.slash("manage content")
    assert "The second line is false." in reports.text.replace("\\", "")
    assert "alice" not in reports.text


async def test_a_form_is_opened_before_a_restart_and_sent_after_it(stage: Stage) -> None:
    async with stage.running():
        card = await stage.alice.slash("settings")
        form = await stage.alice.press(card, "Change")
    async with stage.running():
        saved = await stage.alice.submit(form, {"Time zone": "Tokyo"})
    assert "Saved." in saved.text
    assert "Tokyo" in saved.text
    assert saved.message is card.message


@pytest.mark.usefixtures("running")
async def test_a_form_on_a_public_card_is_answered_in_private(
    stage: Stage, catalog: Catalog
) -> None:
    term = catalog.terms[0]
    card = await stage.alice.slash("define", term=term.id)
    await stage.alice.press(card, "Share here")
    (post,) = stage.public()
    before = post.body
    own = await stage.ben.press(post, "Open mine")
    form = await stage.ben.press(own, "Report")
    sent = await stage.ben.submit(form, note="It is another word.")
    assert sent.private
    assert post.body == before
