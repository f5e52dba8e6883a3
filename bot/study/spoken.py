"""Names of weekdays and months as people type them, in English and in one more language."""

from collections.abc import Iterable, Mapping
from functools import cache

from bot.catalog.search import fold
from bot.core.words import PSEUDO, SOURCE

_MORE_DAYS = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_MORE_MONTHS = {"sept": 9}
_FORMS = ("wide", "abbreviated")


@cache
def weekdays(language: str = SOURCE) -> Mapping[str, int]:
    """Map folded names to weekdays, 0 for Monday: "monday", "mondays", "mon", "lundi"."""
    found = _names("days", language, range(7)) | _MORE_DAYS
    return {f"{name}s": day for name, day in found.items()} | found


@cache
def months(language: str = SOURCE) -> Mapping[str, int]:
    """Map folded names to months, 1 for January."""
    return _names("months", language, range(1, 13)) | _MORE_MONTHS


def _names(kind: str, language: str, keys: Iterable[int]) -> dict[str, int]:
    from babel import Locale  # noqa: PLC0415 (loads slowly)

    found: dict[str, int] = {}
    for tag in dict.fromkeys((SOURCE if language == PSEUDO else language, SOURCE)):
        widths = getattr(Locale.parse(tag, sep="-"), kind)["format"]
        for form in _FORMS:
            found |= {fold(widths[form][key]).rstrip("."): key for key in keys}
    return found
