"""The key of a question cannot be read from its looks."""

from pathlib import Path

import pytest

from bot.catalog.problems import Problem
from tests.unit.catalog.bakery import Spoilt, add, baked, change, judged

ITEM = "item window-test:"
HEAD = """
[[item]]
id = "{id}"
trait = "patience"
level = 1
type = "{type}"
skill = "knead"
stem = "{stem}"
explain = "Reasons are given here, at some length."
"""
OPTION = """
[[item.option]]
id = "o{place}"
text = "{text}"
{rest}
"""
KEY = "right = true"
WRONG = 'why = "No."\nmisconception = "a-wrong-idea"'
SIZES = [6, 6, 6]


def question(number: int, key: int, sizes: list[int], kind: str = "single") -> str:
    """Write a question whose key is at a place; options are as long as `sizes` say."""
    stem = " ".join(f"{letter}{number}" for letter in "qwertyu")
    options = [
        OPTION.format(
            place=place,
            text=f"{place}".ljust(size, "abcdefgh"[place]),
            rest=KEY if place == key else WRONG,
        )
        for place, size in enumerate(sizes)
    ]
    head = HEAD.format(id=f"q{number}", type=kind, stem=stem)
    return head + "".join(options)


def many(tmp_path: Path, keys: list[int], sizes: list[list[int]], *, fair: bool = True) -> Path:
    """Write a pack with one question for each key, beside the order question only."""
    pack = baked(tmp_path)
    text = (pack / "practice.toml").read_text(encoding="utf-8")
    begins, ends = text.index("[[item]]"), text.index('[[item]]\nid = "order-of-work"')
    (pack / "practice.toml").write_text(text[:begins] + text[ends:], encoding="utf-8")
    kinds = ["single" if fair else "truefalse"] * len(keys)
    rows = zip(range(len(keys)), keys, sizes, kinds, strict=True)
    add(pack, "".join(question(*row) for row in rows))
    return pack


def practice(old: str, new: str, at: str, text: str) -> Spoilt:
    return Spoilt("practice.toml", old, new, at, f"{ITEM} {text}")


def warning(old: str, new: str, at: str, text: str) -> Spoilt:
    return Spoilt("practice.toml", old, new, at, f"{ITEM} {text}", "warning")


STEM = "How do you see that a dough has been kneaded long enough?"
CASES = [
    practice(
        'misconception = "colour-shows-strength"\n',
        "",
        '[[item.option]]\nid = "whiter"',
        'option whiter names no wrong idea: add misconception = "..."',
    ),
    practice(
        "It has turned white",
        "A  piece, stretches thin!",
        '[[item.option]]\nid = "stretches"',
        '2 options say "a piece stretches thin": change or remove one',
    ),
    warning(
        STEM,
        "You knead. What is NOT a sign of good dough?",
        "You knead.",
        'the question says "NOT": ask for what is so, or keep it on purpose',
    ),
    warning(
        STEM,
        "Which sign doesn't you help here?",
        "Which sign",
        'the question says "n\'t": ask for what is so, or keep it on purpose',
    ),
    warning(
        STEM,
        "The oven is cold. List what you cannot do now.",
        "The oven is cold.",
        'the question says "cannot": ask for what is so, or keep it on purpose',
    ),
    warning(
        "It has turned white",
        "It has turned as white as a sheet of fine old paper",
        '[[item.option]]\nid = "stretches"',
        "options are 22 to 51 characters long: bring them within 2 to 1",
    ),
    warning(
        "It has turned white",
        "It is always white",
        "It is always white",
        'option whiter says "always" and the key does not: say it without',
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_telling_question_says_the_way_out(case: Spoilt, tmp_path: Path) -> None:
    pack = case.bake(tmp_path)
    assert judged(pack).problems == (case.expected(pack),)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (STEM, "It did not rise. What do you look at?"),
        ("It has turned white", "White"),
        ("It has turned white", "It has turned as white as a sheet of fine flour"[:44]),
        ("It has turned white", "It is not always white"),
        ("A piece stretches thin", "It always stretches"),
    ],
)
def test_a_fair_question_passes(old: str, new: str, tmp_path: Path) -> None:
    pack = baked(tmp_path)
    change(pack / "practice.toml", old, new)
    assert judged(pack).problems == ()


@pytest.mark.parametrize(("size", "warned"), [(25, False), (26, True)])
def test_short_options_may_differ_more(size: int, *, warned: bool, tmp_path: Path) -> None:
    pack = many(tmp_path, [0], [[5, size, 5]])
    assert bool(judged(pack).warnings) is warned


def test_keys_that_are_often_the_longest_are_an_error(tmp_path: Path) -> None:
    longest, fair = [7, 6, 6], [6, 7, 6]
    keys = [0] * 12
    pack = many(tmp_path / "five", keys, [longest] * 5 + [fair] * 7)
    said = "the key is the longest option in 42% of the questions, at most 40%: "
    names = "shorten 1 of the keys of q0, q1, q2, q3, q4"
    assert Problem(str(pack / "pack.toml"), 1, said + names) in judged(pack).errors
    assert judged(many(tmp_path / "four", keys, [longest] * 4 + [fair] * 8)).errors == ()
    assert judged(many(tmp_path / "few", keys[:11], [longest] * 11)).errors == ()
    just = many(tmp_path / "just", [0] * 15, [longest] * 6 + [fair] * 9)
    assert judged(just).measures["key is the longest option"] == "40%"
    assert judged(just).errors == ()


@pytest.mark.parametrize(
    ("sizes", "said"),
    [
        (
            [20, 20, 10],
            "keys are 1.33 times as long as their distractors on average, {}shorten keys",
        ),
        (
            [10, 20, 10],
            "keys are 0.67 times as long as their distractors on average, {}shorten distractors",
        ),
        ([11, 10, 11], None),
    ],
)
def test_keys_are_about_as_long_as_distractors(
    sizes: list[int], said: str | None, tmp_path: Path
) -> None:
    report = judged(many(tmp_path, [0] * 12, [sizes] * 12))
    expected = [] if said is None else [said.format("0.85 to 1.15 allowed: ")]
    assert [one.text for one in report.errors] == expected


def test_a_place_that_keys_prefer_is_a_warning(tmp_path: Path) -> None:
    pack = many(tmp_path / "first", [0] * 6 + [1] * 3 + [2] * 3, [SIZES] * 12)
    said = (
        "in patience the key is too often option 1 (+17 points from fair): "
        "move some (they are shuffled when shown)"
    )
    assert judged(pack).problems == (Problem(str(pack / "pack.toml"), 1, said, "warning"),)
    assert judged(pack).measures["key positions, patience"] == "+17 -8 -8"
    even = many(tmp_path / "even", [0] * 5 + [1] * 4 + [2] * 3, [SIZES] * 12)
    assert judged(even).problems == ()
    few = many(tmp_path / "few", [0] * 11, [SIZES] * 11)
    assert judged(few).problems == ()


@pytest.mark.parametrize(("first", "second", "warned"), [(12, 8, False), (23, 15, True)])
def test_a_place_may_be_ten_points_from_fair(
    first: int, second: int, *, warned: bool, tmp_path: Path
) -> None:
    pack = many(tmp_path, [0] * first + [1] * second, [[6, 6]] * (first + second))
    assert bool(judged(pack).warnings) is warned


def test_a_pack_without_questions_has_measures_all_the_same(tmp_path: Path) -> None:
    measures = judged(many(tmp_path, [], [])).measures
    assert measures["key is the longest option"] == measures["true or false"] == "0%"
    assert measures["key to distractor length"] == "1.00"


def test_a_place_that_keys_avoid_is_a_warning(tmp_path: Path) -> None:
    pack = many(tmp_path, [0] * 6 + [1] * 6, [SIZES] * 12)
    [problem] = judged(pack).problems
    assert problem.text.startswith("in patience the key is too rarely option 3 (-33 points")


def test_the_fair_share_of_a_place_counts_only_questions_that_have_it(tmp_path: Path) -> None:
    keys = [0] * 5 + [1] * 5 + [2] * 2
    pack = many(tmp_path, keys, [[6, 6]] * 6 + [SIZES] * 6)
    assert judged(pack).measures["key positions, patience"] == "+0 +0 +0"


@pytest.mark.parametrize(("others", "told"), [(7, False), (8, True)])
def test_shares_are_judged_from_twelve_questions_on(
    others: int, *, told: bool, tmp_path: Path
) -> None:
    pack = many(tmp_path, [0, 1, 0], [[4, 5]] * 3, fair=False)
    file = pack / "zz.toml"
    rest = "".join(question(number, number % 3, SIZES) for number in range(3, 3 + others))
    file.write_text(file.read_text(encoding="utf-8") + rest, encoding="utf-8")
    assert bool(judged(pack).errors) is told


def test_few_questions_may_be_true_or_false(tmp_path: Path) -> None:
    pack = many(tmp_path / "three", [0, 1, 0], [[4, 5]] * 3, fair=False)
    file = pack / "zz.toml"
    rest = "".join(question(number, number % 3, SIZES) for number in range(3, 14))
    file.write_text(file.read_text(encoding="utf-8") + rest, encoding="utf-8")
    assert judged(pack).measures["true or false"] == "20%"
    assert judged(pack).errors == ()
    more = question(15, 0, [4, 5], "truefalse")
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
    said = "25% of the questions are true or false, at most 20%: give some a third option"
    assert [one.text for one in judged(pack).errors] == [said]


@pytest.mark.parametrize(
    ("why", "told"),
    [
        ("Warm doughs need 12 minutes.", "12"),
        ("An oven of 230.5 degrees is too hot.", "230.5"),
        ("Ten, or 4 in a warm room.", ""),
        ("Flour of type W1 and batch SHA-256 are alike.", ""),
    ],
)
def test_a_number_that_the_question_does_not_give_needs_a_proof(
    tmp_path: Path, why: str, told: str
) -> None:
    pack = baked(tmp_path)
    file = pack / "practice.toml"
    change(file, "has been kneaded long enough?", "of 4 loaves has been kneaded long enough?")
    change(file, "Warm and wet doughs need other times.", why)
    said = f"{ITEM} a reason says {told}, which the question does not give"
    texts = [problem.text for problem in judged(pack).errors]
    assert texts == ([f"{said}: add [item.check] that computes it, or sources"] if told else [])
    change(file, 'words = ["gluten"]', 'words = ["gluten"]\nsources = ["guild"]')
    assert not judged(pack).errors
