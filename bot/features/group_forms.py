"""What moderators write into the forms of groups, read and checked; mistakes are named inline."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.catalog.search import fold, match
from bot.core.cards import Choice
from bot.core.context import Context
from bot.core.faults import PersonFault
from bot.core.forms import FormErrors
from bot.core.markup import plain
from bot.study.dates import read_date
from bot.study.groups import Group
from bot.study.times import Either
from bot.study.zones import Place, read_zone

MOST_HOURS = 60
LISTED = 6


@dataclass(frozen=True, slots=True)
class Written:
    """Reads one form. Every method raises FormErrors, naming its field."""

    ctx: Context
    languages: Mapping[str, str]

    def name(self, typed: str, others: Collection[Group]) -> str:
        """Return the name, which no other open group here has."""
        name = " ".join(typed.split())
        if any(fold(each.name) == fold(name) for each in others):
            text = self.ctx.words.s("There is a group with this name. Choose another one.")
            raise FormErrors({"name": text})
        return name

    def free(self, name: str, others: Collection[Group]) -> str:
        """Return the name, with a number behind it where another group has it meanwhile."""
        taken, n, found = {fold(each.name) for each in others}, 1, name
        while fold(found) in taken:
            n += 1
            found = f"{name} {n}"
        return found

    def zone(self, typed: str, field: str = "zone") -> str:
        """Return the zone that is meant."""
        try:
            found = read_zone(typed, self.ctx.now)
        except PersonFault as fault:
            raise FormErrors({field: plain(fault.text(self.ctx.words))}) from fault
        if len(found) == 1:
            return found[0].zone
        names = ", ".join(map(self._offered, found[:LISTED]))
        raise FormErrors({field: self.ctx.words.s("Which one: {names}?", names=names)})

    def _offered(self, place: Place) -> str:
        return f"{place.city} ({place.time})"

    def monday(self, typed: str, zone: str) -> dt.date:
        """Return the Monday of the week that is meant, on the group's calendar."""
        today = self.ctx.now.astimezone(ZoneInfo(zone)).date()
        day: dt.date | Either[dt.date] = today
        if typed.strip():
            try:
                day = read_date(typed, today, self.ctx.words.locale)
            except PersonFault as fault:
                raise FormErrors({"starts": plain(fault.text(self.ctx.words))}) from fault
        if isinstance(day, Either):
            days = ", ".join(plain(self.ctx.words.day(each)) for each in day.options)
            raise FormErrors({"starts": self.ctx.words.s("Which one: {names}?", names=days)})
        return day - dt.timedelta(days=day.weekday())

    def pace(self, typed: str) -> int:
        """Return hours a week, 0 for nothing said."""
        said = typed.strip() or "0"
        if said.isdecimal() and int(said) <= MOST_HOURS:
            return int(said)
        text = self.ctx.words.s("Write a whole number from 0 to {n}.", n=MOST_HOURS)
        raise FormErrors({"pace": text})

    def language(self, typed: str) -> str:
        """Return the tag of a language of the interface."""
        if not typed.strip():
            return ""
        every = tuple(Choice(tag, name) for tag, name in self.languages.items())
        found = match(typed, every)
        if len(found) == 1:
            return found[0].value
        names = ", ".join(self.languages.values())
        raise FormErrors({"language": self.ctx.words.s("I speak: {names}.", names=names)})
