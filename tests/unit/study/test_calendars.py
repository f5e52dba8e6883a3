"""Public holidays by country."""

import datetime as dt
import subprocess
import sys
from itertools import islice

import pytest

from bot.study.calendars import UnknownCountry, calendar, codes, countries, regions, suggest
from bot.study.recurrence import (
    NO_HOLIDAYS,
    Every,
    OnHoliday,
    Rule,
    Skipped,
    Slot,
    Why,
    coming,
)

EASTER_MONDAY = dt.date(2027, 3, 29)
CORPUS_CHRISTI = dt.date(2027, 5, 27)


def test_the_holidays_of_a_country_have_names() -> None:
    germany = calendar("DE")
    assert germany.holiday(EASTER_MONDAY) == "Easter Monday"
    assert germany.holiday(dt.date(2027, 3, 30)) == ""
    assert calendar("de") is germany
    assert calendar("DE", "de").holiday(EASTER_MONDAY) == "Ostermontag"
    assert calendar("DE", "xx").holiday(EASTER_MONDAY) == "Easter Monday"


def test_a_region_has_holidays_of_its_own() -> None:
    assert calendar("DE").holiday(CORPUS_CHRISTI) == ""
    assert calendar("DE-BY").holiday(CORPUS_CHRISTI) == "Corpus Christi"
    assert calendar("DE-BE").holiday(dt.date(2027, 3, 8)) == "Women's Day"


def test_a_weekend_is_the_country_s_own() -> None:
    thursday, friday, sunday = (dt.date(2027, 3, day) for day in (4, 5, 7))
    assert [calendar("DE").works(day) for day in (thursday, friday, sunday)] == [True, True, False]
    assert [calendar("IL").works(day) for day in (thursday, friday, sunday)] == [True, False, True]
    assert not calendar("DE").works(EASTER_MONDAY)


def test_no_country_has_no_holidays() -> None:
    assert calendar("") is NO_HOLIDAYS
    assert NO_HOLIDAYS.works(EASTER_MONDAY)
    assert not NO_HOLIDAYS.works(dt.date(2027, 3, 7))


@pytest.mark.parametrize("code", ["XX", "GERMANY", "DE-XX", "DEU", "NYSE", "D", "-", "__INIT__"])
def test_what_is_no_country_is_refused_in_words(code: str) -> None:
    with pytest.raises(UnknownCountry, match=code):
        calendar(code)


def test_far_years_cost_nothing_and_have_none() -> None:
    assert calendar("DE").holiday(dt.date(2999, 1, 1)) == ""


@pytest.mark.parametrize("country", sorted(codes())[::9])
def test_every_country_can_be_asked(country: str) -> None:
    table = calendar(country)
    year = [dt.date(2027, 1, 1) + n * dt.timedelta(days=1) for n in range(365)]
    assert sum(bool(table.holiday(day)) for day in year) < 60
    assert sum(table.works(day) for day in year) > 200


def test_a_post_on_a_real_holiday() -> None:
    rule = Rule(Every.week, dt.time(18), dt.date(2027, 3, 22), holidays="DE")
    after = dt.datetime(2027, 3, 22, 12, tzinfo=dt.UTC)
    found = list(islice(coming(rule, "Europe/Berlin", after, calendar("DE")), 3))
    assert found[1] == Skipped(EASTER_MONDAY, Why.holiday, "Easter Monday")
    moving = Rule(Every.week, dt.time(18), EASTER_MONDAY, on_holiday=OnHoliday.next_working_day)
    moved = next(coming(moving, "Europe/Berlin", after, calendar("DE")))
    assert isinstance(moved, Slot)
    assert moved.local == dt.date(2027, 3, 30)


def test_a_country_is_found_by_name_and_code() -> None:
    assert suggest("germ")[0].value == "DE"
    assert suggest("Allemagne", "fr")[0].value == "DE"
    assert "DE-BE" in [each.value for each in suggest("Germany")]
    assert [each.value for each in suggest("DE-BY")] == ["DE-BY"]
    assert [each.value for each in suggest("de-bayern")] == ["DE-BY"]
    assert suggest("Atlantis") == ()
    assert len(suggest("")) <= 25


def test_countries_and_regions_are_listed() -> None:
    assert len(countries()) == len(codes()) > 200
    assert len(countries("en-XA")) == len(codes())
    assert {"DE-BE", "DE-BY"} <= {each.value for each in regions("DE")}


def test_the_library_is_loaded_only_when_asked_for() -> None:
    code = "import bot.study.calendars, sys; print('holidays' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
