"""Rules for what ages: dates in order, looks not too old, and nothing stale unnoticed."""

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from bot.catalog.entries import Entry
from bot.catalog.models import Certification, DatedFact, Resource, Source, Tip
from bot.catalog.problems import Problem
from bot.catalog.subject import Found, Subject

EXAM_REVIEW_DAYS = 90
LINK_DAYS = 180
_ORDER = ("beta_from", "beta_until", "opens", "last_exam_day", "retired_on")
_ONE_DAY = dt.timedelta(days=1)


def check(subject: Subject) -> Iterator[Problem]:
    """Judge the dates of all records as they stand today."""
    for exam in subject.all(Certification):
        yield from _exam(exam)
    for resource in subject.all(Resource):
        yield from _link(resource, subject.today)
    for entry in subject.entries:
        yield from _review(entry, subject.today)
        yield from _looks(entry, subject.today)


def _review(entry: Entry, today: dt.date) -> Iterator[Problem]:
    record = entry.record
    if not isinstance(record, (DatedFact, Tip)) or record.review_by is None:
        return
    if today > record.review_by:
        text = "is past its review_by: look it up again and move checked_on and review_by"
        yield entry.problem(text, "review_by", severity="warning")
    if not record.sources:
        yield entry.problem('has a review_by and no source: add sources = ["..."]', "review_by")


def _looks(entry: Entry, today: dt.date) -> Iterator[Problem]:
    for field in ("checked_on", "verified_on", "as_of"):
        day = getattr(entry.record, field, None)
        if isinstance(day, dt.date) and day > today + _ONE_DAY:
            text = f"{field} lies in the future: write the day on which somebody looked"
            yield entry.problem(text, field, severity="warning")


def _exam(one: Found[Certification]) -> Iterator[Problem]:
    exam = one.record
    days = (exam.review_by - exam.checked_on).days
    if days > EXAM_REVIEW_DAYS:
        latest = exam.checked_on + EXAM_REVIEW_DAYS * _ONE_DAY
        text = f"review_by is {days} days after checked_on, at most {EXAM_REVIEW_DAYS}"
        yield one.problem(f"{text}: write {latest}", "review_by")
    known = [(field, getattr(exam, field)) for field in _ORDER if getattr(exam, field) is not None]
    for (earlier, first), (later, second) in pairwise(known):
        if first > second:
            text = f"{earlier} ({first}) lies after {later} ({second}): correct one of them"
            yield one.problem(text, earlier)


def _link(one: Found[Resource], today: dt.date) -> Iterator[Problem]:
    days = (today - one.record.verified_on).days
    if days > LINK_DAYS:
        text = f"was last opened {days} days ago, at most {LINK_DAYS}: open it, move verified_on"
        yield one.problem(text, "verified_on", severity="warning")


def overdue(subject: Subject) -> int:
    """Count dated records that are past their review date."""
    return sum(
        entry.record.stale(subject.today)
        for entry in subject.entries
        if isinstance(entry.record, DatedFact)
    )


def unopened(subject: Subject) -> int:
    """Count links and sources that nobody looked at within 180 days."""
    looked = [one.record.verified_on for one in subject.all(Resource)]
    looked += [one.record.checked_on for one in subject.all(Source)]
    return sum((subject.today - day).days > LINK_DAYS for day in looked)
