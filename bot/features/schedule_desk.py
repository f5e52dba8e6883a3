"""Where schedules in the making are kept, and what a start or a change does to the plan (T0)."""

import asyncio
import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from bot.core.context import Context
from bot.features.audit import note
from bot.features.desk import Desk
from bot.features.group_forms import Written
from bot.features.posts import here
from bot.features.posts_lines import kind
from bot.features.quizzes import new_key
from bot.study.calendars import calendar
from bot.study.drafts import Draft, fresh, merged, original
from bot.study.groups import Group
from bot.study.planning import cursor, moved
from bot.study.ports import Work
from bot.study.recurrence import Calendar
from bot.study.rule_json import to_json
from bot.study.schedules import Reason, Schedule, Status, Target

OFFERED = 3
"""Drafts that are offered again, the newest first."""

NAME = 40
"""Characters of a group's name."""

RUNNING = frozenset({Status.active, Status.paused})


@dataclass(frozen=True, slots=True)
class Started:
    """A schedule after a start or a change; `before` is what held until then."""

    schedule: Schedule
    targets: tuple[Target, ...]
    changed: bool


class ChangedSince(Exception):  # noqa: N818 (what a moderator is told, not a mistake)
    """Somebody else changed the schedule while this draft was open."""


async def holidays(code: str) -> Calendar:
    """Load a calendar of public holidays off the loop: the first one takes a second."""
    return await asyncio.to_thread(calendar, code)


async def found(work: Work, ctx: Context, key: str) -> Draft | None:
    """Return a draft of this community, or None for what is none (any more)."""
    schedule = await work.schedules.get(here(ctx), key)
    if schedule is None or schedule.status is not Status.draft:
        return None
    targets = await work.schedules.targets(key)
    return Draft(schedule, targets) if targets else None


async def keep(work: Work, ctx: Context, person: str, draft: Draft) -> Draft:
    """Keep a draft; who changed it last is offered it again."""
    schedule = replace(draft.schedule, changed_at=ctx.now, editor=person)
    await work.schedules.put(schedule)
    await work.schedules.aim(schedule.id, draft.targets)
    return replace(draft, schedule=schedule)


async def change(
    desk: Desk, ctx: Context, key: str, step: Callable[[Draft], Draft]
) -> Draft | None:
    """Take a step with a draft and keep it; None when it is none (any more)."""
    async with desk.write(ctx) as (work, person):
        draft = await found(work, ctx, key)
        if draft is None:
            return None
        return await keep(work, ctx, person, step(draft))


async def offered(work: Work, ctx: Context, person: str) -> tuple[Draft, ...]:
    """Return somebody's drafts that are still kept, the newest first."""
    every = await work.schedules.all(here(ctx))
    mine = [each for each in every if each.editor == person and fresh(Draft(each, ()), ctx.now)]
    mine.sort(key=lambda each: each.changed_at, reverse=True)
    drafts = [await found(work, ctx, each.id) for each in mine[:OFFERED]]
    return tuple(each for each in drafts if each)


async def clear(work: Work, ctx: Context) -> None:
    """Let go of the drafts whose day is over."""
    for each in await work.schedules.all(here(ctx)):
        if each.status is Status.draft and not fresh(Draft(each, ()), ctx.now):
            await work.schedules.put(replace(each, status=Status.deleted))


async def group_here(work: Work, ctx: Context) -> Group:
    """Return the group of this channel, or make one that opens with the first schedule."""
    place, community = ctx.request.place, here(ctx)
    groups = await work.groups.all(community)
    known = next((each for each in groups if each.channel == place.channel), None)
    if known is not None:
        return known
    zone = (await work.groups.setup(community)).zone or ctx.zone.key
    today = ctx.now.astimezone(ctx.zone).date()
    group = Group(
        id=new_key(),
        community=community,
        name=_name(ctx, groups),
        channel=place.channel,
        zone=zone,
        starts=today - dt.timedelta(days=today.weekday()),
        created_at=ctx.now,
        closed_at=ctx.now,
    )
    await work.groups.put(group)
    return group


def _name(ctx: Context, groups: Collection[Group]) -> str:
    name = ctx.request.place.name or ctx.words.s("Study group")
    return Written(ctx, {}).free(name[:NAME], groups)


def waiting(group: Group) -> bool:
    """Tell whether a group was made for a draft and opens when that starts."""
    return group.closed_at is not None and group.closed_at == group.created_at


async def start(desk: Desk, ctx: Context, key: str) -> Started | None:
    """Turn a draft into what is planned, in one transaction; None when it is no draft any more.

    Raises ChangedSince, and NoSuch where the schedule that it changes is gone.
    """
    async with desk.write(ctx) as (work, person):
        draft = await found(work, ctx, key)
        if draft is None:
            return None
        await _open(work, ctx, draft.targets)
        if draft.changes:
            return await _changed(work, ctx, person, draft)
        return await _begun(work, ctx, person, draft)


async def _open(work: Work, ctx: Context, targets: Sequence[Target]) -> None:
    """Open the groups that were made for this draft."""
    for target in targets:
        group = await work.groups.get(here(ctx), target.group)
        if group is not None and waiting(group):
            name = Written(ctx, {}).free(group.name, await work.groups.all(here(ctx)))
            await work.groups.put(replace(group, closed_at=None, zone=target.zone, name=name))
            await note(work, ctx, "group started", name, after=target.zone)


async def _begun(work: Work, ctx: Context, person: str, draft: Draft) -> Started:
    schedule = replace(draft.schedule, status=Status.active, changed_at=ctx.now, editor=person)
    days = await holidays(schedule.rule.holidays)
    targets = tuple(cursor(schedule, each, ctx.now, (), days) for each in merged(draft, ()))
    await work.schedules.put(schedule)
    await work.schedules.aim(schedule.id, targets)
    await note(work, ctx, "schedule started", named(ctx, schedule), after=said(schedule, targets))
    return Started(schedule, targets, changed=False)


async def _changed(work: Work, ctx: Context, person: str, draft: Draft) -> Started | None:
    live = await work.schedules.get(here(ctx), draft.changes)
    if live is None or live.status not in RUNNING:
        return None
    if live.version != draft.schedule.version:
        raise ChangedSince
    before = await work.schedules.targets(live.id)
    after = _with(live, draft.schedule, ctx.now, person)
    targets = await replanned(work, ctx, after, merged(draft, before), before)
    await work.schedules.put(replace(live, id=draft.id, status=Status.deleted))
    chosen = ctx.now if any(each.since for each in draft.targets) else None
    kept = [replace(each, schedule=draft.id, since=chosen) for each in before]
    await work.schedules.aim(draft.id, [moved(each, None) for each in kept])
    await note(
        work, ctx, "schedule changed", named(ctx, after), said(live, before), said(after, targets)
    )
    return Started(after, targets, changed=True)


def _with(live: Schedule, other: Schedule, now: dt.datetime, person: str) -> Schedule:
    """Give a schedule what another one says; the version grows, so that old plans are void."""
    return replace(
        live,
        title=other.title,
        rule=other.rule,
        options=other.options,
        grace=other.grace,
        on_uncertain=other.on_uncertain,
        changed_at=now,
        editor=person,
        version=live.version + 1,
    )


async def replanned(
    work: Work,
    ctx: Context,
    schedule: Schedule,
    targets: Sequence[Target],
    before: Sequence[Target],
) -> tuple[Target, ...]:
    """Keep a changed schedule, void what was planned, and aim it afresh (T0)."""
    days = await holidays(schedule.rule.holidays)
    overrides = await work.schedules.overrides(schedule.id)
    resting = {
        each.group for each in before if each.next_at is None and schedule.status is Status.paused
    }
    after = max(ctx.now, schedule.until or ctx.now)
    aimed = tuple(
        moved(each, None)
        if each.group in resting
        else cursor(schedule, each, after, overrides, days)
        for each in targets
    )
    await work.schedules.put(schedule)
    await work.schedules.void(schedule.id, Reason.edited, ctx.now)
    await work.schedules.aim(schedule.id, aimed)
    return aimed


async def undo(desk: Desk, ctx: Context, key: str, version: int) -> bool:
    """Take a start or a change back; False when somebody changed the schedule since.

    `key` is the draft's, `version` the schedule's after the start or the change.
    """
    async with desk.write(ctx) as (work, person):
        live = await work.schedules.get(here(ctx), original(key) or key)
        if live is None or live.version != version or live.status not in RUNNING:
            return False
        if not original(key):
            await _unstarted(work, ctx, person, live)
            return True
        row = await work.schedules.get(here(ctx), key)
        if row is None or row.status is not Status.deleted:
            return False
        await _restored(work, ctx, person, live, row)
        return True


async def _unstarted(work: Work, ctx: Context, person: str, live: Schedule) -> None:
    targets = await work.schedules.targets(live.id)
    await work.schedules.void(live.id, Reason.deleted, ctx.now)
    version = live.version + 1
    resting = [moved(each, None) for each in targets]
    draft = replace(live, status=Status.draft, version=version, until=None)
    await keep(work, ctx, person, Draft(draft, tuple(resting)))
    await note(work, ctx, "schedule start undone", named(ctx, live), before=said(live, targets))


async def _restored(work: Work, ctx: Context, person: str, live: Schedule, row: Schedule) -> None:
    now = await work.schedules.targets(live.id)
    kept = Draft(row, await work.schedules.targets(row.id))
    back = _with(live, row, ctx.now, person)
    targets = await replanned(work, ctx, back, merged(kept, now), now)
    texts = said(live, now), said(back, targets)
    await note(work, ctx, "schedule change undone", named(ctx, back), *texts)


def named(ctx: Context, schedule: Schedule) -> str:
    """Name a schedule for the audit."""
    return schedule.title or kind(ctx.words, schedule.what)


def said(schedule: Schedule, targets: Sequence[Target]) -> str:
    """Say how a schedule is set up, for the audit."""
    where = ", ".join(f"{each.channel} {each.zone}" for each in targets)
    chosen = schedule.options
    flags = {
        "thread": chosen.thread, "silent": chosen.silent, "after own": chosen.after_own,
        f"trait {chosen.trait}": chosen.trait, f"step {chosen.step}": chosen.step,
        f"role {chosen.role}": chosen.role, f"text of {len(chosen.text)}": chosen.text,
    }  # fmt: skip
    parts = [str(schedule.what), to_json(schedule.rule), where]
    return "; ".join((*parts, *(name for name, on in flags.items() if on)))
