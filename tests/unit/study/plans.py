"""Schedules, targets and groups to choose and draw for."""

import datetime as dt
from dataclasses import replace
from typing import Any

from bot.core.people import Community, Platform
from bot.study.groups import Group
from bot.study.outbox import Due
from bot.study.recurrence import Every, Rule, Slot
from bot.study.schedules import (
    Deck,
    Occurrence,
    Options,
    Override,
    Schedule,
    Status,
    Target,
    What,
)

NOW = dt.datetime(2027, 3, 8, 17, tzinfo=dt.UTC)
MONDAY = dt.date(2027, 3, 8)
COMMUNITY = Community(Platform.discord, "4000000000000000001")
CHANNEL = "4000000000000000002"
SCHEDULE, GROUP = "sched-_ule0123456", "grou-_p012345678"
RULE = Rule(Every.week, dt.time(18), MONDAY)
HERE = Group(
    id=GROUP,
    community=COMMUNITY,
    name="ML evenings",
    channel=CHANNEL,
    zone="Europe/Berlin",
    starts=MONDAY,
    created_at=NOW,
)
TARGET = Target(SCHEDULE, GROUP, CHANNEL, "Europe/Berlin", next_at=NOW, next_local=MONDAY)


def schedule(what: What, rule: Rule = RULE, **options: Any) -> Schedule:  # noqa: ANN401 (fields of a dataclass)
    """Make an active schedule."""
    return Schedule(
        id=SCHEDULE,
        community=COMMUNITY,
        what=what,
        title="For the evenings",
        rule=rule,
        options=Options(**options),
        grace=dt.timedelta(hours=12),
        created_at=NOW,
        changed_at=NOW,
        status=Status.active,
    )


def due(
    plan: Schedule,
    *overrides: Override,
    decks: dict[str, Deck] | None = None,
    **at: Any,  # noqa: ANN401 (as above)
) -> Due:
    """Make a due target of a schedule; `at` changes the target."""
    return Due(plan, replace(TARGET, **at), HERE, overrides, decks or {})


def slot(day: dt.date = MONDAY) -> Slot:
    """Make the slot of a date."""
    at = dt.datetime.combine(day, dt.time(17), dt.UTC)
    return Slot(day, day, at)


def occurrence(piece: str = "", day: dt.date = MONDAY, **more: Any) -> Occurrence:  # noqa: ANN401 (as above)
    """Make an occurrence that shows a piece."""
    return Occurrence(SCHEDULE, GROUP, day, 0, slot(day).at, 1, piece=piece, **more)
