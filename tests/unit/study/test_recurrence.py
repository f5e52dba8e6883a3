"""When a recurring post is due, against an oracle that knows only what clocks on the wall show."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise
from typing import TypedDict, Unpack
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.study.recurrence import (
    ClockChange,
    Every,
    OnHoliday,
    Rule,
    Skipped,
    Slot,
    Why,
    begin,
    changes,
    coming,
    instant,
    next_slot,
)
from bot.study.rule_json import from_json, to_json
from tests.unit.study.walls import HALF_HOURS, Wall, distinct_zones

BERLIN = "Europe/Berlin"
EVENING = dt.time(18)
DAY = dt.timedelta(days=1)
WHEN = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Holidays:
    """Holidays that a test makes up."""

    days: dict[dt.date, str] = field(default_factory=dict)
    weekend: frozenset[int] = frozenset({5, 6})

    def holiday(self, day: dt.date) -> str:
        return self.days.get(day, "")

    def works(self, day: dt.date) -> bool:
        return day.weekday() not in self.weekend and day not in self.days


def date(month: int, day: int, year: int = 2027) -> dt.date:
    return dt.date(year, month, day)


class More(TypedDict, total=False):
    weekdays: frozenset[int]
    interval: int
    day: int
    nth: int
    until: dt.date
    skips: frozenset[dt.date]
    holidays: str
    on_holiday: OnHoliday


def rule(every: Every, anchor: dt.date, at: dt.time = EVENING, **more: Unpack[More]) -> Rule:
    return Rule(every, at, anchor, **more)


def utc(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def days(plan: Rule, count: int = 5, after: dt.datetime = WHEN) -> list[dt.date]:
    found = coming(plan, BERLIN, after)
    return [each.local for each in islice(found, count) if isinstance(each, Slot)]


# Clocks: what stands in engine, section 3, and what an oracle says


@pytest.mark.parametrize(
    ("zone", "day", "at", "wanted", "clock"),
    [
        ("Europe/Berlin", date(3, 28), "02:30", "2027-03-28T01:00", ClockChange.gap),
        ("Europe/Berlin", date(3, 28), "01:59", "2027-03-28T00:59", None),
        ("Europe/Berlin", date(3, 28), "02:00", "2027-03-28T01:00", ClockChange.gap),
        ("Europe/Berlin", date(3, 28), "03:00", "2027-03-28T01:00", None),
        ("Europe/Berlin", date(10, 31), "02:30", "2027-10-31T00:30", ClockChange.fold),
        ("Europe/Berlin", date(10, 31), "03:00", "2027-10-31T02:00", None),
        ("America/New_York", date(11, 7), "01:30", "2027-11-07T05:30", ClockChange.fold),
        ("Australia/Lord_Howe", date(4, 4), "01:45", "2027-04-03T14:45", ClockChange.fold),
        ("Australia/Lord_Howe", date(10, 3), "02:15", "2027-10-02T15:30", ClockChange.gap),
        ("Africa/Cairo", date(4, 30), "00:00", "2027-04-29T22:00", ClockChange.gap),
        ("Europe/Berlin", date(3, 29), "00:00", "2027-03-28T22:00", None),
        ("America/New_York", date(3, 15), "00:30", "2027-03-15T04:30", None),
        ("Pacific/Auckland", date(9, 27), "00:00", "2027-09-26T11:00", None),
        ("America/Nuuk", date(3, 27), "23:30", "2027-03-28T01:00", ClockChange.gap),
        ("Europe/Berlin", date(3, 27), "09:00", "2027-03-27T08:00", None),
        ("Europe/Berlin", date(3, 28), "09:00", "2027-03-28T07:00", None),
        ("Europe/Berlin", date(10, 31), "09:00", "2027-10-31T08:00", None),
        ("Asia/Kathmandu", date(5, 5), "00:15", "2027-05-04T18:30", None),
    ],
)
def test_the_night_of_a_change(
    zone: str, day: dt.date, at: str, wanted: str, clock: ClockChange | None
) -> None:
    time = dt.time.fromisoformat(at)
    due = dt.datetime.fromisoformat(wanted).replace(tzinfo=dt.UTC)
    assert instant(day, time, zone) == due
    plan = rule(Every.day, date(1, 1), time)
    found = {slot.local: slot for slot in until(plan, zone, utc(day - 3 * DAY), utc(day + 3 * DAY))}
    assert found[day] == Slot(day, day, due, clock)
    assert next_slot(plan, zone, due - dt.timedelta(seconds=1)) == found[day]
    assert next_slot(plan, zone, due) == found[day + DAY]


def until(plan: Rule, zone: str, after: dt.datetime, end: dt.datetime) -> Iterator[Slot]:
    for each in coming(plan, zone, after):
        assert isinstance(each, Slot)
        if each.at > end:
            return
        yield each


def test_a_date_that_a_zone_leapt_over_is_said_to_be_none() -> None:
    plan = rule(Every.day, date(12, 28, 2011), dt.time(9))
    found = list(islice(coming(plan, "Pacific/Apia", utc(date(12, 27, 2011))), 4))
    assert [each.local.day for each in found] == [28, 29, 30, 31]
    assert found[2] == Skipped(date(12, 30, 2011), Why.no_such_day)
    assert isinstance(found[3], Slot)
    assert found[3].at == dt.datetime(2011, 12, 30, 19, tzinfo=dt.UTC)


SAMPLED = sorted(available_timezones())[::61]


@pytest.mark.parametrize("zone", [*SAMPLED, BERLIN, "America/Nuuk", "Australia/Lord_Howe"])
def test_any_instant_between_two_posts_leads_to_the_next(zone: str) -> None:
    plan = rule(Every.day, date(1, 1), dt.time(2, 30))
    slots = list(until(plan, zone, utc(date(3, 1)), utc(date(4, 15))))
    for one, two in pairwise(slots):
        middle = one.at + (two.at - one.at) / 2
        for after in (one.at, middle, two.at - dt.timedelta(seconds=1)):
            assert next_slot(plan, zone, after) == two


@pytest.mark.parametrize("zone", distinct_zones(2027, 2028))
def test_every_half_hour_around_a_change_is_as_the_wall_shows(zone: str) -> None:
    wall = Wall(zone)
    changed = wall.change_dates(dt.date(2027, 1, 1), dt.date(2028, 1, 1))
    near = {day + shift * DAY for day in changed for shift in (-1, 0, 1)} | {date(6, 15)}
    for day in sorted(near):
        ours = {at: instant(day, at, zone) for at in HALF_HOURS}
        assert ours == wall.times(day, HALF_HOURS), (zone, day)


def test_the_oracle_sees_more_than_one_kind_of_change() -> None:
    assert len(distinct_zones(2027, 2028)) > 60
    assert Wall(BERLIN).change_dates(date(1, 1), date(12, 31)) == {date(3, 28), date(10, 31)}
    assert Wall(BERLIN).first(date(3, 28), dt.time(2, 30)) == utc(date(3, 28)) + DAY / 24


def test_clock_changes_between_two_posts() -> None:
    early, late = instant(date(3, 27), EVENING, BERLIN), instant(date(3, 28), EVENING, BERLIN)
    assert changes(BERLIN, early, late) == (date(3, 28),)
    assert changes(BERLIN, late, late + 200 * DAY) == ()
    assert changes(BERLIN, late, late + 220 * DAY) == (date(10, 31),)
    assert changes("UTC", early, late + 900 * DAY) == ()
    assert changes("Africa/Cairo", early, early + 300 * DAY) == (date(4, 30), date(10, 28))
    morocco = changes("Africa/Casablanca", WHEN, WHEN + 100 * DAY)
    assert morocco == (date(2, 7), date(3, 14))
    moment = dt.datetime(2027, 3, 28, 1, tzinfo=dt.UTC)
    second = dt.timedelta(seconds=1)
    assert changes(BERLIN, moment - second, moment) == (date(3, 28),)
    assert changes(BERLIN, moment, moment + second) == ()
    assert changes(BERLIN, early, moment - second) == ()
    assert changes(BERLIN, late, early) == ()


# Dates


def test_weekdays_leave_out_the_weekend() -> None:
    assert days(rule(Every.weekdays, date(3, 5)), 4) == [
        date(3, 5), date(3, 8), date(3, 9), date(3, 10)
    ]  # fmt: skip


def test_chosen_weekdays_of_every_second_week_are_counted_from_the_week_of_the_anchor() -> None:
    plan = rule(Every.week, date(3, 3), weekdays=frozenset({0, 4}), interval=2)
    assert days(plan, 4) == [date(3, 5), date(3, 15), date(3, 19), date(3, 29)]


def test_without_chosen_weekdays_a_week_has_the_one_of_the_anchor() -> None:
    assert days(rule(Every.week, date(3, 3)), 2) == [date(3, 3), date(3, 10)]


@pytest.mark.parametrize(("anchor", "weeks"), [(date(12, 21, 2026), 2), (date(12, 28, 2026), 3)])
def test_a_year_with_53_weeks_does_not_shift_the_count(anchor: dt.date, weeks: int) -> None:
    assert date(12, 31, 2026).isocalendar().week == 53
    plan = rule(Every.week, anchor, interval=weeks)
    wanted = [anchor + 7 * weeks * n * DAY for n in range(60)]
    assert days(plan, 60, utc(anchor)) == wanted


def test_the_31st_is_the_last_day_of_a_shorter_month() -> None:
    last = [date(1, 31), date(2, 28), date(3, 31), date(4, 30)]
    assert days(rule(Every.month_date, date(1, 1), day=31), 4) == last
    assert days(rule(Every.month_date, date(1, 1), day=-1), 4) == last
    leap = rule(Every.month_date, date(2, 1, 2028), day=30)
    assert days(leap, 2, utc(date(2, 1, 2028))) == [date(2, 29, 2028), date(3, 30, 2028)]


def test_months_are_counted_across_the_end_of_the_year() -> None:
    plan = rule(Every.month_date, date(11, 20), day=15, interval=3)
    assert days(plan, 3) == [date(2, 15, 2028), date(5, 15, 2028), date(8, 15, 2028)]
    assert days(plan, 1, utc(date(5, 15, 2030))) == [date(5, 15, 2030)]


@pytest.mark.parametrize(
    ("nth", "weekday", "wanted"),
    [
        (2, 1, [date(1, 12), date(2, 9), date(3, 9)]),
        (1, 4, [date(1, 1), date(2, 5), date(3, 5)]),
        (4, 6, [date(1, 24), date(2, 28), date(3, 28)]),
        (-1, 2, [date(1, 27), date(2, 24), date(3, 31)]),
    ],
)
def test_the_nth_weekday_of_a_month(nth: int, weekday: int, wanted: list[dt.date]) -> None:
    plan = rule(Every.month_weekday, date(1, 1), nth=nth, weekdays=frozenset({weekday}))
    assert days(plan, 3) == wanted


def test_every_third_day() -> None:
    plan = rule(Every.day, date(12, 30, 2026), interval=3)
    assert days(plan, 3) == [date(1, 2), date(1, 5), date(1, 8)]


def test_a_rule_ends_with_its_last_date() -> None:
    plan = rule(Every.week, date(3, 1), until=date(3, 15))
    assert days(plan, 9) == [date(3, 1), date(3, 8), date(3, 15)]
    assert next_slot(plan, BERLIN, utc(date(3, 16))) is None
    assert next_slot(replace(plan, until=date(2, 1)), BERLIN, WHEN) is None


def test_a_rule_that_never_fires_again_ends() -> None:
    everything = frozenset(date(1, 1) + n * DAY for n in range(366 * 13))
    assert next_slot(rule(Every.day, date(1, 1), skips=everything), BERLIN, WHEN) is None


def test_skipped_dates_are_told_once_and_at_their_time() -> None:
    plan = rule(Every.day, date(3, 8), skips=frozenset({date(3, 9)}))
    skipped = Skipped(date(3, 9), Why.skip_date)
    noon, night = (dt.datetime(2027, 3, 9, hour, tzinfo=dt.UTC) for hour in (12, 20))
    assert next(coming(plan, BERLIN, noon)) == skipped
    assert isinstance(next(coming(plan, BERLIN, night)), Slot)


# Holidays

EASTER = Holidays({date(3, 26): "Good Friday", date(3, 29): "Easter Monday"})


def moving(anchor: dt.date, **more: Unpack[More]) -> Rule:
    plan = rule(Every.week, anchor, **more)
    return replace(plan, holidays="DE", on_holiday=OnHoliday.next_working_day)


def plan_of(plan: Rule, holidays: Holidays, count: int) -> list[Slot | Skipped]:
    return list(islice(coming(plan, BERLIN, WHEN, holidays), count))


def test_a_holiday_is_skipped_with_its_name() -> None:
    found = plan_of(rule(Every.week, date(3, 22), holidays="DE"), EASTER, 3)
    assert found[1] == Skipped(date(3, 29), Why.holiday, "Easter Monday")
    assert [each.local for each in found] == [date(3, 22), date(3, 29), date(4, 5)]


def test_a_holiday_moves_to_the_next_working_day() -> None:
    found = plan_of(moving(date(3, 26)), EASTER, 2)
    tuesday = date(3, 30)
    assert found[0] == Slot(tuesday, date(3, 26), instant(tuesday, EVENING, BERLIN))
    assert found[1].local == date(4, 2)


def test_a_weekend_elsewhere_is_no_working_day() -> None:
    israel = Holidays({date(4, 22): "Pesach"}, frozenset({4, 5}))
    found = plan_of(moving(date(4, 22)), israel, 1)
    assert found[0].local == date(4, 25)


def test_a_holiday_moved_onto_an_occupied_date_is_skipped() -> None:
    plan = moving(date(3, 22), weekdays=frozenset({0, 1}))
    found = plan_of(plan, EASTER, 4)
    assert found[2] == Skipped(date(3, 29), Why.occupied, "Easter Monday")
    assert [each.local.day for each in found] == [22, 23, 29, 30]


def test_two_holidays_do_not_move_to_one_date() -> None:
    plan = moving(date(3, 26), weekdays=frozenset({0, 4}))
    found = plan_of(plan, EASTER, 3)
    assert found[0] == Skipped(date(3, 29), Why.occupied, "Easter Monday")
    assert isinstance(found[1], Slot)
    assert (found[1].local, found[1].planned) == (date(3, 30), date(3, 26))


def test_a_moved_post_is_found_from_any_instant_before_it() -> None:
    plan = moving(date(3, 26))
    for day in range(26, 31):
        found = next_slot(plan, BERLIN, utc(date(3, day)), EASTER)
        assert found is not None
        assert found.local == date(3, 30)


def test_a_holiday_does_not_move_past_the_end_or_onto_a_skipped_date() -> None:
    ending = moving(date(3, 26), until=date(3, 29))
    assert plan_of(ending, EASTER, 9) == [Skipped(date(3, 26), Why.holiday, "Good Friday")]
    skipping = moving(date(3, 26), skips=frozenset({date(3, 30)}))
    assert plan_of(skipping, EASTER, 1)[0].local == date(3, 31)


def test_a_country_without_working_days_moves_nothing() -> None:
    never = Holidays({date(1, 1) + n * DAY: "Feast" for n in range(366)})
    found = plan_of(moving(date(3, 1), until=date(3, 8)), never, 9)
    assert [each.local for each in found if isinstance(each, Skipped)] == [date(3, 1), date(3, 8)]


# Any rule

ZONES = st.sampled_from([BERLIN, "America/Nuuk", "Africa/Cairo", "Pacific/Auckland", "UTC"])
DATES = st.dates(date(1, 1, 2024), date(12, 31, 2030))
TIMES = st.builds(dt.time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    every = draw(st.sampled_from(Every))
    single = 7 if every is Every.week else 1
    return Rule(
        every,
        draw(TIMES),
        draw(DATES),
        weekdays=draw(st.frozensets(st.integers(0, 6), max_size=single)),
        interval=1 if every is Every.weekdays else draw(st.integers(1, 6)),
        day=draw(st.sampled_from([-1, 1, 15, 29, 30, 31])),
        nth=draw(st.sampled_from([-1, 1, 2, 3, 4])),
        until=draw(st.none() | DATES),
        skips=draw(st.frozensets(DATES, max_size=3)),
        on_holiday=draw(st.sampled_from(OnHoliday)),
    )


def fits(plan: Rule, day: dt.date) -> bool:
    """Tell whether a date belongs to a rule, asked of the date instead of made from the rule."""
    weekdays = plan.weekdays or {plan.anchor.weekday()}
    months = (day.year - plan.anchor.year) * 12 + day.month - plan.anchor.month
    mondays = [each - each.weekday() * DAY for each in (plan.anchor, day)]
    length = (day.replace(day=1) + 31 * DAY).replace(day=1) - DAY
    match plan.every:
        case Every.day:
            return (day - plan.anchor).days % plan.interval == 0
        case Every.weekdays:
            return day.isoweekday() <= 5
        case Every.week:
            weeks = (mondays[1] - mondays[0]).days // 7
            return day.weekday() in weekdays and weeks % plan.interval == 0
        case Every.month_date:
            wanted = length.day if plan.day == -1 else min(plan.day, length.day)
            return months % plan.interval == 0 and day.day == wanted
        case Every.month_weekday:
            from_end = plan.nth == -1 and (day + 7 * DAY).month != day.month
            from_start = (day.day + 6) // 7 == plan.nth
            right = day.weekday() in weekdays and months % plan.interval == 0
            return right and (from_end or from_start)


FEASTS = st.dictionaries(DATES, st.just("Feast"), max_size=40).map(Holidays)


@settings(max_examples=150, deadline=None)
@given(rules(), ZONES, DATES, FEASTS)
def test_any_rule_gives_each_of_its_dates_once_and_in_order(
    plan: Rule, zone: str, start: dt.date, feasts: Holidays
) -> None:
    end = start + 200 * DAY
    found = list[Slot | Skipped]()
    for each in coming(plan, zone, utc(start), feasts):
        if each.local > end:
            break
        found.append(each)
    slots = [each for each in found if isinstance(each, Slot)]
    assert [one for one, two in pairwise(slots) if one.at >= two.at or one.local >= two.local] == []
    last = plan.until or dt.date.max
    assert all(plan.anchor <= slot.planned <= slot.local <= last for slot in slots)
    assert all(slot.at == Wall(zone).first(slot.local, plan.at) for slot in slots[:8])
    told = sorted(each.planned if isinstance(each, Slot) else each.local for each in found)
    span = [start + n * DAY for n in range(2, 180)]
    wanted = [day for day in span if plan.anchor <= day <= last and fits(plan, day)]
    assert [day for day in told if span[0] <= day <= span[-1]] == wanted
    for each in slots:
        free = each.planned not in plan.skips and not feasts.holiday(each.planned)
        assert (each.local == each.planned) == free
        assert free or plan.on_holiday is OnHoliday.next_working_day


@settings(max_examples=80, deadline=None)
@given(rules(), ZONES, DATES, FEASTS)
def test_where_one_starts_to_look_changes_nothing(
    plan: Rule, zone: str, start: dt.date, feasts: Holidays
) -> None:
    full = list(islice(coming(plan, zone, utc(start), feasts), 12))
    for index, each in enumerate(full):
        if isinstance(each, Slot):
            later = list(islice(coming(plan, zone, each.at, feasts), 11 - index))
            rest = [one for one in full[index + 1 :] if one.local > each.local]
            assert [one for one in later if one.local > each.local][: len(rest)] == rest


@given(rules())
def test_a_rule_comes_back_from_its_text(plan: Rule) -> None:
    text = to_json(plan)
    assert from_json(text) == plan
    assert to_json(from_json(text)) == text


@given(rules(), DATES)
def test_a_rule_begins_with_its_first_fitting_date(plan: Rule, day: dt.date) -> None:
    begun = begin(plan, day)
    assert day <= begun.anchor < day + 62 * DAY
    assert fits(begun, begun.anchor)
    dense = replace(begun, anchor=day, interval=1)
    assert not any(fits(dense, day + n * DAY) for n in range((begun.anchor - day).days))
    assert replace(begun, anchor=plan.anchor, weekdays=plan.weekdays) == plan


def test_every_second_monday_made_on_a_wednesday_begins_on_the_coming_monday() -> None:
    plan = rule(Every.week, date(3, 1), interval=2)
    assert days(begin(plan, date(3, 3)), 2) == [date(3, 8), date(3, 22)]


def test_a_rule_is_stored_with_what_differs_from_the_defaults() -> None:
    plan = rule(Every.week, date(3, 8), weekdays=frozenset({4, 0}))
    assert to_json(plan) == (
        '{"every": "week", "at": "18:00:00", "anchor": "2027-03-08", "weekdays": [0, 4]}'
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"interval": 0},
        {"interval": 53},
        {"every": Every.weekdays, "interval": 2},
        {"weekdays": frozenset({7}), "every": Every.week},
        {"weekdays": frozenset({1, 2}), "every": Every.month_weekday, "nth": 1},
        {"every": Every.month_date, "day": 32},
        {"every": Every.month_date},
        {"every": Every.month_weekday, "nth": 5},
        {"at": dt.time(18, tzinfo=dt.UTC)},
        {"at": dt.time(18, microsecond=1)},
        {"anchor": date(1, 1, 3000)},
    ],
)
def test_a_rule_that_means_nothing_is_refused(wrong: dict[str, object]) -> None:
    fine = rule(Every.day, date(3, 8))
    with pytest.raises(ValueError, match=r"[a-z]{3,}"):
        replace(fine, **wrong)


def test_a_zone_is_read_from_the_database_that_is_installed() -> None:
    with pytest.raises(Exception, match="Mars"):
        instant(date(1, 1), EVENING, "Mars/Base")
    assert ZoneInfo(BERLIN).key == BERLIN
