"""When a question comes back."""

import datetime as dt
import json
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.study.records import Memory
from bot.study.spacing import Rating, Spacing, days_until, rate, summary
from tests.unit.study.pieces import NOON, moments

WEEK = dt.timedelta(weeks=1)
SPACING = Spacing()
ratings = st.sampled_from(Rating)
gaps = st.floats(0, 400, allow_nan=False)


def reviewed(*given_ratings: Rating, start: dt.datetime = NOON) -> list[int]:
    """Review when due, one rating after the other; return the days until each next time."""
    at, memory, days = start, None, list[int]()
    for rating in given_ratings:
        memory = SPACING.review(memory, rating, at)
        days.append((memory.due_at - at).days)
        at = memory.due_at
    return days


def test_right_and_sure_comes_back_after_7_21_and_84_days() -> None:
    assert reviewed(*[Rating.good] * 3) == [7, 21, 84]
    assert reviewed(*[Rating.good] * 6)[3:] == [182] * 3


def test_a_miss_comes_back_in_a_week_however_well_it_was_known() -> None:
    assert reviewed(Rating.again) == [7]
    assert reviewed(Rating.good, Rating.good, Rating.good, Rating.again)[-1] == 7


def test_not_sure_comes_back_earlier_than_sure() -> None:
    for before in (1, 2):
        known = [Rating.good] * before
        assert reviewed(*known, Rating.hard)[-1] < reviewed(*known, Rating.good)[-1]
    assert reviewed(Rating.hard)[0] <= reviewed(Rating.good)[0]
    assert reviewed(Rating.good, Rating.hard) == [7, 14]
    assert reviewed(Rating.again, Rating.good, Rating.good) == [7, 7, 14]


@pytest.mark.parametrize(
    ("right", "sure", "helped", "rating"),
    [
        (True, True, False, Rating.good),
        (True, False, False, Rating.hard),
        (True, True, True, Rating.hard),
        (True, False, True, Rating.hard),
        (False, True, False, Rating.again),
        (False, False, False, Rating.again),
        (False, True, True, Rating.again),
    ],
)
def test_rating(right: bool, sure: bool, helped: bool, rating: Rating) -> None:  # noqa: FBT001 (a table)
    assert rate(right=right, sure=sure, helped=helped) is rating


@given(st.lists(st.tuples(ratings, gaps), min_size=1, max_size=8), moments)
def test_always_whole_weeks_between_one_and_twenty_six(
    answers: list[tuple[Rating, float]], start: dt.datetime
) -> None:
    at, memory = start, None
    for rating, gap in answers:
        memory = SPACING.review(memory, rating, at)
        weeks, rest = divmod(memory.due_at - at, WEEK)
        assert not rest
        assert 1 <= weeks <= 26
        assert memory.due_at.tzinfo is dt.UTC
        at += dt.timedelta(days=gap)


@given(st.lists(st.tuples(ratings, gaps), min_size=1, max_size=5), ratings)
def test_the_state_is_json_that_comes_back(
    answers: list[tuple[Rating, float]], last: Rating
) -> None:
    at, memory = NOON, None
    for rating, gap in answers:
        memory = SPACING.review(memory, rating, at)
        at += dt.timedelta(days=gap)
    assert memory
    stored = Memory(json.dumps(json.loads(memory.state)), memory.due_at)
    assert Spacing().review(stored, last, at) == SPACING.review(memory, last, at)
    assert summary(stored)["state"] == json.loads(memory.state)


@given(moments, ratings, st.sampled_from(["Asia/Tokyo", "America/New_York", "Pacific/Apia"]))
def test_the_zone_of_who_answers_changes_nothing(
    at: dt.datetime, rating: Rating, zone: str
) -> None:
    memory = SPACING.review(None, rating, at.astimezone(ZoneInfo(zone)))
    later = at + WEEK
    assert memory == SPACING.review(None, rating, at)
    assert SPACING.review(memory, rating, later.astimezone(ZoneInfo(zone))) == SPACING.review(
        memory, rating, later
    )


def test_nothing_is_left_to_chance() -> None:
    first = SPACING.review(None, Rating.good, NOON)
    twice = {SPACING.review(first, Rating.good, first.due_at).state for _ in range(20)}
    assert len(twice) == 1


def test_a_clock_that_went_back_does_no_harm() -> None:
    memory = SPACING.review(None, Rating.good, NOON)
    earlier = SPACING.review(memory, Rating.good, NOON - dt.timedelta(days=30))
    assert WEEK <= earlier.due_at - (NOON - dt.timedelta(days=30)) <= 26 * WEEK


def test_days_until() -> None:
    memory = Memory("{}", NOON + dt.timedelta(days=7))
    spans = {0: 7, 6: 1, 6.6: 1, 8: 1, -0.4: 7, -0.6: 8}
    assert {gap: days_until(memory, NOON + dt.timedelta(days=gap)) for gap in spans} == spans
