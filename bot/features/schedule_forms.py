"""What moderators write about a schedule, read and checked; mistakes are named at their field."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.core.context import Context
from bot.core.faults import PersonFault
from bot.core.forms import FormErrors
from bot.core.markup import clean, plain
from bot.features.schedule_desk import holidays
from bot.intents.schedules import ChangeWhen
from bot.study import calendars
from bot.study.dates import read_date
from bot.study.drafts import Draft, repeated, starting, timed, with_rule
from bot.study.repeats import Repeat, read_repeat
from bot.study.rhythm import days
from bot.study.times import Either, read_time

SKIPS = 40
"""Dates that can be left out one by one."""

V = TypeVar("V")
_PARTS = re.compile(r"[,;\n]+")
_MENTION = re.compile(r"<(?:@&|!subteam\^)(?P<id>[A-Za-z0-9]+)(?:\|[^>]*)?>")
_ROLE = re.compile(r"[A-Za-z0-9_-]{1,40}")
EVERYONE = frozenset({"everyone", "here", "channel", "all"})


@dataclass(frozen=True, slots=True)
class Timing:
    """What was clear in the form of days and times, and what has to be asked about."""

    draft: Draft
    days: Either[Repeat] | None = None
    time: Either[dt.time] | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one form against the draft that it changes. Every method raises FormErrors."""

    ctx: Context
    draft: Draft

    @property
    def today(self) -> dt.date:
        """The date in the schedule's zone."""
        return self.ctx.now.astimezone(ZoneInfo(self.draft.zone)).date()

    def seed(self) -> dict[str, str]:
        """Fill in days and times as they hold now."""
        rule = self.draft.schedule.rule
        return {
            "days": days(rule, self.ctx.words),
            "time": f"{rule.at:%H:%M}",
            "starts": rule.anchor.isoformat() if rule.anchor > self.today else "",
            "until": rule.until.isoformat() if rule.until else "",
        }

    def timing(self, ask: ChangeWhen) -> Timing:
        """Read days, time, first and last date; what stands as it was is kept as it was."""
        seed = self.seed()
        typed = {name: (getattr(ask, name) or "").strip() for name in seed}
        draft, choice, time = self.draft, None, None
        if typed["days"] and typed["days"] != seed["days"]:
            repeat = self._days(typed["days"])
            if isinstance(repeat, Either):
                choice = repeat
            else:
                draft = repeated(draft, repeat, self.ctx.now)
                time = repeat.at
        if typed["time"] and typed["time"] != seed["time"]:
            time = self._read("time", typed["time"], read_time)
        if isinstance(time, dt.time):
            draft = timed(draft, time)
        draft = self._bounds(draft, typed, seed)
        if choice and isinstance(time, Either):
            raise FormErrors({"time": self._which(f"{each:%H:%M}" for each in time.options)})
        return Timing(draft, choice, time if isinstance(time, Either) else None)

    def _bounds(self, draft: Draft, typed: dict[str, str], seed: dict[str, str]) -> Draft:
        if typed["starts"] != seed["starts"]:
            first = self.date("starts", typed["starts"]) if typed["starts"] else self.today
            draft = starting(draft, max(first, self.today))
        if typed["until"] != seed["until"]:
            last = self.date("until", typed["until"]) if typed["until"] else None
            rule = draft.schedule.rule
            if last is not None and last < max(rule.anchor, self.today):
                text = self.ctx.words.s("The last date is before the first one.")
                raise FormErrors({"until": text})
            draft = with_rule(draft, replace(rule, until=last))
        return draft

    def _days(self, typed: str) -> Repeat | Either[Repeat]:
        return self._read("days", typed, lambda text: read_repeat(text, self.ctx.words.locale))

    def date(self, field: str, typed: str) -> dt.date:
        """Read one date."""
        locale = self.ctx.words.locale
        found = self._read(field, typed, lambda text: read_date(text, self.today, locale))
        if isinstance(found, Either):
            names = (plain(self.ctx.words.day(each)) for each in found.options)
            raise FormErrors({field: self._which(names)})
        return found

    def skips(self, typed: str) -> frozenset[dt.date]:
        """Read dates to leave out, with commas between them; those that are over are dropped."""
        parts = [each.strip() for each in _PARTS.split(typed) if each.strip()]
        if len(parts) > SKIPS:
            text = self.ctx.words.s("Write at most {n} dates.", n=SKIPS)
            raise FormErrors({"skips": text})
        found = (self.date("skips", each) for each in parts)
        return frozenset(each for each in found if each >= self.today)

    async def country(self, typed: str) -> str:
        """Read a country or region; empty for none."""
        asked = typed.strip()
        if not asked:
            return ""
        try:
            await holidays(asked.upper())
        except PersonFault as fault:
            found = calendars.suggest(asked, self.ctx.words.locale)
            if len(found) == 1 or any(each.label.casefold() == asked.casefold() for each in found):
                return found[0].value
            raise FormErrors({"country": plain(fault.text(self.ctx.words))}) from fault
        return asked.upper()

    def text(self, title: str, body: str) -> tuple[str, str]:
        """Read a post's own words; signs have to come in pairs."""
        say = self.ctx.words.s
        errors: dict[str, str] = {}
        if set("*`\\") & set(title):
            errors["title"] = say("The first line has no * and no `.")
        if "\\" in body or body.count("*") % 2 or body.count("`") % 2:
            errors["text"] = say("Use * and ` in pairs only, and no backslash.")
        if errors:
            raise FormErrors(errors)
        return " ".join(clean(title).split()), clean(body, lines=True).strip()

    def role(self, typed: str) -> str:
        """Read a role by its number or its mention; empty for nobody, and never everyone."""
        asked = typed.strip()
        mention = _MENTION.fullmatch(asked)
        role = mention["id"] if mention else asked.removeprefix("@").removeprefix("&")
        community = self.draft.schedule.community.id
        say = self.ctx.words.s
        if role.casefold() in EVERYONE or (role and role == community):
            raise FormErrors({"role": say("I never mention everyone. Choose one role.")})
        if role and not _ROLE.fullmatch(role):
            text = say("Write the role's number, or its mention.")
            raise FormErrors({"role": text})
        return role

    def once(self, field: str, typed: str) -> dt.time | None:
        """Read a time of day that has one meaning; None for nothing."""
        if not typed.strip():
            return None
        found = self._read(field, typed, read_time)
        if isinstance(found, Either):
            raise FormErrors({field: self._which(f"{each:%H:%M}" for each in found.options)})
        return found

    def _read(self, field: str, typed: str, read: Callable[[str], V]) -> V:
        try:
            return read(typed)
        except PersonFault as fault:
            raise FormErrors({field: plain(fault.text(self.ctx.words))}) from fault

    def _which(self, names: Iterable[str]) -> str:
        return self.ctx.words.s("Which one: {names}?", names=", ".join(names))


def seed(ctx: Context, draft: Draft) -> dict[str, str]:
    """Fill in what holds now, for every form of a draft; each takes the fields it has."""
    schedule, first = draft.schedule, draft.first
    rule = schedule.rule
    return Reader(ctx, draft).seed() | {
        "zone": first.zone,
        "title": schedule.title,
        "text": schedule.options.text,
        "season": str(first.season),
        "week": str(first.week),
        "skips": ", ".join(each.isoformat() for each in sorted(rule.skips)),
        "country": rule.holidays,
        "moves": str(rule.on_holiday).replace("_", " "),
        "role": schedule.options.role,
    }
