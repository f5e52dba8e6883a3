"""Somebody who tries what nobody should type."""

import json

from tests.journey.chat import MONDAY, Home, chatting, milepost
from tests.journey.tables import file_of, tables

AT = ("--at", MONDAY)
ESC = "\x1b"
EVIL = f"{ESC}[31m[/x]*`<@everyone>`*[bold]\u202e{ESC}]0;title\x07Eve"
BROKE = "on my side"


def test_odd_names_do_no_harm(home: Home) -> None:
    with chatting(home, "--as", EVIL, *AT) as chat:
        post = chat.presses(chat.says("/salary"), "Share here")
    assert "@[31m[/x]*`<@everyone>`*[bold]]0;titleEve" in post
    assert not {ESC, "\x07", "\u202e"} & set(post.raw)


def test_a_channel_with_an_odd_name(home: Home) -> None:
    with chatting(home, "--channel", "[/x] [bold]lounge", *AT) as chat:
        post = chat.presses(chat.says("/salary"), "Share here")
    assert BROKE not in post
    assert "#[/x] [bold]lounge" in post.raw.splitlines()


def test_a_name_that_is_no_text(home: Home) -> None:
    done = milepost(home, "chat", "--as", "Bj\udcf6rn", stdin="/tip\n/roadmap\n")
    assert "Your roadmap" in done.out
    assert (done.code, done.err) == (0, "")


def test_operators_reach_every_name(home: Home) -> None:
    with chatting(home, "--as", "Ana/Ben: x", *AT) as chat:
        chat.says("/tip")
    exported = milepost(home, "person", "export", "terminal:Ana/Ben: x")
    erased = milepost(home, "person", "erase", "terminal:Ana/Ben: x")
    assert len(json.loads(exported.out)["seen"]) == 1
    assert erased.out.startswith("Erased: ")


def test_odd_lines_are_answered_and_the_talk_goes_on(home: Home) -> None:
    lines = (
        "x" * 5_000,
        "/" * 5_000,
        "/define " + "x" * 5_000,
        "/quiz " + "trait=" * 800,
        "/tip " + '"' * 999,
        "[bold]/tip[/bold] [/x] *tip* `tip` {0} %s \\",
        "/define [/x] {value} *`\\",
        "<@&1> @everyone /roadmap",
        "/tip step=-1 trait=\U0001f600",
        "/roadmap 99999999999999999999999999999999",
        "/roadmap ٣",
        "0", "-1", "1.5", "¼", "999999",
        "/", "//", "/ /", "--", "=", "/help /help", "/manage", "/clockwork",
        "rodmap", "/taxonomy", "/Tip Maths", "roadmap",
    )  # fmt: skip
    with chatting(home, *AT) as chat:
        chat.says("/traits")
        answers = {line[:60]: chat.says(line) for line in lines}
    assert [line for line, seen in answers.items() if BROKE in seen] == []
    assert [line for line, seen in answers.items() if len(seen.raw.splitlines()) < 2] == []
    assert "rodmap" in answers["rodmap"]
    assert answers["rodmap"].offers("/roadmap")
    assert "[/x]" in answers["/define [/x] {value} *`\\"]
    assert "Today:" in answers["/Tip Maths"]
    assert "Your roadmap" in answers["roadmap"], "the stroke may be left out"


def test_a_line_of_digits(home: Home) -> None:
    done = milepost(home, "chat", stdin="/traits\n" + "9" * 5_000 + "\n/roadmap\n")
    assert "Your roadmap" in done.out
    assert (done.code, done.err) == (0, "")


def test_bytes_that_are_no_text(home: Home) -> None:
    stdin = b"caf\xe9 \xff\xfe\x00\n/roadmap\n"
    done = milepost(home, "chat", stdin=stdin, PYTHONIOENCODING="utf-8:strict")
    assert "Your roadmap" in done.out
    assert (done.code, done.err) == (0, "")


def test_nothing_typed_reaches_the_terminal_as_a_command(home: Home) -> None:
    with chatting(home, "--moderator", *AT) as chat:
        unknown = chat.says(f"hello{ESC}[2J{ESC}]0;gone\x07")
        tip = chat.says("/tip")
        noted = chat.presses(tip, "Report", f"{ESC}[31mred{ESC}[0m [bold]note[/bold] *`x`*\x00")
        listed = chat.says("/manage content")
    assert "Thank you" in noted
    assert "[31mred[0m [bold]note[/bold] *`x`*" in listed
    assert not {ESC, "\x07", "\x00"} & set(listed.raw)
    assert not {ESC, "\x07", "\x00"} & set(unknown.raw + noted.raw)


def test_a_note_that_is_too_long_is_refused_and_not_cut(home: Home) -> None:
    with chatting(home, *AT) as chat:
        tip = chat.says("/tip")
        refused = chat.presses(tip, "Report", "x" * 301)
        thanks = chat.presses(refused, "Fix it", "x" * 300)
    assert "300" in refused
    assert "Thank you" in thanks
    assert [row["note"] for row in tables(file_of(home))["reports"]] == ["x" * 300]


def test_a_clock_that_makes_no_sense(home: Home) -> None:
    lines = ("yesterday", "+7", "25:00", "2027-02-30", "-1w")
    with chatting(home, *AT) as chat:
        *answers, last = [chat.says(f"/clock {line}") for line in lines]
    assert all("is no time" in seen for seen in answers)
    assert "Mon 01 Mar 2027, 18:00" in last
    for at in ("tomorrow", "0001-01-01"):
        done = milepost(home, "chat", "--at", at, stdin="/tip\n")
        assert (done.code, done.out) == (1, "")
        assert done.err.strip()
        assert "Traceback" not in done.err


def test_a_clock_beyond_the_calendar(home: Home) -> None:
    with chatting(home, *AT) as chat:
        answers = [chat.says("/clock +99999w") for _ in range(5)]
        chat.says("/clock -99999w")
        roadmap = chat.says("/roadmap")
    assert "Mon" in answers[0]
    assert "calendar" in answers[-1]
    assert "Your roadmap" in roadmap
