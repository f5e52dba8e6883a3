"""Which tip comes next."""

import datetime as dt
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.study.tips import choose
from tests.unit.study.pieces import NOON, tip

names = st.lists(st.integers(0, 30).map(lambda n: f"tip-{n}"), unique=True, max_size=12)
people = st.text("abcdef0123456789", min_size=24, max_size=24)


def read(pool: list[str], person: str, days: int, step: str = "") -> list[str]:
    """Read a tip a day."""
    tips = [tip(name, "run" if name.endswith("3") else "walk") for name in pool]
    seen: dict[str, dt.datetime] = {}
    order: list[str] = []
    for day in range(days):
        chosen = choose(tips, seen, person, step)
        assert chosen
        assert chosen.seen_at == seen.get(chosen.tip.id)
        order.append(chosen.tip.id)
        seen[chosen.tip.id] = NOON + dt.timedelta(days=day)
    return order


@given(names.filter(bool), people)
def test_all_are_seen_once_before_any_returns_and_then_the_oldest(
    pool: list[str], person: str
) -> None:
    order = read(pool, person, 3 * len(pool))
    assert sorted(order[: len(pool)]) == sorted(pool)
    assert order == order[: len(pool)] * 3


@given(names, people, st.randoms())
def test_the_order_is_a_persons_own_and_lasts(pool: list[str], person: str, dice: Random) -> None:
    shuffled = list(pool)
    dice.shuffle(shuffled)
    assert read(pool, person, len(pool)) == read(shuffled, person, len(pool))


def test_people_read_in_different_orders() -> None:
    pool = [f"tip-{n}" for n in range(8)]
    assert len({tuple(read(pool, f"person-{n}", 8)) for n in range(20)}) > 15


@given(names, people)
def test_tips_of_the_own_step_come_first(pool: list[str], person: str) -> None:
    order = read(pool, person, len(pool), "run")
    own = [name.endswith("3") for name in order]
    assert own == sorted(own, reverse=True)


def test_without_tips_there_is_none() -> None:
    assert choose([], {"gone": NOON}, "person") is None


def test_what_left_the_pack_does_not_count() -> None:
    chosen = choose([tip("new"), tip("old")], {"old": NOON, "gone": NOON}, "person")
    assert chosen
    assert (chosen.tip.id, chosen.seen_at) == ("new", None)
