"""Time zones by the names people use."""

import datetime as dt
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.study.zones import OTHER_NAMES, city, clock, exists, names
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
