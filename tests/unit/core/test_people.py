"""Who somebody is, as operators write it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.people import Account, Community, Platform, Rank

IDS = st.text("ABCTU0123456789", min_size=1, max_size=12)
NAMES = st.text(st.sampled_from("/: a") | st.characters(), min_size=1, max_size=12)
ACCOUNTS = (
    st.builds(Account, st.just(Platform.discord), st.just(""), IDS)
    | st.builds(Account, st.just(Platform.slack), IDS, IDS)
    | st.builds(Account, st.just(Platform.terminal), st.just(""), NAMES)
)


@given(ACCOUNTS)
@example(Account(Platform.terminal, "", "a/b"))
@example(Account(Platform.terminal, "", "a:b"))
@example(Account(Platform.terminal, "", "/"))
def test_an_account_is_read_as_it_is_written(account: Account) -> None:
    assert Account.parse(str(account)) == account


@given(ACCOUNTS, ACCOUNTS)
def test_two_accounts_are_never_written_alike(one: Account, other: Account) -> None:
    assert (str(one) == str(other)) == (one == other)


def test_operators_write_a_platform_and_an_id() -> None:
    assert Account.parse("discord:123") == Account(Platform.discord, "", "123")
    assert Account.parse("slack:T1/U1") == Account(Platform.slack, "T1", "U1")
    assert Account.parse("slack:T1/U1").handle == "slack:U1"
    assert Account.parse("terminal:Ana B:c") == Account(Platform.terminal, "", "Ana B:c")


@pytest.mark.parametrize(
    "text",
    ["", "discord", "discord:", "slack:T1/", "slack:/U1", "slack:/", "slack:U1", "x:1", ":1"],
)
def test_what_is_no_account_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(ValueError, match="write discord:USER, slack:TEAM/USER, terminal:NAME"):
        Account.parse(text)


def test_equal_ids_in_two_slack_teams_are_two_people() -> None:
    one, other = Account.parse("slack:T1/U1"), Account.parse("slack:T2/U1")
    assert one != other
    assert len({one, other}) == 2


def test_a_community_is_written_as_a_key() -> None:
    assert str(Community(Platform.slack, "T1")) == "slack:T1"


def test_a_moderator_stands_above_a_member() -> None:
    assert Rank.moderator > Rank.member
