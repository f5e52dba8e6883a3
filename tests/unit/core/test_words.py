"""The interface speaks the reader's language, and shows at once what was never translated."""

import datetime as dt
import gettext
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.markup import Marked, Plain, plain, spans
from bot.core.words import N_, PSEUDO, SOURCE, Catalogue, Lexicon, Pseudo, Words
from tests.unit.core.strategies import NASTY

FIELD = st.from_regex(r"\{[a-z]{1,8}\}", fullmatch=True)
LETTERS = st.text(string.ascii_letters + " .,!?*`\n0123", min_size=1, max_size=20)
MESSAGES = st.lists(FIELD | LETTERS, min_size=1, max_size=6).map("".join)
PLACEHOLDER = re.compile(r"\{[a-z]*\}")
FRENCH = {"Hello": "Bonjour", "{n} day": "{n} jour", "{n} days": "{n} jours"}
MONDAY = dt.date(2027, 3, 8)


class French(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return FRENCH.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return FRENCH[msgid1 if n <= 1 else msgid2]

    def pgettext(self, context: str, message: str) -> str:
        return {("name", "roadmap"): "parcours"}.get((context, message), message)


def speaking(*tags: str) -> tuple[Lexicon, list[str]]:
    """Make a lexicon that has catalogues for these tags, and the list of what it looked for."""
    asked: list[str] = []

    def load(tag: str) -> Catalogue | None:
        asked.append(tag)
        return French() if tag in tags else None

    return Lexicon(load), asked


def bare(date: str) -> str:
    """Take out the comma, which comes and goes with the editions of the tables of dates."""
    return date.replace(",", "")


@given(MESSAGES)
def test_the_pseudo_locale_leaves_no_plain_letter_outside_placeholders(message: str) -> None:
    drawn = Pseudo().gettext(message)
    assert not set(PLACEHOLDER.sub("", drawn)) & set(string.ascii_letters)
    assert PLACEHOLDER.findall(drawn) == PLACEHOLDER.findall(message)
    assert (drawn[0], drawn[-1]) == ("[", "]")


@given(MESSAGES)
def test_the_pseudo_locale_grows_every_text_by_a_third(message: str) -> None:
    assert len(Pseudo().gettext(message)) >= len(message) * 1.3


@given(MESSAGES)
def test_what_is_no_letter_stands_where_it_stood(message: str) -> None:
    drawn = Pseudo().gettext(message)[1:]
    for before, after in zip(message, drawn, strict=False):
        assert before == after or before in string.ascii_letters


def test_the_pseudo_locale_fills_its_placeholders() -> None:
    words = Lexicon().speak(PSEUDO)
    said = words.t("Only {n} of {name}", n=3, name="abc")
    assert "3" in said
    assert "abc" in said
    assert words.tn("{n} day", "{n} days", 1) != words.tn("{n} day", "{n} days", 2)
    assert "2" in words.tn("{n} day", "{n} days", 2)
    assert words.name("roadmap") == "roadmap", "platforms want a name they can show"


@pytest.mark.parametrize(
    ("wishes", "tag"),
    [
        ((), SOURCE),
        (("",), SOURCE),
        (("de",), SOURCE),
        (("fr",), "fr"),
        (("fr-CA",), "fr"),
        (("pt-BR",), "pt-BR"),
        (("pt",), SOURCE),
        (("", "fr-CA"), "fr"),
        (("de", "fr"), "fr"),
        (("fr", "de"), "fr"),
        (("en-GB", "fr"), SOURCE),
        (("zz-ZZ", "", "xx"), SOURCE),
        (("en-XA",), PSEUDO),
        (("../../etc",), SOURCE),
    ],
)
def test_the_first_wish_that_exists_is_spoken(wishes: tuple[str, ...], tag: str) -> None:
    lexicon, _ = speaking("fr", "pt-BR")
    assert lexicon.speak(*wishes).locale == tag


def test_a_catalogue_is_read_when_first_asked_for_and_once() -> None:
    lexicon, asked = speaking("fr")
    assert asked == []
    first = lexicon.speak("fr-CA")
    assert lexicon.speak("fr") is first
    assert asked.count("fr") == 1
    lexicon.speak("en", "fr")
    assert asked.count("en") == 0, "English needs no catalogue"


def test_a_language_translates_texts_counts_and_names() -> None:
    words = speaking("fr")[0].speak("fr")
    assert words.s("Hello") == "Bonjour"
    assert words.t("Hello") == Marked("Bonjour")
    assert words.tn("{n} day", "{n} days", 1) == "1 jour"
    assert words.tn("{n} day", "{n} days", 2) == "2 jours"
    assert words.name("roadmap") == "parcours"
    assert words.s("Not translated") == "Not translated"


def test_marking_a_text_does_not_change_it() -> None:
    assert N_("Hello") == "Hello"


@given(NASTY, NASTY)
def test_plain_fields_are_made_harmless(name: str, other: str) -> None:
    said = Words().t("*{name}* and {other}", name=name, other=other)
    drawn = spans(said)
    heavy = "".join(span.text for span in drawn if isinstance(span, Plain) and span.bold)
    assert all(type(span) is Plain for span in drawn)
    assert heavy == plain(Words().t("{name}", name=name))
    counted = Words().tn("{name}", "{name} {n}", 2, name=name)
    assert all(type(span) is Plain and not span.bold for span in spans(counted))


def test_marked_fields_and_numbers_keep_their_meaning() -> None:
    said = Words().t("{a} {b}", a=Marked("*x*"), b=7)
    assert spans(said) == (Plain("x", bold=True), Plain(" 7"))


def test_a_label_is_left_as_it_was_typed() -> None:
    assert Words().s("{n} *stars*", n="*") == "* *stars*"
    assert Words().s("{n}") == "{n}", "without fields, nothing is filled in"
    assert Words().s("") == "", "gettext would answer its own header"


@pytest.mark.parametrize("tag", ["en", PSEUDO])
def test_dates_have_letters_so_that_nobody_mixes_day_and_month(tag: str) -> None:
    words = Lexicon().speak(tag)
    assert words.date(MONDAY) == "8 Mar 2027"
    assert bare(words.day(MONDAY, dt.date(2027, 1, 1))) == "Mon 8 Mar"
    assert bare(words.day(MONDAY, dt.date(2026, 12, 31))) == "Mon 8 Mar 2027"
    assert bare(words.day(MONDAY)) == "Mon 8 Mar 2027"


def test_dates_and_money_are_written_as_the_reader_does() -> None:
    french = speaking("fr")[0].speak("fr")
    assert french.date(MONDAY) == "8 mars 2027"
    november = dt.date(2026, 11, 23)
    assert french.day(november, november) == "lun. 23 novembre", "without a full stop at its end"
    assert french.day(november) == "lun. 23 novembre 2026"
    assert bare(french.day(MONDAY, MONDAY)) == "lun. 8 mars"
    assert Words().money(128_000, "USD") == "$128,000"
    assert Words().money(58_500, "EUR") == "\u20ac58,500"
    assert french.money(58_500, "EUR") == "58\u202f500\u00a0€"
    assert french.money(118_000, "USD") == "118\u202f000\u00a0$US"
