"""Rights, place and pace are checked before every answer."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.faults import CommunityOnly, ModeratorsOnly, TooFast
from bot.core.guards import Pace, place, rank
from bot.core.people import Account, Community, Platform, Rank
from tests.unit.core.toys import ANA, BEN, NOON, VILLAGE, Meet, Pain, Sell, request

TOWN = Community(Platform.discord, "901")


def at(seconds: float) -> dt.datetime:
    return NOON + dt.timedelta(seconds=seconds)


def passes(
    pace: Pace, seconds: float, who: Account = ANA, community: Community | None = None
) -> bool:
    """Ask once; tell whether it was allowed."""
    try:
        pace(request(who, at=at(seconds), community=community), Pain())
    except TooFast:
        return False
    return True


def refused(pace: Pace, seconds: float, community: Community | None = None) -> int:
    """Ask once too often; return the seconds that are said."""
    with pytest.raises(TooFast) as caught:
        pace(request(at=at(seconds), community=community), Pain())
    said = caught.value.fields["seconds"]
    assert isinstance(said, int)
    return said


def test_only_moderators_may_ask_what_is_theirs() -> None:
    rank(request(standing=Rank.moderator), Sell())
    rank(request(), Pain())
    rank(request(standing=Rank.moderator), Pain())
    with pytest.raises(ModeratorsOnly):
        rank(request(), Sell())


@pytest.mark.parametrize("intent", [Meet(), Sell()])
def test_what_needs_a_community_is_refused_in_private(intent: Meet | Sell) -> None:
    place(request(), intent)
    place(request(community=None), Pain())
    with pytest.raises(CommunityOnly):
        place(request(community=None), intent)


def test_a_burst_passes_then_one_is_refused_then_it_recovers() -> None:
    pace = Pace(each=2.0, burst=3)
    assert [passes(pace, 0) for _ in range(4)] == [True, True, True, False]
    assert [passes(pace, second) for second in (1, 2, 3, 4)] == [False, True, False, True]
    assert [passes(pace, 100) for _ in range(4)] == [True, True, True, False]


def test_a_refusal_costs_nothing() -> None:
    pace = Pace(each=2.0, burst=1)
    assert passes(pace, 0)
    assert not any(passes(pace, 1 + n / 100) for n in range(50))
    assert passes(pace, 2)


def test_a_request_that_was_overtaken_is_not_refused_for_it() -> None:
    pace = Pace(burst=3)
    order = (0.02, 0.01, 0, 0.03)
    assert [passes(pace, second) for second in order] == [True, True, True, False]


def test_a_clock_that_was_put_back_is_followed() -> None:
    pace = Pace(burst=2)
    assert [passes(pace, second) for second in (7200, 7200, 0, 1, 2)] == [
        True,
        True,
        False,
        True,
        True,
    ]


def test_two_people_do_not_slow_each_other_down() -> None:
    pace = Pace(burst=2)
    assert [passes(pace, 0) for _ in range(3)] == [True, True, False]
    assert [passes(pace, 0, BEN) for _ in range(3)] == [True, True, False]


def test_equal_ids_on_two_platforms_are_two_people() -> None:
    pace = Pace(burst=1)
    assert passes(pace, 0, Account(Platform.discord, "", "1"))
    assert passes(pace, 0, Account(Platform.terminal, "", "1"))
    assert passes(pace, 0, Account(Platform.slack, "T1", "1"))
    assert passes(pace, 0, Account(Platform.slack, "T2", "1"))
    assert not passes(pace, 0, Account(Platform.slack, "T2", "1"))


def test_a_community_has_a_pace_of_its_own() -> None:
    pace = Pace(burst=99, community_each=1.0, community_burst=2)
    assert passes(pace, 0, ANA, VILLAGE)
    assert passes(pace, 0, BEN, VILLAGE)
    assert not passes(pace, 0, ANA, VILLAGE)
    assert passes(pace, 0, ANA, TOWN)
    assert passes(pace, 0, ANA, None)
    assert passes(pace, 1, BEN, VILLAGE)


def test_whoever_their_community_slows_down_keeps_what_is_theirs() -> None:
    pace = Pace(each=10.0, burst=2, community_each=1.0, community_burst=1)
    assert passes(pace, 0, BEN, VILLAGE)
    assert not any(passes(pace, 0, ANA, VILLAGE) for _ in range(5))
    assert [passes(pace, 0, ANA) for _ in range(3)] == [True, True, False]


@given(
    st.floats(0.01, 20),
    st.integers(1, 6),
    st.lists(st.floats(0, 5), min_size=1, max_size=30),
    st.booleans(),
)
def test_the_seconds_said_are_enough_to_wait(
    each: float,
    burst: int,
    gaps: list[float],
    together: bool,  # noqa: FBT001 (drawn by hypothesis)
) -> None:
    pace = Pace(each, burst, each, burst) if together else Pace(each, burst)
    community, now = (VILLAGE if together else None), 0.0
    for gap in gaps:
        now += gap
        if not passes(pace, now, ANA, community):
            said = refused(pace, now, community)
            assert 1 <= said < each + 1.001
            now += said
            assert passes(pace, now, ANA, community)


@given(st.integers(1, 5), st.lists(st.floats(0, 3), max_size=40))
def test_never_more_than_the_burst_and_what_time_gives_back(burst: int, gaps: list[float]) -> None:
    pace, now, allowed = Pace(each=1.0, burst=burst), 0.0, 0
    for gap in gaps:
        now += gap
        allowed += passes(pace, now)
    assert allowed <= burst + now + 0.001


def test_a_clock_that_is_set_back_locks_nobody_out() -> None:
    pace = Pace(each=1.0, burst=2)
    assert passes(pace, 3_600)
    assert refused_at_most(pace, 0, 2)


def refused_at_most(pace: Pace, seconds: float, longest: float) -> bool:
    """Tell whether one may ask at once, or is told to wait no longer than this."""
    return passes(pace, seconds) or refused(pace, seconds) <= longest


def test_strangers_cannot_fill_the_memory() -> None:
    pace = Pace(burst=1, remembered=10)
    for n in range(500):
        passes(pace, n / 1_000, Account(Platform.discord, "", str(n)))
    assert kept(pace) == 10


def test_whoever_asked_last_is_remembered_longest() -> None:
    pace = Pace(burst=1, each=100.0, remembered=3)
    strangers = [Account(Platform.discord, "", f"s{n}") for n in range(4)]
    passes(pace, 0)
    for n, stranger in enumerate(strangers):
        passes(pace, n, stranger)
        assert not passes(pace, n), "asking again keeps one remembered"


def kept(pace: Pace) -> int:
    """Count who is remembered."""
    return len(pace._full_at)  # pyright: ignore[reportPrivateUsage]  # noqa: SLF001 (the bound has no other sign)


def test_without_settings_twelve_may_come_at_once_and_three_hundred_of_a_community() -> None:
    pace = Pace()
    assert [passes(pace, 0) for _ in range(13)].count(True) == 12
    crowd = [Account(Platform.discord, "", f"c{n}") for n in range(301)]
    assert [passes(pace, 0, who, VILLAGE) for who in crowd].count(True) == 300
