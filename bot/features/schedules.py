"""/schedule new: a template, one preview, Start; the same for changing a schedule."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.cards import Note
from bot.core.context import Context
from bot.core.faults import NoSuch
from bot.core.registry import handles
from bot.core.replies import Ask, Edit, Reply
from bot.features import schedule_cards as cards
from bot.features import schedule_desk as rows
from bot.features.desk import Desk
from bot.features.posts import here
from bot.features.quizzes import new_key
from bot.features.schedule_once import filled
from bot.features.schedule_preview import Previewer
from bot.intents.schedules import (
    ChangeOnce,
    DiscardDraft,
    EditSchedule,
    NewSchedule,
    ShowDraft,
    StartDraft,
    UndoStart,
)
from bot.study.drafts import Draft, begun, opened, original
from bot.study.ports import Work
from bot.study.schedules import Schedule, Target, What


@dataclass(frozen=True, slots=True)
class Drafts:
    """Shows drafts: what every feature that changes one answers with."""

    desk: Desk
    previewer: Previewer

    async def shown(self, ctx: Context, key: str, *more: Note) -> Reply:
        """Draw the preview of a draft, or say what became of it."""
        async with self.desk.store.read() as work:
            draft = await rows.found(work, ctx, key)
            now = await work.schedules.get(here(ctx), original(key) or key)
        if draft is None:
            return Edit(cards.gone(ctx, _running(now)))
        return Edit(cards.preview(ctx, await self.previewer.look(ctx, draft), *more))


def _running(schedule: Schedule | None) -> Schedule | None:
    return schedule if schedule and schedule.status in rows.RUNNING else None


@dataclass(frozen=True, slots=True)
class ScheduleFeature:
    """Begins drafts, starts them, puts them aside, and opens schedules for a change."""

    desk: Desk
    drafts: Drafts

    @handles(NewSchedule)
    async def new(self, ctx: Context, ask: NewSchedule) -> Reply:
        """Offer the templates and one's drafts, or begin with a template."""
        async with self.desk.write(ctx) as (work, person):
            await rows.clear(work, ctx)
            kept = await rows.offered(work, ctx, person)
            if ask.what is None:
                return Edit(cards.templates(ctx, kept))
            group = await rows.group_here(work, ctx)
            draft = begun(new_key(), here(ctx), What(ask.what), group, person, ctx.now)
            draft = await rows.keep(work, ctx, person, draft)
        return await self.drafts.shown(ctx, draft.id)

    @handles(ShowDraft)
    async def show(self, ctx: Context, ask: ShowDraft) -> Reply:
        """Show a draft as it stands; rights are looked up again."""
        return await self.drafts.shown(ctx, ask.draft)

    @handles(StartDraft)
    async def start(self, ctx: Context, ask: StartDraft) -> Reply:
        """Start, when the rights are there and the asker can see the channels."""
        async with self.desk.store.read() as work:
            draft = await rows.found(work, ctx, ask.draft)
        if draft is None:
            return await self.drafts.shown(ctx, ask.draft)
        shown = await self.drafts.previewer.look(ctx, draft)
        if not shown.ready:
            return Edit(cards.preview(ctx, shown))
        if not await self.drafts.previewer.sees(ctx, draft):
            text = ctx.words.t("You cannot see every channel of this schedule. Take it out first.")
            return Edit(cards.preview(ctx, shown, Note(text)))
        try:
            done = await rows.start(self.desk, ctx, ask.draft)
        except rows.ChangedSince:
            return Edit(cards.since(ctx, draft.changes))
        if done is None:
            return await self.drafts.shown(ctx, ask.draft)
        return Edit(cards.started(ctx, ask.draft, done))

    @handles(DiscardDraft)
    async def discard(self, ctx: Context, ask: DiscardDraft) -> Reply:
        """Put a draft aside."""
        draft = await rows.change(self.desk, ctx, ask.draft, lambda same: same)
        if draft is None:
            return await self.drafts.shown(ctx, ask.draft)
        return Edit(cards.discarded(ctx, draft))

    @handles(UndoStart)
    async def undo(self, ctx: Context, ask: UndoStart) -> Reply:
        """Take a start or a change back."""
        if not await rows.undo(self.desk, ctx, ask.draft, ask.version):
            return await self.drafts.shown(ctx, ask.draft)
        if original(ask.draft):
            return Edit(cards.restored(ctx, original(ask.draft)))
        return await self.drafts.shown(ctx, ask.draft)

    @handles(EditSchedule)
    async def edit(self, ctx: Context, ask: EditSchedule) -> Reply:
        """Open a schedule for a change: of every later post, or of one alone."""
        async with self.desk.store.read() as work:
            live = await work.schedules.get(here(ctx), ask.schedule)
            targets = await work.schedules.targets(ask.schedule) if live else ()
        if live is None:
            raise NoSuch(what=ctx.words.s("schedule"), value=ask.schedule)
        if live.status not in rows.RUNNING:
            return await self.drafts.shown(ctx, live.id)
        if ask.scope == "once":
            once = _once(ask, targets)
            if once is None:
                return Edit(cards.idle(ctx, live))
            return Ask(once, ctx.words.s(once.spec.asks), await filled(self.desk, ctx, once))
        async with self.desk.write(ctx) as (work, person):
            draft = await self._open(ctx, work, person, live)
        return await self.drafts.shown(ctx, draft.id)

    async def _open(self, ctx: Context, work: Work, person: str, live: Schedule) -> Draft:
        """Return the draft that changes a schedule; one that is out of date begins anew."""
        fresh = opened(live, await work.schedules.targets(live.id), person, ctx.now)
        kept = await rows.found(work, ctx, fresh.id)
        if kept is not None and kept.schedule.version == live.version:
            return kept
        return await rows.keep(work, ctx, person, fresh)


def _once(ask: EditSchedule, targets: Sequence[Target]) -> ChangeOnce | None:
    """Name the post that alone is to change: the one asked for, or the next one."""
    aimed = [each for each in targets if ask.group in {None, each.group}]
    for each in aimed:
        day = ask.day or (each.next_local.toordinal() if each.next_local else None)
        if day is not None:
            return ChangeOnce(schedule=ask.schedule, group=each.group, day=day)
    return None
