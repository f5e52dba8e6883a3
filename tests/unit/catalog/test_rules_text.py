"""Every sentence is short, plain, harmless, ours, and true next year."""

from pathlib import Path

import pytest

from bot.catalog.article import hashes
from bot.catalog.lint import lint
from bot.catalog.problems import Severity
from tests.unit.catalog.bakery import TODAY, Spoilt, baked, change, judged

SALT = "tip salt-last: why"
TWENTY = "One two three four five six seven eight nine ten " * 2
MOVE = "move it to a dated record (fact, salary, certification)"
TIP = "leave it out, or add sources and review_by"
NUMBER = "if it is a number, write 2,048"


def why(text: str, said: str, severity: Severity = "error") -> Spoilt:
    """Put a text into the reason of a tip."""
    old = "Salt slows the yeast when both meet early."
    new = text.encode("unicode_escape").decode() if not text.isprintable() else text
    at = 'why = "' if not new else f'"{new}"'
    return Spoilt("practice.toml", old, new, at, f"{SALT} {said}", severity)


BAD = [
    why(f"{TWENTY}one.", "has a sentence of 21 words, at most 20: split it"),
    why(f"Short. {TWENTY}one? Yes.", "has a sentence of 21 words, at most 20: split it"),
    why(f"So: {TWENTY}", "has a sentence of 21 words, at most 20: split it"),
    why("Obviously it does.", 'says "Obviously": leave it out or say it plainly'),
    why("It is simply so.", 'says "simply": leave it out or say it plainly'),
    why("All of the above.", 'says "All of the above": leave it out or say it plainly'),
    why("None of these options.", 'says "None of these options": leave it out or say it plainly'),
    why("Ask a guru.", 'says "guru": leave it out or say it plainly'),
    why("It is easy money.", 'says "easy money": leave it out or say it plainly'),
    why("Your answer is wrong!", 'says "wrong!": leave it out or say it plainly'),
    why(
        "See https://x.org/a now.", "holds an address: make it a resource or a source and name that"
    ),
    why("See www.x.org now.", "holds an address: make it a resource or a source and name that"),
    why("It is the latest way.", f'ages ("latest"): {TIP}'),
    why("Bakers currently do so.", f'ages ("currently"): {TIP}'),
    why("Since 2019 it is so.", f'names a year ("2019"): {TIP}; {NUMBER}'),
    why("In 1987, it was so.", f'names a year ("1987"): {TIP}; {NUMBER}'),
    why("A loaf costs $4.", f'names an amount of money ("$4"): {TIP}'),
    why("A loaf costs 4 euros.", f'names an amount of money ("4 euros"): {TIP}'),
    why("Prices are in USD.", f'names an amount of money ("USD"): {TIP}'),
    why("Take AI-102 first.", f'names an exam code ("AI-102"): {TIP}'),
    why("Take MLS-C01 first.", f'names an exam code ("MLS-C01"): {TIP}'),
    why("It is *heavy.", "opens *bold* and does not close it: add the missing *"),
    why("It is `code.", "opens `code` and does not close it: add the missing backtick"),
    why(
        "It is **heavy**.", "holds a * that is no bold: write *bold*, or put a formula into `code`"
    ),
    why(
        "It is 2 * 3 * 4.", "holds a * that is no bold: write *bold*, or put a formula into `code`"
    ),
    why("It is ``x``.", "holds `` (two backticks): write `code` with one on each side"),
    why("It is `` so.", "holds `` (two backticks): write `code` with one on each side"),
    why("Ask @everyone now.", "would ping people (@everyone): take it out"),
    why("Ask @HERE now.", "would ping people (@HERE): take it out"),
    why("Ask <!channel> now.", "would ping people (<!channel): take it out"),
    why("Ask <@U123> now.", "would ping people (<@): take it out"),
    why(
        "It is \u202eso.",
        "holds an invisible sign (U+202E right-to-left override): delete it",
    ),
    why("It is \u200bso.", "holds an invisible sign (U+200B zero width space): delete it"),
    why("It is \tso.", "holds an invisible sign (U+0009 control character): delete it"),
    why("Flour \u2014 water.", "holds \u2014: write a comma or -", "warning"),
    why("A \u201cgood\u201d loaf.", 'holds \u201c: write "', "warning"),
    why("Don\u2019t.", "holds \u2019: write '", "warning"),
]


@pytest.mark.parametrize("case", BAD, ids=str)
def test_a_bad_text_says_the_way_out(case: Spoilt, tmp_path: Path) -> None:
    pack = case.bake(tmp_path)
    expected = case.expected(pack)
    assert [one for one in judged(pack).problems if one.text == expected.text] == [expected]


def test_a_line_of_a_list_is_named_by_its_number(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    change(pack / "practice.toml", "You write times down.", "You simply write.")
    [problem] = judged(pack).problems
    assert problem.text.startswith('trait patience: entry 2 of shows says "simply"')


@pytest.mark.parametrize(
    "text",
    [
        TWENTY.strip() + ".",
        f"{TWENTY}`one two three`.".replace("ten ", "", 1),
        "Adjust it. Justice. Unwrong! The above.",
        "It is *heavy* and `2 * 3` and `a\\\\b`.",
        "Mail a@b or a 10,000 gram loaf: 2,019 of 1987.5.",
        "Caf\u00e9 au lait.",
        "Take UTF-16, SHA-256 or VGG-16.",
        "Bold *at* the end of a *line*",
    ],
)
def test_a_good_text_passes(text: str, tmp_path: Path) -> None:
    pack = why(text, "").bake(tmp_path)
    assert judged(pack).problems == ()


def test_a_backslash_outside_code_is_an_error(tmp_path: Path) -> None:
    pack = why("It is 5\\\\% more.", "").bake(tmp_path)
    said = f"{SALT} holds a backslash: put it into `code` or leave it out"
    assert [one.text for one in judged(pack).problems] == [said]


@pytest.mark.parametrize(
    ("file", "old", "said"),
    [
        ("practice.toml", "Add salt late", "tip salt-last: title"),
        ("practice.toml", "One plain loaf", "nudge week-one: theme"),
        ("practice.toml", "It rose", "nudge week-one: label of answer 1"),
        ("roadmap.toml", "Knead by hand", "skill knead: title"),
    ],
)
def test_what_stands_in_menus_has_no_markup(file: str, old: str, said: str, tmp_path: Path) -> None:
    pack = baked(tmp_path)
    change(pack / file, old, f"*{old}*")
    [problem] = judged(pack).problems
    assert problem.text == f"{said} stands in menus, which show no markup: write it without * and `"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("How do you see that a dough", "The newest loaf costs 4 euros. How"),
        ("A piece stretches thin", "The latest costs $4"),
        ("Guests come an hour early", "Guests pay 4 euros this year"),
        ("Why does a dough rest", "Why pay 4 euros for the latest"),
        ("Rye has little of it", "The latest rye costs 4 euros"),
        ("Toast hides the gummy crumb.", "Toast saves 4 euros."),
    ],
)
def test_a_made_up_case_may_name_money_and_the_latest_row(
    old: str, new: str, tmp_path: Path
) -> None:
    pack = baked(tmp_path)
    change(pack / "practice.toml", old, new)
    assert judged(pack).errors == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("A strong net of gluten", "The latest net of gluten"),
        ("How do you see that a dough", "In 2019, how do you see that a dough"),
        ("The net of protein", "The latest net of protein"),
        ("Names both and their order", "Names the newest order"),
    ],
)
def test_what_a_case_claims_about_the_world_must_not_age(
    old: str, new: str, tmp_path: Path
) -> None:
    pack = baked(tmp_path)
    change(pack / "practice.toml", old, new)
    [problem] = judged(pack).errors
    assert MOVE in problem.text


def test_a_tip_with_source_and_review_date_may_be_dated(tmp_path: Path) -> None:
    pack = why("Since 2019 salt costs 4 euros.", "").bake(tmp_path)
    dated = 'skill = "knead"\nsources = ["guild"]\nreview_by = 2027-01-30\n\n[[tip]]'
    change(pack / "practice.toml", 'skill = "knead"\n\n[[tip]]', dated)
    assert judged(pack).problems == ()
    change(pack / "practice.toml", 'sources = ["guild"]\n', "")
    said = 'tip salt-last: has a review_by and no source: add sources = ["..."]'
    assert said in [one.text for one in judged(pack).errors]


def test_a_source_without_a_review_date_does_not_keep_a_text_from_ageing(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    change(pack / "facts.toml", "They turn flour", "Since 2019 they turn flour")
    said = f'statement what-bakers-do: text names a year ("2019"): {MOVE}; {NUMBER}'
    assert [one.text for one in judged(pack).problems] == [said]


def test_sentences_longer_than_we_aim_at_are_counted(tmp_path: Path) -> None:
    fifteen = "One two three four five six seven eight nine ten one two three four five"
    pack = why(f"{fifteen}.", "").bake(tmp_path)
    assert judged(pack).measures["sentences over 15 words"] == "0"
    change(pack / "practice.toml", fifteen, f"{fifteen} six")
    assert judged(pack).measures["sentences over 15 words"] == "1"


@pytest.mark.parametrize(
    ("file", "old"),
    [
        ("facts.toml", "It ended and has no follower."),
        ("facts.toml", "Night work is not counted."),
        ("facts.toml", "Counts of bakers and bakeries."),
        ("roadmap.toml", "Diary of a starter"),
    ],
)
def test_dated_kinds_may_name_years_and_codes(file: str, old: str, tmp_path: Path) -> None:
    pack = baked(tmp_path)
    change(pack / file, old, "In 2025 AI-102 cost $99")
    assert judged(pack).errors == ()


def test_names_given_by_others_may_be_long_and_odd(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    change(pack / "facts.toml", "Yearbook of the guild", f"Simply {TWENTY}- the \u201cbook\u201d")
    assert judged(pack).problems == ()


def test_code_is_checked_for_harm_only(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    change(pack / "practice.toml", "flour = 500", "flour = 2019 * 5 # just \\u2014 `")
    assert judged(pack).problems == ()
    change(pack / "practice.toml", "water = 350", 'water = "@everyone"')
    [problem] = judged(pack).errors
    assert problem.text == "item order-of-work: code would ping people (@everyone): take it out"


def test_six_words_in_a_row_of_another_text_are_an_error(tmp_path: Path) -> None:
    wording = hashes("We said: flour, WATER and salt-y time make it. So!")
    pack = baked(tmp_path)
    assert lint([pack], TODAY, wording=wording).problems == ()
    change(pack / "roadmap.toml", "Flour, water, salt and time.", "No, water and salt y time's up.")
    assert lint([pack], TODAY, wording=wording).problems == ()
    change(pack / "roadmap.toml", "No, water and", "No: flour water 'and'")
    change(pack / "roadmap.toml", "time's up", "time")
    [problem] = lint([pack], TODAY, wording=wording).problems
    assert problem.line == 5
    assert problem.text == (
        'step dough: summary shares "flour water and salt y time" with the career article: '
        "say it in other words"
    )


def test_deprecated_records_are_left_alone(tmp_path: Path) -> None:
    pack = why("Obviously.", "").bake(tmp_path)
    change(pack / "practice.toml", 'id = "salt-last"', 'id = "salt-last"\nstatus = "deprecated"')
    assert judged(pack).problems == ()
