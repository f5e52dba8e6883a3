"""A schedule that is being made or changed: pure steps, so that every face has the same flow.

A draft is a schedule of status `draft` with its targets. One that changes a schedule is a copy
under an id of its own; its `version` is that of the schedule when it was opened. `since` of a
draft's target tells that a moderator chose its week.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from bot.core.people import Community
from bot.study.groups import Group
from bot.study.planning import moved
from bot.study.recurrence import Every, OnHoliday, Rule, begin
from bot.study.repeats import Repeat
from bot.study.schedules import Options, Schedule, Status, Target, What
from bot.study.walltime import DAY, moment

KEPT_FOR = dt.timedelta(days=1)
"""How long a draft is offered again after its last change."""

CHANGING = "edit-"
"""Begins the id of a draft that changes a schedule; such an id is longer than any key."""

KEY = 16
"""Characters of a key."""

MONDAY, WEDNESDAY = 0, 2


@dataclass(frozen=True, slots=True)
class Template:
    """What a schedule begins with; a moderator changes what does not fit."""

    every: Every
    at: dt.time
    weekday: int = MONDAY
    options: Options = field(default_factory=Options)
    grace: dt.timedelta = dt.timedelta(hours=12)


TEMPLATES: Mapping[What, Template] = {
    What.nudge: Template(Every.week, dt.time(18), MONDAY, Options(thread=True)),
    What.tip: Template(
        Every.weekdays, dt.time(9), options=Options(silent=True), grace=dt.timedelta(hours=2)
    ),
    What.question: Template(Every.week, dt.time(18), WEDNESDAY),
    What.roadmap: Template(Every.week, dt.time(9)),
    What.text: Template(Every.week, dt.time(9)),
}
"""Graces are those of the engine's plan: two hours for a tip, twelve for what comes weekly."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A schedule in the making. The first target's zone is the one that is named first."""

    schedule: Schedule
    targets: tuple[Target, ...]

    @property
    def id(self) -> str:
        """The id of the draft itself."""
        return self.schedule.id

    @property
    def changes(self) -> str:
        """The id of the schedule that it changes; empty for a new one."""
        return original(self.id)

    @property
    def first(self) -> Target:
        """The target that the preview shows."""
        return self.targets[0]

    @property
    def zone(self) -> str:
        """The zone that times are said in."""
        return self.first.zone


def original(draft: str) -> str:
    """Return the id of the schedule that a draft changes; empty for a new one."""
    changing = draft.startswith(CHANGING) and len(draft) != KEY
    return draft.removeprefix(CHANGING) if changing else ""


def begun(  # noqa: PLR0913, PLR0917 (a draft is all of this)
    key: str, community: Community, what: What, group: Group, editor: str, now: dt.datetime
) -> Draft:
    """Begin a draft from a template, for one group; `now` is aware."""
    template = TEMPLATES[what]
    first = max(_today(group.zone, now), group.starts)
    days = frozenset({template.weekday}) if template.every is Every.week else frozenset[int]()
    schedule = Schedule(
        id=key,
        community=community,
        what=what,
        title="",
        rule=begin(Rule(template.every, template.at, first, days), first),
        options=template.options,
        grace=template.grace,
        created_at=now,
        changed_at=now,
        editor=editor,
    )
    return Draft(schedule, (aimed(key, group),))


def aimed(key: str, group: Group) -> Target:
    """Aim a draft at a group."""
    return Target(key, group.id, group.channel, group.zone)


def opened(schedule: Schedule, targets: Iterable[Target], editor: str, now: dt.datetime) -> Draft:
    """Copy a schedule into a draft that changes it."""
    key = CHANGING + schedule.id
    copy = replace(
        schedule,
        id=key,
        status=Status.draft,
        until=None,
        editor=editor,
        created_at=now,
        changed_at=now,
    )
    return Draft(copy, tuple(_resting(replace(each, schedule=key)) for each in targets))


def _resting(target: Target) -> Target:
    return replace(moved(target, None), suspended="", since=None, told_at=None)


def fresh(draft: Draft, now: dt.datetime) -> bool:
    """Tell whether a draft is still offered."""
    return draft.schedule.status is Status.draft and now - draft.schedule.changed_at < KEPT_FOR


def with_rule(draft: Draft, rule: Rule) -> Draft:
    """Give a draft another rule."""
    return replace(draft, schedule=replace(draft.schedule, rule=rule))


def with_options(draft: Draft, **chosen: str | bool) -> Draft:
    """Give a draft other options, by the names of `Options`."""
    options = replace(draft.schedule.options, **chosen)  # type: ignore[arg-type]  # values by name
    return replace(draft, schedule=replace(draft.schedule, options=options))


def repeated(draft: Draft, repeat: Repeat, now: dt.datetime) -> Draft:
    """Let it repeat otherwise; an interval is counted from the first date that fits."""
    rule, zone = draft.schedule.rule, draft.zone
    first = max(_today(zone, now), rule.anchor)
    other = repeat.rule(rule.at, first)
    kept = replace(
        other,
        until=rule.until,
        skips=rule.skips,
        holidays=rule.holidays,
        on_holiday=rule.on_holiday,
    )
    return with_rule(draft, replace(begin(kept, first), until=rule.until))


def timed(draft: Draft, at: dt.time, shift: int = 0) -> Draft:
    """Post at another time of day; `shift` moves the weekdays by -1, 0 or 1 days with it."""
    rule = replace(draft.schedule.rule, at=at)
    return with_rule(draft, _shifted(rule, shift) if shift else rule)


def starting(draft: Draft, day: dt.date) -> Draft:
    """Begin on the first date that fits, from a day on."""
    rule = draft.schedule.rule
    return with_rule(draft, replace(begin(rule, day), until=rule.until))


def zoned(draft: Draft, zone: str) -> Draft:
    """Keep the clock time in another zone, for every target that had the first one's."""
    before = draft.zone
    targets = tuple(
        replace(each, zone=zone) if each.zone == before else each for each in draft.targets
    )
    return replace(draft, targets=targets)


@dataclass(frozen=True, slots=True)
class SameInstant:
    """The wall time in a new zone that is the instant meant before; `shift` in days."""

    at: dt.time
    shift: int


def same_instant(draft: Draft, before: str, now: dt.datetime) -> SameInstant | None:
    """Find the clock time in the present zone that keeps the instant in the zone before.

    None where that is the same time, where other groups share it, or where the date would move
    and the rule counts days of a month.
    """
    rule = draft.schedule.rule
    if len({each.zone for each in draft.targets}) > 1:
        return None
    day = max(rule.anchor, _today(before, now) + DAY)
    there = moment(day, rule.at, ZoneInfo(before)).at.astimezone(ZoneInfo(draft.zone))
    shift = (there.date() - day).days
    if (there.time(), shift) == (rule.at, 0):
        return None
    if shift and rule.every in {Every.month_date, Every.month_weekday}:
        return None
    return SameInstant(there.time(), shift)


def _shifted(rule: Rule, shift: int) -> Rule:
    """Move the dates of a rule by a day, as the same instants have them elsewhere."""
    anchor = rule.anchor + shift * DAY
    match rule.every:
        case Every.day:
            return replace(rule, anchor=anchor)
        case Every.week | Every.weekdays:
            week = frozenset(range(5)) if rule.every is Every.weekdays else rule.weekdays
            chosen = week or frozenset({rule.anchor.weekday()})
            days = frozenset((each + shift) % 7 for each in chosen)
            return replace(rule, every=Every.week, weekdays=days, anchor=anchor)
        case Every.month_date | Every.month_weekday:
            return rule


def dated(draft: Draft, skips: Iterable[dt.date], country: str, on_holiday: OnHoliday) -> Draft:
    """Leave dates out, and public holidays of a country or region."""
    rule = replace(
        draft.schedule.rule, skips=frozenset(skips), holidays=country, on_holiday=on_holiday
    )
    return with_rule(draft, rule)


def toggled(draft: Draft, group: Group) -> Draft:
    """Add a group, or take it out; the last one stays."""
    rest = tuple(each for each in draft.targets if each.group != group.id)
    if len(rest) == len(draft.targets):
        return replace(draft, targets=(*rest, aimed(draft.id, group)))
    return replace(draft, targets=rest) if rest else draft


def at_week(draft: Draft, season: int, week: int, now: dt.datetime) -> Draft:
    """Let every group's season go on with a week."""
    targets = tuple(replace(each, season=season, week=week, since=now) for each in draft.targets)
    return replace(draft, targets=targets)


def merged(draft: Draft, live: Iterable[Target]) -> tuple[Target, ...]:
    """Return the targets of the schedule that a draft becomes.

    What the engine counts stays, and so does a week that nobody chose. A target that moves to
    another channel is not on hold there.
    """
    before = {each.group: each for each in live}
    key = draft.changes or draft.id
    return tuple(_merged(replace(each, schedule=key), before) for each in draft.targets)


def _merged(target: Target, before: Mapping[str, Target]) -> Target:
    was = before.get(target.group)
    if was is None:
        return _resting(target)
    now = replace(was, channel=target.channel, zone=target.zone)
    if target.since is not None:
        now = replace(now, season=target.season, week=target.week)
    if target.channel != was.channel:
        now = replace(now, suspended="", since=None, told_at=None)
    return now


def _today(zone: str, now: dt.datetime) -> dt.date:
    return now.astimezone(ZoneInfo(zone)).date()
