"""What a person typed never becomes a sign, and what we meant as a sign always is one."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.markup import (
    CLOSE,
    OPEN,
    SPLIT,
    Anchor,
    Channel,
    Code,
    CodeBlock,
    Marked,
    Member,
    Moment,
    Plain,
    Span,
    TimeStyle,
    bold,
    channel,
    clean,
    code_block,
    escape,
    join,
    link,
    member,
    moment,
    of_pack,
    plain,
    spans,
)
from tests.unit.core.strategies import NASTY

AT = dt.datetime(2027, 3, 8, 17, 30, tzinfo=dt.UTC)
CODE = st.lists(st.sampled_from(["`", "``", "```", "a", " ", "\n", "*", "\\"])).map("".join)
INSTANTS = st.datetimes(
    dt.datetime(1970, 1, 2),  # noqa: DTZ001 (hypothesis adds the zone)
    dt.datetime(2200, 1, 1),  # noqa: DTZ001 (as above)
    timezones=st.just(dt.UTC),
)


@given(NASTY, st.booleans())
def test_what_a_person_typed_is_only_letters(text: str, lines: bool) -> None:  # noqa: FBT001 (drawn by hypothesis)
    read = spans(escape(text, lines=lines))
    assert all(type(span) is Plain and not span.bold for span in read)
    assert "".join(span.text for span in read if isinstance(span, Plain)) == clean(
        text, lines=lines
    )


@given(NASTY)
def test_between_signs_of_ours_it_stays_letters(text: str) -> None:
    inert = clean(text)
    marked = Marked(f"`code` *{escape(text)}* {member('1', 'Ana')}")
    expected = [Plain(" "), *([Plain(inert, bold=True)] if inert else []), Plain(" ")]
    assert spans(marked) == (Code("code"), *_merged(expected), Member("1", "Ana"))


def _merged(parts: list[Plain]) -> list[Plain]:
    return [Plain("  ")] if len(parts) == 2 else parts


@given(NASTY, st.booleans())
def test_cleaning_twice_changes_nothing_more(text: str, lines: bool) -> None:  # noqa: FBT001 (drawn by hypothesis)
    once = clean(text, lines=lines)
    assert clean(once, lines=lines) == once
    assert plain(escape(once, lines=lines)) == once


@pytest.mark.parametrize(
    ("typed", "kept", "with_lines"),
    [
        ("a\x00\x1b[31mb", "a[31mb", "a[31mb"),
        ("\u202eevil\u2066 \u200bx\ufeff", "evil x", "evil x"),
        (f"{OPEN}m{SPLIT}1{SPLIT}Eve{CLOSE}", "m1Eve", "m1Eve"),
        ("a\tb", "a b", "a b"),
        ("  a \n\n b  ", "a b", "  a \n\n b  "),
        ("a\u2028b\u00a0c", "a b c", "a b\u00a0c"),
        ("x\ud800y\uf8ffz", "xyz", "xyz"),
        (
            "\u0645\u0631\u062d\u0628\u0627 \u4f60\u597d \U0001f600",
            *["\u0645\u0631\u062d\u0628\u0627 \u4f60\u597d \U0001f600"] * 2,
        ),
    ],
)
def test_only_what_can_be_seen_is_kept(typed: str, kept: str, with_lines: str) -> None:
    assert clean(typed) == kept
    assert clean(typed, lines=True) == with_lines


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", (Plain(""),)),
        ("a *b* c", (Plain("a "), Plain("b", bold=True), Plain(" c"))),
        ("*a*", (Plain("a", bold=True),)),
        ("2 * 3", (Plain("2 * 3"),)),
        ("*a* * b", (Plain("a", bold=True), Plain(" * b"))),
        ("a `x = 1` b", (Plain("a "), Code("x = 1"), Plain(" b"))),
        ("`*a*`", (Code("*a*"),)),
        ("``", (Plain("``"),)),
        ("a ` b", (Plain("a ` b"),)),
        (r"\*a\* \` \\", (Plain("*a* ` \\"),)),
        (r"*a\*b*", (Plain("a*b", bold=True),)),
        ("a \\", (Plain("a \\"),)),
        ("```\nx\n  y\n```", (CodeBlock("x\n  y"),)),
        ("a\n```\n*x*\n```\nb", (Plain("a\n"), CodeBlock("*x*"), Plain("\nb"))),
        ("*a `b` c*", (Plain("a ", bold=True), Code("b"), Plain(" c", bold=True))),
    ],
)
def test_signs_of_the_pack_are_read(text: str, read: tuple[Span, ...]) -> None:
    assert spans(of_pack(text)) == read


@pytest.mark.parametrize("style", ["moment", "day", "clock"])
@given(INSTANTS)
def test_an_instant_comes_back_to_the_second(style: TimeStyle, at: dt.datetime) -> None:
    assert spans(moment(at, style)) == (Moment(at.replace(microsecond=0), style),)


@given(NASTY, NASTY)
def test_names_and_labels_cannot_break_out_of_their_object(first: str, second: str) -> None:
    one, two = clean(first), clean(second)
    assert spans(member(first, second)) == (Member(one, two),)
    assert spans(channel(first, second)) == (Channel(one, two),)
    assert spans(link(first, second)) == (Anchor(one, two),)


def test_objects_stand_within_bold_text_and_side_by_side() -> None:
    marked = bold(join(" ", [member("1", "A*b"), channel("2", "c`d"), moment(AT, "day")]))
    heavy = Plain(" ", bold=True)
    assert spans(marked) == (
        Member("1", "A*b"),
        heavy,
        Channel("2", "c`d"),
        heavy,
        Moment(AT, "day"),
    )


def test_an_object_within_an_object_loses_its_fences() -> None:
    assert spans(link(member("1", "Ana"), "https://example.org")) == (
        Anchor("m1Ana", "https://example.org"),
    )


@pytest.mark.parametrize("body", ["", "x", f"m{SPLIT}1", f"t{SPLIT}1{SPLIT}year", "m"])
def test_an_object_that_is_none_is_drawn_as_letters(body: str) -> None:
    read = spans(Marked(f"a{OPEN}{body}{CLOSE}b"))
    assert read == (Plain(f"a{clean(body)}b"),)


@given(CODE)
def test_lines_of_code_stand_alone_whatever_is_in_them(text: str) -> None:
    read = spans(Marked(f"a {code_block(text)} b"))
    assert [type(span) for span in read] == [Plain, CodeBlock, Plain]
    block = read[1]
    assert isinstance(block, CodeBlock)
    assert block.text.replace(" ", "") == text.replace(" ", "")
    assert "```" in text or block.text == text


@given(st.lists(NASTY, max_size=4))
def test_joined_texts_say_one_after_the_other(texts: list[str]) -> None:
    marked = join(" ", map(escape, texts))
    assert plain(marked) == " ".join(map(clean, texts))


def test_without_signs_everything_is_still_said() -> None:
    parts = [
        of_pack("*Bold* and `code`"),
        member("1", "Ana"),
        channel("2", "study"),
        link("Read more", "https://example.org"),
        moment(AT, "clock"),
        code_block("x = 1"),
    ]
    assert plain(join(" | ", parts)) == (
        "Bold and code | @Ana | #study | Read more | 2027-03-08 17:30 UTC | x = 1"
    )


@given(NASTY)
def test_any_text_at_all_is_read_without_a_fault(text: str) -> None:
    assert isinstance(plain(Marked(text)), str)
