"""What Block Kit refuses, and what it takes, at each limit of platform-facts, section 6."""

from typing import Any

import pytest

from tests.doubles.slack.errors import Json, SlackError
from tests.doubles.slack.validate import HOME, MODAL, block_faults, check_blocks, view_faults
from tests.unit.doubles.slack_echo import actions, button, entry, modal, option, plain, section

BOX: Json = {"type": "plain_text_input", "action_id": "a"}
NUMBER: Json = {"type": "number_input", "action_id": "a", "is_decimal_allowed": False}
DAY: Json = {"type": "datepicker", "action_id": "a"}


def header(text: str) -> Json:
    return {"type": "header", "text": plain(text)}


def context(*elements: Json) -> Json:
    return {"type": "context", "elements": list(elements)}


def image(**more: object) -> Json:
    return {"type": "image", "image_url": "https://x.org/a.png", "alt_text": "a", **more}


def menu(count: int, **more: object) -> Json:
    offered = [option(f"o{number}") for number in range(count)]
    return {"type": "static_select", "action_id": "m", "options": offered, **more}


def choice(kind: str, count: int) -> Json:
    offered = [option(f"o{number}") for number in range(count)]
    return {"type": kind, "action_id": "c", "options": offered}


def confirmed(**more: object) -> Json:
    parts = {"title": plain("t"), "text": plain("x"), "confirm": plain("y"), "deny": plain("n")}
    return actions(button("B", confirm={**parts, **more}))


def table(rows: int, cells: int) -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * cells] * rows}


def fields(count: int, size: int = 1) -> Json:
    return {"type": "section", "fields": [plain("x" * size)] * count}


def accessory(element: Json) -> Json:
    return {**section("x"), "accessory": element}


FITTING: list[Json] = [
    header("x" * 150),
    section("x" * 3000),
    fields(10, 2000),
    accessory(menu(100)),
    accessory(image()),
    actions(*[{**button("B"), "action_id": f"b{n}"} for n in range(25)]),
    actions(button("x" * 75, value="v" * 2000, style="danger")),
    actions(button("Link", url="https://x.org/" + "p" * 2986)),
    actions({**menu(1), "action_id": "x" * 255, "placeholder": plain("x" * 150)}),
    actions(choice("radio_buttons", 10)),
    actions(choice("overflow", 5)),
    context(plain("a"), {"type": "mrkdwn", "text": "b"}, image()),
    image(alt_text="x" * 2000, title=plain("t")),
    {"type": "divider", "block_id": "x" * 255},
    {"type": "markdown", "text": "x" * 12_000},
    table(100, 20),
    entry("x" * 2000, {**BOX, "initial_value": "x" * 3000, "max_length": 3000}),
    entry("Day", {**DAY, "initial_date": "2027-03-08"}),
    entry("Count", {**NUMBER, "min_value": "1", "max_value": "5", "initial_value": "3"}),
    confirmed(title=plain("x" * 100), text=plain("x" * 300), deny=plain("x" * 30)),
]

TOO_MUCH: list[tuple[Json, str]] = [
    (header("x" * 151), "less than 151"),
    (header("😀" * 76), "less than 151"),
    (header(""), "more than 0"),
    ({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}, "unsupported type of text"),
    (section("x" * 3001), "less than 3001"),
    (section(""), "more than 0"),
    ({"type": "section"}, "text or fields"),
    (fields(11), "between 1 and 10"),
    (fields(1, 2001), "less than 2001"),
    (accessory(menu(101)), "between 1 and 100"),
    (accessory(menu(0)), "between 1 and 100"),
    (accessory({**menu(1), "option_groups": []}), "exactly one of"),
    (accessory(menu(1, initial_option=option("other"))), "one of the options"),
    (accessory({**menu(1), "options": [option("a"), option("a")]}), "values of options"),
    (accessory({**menu(1), "options": [{**option("a"), "value": "v" * 151}]}), "less than 151"),
    (accessory({**menu(1), "options": [option("x" * 76)]}), "less than 76"),
    (accessory({**menu(1), "options": [{**option("a"), "url": "https://x.org"}]}), "url"),
    (accessory(BOX), "unsupported type: plain_text_input"),
    (actions(), "between 1 and 25"),
    (actions(*[{**button("B"), "action_id": f"b{n}"} for n in range(26)]), "between 1 and 25"),
    (actions(button("B"), button("B")), "action_id b is there twice"),
    (actions(button("x" * 76)), "less than 76"),
    (actions(button("B", value="v" * 2001)), "less than 2001"),
    (actions(button("B", url="https://x.org/" + "p" * 3000)), "less than 3001"),
    (actions(button("B", url="x.org")), "form"),
    (actions(button("B", style="loud")), "enum"),
    (actions(button("B", colour="red")), "additional property: colour"),
    (actions(button("B", action_id="x" * 256)), "less than 256"),
    (actions(menu(1, placeholder=plain("x" * 151))), "less than 151"),
    (actions(choice("radio_buttons", 11)), "between 1 and 10"),
    (actions(choice("checkboxes", 11)), "between 1 and 10"),
    (actions(choice("overflow", 6)), "between 1 and 5"),
    (actions(BOX), "unsupported type: plain_text_input"),
    (confirmed(title=plain("x" * 101)), "less than 101"),
    (confirmed(text=plain("x" * 301)), "less than 301"),
    (confirmed(deny=plain("x" * 31)), "less than 31"),
    (confirmed(deny={"type": "mrkdwn", "text": "x"}), "unsupported type of text"),
    (context(*[plain("x")] * 11), "between 1 and 10"),
    (context(button("B")), "unsupported type: button"),
    (image(alt_text="x" * 2001), "less than 2001"),
    (image(slack_file={"id": "F0001"}), "exactly one of"),
    ({"type": "image", "image_url": "https://x.org/a.png"}, "field: alt_text"),
    ({"type": "divider", "block_id": "x" * 256}, "less than 256"),
    ({"type": "markdown", "text": "x" * 12_001}, "less than 12001"),
    (table(101, 1), "between 1 and 100"),
    (table(1, 21), "between 1 and 20"),
    (entry("x" * 2001, BOX), "less than 2001"),
    (entry("A", BOX, hint=plain("x" * 2001)), "less than 2001"),
    (entry("A", {**BOX, "max_length": 3001}), "between 1 and 3000"),
    (entry("A", {**BOX, "initial_value": "x" * 3001}), "less than 3001"),
    (entry("A", {**DAY, "initial_date": "8 March"}), "less than 11|form"),
    (entry("A", {**DAY, "initial_date": "2027-03-48"}), "in format 'YYYY-MM-DD'"),
    (entry("A", {**NUMBER, "min_value": "5", "initial_value": "3"}), "in the range"),
    (entry("A", {**NUMBER, "min_value": "five"}), "a number"),
    (entry("A", button("B")), "unsupported type: button"),
    ({"type": "video"}, "unsupported type: video"),
    ({"text": "x"}, "unsupported type: None"),
]


@pytest.mark.parametrize("block", FITTING)
def test_what_is_within_the_limits_is_taken(block: Json) -> None:
    assert block_faults([block]) == []


@pytest.mark.parametrize(("block", "words"), TOO_MUCH)
def test_what_is_over_a_limit_is_refused(block: Json, words: str) -> None:
    said = [fault for _, fault in block_faults([block])]
    assert any(part in fault for fault in said for part in words.split("|")), said


def test_blocks_are_looked_at_together() -> None:
    many = [{"type": "divider"}] * 51
    assert block_faults(many[:50]) == []
    assert block_faults(many) == [("/blocks", "must be between 1 and 50 items, not 51")]
    assert block_faults([]) == [("/blocks", "must be between 1 and 50 items, not 0")]
    twice = [{"type": "divider", "block_id": "a"}] * 2
    assert block_faults(twice) == [("/blocks", "block_id a is there twice")]
    eager = [entry(name, {**BOX, "focus_on_load": True}) for name in "ab"]
    assert block_faults(eager) == [("/blocks", "focus_on_load may be set once")]


def test_blocks_can_be_too_long_though_each_one_fits() -> None:
    check_blocks([section("x" * 2900)] * 4)
    with pytest.raises(SlackError, match="msg_blocks_too_long"):
        check_blocks([section("x" * 2900)] * 5)


def test_some_blocks_are_for_messages_only() -> None:
    for block in (table(1, 1), {"type": "markdown", "text": "x"}):
        assert view_faults({"type": "home", "blocks": [block]}, HOME)
        assert view_faults(modal("x", block), MODAL)


@pytest.mark.parametrize(
    "blocks",
    [[None], ["x"], [[]], [{"type": []}], [{"type": "actions", "elements": "x"}]],
)
def test_a_wrong_shape_is_refused_and_does_not_break_the_checker(blocks: Any) -> None:  # noqa: ANN401 - of any shape
    assert block_faults(blocks)


@pytest.mark.parametrize("view", [{}, {"type": "modal"}, {"type": "modal", "blocks": {}}])
def test_a_view_of_a_wrong_shape_is_refused(view: Json) -> None:
    assert view_faults(view, MODAL)
