"""Commands on cards are written as Slack knows them, and nothing else is touched."""

import pytest

from adapters.slack.cards import draw
from adapters.slack.commands import Names, readable
from adapters.slack.spelling import Spelling
from bot.core.cards import (
    CARD_CAP,
    LABEL_CAP,
    Actions,
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
)
from bot.core.markup import Marked, escape, link
from bot.intents.roadmap import Roadmap

COMMANDS = ("help", "tip", "roadmap", "job", "schedule new", "schedule list", "manage setup")
BARE = Spelling.of(Names(("tip", "schedule")), COMMANDS)
PREFIXED = Spelling.of(Names(("tip",), "ml-"), COMMANDS)


@pytest.mark.parametrize(
    ("said", "bare", "prefixed"),
    [
        ("Try /help.", "Try /milepost help.", "Try /milepost help."),
        ("/tip or `/tip step=3`", "/tip or `/tip step=3`", "/ml-tip or `/ml-tip step=3`"),
        ("/schedule new now", "/schedule new now", "/milepost schedule new now"),
        ("*/manage setup*", "*/milepost manage setup*", "*/milepost manage setup*"),
        ("(/job)", "(/milepost job)", "(/milepost job)"),
        ("/helpful /help-me /jobs", "/helpful /help-me /jobs", "/helpful /help-me /jobs"),
        ("and/job https://x.org/job //job", "and/job https://x.org/job //job", None),
        ("/milepost help", "/milepost help", None),
        ("/schedule", "/schedule", None),
        ("/help, /job", "/milepost help, /milepost job", None),
        ("/help, /job, /roadmap.", "/milepost help, job, roadmap.", None),
        (
            "/help, /job, /roadmap, /tip",
            "/milepost help, job, roadmap, /tip",
            "/milepost help, job, roadmap, /ml-tip",
        ),
        ("/help, /job, /jobs", "/milepost help, /milepost job, /jobs", None),
        ("", "", None),
    ],
)
def test_a_command_is_written_as_it_is_typed(said: str, bare: str, prefixed: str | None) -> None:
    assert BARE.text(said) == bare
    assert PREFIXED.text(said) == (bare if prefixed is None else prefixed)
    assert BARE.text(bare) == bare, "and once is enough"


def test_it_is_respelt_everywhere_on_a_card() -> None:
    card = Card(
        "/job",
        (
            Text(Marked("*/job*")),
            Note(Marked("/job")),
            Facts((("/job", Marked("/job")),)),
            Progress(1, 2, Marked("/job")),
            Divider(),
            Picture("a.png", b"", "/job"),
            Actions((Button("/job", Roadmap()), Link("/job", "https://x.org/job"))),
            Pick("/job", Roadmap(), "step", (Choice("/job", "/job"),)),
        ),
    )
    drawn = str(draw(BARE.card(card)).blocks)
    assert drawn.count("/milepost job") == 10
    assert "https://x.org/job" in drawn
    assert "'value': '/job'" in drawn, "what a choice stands for stays"


def test_a_full_card_may_grow_by_it() -> None:
    card = Card("", (Text(escape("x" * (CARD_CAP - 5))), Note(Marked("/help"))))
    assert "/milepost help" in draw(BARE.card(card)).blocks[-1]["elements"][0]["text"]


def test_a_label_that_would_be_too_long_stays() -> None:
    label = f"/help {'x' * (LABEL_CAP - 6)}"
    (row,) = draw(BARE.card(Card("", (Actions((Button(label, Roadmap()),)),)))).blocks
    assert row["elements"][0]["text"]["text"] == label


def test_an_address_behind_a_link_is_left_alone() -> None:
    card = Card("", (Text(link("/help", "https://x.org/a /help")),))
    assert "<" not in draw(BARE.card(card)).text


def test_without_commands_nothing_changes() -> None:
    assert Spelling.of(Names(), ()).text("/help //") == "/help //"


@pytest.mark.parametrize(
    ("command", "text", "line"),
    [
        ("/milepost", "", "help"),
        ("/milepost", "tip step=3", "tip step=3"),
        ("/milepost", "/milepost tip", "tip"),
        ("/milepost", "Milepost", "help"),
        ("/milepost", "mileposts", "mileposts"),
        ("/milepost", "--help", "help"),
        ("/milepost", "?", "help"),
        ("/milepost", "Manage Setup help", "help Manage Setup"),
        ("/milepost", "job of help", "job of help"),
        ("/ml-tip", "", "tip"),
        ("/ml-tip", "maths", "tip maths"),
        ("/ml-tip", "HELP", "help tip"),
        ("/ml-schedule", "list -h", "help schedule list"),
    ],
)
def test_a_line_is_what_one_would_type_in_a_terminal(command: str, text: str, line: str) -> None:
    assert PREFIXED.names.line(command, text, COMMANDS) == line


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("  tip  step=3 ", "tip  step=3"),
        ("a &amp; b &lt;c&gt; &amp;amp;", "a & b <c> &amp;"),
        ("<@U0123|ana> <@U0123> <#C0123|> <#C0123|general>", "U0123 U0123 C0123 C0123"),
        ("<https://x.org/a|x.org> <mailto:a@b.c|a>", "https://x.org/a mailto:a@b.c"),
        ("<!here> <!subteam^S1|@mods> <!date^1^x|y>", "@here @subteam^S1 @date^1^x"),
        ("1 < 2 <> <", "1 < 2 <> <"),
    ],
)
def test_what_slack_sends_is_read_back(sent: str, read: str) -> None:
    assert readable(sent) == read
