"""A time of day as people type it: "7", "7 pm", "19:30", "18h30", "noon"."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.catalog.search import fold
from bot.core.faults import PersonFault

T = TypeVar("T")

HALF_DAY = 12
_NAMED = {
    "noon": 12, "midday": 12, "midi": 12, "mittag": 12, "mittags": 12,
    "midnight": 0, "minuit": 0, "mitternacht": 0,
}  # fmt: skip
_FILLER = re.compile(r"^(?:at|a|um)\s+|\s*(?:uhr|o'?clock|hrs?|hours)$")
_HALF = re.compile(
    r"\s*(?:(?P<am>a\.?m\.?|(?:in the )?morning)"
    r"|(?P<pm>p\.?m\.?|(?:in the )?(?:afternoon|evening)|at night))$"
)
_CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:\s?(?P<sign>[:.h])\s?(?P<minute>\d{2})?(?::00)?)?")
_DIGITS = re.compile(r"(?P<hour>\d{1,2})(?P<minute>\d{2})")


class NotATime(PersonFault):
    """I do not read "{value}" as a time of day. Write it like 18:00 or 6 pm."""


class NoSuchTime(PersonFault):
    """No clock shows "{value}". Write a time from 00:00 to 23:59."""


@dataclass(frozen=True, slots=True)
class Either(Generic[T]):
    """What somebody typed has more than one meaning: ask which."""

    options: tuple[T, ...]


def read_time(typed: str) -> dt.time | Either[dt.time]:
    """Read a time of day. Raises NotATime, NoSuchTime.

    Two digits before minutes are a 24-hour clock; one digit, or a bare hour up to 12, is asked
    about: being half a day off costs more than a press.
    """
    text = _FILLER.sub("", _FILLER.sub("", fold(typed)))
    if text in _NAMED:
        return dt.time(_NAMED[text])
    half = _HALF.search(text)
    body = text[: half.start()] if half else text
    found = _CLOCK.fullmatch(body) or _DIGITS.fullmatch(body)
    if not found or (found.groupdict().get("sign") in {":", "."} and not found["minute"]):
        raise NotATime(value=typed.strip())
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if half:
        hour = _of_half(hour, afternoon=bool(half["pm"]))
    if not 0 <= hour < 2 * HALF_DAY or minute > 59:  # noqa: PLR2004 (minutes of an hour)
        raise NoSuchTime(value=typed.strip())
    exact = half or found.groupdict().get("sign") == "h" or _exact(found)
    other = (hour + HALF_DAY) % (2 * HALF_DAY)
    time = dt.time(hour, minute)
    return time if exact else Either((time, dt.time(other, minute)))


def _of_half(hour: int, *, afternoon: bool) -> int:
    """Return the hour of a 24-hour clock, or -1 where the half of the day contradicts it."""
    if hour > HALF_DAY or not hour:
        return hour if afternoon == (hour > HALF_DAY) else -1
    return hour % HALF_DAY + HALF_DAY * afternoon


def _exact(found: re.Match[str]) -> bool:
    written, hour = found["hour"], int(found["hour"])
    if hour > HALF_DAY or written.startswith("0"):
        return True
    return bool(found["minute"]) and len(written) > 1
