"""Choosing, showing and marking questions."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalog.models import Item
from bot.study.quiz import (
    LETTERS,
    ROUND_SIZE,
    complete,
    is_repeat,
    right,
    select,
    show,
    toggle,
)
from bot.study.records import Memory, Round
from tests.unit.study.pieces import NOON, item_lists, items, memories, seeds

picks = st.text(LETTERS, max_size=5)
unique_picks = st.lists(st.sampled_from(LETTERS), unique=True).map("".join)


@given(items(), seeds, st.integers(0, 99))
def test_the_same_place_shows_the_same_order(item: Item, seed: int, position: int) -> None:
    shown = show(item, seed, position)
    assert shown == show(item, seed, position)
    assert sorted(option.id for option in shown.options) == sorted(o.id for o in item.option)


@given(items(), seeds)
def test_the_key_as_letters_is_right(item: Item, seed: int) -> None:
    shown = show(item, seed, 0)
    assert right(item, shown.ids(shown.key))
    assert len(shown.key) == len(item.key)


@given(items(types=("order",)), seeds, st.integers(0, 99))
def test_an_order_never_starts_solved(item: Item, seed: int, position: int) -> None:
    shown = show(item, seed, position)
    assert tuple(option.id for option in shown.options) != item.key


@given(items(types=("truefalse",)), seeds)
def test_true_stays_above_false(item: Item, seed: int) -> None:
    assert show(item, seed, 3).options == item.option


def test_seeds_and_places_shuffle_differently() -> None:
    item = Item.model_validate(
        {
            "id": "x", "trait": "care", "level": 1, "type": "single", "skill": "stand",
            "stem": "Which of these is it?", "explain": "It is the one that is right.",
            "option": tuple(
                {"id": f"o{n}", "text": f"{n}", "right": n == 0, "why": "So."} for n in range(5)
            ),
        }
    )  # fmt: skip
    by_seed = {show(item, seed, 0).options for seed in range(60)}
    by_place = {show(item, 1, position).options for position in range(60)}
    keys = {show(item, seed, 0).key for seed in range(60)}
    assert len(by_seed) > 30
    assert len(by_place) > 30
    assert keys == set(LETTERS), "the right one stands anywhere"


@given(items(), seeds, picks)
def test_letters_and_ids_are_two_ways_to_say_the_same(item: Item, seed: int, picked: str) -> None:
    shown = show(item, seed, 0)
    there = "".join(letter for letter in picked if letter in LETTERS[: len(shown.options)])
    assert shown.letters(shown.ids(picked)) == there
    assert shown.letters(["gone", *shown.ids(picked)]) == there


@given(items(), st.data())
def test_only_the_whole_key_is_right(item: Item, data: st.DataObject) -> None:
    ids = [option.id for option in item.option]
    answer = data.draw(st.lists(st.sampled_from(ids), unique=True))
    expected = tuple(answer) == item.key if item.type == "order" else set(answer) == set(item.key)
    assert right(item, answer) is expected
    assert not right(item, ())
    assert not right(item, [*item.key, "gone"])


@given(items(types=("single", "truefalse", "estimate", "bug")), picks, st.sampled_from(LETTERS))
def test_where_one_letter_is_the_answer_it_moves(item: Item, picked: str, letter: str) -> None:
    assert toggle(item, picked, letter) == letter


@given(items(types=("multi",)), unique_picks, st.sampled_from(LETTERS))
def test_where_several_are_right_letters_come_and_go(item: Item, picked: str, letter: str) -> None:
    after = toggle(item, picked, letter)
    assert set(after) == set(picked) ^ {letter}
    assert list(after) == sorted(set(after))


@given(items(types=("order",)), unique_picks, st.sampled_from(LETTERS))
def test_in_an_order_letters_come_last_or_go(item: Item, picked: str, letter: str) -> None:
    expected = picked.replace(letter, "") if letter in picked else picked + letter
    assert toggle(item, picked, letter) == expected


@given(items(), seeds)
def test_a_choice_is_complete(item: Item, seed: int) -> None:
    shown = show(item, seed, 0)
    assert not complete(shown, "")
    assert complete(shown, LETTERS[: len(shown.options)])
    assert complete(shown, "a") is (item.type != "order")


@given(st.data(), item_lists(), seeds)
def test_a_selection(data: st.DataObject, pool: list[Item], seed: int) -> None:
    known = data.draw(memories(pool))
    chosen = select(pool, known, NOON, seed)
    here = {item.id for item in pool}
    due = {each for each, memory in known.items() if each in here and memory.due_at <= NOON}
    new = here - set(known)
    assert chosen == select(pool, known, NOON, seed)
    assert len(set(chosen.items)) == len(chosen.items) == min(ROUND_SIZE, len(due | new))
    assert set(chosen.items) <= due | new
    kinds = [each in due for each in chosen.items]
    assert kinds == sorted(kinds, reverse=True), "due before new"
    assert kinds.count(True) == min(ROUND_SIZE, len(due))
    waits = [known[each].due_at for each in chosen.items if each in due]
    assert waits == sorted(waits), "longest due first"
    left = [known[each].due_at for each in due - set(chosen.items)]
    assert all(at >= waits[-1] for at in left)


@given(st.data(), item_lists(), seeds)
def test_an_empty_selection_says_when_the_next_is_due(
    data: st.DataObject, pool: list[Item], seed: int
) -> None:
    known = data.draw(memories(pool))
    chosen = select(pool, known, NOON, seed)
    ahead = [known[item.id].due_at for item in pool if item.id in known]
    if chosen.items:
        assert chosen.next_due is None
    else:
        assert chosen.next_due == min(ahead, default=None)


@given(item_lists(), seeds)
def test_new_questions_mix_traits_and_begin_low(pool: list[Item], seed: int) -> None:
    chosen = [next(i for i in pool if i.id == each) for each in select(pool, {}, NOON, seed).items]
    traits = {item.trait for item in pool}
    firsts = chosen[: min(len(traits), ROUND_SIZE)]
    assert len({item.trait for item in firsts}) == len(firsts), "one of each trait before a second"
    for trait in traits:
        levels = [item.level for item in chosen if item.trait == trait]
        assert levels == sorted(levels)
        lowest = sorted(item.level for item in pool if item.trait == trait)
        assert levels == lowest[: len(levels)]


def test_seeds_choose_differently() -> None:
    base = show_pool()
    assert len({select(base, {}, NOON, seed).items for seed in range(30)}) > 20


def show_pool() -> list[Item]:
    """Make twelve equal questions."""
    return [
        Item.model_validate(
            {
                "id": f"item-{number}", "trait": "care", "level": 1, "type": "single",
                "skill": "stand", "stem": "Which of these is it?",
                "explain": "It is the one that is right.",
                "option": (
                    {"id": "a", "text": "A", "right": True},
                    {"id": "b", "text": "B", "why": "It is not."},
                ),
            }
        )
        for number in range(12)
    ]  # fmt: skip


@pytest.mark.parametrize(("at", "due"), [(NOON, True), (NOON.replace(microsecond=1), False)])
def test_due_is_due_from_the_instant_on(at: object, due: bool) -> None:  # noqa: FBT001 (the expectation)
    pool = show_pool()[:1]
    memory = Memory("{}", at)  # pyright: ignore[reportArgumentType] (a moment)
    assert bool(select(pool, {"item-0": memory}, NOON, 1).items) is due


def test_places_behind_the_asked_ones_are_repeats() -> None:
    now = Round("r", "p", 1, ("a", "b"), 2, NOON)
    missed = now.after(again="a")
    assert (missed.queue, missed.position, missed.asked) == (("a", "b", "a"), 1, 2)
    assert [is_repeat(missed, place) for place in range(3)] == [False, False, True]
    ends = [now.over, missed.over, missed.after(again=None).over]
    assert ends == [False, False, False]
    assert missed.after(again=None).after(again=None).over
    assert all(one.position + 1 == two.position for one, two in pairwise([now, missed]))
