"""Lines of which posts and notices are made: when, how late, which one."""

import datetime as dt
from zoneinfo import ZoneInfo

from bot.core.markup import Marked
from bot.core.words import N_, Words
from bot.study.recurrence import Every, Rule
from bot.study.schedules import Occurrence, Schedule, Target, What
from bot.study.zones import city

LATE_FROM = dt.timedelta(minutes=5)
"""A shorter delay is not worth a word."""

HOUR = 60
_DAYS = (
    N_("Mondays"),
    N_("Tuesdays"),
    N_("Wednesdays"),
    N_("Thursdays"),
    N_("Fridays"),
    N_("Saturdays"),
    N_("Sundays"),
)
_NAMES = {
    What.tip: N_("Daily tip"),
    What.nudge: N_("Weekly nudge"),
    What.question: N_("Question of the week"),
    What.roadmap: N_("Roadmap step"),
    What.text: N_("Message"),
}


def kind(words: Words, what: What) -> str:
    """Say what a schedule posts."""
    return words.s(_NAMES[what])


def when(words: Words, rule: Rule, zone: str) -> str:
    """Say shortly when a schedule posts: "Mondays 18:00 Berlin"."""
    return words.s(
        "{days} {time} {city}", days=_days(words, rule), time=_time(rule), city=city(zone)
    )


def _time(rule: Rule) -> str:
    return f"{rule.at:%H:%M}"


def _days(words: Words, rule: Rule) -> str:
    n = rule.interval
    match rule.every:
        case Every.day:
            return words.s("every day") if n == 1 else words.s("every {n} days", n=n)
        case Every.weekdays:
            return words.s("weekdays")
        case Every.week if n > 1:
            return words.s("every {n} weeks", n=n)
        case Every.week:
            return _weekdays(words, rule)
        case Every.month_date | Every.month_weekday:
            return words.s("monthly") if n == 1 else words.s("every {n} months", n=n)


def _weekdays(words: Words, rule: Rule) -> str:
    chosen = sorted(rule.weekdays) or [rule.anchor.weekday()]
    match [words.s(_DAYS[each]) for each in chosen]:
        case [only]:
            return only
        case [one, other]:
            return words.s("{one} and {other}", one=one, other=other)
        case several:
            return words.s("{n} days a week", n=len(several))


def span(words: Words, time: dt.timedelta) -> str:
    """Say how long something took, to the minute: "40 min", "2 h 10 min", "3 days"."""
    minutes = int(time.total_seconds()) // 60
    hours, rest = divmod(minutes, HOUR)
    if hours >= 48:  # noqa: PLR2004 (from two days on nobody counts hours)
        return words.s("{n} days", n=hours // 24)
    if not hours:
        return words.s("{n} min", n=minutes)
    return words.s("{h} h {n} min", h=hours, n=rest) if rest else words.s("{h} h", h=hours)


def late_words(words: Words, late: dt.timedelta) -> str:
    """Say that a post is late, or nothing where it hardly is."""
    if late < LATE_FROM:
        return ""
    return words.s("Late by {time}, sorry", time=span(words, late))


def local(words: Words, at: dt.datetime, zone: str) -> Marked:
    """Write an instant on a zone's clock: "Mon 8 Mar 2027, 18:00"."""
    there = at.astimezone(ZoneInfo(zone))
    return words.t("{day}, {time}", day=words.day(there.date()), time=f"{there:%H:%M}")


def rhythm(words: Words, schedule: Schedule, target: Target, occurrence: Occurrence) -> str:
    """Say when a post comes, or that this one came in addition."""
    if occurrence.extra:
        return words.s("in addition to the plan")
    return when(words, schedule.rule, target.zone)
