"""How study groups look to members: the list, one group, joining, and the season so far."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.catalog.models import Milestone, Nudge
from bot.core.cards import Actions, Button, Card, Facts, Note, Text, Tone, row
from bot.core.context import Context
from bot.core.intents import Intent
from bot.core.markup import Marked, channel, join, moment
from bot.core.people import Rank
from bot.core.words import Words
from bot.features.drawing import command, entry, menu
from bot.features.posts_lines import kind, when
from bot.intents.group_desk import ManageGroups, NewGroup
from bot.intents.groups import Groups, JoinGroup, LeaveGroup, SeasonSoFar
from bot.intents.roadmap import OpenMilestone
from bot.study.groups import Group
from bot.study.schedules import Schedule, Target
from bot.study.zones import city, clock

LISTED = 10
"""So many groups, or weeks of a season, stand on one page."""

SOON = 4
"""So many rhythms a group's card names."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a group's season stands: the week last posted (0 for none), of how many."""

    season: int
    week: int
    last: int


@dataclass(frozen=True, slots=True)
class View:
    """A group as one person sees it. `coming` are its schedules that post."""

    group: Group
    inside: bool
    people: int
    stand: Stand | None
    coming: Sequence[tuple[Schedule, Target]] = ()


def listed(ctx: Context, groups: Sequence[Group], mine: Collection[str], page: int) -> Card:
    """Draw the groups that the asker can see."""
    words = ctx.words
    if not groups:
        return _nothing(ctx)
    shown = groups[(page - 1) * LISTED : page * LISTED]
    lines = [line(ctx, each, inside=each.id in mine) for each in shown]
    options = tuple(entry(each.id, each.name, city(each.zone)) for each in shown)
    more = len(groups) > page * LISTED
    return Card(
        words.s("Study groups here"),
        (
            Text(join("\n", lines)),
            *menu(words.s("Open a group"), Groups(do="show"), "group", options),
            *pages(words, Groups(page=max(1, page - 1)), Groups(page=page + 1), page, more=more),
        ),
    )


def pages(words: Words, back: Intent, on: Intent, page: int, *, more: bool) -> tuple[Actions, ...]:
    """Lead to the pages before and after."""
    return row(
        Button(words.s("Previous page"), back) if page > 1 else None,
        Button(words.s("Next page"), on) if more else None,
    )


def line(ctx: Context, group: Group, *, inside: bool) -> Marked:
    """Say of a group in a line what it is, where, and whose clock it keeps."""
    words = ctx.words
    text = words.t(
        "*{name}* · {channel} · {city}, {time} now",
        name=group.name,
        channel=where(ctx, group.channel),
        city=city(group.zone),
        time=clock(group.zone, ctx.now),
    )
    return join(" · ", (text, words.t("you are in it"))) if inside else text


def where(ctx: Context, channel_id: str) -> Marked:
    """Name a channel so that one can tap on it."""
    place = ctx.request.place
    known = place.name if channel_id == place.channel and place.name else channel_id
    return channel(channel_id, known)


def _nothing(ctx: Context) -> Card:
    words = ctx.words
    if ctx.request.rank < Rank.moderator:
        text = words.t("No study group that you can see here yet.")
        note = words.t(
            "Moderators start one with {command}.", command=command(ctx, "manage group new")
        )
        return Card("", (Text(text), Note(note)))
    text = words.t("No study group here yet.")
    start = Button(words.s("Start one"), NewGroup(), Tone.first)
    return Card("", (Text(text), *row(start)))


def shown(ctx: Context, view: View) -> Card:
    """Draw one group."""
    words, group = ctx.words, view.group
    turn = (
        Button(words.s("Leave"), LeaveGroup(group=group.id))
        if view.inside
        else Button(words.s("Join"), JoinGroup(group=group.id), Tone.first)
    )
    moderates = ctx.request.rank >= Rank.moderator
    manage = Button(words.s("Manage"), ManageGroups(do="show", group=group.id))
    catch_up = _so_far(words, view)
    return Card(
        group.name,
        (
            Facts(_facts(ctx, view)),
            *_rhythms(ctx, view),
            *row(turn, catch_up, manage if moderates else None),
            *row(Button(words.s("All groups"), Groups())),
        ),
    )


def _facts(ctx: Context, view: View) -> tuple[tuple[str, Marked], ...]:
    words, group = ctx.words, view.group
    time = words.t("{city} ({time} now)", city=city(group.zone), time=clock(group.zone, ctx.now))
    rows = [
        (words.s("Channel"), where(ctx, group.channel)),
        (words.s("Time zone"), time),
        (words.s("Season"), season(ctx, view)),
        (words.s("Members"), words.tn("{n} person", "{n} people", view.people)),
    ]
    if group.pace:
        pace = words.tn("{n} hour a week", "{n} hours a week", group.pace)
        rows.append((words.s("Pace"), pace))
    if view.inside:
        rows.append((words.s("You"), words.t("are in this group")))
    return tuple(rows)


def season(ctx: Context, view: View) -> Marked:
    """Say where the season stands, or when the group begins."""
    words, stand, starts = ctx.words, view.stand, view.group.starts
    if stand is not None and stand.week:
        return words.t(
            "{season}, week {week} of {last}", season=stand.season, week=stand.week, last=stand.last
        )
    day = words.day(starts, ctx.today)
    if starts > ctx.today:
        return words.t("begins {day}", day=day)
    return words.t("began {day}, no weekly post so far", day=day)


def _rhythms(ctx: Context, view: View) -> tuple[Text, ...]:
    words = ctx.words
    lines = [
        words.t(
            "*{kind}:* {when}. Next: {at}",
            kind=kind(words, schedule.what),
            when=when(words, schedule.rule, target.zone),
            at=moment(target.next_at),
        )
        for schedule, target in view.coming[:SOON]
        if target.next_at is not None
    ]
    left = len(view.coming) - SOON
    if left > 0:
        lines.append(words.tn("{n} more.", "{n} more.", left))
    return (Text(join("\n", lines)),) if lines else ()


def _so_far(words: Words, view: View) -> Button | None:
    if view.stand is None or view.stand.week < 1:
        return None
    return Button(words.s("The season so far"), SeasonSoFar(group=view.group.id))


def joined(ctx: Context, view: View, now: Nudge | None, open_: int, *, new: bool) -> Card:
    """Say that somebody is in, with a way into the season where it runs already.

    `now` is the week last posted, `open_` how many of the season's milestones they have open.
    """
    words, group, stand = ctx.words, view.group, view.stand
    said = words.t("You are in *{group}* now.", group=group.name)
    text = said if new else words.t("You are in *{group}* already.", group=group.name)
    leave = Button(words.s("Leave"), LeaveGroup(group=group.id))
    if stand is None or stand.week <= 1:
        see = Button(words.s("See the group"), Groups(do="show", group=group.id), Tone.first)
        begins = words.t("Season {state}.", state=season(ctx, view))
        return Card("", (Text(text), Note(begins), *row(see, leave)))
    start = words.s("Start with week {n}", n=stand.week)
    skill: Intent = Groups(do="show", group=group.id)
    if now is not None and now.milestone:
        skill = OpenMilestone(milestone=now.milestone)
    catch_up = Button(words.s("Catch up"), SeasonSoFar(group=group.id))
    return Card(
        "",
        (
            Text(text),
            Text(_late(words, stand, open_)),
            *row(Button(start, skill, Tone.first), catch_up, leave),
        ),
    )


def _late(words: Words, stand: Stand, open_: int) -> Marked:
    if not open_:
        return words.t(
            "The group is in week {week}. You have its milestones behind you.", week=stand.week
        )
    count = words.tn("{n} milestone", "{n} milestones", open_)
    return words.t(
        "The group is in week {week}. Start with it, or catch up in your own time: {count}.",
        week=stand.week,
        count=count,
    )


def left(ctx: Context, group: Group, *, was: bool) -> Card:
    """Say that somebody is out, with the way back."""
    words = ctx.words
    said = words.t("You left *{group}*.", group=group.name)
    text = said if was else words.t("You are not in *{group}*.", group=group.name)
    note = words.t("Posts stay in the channel for the others. To see fewer, mute the channel.")
    again = Button(words.s("Join again"), JoinGroup(group=group.id))
    everything = Button(words.s("All groups"), Groups())
    return Card("", (Text(text), Note(note), *row(again, everything)))


def so_far(
    ctx: Context,
    view: View,
    weeks: Sequence[tuple[Nudge, Milestone | None]],
    finished: Collection[str],
    page: int,
) -> Card:
    """List the weeks that were posted, with the milestones to catch up on."""
    words, name = ctx.words, view.group.id
    part = weeks[(page - 1) * LISTED : page * LISTED]
    lines = [_week(words, nudge, milestone, finished) for nudge, milestone in part]
    todo = {each.id: each.title for _, each in part if each is not None and each.id not in finished}
    options = tuple(entry(slug, title) for slug, title in todo.items())
    into = OpenMilestone(milestone=next(iter(todo), "none"))
    ways = SeasonSoFar(group=name, page=max(1, page - 1)), SeasonSoFar(group=name, page=page + 1)
    nothing = words.t("Nothing was posted so far.")
    return Card(
        words.s("{group}: the season so far", group=view.group.name),
        (
            Text(join("\n", lines) if lines else nothing),
            *menu(words.s("Open a milestone"), into, "milestone", options),
            *pages(words, *ways, page, more=len(weeks) > page * LISTED),
            *row(Button(words.s("Back to the group"), Groups(do="show", group=name))),
        ),
    )


def _week(
    words: Words, nudge: Nudge, milestone: Milestone | None, finished: Collection[str]
) -> Marked:
    text = words.t("*Week {n}:* {theme}", n=nudge.week, theme=nudge.theme)
    if milestone is not None and milestone.id in finished:
        return join(" · ", (text, words.t("done or known")))
    return text
