"""What somebody means is found from what they typed, and nothing far-fetched is offered."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalog.search import match
from bot.core.cards import Choice

LABELS = [
    "Recall",
    "Precision",
    "Precision-recall curve",
    "Gradient descent",
    "Train-test split",
    "Cross-validation",
    "Validation set",
    "Test set",
    "Caf\u00e9 queue",
    "C++",
]
CHOICES = tuple(Choice(f"v-{place}", label) for place, label in enumerate(LABELS))


def found(typed: str) -> list[str]:
    return [choice.label for choice in match(typed, CHOICES)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("recall", ["Recall"]),
        ("  RECALL ", ["Recall"]),
        ("v-3", ["Gradient descent"]),
        ("cafe queue", ["Caf\u00e9 queue"]),
        ("CAF\u00c9", ["Caf\u00e9 queue"]),
        ("c++", ["C++"]),
        ("prec", ["Precision", "Precision-recall curve"]),
        ("rec", ["Recall", "Precision-recall curve"]),
        ("curve rec", ["Precision-recall curve"]),
        ("desc gra", ["Gradient descent"]),
        ("set", ["Validation set", "Test set"]),
        ("test", ["Test set", "Train-test split"]),
        ("gradeint", ["Gradient descent"]),
        ("gradeint decent", ["Gradient descent"]),
        ("crossvalidation", ["Cross-validation"]),
        ("precison", ["Precision", "Precision-recall curve"]),
        ("vladiation", ["Cross-validation", "Validation set"]),
        ("zebra", []),
        ("recall zebra", []),
        ("cat", []),
        ("???", []),
    ],
)
def test_what_is_typed_finds_what_is_meant(typed: str, expected: list[str]) -> None:
    assert found(typed) == expected


def test_words_of_the_value_count_too() -> None:
    choices = (Choice("maths-statistics", "Numbers"), Choice("versatility", "Range"))
    assert match("stat", choices) == choices[:1]


def test_choices_with_one_label_are_both_returned() -> None:
    twins = (Choice("a", "Twin"), Choice("b", "twin"), Choice("c", "Twins"))
    assert match("TWIN", twins) == twins[:2]
    assert match("b", twins) == twins[1:2]


def test_a_closer_misspelling_comes_first() -> None:
    choices = (Choice("1", "gradients"), Choice("2", "gradient"))
    assert match("gradiant", choices) == choices[::-1]


@pytest.mark.parametrize("typed", ["", "   ", "\u0301"])
def test_nothing_typed_offers_all_in_order(typed: str) -> None:
    assert match(typed, CHOICES) == CHOICES
    assert match(typed, CHOICES, limit=3) == CHOICES[:3]
    assert match(typed, CHOICES * 3) == (CHOICES * 3)[:25]


WORDS = st.text(string.ascii_letters + "\u00e9\u00fc\u00f1 -", min_size=1, max_size=12)
MANY = st.lists(WORDS, max_size=12).map(
    lambda labels: tuple(Choice(f"id{place}", label) for place, label in enumerate(labels))
)


@given(WORDS, MANY, st.integers(1, 25))
def test_results_are_choices_once_each_within_the_limit(
    typed: str, choices: tuple[Choice, ...], limit: int
) -> None:
    results = match(typed, choices, limit)
    assert len(results) <= limit
    assert len({choice.value for choice in results}) == len(results)
    assert set(results) <= set(choices)
    assert results == match(typed, choices)[:limit] or limit > 25


@given(WORDS, MANY)
def test_case_and_accents_do_not_matter(typed: str, choices: tuple[Choice, ...]) -> None:
    bare = typed.translate(str.maketrans("\u00e9\u00fc\u00f1", "eun"))
    assert match(typed, choices) == match(typed.upper(), choices) == match(bare, choices)


@given(MANY.filter(len), st.data())
def test_every_label_finds_itself_and_only_its_like(
    choices: tuple[Choice, ...], data: st.DataObject
) -> None:
    chosen = data.draw(st.sampled_from(choices))
    if chosen.label.strip():
        results = match(chosen.label, choices)
        assert chosen in results
        assert match(results[0].label, choices) == results


@given(MANY.filter(len), st.data())
def test_every_beginning_of_a_label_finds_it(
    choices: tuple[Choice, ...], data: st.DataObject
) -> None:
    chosen = data.draw(st.sampled_from(choices))
    typed = chosen.label[: data.draw(st.integers(1, 12))]
    results = match(typed, choices)
    folded = typed.casefold().split()
    exact = [one for one in choices if one.label.casefold().split() == folded]
    assert chosen in results or exact


@given(MANY, st.sampled_from(["a", "b", "an", "x"]))
def test_equals_keep_their_order(choices: tuple[Choice, ...], typed: str) -> None:
    starts = [one for one in match(typed, choices) if one.label.casefold().startswith(typed)]
    places = [choices.index(one) for one in starts]
    assert places == sorted(places)
