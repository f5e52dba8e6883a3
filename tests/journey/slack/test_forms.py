"""Forms: filled in, with mistakes said beside the field, opened before a restart and sent after."""

import pytest

from bot.catalog.catalog import Catalog
from tests.doubles.slack import Answer
from tests.journey.slack.stage import Stage

EVERY = ("Language", "Time zone", "Hours a week")


async def change(stage: Stage) -> Answer:
    """Open the form of the own settings."""
    return await stage.alice.presses(await stage.alice.types("/milepost settings"), "Change")


@pytest.mark.usefixtures("either")
async def test_settings_are_changed_in_place(stage: Stage) -> None:
    card = await stage.alice.types("/milepost settings")
    message = card.message
    form = await stage.alice.presses(card, "Change")
    assert form.view.title == "Your settings"
    assert tuple(form.view.inputs) == EVERY
    saved = await stage.alice.submits(form, {"Time zone": "Europe/Berlin", "Hours a week": "6"})
    assert saved.closed
    await form.shows("Saved.")
    assert form.message is message, "the card that was pressed"
    assert "Berlin" in message.text
    assert "13:00 now" in message.text, "the present time there"
    again = await change(stage)
    zone = next(b["element"] for b in again.view.blocks if b.get("block_id") == "zone")
    assert zone["initial_option"]["value"] == "Europe/Berlin", "what is kept"
    assert zone["initial_option"]["text"]["text"].startswith("Berlin")
    await stage.alice.submits(again, {"Time zone": "Leave empty"})
    settings = await stage.alice.types("/milepost settings")
    assert "Time zone: as your app says" in settings.text.replace("*", "")
    assert "6 hours a week" in settings.text


@pytest.mark.usefixtures("running")
async def test_mistakes_are_said_beside_the_field(stage: Stage) -> None:
    form = await change(stage)
    for wrong in ("six", "61", "-1"):
        refused = await stage.alice.submits(form, {"Hours a week": wrong})
        assert list(refused.errors) == ["Hours a week"]
        assert "0 to 60" in refused.errors["Hours a week"]
        assert stage.alice.view is not None, "the form stays, with what was written"
    saved = await stage.alice.submits(form, {"Hours a week": "60"})
    assert saved.closed
    await form.shows("60 hours a week")


@pytest.mark.usefixtures("running")
async def test_long_lists_are_searched(stage: Stage) -> None:
    form = await change(stage)
    everything = await stage.alice.suggests(form, "Time zone", "")
    assert "Leave empty" in everything.options
    found = await stage.alice.suggests(form, "Time zone", "york")
    assert "America/New_York" in found.options.values()
    abbreviated = await stage.alice.suggests(form, "Time zone", "EST")
    assert len(abbreviated.options) > 1
    nothing = await stage.alice.suggests(form, "Time zone", "zzzz")
    assert nothing.options == {}
    spoken = await stage.alice.suggests(form, "Language", "eng")
    assert list(spoken.options.values()) == ["en"]


async def test_a_form_is_opened_before_a_restart_and_sent_after_it(stage: Stage) -> None:
    async with stage.running():
        form = await change(stage)
    async with stage.running():
        saved = await stage.alice.submits(form, {"Time zone": "Asia/Tokyo"})
        assert "Saved." in saved.text
        assert "Tokyo" in saved.text
        assert saved.view.title == "Your settings", "the window itself answers"


@pytest.mark.usefixtures("running")
async def test_a_report_reaches_the_moderators(stage: Stage) -> None:
    form = await stage.alice.presses(await stage.alice.types("/tip"), "Report")
    short = await stage.alice.submits(form, {"Say it in one line": "no"})
    assert "at least 3" in short.errors["Say it in one line"]
    await stage.alice.submits(form, {"Say it in one line": "<!channel> The second line is false."})
    await form.shows("Thank you")
    assert form.private
    reports = await stage.mona.types("/milepost manage content")
    assert "The second line is false." in reports.text
    assert "alice" not in reports.text
    assert not reports.message.pings


@pytest.mark.usefixtures("running")
async def test_a_form_on_a_card_of_ones_own_leaves_public_cards_alone(
    stage: Stage, catalog: Catalog
) -> None:
    card = await stage.alice.types(f"/milepost define {catalog.terms[0].term}")
    await (await stage.alice.presses(card, "Share here")).shows("Shared in")
    (post,) = stage.public()
    before = post.body
    form = await stage.ben.presses(await stage.ben.presses(post, "Open mine"), "Report")
    await stage.ben.submits(form, {"Say it in one line": "It is another word."})
    await form.shows("Thank you")
    assert form.private
    assert post.body == before


@pytest.mark.usefixtures("running")
async def test_an_address_that_serves_no_more_is_no_loss(stage: Stage) -> None:
    card = await stage.alice.types("/milepost settings")
    message = card.message
    form = await stage.alice.presses(card, "Change")
    stage.world.passes(1_801)
    saved = await stage.alice.submits(form, {"Hours a week": "7"})
    await saved.shows("Saved.")
    assert saved.private
    assert saved.message is not message, "a new one, by the API"


@pytest.mark.usefixtures("running")
async def test_only_what_may_stay_empty_is_called_optional(stage: Stage) -> None:
    settings = await change(stage)
    assert all(block["optional"] for block in settings.view.blocks)
    report = await stage.alice.presses(await stage.alice.types("/tip"), "Report")
    assert [block["optional"] for block in report.view.blocks] == [False]
    with pytest.raises(ValueError, match="has to be filled in"):
        await stage.alice.submits(report)


@pytest.mark.usefixtures("running")
async def test_only_a_round_is_paused_by_closing_its_window(stage: Stage) -> None:
    round_ = await stage.mona.types("/quiz")
    assert round_.view.body["close"]["text"] == "Pause"
    preview = await stage.mona.types("/milepost schedule new nudge")
    assert preview.view.body["close"]["text"] == "Close", "no post is paused by that"


async def opened(stage: Stage, part: str) -> Answer:
    """Open the form of one part of a schedule in the making."""
    preview = await stage.mona.types("/milepost schedule new nudge")
    return await stage.mona.picks(preview, "Change something", part)


@pytest.mark.usefixtures("running")
async def test_all_mistakes_of_a_form_are_said_beside_their_fields(stage: Stage) -> None:
    form = await opened(stage, "When: days, time, first and last date")
    wrong = {"Days": "blursday", "Time": "25:99", "First date": "31 Feb", "Last date": "sometime"}
    refused = await stage.mona.submits(form, wrong)
    assert refused.errors.keys() == wrong.keys()
    saved = await stage.mona.submits(
        form, {"Days": "weekdays", "Time": "09:15", "First date": "", "Last date": ""}
    )
    assert "Weekdays, 09:15" in saved.view.text


@pytest.mark.usefixtures("running")
async def test_only_a_group_that_slack_knows_is_mentioned(stage: Stage) -> None:
    mods = stage.world.usergroup("study-mods", [stage.ben.user])
    form = await stage.mona.presses(await opened(stage, "Whom to mention"), "Type a name")
    for typed in ("study-mods", "@alice", "zzz", "12345"):
        refused = await stage.mona.submits(form, {"Role": typed})
        assert "I find no role or user group" in refused.errors["Role"], typed
    for typed in (mods.id, f"<!subteam^{mods.id}|@study-mods>"):
        assert f"Mentions {mods.id}" in (await stage.mona.submits(form, {"Role": typed})).view.text
        form = await stage.mona.presses(await opened(stage, "Whom to mention"), "Type a name")
    stage.world.install.scopes.add("usergroups:read")
    named = await stage.mona.submits(form, {"Role": "@Study-Mods"})
    assert "Mentions study-mods: 1 person" in named.view.text


@pytest.mark.usefixtures("running")
async def test_what_has_to_be_chosen_offers_no_empty_choice(stage: Stage) -> None:
    form = await opened(stage, "Whose clock: the time zone")
    assert "Leave empty" not in (await stage.mona.suggests(form, "Time zone", "")).options
    settings = await change(stage)
    assert "Leave empty" in (await stage.alice.suggests(settings, "Time zone", "")).options


@pytest.mark.usefixtures("running")
async def test_a_set_up_that_cannot_be_read_stays_in_its_window(stage: Stage) -> None:
    form = await stage.mona.types("/milepost manage setup import")
    refused = await stage.mona.submits(form, {"The text that you took along": "milepost1:abc"})
    (said,) = refused.errors.values()
    assert "I cannot read that" in said
    assert stage.mona.view is form.view, "with what was pasted"
