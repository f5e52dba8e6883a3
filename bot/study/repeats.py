"""Repetition as people type it and as Milepost says it: "every second Tuesday of the month"."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.catalog.search import fold
from bot.core.faults import PersonFault
from bot.core.words import SOURCE
from bot.study.recurrence import LONGEST, Every, Rule
from bot.study.spoken import weekdays
from bot.study.times import Either, NotATime, read_time

LONGEST_TEXT = 100
"""Letters of a repetition, so that nothing typed keeps the reader busy."""

LONGEST_MONTH = 31
FIFTH = 5
_WORKDAYS = frozenset(range(5))
_WEEKEND = frozenset({5, 6})
_NTH = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
    "fifth": 5, "5th": 5, "last": -1,
}  # fmt: skip
_TIME = re.compile(
    r",?\s*(?:\bat\s+(?P<said>.+)|(?<=\s)(?P<plain>\d{1,2}[:.h]\d{2}|\d{1,2}h"
    r"|\d{1,2}(?:[:.]\d{2})?\s?[ap]\.?m\.?|noon|midnight))$"
)
_FILLER = re.compile(r"\b(?:each|chaque|tous les|jeden)\b")
_COUNT = re.compile(
    r"every (?:(?P<count>\d{1,3}|two|three|four|six)|(?P<other>other)) (?P<rest>.+)"
)
_COUNTS = {"two": 2, "three": 3, "four": 4, "six": 6, "": 1}
_UNIT = re.compile(r"(?P<unit>day|week|month)s?(?: on)?(?:,? (?P<rest>.+))?")
_PLAIN = {
    "daily": "every 1 day", "every day": "every 1 day", "weekly": "every 1 week",
    "fortnightly": "every 2 weeks", "monthly": "every 1 month", "every month": "every 1 month",
    "quarterly": "every 3 months", "every week": "every 1 week", "month end": "last day",
}  # fmt: skip
_NAMED_DAYS = {
    "weekdays": _WORKDAYS, "weekday": _WORKDAYS, "workdays": _WORKDAYS, "working days": _WORKDAYS,
    "weekend": _WEEKEND, "weekends": _WEEKEND,
}  # fmt: skip
_OF_MONTH = r"(?: (?:of|in) (?:the|each|every|a) month| every month| monthly)"
_NTH_DAY = re.compile(
    rf"(?P<every>every )?(?:on )?(?:the )?(?P<nth>{'|'.join(_NTH)}) (?P<name>[^\W\d_]+)"
    rf"(?P<month>{_OF_MONTH})?"
)
_DATE = re.compile(rf"(?:on )?(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?(?:{_OF_MONTH})?")
_BETWEEN = re.compile(r"\s*(?:,|/|&|\+|;|\band\b|\bet\b|\bund\b|\by\b|\be\b|\s)\s*")
_RANGE = re.compile(r"([^\W\d_]+)\.?\s?(?:-|–|to|bis|a)\s?([^\W\d_]+)\.?")  # noqa: RUF001 (a dash that people type)


class NotARepeat(PersonFault):
    """I do not read "{value}". Write it like: weekdays, every Monday, every 2 weeks on Friday."""


class NoFifth(PersonFault):
    """Not every month has a fifth one. Choose the first to the fourth, or the last."""


class TooRare(PersonFault):
    """That is too rare or too often: "{value}". An interval is 1 to {n}."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """How often, without the time of day and the first date; fields are those of `Rule`.

    `at` is the time of day where it was typed too. Without chosen weekdays or day, the first
    date decides.
    """

    every: Every
    weekdays: frozenset[int] = frozenset()
    interval: int = 1
    day: int = 0
    nth: int = 0
    at: dt.time | Either[dt.time] | None = None

    def rule(self, at: dt.time, anchor: dt.date) -> Rule:
        """Make the rule that repeats so at a time of day, from a date on."""
        day = self.day or (anchor.day if self.every is Every.month_date else 0)
        return Rule(
            self.every, at, anchor, self.weekdays, interval=self.interval, day=day, nth=self.nth
        )


def read_repeat(typed: str, language: str = SOURCE) -> Repeat | Either[Repeat]:
    """Read a repetition: "daily", "mon, wed", "second Tuesday", "monthly on the 15th at 18:00".

    "Every second Tuesday" has two meanings, and so has "biweekly". Names of weekdays are read in
    English and in `language`. Raises NotARepeat, NoFifth, TooRare, and what `read_time` raises.
    """
    text = fold(typed)
    if len(text) > LONGEST_TEXT:
        raise NotARepeat(value=typed.strip())
    text, at = _time(text)
    text = _FILLER.sub("every", text).strip(" ,.")
    found = _read(_PLAIN.get(text, text), weekdays(language))
    if not found:
        raise NotARepeat(value=typed.strip())
    return found[0] if len(found) == 1 and at is None else _with(found, at)


def _time(text: str) -> tuple[str, dt.time | Either[dt.time] | None]:
    found = _TIME.search(text)
    if not found:
        return text, None
    try:
        return text[: found.start()], read_time(found["said"] or found["plain"])
    except NotATime:
        return text, None


def _with(
    found: tuple[Repeat, ...], at: dt.time | Either[dt.time] | None
) -> Repeat | Either[Repeat]:
    timed = tuple(
        Repeat(each.every, each.weekdays, each.interval, each.day, each.nth, at) for each in found
    )
    return timed[0] if len(timed) == 1 else Either(timed)


def _read(text: str, names: Mapping[str, int]) -> tuple[Repeat, ...]:
    if text == "biweekly":
        return (Repeat(Every.week, interval=2), Repeat(Every.week, frozenset({0, 3})))
    if found := _COUNT.fullmatch(text):
        said = "2" if found["other"] else found["count"]
        return _counted(_COUNTS.get(said) or int(said), found["rest"], names)
    if text.startswith(("monthly ", "every month ", "quarterly ")):
        word, rest = (text.removeprefix("every ")).split(maxsplit=1)
        return _monthly(3 if word == "quarterly" else 1, rest.removeprefix("on "), names)
    if text.startswith(("weekly ", "every week ")):
        return _weekly(1, text.removeprefix("every ").split(maxsplit=1)[1], names)
    return _nth(text, names) or _weekly(1, text, names) or _date(text, 1)


def _counted(count: int, rest: str, names: Mapping[str, int]) -> tuple[Repeat, ...]:
    if not 1 <= count <= LONGEST:
        raise TooRare(value=str(count), n=LONGEST)
    found = _UNIT.fullmatch(rest)
    if not found:
        return _weekly(count, rest, names)
    more = found["rest"] or ""
    match found["unit"]:
        case "day":
            return () if more else (Repeat(Every.day, interval=count),)
        case "week":
            return _weekly(count, more, names) if more else (Repeat(Every.week, interval=count),)
        case _:
            plain = (Repeat(Every.month_date, interval=count),)
            return _monthly(count, more, names) if more else plain


def _monthly(count: int, rest: str, names: Mapping[str, int]) -> tuple[Repeat, ...]:
    found = _nth(f"{rest} of the month", names, count)
    return found or _date(rest, count)


def _nth(text: str, names: Mapping[str, int], count: int = 1) -> tuple[Repeat, ...]:
    found = _NTH_DAY.fullmatch(text)
    if not found:
        return ()
    nth, name = _NTH[found["nth"]], found["name"]
    if name == "day":
        return (Repeat(Every.month_date, interval=count, day=nth),)
    if name not in names:
        return ()
    if nth == FIFTH:
        raise NoFifth
    chosen = frozenset({names[name]})
    monthly = Repeat(Every.month_weekday, chosen, count, nth=nth)
    if found["every"] and not found["month"] and nth > 1:
        return (Repeat(Every.week, chosen, interval=nth), monthly)
    return (monthly,)


def _date(text: str, count: int) -> tuple[Repeat, ...]:
    found = _DATE.fullmatch(text)
    if not found or not 1 <= int(found["day"]) <= LONGEST_MONTH:
        return ()
    return (Repeat(Every.month_date, interval=count, day=int(found["day"])),)


def _weekly(count: int, text: str, names: Mapping[str, int]) -> tuple[Repeat, ...]:
    body = text.removeprefix("every ").removeprefix("on ")
    chosen = _NAMED_DAYS.get(body) or _listed(body, names)
    if chosen is None:
        return ()
    if chosen == _WORKDAYS and count == 1:
        return (Repeat(Every.weekdays),)
    return (Repeat(Every.week, chosen, count),)


def _listed(text: str, names: Mapping[str, int]) -> frozenset[int] | None:
    if found := _RANGE.fullmatch(text):
        ends = [names.get(each) for each in found.groups()]
        if ends[0] is not None and ends[1] is not None:
            return frozenset((ends[0] + n) % 7 for n in range((ends[1] - ends[0]) % 7 + 1))
    words = [each.strip(".") for each in _BETWEEN.split(text) if each.strip(".")]
    days = [names.get(each.removeprefix("every ")) for each in words if each != "every"]
    known = frozenset(day for day in days if day is not None)
    return known if days and known and None not in days else None
