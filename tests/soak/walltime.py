"""Every zone, every half hour, ten years: our instants against clocks read off the wall."""

import datetime as dt
from collections.abc import Iterator

from bot.study.walltime import instant
from tests.unit.study.walls import HALF_HOURS, MINUTE, Wall, distinct_zones, history

FIRST, LAST = 2024, 2034
DAY = dt.timedelta(days=1)
QUARTER = 15 * MINUTE
"""Every clock of these years differs from UTC by quarters of an hour."""


def zones(*, every: bool) -> tuple[str, ...]:
    """Return all zones, or one for each way in which clocks run in these years."""
    return distinct_zones(FIRST, LAST, every=every)


def differences(zone: str) -> Iterator[str]:
    """Compare a zone day by day: to the minute around changes, to the quarter elsewhere."""
    wall = Wall(zone)
    assert all(offset % QUARTER.seconds == 0 for _, offset in history(zone, FIRST, LAST))
    day, end = dt.date(FIRST, 1, 1), dt.date(LAST, 1, 1)
    changed = wall.change_dates(day, end)
    near = {each + shift * DAY for each in changed for shift in (-1, 0, 1)}
    last = dt.datetime.min.replace(tzinfo=dt.UTC)
    while day < end:
        seen = wall.times(day, HALF_HOURS, MINUTE if day in near else QUARTER)
        for at in HALF_HOURS:
            ours = instant(day, at, zone)
            if ours != seen[at]:
                yield f"{zone} {day} {at:%H:%M}: {ours:%H:%M}, the wall says {seen[at]:%H:%M} UTC"
            if ours < last:
                yield f"{zone} {day} {at:%H:%M}: earlier than the half hour before"
            last = max(ours, last)
        day += DAY
