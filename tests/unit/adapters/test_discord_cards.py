"""A card becomes one message that Discord takes, or is refused by the name of its block."""

from typing import Any

import pytest
from hypothesis import given

from adapters.discord.cards import Payload, draw, files_of, view
from adapters.discord.text import TooLarge
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
from bot.core.markup import Marked, escape, of_pack
from bot.core.replies import File
from bot.intents.roadmap import Roadmap
from tests.doubles.discord.openapi import Specification
from tests.doubles.limits import validate_discord
from tests.doubles.readers import read_discord
from tests.unit.adapters.samples import PEOPLE, everything

MESSAGES = "/channels/{channel_id}/messages"
EXPORT = File("milepost-export.json", b"{}")
GO = Roadmap(step=3)


def parts(*blocks: Block, title: str = "") -> list[dict[str, Any]]:
    return draw(Card(title, blocks)).body["components"][0]["components"]


def shown(payload: Payload) -> list[str]:
    inner = payload.body["components"][0]["components"]
    return [part["content"] for part in inner if part["type"] == 10]


def button(**more: object) -> dict[str, object]:
    plain = {"type": 2, "style": 2, "disabled": False, "label": "Go", "custom_id": "10rm.3"}
    return plain | more


@pytest.mark.parametrize(
    ("block", "part"),
    [
        (Text(of_pack("*a* b")), {"type": 10, "content": "**a** b"}),
        (Progress(2, 8, of_pack("2 of 8 done")), {"type": 10, "content": "2 of 8 done"}),
        (Note(of_pack("a\nb")), {"type": 10, "content": "-# a\n-# b"}),
        (
            Facts((("Zone", of_pack("*Berlin*")), ("a:b", of_pack("c")))),
            {"type": 10, "content": "**Zone:** **Berlin**\n**a\\:b:** c"},
        ),
        (Divider(), {"type": 14, "divider": True, "spacing": 1}),
        (
            Picture("a.png", b"png", "a\ncurve"),
            {
                "type": 12,
                "items": [
                    {
                        "media": {"url": "attachment://a.png"},
                        "spoiler": False,
                        "description": "a curve",
                    }
                ],
            },
        ),
        (Actions((Button("Go", GO),)), {"type": 1, "components": [button()]}),
        (
            Actions((Button("Go", GO, Tone.first, off=True),)),
            {"type": 1, "components": [button(style=1, disabled=True)]},
        ),
        (Actions((Button("Go", GO, Tone.danger),)), {"type": 1, "components": [button(style=4)]}),
        (
            Actions((Link("Read", "https://x.org"),)),
            {
                "type": 1,
                "components": [
                    {
                        "type": 2,
                        "style": 5,
                        "disabled": False,
                        "label": "Read",
                        "url": "https://x.org",
                    }
                ],
            },
        ),
        (
            Pick("Open", GO, "step", (Choice("1", "One", "first"), Choice("2", "Two"))),
            {
                "type": 1,
                "components": [
                    {
                        "type": 3,
                        "custom_id": "10rm!0",
                        "min_values": 1,
                        "max_values": 1,
                        "disabled": False,
                        "required": False,
                        "placeholder": "Open",
                        "options": [
                            {
                                "label": "One",
                                "value": "1",
                                "default": False,
                                "description": "first",
                            },
                            {"label": "Two", "value": "2", "default": False},
                        ],
                    }
                ],
            },
        ),
    ],
    ids=repr,
)
def test_each_block_has_its_component(block: Block, part: dict[str, Any]) -> None:
    assert parts(block) == [part]


def test_a_title_is_a_small_heading_above_all() -> None:
    assert parts(Divider(), title="# Your *map*\n")[0]["content"] == r"### \# Your \*map\*"


@pytest.mark.parametrize("card", [Card("", ()), Card(" ", (Text(Marked(" ")), Note(Marked(""))))])
def test_a_card_that_says_nothing_is_still_a_message(card: Card) -> None:
    assert shown(draw(card)) == ["…"]
    assert validate_discord(draw(card).body) == []


def test_nobody_is_pinged() -> None:
    assert draw(everything()).body["allowed_mentions"] == {"parse": []}


def test_equal_buttons_get_different_ids_and_sixteen_are_the_most() -> None:
    row = Actions((Button("Go", GO),) * 4)
    ids = [b["custom_id"] for r in parts(*[row] * 4) for b in r["components"]]
    assert ids == [f"1{slot:x}rm.3" for slot in range(16)]
    with pytest.raises(TooLarge, match=r"^block 5, Actions: buttons that ask the same: 17, at"):
        parts(*[row] * 5)


@given(PEOPLE)
def test_any_text_in_any_place_makes_a_message(text: str) -> None:
    payload = draw(everything(text), (EXPORT,))
    assert validate_discord(payload.body) == []
    kinds = [
        {each.partition(":")[0] for each in read_discord(part).active} for part in shown(payload)
    ]
    assert set().union(*kinds) <= {"heading", "small", "bold", "object", "link", "code", "block"}


def test_the_published_schema_takes_it() -> None:
    body = draw(everything(), (EXPORT,)).body
    assert Specification.load().faults("POST", MESSAGES, body) == []


def test_the_view_sends_exactly_the_drawn_components_and_is_not_kept() -> None:
    made = view(everything(), (EXPORT,))
    body = draw(everything(), (EXPORT,)).body
    assert made.to_components() == body["components"]
    assert made.has_components_v2()
    assert not made.is_dispatchable()


def test_files_come_in_the_order_of_the_body() -> None:
    body, files = draw(everything(), (EXPORT,)).body, files_of(everything(), (EXPORT,))
    assert [(f.filename, f.description, f.fp.read()) for f in files] == [
        ("picture.png", "some text", b"png"),
        ("milepost-export.json", None, b"{}"),
    ]
    assert body["attachments"] == [
        {"id": 0, "filename": "picture.png", "description": "some text"},
        {"id": 1, "filename": "milepost-export.json"},
    ]
    last = body["components"][0]["components"][-1]
    assert last == {
        "type": 13,
        "file": {"url": "attachment://milepost-export.json"},
        "spoiler": False,
    }


def signs(n: int) -> Text:
    return Text(escape("*" * n))


@pytest.mark.parametrize(
    ("blocks", "says"),
    [
        ((*[Text(of_pack("x"))] * 40,), "the card: components: 41, at most 40"),
        ((Facts((("*", escape("*")),) * 450),), "the card: text with its signs: 4949, at most"),
        (
            (Picture("a.png", b"", "x" * 1025),),
            "block 1, Picture: the alt text: 1025, at most 1024",
        ),
        (
            (Actions((Link("a", f"https://x.org/{'y' * 499}"),)),),
            "Actions: an address: 513, at most",
        ),
        (
            (Divider(), Pick("x" * 151, GO, "step", (Choice("1", "a"),))),
            "block 2, Pick: the label: 151",
        ),
        ((Pick("x", GO, "step", (Choice("1", "a" * 101),)),), "Pick: an entry's label: 101"),
        ((Pick("x", GO, "step", (Choice("1", "a", "b" * 101),)),), "Pick: an entry's hint: 101"),
        ((Pick("x", GO, "step", (Choice("1" * 101, "a"),)),), "Pick: an entry's value: 101"),
        (
            tuple(Picture(f"{n}.png", b"", "a") for n in range(11)),
            "the message: files: 11, at most",
        ),
    ],
)
def test_what_is_too_large_is_refused_by_name(blocks: tuple[Block, ...], says: str) -> None:
    with pytest.raises(TooLarge, match=says):
        draw(Card("", blocks))


def test_the_largest_text_a_card_may_hold_is_drawn() -> None:
    assert validate_discord(draw(Card("", (signs(1800),))).body) == []
    assert validate_discord(draw(Card("", (*[Text(of_pack("x"))] * 39,))).body) == []


def test_what_discord_would_rename_or_refuse_is_no_card() -> None:
    for name in ("a b.png", "../a", ""):
        with pytest.raises(ValueError, match="is no file name"):
            draw(Card("", (Picture(name, b"", "a"),)))
    twice = Picture("a.png", b"", "a")
    with pytest.raises(ValueError, match="stands twice"):
        draw(Card("", (twice, twice)))
    with pytest.raises(ValueError, match="has no value"):
        draw(Card("", (Pick("x", GO, "step", (Choice("", "a"),)),)))
