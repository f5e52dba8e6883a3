"""Many schedules at once, straight into the tables, and what each of them has to bring."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import insert

from bot.core.people import Community
from bot.storage.group_rows import group_row
from bot.storage.plan_rows import schedule_row, target_row
from bot.storage.plan_tables import groups, schedules, targets
from bot.storage.store import SqlStore
from bot.study.groups import Group
from bot.study.recurrence import Every, Rule
from bot.study.schedules import (
    Delivery,
    Occurrence,
    OnUncertain,
    Options,
    Schedule,
    Status,
    Target,
    What,
)

HALF_A_DAY = dt.timedelta(hours=12)
BATCH = 1_000

Plan = tuple[Group, Schedule, Target]


@dataclass(frozen=True, slots=True)
class Field:
    """Schedules to plant: `count` of them, one after the other over `channels`.

    Those of one channel are due a minute apart, the newest at `newest`; with `within` they are
    spread over so many seconds after it instead.
    """

    community: Community
    channels: Sequence[str]
    count: int
    newest: dt.datetime
    within: float = 0.0
    grace: dt.timedelta = HALF_A_DAY
    on_uncertain: OnUncertain = OnUncertain.skip
    what: What = What.text
    options: Options = field(default_factory=lambda: Options(text="Read one page today."))
    name: str = "p"
    """What the ids begin with: another one for each field of a test."""

    def due(self, number: int) -> dt.datetime:
        """Return when a schedule is due for the first time, in whole seconds."""
        newest = self.newest.replace(microsecond=0)
        if self.within:
            return newest + dt.timedelta(seconds=int(self.within * number / self.count))
        rows = -(-self.count // len(self.channels))
        return newest - dt.timedelta(minutes=rows - 1 - number // len(self.channels))

    def id(self, number: int) -> str:
        """Return the id of a schedule, and of its group."""
        return f"{self.name}{number:05}"

    def plan(self, number: int) -> Plan:
        """Return one group with one daily post."""
        name, due = self.id(number), self.due(number)
        channel = self.channels[number % len(self.channels)]
        group = Group(name, self.community, name, channel, "UTC", due.date(), due)
        schedule = Schedule(
            id=name,
            community=self.community,
            what=self.what,
            title=f"Post {name}",
            rule=Rule(Every.day, due.time(), due.date()),
            options=self.options,
            grace=self.grace,
            created_at=due,
            changed_at=due,
            status=Status.active,
            on_uncertain=self.on_uncertain,
        )
        return group, schedule, Target(name, name, channel, "UTC", due, due.date())

    def expected(self, days: int = 1) -> tuple[str, ...]:
        """Return the keys of the occurrences of the first days."""
        return tuple(
            Occurrence(name, name, due.date() + dt.timedelta(days=day), 0, due, 1).key
            for name, due in ((self.id(each), self.due(each)) for each in range(self.count))
            for day in range(days)
        )


async def plant(store: SqlStore, field_: Field) -> None:
    """Keep all of a field."""
    for first in range(0, field_.count, BATCH):
        made = [field_.plan(each) for each in range(first, min(first + BATCH, field_.count))]
        async with store.writing() as unit:
            await unit.run(insert(groups), [group_row(each) for each, _, _ in made])
            await unit.run(insert(schedules), [schedule_row(each) for _, each, _ in made])
            await unit.run(insert(targets), [target_row(each) for _, _, each in made])


@dataclass(frozen=True, slots=True)
class Kept:
    """What the tables say at the end."""

    occurrences: dict[str, Occurrence]
    deliveries: dict[str, Delivery]
