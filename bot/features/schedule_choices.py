"""Small cards beside the preview: what a typed word may mean, groups, options, traits and steps."""

import datetime as dt
from collections.abc import Sequence

from bot.catalog.catalog import Catalog
from bot.core.cards import Button, Card, Choice, Note, Text, Tone, row
from bot.core.context import Context
from bot.core.markup import channel, join
from bot.core.posting import Role
from bot.core.words import N_
from bot.features.drawing import command, entry, menu
from bot.features.schedule_forms import Timing
from bot.intents.schedules import (
    AimHere,
    ChangeRole,
    SetDays,
    SetGrace,
    SetOption,
    SetRole,
    SetStep,
    SetTime,
    SetTrait,
    SetZone,
    ShowDraft,
    ToggleGroup,
)
from bot.study.drafts import Draft, SameInstant, repeated
from bot.study.groups import Group
from bot.study.repeats import Repeat
from bot.study.rhythm import days
from bot.study.schedules import What
from bot.study.zones import Place, city

HOUR = 60
SLASH = "--"
"""Stands for a slash in the name of a zone: an id of a button holds none."""

MENU = 25
"""Entries of a menu."""

GRACES = (1, 2, 3, 6, 12, 24, 48)
"""Hours that a post may be late."""

_OPTIONS = (
    ("thread", N_("Open a thread"), N_("No thread")),
    ("silent", N_("Post silently"), N_("Let it ring")),
    ("after_own", N_("Not twice in a row"), N_("Twice in a row is fine")),
)


def back(ctx: Context, draft: Draft) -> Button:
    """Lead back to the preview."""
    return Button(ctx.words.s("Back to the preview"), ShowDraft(draft=draft.id))


def meanings(ctx: Context, timing: Timing) -> Card:
    """Ask what typed days or a typed time mean; all else of the form is kept."""
    words, draft = ctx.words, timing.draft
    if timing.days is not None:
        buttons = [_days(ctx, draft, each) for each in timing.days.options]
        text = words.t("Two things can be meant. Which one?")
    else:
        options = timing.time.options if timing.time else ()
        buttons = [Button(f"{each:%H:%M}", _time(draft, each)) for each in options]
        text = words.t("Morning or evening? All else is kept.")
    return Card("", (Text(text), *row(*buttons), *row(back(ctx, draft))))


def _days(ctx: Context, draft: Draft, repeat: Repeat) -> Button:
    rule = repeated(draft, repeat, ctx.now).schedule.rule
    go = SetDays(
        draft=draft.id,
        every=repeat.every.value,
        weekdays=sum(1 << each for each in repeat.weekdays),
        interval=repeat.interval,
        day=repeat.day,
        nth=repeat.nth,
    )
    return Button(days(rule, ctx.words), go)


def _time(draft: Draft, at: dt.time, shift: int = 0) -> SetTime:
    return SetTime(draft=draft.id, minutes=at.hour * HOUR + at.minute, shift=shift)


def zones(ctx: Context, draft: Draft, places: Sequence[Place]) -> Card:
    """Ask which zone is meant; cities stand with their present time."""
    words = ctx.words
    options = tuple(
        entry(each.zone.replace("/", SLASH), f"{each.city}, {each.time}", each.offset)
        for each in places[:MENU]
    )
    text = words.t("Several places fit. Whose clock is meant?")
    into = SetZone(draft=draft.id, zone="UTC")
    return Card(
        "",
        (
            Text(text),
            *menu(words.s("Choose a place"), into, "zone", options),
            *row(back(ctx, draft)),
        ),
    )


def clock_or_instant(ctx: Context, draft: Draft, before: str, same: SameInstant) -> Card:
    """Ask, after the zone has changed, which of the two is to stay."""
    words, rule = ctx.words, draft.schedule.rule
    kept = words.t(
        "Now it is {time} in {city}. Before, it was {time} in {before}: that is {other} in {city}.",
        time=f"{rule.at:%H:%M}",
        city=city(draft.zone),
        before=city(before),
        other=f"{same.at:%H:%M}",
    )
    stay = words.s("Keep {time}", time=f"{rule.at:%H:%M}")
    move = words.s("Change to {time}", time=f"{same.at:%H:%M}")
    return Card(
        words.s("Keep the clock time or the instant?"),
        (
            Text(kept),
            *row(
                Button(stay, ShowDraft(draft=draft.id), Tone.first),
                Button(move, _time(draft, same.at, same.shift)),
            ),
        ),
    )


def where(ctx: Context, draft: Draft, groups: Sequence[Group], page: int = 1) -> Card:
    """Offer this channel, and the groups there are."""
    words, chosen = ctx.words, {each.group for each in draft.targets}
    order = sorted(groups, key=lambda each: each.id not in chosen)
    shown = order[(page - 1) * MENU : page * MENU]
    lines = [
        words.t("{channel} · {name}", channel=channel(each.channel, each.name), name=each.name)
        for each in order
        if each.id in chosen
    ]
    named = join("\n", lines[:MENU]) or words.t("A group that opens with the first post.")
    options = tuple(
        entry(
            each.id,
            words.s("Take out {name}", name=each.name)
            if each.id in chosen
            else words.s("Add {name}", name=each.name),
            city(each.zone),
        )
        for each in shown
    )
    rest = len(order) - len(shown)
    note = words.tn(
        "{n} more group: use {command} in its channel.",
        "{n} more groups: use {command} in their channel.",
        rest,
        command=command(ctx, "schedule new"),
    )
    into = ToggleGroup(draft=draft.id, group="x")
    return Card(
        words.s("Where to post"),
        (
            Text(named),
            *menu(words.s("Add a group, or take it out"), into, "group", options),
            *((Note(note),) if rest > 0 else ()),
            *row(Button(words.s("Only this channel"), AimHere(draft=draft.id)), back(ctx, draft)),
        ),
    )


def options(ctx: Context, draft: Draft) -> Card:
    """Offer what can be switched, and how late a post may come."""
    words, chosen = ctx.words, draft.schedule.options
    on = {"thread": chosen.thread, "silent": chosen.silent, "after_own": chosen.after_own}
    buttons = [
        Button(
            words.s(stop if on[name] else start),
            SetOption.model_validate({"draft": draft.id, "option": name, "on": not on[name]}),
        )
        for name, start, stop in _OPTIONS
    ]
    hours = round(draft.schedule.grace.total_seconds() / 3600)
    graces = tuple(
        Choice(str(n), words.s("Up to {n} h late", n=n), words.s("as now") if n == hours else "")
        for n in GRACES
    )
    text = words.t("A post may come up to {n} h late. Later than that, it is skipped.", n=hours)
    states = [words.t("Thread: {state}", state=_state(ctx, on=chosen.thread))]
    states.append(words.t("Silent: {state}", state=_state(ctx, on=chosen.silent)))
    states.append(
        words.t(
            "Skip while my last post is still the newest: {state}",
            state=_state(ctx, on=chosen.after_own),
        )
    )
    into = SetGrace(draft=draft.id, hours=1)
    return Card(
        words.s("Options"),
        (
            Text(join("\n", states)),
            Text(text),
            *row(*buttons),
            *menu(words.s("How late it may come"), into, "hours", graces),
            *row(back(ctx, draft)),
        ),
    )


def _state(ctx: Context, *, on: bool) -> str:
    return ctx.words.s("on") if on else ctx.words.s("off")


def narrow(ctx: Context, draft: Draft, catalog: Catalog) -> Card:
    """Offer the traits and steps from which pieces are taken."""
    words, what = ctx.words, draft.schedule.what
    every = entry("any", words.s("All"))
    traits = (every, *(entry(each.id, each.title) for each in catalog.traits))
    steps = (every, *(entry(each.id, each.title) for each in catalog.steps))
    text = words.t("Choose what the posts are taken from.")
    trait_menu = menu(
        words.s("Choose a trait"), SetTrait(draft=draft.id, trait="any"), "trait", traits
    )
    return Card(
        words.s("What to post"),
        (
            Text(text),
            *(trait_menu if what is not What.roadmap else ()),
            *menu(words.s("Choose a step"), SetStep(draft=draft.id, step="any"), "step", steps),
            *row(back(ctx, draft)),
        ),
    )


def roles(ctx: Context, draft: Draft, known: Sequence[Role]) -> Card:
    """Offer the roles that a post can mention."""
    words = ctx.words
    shown = known[: MENU - 1]
    nobody = entry("nobody", words.s("Nobody"))
    choices = (nobody, *(entry(each.id, each.name) for each in shown))
    rest = len(known) - len(shown)
    note = words.tn("{n} more: type its name.", "{n} more: type the name of one.", rest)
    text = words.t("A post mentions one role or user group at most, and never everyone.")
    into = SetRole(draft=draft.id, role="nobody")
    return Card(
        words.s("Whom to mention"),
        (
            Text(text),
            *menu(words.s("Choose whom"), into, "role", choices),
            *((Note(note),) if rest > 0 else ()),
            *row(Button(words.s("Type a name"), ChangeRole(draft=draft.id)), back(ctx, draft)),
        ),
    )
