"""The words of the interface: marked where they are written, translated when they are drawn.

English is the source. Catalogues are gettext `.po` files below `content/words/`, read when first
needed. `en-XA` is a pseudo-locale: every text grows and wears brackets, so that what was never
marked for translation, or no longer fits, shows at once.
"""

import datetime as dt
import gettext
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, cast

from bot.core.markup import Marked, escape

if TYPE_CHECKING:
    from babel import Locale

SOURCE = "en"
PSEUDO = "en-XA"
REMEMBERED = 1_000
"""Tags without a catalogue that are not looked for again: every answer names one or two."""

_ACCENTS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀçďéƒğĥíĵķļṁñóṗɋŕšţúṽŵẋýžÁƁÇĎÉƑĞĤÍĴĶĻṀÑÓṖɊŔŠŢÚṼŴẊÝŽ",
)


def N_(message: str) -> str:  # noqa: N802 (gettext's own name for marking without translating)
    """Mark a text for translation where it is declared; `Words` translates it when drawn."""
    return message


class Catalogue(Protocol):
    """What a gettext catalogue can do."""

    def gettext(self, message: str, /) -> str:
        """Translate a message."""
        ...

    def ngettext(self, one: str, more: str, n: int, /) -> str:
        """Translate a message that counts."""
        ...

    def pgettext(self, context: str, message: str, /) -> str:
        """Translate a message that means something else elsewhere."""
        ...


class Pseudo(gettext.NullTranslations):
    """Accents every letter outside placeholders and makes a text about 40 % longer."""

    def gettext(self, message: str) -> str:
        """Return the accented text in brackets."""
        return _pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the accented text for a count, in brackets."""
        return _pseudo(msgid1 if n == 1 else msgid2)


def _pseudo(message: str) -> str:
    parts, depth = list[str](), 0
    for letter in message:
        depth += (letter == "{") - (letter == "}")
        parts.append(letter if depth or letter == "}" else letter.translate(_ACCENTS))
    return f"[{''.join(parts)}{'~' * (len(message) * 2 // 5)}]"


class Words:
    """The voice in one language. `t` gives text for cards, `s` plain text for labels."""

    def __init__(self, locale: str = SOURCE, catalogue: Catalogue | None = None) -> None:
        """Speak `locale` (a BCP 47 tag) from a catalogue; without one, English."""
        self.locale = locale
        self._catalogue = catalogue or gettext.NullTranslations()

    def s(self, message: str, /, **fields: str | int) -> str:
        """Say it as plain text: labels, titles, menu entries."""
        text = self._catalogue.gettext(message) if message else ""
        return text.format(**fields) if fields else text

    def name(self, name: str) -> str:
        """Say the name of a command or an option: one word in small letters, as platforms want."""
        return self._catalogue.pgettext("name", name)

    def t(self, message: str, /, **fields: str | int) -> Marked:
        """Say it as text of a card. A plain string among the fields is made harmless first."""
        return Marked(self.s(message, **_harmless(fields)))

    def tn(self, one: str, more: str, n: int, /, **fields: str | int) -> Marked:
        """Say something that counts, with `{n}`, as text of a card."""
        text = self._catalogue.ngettext(one, more, n)
        return Marked(text.format(n=n, **_harmless(fields)))

    @cached_property
    def _babel(self) -> "Locale":
        from babel import Locale  # noqa: PLC0415 (loads slowly; most cards name no date)

        return Locale.parse(SOURCE if self.locale == PSEUDO else self.locale, sep="-")

    @cached_property
    def _dates(self) -> "Locale":
        from babel import Locale  # noqa: PLC0415 (as above)

        return Locale("en", "GB") if self._babel.language == SOURCE else self._babel

    def day(self, date: dt.date, today: dt.date | None = None) -> Marked:
        """Write a date with weekday and month in letters; the year where it is not this year.

        Abroad the month is written out: many languages end a short one with a full stop, which
        would stand before that of the sentence.
        """
        from babel.dates import format_date  # noqa: PLC0415 (as above)

        pattern = self._order("MMMEd" if today and today.year == date.year else "yMMMEd")
        return Marked(format_date(date, pattern, locale=self._dates))

    def _order(self, parts: str) -> str:
        known = cast("Mapping[str, object]", self._dates.datetime_skeletons)
        if self._babel.language == SOURCE:
            return str(known[parts])
        found = known.get(parts.replace("MMM", "MMMM"))
        return str(found or str(known[parts]).replace("MMM", "MMMM"))

    def date(self, date: dt.date) -> Marked:
        """Write a date of a fact: day, month in letters, year."""
        from babel.dates import format_date  # noqa: PLC0415 (as above)

        return Marked(format_date(date, "d MMM y", locale=self._dates))

    def money(self, amount: int, currency: str) -> Marked:
        """Write an amount without cents."""
        from babel.numbers import format_currency  # noqa: PLC0415 (as above)

        pattern = self._babel.currency_formats["standard"].pattern.replace(".00", "")
        return Marked(
            format_currency(amount, currency, pattern, locale=self._babel, currency_digits=False)
        )


def _harmless(fields: dict[str, str | int]) -> dict[str, str | int]:
    return {
        name: value if isinstance(value, (int, Marked)) else escape(value)
        for name, value in fields.items()
    }


class Lexicon:
    """All languages the bot speaks. `load` reads one catalogue by tag, or returns None."""

    def __init__(self, load: Callable[[str], Catalogue | None] = lambda _: None) -> None:
        """Start with English alone; others are read when first asked for."""
        self._load = load
        self._words: dict[str, Words] = {SOURCE: Words(), PSEUDO: Words(PSEUDO, Pseudo())}
        self._missing = set[str]()

    def speak(self, *wishes: str) -> Words:
        """Return the first language of the wishes that exists, else English.

        Wishes are BCP 47 tags in falling order; `fr-CA` falls back to `fr`.
        """
        for wish in filter(None, wishes):
            for tag in dict.fromkeys((wish, wish.split("-")[0])):
                found = self._words.get(tag) or self._fetch(tag)
                if found is not None:
                    return found
        return self._words[SOURCE]

    def _fetch(self, tag: str) -> Words | None:
        if tag in self._missing:
            return None
        catalogue = self._load(tag)
        if catalogue is None:
            if len(self._missing) < REMEMBERED:
                self._missing.add(tag)
            return None
        return self._words.setdefault(tag, Words(tag, catalogue))
