"""Times of day, dates and repetition, as people type them."""

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.faults import PersonFault
from bot.core.words import PSEUDO, Lexicon, Words
from bot.study.dates import NoSuchDate, NotADate, OtherWeekday, TooFarAway, read_date
from bot.study.recurrence import Every, Rule
from bot.study.repeats import NoFifth, NotARepeat, Repeat, TooRare, read_repeat
from bot.study.rhythm import describe
from bot.study.times import Either, NoSuchTime, NotATime, read_time

WEDNESDAY = dt.date(2027, 2, 10)
ENGLISH = Words()


def clock(text: str) -> dt.time:
    return dt.time.fromisoformat(text)


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("7pm", "19:00"),
        ("7 P.M.", "19:00"),
        ("19", "19:00"),
        ("19:30", "19:30"),
        ("7.30 pm", "19:30"),
        ("7:30am", "07:30"),
        ("noon", "12:00"),
        ("Midnight", "00:00"),
        ("midi", "12:00"),
        ("18h30", "18:30"),
        ("7h", "07:00"),
        ("1800", "18:00"),
        ("0730", "07:30"),
        ("07", "07:00"),
        ("07:30", "07:30"),
        ("10:00", "10:00"),
        ("12:30", "12:30"),
        ("12am", "00:00"),
        ("12 pm", "12:00"),
        ("12:15 am", "00:15"),
        ("0", "00:00"),
        ("00:00", "00:00"),
        ("23:59", "23:59"),
        ("19 pm", "19:00"),
        ("7 in the evening", "19:00"),
        ("9 in the morning", "09:00"),
        (" at 18:00 ", "18:00"),
        ("18 Uhr", "18:00"),
        ("18:00:00", "18:00"),
        ("１８：００", "18:00"),  # noqa: RUF001 (wide digits, as Japanese keyboards write them)
    ],
)
def test_a_time_that_is_clear(typed: str, time: str) -> None:
    assert read_time(typed) == clock(time)


@pytest.mark.parametrize(
    ("typed", "early", "late"),
    [
        ("7", "07:00", "19:00"),
        ("at 6", "06:00", "18:00"),
        ("11", "11:00", "23:00"),
        ("7:30", "07:30", "19:30"),
        ("730", "07:30", "19:30"),
        ("12", "12:00", "00:00"),
    ],
)
def test_a_time_with_two_meanings_is_asked_about(typed: str, early: str, late: str) -> None:
    assert read_time(typed) == Either((clock(early), clock(late)))


@pytest.mark.parametrize("typed", ["24", "24:00", "25:00", "18:60", "13 am", "0 pm", "1875"])
def test_a_time_that_no_clock_shows(typed: str) -> None:
    with pytest.raises(NoSuchTime, match=typed):
        read_time(typed)


@pytest.mark.parametrize("typed", ["", "6:", "6:5", "-3", "soon", "7 8", "7pm pm", "12345", "pm"])
def test_what_is_no_time(typed: str) -> None:
    with pytest.raises(NotATime, match=r"18:00"):
        read_time(typed)


@given(st.times())
def test_every_minute_can_be_typed_in_both_ways(time: dt.time) -> None:
    minute = time.replace(second=0, microsecond=0)
    assert read_time(f"{minute:%H:%M}") == minute
    assert read_time(f"{minute:%H%M}") == minute
    assert read_time(f"{minute:%I:%M %p}") == minute


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("today", "2027-02-10"),
        ("Tomorrow", "2027-02-11"),
        ("in 3 days", "2027-02-13"),
        ("in 2 weeks", "2027-02-24"),
        ("in 1 month", "2027-03-10"),
        ("8 Mar", "2027-03-08"),
        ("8 March 2028", "2028-03-08"),
        ("Mar 8", "2027-03-08"),
        ("March 8th, 2028", "2028-03-08"),
        ("the 8th of March", "2027-03-08"),
        ("8 mars", "2027-03-08"),
        ("1er août", "2027-08-01"),
        ("2027-03-08", "2027-03-08"),
        ("8.3.", "2027-03-08"),
        ("8.3", "2027-03-08"),
        ("08.03.28", "2028-03-08"),
        ("13/3", "2027-03-13"),
        ("3/13", "2027-03-13"),
        ("8/8", "2027-08-08"),
        ("5 Jan", "2028-01-05"),
        ("10 Feb", "2027-02-10"),
        ("29 Feb", "2028-02-29"),
        ("Mon 8 Mar", "2027-03-08"),
        ("Monday, 8.3.", "2027-03-08"),
        ("Tue 3/8", "2027-08-03"),
        ("next Monday", "2027-02-15"),
        ("monday", "2027-02-15"),
        ("on friday", "2027-02-12"),
        ("this friday", "2027-02-12"),
        ("next wednesday", "2027-02-17"),
        ("lundi", "2027-02-15"),
    ],
)
def test_a_date_that_is_clear(typed: str, date: str) -> None:
    assert read_date(typed, WEDNESDAY, "fr") == dt.date.fromisoformat(date)


@pytest.mark.parametrize(
    ("typed", "dates"),
    [
        ("3/8", ("2027-08-03", "2027-03-08")),
        ("3/8/2028", ("2028-08-03", "2028-03-08")),
        ("next friday", ("2027-02-12", "2027-02-19")),
        ("wednesday", ("2027-02-10", "2027-02-17")),
    ],
)
def test_a_date_with_two_meanings_is_asked_about(typed: str, dates: tuple[str, ...]) -> None:
    wanted = Either(tuple(dt.date.fromisoformat(each) for each in dates))
    assert read_date(typed, WEDNESDAY) == wanted


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("30 Feb", NoSuchDate),
        ("31.4.2027", NoSuchDate),
        ("13/13", NoSuchDate),
        ("0.1.", NoSuchDate),
        ("2027-02-29", NoSuchDate),
        ("Tue 8 Mar 2027", OtherWeekday),
        ("2072-01-01", TooFarAway),
        ("in 999 months", TooFarAway),
        ("", NotADate),
        ("soon", NotADate),
        ("15", NotADate),
        ("8 Foo", NotADate),
        ("mon " * 500 + "8", NotADate),
    ],
)
def test_what_is_no_date_is_refused_with_the_reason(typed: str, fault: type[PersonFault]) -> None:
    with pytest.raises(fault):
        read_date(typed, WEDNESDAY)


@given(st.dates(dt.date(2020, 1, 1), dt.date(2034, 12, 31)))
def test_every_date_can_be_typed(day: dt.date) -> None:
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%B %d, %Y", "%a %d %b %Y"):
        assert read_date(day.strftime(form), WEDNESDAY) == day


def test_a_month_ahead_ends_with_the_month() -> None:
    assert read_date("in 1 month", dt.date(2027, 1, 31)) == dt.date(2027, 2, 28)


MONDAY, FRIDAY = frozenset({0}), frozenset({4})
TUESDAY = frozenset({1})


@pytest.mark.parametrize(
    ("typed", "repeat"),
    [
        ("daily", Repeat(Every.day)),
        ("every 3 days", Repeat(Every.day, interval=3)),
        ("every other day", Repeat(Every.day, interval=2)),
        ("Weekdays", Repeat(Every.weekdays)),
        ("each weekday", Repeat(Every.weekdays)),
        ("mon-fri", Repeat(Every.weekdays)),
        ("Monday to Friday", Repeat(Every.weekdays)),
        ("weekends", Repeat(Every.week, frozenset({5, 6}))),
        ("mon, wed", Repeat(Every.week, frozenset({0, 2}))),
        ("Tue & Thu", Repeat(Every.week, frozenset({1, 3}))),
        ("every Monday, Wednesday and Friday", Repeat(Every.week, frozenset({0, 2, 4}))),
        ("fri-mon", Repeat(Every.week, frozenset({4, 5, 6, 0}))),
        ("Mondays", Repeat(Every.week, MONDAY)),
        ("lundi et jeudi", Repeat(Every.week, frozenset({0, 3}))),
        ("tous les lundis", Repeat(Every.week, MONDAY)),
        ("weekly", Repeat(Every.week)),
        ("weekly on Monday", Repeat(Every.week, MONDAY)),
        ("every 2 weeks on friday", Repeat(Every.week, FRIDAY, 2)),
        ("every two weeks on Friday", Repeat(Every.week, FRIDAY, 2)),
        ("every other friday", Repeat(Every.week, FRIDAY, 2)),
        ("fortnightly", Repeat(Every.week, interval=2)),
        ("second tuesday", Repeat(Every.month_weekday, TUESDAY, nth=2)),
        ("every second Tuesday of the month", Repeat(Every.month_weekday, TUESDAY, nth=2)),
        ("every first monday", Repeat(Every.month_weekday, MONDAY, nth=1)),
        ("monthly on the last friday", Repeat(Every.month_weekday, FRIDAY, nth=-1)),
        ("every 2 months on the last fri", Repeat(Every.month_weekday, FRIDAY, 2, nth=-1)),
        ("monthly on the 15th", Repeat(Every.month_date, day=15)),
        ("15th of every month", Repeat(Every.month_date, day=15)),
        ("every 3 months on the 1st", Repeat(Every.month_date, interval=3, day=1)),
        ("quarterly on the 1st", Repeat(Every.month_date, interval=3, day=1)),
        ("last day of the month", Repeat(Every.month_date, day=-1)),
        ("monthly", Repeat(Every.month_date)),
        ("every monday 18:00", Repeat(Every.week, MONDAY, at=dt.time(18))),
        ("weekdays at 9 am", Repeat(Every.weekdays, at=dt.time(9))),
        ("daily at 9", Repeat(Every.day, at=Either((dt.time(9), dt.time(21))))),
    ],
)
def test_a_repetition_in_words(typed: str, repeat: Repeat) -> None:
    assert read_repeat(typed, "fr") == repeat


def test_a_repetition_with_two_meanings_is_asked_about() -> None:
    weeks, month = (Repeat(Every.week, TUESDAY, 2), Repeat(Every.month_weekday, TUESDAY, nth=2))
    assert read_repeat("every second tuesday") == Either((weeks, month))
    both = read_repeat("biweekly at 18:00")
    assert isinstance(both, Either)
    assert [(each.interval, each.at) for each in both.options] == [
        (2, dt.time(18)), (1, dt.time(18))
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", NotARepeat),
        ("every", NotARepeat),
        ("every blue moon", NotARepeat),
        ("monthly on the 32nd", NotARepeat),
        ("every 2 days on friday", NotARepeat),
        ("mon, blue", NotARepeat),
        ("mon " * 100, NotARepeat),
        ("fifth monday", NoFifth),
        ("every 53 weeks", TooRare),
        ("every 0 days", TooRare),
        ("daily at 25:00", NoSuchTime),
    ],
)
def test_what_is_no_repetition_is_refused(typed: str, fault: type[PersonFault]) -> None:
    with pytest.raises(fault):
        read_repeat(typed)


SCRAPS = [
    "every",
    "2",
    "second",
    "mon",
    "-",
    ",",
    "of the month",
    "at",
    "7",
    ":30",
    "8/",
    "Mar",
    "th",
]
TYPED = st.text(max_size=40) | st.lists(st.sampled_from(SCRAPS), max_size=8).map(" ".join)


@given(TYPED)
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    with suppress(PersonFault):
        assert read_time(typed) is not None
    with suppress(PersonFault):
        assert read_date(typed, WEDNESDAY)
    with suppress(PersonFault):
        repeat = read_repeat(typed)
        for each in repeat.options if isinstance(repeat, Either) else (repeat,):
            assert describe(each.rule(dt.time(18), WEDNESDAY), ENGLISH)


def rule(
    every: Every,
    weekdays: frozenset[int] = frozenset(),
    interval: int = 1,
    day: int = 0,
    nth: int = 0,
) -> Rule:
    return Rule(every, dt.time(18), WEDNESDAY, weekdays, interval, day, nth)


@pytest.mark.parametrize(
    ("given_rule", "said"),
    [
        (rule(Every.day), "Every day, 18:00"),
        (rule(Every.day, interval=3), "Every 3 days, 18:00"),
        (rule(Every.weekdays), "Weekdays, 18:00"),
        (rule(Every.week, MONDAY), "Every Monday, 18:00"),
        (rule(Every.week), "Every Wednesday, 18:00"),
        (rule(Every.week, frozenset({0, 2, 4})), "Every Monday, Wednesday and Friday, 18:00"),
        (rule(Every.week, frozenset(range(7))), "Every day, 18:00"),
        (rule(Every.week, FRIDAY, interval=2), "Every 2 weeks on Friday, 18:00"),
        (rule(Every.month_weekday, TUESDAY, nth=2), "Every second Tuesday of the month, 18:00"),
        (
            rule(Every.month_weekday, FRIDAY, nth=-1, interval=2),
            "The last Friday, every 2 months, 18:00",
        ),
        (rule(Every.month_date, day=15), "Day 15 of every month, 18:00"),
        (rule(Every.month_date, day=15, interval=3), "Day 15, every 3 months, 18:00"),
        (rule(Every.month_date, day=31), "Day 31 of every month, or its last day, 18:00"),
        (rule(Every.month_date, day=30, interval=2), "Day 30 or the last, every 2 months, 18:00"),
        (rule(Every.month_date, day=-1), "Last day of every month, 18:00"),
        (rule(Every.month_date, day=-1, interval=2), "Last day, every 2 months, 18:00"),
    ],
)
def test_a_rule_in_words(given_rule: Rule, said: str) -> None:
    assert describe(given_rule, ENGLISH) == said
    pseudo = describe(given_rule, Lexicon().speak(PSEUDO))
    untranslated = {"day", "Monday", "month", "weeks", "Every", "last"} & set(pseudo.split())
    assert untranslated == set()


@pytest.mark.parametrize(
    "typed",
    ["daily", "every 3 days", "weekdays", "mon, wed", "every 2 weeks on friday", "last friday",
     "every second tuesday of the month"],
)  # fmt: skip
def test_what_is_said_can_be_typed_again(typed: str) -> None:
    repeat = read_repeat(typed)
    assert isinstance(repeat, Repeat)
    said = describe(repeat.rule(dt.time(18), WEDNESDAY), ENGLISH)
    assert read_repeat(said) == Repeat(
        repeat.every, repeat.weekdays, repeat.interval, repeat.day, repeat.nth, dt.time(18)
    )
