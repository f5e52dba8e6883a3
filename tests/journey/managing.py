"""Schedules that run, put straight into a store: for stories of moderators who look after them."""

import datetime as dt
from dataclasses import replace

from bot.core.people import Community, Rank
from bot.study.groups import Group
from bot.study.planning import cursor, deliveries
from bot.study.recurrence import Every, Rule
from bot.study.schedules import (
    Fate,
    Occurrence,
    Options,
    Reason,
    Schedule,
    Status,
    Target,
    What,
)
from tests.journey.booth import HERE, NOON, Booth, Visitor

MONDAY = dt.date(2027, 3, 8)
RULE = Rule(Every.week, dt.time(18), MONDAY)
"""Mondays at 18:00; noon of the first one is when these stories begin."""

BERLIN = "Europe/Berlin"


def a_moderator(booth: Booth, **where: object) -> Visitor:
    """Let a moderator in."""
    return booth.visitor("mod", rank=Rank.moderator, **where)


async def planted(
    booth: Booth,
    name: str = "a",
    what: What = What.nudge,
    where: Community = HERE,
    *,
    rule: Rule = RULE,
    week: int = 7,
    groups: int = 1,
) -> Schedule:
    """Keep a running schedule with one group or more, in channels of their own."""
    schedule = Schedule(
        f"schedule-{name}",
        where,
        what,
        "Our text" if what is What.text else "",
        rule,
        Options(text="Hello *all*" if what is What.text else ""),
        dt.timedelta(hours=12),
        NOON,
        NOON,
        Status.active,
    )
    aimed: list[Target] = []
    async with booth.store.write(a_moderator(booth).request()) as work:
        for number in range(groups):
            key = f"group-{name}{number or ''}"
            label = f"Evenings {name}{number or ''}"
            group = Group(key, where, label, f"channel-{key}", BERLIN, MONDAY, NOON)
            await work.groups.put(group)
            target = Target(schedule.id, key, group.channel, BERLIN, week=week)
            aimed.append(cursor(schedule, target, booth.clock.now()))
        await work.schedules.put(schedule)
        await work.schedules.aim(schedule.id, aimed)
    return schedule


async def posted(
    booth: Booth,
    schedule: Schedule,
    day: dt.date = MONDAY - dt.timedelta(days=7),
    *,
    late: dt.timedelta = dt.timedelta(),
    reason: Reason | None = None,
    text: str = "Week 6: Hello",
) -> Occurrence:
    """Keep the receipt of a date that was posted, or left out for a reason."""
    async with booth.store.write(a_moderator(booth).request()) as work:
        (target, *_) = await work.schedules.targets(schedule.id)
        due = dt.datetime.combine(day, schedule.rule.at, dt.UTC)
        occurrence = Occurrence(
            schedule.id, target.group, day, 0, due, 1, piece=nudge_of(booth, 6), season=1, week=6
        )
        if reason is not None:
            occurrence = replace(occurrence, fate=Fate.skipped, reason=str(reason))
            await work.schedules.run(occurrence, ())
            return occurrence
        (message,) = deliveries(schedule, target, occurrence)
        await work.schedules.run(occurrence, (message,))
        sent = replace(message, fate=Fate.sent, sent_at=due + late, remote=f"r-{day}", posted=text)
        await work.receipts.settle(sent)
    return replace(occurrence, fate=Fate.sent)


def nudge_of(booth: Booth, week: int) -> str:
    """Return the id of a week's nudge."""
    found = (each.id for each in booth.catalog.nudges(season=1) if each.week == week)
    return next(found, "")


async def now(booth: Booth, name: str = "a") -> tuple[Schedule, tuple[Target, ...]]:
    """Return a schedule as it stands, with its targets."""
    async with booth.store.read() as work:
        schedule = await work.schedules.get(HERE, f"schedule-{name}")
        assert schedule is not None
        return schedule, await work.schedules.targets(schedule.id)


async def audited(booth: Booth) -> list[str]:
    """Return what was noted, oldest first."""
    async with booth.store.read() as work:
        return [each.what for each in reversed(await work.audit.newest(HERE, 50))]
