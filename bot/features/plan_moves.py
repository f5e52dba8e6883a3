"""/schedule pause, resume, delete, duplicate: each audited, each with a way back."""

import datetime as dt
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bot.core.cards import Button, Card, Text, Tone, row
from bot.core.context import Context
from bot.core.faults import PersonFault
from bot.core.markup import Marked
from bot.core.registry import handles
from bot.core.replies import Edit, Reply
from bot.features import plan_cards as cards
from bot.features.audit import note
from bot.features.desk import Desk
from bot.features.plan_lines import Plan, name_of
from bot.features.plan_lists import listed
from bot.features.plans import Chooser, found, missed_since, plans
from bot.features.quizzes import new_key
from bot.features.schedule_desk import holidays, named, said
from bot.intents.plans import (
    DeleteSchedule,
    DuplicateSchedule,
    ListSchedules,
    PauseAll,
    PauseSchedule,
    ResumeSchedule,
    UndoPlan,
)
from bot.intents.schedules import ShowDraft
from bot.study.dates import NotADate, read_date
from bot.study.planning import cursor
from bot.study.ports import Work
from bot.study.schedules import (
    Reason,
    Schedule,
    Status,
    Target,
    What,
)
from bot.study.times import Either

RUNNING = frozenset({Status.active, Status.paused})


class NeitherNorDate(PersonFault):
    """I find no schedule "{value}", and it is no date such as 7 Jan."""


class NotAhead(PersonFault):
    """I need one day after today, and "{value}" is none. Write it like 7 Jan."""


@dataclass(frozen=True, slots=True)
class PlanMoves:
    """Serves moderators who change what is planned."""

    desk: Desk

    @handles(PauseSchedule)
    async def pause(self, ctx: Context, ask: PauseSchedule) -> Reply:
        """Pause one schedule."""
        plan = await Chooser(self.desk).named(ctx, ask, _runs)
        if isinstance(plan, Edit):
            return plan
        try:
            until = _until(ctx, plan, ask.until) if ask.until else None
        except NotADate:
            if ask.schedule is not None:
                raise
            way = Button(ctx.words.s("Schedules"), ListSchedules())
            raise NeitherNorDate(way, value=ask.until or "") from None
        async with self.desk.write(ctx) as (work, person):
            plan = await found(work, ctx, plan.schedule.id)
            was = plan.schedule.status
            if was is not Status.active and until is None:
                return Edit(cards.unchanged(ctx, plan))
            plan = await _paused(work, ctx, person, plan, until)
        words, name = ctx.words, name_of(ctx.words, plan)
        text = words.t("*{name}* is paused. Nothing is posted before you resume it.", name=name)
        if until is not None:
            day = words.day(until.date())
            text = words.t("*{name}* is paused and goes on by itself on {day}.", name=name, day=day)
        return Edit(cards.done(ctx, plan, text, cards.undo_of(plan.schedule, was)))

    @handles(PauseAll)
    async def all(self, ctx: Context, ask: PauseAll) -> Reply:
        """Pause every schedule that runs, or let every paused one go on."""
        wanted = Status.active if ask.on else Status.paused
        count = 0
        async with self.desk.write(ctx) as (work, person):
            for plan in await plans(work, ctx):
                if plan.schedule.status is wanted and ask.since in {0, _changed(plan.schedule)}:
                    count += 1
                    if ask.on:
                        await _paused(work, ctx, person, plan, None)
                    else:
                        await _resumed(work, ctx, person, plan, 0)
        words = ctx.words
        text = (
            words.tn("{n} schedule is paused.", "{n} schedules are paused.", count)
            if ask.on
            else words.tn("{n} schedule goes on.", "{n} schedules go on.", count)
        )
        undo = PauseAll(on=not ask.on, since=int(ctx.now.timestamp() * 1000))
        back = Button(words.s("Undo"), undo) if count else None
        listed = Button(words.s("Schedules"), ListSchedules())
        return Edit(Card("", (Text(text), *row(back, listed))))

    @handles(ResumeSchedule)
    async def resume(self, ctx: Context, ask: ResumeSchedule) -> Reply:
        """Go on with a paused schedule."""
        plan = await Chooser(self.desk).named(ctx, ask, lambda each: each.status is Status.paused)
        if isinstance(plan, Edit):
            return plan
        async with self.desk.write(ctx) as (work, person):
            plan = await found(work, ctx, plan.schedule.id)
            if plan.schedule.status is not Status.paused:
                return Edit(cards.unchanged(ctx, plan))
            jump = 0
            if ask.jump and plan.schedule.what is What.nudge:
                days = await holidays(plan.schedule.rule.holidays)
                jump = missed_since(plan, plan.schedule.changed_at, ctx.now, days)
            plan = await _resumed(work, ctx, person, plan, jump)
        words = ctx.words
        text = words.t("*{name}* goes on. {next}", name=name_of(words, plan), next=_next(ctx, plan))
        return Edit(cards.done(ctx, plan, text, cards.undo_of(plan.schedule, Status.paused)))

    @handles(DeleteSchedule)
    async def delete(self, ctx: Context, ask: DeleteSchedule) -> Reply:
        """Delete a schedule; it can come back."""
        plan = await Chooser(self.desk).named(ctx, ask)
        if isinstance(plan, Edit):
            return plan
        async with self.desk.write(ctx) as (work, person):
            plan = await found(work, ctx, plan.schedule.id)
            was = plan.schedule.status
            if was is Status.deleted:
                return await self._list(ctx)
            plan = await _kept(
                work, ctx, person, plan, replace(plan.schedule, status=Status.deleted)
            )
            await work.schedules.void(plan.schedule.id, Reason.deleted, ctx.now)
            await _noted(work, ctx, "schedule deleted", plan)
        words = ctx.words
        text = words.t(
            "*{name}* is deleted. What was posted stays, and so do its receipts.",
            name=name_of(words, plan),
        )
        undo = cards.undo_of(plan.schedule, was) if was in RUNNING else None
        back = Button(words.s("Undo"), undo) if undo else None
        listed = Button(words.s("Schedules"), ListSchedules())
        return Edit(Card("", (Text(text), *row(back, listed))))

    async def _list(self, ctx: Context) -> Edit:
        async with self.desk.store.read() as work:
            return Edit(listed(ctx, await plans(work, ctx), 1))

    @handles(UndoPlan)
    async def undo(self, ctx: Context, ask: UndoPlan) -> Reply:
        """Go back to what held before, while nothing else changed."""
        async with self.desk.write(ctx) as (work, person):
            plan = await found(work, ctx, ask.schedule)
            if plan.schedule.version != ask.version:
                return Edit(cards.over(ctx))
            if ask.was == "paused":
                plan = await _paused(work, ctx, person, plan, None)
            else:
                plan = await _resumed(work, ctx, person, plan, 0)
        words = ctx.words
        text = words.t("Undone: *{name}* is as it was.", name=name_of(words, plan))
        return Edit(cards.done(ctx, plan, text, None))

    @handles(DuplicateSchedule)
    async def duplicate(self, ctx: Context, ask: DuplicateSchedule) -> Reply:
        """Begin a draft that is a copy."""
        plan = await Chooser(self.desk).named(ctx, ask)
        if isinstance(plan, Edit):
            return plan
        async with self.desk.write(ctx) as (work, person):
            copy = replace(
                plan.schedule,
                id=new_key(),
                status=Status.draft,
                version=1,
                created_at=ctx.now,
                changed_at=ctx.now,
                editor=person,
                until=None,
            )
            await work.schedules.put(copy)
            await work.schedules.aim(copy.id, [_fresh(copy.id, each) for each in plan.targets])
        words = ctx.words
        text = words.t(
            "A copy of *{name}* is ready. Nothing is posted before you start it.",
            name=name_of(words, plan),
        )
        go = Button(words.s("Open the copy"), ShowDraft(draft=copy.id), Tone.first)
        return Edit(Card("", (Text(text), *row(go))))


def _changed(schedule: Schedule) -> int:
    return int(schedule.changed_at.timestamp() * 1000)


def _runs(schedule: Schedule) -> bool:
    return schedule.status is Status.active


def _fresh(name: str, target: Target) -> Target:
    """Aim a copy where the first one is aimed, without what happened there."""
    return Target(name, target.group, target.channel, target.zone)


async def _paused(
    work: Work, ctx: Context, person: str, plan: Plan, until: dt.datetime | None
) -> Plan:
    plan = await _kept(
        work, ctx, person, plan, replace(plan.schedule, status=Status.paused, until=until)
    )
    await work.schedules.void(plan.schedule.id, Reason.paused, ctx.now)
    await _noted(work, ctx, "schedule paused", plan)
    return plan


async def _resumed(work: Work, ctx: Context, person: str, plan: Plan, jump: int) -> Plan:
    """Let a schedule go on from now; `jump` moves a season on by so many weeks."""
    schedule = replace(plan.schedule, status=Status.active, until=None)
    days = await holidays(schedule.rule.holidays)
    aimed = tuple(
        cursor(schedule, replace(each, week=each.week + jump), ctx.now, plan.overrides, days)
        for each in plan.targets
    )
    await work.schedules.aim(schedule.id, aimed)
    plan = await _kept(work, ctx, person, replace(plan, targets=aimed), schedule)
    await _noted(work, ctx, "schedule resumed", plan)
    return plan


async def _kept(work: Work, ctx: Context, person: str, plan: Plan, schedule: Schedule) -> Plan:
    """Keep a changed schedule under a new version."""
    after = replace(schedule, version=plan.schedule.version + 1, changed_at=ctx.now, editor=person)
    await work.schedules.put(after)
    return replace(plan, schedule=after)


async def _noted(work: Work, ctx: Context, what: str, plan: Plan) -> None:
    await note(work, ctx, what, named(ctx, plan.schedule), after=said(plan.schedule, plan.targets))


def _until(ctx: Context, plan: Plan, typed: str) -> dt.datetime:
    """Read a date, and return its first instant on the schedule's clock. Raises PersonFault."""
    words = ctx.words
    zone = ZoneInfo(plan.first.zone) if plan.first else dt.UTC
    today = ctx.now.astimezone(zone).date()
    day = read_date(typed, today, words.locale)
    if isinstance(day, Either) or day <= today:
        raise NotAhead(value=typed)
    return dt.datetime.combine(day, dt.time(), zone)


def _next(ctx: Context, plan: Plan) -> Marked:
    """Say when the next one comes."""
    words, target = ctx.words, plan.first
    if target is None or target.next_at is None:
        return words.t("Nothing comes any more.")
    there = target.next_at.astimezone(ZoneInfo(target.zone))
    day, time = words.day(there.date()), f"{there:%H:%M}"
    if plan.schedule.what is What.nudge:
        return words.t("Next: week {n} on {day}, {time}.", n=target.week, day=day, time=time)
    return words.t("Next: {day}, {time}.", day=day, time=time)
