"""The asker's own clock decides what today is."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.core.context import Context
from bot.core.people import Person
from bot.core.words import Words
from tests.unit.core.toys import NOON, request

LATE = NOON.replace(hour=23, minute=30)
TOKYO, BERLIN = Person("p", zone="Asia/Tokyo"), "Europe/Berlin"


@pytest.mark.parametrize(
    ("person", "platform", "zone", "day"),
    [
        (None, "", "UTC", 8),
        (Person("p"), "", "UTC", 8),
        (None, BERLIN, BERLIN, 9),
        (Person("p"), BERLIN, BERLIN, 9),
        (TOKYO, "", "Asia/Tokyo", 9),
        (TOKYO, BERLIN, "Asia/Tokyo", 9),
        (Person("p", zone="America/New_York"), BERLIN, "America/New_York", 8),
    ],
)
def test_what_somebody_set_comes_before_what_their_app_says(
    person: Person | None, platform: str, zone: str, day: int
) -> None:
    ctx = Context(replace(request(), zone=platform), Words(), LATE, person)
    assert ctx.zone.key == zone
    assert ctx.today == dt.date(2027, 3, day)
