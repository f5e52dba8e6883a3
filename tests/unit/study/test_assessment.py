"""Self-assessment: bands, what is missing, the quiz beside it."""

import pytest

from bot.catalog.questions import Assessment, Item
from bot.study.assessment import (
    Gap,
    Standing,
    Tally,
    following,
    lowest,
    practise,
    standings,
    tallies,
)


def item(slug: str, trait: str) -> Assessment:
    return Assessment.model_validate(
        {
            "id": slug,
            "trait": trait,
            "question": "In the last three months, what did you do?",
            "anchors": [f"I did it {times} times." for times in range(5)],
        }
    )


def question(slug: str) -> Item:
    options = [
        {"id": "a", "text": "Once", "right": True},
        {"id": "b", "text": "Twice", "why": "Once is enough."},
    ]
    return Item.model_validate(
        {
            "id": slug,
            "trait": "detail",
            "level": 1,
            "type": "single",
            "skill": "stand",
            "stem": "How often is it done?",
            "explain": "Once is enough for this.",
            "option": options,
        }
    )


def standing(*chosen: int, quiz: Tally | None = None) -> Standing:
    return Standing("detail", len(chosen), sum(chosen), quiz or Tally())


@pytest.mark.parametrize(
    ("chosen", "band"),
    [
        ((0, 0, 0), 0),
        ((0, 1, 1, 1), 0),
        ((1, 1, 1), 1),
        ((2, 2, 2, 2), 2),
        ((3, 3, 3), 3),
        ((3, 3, 3, 4), 4),
        ((4, 4, 4, 4), 4),
    ],
)
def test_the_band_is_the_mean_in_five_steps(chosen: tuple[int, ...], band: int) -> None:
    assert standing(*chosen).band == band


def test_two_answers_have_no_band_and_say_that_one_is_missing() -> None:
    short = standing(4, 4, quiz=Tally(20, 1))
    assert (short.band, short.missing, short.gap) == (None, 1, None)
    assert standing(4, 4, 4).missing == 0


def test_the_quiz_is_beside_it_from_ten_items_on() -> None:
    assert Tally(9, 9).share is None
    assert Tally(10, 7).share == 70
    assert standing(2, 2, 2, quiz=Tally(9, 9)).gap is None


@pytest.mark.parametrize(
    ("right", "gap"), [(3, Gap.ABOVE), (4, Gap.NEAR), (6, Gap.NEAR), (7, Gap.BELOW)]
)
def test_the_gap_is_near_within_one_step(right: int, gap: Gap) -> None:
    assert standing(2, 2, 2, quiz=Tally(10, right)).gap is gap
    assert standing(2, 2, 2, quiz=Tally(100, 70)).gap is Gap.BELOW


def test_exactly_one_step_apart_is_a_gap() -> None:
    assert standing(4, 4, 4, quiz=Tally(10, 8)).gap is Gap.ABOVE


def test_traits_keep_the_order_given_and_what_left_the_pack_does_not_count() -> None:
    items = [
        item("b-one", "second"),
        item("a-one", "first"),
        item("a-two", "first"),
        item("b-two", "second"),
    ]
    answers = {"a-one": 3, "a-two": 1, "b-one": 2, "gone": 4}
    found = standings(items, answers, ["first", "second", "third"], {"second": Tally(12, 6)})
    assert [(one.trait, one.answered, one.total) for one in found] == [
        ("first", 2, 4),
        ("second", 1, 2),
        ("third", 0, 0),
    ]
    assert found[1].quiz.share == 50


def test_the_lowest_band_is_next_and_the_first_of_equals() -> None:
    low = Standing("first", 3, 3, Tally())
    same = Standing("second", 3, 3, Tally())
    high = Standing("third", 3, 9, Tally())
    unsaid = Standing("fourth", 2, 0, Tally())
    assert lowest([unsaid, high, low, same]) is low
    assert lowest([unsaid]) is None


def test_the_quiz_is_counted_by_trait() -> None:
    pool = [question("one"), question("two"), question("three")]
    assert tallies(pool, {"one": True, "two": False, "gone": True}) == {"detail": Tally(2, 1)}


def test_the_next_item_is_the_first_unanswered_behind_the_last() -> None:
    items = [item(slug, "detail") for slug in ("one", "two", "three")]
    assert following(items, {"one": 0}) is items[1]
    assert following(items, {"two": 4}, items[0]) is items[2]
    assert following(items, {"two": 4}, items[2]) is None
    assert following(items, {"one": 0, "two": 0, "three": 0}) is None
    assert following([], {}) is None


def test_what_was_missed_is_tried_before_what_is_new() -> None:
    known, new, missed = question("known"), question("new"), question("missed")
    outcomes = {"known": True, "missed": False}
    assert practise([known, new, missed], outcomes) is missed
    assert practise([known, new], outcomes) is new
    assert practise([known], outcomes) is known
    assert practise([], outcomes) is None
