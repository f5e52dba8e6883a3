"""What a model refuses is said with file, line and the way out, in plain words."""

import re
from pathlib import Path

import pytest

from bot.catalog.loader import read
from tests.unit.catalog.bakery import Spoilt

LONG = "x" * 72
SALT = "tip salt-last:"
ITEM = "item window-test:"
EXAM = "certification baker-one:"
TITLE = 'title = "Add salt late"'
MINUTES = "minutes = 30"
WHY = 'why = "Salt slows the yeast when both meet early."\n'
RUBRIC = '["Equal weight", "Even crust", "Open crumb", "On time", "Costs noted"]'
TIP_KEYS = (
    "id, rev, status, aliases, replaces, article, sources, trait, step, level, kind, title, why, "
    "today, minutes, skill, review_by"
)


def practice(old: str, new: str, at: str, text: str) -> Spoilt:
    return Spoilt("practice.toml", old, new, at, text)


def facts(old: str, new: str, at: str, text: str) -> Spoilt:
    return Spoilt("facts.toml", old, new, at, text)


REFUSED = [
    practice(
        MINUTES,
        f"{MINUTES}\nminuets = 3",
        "minuets",
        f"{SALT} unknown key minuets: write minutes",
    ),
    practice(
        MINUTES,
        f"{MINUTES}\nqqq = 3",
        "qqq",
        f"{SALT} unknown key qqq: remove it, or use one of: {TIP_KEYS}",
    ),
    practice(
        'misconception = "colour-shows-strength"',
        'misconcept = "colour-shows-strength"',
        "misconcept =",
        f"{ITEM} unknown key misconcept in option 2: write misconception",
    ),
    practice(
        WHY,
        "",
        '[[tip]]\nid = "salt-last"',
        f'{SALT} why is missing: add why = "..."',
    ),
    practice(
        f"{MINUTES}\n",
        "",
        '[[tip]]\nid = "salt-last"',
        f"{SALT} minutes is missing: add minutes = 1",
    ),
    practice(
        'kind = "habit"\n',
        "",
        '[[tip]]\nid = "salt-last"',
        f'{SALT} kind is missing: add kind = "habit"',
    ),
    practice(
        'text = "It has turned white"\n',
        "",
        '[[item.option]]\nid = "whiter"',
        f'{ITEM} text is missing in option 2: add text = "..."',
    ),
    practice(
        f"rubric = {RUBRIC}\n",
        "",
        "[[project]]",
        'project market-stall: rubric is missing: add rubric = ["..."]',
    ),
    facts(
        'checked_on = 2026-11-01\nabout = "',
        'about = "',
        "[[source]]",
        "source guild: checked_on is missing: add checked_on = 2026-01-31",
    ),
    practice(
        TITLE,
        f'title = "{LONG}"',
        f'title = "{LONG}"',
        f"{SALT} title is 72 characters, at most 60: cut 12",
    ),
    practice(
        TITLE,
        'title = "A"',
        'title = "A"',
        f"{SALT} title is 1 characters, at least 2: write 1 more",
    ),
    practice(
        '"You write times down."',
        f'"{LONG}{LONG}{LONG}"',
        f"{LONG}{LONG}{LONG}",
        "trait patience: entry 2 of shows is 216 characters, at most 160: cut 56",
    ),
    practice(
        RUBRIC,
        '["Equal weight", "Even crust"]',
        "rubric =",
        "project market-stall: rubric has 2 entries, at least 5: add 3",
    ),
    practice(
        RUBRIC,
        RUBRIC.replace("]", ', "Smell"]'),
        "rubric =",
        "project market-stall: rubric has 6 entries, at most 5: remove 1",
    ),
    practice(
        TITLE,
        "title = 7",
        "title = 7",
        f'{SALT} title is a number ("7"), not a text: write title = "..."',
    ),
    practice(
        MINUTES,
        'minutes = "half an hour"',
        '"half an hour"',
        f'{SALT} minutes is a text ("half an hour"), not a whole number: write minutes = 1',
    ),
    practice(
        MINUTES,
        "minutes = true",
        "minutes = true",
        f'{SALT} minutes is true or false ("True"), not a whole number: write minutes = 1',
    ),
    practice(
        MINUTES,
        "minutes = 0.5",
        "minutes = 0.5",
        f'{SALT} minutes is a number with a point ("0.5"), not a whole number: write minutes = 1',
    ),
    practice(
        MINUTES,
        "minutes = 0",
        "minutes = 0",
        f"{SALT} minutes is 0, at least 1: write 1 or more",
    ),
    practice(
        MINUTES,
        "minutes = 90",
        "minutes = 90",
        f"{SALT} minutes is 90, at most 60: write 60 or less",
    ),
    facts(
        "amount = 30000",
        "amount = 0",
        "amount = 0",
        "salary bakers-2025: amount is 0, at least 1: write 1 or more",
    ),
    practice(
        "right = true",
        'right = "yes"',
        'right = "yes"',
        f'{ITEM} right of option 1 is a text ("yes"), not true or false: write right = true',
    ),
    practice(
        'words = ["gluten"]',
        'words = "gluten"',
        'words = "gluten"',
        f'{ITEM} words is a text ("gluten"), not a list: write words = ["..."]',
    ),
    facts(
        "opens = 2020-01-01",
        'opens = "soon"',
        "opens =",
        f'{EXAM} opens is a text ("soon"), not a date: write opens = 2026-01-31 without quotes',
    ),
    facts(
        "opens = 2020-01-01",
        "opens = 2020-01-01T10:00:00Z",
        "opens =",
        f'{EXAM} opens is a date with a time ("2020-01-01 10:00:00+00:00"), not a date: '
        "write opens = 2026-01-31 without quotes",
    ),
    practice(
        'kind = "habit"',
        'kind = "habbit"',
        "habbit",
        f'{SALT} kind is "habbit", but may be "habit", "check", "trick", "career": write "habit"',
    ),
    practice(
        'kind = "habit"',
        'kind = "zzz"',
        "zzz",
        f'{SALT} kind is "zzz", but may be "habit", "check", "trick", "career": write one of them',
    ),
    practice(
        'id = "salt-last"',
        'id = "Salt_last"',
        "Salt_last",
        'tip Salt_last: id is "Salt_last": '
        'use small letters, digits and single hyphens: "data-leakage"',
    ),
    Spoilt(
        "roadmap.toml",
        "https://bread.example.org/knead",
        "http://bread.example.org/knead",
        "http://bread",
        'resource knead-guide: url is "http://bread.example.org/knead": '
        "start with https:// and leave out spaces and ()<>|",
    ),
    facts(
        'currency = "EUR"\nkind',
        'currency = "euro"\nkind',
        '"euro"',
        'salary bakers-2025: currency is "euro": write three capital letters: "USD"',
    ),
    facts(
        "role.definition",
        "role",
        '"role"]',
        'statement what-bakers-do: entry 1 of article is "role": '
        'write a statement of the article: "salary.factors"',
    ),
    Spoilt(
        "pack.toml",
        '"1.0.0"',
        '"1.0"',
        "version",
        'pack: version is "1.0": write three numbers: "1.4.0"',
    ),
    Spoilt(
        "pack.toml",
        '"en"',
        '"english"',
        "language",
        'pack: language is "english": write a language: "en" or "en-GB"',
    ),
    Spoilt(
        "pack.toml",
        'language = "en"',
        'langauge = "en"\nlanguage = "en"',
        "langauge",
        "pack: unknown key langauge: write language",
    ),
    facts(
        'price = { amount = 90, currency = "EUR", checked_on = 2026-11-01 }',
        "price = 90",
        "price = 90",
        f'{EXAM} price is a number ("90"), not a table: write price = {{ key = value }}',
    ),
    facts(
        "amount = 90",
        "amount = -1",
        "price =",
        f"{EXAM} amount of price is -1, at least 0: write 0 or more",
    ),
    facts(
        'review_by = 2027-01-30\nsources = ["guild"]\n\n[[fact]]',
        'review_by = 2025-01-30\nsources = ["guild"]\n\n[[fact]]',
        "review_by = 2025-01-30",
        "salary bakers-2025: review_by lies before checked_on: write a later date",
    ),
]


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_a_refusal_names_the_line_and_the_way_out(case: Spoilt, tmp_path: Path) -> None:
    pack = case.bake(tmp_path)
    assert read([pack]).problems == (case.expected(pack),)


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_no_word_of_the_library_is_seen(case: Spoilt, tmp_path: Path) -> None:
    [problem] = read([case.bake(tmp_path)]).problems
    assert not re.search(
        r"input should|pydantic|validation|literal|tuple|_type", problem.text, re.IGNORECASE
    )


def test_every_refusal_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    [first, second] = [
        one for one in REFUSED if "minutes is 0" in one.text or "of shows" in one.text
    ]
    pack = first.bake(tmp_path / "one")
    file = pack / "practice.toml"
    file.write_text(
        file.read_text(encoding="utf-8").replace(second.old, second.new), encoding="utf-8"
    )
    assert {problem.text for problem in read([pack]).problems} == {first.text, second.text}
