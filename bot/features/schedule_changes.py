"""Changes of a schedule in the making: days, time, zone, places, what, options, dates, role."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.core.context import Context
from bot.core.faults import PersonFault
from bot.core.forms import FormErrors
from bot.core.intents import Intent
from bot.core.markup import plain
from bot.core.registry import handles, seeds
from bot.core.replies import Ask, Edit, Reply
from bot.features import schedule_choices as choices
from bot.features import schedule_desk as rows
from bot.features.desk import Desk
from bot.features.posts import here
from bot.features.schedule_forms import Reader, seed
from bot.features.schedules import Drafts
from bot.intents.schedules import (
    AimHere,
    ChangeDates,
    ChangeDraft,
    ChangeText,
    ChangeWeek,
    ChangeWhen,
    ChangeZone,
    SetDays,
    SetGrace,
    SetOption,
    SetTime,
    SetZone,
    ToggleGroup,
)
from bot.study import drafts
from bot.study.drafts import Draft
from bot.study.recurrence import Every, OnHoliday
from bot.study.repeats import Repeat
from bot.study.schedules import What
from bot.study.zones import Place, place, read_zone

HOUR = 60
_FORMS: Mapping[str, Callable[..., Intent]] = {
    "when": ChangeWhen,
    "zone": ChangeZone,
    "dates": ChangeDates,
}
_WHAT: Mapping[What, Callable[..., Intent]] = {What.text: ChangeText, What.nudge: ChangeWeek}


@dataclass(frozen=True, slots=True)
class ChangeFeature:
    """Takes steps with a draft; each answers with the preview, or asks what is not clear."""

    desk: Desk
    drafts: Drafts

    async def _draft(self, ctx: Context, key: str) -> Draft | None:
        async with self.desk.store.read() as work:
            return await rows.found(work, ctx, key)

    async def _step(self, ctx: Context, key: str, step: Callable[[Draft], Draft]) -> Reply:
        await rows.change(self.desk, ctx, key, step)
        return await self.drafts.shown(ctx, key)

    @handles(ChangeDraft)
    async def part(self, ctx: Context, ask: ChangeDraft) -> Reply:
        """Open the form or the card of one part."""
        draft = await self._draft(ctx, ask.draft)
        if draft is None:
            return await self.drafts.shown(ctx, ask.draft)
        form = _WHAT.get(draft.schedule.what) if ask.part == "what" else _FORMS.get(ask.part)
        if form is not None:
            intent = form(draft=ask.draft)
            return Ask(intent, ctx.words.s(intent.spec.asks), await self._seed(ctx, ask.draft))
        match ask.part:
            case "options":
                return Edit(choices.options(ctx, draft))
            case "role":
                return Edit(choices.roles(ctx, draft, await self.drafts.previewer.roles(ctx)))
            case "where":
                return await self._where(ctx, draft)
            case _:
                catalog = await self.drafts.previewer.composer.editions.catalog(here(ctx))
                return Edit(choices.narrow(ctx, draft, catalog))

    async def _where(self, ctx: Context, draft: Draft) -> Reply:
        async with self.desk.store.read() as work:
            groups = await work.groups.all(here(ctx))
        return Edit(choices.where(ctx, draft, groups))

    @seeds(ChangeWhen)
    async def seed_when(self, ctx: Context, ask: ChangeWhen) -> Mapping[str, str]:
        """Fill in days and times."""
        return await self._seed(ctx, ask.draft)

    @seeds(ChangeZone)
    async def seed_zone(self, ctx: Context, ask: ChangeZone) -> Mapping[str, str]:
        """Fill in the zone."""
        return await self._seed(ctx, ask.draft)

    @seeds(ChangeDates)
    async def seed_dates(self, ctx: Context, ask: ChangeDates) -> Mapping[str, str]:
        """Fill in what is left out."""
        return await self._seed(ctx, ask.draft)

    async def _seed(self, ctx: Context, key: str) -> Mapping[str, str]:
        draft = await self._draft(ctx, key)
        return seed(ctx, draft) if draft else {}

    @handles(ChangeWhen)
    async def when(self, ctx: Context, ask: ChangeWhen) -> Reply:
        """Read days and times; ask what has two meanings, and keep all else."""
        draft = await self._draft(ctx, ask.draft)
        if draft is None:
            return await self.drafts.shown(ctx, ask.draft)
        timing = Reader(ctx, draft).timing(ask)
        rule = timing.draft.schedule.rule
        kept = await rows.change(self.desk, ctx, ask.draft, lambda now: drafts.with_rule(now, rule))
        if kept is not None and (timing.days or timing.time):
            return Edit(choices.meanings(ctx, timing))
        return await self.drafts.shown(ctx, ask.draft)

    @handles(SetDays)
    async def set_days(self, ctx: Context, ask: SetDays) -> Reply:
        """Take one meaning of typed days."""
        repeat = Repeat(
            Every(ask.every),
            frozenset(day for day in range(7) if ask.weekdays >> day & 1),
            ask.interval,
            ask.day,
            ask.nth,
        )
        return await self._step(
            ctx, ask.draft, lambda draft: drafts.repeated(draft, repeat, ctx.now)
        )

    @handles(SetTime)
    async def set_time(self, ctx: Context, ask: SetTime) -> Reply:
        """Take a time of day."""
        at = dt.time(*divmod(ask.minutes, HOUR))
        return await self._step(ctx, ask.draft, lambda draft: drafts.timed(draft, at, ask.shift))

    @handles(ChangeZone)
    async def zone(self, ctx: Context, ask: ChangeZone) -> Reply:
        """Read a zone; several meanings become a menu of cities with their present time."""
        draft = await self._draft(ctx, ask.draft)
        if draft is None or not ask.zone:
            return await self.drafts.shown(ctx, ask.draft)
        try:
            found: tuple[Place, ...] = read_zone(ask.zone, ctx.now)
        except PersonFault as fault:
            raise FormErrors({"zone": plain(fault.text(ctx.words))}) from fault
        if len(found) > 1:
            return Edit(choices.zones(ctx, draft, found))
        return await self._zoned(ctx, draft, next(iter(found)).zone)

    @handles(SetZone)
    async def set_zone(self, ctx: Context, ask: SetZone) -> Reply:
        """Take one of the zones."""
        draft = await self._draft(ctx, ask.draft)
        if draft is None:
            return await self.drafts.shown(ctx, ask.draft)
        return await self._zoned(
            ctx, draft, place(ask.zone.replace(choices.SLASH, "/"), ctx.now).zone
        )

    async def _zoned(self, ctx: Context, draft: Draft, zone: str) -> Reply:
        """Keep the clock time; of a schedule that runs, ask whether the instant is to stay."""
        before = draft.zone
        after = await rows.change(self.desk, ctx, draft.id, lambda now: drafts.zoned(now, zone))
        same = drafts.same_instant(after, before, ctx.now) if after and after.changes else None
        if after is None or same is None:
            return await self.drafts.shown(ctx, draft.id)
        return Edit(choices.clock_or_instant(ctx, after, before, same))

    @handles(ChangeDates)
    async def dates(self, ctx: Context, ask: ChangeDates) -> Reply:
        """Leave out dates and public holidays."""
        draft = await self._draft(ctx, ask.draft)
        if draft is None:
            return await self.drafts.shown(ctx, ask.draft)
        skips, country = await Reader(ctx, draft).left_out(ask.skips or "", ask.country or "")
        on_holiday = OnHoliday((ask.moves or "skip").replace(" ", "_"))
        return await self._step(
            ctx, ask.draft, lambda now: drafts.dated(now, skips, country, on_holiday)
        )

    @handles(SetOption)
    async def option(self, ctx: Context, ask: SetOption) -> Reply:
        """Switch an option; the card of options stays open."""
        draft = await rows.change(
            self.desk, ctx, ask.draft, lambda now: drafts.with_options(now, **{ask.option: ask.on})
        )
        if draft is None:
            return await self.drafts.shown(ctx, ask.draft)
        return Edit(choices.options(ctx, draft))

    @handles(SetGrace)
    async def grace(self, ctx: Context, ask: SetGrace) -> Reply:
        """Choose how late a post may come."""
        grace = dt.timedelta(hours=ask.hours)
        draft = await rows.change(
            self.desk,
            ctx,
            ask.draft,
            lambda now: replace(now, schedule=replace(now.schedule, grace=grace)),
        )
        if draft is None:
            return await self.drafts.shown(ctx, ask.draft)
        return Edit(choices.options(ctx, draft))

    @handles(AimHere)
    async def aim_here(self, ctx: Context, ask: AimHere) -> Reply:
        """Post in this channel alone."""
        async with self.desk.write(ctx) as (work, person):
            draft = await rows.found(work, ctx, ask.draft)
            if draft is not None:
                group = await rows.group_here(work, ctx)
                targets = (drafts.aimed(draft.id, group),)
                same = tuple(each for each in draft.targets if each.group == group.id)
                await rows.keep(work, ctx, person, replace(draft, targets=same or targets))
        return await self.drafts.shown(ctx, ask.draft)

    @handles(ToggleGroup)
    async def toggle(self, ctx: Context, ask: ToggleGroup) -> Reply:
        """Add a group, or take it out."""
        async with self.desk.write(ctx) as (work, person):
            draft = await rows.found(work, ctx, ask.draft)
            group = await work.groups.get(here(ctx), ask.group)
            if draft is not None and group is not None:
                draft = await rows.keep(work, ctx, person, drafts.toggled(draft, group))
        if draft is None:
            return await self.drafts.shown(ctx, ask.draft)
        return await self._where(ctx, draft)
