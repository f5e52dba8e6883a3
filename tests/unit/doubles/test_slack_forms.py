"""Forms, the home tab and shortcuts, as Bolt and slack_sdk meet them."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.doubles.slack import Answer
from tests.doubles.slack.errors import Json
from tests.unit.doubles.slack_echo import SHEET, Echo, connected, entry, modal, section
from tests.unit.doubles.slack_hall import Study


@pytest.fixture(autouse=True)
async def bolt(study: Study) -> AsyncGenerator[Echo]:
    async with connected(study.double) as made:
        yield made


async def sheet(study: Study) -> Answer:
    return await study.ann.types("/echo sheet")


async def test_a_form_stays_open_with_its_errors(study: Study) -> None:
    form = await sheet(study)
    wrong = await study.ann.submits(form, {"Your name": "wrong", "Level": "High"})
    assert wrong.errors == {"Your name": "is wrong"}
    assert not wrong.closed
    assert wrong.view.values["how"]["level"]["selected_option"]["value"] == "high"
    again = await study.ann.submits(wrong, {"Your name": "Ann"})
    assert again.closed
    assert again.errors == {}


async def test_a_form_turns_into_another(study: Study) -> None:
    form = await sheet(study)
    second = await study.ann.submits(form, {"Your name": "next"})
    assert second.view is form.view
    assert second.view.title == "Second"
    assert (await study.ann.submits(second)).closed


async def test_a_form_is_laid_over_another(study: Study) -> None:
    form = await sheet(study)
    first = form.view
    over = await study.ann.submits(form, {"Your name": "over"})
    assert (over.view.title, over.view.previous, over.view.root) == ("Over", first.id, first.id)
    sent = await study.ann.submits(over)
    assert study.ann.view is first
    assert not sent.closed


async def test_all_forms_are_cleared(study: Study) -> None:
    await sheet(study)
    view = study.ann.view
    assert view is not None
    assert (await study.ann.submits(view, {"Your name": "clear"})).closed
    assert view.closed


async def test_three_forms_lie_over_each_other_and_no_more(study: Study, bolt: Echo) -> None:
    form = await sheet(study)
    below = await study.ann.presses(form, "Deeper")
    third = await study.ann.presses(below, "Deeper")
    assert [each.title for each in study.double.desk.stack(study.ann.user)] == [
        "Sheet",
        "Below",
        "Below",
    ]
    await study.ann.presses(third, "Deeper", waits=False)
    assert bolt.heard == ["command sheet", "push_limit_reached"]


async def test_errors_for_what_is_no_input_are_a_fault(study: Study) -> None:
    sent = await study.ann.submits(await sheet(study), {"Your name": "nosuch"})
    assert sent.failed == "We had some trouble connecting. Try again? (invalid_errors)"
    assert study.double.breaches == ["answer to view_submission: invalid_errors"]


async def test_what_was_filled_in_survives_a_change(study: Study) -> None:
    form = await sheet(study)
    await study.ann.fills(form, "Your name", "Ann")
    changed = await study.ann.presses(form, "Inside")
    assert changed.view.text.startswith("Sheet\nchanged")
    assert changed.view.values["name"]["word"]["value"] == "Ann"
    assert changed.view is form.view


async def test_the_client_checks_a_form_first(study: Study, bolt: Echo) -> None:
    form = await sheet(study)
    with pytest.raises(ValueError, match="Your name: has to be filled in"):
        await study.ann.submits(form)
    with pytest.raises(ValueError, match="Your name: 7 characters, 0 to 6 fit"):
        await study.ann.submits(form, {"Your name": "Annelie"})
    with pytest.raises(ValueError, match="'Middle' cannot be chosen"):
        await study.ann.submits(form, {"Level": "Middle"})
    with pytest.raises(ValueError, match="'xyz' cannot be chosen"):
        await study.ann.submits(form, {"Term": "xyz"})
    with pytest.raises(AssertionError, match="'Age' is not there"):
        await study.ann.submits(form, {"Age": "7"})
    assert bolt.heard == ["command sheet", "suggest xyz"]


async def test_suggestions_are_chosen_from(study: Study) -> None:
    form = await sheet(study)
    seen = await study.ann.suggests(form, "Term", "gra")
    assert seen.options == {"gradient": "gradient", "graph": "graph"}
    await study.ann.fills(form, "Term", "graph")
    assert form.view.values["which"]["term"]["selected_option"]["value"] == "graph"
    nothing = await study.ann.suggests(form, "Term", "x")
    assert nothing.options == {}
    form.view.inputs["Term"]["min_query_length"] = 2
    with pytest.raises(AssertionError, match="before 2 characters"):
        await study.ann.suggests(form, "Term", "x")


async def test_closing_is_told_where_it_was_asked_for(study: Study, bolt: Echo) -> None:
    form = await sheet(study)
    assert await study.ann.closes(form) is not None
    assert bolt.heard[-1] == "closed, all: False"
    assert study.ann.view is None
    short = await study.ann.shortcut("explain")
    assert short.text == "Short\nabout nothing"
    assert await study.ann.closes(short) is None


async def test_a_shortcut_knows_its_message(study: Study) -> None:
    message = study.mona.says("what is loss?", study.channel)
    answer = await study.ann.message_shortcut(message, "explain")
    assert answer.text == "Short\nabout what is loss?"


async def test_the_home_tab_can_be_used(study: Study, bolt: Echo) -> None:
    home = await study.ann.opens_home()
    first = home.home.hash
    opened = await study.ann.presses(home, "Deeper")
    assert opened.view.title == "Below"
    assert opened.interaction.payload["container"]["type"] == "view"
    assert "response_url" not in opened.interaction.payload
    again = await study.ann.opens_home()
    assert again.home is home.home
    assert again.home.hash != first
    await study.ann.opens_home("messages", waits=False)
    await bolt.hears("opened messages")


async def call(study: Study, method: str, **data: object) -> Json:
    answer = await study.api.api_call(method, json=data)
    told: Json = answer.data
    return told


async def begun(study: Study) -> str:
    """Let somebody do something; return the trigger that nobody has used."""
    answer = await study.ann.types("/echo x")
    return answer.interaction.trigger


async def test_a_trigger_works_once_and_for_three_seconds(study: Study) -> None:
    trigger = await begun(study)
    assert (await call(study, "views.open", trigger_id=trigger, view=modal("One")))["ok"]
    again = await study.refused("views.open", trigger_id=trigger, view=modal("Two"))
    assert again == "exchanged_trigger_id"
    late = await begun(study)
    study.world.passes(3)
    expired = await study.refused("views.open", trigger_id=late, view=modal("Two"))
    assert expired == "expired_trigger_id"
    unknown = await study.refused("views.open", trigger_id="1.2.3", view=modal("Two"))
    assert unknown == "invalid_trigger_id"
    assert study.ann.view is not None
    assert study.ann.view.title == "One"


async def test_a_form_is_not_to_be_opened_over_a_form(study: Study) -> None:
    form = await sheet(study)
    pressed = await study.ann.presses(form, "Inside")
    await call(study, "views.open", trigger_id=pressed.interaction.trigger, view=modal("Other"))
    assert study.double.breaches == ["views.open: a form is open; change it or push on it"]


async def test_a_form_that_is_replaced_is_gone(study: Study) -> None:
    first = await call(study, "views.open", trigger_id=await begun(study), view=modal("One"))
    await call(study, "views.open", trigger_id=await begun(study), view=modal("Two"))
    error = await study.refused("views.update", view_id=first["view"]["id"], view=modal("Three"))
    assert error == "not_found"
    assert [each.title for each in study.double.desk.stack(study.ann.user)] == ["Two"]


async def test_a_hash_guards_against_races(study: Study) -> None:
    trigger = await begun(study)
    told = await call(study, "views.open", trigger_id=trigger, view=modal("One"))
    known = {"view_id": told["view"]["id"], "hash": told["view"]["hash"]}
    told = await call(study, "views.update", **known, view=modal("Two"))
    assert told["view"]["hash"] != known["hash"]
    late = await study.refused("views.update", **known, view=modal("Three"))
    assert late == "hash_conflict"
    assert study.ann.view is not None
    await study.ann.closes(study.ann.view)
    gone = await study.refused("views.update", view_id=known["view_id"], view=modal("Three"))
    assert gone == "not_found"


async def test_a_view_has_a_name_of_its_own(study: Study) -> None:
    named = modal("One", external_id="sheet of ann")
    await call(study, "views.open", trigger_id=await begun(study), view=named)
    told = await call(study, "views.update", external_id="sheet of ann", view=modal("Two"))
    assert told["view"]["title"]["text"] == "Two"
    named = modal("One", external_id="other")
    await call(study, "views.push", trigger_id=await begun(study), view=named)
    twice = await study.refused("views.push", trigger_id=await begun(study), view=named)
    assert twice == "duplicate_external_id"


async def test_nothing_is_pushed_where_nothing_is_open(study: Study) -> None:
    error = await study.refused("views.push", trigger_id=await begun(study), view=modal("One"))
    assert error == "not_found"


async def test_a_home_tab_has_its_limits(study: Study) -> None:
    view = {"type": "home", "blocks": [section("x")]}
    told = await call(study, "views.publish", user_id=study.mona.id, view=view)
    assert told["view"]["type"] == "home"
    late = await study.refused("views.publish", user_id=study.mona.id, view=view, hash="1.x")
    assert late == "hash_conflict"
    assert await study.refused("views.publish", user_id="U1", view=view) == "user_not_found"
    study.world.install.home_tab = False
    error = await study.refused("views.publish", user_id=study.mona.id, view=view)
    assert error == "not_enabled"


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (modal("x" * 25), "must be less than 25 characters [json-pointer:/view/title/text]"),
        (modal("x", submit={"type": "plain_text", "text": "x" * 25}), "/view/submit/text"),
        (modal("x", private_metadata="x" * 3001), "/view/private_metadata"),
        (modal("x", callback_id="x" * 256), "/view/callback_id"),
        (modal("x", colour="red"), "invalid additional property: colour"),
        (modal("x", notify_on_close="yes"), "must be a boolean"),
        (modal("x", *[{"type": "divider"}] * 101), "must be between 1 and 100 items"),
        ({**SHEET, "submit": None}, "/view/submit"),
        ({**modal("x"), "type": "home"}, "must be a valid enum value"),
        (modal("x", {"type": "markdown", "text": "x"}), "unsupported type: markdown"),
        (modal("x", entry("A", {"type": "button", "action_id": "a"})), "unsupported type: button"),
    ],
)
async def test_a_view_that_breaks_a_rule_is_refused(study: Study, view: Json, words: str) -> None:
    with pytest.raises(SlackApiError) as refused:
        await call(study, "views.open", trigger_id=await begun(study), view=view)
    error: Any = refused.value
    assert error.response["error"] == "invalid_arguments"
    assert words in " ".join(error.response["response_metadata"]["messages"])
    assert study.ann.view is None


async def test_a_form_with_inputs_needs_a_button_to_send_it(study: Study) -> None:
    view = {key: value for key, value in SHEET.items() if key != "submit"}
    error = await study.refused("views.open", trigger_id=await begun(study), view=view)
    assert error == "invalid_arguments"


async def test_a_view_can_be_too_large(study: Study) -> None:
    view = modal("x", *[section("x" * 2900)] * 90)
    error = await study.refused("views.open", trigger_id=await begun(study), view=view)
    assert error == "view_too_large"


async def test_a_loading_form_is_waited_through(study: Study) -> None:
    typing = asyncio.create_task(study.ann.types("/echo x"))
    trigger = (await typing).interaction.trigger
    told = await call(study, "views.open", trigger_id=trigger, view=modal("Loading"))
    answer = await typing
    changing = asyncio.create_task(answer.shows("here it is"))
    view = modal("Done", section("here it is"))
    await call(study, "views.update", view_id=told["view"]["id"], view=view)
    assert (await changing).text == "Done\nhere it is"
