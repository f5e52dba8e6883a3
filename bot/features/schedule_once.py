"""One post of a schedule alone: at another time, or with another text."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.core.cards import Button, Card, Text, Tone, row
from bot.core.context import Context
from bot.core.faults import NoSuch
from bot.core.forms import FormErrors, Mistakes
from bot.core.markup import Marked, join
from bot.core.registry import handles, seeds
from bot.core.replies import Edit, Reply
from bot.features.audit import note
from bot.features.desk import Desk
from bot.features.posts import here
from bot.features.posts_lines import kind
from bot.features.schedule_desk import RUNNING, holidays, named
from bot.features.schedule_forms import Reader
from bot.intents.schedules import ChangeOnce, EditSchedule, UndoOnce
from bot.study.drafts import Draft
from bot.study.planning import cursor, following
from bot.study.ports import Work
from bot.study.recurrence import Calendar, Slot, instant
from bot.study.schedules import Override, Schedule, Target
from bot.study.zones import city


@dataclass(frozen=True, slots=True)
class _Post:
    """A date of a target, with what was decided about it before."""

    schedule: Schedule
    target: Target
    day: dt.date
    overrides: tuple[Override, ...]

    @property
    def decided(self) -> Override | None:
        """What was decided about this date so far."""
        mine = self.target.group, self.day
        return next((each for each in self.overrides if (each.group, each.local) == mine), None)

    def slot(self, days: Calendar) -> Slot | None:
        """Return the post as it is planned on this date, None when there is none."""
        own = [each for each in self.overrides if each.group == self.target.group]
        steps = following(self.schedule.rule, self.target.zone, self.day, own, days)
        first = next((each for each in steps if each.local >= self.day), None)
        return first if isinstance(first, Slot) and first.local == self.day else None


@dataclass(frozen=True, slots=True)
class OnceFeature:
    """Changes one post, and takes that back."""

    desk: Desk

    @seeds(ChangeOnce)
    async def seed(self, ctx: Context, ask: ChangeOnce) -> Mapping[str, str]:
        """Fill in what was decided about this post before."""
        return await filled(self.desk, ctx, ask)

    @handles(ChangeOnce)
    async def change(self, ctx: Context, ask: ChangeOnce) -> Reply:
        """Keep another time or text for one date."""
        async with self.desk.write(ctx) as (work, _):
            post = await _found(work, ctx, ask)
            days = await holidays(post.schedule.rule.holidays) if post else None
            if post is None or days is None or post.slot(days) is None:
                return Edit(_over(ctx, ask.schedule))
            reader = Reader(ctx, Draft(post.schedule, (post.target,)))
            wrong = Mistakes()
            at = wrong.gather(
                lambda: _in_time(ctx, post, reader.once("time", ask.time or "")), None
            )
            _, text = wrong.gather(lambda: reader.text("", ask.text or ""), ("", ""))
            wrong.check()
            decided = Override(post.schedule.id, post.target.group, post.day, at=at, text=text)
            await _decide(work, ctx, post, decided, days)
        return Edit(_changed(ctx, post, decided))

    @handles(UndoOnce)
    async def undo(self, ctx: Context, ask: UndoOnce) -> Reply:
        """Post one date as planned after all."""
        async with self.desk.write(ctx) as (work, _):
            post = await _found(work, ctx, ask)
            if post is None:
                return Edit(_over(ctx, ask.schedule))
            decided = Override(post.schedule.id, post.target.group, post.day)
            days = await holidays(post.schedule.rule.holidays)
            await _decide(work, ctx, post, decided, days)
        return Edit(_changed(ctx, post, decided))


async def filled(desk: Desk, ctx: Context, ask: ChangeOnce) -> Mapping[str, str]:
    """Return what was decided about a post before, for its form."""
    async with desk.store.read() as work:
        post = await _found(work, ctx, ask)
    before = post.decided if post else None
    at = f"{before.at:%H:%M}" if before and before.at else ""
    return {"time": at, "text": before.text if before else ""}


async def _found(work: Work, ctx: Context, ask: ChangeOnce | UndoOnce) -> _Post | None:
    """Find a post that is still to come. Raises NoSuch for a schedule that is not ours."""
    schedule = await work.schedules.get(here(ctx), ask.schedule)
    if schedule is None:
        raise NoSuch(what=ctx.words.s("schedule"), value=ask.schedule)
    targets = await work.schedules.targets(schedule.id)
    target = next((each for each in targets if each.group == ask.group), None)
    day = dt.date.fromordinal(ask.day)
    if target is None or schedule.status not in RUNNING:
        return None
    if day < ctx.now.astimezone(ZoneInfo(target.zone)).date():
        return None
    if target.next_local is None or day < target.next_local:
        return None
    return _Post(schedule, target, day, await work.schedules.overrides(schedule.id))


def _in_time(ctx: Context, post: _Post, at: dt.time | None) -> dt.time | None:
    """Return a time that is still to come. Raises FormErrors."""
    if at is not None and instant(post.day, at, post.target.zone) <= ctx.now:
        raise FormErrors({"time": ctx.words.s("That time is over. Choose a later one.")})
    return at


async def _decide(work: Work, ctx: Context, post: _Post, decided: Override, days: Calendar) -> None:
    """Keep what was decided, and aim the target at its next post again."""
    await work.schedules.override(decided)
    overrides = await work.schedules.overrides(post.schedule.id)
    targets = await work.schedules.targets(post.schedule.id)
    await work.schedules.aim(post.schedule.id, _aimed(ctx, post, targets, overrides, days))
    before = _said(post.decided) if post.decided else ""
    await note(work, ctx, "one post changed", named(ctx, post.schedule), before, _said(decided))


def _aimed(
    ctx: Context,
    post: _Post,
    targets: Sequence[Target],
    overrides: Sequence[Override],
    days: Calendar,
) -> list[Target]:
    return [
        cursor(post.schedule, each, ctx.now, overrides, days)
        if each.group == post.target.group and each.next_at is not None
        else each
        for each in targets
    ]


def _said(decided: Override) -> str:
    at = f"{decided.at:%H:%M}" if decided.at else "as planned"
    text = f", text of {len(decided.text)}" if decided.text else ""
    return f"{decided.local.isoformat()}: {at}{text}"


def _changed(ctx: Context, post: _Post, decided: Override) -> Card:
    words, zone = ctx.words, post.target.zone
    at = decided.at or post.schedule.rule.at
    lines: list[Marked] = [
        words.t(
            "*{kind} on {day}*: {time} in {city}.",
            kind=kind(words, post.schedule.what),
            day=words.day(post.day, ctx.now.date()),
            time=f"{at:%H:%M}",
            city=city(zone),
        )
    ]
    plain = decided.at is None and not decided.text
    lines.append(
        words.t("It comes as planned.") if plain else words.t("Every other post stays as it is.")
    )
    if decided.text:
        lines.append(words.t("With your text in place of the planned piece."))
    fields = {"schedule": post.schedule.id, "group": post.target.group, "day": post.day.toordinal()}
    back = None if plain else Button(words.s("Undo"), UndoOnce.model_validate(fields))
    again = Button(words.s("Change it again"), ChangeOnce.model_validate(fields))
    return Card("", (Text(join("\n", lines)), *row(again, back)))


def _over(ctx: Context, schedule: str) -> Card:
    words = ctx.words
    text = words.t("Nothing is planned on that day any more. Nothing is changed.")
    go = Button(words.s("Every later post"), EditSchedule(schedule=schedule), Tone.first)
    return Card("", (Text(text), *row(go)))
