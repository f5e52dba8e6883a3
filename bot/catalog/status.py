"""How dated records stand today: computed when shown, so that nothing false is ever printed.

All dates are dates in UTC, and `today` is always given.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from bot.catalog.catalog import Catalog
from bot.catalog.models import Certification, DatedFact, Price, Tip

CLOSING_DAYS = 180
"""So many days before its last day an exam is called closing."""

PRICE_DAYS = 180
"""So many days after somebody saw a price it is still shown."""


class State(StrEnum):
    """Whether an exam can be taken."""

    not_yet = "not_yet"
    beta = "beta"
    open = "open"
    closing = "closing"
    closed = "closed"
    unknown = "unknown"
    """No date was found, and the record says what could not be confirmed."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What may be said of an exam on one day.

    With `recheck` the record is past its review date: `state` is then only what its dates would
    mean, and is shown as unconfirmed, with the day on which somebody last looked.
    """

    state: State
    recheck: bool
    begins: dt.date | None
    """First day on which it can be taken, while that day is ahead."""
    ends: dt.date | None
    """Last day on which it can be taken, or the day it closed."""
    price: Price | None
    """What it costs; None when nobody looked within 180 days."""


def standing(exam: Certification, today: dt.date) -> Standing:
    """Say how an exam stands on a day."""
    now = state(exam, today)
    ahead = (day for day in (exam.beta_from, exam.opens) if _ahead(day, today))
    return Standing(
        state=now,
        recheck=needs_recheck(exam, today),
        begins=next(ahead, None),
        ends=exam.last_exam_day or exam.retired_on,
        price=None if now is State.closed else price(exam, today),
    )


def state(exam: Certification, today: dt.date) -> State:
    """Compute from its dates whether an exam can be taken on a day."""
    if exam.unsure and not any(_dates(exam)):
        return State.unknown
    end = exam.last_exam_day or exam.retired_on
    if _closed(exam, today):
        return State.closed
    if exam.opens is None or _ahead(exam.opens, today):
        early = _before_opening(exam, today)
        if early is not None:
            return early
    if end is not None and (end - today).days <= CLOSING_DAYS:
        return State.closing
    return State.open


def _dates(exam: Certification) -> tuple[dt.date | None, ...]:
    ends = (exam.beta_until, exam.last_exam_day, exam.retired_on)
    return (exam.beta_from, exam.opens, *ends)


def needs_recheck(record: DatedFact, today: dt.date) -> bool:
    """Whether a record must be shown as unconfirmed on a day.

    An end that had come when somebody looked stays true; one only announced may have moved.
    """
    if not record.stale(today):
        return False
    return not (isinstance(record, Certification) and _closed(record, record.checked_on))


def price(exam: Certification, today: dt.date) -> Price | None:
    """Return what an exam costs, unless nobody has looked for 180 days."""
    seen = exam.price
    if seen is None or (today - seen.checked_on).days > PRICE_DAYS:
        return None
    return seen


def _closed(exam: Certification, today: dt.date) -> bool:
    """The last exam day itself is still open; a day of retirement is not."""
    if exam.last_exam_day is not None:
        return today > exam.last_exam_day
    return exam.retired_on is not None and today >= exam.retired_on


def _before_opening(exam: Certification, today: dt.date) -> State | None:
    """Return the state of an exam without a day of opening behind it, if its dates say one."""
    if exam.beta_from is not None or exam.beta_until is not None:
        begun = exam.beta_from is None or exam.beta_from <= today
        over = exam.beta_until is not None and today > exam.beta_until
        return State.beta if begun and not over else State.not_yet
    return State.not_yet if exam.opens is not None else None


def _ahead(day: dt.date | None, today: dt.date) -> bool:
    return day is not None and day > today


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """A piece that somebody has to look up again, and the last day on which it could wait."""

    review_by: dt.date
    kind: str
    id: str


def overdue(catalog: Catalog, today: dt.date) -> tuple[Due, ...]:
    """Return what is past its review date, longest overdue first."""
    dated: dict[str, tuple[DatedFact | Tip, ...]] = {
        "certification": catalog.certifications,
        "salary": catalog.salaries,
        "fact": catalog.facts(),
        "tip": catalog.tips(),
    }
    late = (
        Due(one.review_by, kind, one.id)
        for kind, many in dated.items()
        for one in many
        if one.review_by is not None and one.stale(today)
    )
    return tuple(sorted(late))
