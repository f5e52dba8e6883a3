"""/schedule skip and run: one date left out, or one post in addition."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bot.core.context import Context
from bot.core.registry import handles
from bot.core.replies import Edit, Reply
from bot.features import plan_cards as cards
from bot.features.audit import note
from bot.features.desk import Desk
from bot.features.plan_lines import Plan, name_of
from bot.features.plans import Chooser, found
from bot.features.posts import here
from bot.features.posts_composer import PostComposer
from bot.features.schedule_desk import holidays, named
from bot.intents.plans import RunNow, RunOnce, SkipNext, Unskip
from bot.study.outbox import Due
from bot.study.planning import cursor, deliveries
from bot.study.ports import Work
from bot.study.recurrence import Slot
from bot.study.schedules import Deck, Occurrence, Override, Schedule, Status, Target


@dataclass(frozen=True, slots=True)
class PlanDates:
    """Serves moderators. `composer` chooses an extra post's piece."""

    desk: Desk
    composer: PostComposer

    @handles(SkipNext)
    async def skip(self, ctx: Context, ask: SkipNext) -> Reply:
        """Leave out the next date."""
        plan = await Chooser(self.desk).named(ctx, ask, lambda each: each.status is Status.active)
        if isinstance(plan, Edit):
            return plan
        async with self.desk.write(ctx) as (work, _):
            plan = await found(work, ctx, plan.schedule.id)
            day = _next_day(plan)
            if day is None or plan.schedule.status is not Status.active:
                return Edit(cards.unchanged(ctx, plan))
            changes = [
                Override(plan.schedule.id, each.group, day, skip=True)
                for each in plan.targets
                if each.next_local is not None and each.next_local <= day
            ]
            await _overridden(work, ctx, plan, changes)
            name = named(ctx, plan.schedule)
            await note(work, ctx, "date left out", name, after=day.isoformat())
        return Edit(cards.skipped(ctx, plan, day))

    @handles(Unskip)
    async def unskip(self, ctx: Context, ask: Unskip) -> Reply:
        """Post a date after all."""
        day = dt.date.fromordinal(ask.day)
        async with self.desk.write(ctx) as (work, _):
            plan = await found(work, ctx, ask.schedule)
            changes = [
                replace(each, skip=False)
                for each in plan.overrides
                if each.local == day and each.skip
            ]
            await _overridden(work, ctx, plan, changes)
            name = named(ctx, plan.schedule)
            await note(work, ctx, "date put back", name, after=day.isoformat())
        words = ctx.words
        name = name_of(words, plan)
        text = words.t("*{name}*: {day} is posted after all.", name=name, day=words.day(day))
        return Edit(cards.done(ctx, plan, text, None))

    @handles(RunNow)
    async def run(self, ctx: Context, ask: RunNow) -> Reply:
        """Ask before an extra post goes out."""
        plan = await Chooser(self.desk).named(ctx, ask, _runs)
        if isinstance(plan, Edit):
            return plan
        number = max((each.drawn for each in plan.targets), default=0) + 1
        return Edit(cards.confirm(ctx, plan, number))

    @handles(RunOnce)
    async def run_once(self, ctx: Context, ask: RunOnce) -> Reply:
        """Post once in addition; a second press of the same button does nothing."""
        await self.composer.prepare([here(ctx)])
        async with self.desk.write(ctx) as (work, _):
            plan = await found(work, ctx, ask.schedule)
            for target in plan.targets:
                if target.drawn < ask.number and target.group in plan.groups:
                    await self._extra(work, ctx, plan, target, ask.number)
            await note(work, ctx, "posted in addition", named(ctx, plan.schedule))
        words = ctx.words
        text = words.t("*{name}* is on its way. It takes a few seconds.", name=name_of(words, plan))
        return Edit(cards.done(ctx, plan, text, None))

    async def _extra(
        self, work: Work, ctx: Context, plan: Plan, target: Target, number: int
    ) -> None:
        """Plan one extra post; a season's week stays, a tip is drawn from the channel's deck."""
        schedule, group = plan.schedule, plan.groups[target.group]
        today = ctx.now.astimezone(ZoneInfo(target.zone)).date()
        decks: dict[str, Deck] = {}
        for name in (str(schedule.what), f"roadmap-{schedule.id}"):
            deck = await work.decks.get(schedule.community, target.channel, name)
            if deck is not None:
                decks[name] = deck
        due = Due(schedule, target, group, (), decks)
        choice = self.composer.choose(due, Slot(today, today, ctx.now))
        occurrence = Occurrence(
            schedule.id,
            target.group,
            today,
            number,
            ctx.now,
            schedule.version,
            piece=choice.piece,
            season=choice.season,
            week=choice.week,
        )
        if await work.schedules.run(occurrence, deliveries(schedule, target, occurrence)):
            if choice.deck is not None:
                await work.decks.put(choice.deck)
            kept = [
                replace(each, drawn=number) if each.group == target.group else each
                for each in await work.schedules.targets(schedule.id)
            ]
            await work.schedules.aim(schedule.id, kept)


async def _overridden(work: Work, ctx: Context, plan: Plan, changes: Iterable[Override]) -> None:
    """Keep decisions about a date, and aim the targets afresh."""
    schedule = plan.schedule
    for each in changes:
        await work.schedules.override(each)
    overrides = await work.schedules.overrides(schedule.id)
    days = await holidays(schedule.rule.holidays)
    aimed = [
        cursor(schedule, each, ctx.now, overrides, days) if each.next_at else each
        for each in plan.targets
    ]
    await work.schedules.aim(schedule.id, aimed)


def _runs(schedule: Schedule) -> bool:
    return schedule.status is Status.active


def _next_day(plan: Plan) -> dt.date | None:
    return min((each.next_local for each in plan.targets if each.next_local), default=None)
