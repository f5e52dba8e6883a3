"""A question that cannot be asked is refused with the way out."""

from pathlib import Path

import pytest

from bot.catalog.loader import read
from tests.unit.catalog.bakery import Spoilt, baked, change

WINDOW, ORDER = "item window-test:", "item order-of-work:"
ITEM = '[[item]]\nid = "window-test"'
WATER = "water = 350\n"


def practice(old: str, new: str, at: str, text: str) -> Spoilt:
    return Spoilt("practice.toml", old, new, at, text)


ANSWERS = """[[nudge.answer]]
id = "rose"
label = "It rose"
reply = "Good. Note the room temperature."

[[nudge.answer]]
id = "flat"
label = "Not yet"
reply = "Check the age of the yeast."
"""
CASES = [
    practice(
        ANSWERS,
        "",
        "[[nudge]]",
        "nudge week-one: answer is missing: add [[nudge.answer]] tables",
    ),
    practice(
        ANSWERS,
        "answer = 3\n",
        "answer = 3",
        'nudge week-one: answer is a number ("3"), not a list: write [[nudge.answer]] tables',
    ),
    practice(
        "right = true",
        "right = false",
        ITEM,
        f"{WINDOW} exactly one option needs right = true",
    ),
    practice(
        'text = "It has turned white"\nwhy',
        'text = "It has turned white"\nright = true\nwhy',
        ITEM,
        f"{WINDOW} exactly one option needs right = true",
    ),
    practice(
        'why = "Colour changes with the flour, not with kneading."\n',
        "",
        ITEM,
        f"{WINDOW} option whiter needs a why: the reason shown to who chose it",
    ),
    practice(
        'why = "It has to be active first."\n',
        "",
        '[[item]]\nid = "order-of-work"',
        f"{ORDER} option feed needs a why: the reason shown to who chose it",
    ),
    practice(
        'why = "It has to be active first."\n',
        'why = "It has to be active first."\nright = true\n',
        '[[item]]\nid = "order-of-work"',
        f"{ORDER} an order item takes its key from the order of its options: remove right = true",
    ),
    practice(
        'level = 1\ntype = "single"',
        'level = 1\ntype = "truefalse"',
        ITEM,
        f"{WINDOW} a truefalse item has two options: keep two, or use single",
    ),
    practice(
        'text = "It has turned white"',
        'text = "a piece stretches thin "',
        ITEM,
        f"{WINDOW} two options have the same text: change one",
    ),
    practice(
        WATER,
        WATER * 7,
        "code = '''",
        f"{ORDER} code has 9 lines, at most 8: cut it",
    ),
    practice(
        WATER,
        f"water = {'3' * 33}\n",
        "code = '''",
        f"{ORDER} a code line has 41 columns, at most 40: break it",
    ),
    practice(
        '"Mix flour and water first, wait half an hour, then add salt."',
        f'"{"x" * 226}"',
        'title = "Add salt late"',
        "tip salt-last: title, why and today are 281 characters together: cut to 280",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_cannot_be_asked_is_refused(case: Spoilt, tmp_path: Path) -> None:
    pack = case.bake(tmp_path)
    assert read([pack]).problems == (case.expected(pack),)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (WATER, WATER * 6),
        (WATER, f"water = {'3' * 32}\n"),
        ('"Mix flour and water first, wait half an hour, then add salt."', f'"{"x" * 225}"'),
    ],
)
def test_the_last_allowed_size_is_accepted(old: str, new: str, tmp_path: Path) -> None:
    pack = practice(old, new, "", "").bake(tmp_path)
    assert read([pack]).problems == ()


def test_the_texts_of_a_week_stay_within_900_characters(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    file = pack / "practice.toml"
    for old, size in (
        ("Bake one loaf and show the crumb.", 240),
        ("A plain loaf shows every mistake.", 240),
        ("What did your crust sound like?", 200),
        ("Did it rise?", 120),
    ):
        change(file, old, "x" * size)
    left = 900 - 800 - sum(map(len, ("One plain loaf", "It rose", "Not yet")))
    change(file, "Good. Note the room temperature.", "x" * (left - 2))
    change(file, "Check the age of the yeast.", "xx")
    assert read([pack]).problems == ()
    change(file, '"xx"', '"xxx"')
    [problem] = read([pack]).problems
    assert problem.text.endswith("the texts are 901 characters together: cut to 900")
