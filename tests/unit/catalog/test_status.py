"""How exams and pay figures stand is computed from their dates on the day they are shown."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalog.models import Certification, Fact, Price
from bot.catalog.status import State, needs_recheck, price, standing, state

LOOKED = dt.date(2026, 6, 1)
REVIEW = dt.date(2026, 8, 30)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def exam(**dates: str) -> Certification:
    """Make an exam with some dates, looked up on 1 June 2026."""
    return Certification.model_validate(
        {
            "id": "exam",
            "name": "An exam",
            "vendor": "A vendor",
            "url": "https://vendor.example.org/exam",
            "says": "It asks.",
            "sources": ("page",),
            "as_of": LOOKED,
            "checked_on": LOOKED,
            "review_by": REVIEW,
            **{field: day(text) for field, text in dates.items()},
        }
    )


@pytest.mark.parametrize(
    ("dates", "today", "expected"),
    [
        ({}, "2026-06-01", State.open),
        ({"opens": "2026-06-02"}, "2026-06-01", State.not_yet),
        ({"opens": "2026-06-02"}, "2026-06-02", State.open),
        ({"beta_from": "2026-06-02"}, "2026-06-01", State.not_yet),
        ({"beta_from": "2026-06-02"}, "2026-06-02", State.beta),
        ({"beta_until": "2026-06-02"}, "2026-06-02", State.beta),
        ({"beta_until": "2026-06-02"}, "2026-06-03", State.not_yet),
        ({"beta_until": "2026-06-02", "opens": "2026-07-01"}, "2026-06-15", State.not_yet),
        ({"beta_from": "2026-05-01", "opens": "2026-07-01"}, "2026-06-30", State.beta),
        ({"beta_from": "2026-05-01", "opens": "2026-07-01"}, "2026-07-01", State.open),
        ({"last_exam_day": "2026-12-01"}, "2026-06-03", State.open),
        ({"last_exam_day": "2026-12-01"}, "2026-06-04", State.closing),
        ({"last_exam_day": "2026-12-01"}, "2026-12-01", State.closing),
        ({"last_exam_day": "2026-12-01"}, "2026-12-02", State.closed),
        ({"retired_on": "2026-12-01"}, "2026-06-03", State.open),
        ({"retired_on": "2026-12-01"}, "2026-11-30", State.closing),
        ({"retired_on": "2026-12-01"}, "2026-12-01", State.closed),
        ({"last_exam_day": "2026-06-30", "retired_on": "2026-06-30"}, "2026-06-30", State.closing),
        ({"last_exam_day": "2026-06-30", "retired_on": "2026-08-30"}, "2026-07-01", State.closed),
        ({"beta_from": "2026-01-01", "retired_on": "2026-05-01"}, "2026-06-01", State.closed),
    ],
)
def test_the_state_follows_from_the_dates(
    dates: dict[str, str], today: str, expected: State
) -> None:
    assert state(exam(**dates), day(today)) is expected


@pytest.mark.parametrize(
    ("dates", "today", "expected"),
    [
        ({}, "2026-08-30", False),
        ({}, "2026-08-31", True),
        ({"retired_on": "2026-05-01"}, "2026-08-31", False),
        ({"retired_on": "2026-06-01"}, "2030-01-01", False),
        ({"last_exam_day": "2026-05-31"}, "2030-01-01", False),
        ({"last_exam_day": "2026-06-01"}, "2030-01-01", True),
        ({"retired_on": "2026-07-01"}, "2030-01-01", True),
    ],
)
def test_only_an_end_that_somebody_saw_stays_true(
    dates: dict[str, str], today: str, *, expected: bool
) -> None:
    assert needs_recheck(exam(**dates), day(today)) is expected
    assert standing(exam(**dates), day(today)).recheck is expected


def test_other_dated_records_go_stale_after_their_review_date() -> None:
    fact = Fact.model_validate(
        {
            "id": "fact",
            "topic": "growth",
            "title": "Growth",
            "text": "It grows.",
            "sources": ("page",),
            "as_of": LOOKED,
            "checked_on": LOOKED,
            "review_by": REVIEW,
        }
    )
    assert not needs_recheck(fact, REVIEW)
    assert needs_recheck(fact, REVIEW + dt.timedelta(1))


def test_a_price_is_shown_for_180_days() -> None:
    seen = Price(amount=300, currency="USD", checked_on=LOOKED)
    priced = exam().model_copy(update={"price": seen})
    assert price(priced, LOOKED + dt.timedelta(180)) == seen
    assert price(priced, LOOKED + dt.timedelta(181)) is None
    assert price(exam(), LOOKED) is None
    assert standing(priced, LOOKED).price == seen
    closed = priced.model_copy(update={"retired_on": LOOKED})
    assert standing(closed, LOOKED).price is None


def test_a_standing_names_the_days_that_matter() -> None:
    ahead = standing(exam(beta_from="2026-07-01", opens="2026-09-01"), LOOKED)
    assert (ahead.state, ahead.begins, ahead.ends) == (State.not_yet, day("2026-07-01"), None)
    beta = standing(exam(beta_from="2026-05-01", opens="2026-09-01"), LOOKED)
    assert (beta.state, beta.begins) == (State.beta, day("2026-09-01"))
    running = standing(exam(opens="2020-01-01", last_exam_day="2027-01-01"), LOOKED)
    assert (running.state, running.begins, running.ends) == (State.open, None, day("2027-01-01"))
    over = standing(exam(last_exam_day="2026-04-01", retired_on="2026-05-01"), LOOKED)
    assert (over.state, over.ends) == (State.closed, day("2026-04-01"))


DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2028, 12, 31))
ORDER = [State.not_yet, State.beta, State.not_yet, State.open, State.closing, State.closed]


@given(st.lists(DAYS, min_size=4, max_size=4).map(sorted), st.integers(0, 15), DAYS, DAYS)
def test_time_moves_an_exam_in_one_direction(
    days: list[dt.date], chosen: int, first: dt.date, second: dt.date
) -> None:
    fields = ("beta_from", "beta_until", "opens", "last_exam_day")
    dates = {
        field: date.isoformat()
        for place, (field, date) in enumerate(zip(fields, days, strict=True))
        if chosen >> place & 1
    }
    one = exam(**dates)
    early, late = state(one, min(first, second)), state(one, max(first, second))
    reached = ORDER[ORDER.index(early) :]
    assert late in reached
