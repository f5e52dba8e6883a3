"""What arrives unasked on Discord: a line that a lock screen shows, an embed, rows of buttons."""

import dataclasses

import pytest
from hypothesis import given

from adapters.discord.cards import draw_post
from adapters.discord.text import TooLarge
from bot.core.cards import Actions, Button, Card, Facts, Note, Picture, Text, Tone
from bot.core.markup import escape, moment, of_pack
from bot.intents.roadmap import Roadmap
from tests.doubles.discord.openapi import Specification
from tests.doubles.limits import validate_discord
from tests.doubles.readers import read_discord
from tests.unit.adapters.samples import NOON, PEOPLE, everything

MESSAGES = "/channels/{channel_id}/messages"
NUDGE = Card(
    "Week 4: Two tools, one truth",
    (
        Text(of_pack("*Do (45 min)* Compute it twice.")),
        Text(of_pack("*Why* Joins.")),
        Actions((Button("Match", Roadmap(step=1)),)),
        Actions((Button("Open the skill", Roadmap(), Tone.first),)),
        Note(of_pack("Week 4 of 26 · Mondays 18:00 Berlin")),
    ),
)
LINE = "Week 4: Two tools, one truth · 45 min"


def test_a_post_reads_well_on_a_lock_screen_and_keeps_its_reference() -> None:
    body = draw_post(NUDGE, LINE, "ref 7Q2K9").body
    assert "flags" not in body
    assert body["content"] == LINE
    assert body["embeds"] == [
        {
            "description": "**Do (45 min)** Compute it twice.\n\n**Why** Joins.",
            "footer": {"text": "Week 4 of 26 · Mondays 18:00 Berlin · ref 7Q2K9"},
        }
    ]
    assert [len(row["components"]) for row in body["components"]] == [1, 1]


def test_a_post_keeps_a_title_that_its_first_line_does_not_hold() -> None:
    (embed,) = draw_post(NUDGE, "Something new", "").body["embeds"]
    assert embed["description"].startswith("### Week 4: Two tools, one truth\n\n**Do")


def test_a_foot_shows_no_times_so_such_a_note_stays_above() -> None:
    card = Card("", (Text(of_pack("a")), Note(moment(NOON))))
    (embed,) = draw_post(card, "Line", "ref 1").body["embeds"]
    assert embed == {
        "description": f"a\n\n-# <t:{int(NOON.timestamp())}:s>",
        "footer": {"text": "ref 1"},
    }


def test_a_post_shows_its_picture_and_says_what_it_is() -> None:
    payload = draw_post(Card("", (Picture("a.png", b"png", "a curve"),)), "Line", "")
    assert payload.body["embeds"] == [{"description": "…", "image": {"url": "attachment://a.png"}}]
    assert payload.body["attachments"][0]["description"] == "a curve"
    assert validate_discord(payload.body) == []


@pytest.mark.parametrize(
    ("card", "line", "reference", "says"),
    [
        (NUDGE, "x" * 101, "", "the post: the first line: 101, at most 100"),
        (NUDGE, "x", "y" * 2049, "the post: the foot"),
        (dataclasses.replace(NUDGE, blocks=NUDGE.blocks[2:3] * 6), "x", "", "the post: rows: 6"),
        (
            Card("", (Picture("a.png", b"", "a"), Picture("b.png", b"", "b"))),
            "x",
            "",
            "the post: pictures: 2, at most 1",
        ),
        (Card("", (Facts((("*", escape("*")),) * 450),)), "x", "", "the post: text with its signs"),
    ],
)
def test_a_post_that_is_too_large_is_refused(
    card: Card, line: str, reference: str, says: str
) -> None:
    with pytest.raises(TooLarge, match=says):
        draw_post(card, line, reference)


def test_a_post_without_a_first_line_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a first line"):
        draw_post(NUDGE, " \u200b", "")


@given(PEOPLE)
def test_any_text_in_any_place_makes_a_post(text: str) -> None:
    body = draw_post(everything(text), f"x{text}"[:100], "ref 7Q2K9").body
    assert validate_discord(body) == []
    assert read_discord(body["content"]).active == []
    assert body["allowed_mentions"] == {"parse": []}


def test_the_published_schema_takes_it() -> None:
    body = draw_post(everything(), "Week 4", "ref 7Q2K9").body
    assert Specification.load().faults("POST", MESSAGES, body) == []
