"""A card becomes blocks that Slack takes, or is refused by the name of its block."""

import json
from typing import Any

import pytest
from hypothesis import given
from slack_sdk.models.blocks import Block as SlackBlock

from adapters.slack.cards import Image, Payload, Surface, draw
from adapters.slack.text import TooLarge
from bot.core.cards import (
    Actions,
    Block,
    Button,
    Card,
    Choice,
    Divider,
    Facts,
    Link,
    Note,
    Pick,
    Picture,
    Progress,
    Text,
    Tone,
)
from bot.core.markup import Marked, bold, code_block, escape, moment, of_pack
from bot.intents.roadmap import Roadmap
from tests.doubles.limits import validate_slack
from tests.doubles.readers import read_slack
from tests.unit.adapters.samples import NOON, PEOPLE, everything

GO = Roadmap(step=3)
UPLOADED = {"picture.png": Image(file="F0123")}


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def small(text: str) -> dict[str, Any]:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text, "verbatim": True}]}


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}


def row(**more: object) -> dict[str, Any]:
    button = {"type": "button", "action_id": "10rm.3", "text": plain("Go")} | more
    return {"type": "actions", "elements": [button]}


@pytest.mark.parametrize(
    ("block", "drawn"),
    [
        (Text(of_pack("*a* b")), section("*a* b")),
        (Progress(2, 8, of_pack("2 of 8 done")), section("2 of 8 done")),
        (Note(of_pack("a\nb")), small("a\nb")),
        (
            Facts((("Zone", bold(of_pack("x"))), (":a", of_pack("c")))),
            section("*Zone:* *x*\n*:\u2060a:* c"),
        ),
        (Divider(), {"type": "divider"}),
        (Picture("a.png", b"", "a *curve*"), small("(a \u2217curve\u2217)")),
        (
            Picture("picture.png", b"", "a\ncurve"),
            {"type": "image", "slack_file": {"id": "F0123"}, "alt_text": "a curve"},
        ),
        (Actions((Button("Go", GO),)), row()),
        (Actions((Button("Go", GO, Tone.first),)), row(style="primary")),
        (Actions((Button("Go", GO, Tone.danger),)), row(style="danger")),
        (Actions((Button("R & D", GO),)), row(text=plain("R &amp; D"))),
        (Actions((Button("Go", GO, off=True),)), small("(Go)")),
        (Actions((Link("Go", "https://x.org"),)), row(action_id="link-1", url="https://x.org")),
        (
            Pick("Open", GO, "step", (Choice("1", "One", "first"), Choice("2", "Two"))),
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "static_select",
                        "action_id": "10rm!0",
                        "placeholder": plain("Open"),
                        "options": [
                            {"text": plain("One"), "value": "1", "description": plain("first")},
                            {"text": plain("Two"), "value": "2"},
                        ],
                    }
                ],
            },
        ),
    ],
    ids=repr,
)
def test_each_block_has_its_own(block: Block, drawn: dict[str, Any]) -> None:
    assert draw(Card("", (block,)), images=UPLOADED).blocks == (drawn,)


def test_a_picture_may_stand_at_an_address() -> None:
    images = {"a.png": Image(url="https://x.org/a.png")}
    (block,) = draw(Card("", (Picture("a.png", b"", "a"),)), images=images).blocks
    assert block == {"type": "image", "image_url": "https://x.org/a.png", "alt_text": "a"}


def test_a_button_that_is_off_leaves_the_row_and_stays_readable() -> None:
    items = (Button("Go", GO), Button("Not now", GO, off=True), Link("Read", "https://x.org"))
    first, second = draw(Card("", (Actions(items),))).blocks
    assert [each["text"]["text"] for each in first["elements"]] == ["Go", "Read"]
    assert second == small("(Not now)")


def test_a_title_is_a_header_and_a_long_one_a_bold_line() -> None:
    assert draw(Card("Your *map*\n", ())).blocks == (
        {"type": "header", "text": plain("Your *map*")},
    )
    assert draw(Card("&" * 30, ())).blocks[0]["type"] == "header"
    assert draw(Card("&" * 31, ())).blocks == (section(f"*{'&amp;' * 31}*"),)


@pytest.mark.parametrize("card", [Card("", ()), Card(" ", (Text(Marked(" ")), Note(Marked(""))))])
def test_a_card_that_says_nothing_is_still_a_message(card: Card) -> None:
    assert draw(card) == Payload((section("…"),), "…")


@pytest.mark.parametrize(
    ("card", "line"),
    [
        (
            Card("Map", (Text(of_pack("*Next:* a < b\nmore")), Text(of_pack("c")))),
            "Map · Next: a &lt; b",
        ),
        (Card("", (Divider(), Note(of_pack("`x`")))), "x"),
        (Card("", (Note(of_pack("1 of 5")), Text(of_pack("*Which?*\nA")))), "Which?"),
        (Card("Sources", (Text(of_pack("- one\n- two")),)), "Sources · one"),
        (Card("Map", ()), "Map"),
        (Card("", (Facts((("Zone", of_pack("Berlin")),)),)), "Zone: Berlin"),
        (Card("", (Facts(()), Picture("a", b"", "a\ncurve"))), "a curve"),
        (Card("", (Text(moment(NOON)),)), "2027-03-08 12:00 UTC"),
        (Card("", (Text(code_block("x")), Actions((Button("Go", GO),)))), "x"),
        (Card("", (Actions((Button("Go", GO),)),)), "…"),
    ],
    ids=repr,
)
def test_a_lock_screen_shows_title_and_first_line(card: Card, line: str) -> None:
    assert draw(card).text == line


def test_equal_buttons_get_different_ids_and_sixteen_are_the_most() -> None:
    four = Actions((Button("Go", GO),) * 4)
    blocks = draw(Card("", (four,) * 4)).blocks
    ids = [each["action_id"] for block in blocks for each in block["elements"]]
    assert ids == [f"1{slot:x}rm.3" for slot in range(16)]
    with pytest.raises(TooLarge, match=r"^block 5, Actions: buttons that ask the same: 17, at"):
        draw(Card("", (four,) * 5))


def sdk_refuses(payload: Payload) -> list[str]:
    """Name what slack_sdk finds wrong, and the blocks that its models would write otherwise."""
    found: list[str] = []
    for block in payload.blocks:
        model = SlackBlock.parse(dict(block))  # pyright: ignore[reportUnknownMemberType]  # the SDK types loosely
        assert model is not None
        model.validate_json()
        if model.to_dict() != block:  # pyright: ignore[reportUnknownMemberType]  # as above
            found.append(json.dumps(block))
    return found


@given(PEOPLE)
def test_any_text_in_any_place_makes_a_message(text: str) -> None:
    payload = draw(everything(text), images=UPLOADED)
    assert validate_slack(payload.blocks, payload.text, "message") == []
    assert sdk_refuses(payload) == []
    kinds = {
        each.partition(":")[0]
        for block in payload.blocks
        for said in [block.get("text", {}), *block.get("elements", ())]
        if said.get("type") == "mrkdwn"
        for each in read_slack(said["text"]).active
    }
    assert kinds <= {"bold", "object", "code", "block"}


@pytest.mark.parametrize("surface", Surface)
def test_every_surface_takes_every_block(surface: Surface) -> None:
    payload = draw(everything(), surface, UPLOADED)
    assert validate_slack(payload.blocks, payload.text, surface) == []


def test_a_view_holds_more_blocks_and_more_text_than_a_message() -> None:
    many = Card("", (Divider(),) * 100)
    assert validate_slack(draw(many, Surface.home).blocks, "x", "home") == []
    with pytest.raises(TooLarge, match=r"^the card: blocks: 100, at most 50$"):
        draw(many)
    with pytest.raises(TooLarge, match=r"^the card: blocks: 101, at most 100$"):
        draw(Card("", (Divider(),) * 101), Surface.modal)
    links = Actions(tuple(Link("a", f"https://x.org/{'y' * 2900}{n}") for n in range(5)))
    assert draw(Card("", (links,)), Surface.modal).blocks
    with pytest.raises(TooLarge, match=r"^the card: JSON text: 1\d{4}, at most 12000$"):
        draw(Card("", (links,)))


@pytest.mark.parametrize(
    ("block", "says"),
    [
        (Text(escape("&" * 601)), "block 1, Text: text with its signs: 3005, at most 3000"),
        (Note(escape("&" * 601)), "block 1, Note: text with its signs: 3005, at most 3000"),
        (Picture("picture.png", b"", "\U0001f44d" * 1001), "the alt text: 2002, at most 2000"),
        (Actions((Button("&" * 16, GO),)), "block 1, Actions: characters: 80, at most 75"),
        (Actions((Link("a", f"https://x.org/{'y' * 2987}"),)), "the address: 3001, at most 3000"),
        (Pick("x" * 151, GO, "step", (Choice("1", "a"),)), "block 1, Pick: characters: 151"),
        (Pick("x", GO, "step", (Choice("1", "a" * 76),)), "Pick: characters: 76, at most 75"),
        (Pick("x", GO, "step", (Choice("1", "a", "b" * 76),)), "Pick: characters: 76, at most 75"),
        (Pick("x", GO, "step", (Choice("1" * 151, "a"),)), "an entry's value: 151, at most 150"),
    ],
)
def test_what_is_too_large_is_refused_by_name(block: Block, says: str) -> None:
    with pytest.raises(TooLarge, match=says):
        draw(Card("", (block,)), Surface.modal, UPLOADED)


def test_a_line_for_lock_screens_has_its_limit_too() -> None:
    with pytest.raises(TooLarge, match=r"^the card: the first line: 40\d\d, at most 4000$"):
        draw(Card("&" * 400, (Text(escape("&" * 400)), Note(of_pack("x")))))


def test_an_entry_without_a_value_is_no_entry() -> None:
    with pytest.raises(ValueError, match="has no value"):
        draw(Card("", (Pick("x", GO, "step", (Choice("", "a"),)),)))
