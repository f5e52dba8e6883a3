"""Coming posts as a calendar file, read back by rules of RFC 5545 that are written down here."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.study.ics import Event, export, uid

NOW = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)
AT = dt.datetime(2027, 3, 8, 18, tzinfo=ZoneInfo("Europe/Berlin"))
LINE = re.compile(r"(?P<name>[A-Z][A-Z-]*):(?P<value>.*)")
ESCAPE = re.compile(r"\\(?P<sign>[\\;,nN])")
UNESCAPED = re.compile(r"(?<!\\)(?:\\\\)*[;,]|[\x00-\x1f\x7f]")


def lines(text: str) -> list[tuple[str, str]]:
    """Read the lines of a calendar: unfold them, then part name and value."""
    raw = text.encode()
    assert raw.endswith(b"\r\n")
    physical = raw.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(line) <= 75 for line in physical)
    assert all(b"\n" not in line and b"\r" not in line for line in physical)
    for line in physical:
        line.decode()
    found = [LINE.fullmatch(line) for line in text.replace("\r\n ", "").split("\r\n")[:-1]]
    assert None not in found
    return [(each["name"], each["value"]) for each in found if each]


def value(text: str) -> str:
    assert not UNESCAPED.search(text), text
    return ESCAPE.sub(lambda found: {"n": "\n"}.get(found["sign"], found["sign"]), text)


def test_a_calendar_holds_what_rfc_5545_wants() -> None:
    event = Event("s1:g1:2027-03-08:0", AT, "Weekly nudge", "Week 4", "https://example.org/x?a=1,2")
    assert lines(export("Evenings", [event], NOW)) == [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//Milepost//Schedules//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", "Evenings"),
        ("BEGIN", "VEVENT"),
        ("UID", uid("s1:g1:2027-03-08:0")),
        ("SEQUENCE", "1"),
        ("DTSTAMP", "20270301T120000Z"),
        ("DTSTART", "20270308T170000Z"),
        ("SUMMARY", "Weekly nudge"),
        ("DESCRIPTION", "Week 4"),
        ("URL", "https://example.org/x?a=1,2"),
        ("TRANSP", "TRANSPARENT"),
        ("END", "VEVENT"),
        ("END", "VCALENDAR"),
    ]


def test_a_post_keeps_its_name_and_tells_no_ids() -> None:
    assert uid("a") == uid("a") != uid("b")
    assert uid("a") == "ca978112ca1bbdcafac231b39a23dc4d@milepost"
    edited = [Event("a", AT + dt.timedelta(hours=1), "Other", version=2)]
    assert ("UID", uid("a")) in lines(export("", edited, NOW))
    assert ("SEQUENCE", "2") in lines(export("", edited, NOW))


def test_text_cannot_add_lines() -> None:
    evil = "Hi\r\nEND:VEVENT\r\nBEGIN:VALARM\x0b\x85\u2028X\x00;,\\"
    found = lines(export(evil, [Event("a", AT, evil, evil)], NOW))
    assert [name for name, _ in found].count("BEGIN") == 2
    said = "Hi\nEND:VEVENT\nBEGIN:VALARM\n\n\nX;,\\"
    for field in ("X-WR-CALNAME", "SUMMARY", "DESCRIPTION"):
        assert value(dict(found)[field]) == said


def test_only_a_whole_web_address_is_a_link() -> None:
    for link in ("javascript:alert(1)", "https://x\r\nEVIL:1", "https://x y", "https://ü", ""):
        assert "URL" not in dict(lines(export("", [Event("a", AT, "x", link=link)], NOW)))


def test_no_posts_give_an_empty_calendar() -> None:
    assert [name for name, _ in lines(export("x", [], NOW))].count("BEGIN") == 1


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_comes_back(title: str, text: str) -> None:
    found = dict(lines(export("x", [Event("a", AT, title, text)], NOW)))
    kept = re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", "", "\0".join(title.splitlines()))
    assert value(found["SUMMARY"]).replace("\n", "") == kept.replace("\0", "")


def test_a_long_line_is_not_broken_inside_a_letter() -> None:
    text = export("x", [Event("a", AT, "ö" * 200, "🙂" * 100)], NOW)
    assert dict(lines(text))["SUMMARY"] == "ö" * 200
    assert dict(lines(text))["DESCRIPTION"] == "🙂" * 100


def test_every_line_is_as_long_as_it_may_be() -> None:
    text = export("x", [Event("a", AT, "a" * 300)], NOW)
    assert dict(lines(text))["SUMMARY"] == "a" * 300
    assert max(len(line) for line in text.split("\r\n")) == 75
