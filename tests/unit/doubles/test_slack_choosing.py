"""What people choose and fill in, and what the app is told of it."""

import asyncio
from typing import Any

import aiohttp
import pytest

from tests.doubles.slack import Answer, NotOfferedError
from tests.doubles.slack.choosing import Given
from tests.doubles.slack.errors import Json
from tests.unit.doubles.slack_echo import actions, button, entry, modal, option, section
from tests.unit.doubles.slack_hall import Study

OFFERED = [option("One"), option("Two")]
ELEMENTS: list[tuple[Json, tuple[Given, ...], Json]] = [
    ({"type": "overflow", "options": OFFERED}, ("Two",), {"selected_option": OFFERED[1]}),
    ({"type": "radio_buttons", "options": OFFERED}, ("One",), {"selected_option": OFFERED[0]}),
    ({"type": "checkboxes", "options": OFFERED}, ("One", "two"), {"selected_options": OFFERED}),
    ({"type": "datepicker"}, ("2027-03-08",), {"selected_date": "2027-03-08"}),
    ({"type": "timepicker"}, ("09:00",), {"selected_time": "09:00"}),
    ({"type": "datetimepicker"}, (1804507200,), {"selected_date_time": 1804507200}),
    (
        {
            "type": "static_select",
            "option_groups": [{"label": option("x")["text"], "options": OFFERED}],
        },
        ("Two",),
        {"selected_option": OFFERED[1]},
    ),
]


class Hand:
    """A bare websocket that reads what is sent and acknowledges by hand."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def takes(self, act: "asyncio.Task[Answer]", answer: Json | None = None) -> Json:
        """Read the next envelope, answer it, and let the person see that; return the payload."""
        told: Json = await self.socket.receive_json()
        more = {} if answer is None else {"payload": answer}
        await self.socket.send_json({"envelope_id": told["envelope_id"], **more})
        await act
        payload: Json = told["payload"]
        return payload


async def hand(study: Study, http: aiohttp.ClientSession) -> Hand:
    opened = await study.api.apps_connections_open(app_token=study.world.install.app_token)
    socket = await http.ws_connect(opened["url"])
    await socket.receive_json()
    return Hand(socket)


async def post(study: Study, *blocks: Json) -> None:
    await study.api.chat_postMessage(channel=study.channel.id, text="x", blocks=list(blocks))


@pytest.mark.parametrize(("element", "given", "told"), ELEMENTS)
async def test_a_choice_is_told(
    study: Study, element: Json, given: tuple[Given, ...], told: Json
) -> None:
    await post(study, actions({**element, "action_id": "a"}))
    message = study.ann.sees(study.channel)[-1]
    async with aiohttp.ClientSession() as http:
        own = await hand(study, http)
        acting = asyncio.create_task(study.ann.picks(message, "a", *given, waits=False))
        payload = await own.takes(acting)
    (action,) = payload["actions"]
    assert (action["type"], action["action_id"]) == (element["type"], "a")
    assert {key: action[key] for key in told} == told
    assert payload["container"]["message_ts"] == message.ts
    assert payload["message"]["ts"] == message.ts


async def test_people_and_places_are_chosen_by_who_they_are(study: Study) -> None:
    person = {"type": "multi_users_select", "action_id": "who"}
    place = {"type": "conversations_select", "action_id": "where"}
    await post(study, {**section("x"), "accessory": person}, actions(place))
    message = study.ann.sees(study.channel)[-1]
    async with aiohttp.ClientSession() as http:
        own = await hand(study, http)
        both = study.ann.picks(message, "who", study.ann.user, study.mona.user, waits=False)
        payload = await own.takes(asyncio.create_task(both))
        assert payload["actions"][0]["selected_users"] == [study.ann.id, study.mona.id]
        there = study.ann.picks(message, "where", study.channel, waits=False)
        payload = await own.takes(asyncio.create_task(there))
        assert payload["actions"][0]["selected_conversation"] == study.channel.id


async def test_a_form_sends_all_its_boxes(study: Study) -> None:
    view = modal(
        "Sheet",
        entry("Number", {"type": "number_input", "is_decimal_allowed": False, "max_value": "5"}),
        entry("Day", {"type": "datepicker", "initial_date": "2027-03-08"}),
        entry("Words", {"type": "plain_text_input", "min_length": 3}, optional=True),
        section("between"),
    )
    async with aiohttp.ClientSession() as http:
        own = await hand(study, http)
        typing = asyncio.create_task(study.ann.types("/milepost", waits=False))
        begun = await own.takes(typing)
        await study.api.views_open(trigger_id=begun["trigger_id"], view=view)
        form = typing.result()
        for fields, words in (
            ({"Number": "six"}, "is no such number"),
            ({"Number": "6"}, "not in the range"),
            ({"Number": "5", "Day": "Monday"}, "does not fit"),
            ({"Number": "5", "Words": "no"}, "3 to 3000 fit"),
        ):
            with pytest.raises(ValueError, match=words):
                await study.ann.submits(form, fields)
        sending = study.ann.submits(form, {"Number": "5", "Day": "2027-03-09", "Words": None})
        payload = await own.takes(asyncio.create_task(sending), {})
    values: list[Any] = [next(iter(each.values())) for each in values_of(payload)]
    assert [each["type"] for each in values] == ["number_input", "datepicker", "plain_text_input"]
    assert values[0]["value"] == "5"
    assert values[1]["selected_date"] == "2027-03-09"
    assert values[2]["value"] is None
    assert study.ann.view is None


def values_of(payload: Json) -> list[Json]:
    found: Json = payload["view"]["state"]["values"]
    return list(found.values())


async def test_two_that_look_alike_are_told_apart_by_id(study: Study) -> None:
    await post(study, actions(button("Go"), button("Go", action_id="other")))
    message = study.ann.sees(study.channel)[-1]
    with pytest.raises(AssertionError, match="'Go' is there 2 times: use the action id"):
        await study.ann.presses(message, "Go")
    async with aiohttp.ClientSession() as http:
        own = await hand(study, http)
        pressing = asyncio.create_task(study.ann.presses(message, "other", waits=False))
        payload = await own.takes(pressing)
    assert payload["actions"][0]["text"]["text"] == "Go"


async def test_a_body_where_none_belongs_is_a_fault(study: Study) -> None:
    await post(study, actions(button("Go")))
    message = study.ann.sees(study.channel)[-1]
    async with aiohttp.ClientSession() as http:
        own = await hand(study, http)
        pressing = asyncio.create_task(study.ann.presses(message, "Go", waits=False))
        await own.takes(pressing, {"text": "this is shown to nobody"})
    assert study.double.breaches == ["answer to block_actions: unexpected_body"]


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"options": [{"text": "x"}]},
        {"options": [option("x" * 76)]},
        {"options": [option(f"o{n}") for n in range(101)]},
        {"options": [], "more": 1},
    ],
)
async def test_odd_suggestions_show_nothing(study: Study, answer: Json) -> None:
    menu = {"type": "external_select", "action_id": "term", "min_query_length": 0}
    await post(study, actions(menu))
    message = study.ann.sees(study.channel)[-1]
    async with aiohttp.ClientSession() as http:
        own = await hand(study, http)
        typing = asyncio.create_task(study.ann.suggests(message, "term", "x"))
        payload = await own.takes(typing, answer)
    assert (payload["action_id"], payload["value"]) == ("term", "x")
    assert typing.result().failed == "No result (invalid_options)"


async def test_options_may_come_in_groups(study: Study) -> None:
    menu = {"type": "external_select", "action_id": "term", "min_query_length": 0}
    await post(study, actions(menu))
    message = study.ann.sees(study.channel)[-1]
    grouped = {"option_groups": [{"label": option("x")["text"], "options": OFFERED}]}
    async with aiohttp.ClientSession() as http:
        own = await hand(study, http)
        typing = asyncio.create_task(study.ann.suggests(message, "term", ""))
        await own.takes(typing, grouped)
    assert typing.result().options == {"One": "one", "Two": "two"}


async def test_nothing_is_typed_where_nothing_can_be_written(study: Study) -> None:
    study.channel.archived = True
    with pytest.raises(NotOfferedError, match="ann cannot write in general"):
        await study.ann.types("/milepost", study.channel)
    study.world.install.scopes.discard("commands")
    with pytest.raises(NotOfferedError, match="the scope is missing"):
        await study.ann.types("/milepost", study.ann.dm)
