"""Says a rule in words: "Every Monday, 18:00", "Weekdays, 09:00", "Last day of every month"."""

from bot.core.words import N_, Words
from bot.study.recurrence import Every, Rule

EVERY_DAY = 7
_DAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
_NTH_OF_MONTH = {
    1: N_("Every first {day} of the month"),
    2: N_("Every second {day} of the month"),
    3: N_("Every third {day} of the month"),
    4: N_("Every fourth {day} of the month"),
    -1: N_("Every last {day} of the month"),
}
_NTH_OF_MONTHS = {
    1: N_("The first {day}, every {n} months"),
    2: N_("The second {day}, every {n} months"),
    3: N_("The third {day}, every {n} months"),
    4: N_("The fourth {day}, every {n} months"),
    -1: N_("The last {day}, every {n} months"),
}
_SHORTEST_MONTH = 28


def describe(rule: Rule, words: Words) -> str:
    """Say which dates and which time of day, as plain text."""
    return words.s("{days}, {time}", days=days(rule, words), time=f"{rule.at:%H:%M}")


def days(rule: Rule, words: Words) -> str:
    """Say which dates a rule has, as plain text."""
    n = rule.interval
    match rule.every:
        case Every.day:
            return words.s("Every day") if n == 1 else words.s("Every {n} days", n=n)
        case Every.weekdays:
            return words.s("Weekdays")
        case Every.week:
            return _weekly(rule, words)
        case Every.month_date:
            return _dated(rule, words)
        case Every.month_weekday:
            day = words.s(_DAYS[min(rule.weekdays, default=rule.anchor.weekday())])
            forms = _NTH_OF_MONTH if n == 1 else _NTH_OF_MONTHS
            return words.s(forms[rule.nth], day=day, n=n)


def _weekly(rule: Rule, words: Words) -> str:
    chosen = sorted(rule.weekdays) or [rule.anchor.weekday()]
    if len(chosen) == EVERY_DAY and rule.interval == 1:
        return words.s("Every day")
    named = _joined([words.s(_DAYS[day]) for day in chosen], words)
    if rule.interval == 1:
        return words.s("Every {days}", days=named)
    return words.s("Every {n} weeks on {days}", n=rule.interval, days=named)


def _joined(names: list[str], words: Words) -> str:
    text = names[0]
    for name in names[1:-1]:
        text = words.s("{one}, {other}", one=text, other=name)
    return words.s("{one} and {other}", one=text, other=names[-1]) if len(names) > 1 else text


def _dated(rule: Rule, words: Words) -> str:
    n, day = rule.interval, rule.day
    if day == -1:
        last = words.s("Last day of every month")
        return last if n == 1 else words.s("Last day, every {n} months", n=n)
    if day > _SHORTEST_MONTH:
        if n == 1:
            return words.s("Day {day} of every month, or its last day", day=day)
        return words.s("Day {day} or the last, every {n} months", day=day, n=n)
    if n == 1:
        return words.s("Day {day} of every month", day=day)
    return words.s("Day {day}, every {n} months", day=day, n=n)
