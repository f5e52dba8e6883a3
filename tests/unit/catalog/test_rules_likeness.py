"""No two texts of a family say nearly the same."""

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalog.rules_likeness import NEEDS_A_LOOK, alike
from tests.unit.catalog.bakery import baked, change, judged

bags = st.lists(st.frozensets(st.sampled_from("abcdefghijkl"), max_size=8), max_size=12)
TIP = "Weigh, do not scoop", "A cup of flour differs by a fifth from hand to hand."
TODAY = "Put the bowl on a scale and note the grams of each loaf."


@given(bags)
def test_looking_up_rare_words_finds_what_comparing_all_finds(every: list[frozenset[str]]) -> None:
    expected = {
        (first, second)
        for first, second in combinations(range(len(every)), 2)
        if every[first]
        and len(every[first] & every[second]) / len(every[first] | every[second]) >= NEEDS_A_LOOK
    }
    found = list(alike(every))
    assert {(first, second) for first, second, _ in found} == expected
    assert len(found) == len(expected)


def test_the_share_is_that_of_all_words() -> None:
    assert list(alike([frozenset("abcd"), frozenset("cdefg"), frozenset("bcd")])) == [(0, 2, 0.75)]


def tips(pack: Path, title: str, why: str, today: str) -> str:
    """Give the second tip other words; return what is said about it."""
    file = pack / "practice.toml"
    for old, new in zip((*TIP, TODAY), (title, why, today), strict=True):
        change(file, old, new)
    [problem] = judged(pack).problems
    assert problem.file == str(file)
    assert problem.line == 21
    return f"{problem.severity}: {problem.text.replace(str(pack), 'pack')}"


def test_the_most_alike_are_measured(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    assert judged(pack).measures["most alike"] == "under 40%"
    new = "The net of protein that lives in an old dough for weeks."
    change(pack / "practice.toml", "Flour and water in which wild yeast lives.", new)
    assert judged(pack).measures["most alike"] == "41%"


def test_two_tips_that_are_nearly_one_are_an_error(tmp_path: Path) -> None:
    why = "Salt slows the yeast when both meet too early."
    today = "Mix flour and water first, wait an hour, then add salt."
    assert tips(baked(tmp_path), "Add the salt late", why, today) == (
        "error: tip weigh-flour: shares 90% of its words with tip salt-last "
        "(pack/practice.toml:9): change or drop one of them"
    )


def test_two_tips_that_are_somewhat_alike_are_a_warning(tmp_path: Path) -> None:
    why = "Salt slows the yeast when both meet."
    today = "Mix flour and water, knead for ten minutes, then add salt."
    assert tips(baked(tmp_path), "Salt comes late", why, today) == (
        "warning: tip weigh-flour: shares 56% of its words with tip salt-last "
        "(pack/practice.toml:9): make them differ"
    )


def test_six_words_in_ten_are_too_many(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    file = pack / "practice.toml"
    change(file, '"Add salt late"', '"one two three"')
    change(file, "Salt slows the yeast when both meet early.", "four five six")
    change(file, "Mix flour and water first, wait half an hour, then add salt.", "seven eight")
    assert tips(pack, "six five four", "three two one", "nine ten").startswith(
        "error: tip weigh-flour: shares 60% of its words"
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "Guests come an hour early and the loaf is hot. What is most effective?",
            "How do you see that this dough has been kneaded long enough?",
            "scenario guests-early: shares 85% of its words with item window-test",
        ),
        (
            "Flour and water in which wild yeast lives.",
            "The net of protein that holds any gas in some dough.",
            "term starter: shares 64% of its words with term gluten",
        ),
        (
            "How do you see that a dough has been kneaded long enough?",
            "Put the work of a baking day in order: flour 500 water 350",
            "item order-of-work: shares 93% of its words with item window-test",
        ),
    ],
)
def test_questions_scenarios_and_terms_are_compared_too(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    pack = baked(tmp_path)
    change(pack / "practice.toml", old, new)
    assert [one.text.split(" (")[0] for one in judged(pack).errors] == [said]


def test_interview_questions_are_compared_with_what_they_cover(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    file = pack / "practice.toml"
    text = file.read_text(encoding="utf-8")
    again = text[text.index("[[question]]") :].replace("why-rest", "why-rest-again")
    file.write_text(f"{text}\n{again}", encoding="utf-8")
    [problem] = judged(pack).problems
    assert "shares 100% of its words with question why-rest" in problem.text
    changed = again.replace('"Gluten relaxes", "Gas is spread evenly"', '"Other", "Wholly new"')
    file.write_text(f"{text}\n{changed}", encoding="utf-8")
    assert [one.severity for one in judged(pack).problems] == ["warning"]


def test_terms_that_a_writer_has_linked_may_be_somewhat_alike(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    new = "The net of protein that lives in an old dough for weeks."
    change(pack / "practice.toml", "Flour and water in which wild yeast lives.", new)
    assert judged(pack).problems == ()
    change(pack / "practice.toml", 'see = ["starter"]\n', "")
    [problem] = judged(pack).problems
    assert problem.severity == "warning"
    assert problem.text.endswith('make them differ or add see = ["gluten"]')
