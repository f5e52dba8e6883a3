"""Groups and schedules for another server, and coming posts as a calendar file."""

import asyncio
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from zoneinfo import ZoneInfo

from bot.core.cards import Button, Card, Note, Text, Tone, row
from bot.core.context import Context
from bot.core.faults import PersonFault
from bot.core.forms import FormErrors
from bot.core.markup import plain
from bot.core.registry import handles
from bot.core.replies import Edit, File, Reply, Say
from bot.features.audit import note
from bot.features.desk import Desk
from bot.features.drawing import command
from bot.features.posts import here
from bot.features.posts_lines import kind
from bot.features.quizzes import new_key
from bot.intents.group_desk import ManageGroups
from bot.intents.moving import PASTED, ExportCalendar, ExportSetup, ImportSetup
from bot.study.calendars import calendar
from bot.study.groups import Group
from bot.study.ics import Event, export
from bot.study.moving import Moved, MovedSchedule, Setting, pack, unpack
from bot.study.planning import following
from bot.study.ports import Work
from bot.study.recurrence import Slot, begin
from bot.study.schedules import Schedule, Status, Target, occurrence_id

COMING = 30
"""Posts of a target that a calendar file holds."""

KEPT = frozenset({Status.active, Status.paused})


class NoSetupText(PersonFault):
    """I cannot read that: {reason}. Copy the whole text, from "milepost1:" to its end."""


@dataclass(frozen=True, slots=True)
class MovingFeature:
    """Serves moderators who move to another server, or plan in a calendar."""

    desk: Desk

    @handles(ExportSetup)
    async def take(self, ctx: Context, ask: ExportSetup) -> Reply:
        """Write groups and schedules as a text."""
        del ask
        words = ctx.words
        async with self.desk.store.read() as work:
            groups = await work.groups.all(here(ctx))
            settings = await _settings(ctx, work)
        text = pack(groups, settings)
        counted = words.t("Groups: {n}. Schedules: {m}.", n=len(groups), m=len(settings))
        how = words.t(
            "In the other place type {command}, press *Bring a set-up here* and paste all of the "
            "text. Members, channels, roles and receipts stay here.",
            command=command(ctx, "manage setup"),
        )
        long = words.t("It is too long for a form: remove old schedules first.")
        notes = (Note(long),) if len(text) > PASTED else ()
        card = Card(words.s("Your set-up as a text"), (Text(counted), Text(how), *notes))
        return Say(card, files=(File("milepost-setup.txt", text.encode()),))

    @handles(ImportSetup)
    async def bring(self, ctx: Context, ask: ImportSetup) -> Reply:
        """Make the groups and schedules of a text here, all paused."""
        try:
            moved = await asyncio.to_thread(unpack, ask.text or "")
        except ValueError as error:
            refused = NoSetupText(reason=ctx.words.s(str(error)))
            raise FormErrors({"text": plain(refused.text(ctx.words))}) from None
        async with self.desk.write(ctx) as (work, person):
            groups = await self._groups(ctx, work, moved)
            for each in moved.schedules:
                await _bring(ctx, work, person, each, groups)
            counts = f"{len(groups)} groups, {len(moved.schedules)} schedules"
            await note(work, ctx, "set-up brought here", "", after=counts)
        return Edit(_brought(ctx, groups, len(moved.schedules)))

    async def _groups(self, ctx: Context, work: Work, moved: Moved) -> tuple[Group, ...]:
        taken = {each.name.casefold() for each in await work.groups.all(here(ctx))}
        made: list[Group] = []
        for each in moved.groups:
            name = _free(each.name, taken)
            taken.add(name.casefold())
            group = Group(
                id=new_key(),
                community=here(ctx),
                name=name,
                channel=ctx.request.place.channel,
                zone=each.zone,
                starts=_monday(ctx, each.zone),
                created_at=ctx.now,
                language=each.language,
                pace=each.pace,
            )
            await work.groups.put(group)
            made.append(group)
        return tuple(made)

    @handles(ExportCalendar)
    async def calendar(self, ctx: Context, ask: ExportCalendar) -> Reply:
        """Write the coming posts as a file."""
        del ask
        words = ctx.words
        async with self.desk.store.read() as work:
            names = {each.id: each.name for each in await work.groups.all(here(ctx))}
            settings = await _settings(ctx, work)
            events = [
                event
                for each in settings
                if each.schedule.status is Status.active
                for event in await _events(ctx, work, each, names)
            ]
        if not events:
            none = words.t(
                "Nothing is planned. Set something up with {command}.",
                command=command(ctx, "schedule new"),
            )
            return Edit(Card("", (Text(none),)))
        said = words.tn(
            "{n} post, as a file for your calendar.",
            "{n} posts, as a file for your calendar.",
            len(events),
        )
        how = words.t("Open it there. It does not change by itself.")
        data = export("Milepost", events, ctx.now).encode()
        card = Card(words.s("Coming posts"), (Text(said), Text(how)))
        return Say(card, files=(File("milepost.ics", data),))


async def _settings(ctx: Context, work: Work) -> tuple[Setting, ...]:
    """Return the schedules that run or are paused, with their targets."""
    found = [each for each in await work.schedules.all(here(ctx)) if each.status in KEPT]
    return tuple([Setting(each, await work.schedules.targets(each.id)) for each in found])


async def _bring(
    ctx: Context, work: Work, person: str, each: MovedSchedule, groups: tuple[Group, ...]
) -> None:
    """Keep one schedule, paused: nothing is posted before its channel is chosen."""
    schedule = Schedule(
        id=new_key(),
        community=here(ctx),
        what=each.what,
        title=each.title,
        rule=begin(each.parsed, ctx.now.date()),
        options=each.options,
        grace=each.lateness,
        created_at=ctx.now,
        changed_at=ctx.now,
        status=Status.paused,
        on_uncertain=each.on_uncertain,
        editor=person,
    )
    await work.schedules.put(schedule)
    aimed = [
        Target(
            schedule=schedule.id,
            group=groups[target.group].id,
            channel=groups[target.group].channel,
            zone=groups[target.group].zone,
            season=target.season,
            week=target.week,
            then=target.then,
        )
        for target in each.targets
    ]
    await work.schedules.aim(schedule.id, aimed)


def _brought(ctx: Context, groups: tuple[Group, ...], schedules: int) -> Card:
    words = ctx.words
    said = words.t(
        "Groups: {n}. Schedules: {m}, all paused, so nothing is posted yet.",
        n=len(groups),
        m=schedules,
    )
    how = words.t(
        "Every group is in this channel now. Go to the channel of each, type {command} "
        "and move the group there. Then type {resume}.",
        command=command(ctx, "manage group"),
        resume=command(ctx, "schedule resume"),
    )
    button = Button(words.s("Groups"), ManageGroups(), Tone.first)
    return Card(words.s("Brought here"), (Text(said), Text(how), *row(button)))


def _monday(ctx: Context, zone: str) -> dt.date:
    """Return the Monday of this week in a zone."""
    day = ctx.now.astimezone(ZoneInfo(zone)).date()
    return day - dt.timedelta(days=day.weekday())


def _free(name: str, taken: set[str]) -> str:
    """Return a name that no group has yet."""
    if name.casefold() not in taken:
        return name
    numbered = (f"{name[:36]} {n}" for n in range(2, 999))
    return next(each for each in numbered if each.casefold() not in taken)


async def _events(ctx: Context, work: Work, each: Setting, names: dict[str, str]) -> list[Event]:
    rule = each.schedule.rule
    holidays = await asyncio.to_thread(calendar, rule.holidays)
    overrides = await work.schedules.overrides(each.schedule.id)
    found: list[Event] = []
    for target in each.targets:
        own = [one for one in overrides if one.group == target.group]
        first = target.next_local
        if first is not None:
            steps = following(rule, target.zone, first, own, holidays)
            slots = (step for step in steps if isinstance(step, Slot))
            found += _of_target(ctx, each.schedule, target, names, islice(slots, COMING))
    return found


def _of_target(
    ctx: Context,
    schedule: Schedule,
    target: Target,
    names: dict[str, str],
    slots: Iterator[Slot],
) -> Iterator[Event]:
    title = f"{kind(ctx.words, schedule.what)}, {names.get(target.group, target.channel)}"
    for slot in slots:
        key = occurrence_id(schedule.id, target.group, slot.local, 0)
        yield Event(key, slot.at, title, version=schedule.version)
