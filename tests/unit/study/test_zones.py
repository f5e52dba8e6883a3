"""Time zones by the names people use."""

import datetime as dt
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.study.zones import (
    OTHER_NAMES,
    NoSuchZone,
    Place,
    ZoneIsGone,
    city,
    clock,
    exists,
    names,
    offset_name,
    place,
    read_zone,
    suggest,
)
from tests.unit.study.pieces import NOON


def zones_named(name: str) -> set[str]:
    """Return the zones that a name means."""
    return {zone for zone, each in names() if each.casefold() == name.casefold()}


def test_every_name_leads_to_a_zone_that_works() -> None:
    for zone, name in names():
        assert name
        assert exists(zone)
        assert ZoneInfo(zone).utcoffset(NOON.replace(tzinfo=None)) is not None


def test_every_other_name_belongs_to_a_zone_of_the_database() -> None:
    assert set(OTHER_NAMES) <= available_timezones()
    assert all(len(set(more)) == len(more) for more in OTHER_NAMES.values())


@pytest.mark.parametrize(
    ("name", "zones"),
    [
        ("Munich", {"Europe/Berlin"}),
        ("New York", {"America/New_York"}),
        ("Europe/Berlin", {"Europe/Berlin"}),
        ("Mumbai", {"Asia/Kolkata"}),
        ("UTC", {"UTC"}),
        ("EST", {"America/New_York", "America/Toronto"}),
        ("GMT", {"Europe/London", "UTC"}),
        ("IST", {"Asia/Kolkata", "Asia/Jerusalem"}),
        ("Mars", set[str]()),
    ],
)
def test_names(name: str, zones: set[str]) -> None:
    assert zones_named(name) == zones


@pytest.mark.parametrize(
    "zone", ["EST", "Etc/GMT+5", "posix/Europe/Berlin", "", "Mars/Base", "../x"]
)
def test_what_is_no_place_is_no_zone(zone: str) -> None:
    assert not exists(zone)


def test_cities() -> None:
    zones = ("America/Argentina/Buenos_Aires", "America/New_York", "UTC")
    assert [city(zone) for zone in zones] == ["Buenos Aires", "New York", "UTC"]


def test_the_time_there() -> None:
    before, after = (dt.datetime(2027, 3, day, 12, tzinfo=dt.UTC) for day in (27, 29))
    assert (clock("Europe/Berlin", before), clock("Europe/Berlin", after)) == ("13:00", "14:00")
    assert clock("Asia/Kolkata", before) == "17:30"
    tokyo = before.astimezone(ZoneInfo("Asia/Tokyo"))
    assert clock("UTC", tokyo) == "12:00"


MARCH = dt.datetime(2027, 3, 8, 13, 5, tzinfo=dt.UTC)


def offered(typed: str, now: dt.datetime = MARCH) -> list[str]:
    return [each.zone for each in read_zone(typed, now)]


def test_a_place_is_offered_with_its_clock() -> None:
    assert read_zone("berlin", MARCH) == (
        Place("Europe/Berlin", "Berlin", "14:05", "UTC+1", shifts=True),
    )
    assert read_zone("europe/berlin", MARCH) == read_zone("Berlin", MARCH)
    kolkata = read_zone("Mumbai", MARCH)
    assert kolkata == (Place("Asia/Kolkata", "Kolkata", "18:35", "UTC+5:30", shifts=False),)
    assert read_zone("UTC", MARCH) == (Place("UTC", "UTC", "13:05", "UTC", shifts=False),)


def test_an_abbreviation_offers_cities_that_keep_different_clocks() -> None:
    assert offered("EST")[:2] == ["America/New_York", "America/Toronto"]
    assert offered("est") == offered("EST")
    panama = [each for each in read_zone("EST", MARCH) if not each.shifts]
    assert [each.offset for each in panama] == ["UTC-5"]
    assert offered("IST") == ["Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"]
    assert {"America/Chicago", "Asia/Shanghai", "America/Havana"} <= set(offered("CST"))


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("UTC+2", 120), ("gmt-5", -300), ("+5:30", 330), ("UTC\u22123:30", -210), ("+0200", 120)],
)
def test_an_offset_offers_cities_that_have_it_now(typed: str, minutes: int) -> None:
    found = read_zone(typed, MARCH)
    assert found
    for each in found:
        assert ZoneInfo(each.zone).utcoffset(MARCH) == dt.timedelta(minutes=minutes)


def test_an_offset_follows_the_season() -> None:
    assert "Europe/Berlin" not in offered("UTC+2")
    assert offered("UTC+2", dt.datetime(2027, 7, 1, tzinfo=dt.UTC))[0] == "Europe/Berlin"


def test_an_old_name_leads_to_the_new_one_and_says_so() -> None:
    (eastern,) = read_zone("US/Eastern", MARCH)
    assert (eastern.zone, eastern.now_called) == ("America/New_York", True)
    assert not read_zone("New York", MARCH)[0].now_called
    assert offered("Kiev") == ["Europe/Kyiv"]


@pytest.mark.parametrize("typed", ["US/Pacific-New", "Europe/Atlantis", "america/nowhere"])
def test_a_zone_that_no_longer_exists_is_said_to_be_gone(typed: str) -> None:
    with pytest.raises(ZoneIsGone, match="no longer"):
        read_zone(typed, MARCH)


@pytest.mark.parametrize(
    "typed", ["", "  ", "Mars/Base", "xyzzyx", "UTC+2:15", "UTC+25", "../x", "Greenwich"]
)
def test_what_is_no_place_is_refused(typed: str) -> None:
    with pytest.raises(NoSuchZone):
        read_zone(typed, MARCH)


def test_a_kept_zone_that_is_gone_is_said_to_be() -> None:
    with pytest.raises(ZoneIsGone, match="Europe/Atlantis"):
        place("Europe/Atlantis", MARCH)
    assert place("Europe/Oslo", MARCH).city == "Oslo"


@pytest.mark.parametrize(
    ("minutes", "name"),
    [(0, "UTC"), (120, "UTC+2"), (-210, "UTC-3:30"), (345, "UTC+5:45"), (-30, "UTC-0:30")],
)
def test_an_offset_has_a_name(minutes: int, name: str) -> None:
    assert offset_name(dt.timedelta(minutes=minutes)) == name


def test_not_more_is_offered_than_a_card_holds() -> None:
    assert len(suggest("a", MARCH)) <= 8
    assert len(suggest("", MARCH, 25)) == 25
    assert len(suggest("UTC+2", MARCH, 2)) == 2
