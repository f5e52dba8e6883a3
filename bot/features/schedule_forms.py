"""What moderators write about a schedule, read and checked; mistakes are named at their field."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.catalog.search import fold
from bot.core.context import Context
from bot.core.faults import PersonFault
from bot.core.forms import FormErrors, Mistakes
from bot.core.markup import clean, plain
from bot.core.people import Platform
from bot.core.posting import Role
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
_ROLE = {
    Platform.discord: re.compile(r"\d{1,21}"),
    Platform.slack: re.compile(r"S[A-Z0-9]{2,20}"),
    Platform.terminal: re.compile(r"[A-Za-z0-9_-]{1,40}"),
}
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
        new = {name: text for name, text in typed.items() if text != seed[name]}
        wrong, now = Mistakes(), self.draft
        repeat = wrong.gather(lambda: self._days(new.get("days", "")), None)
        time = wrong.gather(lambda: self._time(new.get("time", "")), None)
        choice = repeat if isinstance(repeat, Either) else None
        if isinstance(repeat, Repeat):
            now, time = repeated(now, repeat, self.ctx.now), time or repeat.at
        if isinstance(time, dt.time):
            now = timed(now, time)
        draft = now
        now = wrong.gather(lambda: self._first(draft, new), draft)
        begun = now
        now = wrong.gather(lambda: self._last(begun, new), begun)
        if choice and isinstance(time, Either):
            wrong.errors["time"] = self._which(f"{each:%H:%M}" for each in time.options)
        wrong.check()
        return Timing(now, choice, time if isinstance(time, Either) else None)

    def _first(self, draft: Draft, new: dict[str, str]) -> Draft:
        if "starts" not in new:
            return draft
        first = self.date("starts", new["starts"]) if new["starts"] else self.today
        return starting(draft, max(first, self.today))

    def _last(self, draft: Draft, new: dict[str, str]) -> Draft:
        if "until" not in new:
            return draft
        last = self.date("until", new["until"]) if new["until"] else None
        rule = draft.schedule.rule
        if last is not None and last < max(rule.anchor, self.today):
            text = self.ctx.words.s("The last date is before the first one.")
            raise FormErrors({"until": text})
        return with_rule(draft, replace(rule, until=last))

    def _time(self, typed: str) -> dt.time | Either[dt.time] | None:
        return self._read("time", typed, read_time) if typed else None

    def _days(self, typed: str) -> Repeat | Either[Repeat] | None:
        if not typed:
            return None
        return self._read("days", typed, lambda text: read_repeat(text, self.ctx.words.locale))

    def date(self, field: str, typed: str) -> dt.date:
        """Read one date."""
        locale = self.ctx.words.locale
        found = self._read(field, typed, lambda text: read_date(text, self.today, locale))
        if isinstance(found, Either):
            names = (plain(self.ctx.words.day(each)) for each in found.options)
            raise FormErrors({field: self._which(names)})
        return found

    async def left_out(self, skips: str, country: str) -> tuple[frozenset[dt.date], str]:
        """Read dates and public holidays to leave out; the mistakes of both are named."""
        wrong = Mistakes()
        dates = wrong.gather(lambda: self.skips(skips), frozenset())
        try:
            found = await self.country(country)
        except FormErrors as refused:
            raise FormErrors(wrong.errors | refused.errors) from None
        wrong.check()
        return dates, found

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
        words = self.ctx.words
        errors: dict[str, str] = {}
        if set("*`\\") & set(title):
            errors["title"] = words.s("The first line has no * and no `.")
        if "\\" in body or body.count("*") % 2 or body.count("`") % 2:
            errors["text"] = words.s("Use * and ` in pairs only, and no backslash.")
        if errors:
            raise FormErrors(errors)
        return " ".join(clean(title).split()), clean(body, lines=True).strip()

    def role(self, typed: str, known: Sequence[Role] = ()) -> str:
        """Read a role by its name, number or mention; empty for nobody, and never everyone."""
        asked = typed.strip()
        named = [each.id for each in known if fold(each.name) == fold(asked.removeprefix("@"))]
        if len(named) == 1:
            return named[0]
        mention = _MENTION.fullmatch(asked)
        role = mention["id"] if mention else asked.removeprefix("@").removeprefix("&")
        community = self.draft.schedule.community.id
        words = self.ctx.words
        if role.casefold() in EVERYONE or (role and role == community):
            raise FormErrors({"role": words.s("I never mention everyone. Choose one role.")})
        if len(named) > 1:
            raise FormErrors({"role": words.s("Several have this name. Choose one in the menu.")})
        if role and not _ROLE[self.ctx.request.place.platform].fullmatch(role):
            text = words.s(
                "I find no role or user group with this name. Paste its id or its mention."
            )
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
