"""A date as people type it: "8 Mar", "2027-03-08", "next Monday", "tomorrow", "in 2 weeks"."""

import datetime as dt
import re
from typing import TYPE_CHECKING

from bot.catalog.search import fold
from bot.core.faults import PersonFault
from bot.core.words import SOURCE
from bot.study.spoken import months, weekdays
from bot.study.times import Either
from bot.study.walltime import DAY

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 60
"""Letters of a date, so that nothing typed keeps the reader busy."""

FARTHEST = 12
"""Years that a date may be away: more is a typing error."""

LEAP = 8
"""Years within which 29 February comes again."""

DECEMBER = 12
_SOON = {"today": 0, "tomorrow": 1, "day after tomorrow": 2, "in a day": 1, "in a week": 7}
_AHEAD = re.compile(r"in (?P<count>\d{1,3}) (?P<unit>day|week|month)s?")
_YEAR = r"(?P<year>\d{4}|\d{2})"
_ISO = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})")
_DOTS = re.compile(rf"(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.?\s?{_YEAR}?")
_SIGNS = re.compile(rf"(?P<one>\d{{1,2}})[/-](?P<two>\d{{1,2}})(?:[/-]{_YEAR})?")
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.)?"
_NAME = r"(?P<name>[^\W\d_]+)\.?"
_DAY_FIRST = re.compile(rf"(?:the )?{_DAY}(?: (?:of|de)(?=\s))?\s?{_NAME}(?:,? {_YEAR})?")
_NAME_FIRST = re.compile(rf"{_NAME} (?:the )?{_DAY}(?:,? (?P<year>\d{{4}}))?")
_WEEKDAY = re.compile(r"(?:(?P<which>next|this|on)\s)?(?P<name>[^\W\d_]+)\.?")
_BEFORE = re.compile(r"(?P<name>[^\W\d_]+)\.?,?\s(?P<rest>.*\d.*)")

Found = dt.date | Either[dt.date] | None


class NotADate(PersonFault):
    """I do not read "{value}" as a date. Write it like 8 Mar or 2027-03-08."""


class NoSuchDate(PersonFault):
    """No calendar has "{value}". Write it like 8 Mar or 2027-03-08."""


class OtherWeekday(PersonFault):
    """The weekday in "{value}" does not fit: {date} is another one."""


class TooFarAway(PersonFault):
    """The date "{value}" is too far away. Choose one within {n} years."""


def read_date(typed: str, today: dt.date, language: str = SOURCE) -> dt.date | Either[dt.date]:
    """Read a date, without a year the next one from `today` on.

    Names are read in English and in `language`. Dots stand between day and month, slashes may
    stand either way round. Raises NotADate, NoSuchDate, OtherWeekday, TooFarAway.
    """
    text = fold(typed)
    try:
        found = _read(text, today, language) if len(text) <= LONGEST else None
    except (ValueError, OverflowError) as error:
        raise NoSuchDate(value=typed.strip()) from error
    if found is None:
        raise NotADate(value=typed.strip())
    for each in found.options if isinstance(found, Either) else (found,):
        if abs(each.year - today.year) > FARTHEST:
            raise TooFarAway(value=typed.strip(), n=FARTHEST)
    return found


def _read(text: str, today: dt.date, language: str) -> Found:
    if text in _SOON:
        return today + _SOON[text] * DAY
    ways: tuple[Callable[[str, dt.date, str], Found], ...] = (
        _ahead, _numbers, _slashes, _named, _weekday, _after_weekday
    )  # fmt: skip
    return next((found for way in ways if (found := way(text, today, language))), None)


def _ahead(text: str, today: dt.date, language: str) -> Found:
    del language
    if not (found := _AHEAD.fullmatch(text)):
        return None
    count = int(found["count"])
    match found["unit"]:
        case "day":
            return today + count * DAY
        case "week":
            return today + 7 * count * DAY
        case _:
            month = today.replace(day=1)
            for _ in range(count):
                month = (month + 31 * DAY).replace(day=1)
            last = (month + 31 * DAY).replace(day=1) - DAY
            return month.replace(day=min(today.day, last.day))


def _numbers(text: str, today: dt.date, language: str) -> Found:
    del language
    if found := _ISO.fullmatch(text) or _DOTS.fullmatch(text):
        return _date(today, found["year"], int(found["month"]), int(found["day"]))
    return None


def _slashes(text: str, today: dt.date, language: str) -> Found:
    del language
    if not (found := _SIGNS.fullmatch(text)):
        return None
    one, two, year = int(found["one"]), int(found["two"]), found["year"]
    if one == two or one > DECEMBER or two > DECEMBER:
        day, month = (two, one) if two > DECEMBER else (one, two)
        return _date(today, year, month, day)
    return Either((_date(today, year, two, one), _date(today, year, one, two)))


def _named(text: str, today: dt.date, language: str) -> Found:
    found = _DAY_FIRST.fullmatch(text) or _NAME_FIRST.fullmatch(text)
    month = months(language).get(found["name"]) if found else None
    if not found or month is None:
        return None
    return _date(today, found["year"], month, int(found["day"]))


def _date(today: dt.date, year: str | None, month: int, day: int) -> dt.date:
    """Make a date; without a year the next from today on. Raises ValueError."""
    if year:
        return dt.date(int(year) + (2000 if len(year) == len("27") else 0), month, day)
    for each in range(today.year, today.year + LEAP + 1):
        try:
            found = dt.date(each, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    raise ValueError


def _weekday(text: str, today: dt.date, language: str) -> Found:
    found = _WEEKDAY.fullmatch(text)
    day = weekdays(language).get(found["name"]) if found else None
    if not found or day is None:
        return None
    coming = today + (day - today.weekday()) % 7 * DAY
    later = coming + 7 * DAY
    if found["which"] == "next":
        if coming == today:
            return later
        this_week = coming.isocalendar()[:2] == today.isocalendar()[:2]
        return Either((coming, later)) if this_week else coming
    if coming == today and found["which"] != "this":
        return Either((coming, later))
    return coming


def _after_weekday(text: str, today: dt.date, language: str) -> Found:
    """Read "Mon 8 Mar": the weekday has to fit, and decides where it can."""
    found = _BEFORE.fullmatch(text)
    day = weekdays(language).get(found["name"]) if found else None
    if not found or day is None:
        return None
    dates = _read(found["rest"], today, language)
    if dates is None:
        return None
    options = dates.options if isinstance(dates, Either) else (dates,)
    fitting = tuple(each for each in options if each.weekday() == day)
    if not fitting:
        raise OtherWeekday(value=text, date=options[0].isoformat())
    return fitting[0] if len(fitting) == 1 else Either(fitting)
