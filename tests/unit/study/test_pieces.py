"""What a community decides about pieces, and when reports decide for it."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.core.people import Community, Platform
from bot.study.pieces import SUSPENDS, Decision, reported, state
from bot.study.records import Piece, Report, State, Verdict

NOON = dt.datetime(2027, 3, 8, 12, tzinfo=dt.UTC)
LATER = NOON + dt.timedelta(hours=1)
HERE = Community(Platform.terminal, "here")
FRESH = Decision(HERE, NOON).fresh("tip", "one")


def reports(*people: str | None, at: dt.datetime = LATER) -> list[Report]:
    return [
        Report(f"r{n}", "tip", "one", "It is false.", at, person, HERE)
        for n, person in enumerate(people)
    ]


def test_four_members_leave_a_piece_out() -> None:
    assert SUSPENDS == 4
    assert not reported(None, reports("a", "b", "c"))
    assert reported(None, reports("a", "b", "c", "d"))
    assert reported(FRESH, reports("a", "b", "c", "d"))


def test_each_member_counts_once_and_nobody_not_at_all() -> None:
    assert not reported(None, reports("a", "a", "b", "c", "c"))
    assert not reported(None, reports("a", "b", "c", None, None))


def test_what_came_before_the_last_decision_does_not_count() -> None:
    old, new = reports("a", "b", at=NOON), reports("c", "d")
    assert not reported(FRESH, [*old, *new])
    assert reported(FRESH, [*old, *new, *reports("e", "f")])


@pytest.mark.parametrize("now", [State.suspended, State.disabled])
def test_what_is_left_out_already_is_not_left_out_again(now: State) -> None:
    piece = replace(FRESH, now=Verdict(now))
    assert not reported(piece, reports("a", "b", "c", "d"))


def test_a_decision_keeps_what_held_before() -> None:
    first = Decision(HERE, NOON, "ana").on(FRESH, Verdict(State.shown, {"why": "So."}))
    second = Decision(HERE, LATER, "ben").on(first, state(first.now, State.disabled))
    back = Decision(HERE, LATER, "ben").on(second, second.former)
    assert second == Piece(
        HERE,
        "tip",
        "one",
        now=Verdict(State.disabled, {"why": "So."}),
        former=Verdict(State.shown, {"why": "So."}),
        at=LATER,
        actor="ben",
    )
    assert (back.now, back.former) == (second.former, second.now)
