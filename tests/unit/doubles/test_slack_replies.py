"""Answers outside the Web API: acknowledgements and response addresses."""

from collections.abc import AsyncGenerator

import aiohttp
import pytest

from tests.doubles.slack import Answer
from tests.doubles.slack.errors import Json
from tests.unit.doubles.slack_echo import Echo, connected, modal, section
from tests.unit.doubles.slack_hall import Study


@pytest.fixture(autouse=True)
async def bolt(study: Study) -> AsyncGenerator[Echo]:
    async with connected(study.double) as made:
        yield made


async def say(answer: Answer, **data: object) -> tuple[int, Json]:
    """Use the response address of an answer's action."""
    url = answer.interaction.payload["response_url"]
    async with aiohttp.ClientSession() as http, http.post(url, json=data) as told:
        return told.status, await told.json()


async def test_an_address_works_five_times(study: Study) -> None:
    answer = await study.ann.types("/echo x")
    said = [await say(answer, text=str(number)) for number in range(6)]
    assert [status for status, _ in said] == [200] * 5 + [404]
    assert said[-1][1]["error"] == "used_url"
    assert [each.text for each in study.ann.sees()] == ["x", "0", "1", "2", "3", "4"]


async def test_an_address_works_for_thirty_minutes(study: Study) -> None:
    answer = await study.ann.types("/echo x")
    study.world.passes(1799)
    assert (await say(answer, text="in time"))[0] == 200
    study.world.passes(1)
    assert await say(answer, text="late") == (404, {"ok": False, "error": "expired_url"})


async def test_a_refused_body_uses_nothing_up(study: Study) -> None:
    answer = await study.ann.types("/echo x")
    for data, error in (
        ({}, "no_text"),
        ({"text": "x", "blocks": [{"type": "section"}]}, "invalid_blocks"),
        ({"text": "x", "response_type": "loud"}, "invalid_response_type"),
        ({"text": "x", "colour": "red"}, "invalid_payload"),
        ({"text": "x", "replace_original": True}, "message_not_found"),
        ({"delete_original": True}, "message_not_found"),
    ):
        status, told = await say(answer, **data)
        assert (status, told["error"]) == (400, error)
    (address,) = study.double.desk.addresses.values()
    assert address.uses == 0


async def test_an_ephemeral_answer_is_changed_only_by_its_address(study: Study) -> None:
    card = await study.ann.types("/echo card first")
    where = {"channel": study.channel.id, "ts": card.message.ts}
    assert await study.refused("chat.update", **where, text="x") == "message_not_found"
    assert await study.refused("chat.delete", **where) == "message_not_found"
    pressed = await study.ann.presses(card, "Web")
    assert "message" not in pressed.interaction.payload
    assert await say(pressed, text="changed", replace_original=True) == (200, {"ok": True})
    assert (card.text, card.message.private_to(study.ann.user)) == ("changed", True)


async def test_a_public_answer_passes_by_the_rights_of_posting(study: Study) -> None:
    closed = study.world.channel("closed", [study.ann.user, study.mona.user], invited=False)
    closed.refusal = "restricted_action"
    error = await study.refused("chat.postMessage", channel=closed.id, text="x")
    assert error == "not_in_channel"
    answer = await study.ann.types("/echo public hello", closed)
    assert answer.message in study.mona.sees(closed)


async def test_an_answer_to_a_press_is_new_and_private(study: Study) -> None:
    card = await study.ann.types("/echo card first")
    chosen = await study.ann.picks(card, "Level?", "High")
    assert (chosen.text, chosen.private) == ("chose high", True)
    assert card.message in study.ann.sees()
    with pytest.raises(ValueError, match="one can be chosen"):
        await study.ann.picks(card, "Level?", "Low", "High")
    found = await study.ann.picks(card, "Which?", "graph")
    assert found.text == "chose graph"


async def test_a_message_that_is_gone_cannot_be_replaced(study: Study) -> None:
    card = await study.ann.types("/echo card first")
    pressed = await study.ann.presses(card, "Web")
    await say(pressed, delete_original=True)
    assert (await say(pressed, text="x", replace_original=True))[1]["error"] == "message_not_found"
    assert study.ann.sees() == []


async def test_a_link_is_told_and_shows_nothing(study: Study, bolt: Echo) -> None:
    card = await study.ann.types("/echo card first")
    pressed = await study.ann.presses(card, "Web")
    await bolt.hears(f"web by {study.ann.id} of {study.world.team.id}")
    assert pressed.effects == []


async def test_a_broken_answer_is_shown_as_a_failure(study: Study) -> None:
    answer = await study.ann.types("/echo broken")
    assert answer.failed == '/echo failed with the error "invalid_blocks"'
    (breach,) = study.double.breaches
    assert breach.startswith("answer to command: invalid_blocks")
    assert study.ann.sees() == []


async def test_a_chosen_place_brings_an_address(study: Study) -> None:
    place = {"type": "conversations_select", "response_url_enabled": True, "action_id": "where"}
    asked = {"type": "input", "label": {"type": "plain_text", "text": "Where"}, "element": place}
    begun = await study.ann.types("/echo x")
    view = modal("Second", asked)
    await study.api.views_open(trigger_id=begun.interaction.trigger, view=view)
    sent = await study.ann.submits(begun.view, {"Where": study.channel})
    (named,) = sent.interaction.payload["response_urls"]
    assert (named["channel_id"], named["action_id"]) == (study.channel.id, "where")
    async with aiohttp.ClientSession() as http:
        body = {"text": "shared", "response_type": "in_channel", "blocks": [section("shared")]}
        await http.post(named["response_url"], json=body)
    assert study.mona.sees(study.channel)[-1].text == "shared"
