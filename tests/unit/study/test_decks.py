"""Stored shuffles: nothing twice before everything once."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.study import decks
from bot.study.schedules import Deck
from tests.unit.study.plans import CHANNEL, COMMUNITY

PIECES = [f"piece-{n}" for n in range(40)]
NEW = decks.opened(COMMUNITY, CHANNEL, "tip")


def drawn(deck: Deck, pool: list[str], times: int) -> tuple[list[str], Deck]:
    found: list[str] = []
    for _ in range(times):
        deck = decks.shuffled(deck, pool)
        found.append(deck.shown[-1])
    return found, deck


@given(st.integers(1, 40), st.integers(1, 4))
def test_each_cycle_shows_the_whole_pool_once(size: int, cycles: int) -> None:
    pool, deck = PIECES[:size], NEW
    for _ in range(cycles):
        found, deck = drawn(deck, pool, size)
        assert sorted(found) == sorted(pool)


@given(st.integers(2, 40))
def test_the_same_piece_never_comes_twice_running(size: int) -> None:
    found, _ = drawn(NEW, PIECES[:size], 5 * size)
    assert all(one != other for one, other in pairwise(found))


def test_a_cycle_does_not_begin_with_what_ended_the_last_one() -> None:
    found, _ = drawn(NEW, PIECES, 3 * len(PIECES))
    for start in (40, 80):
        assert not set(found[start - 10 : start]) & set(found[start : start + 10])


def test_cycles_and_channels_have_orders_of_their_own() -> None:
    first, deck = drawn(NEW, PIECES, 40)
    second, _ = drawn(deck, PIECES, 40)
    elsewhere, _ = drawn(decks.opened(COMMUNITY, "1", "tip"), PIECES, 40)
    assert len({tuple(first), tuple(second), tuple(elsewhere), tuple(PIECES)}) == 4


def test_the_same_deck_draws_the_same() -> None:
    assert drawn(NEW, PIECES, 60) == drawn(decks.opened(COMMUNITY, CHANNEL, "tip"), PIECES, 60)


def test_a_new_piece_joins_the_cycle_and_a_lost_one_is_passed_over() -> None:
    found, deck = drawn(NEW, PIECES[:10], 4)
    (lost, *_) = set(PIECES[:10]) - set(found)
    changed = [*(each for each in PIECES[:10] if each != lost), "new"]
    rest, _ = drawn(deck, changed, 6)
    assert sorted([*found, *rest]) == sorted(changed)


def test_a_narrower_pool_shares_what_was_shown() -> None:
    found, deck = drawn(NEW, PIECES[:10], 9)
    (left,) = set(PIECES[:10]) - set(found)
    narrow = [left, found[0]]
    assert drawn(deck, narrow, 1)[0] == [left]
    again, deck = drawn(deck, narrow, 2)
    assert again == [left, found[0]]
    assert set(found[1:]) <= set(deck.shown)


@pytest.mark.parametrize("times", [1, 3, 7])
def test_in_order_walks_through_and_begins_again(times: int) -> None:
    deck, found = NEW, list[str]()
    for _ in range(times):
        deck = decks.in_order(deck, PIECES[:3])
        found.append(deck.shown[-1])
    assert found == (PIECES[:3] * 3)[:times]
    assert decks.left(deck, PIECES[:3]) == -times % 3
