"""Rotten bodies are refused: messages, forms, commands."""

import datetime as dt
from typing import Any

import pytest

from tests.doubles.discord.errors import Json
from tests.doubles.discord.modals import modal_faults
from tests.doubles.discord.openapi import Specification
from tests.doubles.discord.validate_commands import command_faults
from tests.unit.doubles.hall import Hall, Hand

V2 = 1 << 15
BUTTON: Json = {"type": 2, "style": 1, "label": "Go", "custom_id": "go"}
OPTION: Json = {"label": "One", "value": "1"}
MENU: Json = {"type": 3, "custom_id": "menu", "options": [OPTION]}
TEXT: Json = {"type": 10, "content": "text"}
INPUT: Json = {"type": 4, "custom_id": "in", "style": 1}


def row(*parts: Json) -> Json:
    return {"type": 1, "components": list(parts)}


def label(part: Json, **more: object) -> Json:
    return {"type": 18, "label": "Word", "component": part, **more}


def classic(*rows: Json) -> Json:
    return {"content": "x", "components": list(rows)}


def new(*parts: Json) -> Json:
    return {"flags": V2, "components": list(parts)}


def embed(**parts: object) -> Json:
    return {"embeds": [parts]}


ROTTEN: dict[str, Json] = {
    "nothing": {},
    "no kind": new({"content": "x"}),
    "no shape": classic("row"),  # pyright: ignore[reportArgumentType] - that is the point
    "no children": classic({"type": 1}),
    "long content": {"content": "x" * 2001},
    "wide content": {"content": "\N{PARTY POPPER}" * 1001},
    "long title": embed(title="x" * 257),
    "long description": embed(description="x" * 4097),
    "long footer": embed(title="x", footer={"text": "x" * 2049}),
    "long field": embed(fields=[{"name": "n", "value": "x" * 1025}]),
    "many fields": embed(fields=[{"name": "n", "value": "v"}] * 26),
    "many embeds": {"embeds": [{"title": "x"}] * 11},
    "large embeds": {"embeds": [{"description": "x" * 3500}] * 2},
    "six rows": classic(*[row({**BUTTON, "custom_id": str(n)}) for n in range(6)]),
    "six buttons": classic(row(*[{**BUTTON, "custom_id": str(n)} for n in range(6)])),
    "an empty row": classic(row()),
    "a mixed row": classic(row(BUTTON, MENU)),
    "a bare button": classic(BUTTON),
    "new parts in an old message": classic(TEXT),
    "a long label": classic(row({**BUTTON, "label": "x" * 81})),
    "no label": classic(row({"type": 2, "style": 1, "custom_id": "go"})),
    "a long id": classic(row({**BUTTON, "custom_id": "x" * 101})),
    "no id": classic(row({"type": 2, "style": 1, "label": "Go"})),
    "one id twice": classic(row(BUTTON, BUTTON)),
    "a link with an id": classic(row({**BUTTON, "style": 5, "url": "https://a.example"})),
    "no such style": classic(row({**BUTTON, "style": 7})),
    "many options": classic(
        row({**MENU, "options": [{"label": "x", "value": str(n)} for n in range(26)]})
    ),
    "no options": classic(row({**MENU, "options": []})),
    "equal options": classic(row({**MENU, "options": [OPTION, OPTION]})),
    "a long option": classic(row({**MENU, "options": [{**OPTION, "label": "x" * 101}]})),
    "a long placeholder": classic(row({**MENU, "placeholder": "x" * 151})),
    "wrong counts": classic(row({**MENU, "min_values": 2, "max_values": 1})),
    "new and content": new(TEXT) | {"content": "x"},
    "new and embeds": new(TEXT) | embed(title="x"),
    "new and empty": new(),
    "many parts": new(*[TEXT] * 41),
    "many nested parts": new({"type": 17, "components": [TEXT] * 40}),
    "much text": new({**TEXT, "content": "x" * 2001}, {**TEXT, "content": "x" * 2000}),
    "a box in a box": new({"type": 17, "components": [{"type": 17, "components": [TEXT]}]}),
    "a section without anything beside it": new({"type": 9, "components": [TEXT]}),
    "a long section": new({"type": 9, "components": [TEXT] * 4, "accessory": BUTTON}),
    "an empty gallery": new({"type": 12, "items": []}),
    "a file that is not there": new(
        {"type": 12, "items": [{"media": {"url": "attachment://a.png"}}]}
    ),
    "long alt text": new(
        {"type": 12, "items": [{"media": {"url": "https://a.example"}, "description": "x" * 1025}]}
    ),
    "contradicting mentions": {
        "content": "x",
        "allowed_mentions": {"parse": ["users"], "users": ["1"]},
    },
    "many mentions": {"content": "x", "allowed_mentions": {"users": ["1"] * 101}},
    "a long nonce": {"content": "x", "nonce": "x" * 26},
}


@pytest.mark.parametrize("name", ROTTEN)
async def test_a_rotten_message_is_refused(hall: Hall, hand: Hand, name: str) -> None:
    hall.double.rest.specification = Specification()
    status, told = await hand.post(**ROTTEN[name])
    assert (status, told["code"]) == (400, 50035), name
    assert told["errors"]
    assert hall.alice.sees() == []


@pytest.mark.parametrize(
    "body",
    [
        {"content": "x" * 2000},
        classic(row(BUTTON), row(MENU)),
        {"embeds": [{"description": "x" * 3000}] * 2},
        new({"type": 17, "components": [TEXT, row(MENU)]}, {**TEXT, "content": "x" * 3996}),
        new({"type": 9, "components": [TEXT], "accessory": BUTTON}),
    ],
)
async def test_a_sound_message_is_taken(hall: Hall, hand: Hand, body: Json) -> None:
    assert (await hand.post(**body))[0] == 200
    assert len(hall.alice.sees()) == 1


async def test_a_message_cannot_be_edited_into_a_rotten_one(hall: Hall, hand: Hand) -> None:
    made = (await hand.post(content="x"))[1]
    path = f"/channels/{hall.channel.id}/messages/{made['id']}"
    for rotten in ({"content": None}, {"flags": V2, "components": [TEXT]}):
        assert (await hand.ask("PATCH", path, rotten))[1]["code"] == 50035
    new_kind = {"content": None, "flags": V2, "components": [TEXT]}
    assert (await hand.ask("PATCH", path, new_kind))[0] == 200
    assert (await hand.ask("PATCH", path, {"content": "back"}))[1]["code"] == 50035


FORM: Json = {"title": "T", "custom_id": "f", "components": [label(INPUT)]}


@pytest.mark.parametrize(
    "change",
    [
        {"title": "x" * 46},
        {"custom_id": ""},
        {"components": []},
        {"components": [label({**INPUT, "custom_id": str(n)}) for n in range(6)]},
        {"components": [label(INPUT), label(INPUT)]},
        {"components": [{**label(INPUT), "label": "x" * 46}]},
        {"components": [label(INPUT, description="x" * 101)]},
        {"components": [label({**INPUT, "value": "x" * 11, "max_length": 10})]},
        {"components": [label({**INPUT, "placeholder": "x" * 101})]},
        {"components": [label({**INPUT, "custom_id": "x" * 101})]},
        {"components": [label({**MENU, "options": []})]},
        {"components": [label({"type": 21, "custom_id": "r", "options": [OPTION]})]},
        {"components": [BUTTON]},
    ],
)
def test_a_rotten_form_is_refused(change: Json) -> None:
    assert modal_faults(FORM) == []
    assert modal_faults({**FORM, **change}) != []


WORD: Json = {"type": 3, "name": "word", "description": "A word"}
COMMAND: Json = {"name": "ask", "description": "Ask", "options": [WORD]}
DEEP: Json = {"type": 1, "name": "one", "description": "One", "options": [WORD]}
CHOICE: Json = {"name": "One", "value": "1"}


def with_option(**change: object) -> Json:
    return {**COMMAND, "options": [{**WORD, **change}]}


@pytest.mark.parametrize(
    "command",
    [
        {**COMMAND, "name": "Ask"},
        {**COMMAND, "name": "ask me"},
        {**COMMAND, "name": "x" * 33},
        {**COMMAND, "description": ""},
        {**COMMAND, "description": "x" * 101},
        {**COMMAND, "type": 3},
        {**COMMAND, "options": [{**WORD, "name": f"w{n}"} for n in range(26)]},
        {**COMMAND, "options": [WORD, WORD]},
        {**COMMAND, "options": [WORD, {**WORD, "name": "b", "required": True}]},
        {**COMMAND, "options": [WORD, DEEP]},
        {**COMMAND, "name_localizations": {"xx": "frag"}},
        {**COMMAND, "name_localizations": {"de": "Frag Mich"}},
        {**COMMAND, "description_localizations": {"de": "x" * 101}},
        {**COMMAND, "options": [WORD, {**WORD, "name": "b", "name_localizations": {"de": "word"}}]},
        {**COMMAND, "contexts": []},
        {**COMMAND, "contexts": [0, 0]},
        {**COMMAND, "integration_types": [2]},
        {**COMMAND, "options": [{**DEEP, "type": 2, "options": [{**DEEP, "type": 2}]}]},
        with_option(choices=[CHOICE] * 26),
        with_option(choices=[CHOICE], autocomplete=True),
        with_option(choices=[{"name": "One", "value": 1}]),
        with_option(choices=[{"name": "x" * 101, "value": "1"}]),
        with_option(channel_types=[0]),
        with_option(min_value=1),
        with_option(type=12),
        with_option(choices=[{"name": "x" * 100, "value": f"{n:>0100}"} for n in range(25)] * 2),
    ],
)
def test_a_rotten_command_is_refused(command: Json) -> None:
    assert command_faults([COMMAND], everywhere=True) == []
    assert command_faults([command], everywhere=True) != []


def test_a_set_of_commands_has_limits_of_its_own() -> None:
    many: list[Json] = [{**COMMAND, "name": f"ask{n}"} for n in range(101)]
    assert command_faults(many[:100], everywhere=True) == []
    assert command_faults(many, everywhere=True) != []
    assert command_faults([COMMAND, COMMAND], everywhere=True) != []
    assert command_faults([{**COMMAND, "contexts": [0]}], everywhere=False) != []
    menus: list[Json] = [{"name": f"Menu {n}", "type": 3} for n in range(16)]
    assert command_faults(menus[:15], everywhere=True) == []
    assert command_faults(menus, everywhere=True) != []


def test_all_the_text_of_a_command_counts_in_its_longest_language() -> None:
    text = "x" * 100
    options = [{**WORD, "name": f"w{n}", "description": text} for n in range(25)]
    choices = [{"name": f"{n:0100}", "value": f"{n:060}"} for n in range(20)]
    options[0] = {**options[0], "choices": choices}
    command: Json = {**COMMAND, "options": options}
    assert command_faults([command], everywhere=True) == []
    told = {"de": "y" * 100, "fr": "z" * 100}
    longer = [{**each, "description": "x", "description_localizations": told} for each in options]
    assert command_faults([{**command, "options": longer}], everywhere=True) == []
    many = [{**each, "choices": choices} for each in options]
    assert command_faults([{**command, "options": many}], everywhere=True) != []


async def test_commands_are_replaced_and_counted(hall: Hall, hand: Hand) -> None:
    path = f"/applications/{hall.world.bot.id}/commands"
    first = (await hand.ask("PUT", path, [COMMAND]))[1]
    again = (await hand.ask("PUT", path, [COMMAND]))[1]
    assert first[0]["id"] == again[0]["id"]
    assert [each["name"] for each in (await hand.ask("GET", path))[1]] == ["ask"]
    for day in ("a", "b"):
        fresh = [{**COMMAND, "name": f"{day}{n}"} for n in range(99)]
        assert (await hand.ask("PUT", path, fresh))[0] == 200
    status, told = await hand.ask("PUT", path, [{**COMMAND, "name": "one-more"}])
    assert (status, told["code"]) == (400, 30034)
    hall.clock.move("+1d", dt.UTC)
    assert (await hand.ask("PUT", path, [{**COMMAND, "name": "one-more"}]))[0] == 200
    assert (await hand.ask("PUT", "/applications/1/commands", []))[1]["code"] == 10002


async def test_a_servers_own_commands_come_first(hall: Hall, hand: Hand) -> None:
    path = f"/applications/{hall.world.bot.id}/guilds/{hall.guild.id}/commands"
    await hand.ask("PUT", path, [{**COMMAND, "name": "local"}])
    assert hall.alice.offered() == ["local", "ask", "deep"]
    elsewhere = hall.world.channel(hall.world.guild("Elsewhere", hall.alice.user))
    assert hall.alice.offered(elsewhere) == ["ask", "deep"]


SCHEMA: dict[str, Any] = {
    "Thing": {
        "type": "object",
        "required": ["type"],
        "properties": {
            "type": {"type": "integer", "enum": [1]},
            "name": {"type": ["string", "null"], "minLength": 1, "maxLength": 3},
            "id": {"type": "string", "pattern": "^[0-9]+$", "format": "snowflake"},
            "parts": {"type": "array", "maxItems": 1, "items": {"$ref": "#/x/Part"}},
        },
    },
    "Part": {"oneOf": [{"type": "integer", "maximum": 5}, {"type": "boolean"}]},
}
PATHS: dict[str, Any] = {
    "/things": {
        "post": {
            "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/x/Thing"}}}}
        }
    }
}


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"type": 1, "name": None, "id": 7, "parts": [True]}, ""),
        ({"type": 1, "unknown": "is passed over"}, ""),
        ({}, "type"),
        ({"type": 2}, "type"),
        ({"type": True}, "type"),
        ({"type": 1, "name": "long"}, "name"),
        ({"type": 1, "name": ""}, "name"),
        ({"type": 1, "id": "x"}, "id"),
        ({"type": 1, "parts": [1, 2]}, "parts"),
        ({"type": 1, "parts": [6]}, "parts.0"),
        ({"type": 1, "parts": ["x"]}, "parts.0"),
    ],
)
def test_the_published_schema_is_followed(body: Json, where: str) -> None:
    found = Specification(PATHS, SCHEMA).faults("POST", "/things", body)
    assert [path for path, _ in found][:1] == ([where] if where else [])
    assert Specification(PATHS, SCHEMA).faults("POST", "/elsewhere", body) == []
