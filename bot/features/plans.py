"""/schedule list, week, show, edit: what moderators have running."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from bot.catalog.search import match
from bot.core.cards import Button, Choice
from bot.core.context import Context
from bot.core.faults import NoSuch
from bot.core.intents import Intent
from bot.core.registry import handles, suggests
from bot.core.replies import Edit, Reply
from bot.features import plan_cards as cards
from bot.features.desk import Desk
from bot.features.plan_lines import Plan, coming, name_of
from bot.features.plan_lists import LISTED, Coming, listed, which
from bot.features.plan_lists import week as week_card
from bot.features.posts import here
from bot.features.schedule_desk import holidays
from bot.intents.plans import EditWhich, ListSchedules, ShowSchedule, Week
from bot.intents.suggestions import SCHEDULES
from bot.study.planning import Missed, following
from bot.study.ports import Work
from bot.study.recurrence import Calendar
from bot.study.schedules import Schedule, Status, What

SEVEN_DAYS = dt.timedelta(days=7)
A_WEEK_OF_DATES = 60
ORDER = {Status.active: 0, Status.paused: 1, Status.ended: 2}
"""What is shown first; drafts and what is deleted are not."""


async def plans(work: Work, ctx: Context) -> tuple[Plan, ...]:
    """Return the community's schedules with their targets, running ones first."""
    found = [each for each in await work.schedules.all(here(ctx)) if each.status in ORDER]
    found.sort(key=lambda each: ORDER[each.status])
    groups = {each.id: each for each in await work.groups.all(here(ctx))}
    return tuple([Plan(each, await work.schedules.targets(each.id), groups) for each in found])


async def plan_of(work: Work, ctx: Context, schedule: Schedule) -> Plan:
    """Gather what a schedule's card says."""
    targets = await work.schedules.targets(schedule.id)
    every = [await work.groups.get(here(ctx), each.group) for each in targets]
    groups = {each.id: each for each in every if each}
    return Plan(schedule, targets, groups, await work.schedules.overrides(schedule.id))


async def found(work: Work, ctx: Context, name: str) -> Plan:
    """Find a schedule of this community that is no draft. Raises NoSuch."""
    schedule = await work.schedules.get(here(ctx), name)
    if schedule is None or schedule.status is Status.draft:
        back = Button(ctx.words.s("Schedules"), ListSchedules())
        raise NoSuch(back, what=ctx.words.s("schedule"), value=name)
    return await plan_of(work, ctx, schedule)


@dataclass(frozen=True, slots=True)
class Chooser:
    """Finds the schedule that is meant: the one named, else the only one, else it asks."""

    desk: Desk

    async def one(
        self, ctx: Context, name: str | None, fits: Callable[[Schedule], bool] = lambda _: True
    ) -> Plan | tuple[Plan, ...]:
        """Return a schedule, or those among which somebody has to choose."""
        async with self.desk.store.read() as work:
            if name is not None:
                return await found(work, ctx, name)
            every = await plans(work, ctx)
            fitting = tuple(each for each in every if fits(each.schedule)) or every
            if len(fitting) == 1:
                return await plan_of(work, ctx, fitting[0].schedule)
            return fitting

    async def named(
        self, ctx: Context, ask: Intent, fits: Callable[[Schedule], bool] = lambda _: True
    ) -> Plan | Edit:
        """Return the schedule that an intent's field `schedule` names, or the question which."""
        chosen = await self.one(ctx, getattr(ask, "schedule", None), fits)
        return Edit(which(ctx, chosen, ask)) if isinstance(chosen, tuple) else chosen


@dataclass(frozen=True, slots=True)
class PlanFeature:
    """Serves moderators who look at what is planned."""

    desk: Desk

    @suggests(SCHEDULES.key)
    async def completed(self, ctx: Context, typed: str) -> tuple[Choice, ...]:
        """Complete a schedule by its name."""
        if ctx.request.place.community is None:
            return ()
        async with self.desk.store.read() as work:
            every = await plans(work, ctx)
        return match(
            typed, tuple(Choice(each.schedule.id, name_of(ctx.words, each)) for each in every)
        )

    @handles(ListSchedules)
    async def listed(self, ctx: Context, ask: ListSchedules) -> Reply:
        """List the schedules."""
        async with self.desk.store.read() as work:
            every = await plans(work, ctx)
        page = min(ask.page, max(1, -(-len(every) // LISTED)))
        return Edit(listed(ctx, every, page))

    @handles(Week)
    async def week(self, ctx: Context, ask: Week) -> Reply:
        """Show the next seven days of every group."""
        del ask
        async with self.desk.store.read() as work:
            running = [
                await plan_of(work, ctx, each.schedule)
                for each in await plans(work, ctx)
                if each.schedule.status is Status.active
            ]
        found_: list[tuple[dt.datetime, Coming]] = []
        for plan in running:
            days = await holidays(plan.schedule.rule.holidays)
            found_ += _week_of(plan, ctx.now, days)
        found_.sort(key=lambda each: each[0])
        return Edit(week_card(ctx, [each for _, each in found_], len(running)))

    @handles(ShowSchedule)
    async def shown(self, ctx: Context, ask: ShowSchedule) -> Reply:
        """Show one schedule."""
        plan = await Chooser(self.desk).named(ctx, ask)
        if isinstance(plan, Edit):
            return plan
        days = await holidays(plan.schedule.rule.holidays)
        dates = coming(plan, plan.first, ctx.now, days) if plan.first else ()
        return Edit(cards.shown(ctx, plan, dates, await self.calendar_week(ctx, plan)))

    async def calendar_week(self, ctx: Context, plan: Plan) -> int:
        """Return the week a paused nudge would be at, had it gone on; 0 where that says nothing."""
        schedule, target = plan.schedule, plan.first
        if schedule.status is not Status.paused or schedule.what is not What.nudge or not target:
            return 0
        days = await holidays(schedule.rule.holidays)
        return target.week + missed_since(plan, schedule.changed_at, ctx.now, days)

    @handles(EditWhich)
    async def edit(self, ctx: Context, ask: EditWhich) -> Reply:
        """Ask what to change."""
        plan = await Chooser(self.desk).named(ctx, ask, lambda each: each.status in ORDER)
        return plan if isinstance(plan, Edit) else Edit(cards.edit(ctx, plan))


def missed_since(plan: Plan, since: dt.datetime, now: dt.datetime, days: Calendar) -> int:
    """Count the posts that a pause has left out."""
    target = plan.first
    if target is None:
        return 0
    first = since.date() - dt.timedelta(days=1)
    steps = following(plan.schedule.rule, target.zone, first, (), days)
    slots = (each for each in islice(steps, 5_000) if not isinstance(each, Missed))
    return sum(each.at > since for each in takewhile(lambda each: each.at <= now, slots))


def _week_of(plan: Plan, now: dt.datetime, days: Calendar) -> list[tuple[dt.datetime, Coming]]:
    """Return what a schedule posts, and leaves out, in the next seven days."""
    made: list[tuple[dt.datetime, Coming]] = []
    for target in plan.targets:
        if target.next_local is None:
            continue
        own = [each for each in plan.overrides if each.group == target.group]
        today = now.astimezone(ZoneInfo(target.zone)).date()
        steps = following(plan.schedule.rule, target.zone, today, own, days)
        for each in islice(steps, A_WEEK_OF_DATES):
            at = (
                dt.datetime.combine(each.local, plan.schedule.rule.at, dt.UTC)
                if isinstance(each, Missed)
                else each.at
            )
            if at > now + SEVEN_DAYS:
                break
            if at > now:
                made.append((at, Coming(plan, target.group, target.zone, each)))
    return made
