"""On Discord, what we mean is drawn, and nothing that somebody typed is."""

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import assume, example, given

from adapters.discord.text import TooLarge, drawn, inline, units, within
from bot.core.markup import (
    Marked,
    bold,
    channel,
    clean,
    code_block,
    escape,
    link,
    member,
    moment,
    of_pack,
)
from tests.doubles.readers import read_discord
from tests.unit.adapters.samples import NOON, PEOPLE

STAMP = int(NOON.timestamp())
ANA = "112233445566778899"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (of_pack("*Next: Data* · about 30 h"), "**Next: Data** · about 30 h"),
        (of_pack("a * b"), r"a \* b"),
        (of_pack("*one\ntwo*"), "**one**\n**two**"),
        (of_pack("x* a *y"), "x **a** y"),
        (bold(Marked(" ")), ""),
        (of_pack("use `a_b` here"), "use `a_b` here"),
        (of_pack("`a``b`"), "`a`\u200b`b`"),
        (of_pack("before ```x = 1\n# y``` after"), "before\n```\nx = 1\n# y\n```\nafter"),
        (code_block("\n\n"), "```\n \n```"),
        (code_block("x"), "```\nx\n```"),
        (moment(NOON), f"<t:{STAMP}:s>"),
        (moment(NOON, "day"), f"<t:{STAMP}:D>"),
        (moment(NOON, "clock"), f"<t:{STAMP}:t>"),
        (member("77", "eve_<@1>"), r"\@eve\_\<\@1>"),
        (member(ANA, ANA), f"<@{ANA}>"),
        (channel("123", "general"), "<#123>"),
        (channel("C1> @everyone", "gen*"), r"\#gen\*"),
        (link("a [b]", "https://x.org/a_(b)"), "[a (b)](https://x.org/a_%28b%29)"),
        (link("a", "https://x.org/ <@1>"), "a"),
        (link("a", "javascript:x"), "a"),
        (
            of_pack("# a\n - b\n1. c\n-5 °C\n3.5 h\n> d"),
            "\\# a\n \\- b\n1\\. c\n-5 °C\n3.5 h\n\\> d",
        ),
        (of_pack("a\n\n  \nb\n"), "a\n\n\nb"),
        (of_pack("at 12:30:45 and a:b c:"), r"at 12\:30:45 and a:b c\:"),
        (of_pack("https://x.org"), r"https\://x.org"),
        (of_pack("discord.gg/x discord.py"), r"discord\.gg/x discord\.py"),
        (of_pack("~ 5 h ~~a~~ a | b ||c||"), r"~ 5 h \~\~a\~\~ a | b \|\|c\|\|"),
        (of_pack(""), ""),
        (of_pack(" \n "), ""),
    ],
)
def test_what_we_mean_is_drawn(body: Marked, text: str) -> None:
    assert drawn(body) == text


def test_a_prefix_opens_every_line_but_code() -> None:
    body = of_pack("a\n\nb ```x\ny```")
    assert drawn(body, "-# ") == "-# a\n\n-# b\n```\nx\ny\n```"


def lines(text: str) -> str:
    """Leave out what drawing may leave out: spaces at the edges of lines and of the text."""
    return "\n".join(line.strip() for line in text.replace("\u2029", "\u2028").split("\n")).strip()


@given(PEOPLE)
@example("*_~`<@1>@everyone:a:https://b [c](d)||e||")
@example("# a\n- b\n> c\n-# d\n1. e\n>>> f")
def test_what_somebody_typed_is_shown_and_means_nothing(text: str) -> None:
    seen = read_discord(drawn(escape(text, lines=True)))
    assert seen.active == []
    shown = clean(text, lines=True).replace("\u2028", "\n").replace("\u2029", "\n")
    assert lines(seen.text) == lines(shown)


@given(PEOPLE)
def test_a_title_is_one_line_without_signs(text: str) -> None:
    seen = read_discord(inline(text))
    assert (seen.active, seen.text) == ([], clean(text))


MAKERS: tuple[tuple[Callable[[str], Marked], set[str]], ...] = (
    (lambda text: bold(escape(text)), {"bold"}),
    (lambda text: member(ANA, text), set[str]()),
    (lambda text: channel("general", text), set[str]()),
    (lambda text: Marked(f"{escape(text)}{bold(escape(text))}{escape(text)}"), {"bold"}),
    (lambda text: Marked(f"`c`{escape(text)}`c`"), {"code"}),
    (lambda text: Marked(f"{channel('x', text)}{escape(text)}{member(ANA, text)}"), set[str]()),
)


@pytest.mark.parametrize(("make", "kinds"), MAKERS)
@given(text=PEOPLE)
def test_our_signs_stay_ours(make: Callable[[str], Marked], kinds: set[str], text: str) -> None:
    assume(text.strip() != ANA)  # Who bears the own number as a name is named by Discord.
    seen = read_discord(drawn(make(text)))
    assert {each.partition(":")[0] for each in seen.active} <= kinds


@given(PEOPLE)
def test_a_label_cannot_leave_its_link(text: str) -> None:
    seen = read_discord(drawn(link(text, "https://example.org/a")))
    assert [each.partition(":")[0] for each in seen.active] == ["link"]
    assert seen.text == clean(text).replace("[", "(").replace("]", ")").strip()


def test_a_moment_is_the_same_instant_in_any_zone() -> None:
    east = NOON.astimezone(dt.timezone(dt.timedelta(hours=9)))
    assert drawn(moment(east)) == drawn(moment(NOON))


def test_lengths_are_counted_as_the_larger_of_two_ways() -> None:
    assert units("a\U0001f44d") == 3
    assert within("here", "characters", "\U0001f44d", 2) == "\U0001f44d"
    with pytest.raises(TooLarge, match=r"^here: characters: 2, at most 1$"):
        within("here", "characters", "\U0001f44d", 1)
