"""A clock that can be moved, by steps or to a time, and never out of the calendar."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.clocks import MovedClock, moment
from bot.core.ports import SystemClock
from tests.unit.core.toys import NOON, Still

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = dt.timedelta(hours=1)
UNITS = {"m": HOUR / 60, "h": HOUR, "d": HOUR * 24, "w": HOUR * 168}
STEPS = st.tuples(st.sampled_from("+-"), st.integers(0, 99_999), st.sampled_from("mhdw"))


def clock() -> MovedClock:
    return MovedClock(under=Still())


@given(st.lists(STEPS, max_size=4))
def test_steps_add_up_or_are_refused_in_words(steps: list[tuple[str, int, str]]) -> None:
    moved, expected = clock(), NOON
    for sign, n, unit in steps:
        try:
            moved.move(f"{sign}{n}{unit}", BERLIN)
        except ValueError as refused:
            assert "2027-03-08 18:00" in str(refused)  # noqa: PT017 (either outcome is right)
            continue
        expected += UNITS[unit] * (n if sign == "+" else -n)
    assert moved.now() == expected
    assert moved.now().astimezone(BERLIN).astimezone(dt.UTC) == expected


def test_a_step_says_its_unit() -> None:
    moved = clock()
    for text, then in [
        (" +7d ", NOON + 7 * 24 * HOUR),
        ("-1w", NOON),
        ("+2h", NOON + 2 * HOUR),
        ("-30m", NOON + 1.5 * HOUR),
    ]:
        moved.move(text, BERLIN)
        assert moved.now() == then


def test_a_clock_moves_to_a_local_time_and_runs_on_from_there() -> None:
    under = Still()
    moved = MovedClock(under=under)
    moved.move("2027-07-01 18:00", BERLIN)
    assert moved.now() == dt.datetime(2027, 7, 1, 16, tzinfo=dt.UTC)
    assert moved.now().tzinfo is dt.UTC
    under.at += HOUR
    assert moved.now() == dt.datetime(2027, 7, 1, 17, tzinfo=dt.UTC)
    moved.move("2027-01-01", BERLIN)
    assert moved.now() == dt.datetime(2026, 12, 31, 23, tzinfo=dt.UTC)


def test_a_clock_starts_where_it_is_told() -> None:
    start = dt.datetime(2030, 1, 1, tzinfo=BERLIN)
    assert MovedClock(start, Still()).now() == start
    assert clock().now() == NOON


def test_without_a_start_it_shows_the_time_of_the_machine() -> None:
    before = SystemClock().now()
    shown = MovedClock().now()
    assert before <= shown <= SystemClock().now()
    assert shown.tzinfo is dt.UTC


@pytest.mark.parametrize(
    "text",
    ["", "x", "7d", "+d", "+7", "+7y", "+999999d", "++7d", "2027-13-01", "18:00", "tomorrow"],
)
def test_what_is_no_time_is_refused_with_what_to_write(text: str) -> None:
    moved = clock()
    with pytest.raises(ValueError, match=r"write \+7d, -2h, or 2027-03-08 18:00"):
        moved.move(text, BERLIN)
    assert moved.now() == NOON


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31 23:59", "0001-01-01T00:00Z"])
def test_a_clock_stays_inside_the_calendar(text: str) -> None:
    moved = clock()
    with pytest.raises(ValueError, match="write"):
        moved.move(text, BERLIN)
    assert moved.now() == NOON


def test_steps_cannot_leave_the_calendar_either() -> None:
    moved = clock()
    for _ in range(4):
        moved.move("+99999w", BERLIN)
    with pytest.raises(ValueError, match="write"):
        moved.move("+99999w", BERLIN)
    assert moved.now().astimezone(BERLIN).year < 9999


@given(st.text(max_size=30))
def test_any_text_is_a_time_or_a_value_error(text: str) -> None:
    try:
        at = moment(text, BERLIN)
    except ValueError:
        return
    assert at.tzinfo is not None


def test_a_time_with_its_own_zone_keeps_it() -> None:
    assert moment("2027-03-08T18:00+00:00", BERLIN) == dt.datetime(2027, 3, 8, 18, tzinfo=dt.UTC)
    assert moment("2027-03-08 18:00", BERLIN).tzinfo is BERLIN
