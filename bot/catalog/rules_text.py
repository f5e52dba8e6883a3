"""Rules for every sentence: length, wording, signs, and nothing that ages unnoticed."""

import re
from collections.abc import Iterator
from unicodedata import category, name

from bot.catalog.article import runs
from bot.catalog.problems import Problem
from bot.catalog.subject import Subject
from bot.catalog.texts import Text

AIM, LIMIT = 15, 20
"""Words a sentence should have, and may have."""

DATED_KINDS = frozenset({"certification", "salary", "fact", "source", "resource"})
"""Kinds whose records carry a date that is shown with them."""

MADE_UP = frozenset({"item", "scenario", "question"})
"""Kinds that tell a made-up case: an amount of money in it says nothing about the market."""

_TELLING = frozenset({"stem", "question", "follow_up", "option", "example"})

_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+|\n+")
_WORD = re.compile(r"\S*[A-Za-z0-9]\S*")
_FORBIDDEN = re.compile(
    r"\b(?:(?:all|none|both|any) of (?:the|these) (?:above|options|answers)|obviously|simply|just"
    r"|guru|ninja|rock ?star|easy money|of course|needless to say|no-brainer|wrong!)(?!\w)",
    re.IGNORECASE,
)
_MENTION = re.compile(r"@(?:here|everyone)\b|<!\w+|<[@#]", re.IGNORECASE)
_ODD = re.compile(r"[^\x20-\x7e\n]")
_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_PLAIN = {
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "-",
    "\u2013": "-",
    "\u2014": "a comma or -",
    "\u2212": "-",
    "\u2018": "'",
    "\u2019": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u201e": '"',
    "\u00ab": '"',
    "\u00bb": '"',
    "\u2026": "three dots",
    "\u00a0": "a space",
    "\u00d7": "times",
    "\u2192": "->",
}
_AGEING = re.compile(
    r"\b(?:latest|newest|currently|nowadays|recently|these days|this year)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?!\d|[.,]\d)")
_MONEY = re.compile(
    r"[$\u20ac\u00a3\u00a5]\s?\d|\b(?:USD|EUR|GBP)\b|\b\d[\d,.]*k? ?(?:dollars|euros?|pounds)\b"
)
_EXAM = re.compile(r"\b(?:[A-Z]{3}-C\d\d|(?:AI|AZ|DP|MS|PL|SC)-\d{3}|NC[AP]-[A-Z]{3,5})\b")
_AGES = (
    (_AGEING, "ages"),
    (_YEAR, "names a year"),
    (_MONEY, "names an amount of money"),
    (_EXAM, "names an exam code"),
)
_LINK = re.compile(r"\w+://|\bwww\.", re.IGNORECASE)
_STARS = re.compile(r"\*\*|(?<!\S)\*(?=\s)|(?<=\s)\*(?=\s|$)")
_MENU = frozenset({"title", "theme", "term", "label", "short", "name"})


def check(subject: Subject, wording: frozenset[str]) -> Iterator[Problem]:
    """Judge every text; `wording` holds the hashes of six-word runs that are not ours."""
    for text in subject.texts:
        if text.role == "prose":
            yield from _prose(text)
        if text.role != "code":
            yield from _signs(text)
            yield from _borrowed(text, wording)
        yield from _harm(text)


def sentences(text: Text) -> Iterator[int]:
    """Yield the length of each sentence in words."""
    if text.role == "prose":
        for sentence in _END.split(text.bare):
            length = len(_WORD.findall(sentence))
            if length:
                yield length


def _prose(text: Text) -> Iterator[Problem]:
    for length in sentences(text):
        if length > LIMIT:
            yield text.problem(f"has a sentence of {length} words, at most {LIMIT}: split it")
    for found in _FORBIDDEN.finditer(text.bare):
        yield text.problem(f'says "{found[0]}": leave it out or say it plainly')
    link = _LINK.search(text.bare)
    if link is not None:
        yield text.problem("holds an address: make it a resource or a source and name that")
    yield from _dated(text)


def _dated(text: Text) -> Iterator[Problem]:
    record = text.entry.record
    dated = bool(record.sources) and getattr(record, "review_by", None) is not None
    if text.entry.kind in DATED_KINDS or dated:
        return
    for pattern, what in _AGES:
        found = pattern.search(text.bare)
        if found is not None and not _made_up(text, pattern):
            yield text.problem(f'{what} ("{found[0]}"): {_way_out(text, pattern)}')


def _made_up(text: Text, pattern: re.Pattern[str]) -> bool:
    """Whether a text tells a case in which this says nothing about the world."""
    case = text.entry.kind in MADE_UP or text.path[0] == "example"
    return case and (pattern is _MONEY or (pattern is _AGEING and text.path[0] in _TELLING))


def _way_out(text: Text, pattern: re.Pattern[str]) -> str:
    move = "move it to a dated record (fact, salary, certification)"
    if text.entry.kind == "tip":
        move = "leave it out, or add sources and review_by"
    return f"{move}; if it is a number, write 2,048" if pattern is _YEAR else move


def _signs(text: Text) -> Iterator[Problem]:
    value = text.value
    if "`" in value or "*" in value:
        fault = _markup(value, text.bare)
        if fault is not None:
            yield text.problem(fault)
        elif text.path[-1] in _MENU:
            yield text.problem("stands in menus, which show no markup: write it without * and `")
    if "\\" in text.bare:
        yield text.problem("holds a backslash: put it into `code` or leave it out")


def _markup(value: str, bare: str) -> str | None:
    if "``" in value:
        return "holds `` (two backticks): write `code` with one on each side"
    if "`" in bare:
        return "opens `code` and does not close it: add the missing backtick"
    if _STARS.search(bare):
        return "holds a * that is no bold: write *bold*, or put a formula into `code`"
    if bare.count("*") % 2:
        return "opens *bold* and does not close it: add the missing *"
    return None


def _harm(text: Text) -> Iterator[Problem]:
    mention = _MENTION.search(text.value)
    if mention is not None:
        yield text.problem(f"would ping people ({mention[0]}): take it out")
    for sign in dict.fromkeys(_ODD.findall(text.value)):
        if category(sign) in _HIDDEN:
            code = f"U+{ord(sign):04X} {name(sign, 'control character').lower()}"
            yield text.problem(f"holds an invisible sign ({code}): delete it")
        elif sign in _PLAIN and text.role != "name":
            yield text.problem(f"holds {sign}: write {_PLAIN[sign]}", "warning")


def _borrowed(text: Text, wording: frozenset[str]) -> Iterator[Problem]:
    for digest, run in runs(text.value):
        if digest in wording:
            yield text.problem(f'shares "{run}" with the career article: say it in other words')
            return
