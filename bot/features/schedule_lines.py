"""Lines of a schedule's preview: the plan, the coming dates, and what is missing."""

import datetime as dt
from zoneinfo import ZoneInfo

from bot.core.context import Context
from bot.core.markup import Marked, channel, join, moment
from bot.core.posting import Rights
from bot.core.words import N_, Words
from bot.features.schedule_preview import Look, Preview, at
from bot.study.planning import Missed
from bot.study.recurrence import ClockChange, OnHoliday, Slot
from bot.study.rhythm import describe
from bot.study.schedules import Options, Reason
from bot.study.zones import city, clock

PLACES = 5
"""Channels that a plan names one by one."""

_SKIPS = {
    Reason.skip_date: N_("left out by you"),
    Reason.override: N_("left out by you"),
    Reason.occupied: N_("skipped: another one comes that day"),
    Reason.no_such_day: N_("skipped: there is no such day"),
}


def where(ctx: Context, look: Look) -> Marked:
    """Name the channel of a target."""
    return channel(look.target.channel, at(ctx, look.target, look.group).name)


def plan(ctx: Context, shown: Preview) -> Marked:
    """Say when, where, whom it mentions, and which weeks of the season."""
    words = ctx.words
    lines = [words.t("*The plan*"), when(ctx, shown), places(ctx, shown)]
    lines += _otherwise(ctx, shown)
    lines.append(mentions(words, shown))
    lines += _season(words, shown)
    lines += _ends(words, shown)
    return join("\n", lines)


def when(ctx: Context, shown: Preview) -> Marked:
    """Say the rhythm with the zone's present time."""
    zone = shown.draft.zone
    return ctx.words.t(
        "{rhythm} in {city} ({time} now)",
        rhythm=describe(shown.draft.schedule.rule, ctx.words),
        city=city(zone),
        time=clock(zone, ctx.now),
    )


def places(ctx: Context, shown: Preview) -> Marked:
    """Say where it is posted, and how."""
    words, chosen = ctx.words, shown.draft.schedule.options
    named = join(", ", [where(ctx, each) for each in shown.looks[:PLACES]])
    rest = len(shown.looks) - PLACES
    if rest > 0:
        named = words.tn("{channels} and {n} more", "{channels} and {n} more", rest, channels=named)
    line = words.t("In {channels}", channels=named)
    return join(", ", [line, *map(words.t, _how(chosen))])


def _how(chosen: Options) -> tuple[str, ...]:
    how = {
        N_("with a thread"): chosen.thread,
        N_("silent"): chosen.silent,
        N_("not twice in a row"): chosen.after_own,
    }
    return tuple(text for text, on in how.items() if on)


def _otherwise(ctx: Context, shown: Preview) -> list[Marked]:
    """Name the zones of the other groups: each has its own local time."""
    zones = dict.fromkeys(each.target.zone for each in shown.looks)
    others = [each for each in zones if each != shown.draft.zone]
    if not others:
        return []
    names = ", ".join(f"{city(each)} ({clock(each, ctx.now)})" for each in others[:PLACES])
    return [ctx.words.t("At the same time of day in: {names}", names=names)]


def mentions(words: Words, shown: Preview) -> Marked:
    """Say whom a post mentions, and how many people that reaches."""
    if not shown.draft.schedule.options.role:
        return words.t("Mentions nobody")
    if shown.reach is None:
        return words.t("Mentions {role}: I cannot count how many people", role=shown.role)
    return words.tn(
        "Mentions {role}: {n} person", "Mentions {role}: {n} people", shown.reach, role=shown.role
    )


def _season(words: Words, shown: Preview) -> list[Marked]:
    if not shown.week or not shown.last:
        return []
    last = min(shown.last, shown.week + max(0, len(shown.slots) - 1))
    season = shown.draft.first.season
    if last == shown.week:
        text = words.t(
            "Season {season}, week {week} of {last}",
            season=season,
            week=shown.week,
            last=shown.last,
        )
        return [text]
    return [
        words.t(
            "Season {season}, weeks {week} to {until} of {last}",
            season=season,
            week=shown.week,
            until=last,
            last=shown.last,
        )
    ]


def _ends(words: Words, shown: Preview) -> list[Marked]:
    rule = shown.draft.schedule.rule
    lines: list[Marked] = []
    if rule.holidays:
        moves = rule.on_holiday is OnHoliday.next_working_day
        text = (
            N_("Public holidays of {country}: on the next working day")
            if moves
            else N_("Public holidays of {country}: left out")
        )
        lines.append(words.t(text, country=rule.holidays))
    if rule.until is not None:
        lines.append(words.t("Until {day}", day=words.day(rule.until)))
    return lines


def dates(ctx: Context, shown: Preview) -> Marked:
    """List the coming dates in the schedule's zone and on the reader's clock."""
    words, zone = ctx.words, shown.draft.zone
    if not shown.slots:
        return words.t("*No date comes.* Change when it posts, or its last date.")
    count = len(shown.slots)
    head = words.tn(
        "*Next one* · {city}, then your clock",
        "*Next {n}* · {city}, then your clock",
        count,
        city=city(zone),
    )
    today = ctx.now.astimezone(ZoneInfo(zone)).date()
    return join("\n", [head, *(_date(words, each, zone, today) for each in shown.dates)])


def _date(words: Words, each: Slot | Missed, zone: str, today: dt.date) -> Marked:
    day = words.day(each.local, today)
    if isinstance(each, Missed):
        why = words.t(_SKIPS.get(each.reason, N_("skipped")))
        if each.reason is Reason.holiday:
            why = words.t("skipped: {holiday}", holiday=each.detail)
        return words.t("{day} · {why}", day=day, why=why)
    time = f"{each.at.astimezone(ZoneInfo(zone)):%H:%M}"
    line = words.t("{day} {time} · {moment}", day=day, time=time, moment=moment(each.at))
    if each.clock is ClockChange.gap:
        return words.t("{line} (the clocks leap that hour)", line=line)
    if each.local != each.planned:
        return words.t("{line} (moved by a holiday)", line=line)
    return line


def clocks(words: Words, shown: Preview) -> tuple[Marked, ...]:
    """Say that clocks change between the coming dates."""
    at_ = f"{shown.draft.schedule.rule.at:%H:%M}"
    where_ = city(shown.draft.zone)
    return tuple(
        words.t(
            "*{day}: clocks change.* It stays {time} in {city}. Elsewhere the hour may move.",
            day=words.day(each, each),
            time=at_,
            city=where_,
        )
        for each in shown.clocks
    )


def rights(ctx: Context, shown: Preview) -> Marked:
    """Say for every channel what is missing there; one line when nothing is."""
    words = ctx.words
    if not shown.looks:
        return words.t("*No group is left.* Choose where to post.")
    bad = [each for each in shown.looks if not each.fine]
    private = [each for each in shown.looks if each.fine and each.rights and each.rights.private]
    unsure = [each for each in shown.looks if each.fine and each.rights and each.rights.unsure]
    lines = [_state(ctx, each) for each in (*bad, *unsure[:PLACES])]
    if not bad and not unsure:
        named = join(", ", [where(ctx, each) for each in shown.looks[:PLACES]])
        lines.append(words.t("*Rights in {channels}:* all there.", channels=named))
    lines += [
        words.t("Not every member can read {channel}.", channel=where(ctx, each))
        for each in private
    ]
    return join("\n", lines)


def _state(ctx: Context, look: Look) -> Marked:
    words, name = ctx.words, where(ctx, look)
    if not look.open:
        return words.t("The group {name} is closed. Take it out.", name=look.group.name)
    if look.rights is None:
        return words.t("I cannot look up my rights in {channel} now. Check again.", channel=name)
    return words.t("*Rights in {channel}:* {what}", channel=name, what=missing(words, look.rights))


def missing(words: Words, found: Rights) -> Marked:
    """Name what is missing in a channel."""
    if not found.fits:
        return words.t("I cannot post in this kind of channel.")
    if not found.there:
        return words.t("the channel is gone, or I may not see it.")
    if not found.open:
        return words.t("the channel is archived or locked.")
    if found.unsure:
        return doubt(words, found)
    names = ", ".join(found.missing)
    return words.t("missing: {names}. Allow them in the channel's settings.", names=names)


def doubt(words: Words, found: Rights) -> Marked:
    """Name what may be missing where the platform does not tell us."""
    names = ", ".join(found.unsure)
    return words.t(
        "I cannot look that up. If nobody did it yet, do this there: {names}", names=names
    )
