"""Coming posts as an iCalendar file (RFC 5545) that calendar apps subscribe to or import."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from unicodedata import category

OCTETS = 75
"""The longest line, without its end (RFC 5545, section 3.1)."""

BREAK = "\r\n"
_TEXT = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True, slots=True)
class Event:
    """One coming post. `key` names its occurrence for good; `version` grows when it is edited."""

    key: str
    at: dt.datetime
    title: str
    text: str = ""
    link: str = ""
    version: int = 1


def export(name: str, events: Iterable[Event], now: dt.datetime) -> str:
    """Write a calendar of events. All times are aware, and written in UTC."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Milepost//Schedules//EN"]
    lines += ["CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{_text(name)}"]
    for event in events:
        lines += _event(event, now)
    return "".join(_folded(line) for line in (*lines, "END:VCALENDAR"))


def uid(key: str) -> str:
    """Name an event for good without telling the ids inside its key."""
    return f"{hashlib.sha256(key.encode()).hexdigest()[:32]}@milepost"


def _event(event: Event, now: dt.datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{uid(event.key)}"
    yield f"SEQUENCE:{event.version}"
    yield f"DTSTAMP:{_utc(now)}"
    yield f"DTSTART:{_utc(event.at)}"
    yield f"SUMMARY:{_text(event.title)}"
    if event.text:
        yield f"DESCRIPTION:{_text(event.text)}"
    if link := _uri(event.link):
        yield f"URL:{link}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _utc(at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """Escape a value, so that no text can start a line of its own; control signs are left out."""
    broken = "\n".join(text.splitlines())
    return "".join(
        sign for sign in broken if sign == "\n" or category(sign) not in {"Cc", "Cs"}
    ).translate(_TEXT)


def _uri(link: str) -> str:
    safe = link.startswith("https://") and link.isascii() and link.isprintable()
    return link if safe and " " not in link else ""


def _folded(line: str) -> str:
    """Break a line at 75 octets, never inside a letter; what follows starts with a space."""
    parts, size = [""], 0
    for sign in line:
        width = len(sign.encode())
        if size + width > OCTETS:
            parts.append(" ")
            size = 1
        parts[-1] += sign
        size += width
    return BREAK.join(parts) + BREAK
