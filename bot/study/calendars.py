"""Public holidays by country, from the library `holidays`, which is loaded when first asked for.

Loading takes about a second and 30 MB, once per process: call `calendar` first in a thread. It
knows every country by its ISO 3166 code, and many regions, such as DE-BE.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast

from bot.catalog.search import match
from bot.core.cards import Choice
from bot.core.faults import PersonFault
from bot.core.words import PSEUDO, SOURCE
from bot.study.recurrence import NO_HOLIDAYS, Calendar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holidays import HolidayBase


class UnknownCountry(PersonFault):
    """I know no public holidays for "{value}". Write a country or its code: DE, or DE-BE."""


@dataclass(frozen=True, slots=True)
class CountryCalendar:
    """The public holidays of one country or region, as the library knows them."""

    code: str
    table: "HolidayBase"

    def holiday(self, day: dt.date) -> str:
        """Name the public holiday on a date; several are joined by "; "."""
        return self.table.get(day) or ""

    def works(self, day: dt.date) -> bool:
        """Tell a working day from holidays and the country's weekend."""
        return day.weekday() not in self.table.weekend and not self.holiday(day)


def calendar(code: str, language: str = SOURCE) -> Calendar:
    """Return the holidays of DE or DE-BE, named in a language where the library has it.

    The empty code means no holidays. Raises UnknownCountry.
    """
    return _calendar(code.upper(), language) if code else NO_HOLIDAYS


@cache
def _calendar(code: str, language: str) -> Calendar:
    import holidays  # noqa: PLC0415 (a second and 30 MB, and most schedules name no country)

    country, _, region = code.partition("-")
    if country not in codes():
        raise UnknownCountry(value=code)
    try:
        table = holidays.country_holidays(country, region or None)
        spoken = _spoken(table, language)
        table = holidays.country_holidays(country, region or None, language=spoken)
    except NotImplementedError as error:  # the library's word for a region it does not know
        raise UnknownCountry(value=code) from error
    return CountryCalendar(code, table)


def _spoken(table: "HolidayBase", language: str) -> str | None:
    wishes = (language.split("-", maxsplit=1)[0], SOURCE)
    spoken = table.supported_languages
    return next((each for wish in wishes for each in spoken if each.startswith(wish)), None)


@cache
def codes() -> frozenset[str]:
    """Return the two-letter codes of all countries that have a calendar."""
    from holidays.registry import EntityLoader  # noqa: PLC0415 (as above)

    every = EntityLoader.get_country_codes(include_aliases=False)
    return frozenset(code for code in every if len(code) == len("DE"))


@cache
def countries(language: str = SOURCE) -> tuple[Choice, ...]:
    """List the countries by name in a language, for a menu."""
    from babel import Locale  # noqa: PLC0415 (loads slowly)

    spoken = SOURCE if language == PSEUDO else language
    named = cast("Mapping[str, str]", Locale.parse(spoken, sep="-").territories)
    every = (Choice(code, named.get(code, code)) for code in codes())
    return tuple(sorted(every, key=lambda choice: choice.label))


@cache
def regions(country: str) -> tuple[Choice, ...]:
    """List the regions of a country that have holidays of their own, with their own names."""
    import holidays  # noqa: PLC0415 (as above)

    table = holidays.country_holidays(country)
    named = {code: name for name, code in table.subdivisions_aliases.items()}
    every = ((f"{country}-{each}", named.get(each, each)) for each in table.subdivisions)
    return tuple(Choice(code, f"{name} ({code})", code) for code, name in every)


def suggest(typed: str, language: str = SOURCE) -> tuple[Choice, ...]:
    """Complete a country by name or code, and its regions once the country is clear."""
    country, dash, _ = typed.strip().upper().partition("-")
    if dash and country in codes():
        return match(typed.strip(), regions(country))
    found = match(typed, countries(language))
    if len(found) == 1:
        return (found[0], *regions(found[0].value))[:25]
    return found
