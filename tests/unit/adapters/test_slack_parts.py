"""The small parts of the Slack face: what they make of what comes from outside."""

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.envelopes import Event, Me
from adapters.slack.forms import form_view, inline, values
from adapters.slack.origins import ADDRESS_LIVES, Origins
from adapters.slack.people import profile
from adapters.slack.turns import REMEMBERED, Turns
from adapters.slack.views import Memo, card_view
from adapters.slack.web import Away, Refused, Web
from bot.core.cards import Card
from bot.core.people import Place, Platform, Rank
from bot.core.replies import Ask
from bot.core.words import Words
from bot.intents.person import ChangeSettings
from bot.intents.quizzes import Report

ME = Me("T1", bot="B1", user="U0")
MEMOS = st.builds(
    Memo,
    channel=st.from_regex(r"\A[CGD][A-Z0-9]{2,20}\Z"),
    name=st.from_regex(r"\A[a-z0-9_-]{0,80}\Z"),
    title=st.from_regex(r"\A[A-Za-z]{0,24}\Z"),
    steps=st.booleans(),
    origin=st.from_regex(r"\A[0-9a-f]{0,12}\Z"),
    home=st.booleans(),
)


@given(MEMOS)
def test_what_a_window_remembers_comes_back(memo: Memo) -> None:
    assert Memo.read(memo.write()) == memo
    assert len(memo.write()) < 3_000


@given(st.text() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(str))
def test_whatever_else_comes_back_is_no_memory(text: str) -> None:
    memo = Memo.read(text)
    assert memo == Memo() or memo.channel or memo.name or memo.title or memo.origin


@pytest.mark.parametrize(
    "text",
    [
        '{"c": "https://evil.example", "t": "x\\u202ey"}',
        '{"c": 5, "n": null, "s": "1", "h": true}',
        '{"c": "C0123\\n", "t": "' + "y" * 90 + '"}',
        "[1]",
        "null",
        "{",
    ],
)
def test_what_was_changed_on_the_way_is_not_believed(text: str) -> None:
    memo = Memo.read(text)
    assert memo.channel == ""
    assert len(memo.title) <= 24
    assert "\u202e" not in memo.title
    assert not memo.steps


def test_a_short_title_is_the_windows_and_a_long_one_its_heading() -> None:
    short, long = Card("Your settings", ()), Card("A title with too many letters", ())
    shown = card_view(short, Memo(), Words())
    assert shown["title"]["text"] == "Your settings"
    assert shown["blocks"][0]["type"] == "section", "and it is not said twice"
    headed = card_view(long, Memo(), Words())
    assert headed["title"]["text"] == "Milepost"
    assert headed["blocks"][0]["text"]["text"] == long.title
    named = card_view(short, Memo(title="Quiz"), Words())
    assert named["title"]["text"] == "Quiz"
    assert named["blocks"][0]["text"]["text"] == "Your settings"


async def test_an_event_is_known_until_many_others_came() -> None:
    turns = Turns()
    first, new = turns.take("a")
    assert new
    assert turns.take("a") == (first, False)
    assert turns.take("")[1]
    assert turns.take("")[1], "what has no id is always new"
    for number in range(REMEMBERED):
        turns.take(f"n{number}")
    assert turns.take("a")[1]


async def test_the_first_word_counts() -> None:
    turn, _ = Turns().take("a")
    assert turn.say({"text": "1"})
    assert not turn.say({"text": "2"})
    assert turn.said.result() == {"text": "1"}
    assert 0 < turn.left(5) <= 5
    assert turn.left(0) == 0


async def test_a_card_is_remembered_for_the_one_who_opened_a_form(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    origins = Origins()
    name = origins.keep("U1", "https://hooks.slack.com/1", replaces=True)
    assert origins.take(name, "U2") is None
    assert origins.take("other", "U1") is None
    found = origins.take(name, "U1")
    assert found is not None
    assert found.address.endswith("/1")
    assert origins.take(name, "U1") is None, "once"
    late = origins.keep("U1", "https://hooks.slack.com/2", replaces=True)
    loop = asyncio.get_running_loop()
    now = loop.time()
    monkeypatch.setattr(loop, "time", lambda: now + ADDRESS_LIVES + 1)
    assert origins.take(late, "U1") is None, "Slack would not take it any more"


@pytest.mark.parametrize(
    ("user", "rank"),
    [
        ({}, Rank.member),
        ({"is_admin": True}, Rank.moderator),
        ({"is_owner": True}, Rank.moderator),
        ({"is_primary_owner": True}, Rank.moderator),
        ({"is_admin": True, "is_restricted": True}, Rank.member),
        ({"is_owner": True, "is_ultra_restricted": True}, Rank.member),
        ({"is_admin": True, "is_stranger": True}, Rank.member),
    ],
)
def test_who_manages_a_workspace(user: dict[str, object], rank: Rank) -> None:
    assert profile(user).rank is rank


def test_a_profile_is_read_with_care() -> None:
    full: dict[str, object] = {
        "tz": "Europe/Paris",
        "locale": "fr-FR",
        "real_name": "Ana B",
        "profile": {},
    }
    found = profile({**full, "profile": {"display_name": "ana"}})
    assert (found.name, found.zone, found.locale) == ("ana", "Europe/Paris", "fr-FR")
    assert profile(full).name == "Ana B"
    odd = profile({"tz": "Mars/Base", "profile": [], "locale": None, "name": "ana"})
    assert (odd.name, odd.zone, odd.locale, odd.known) == ("ana", "", "", True)


ODD: list[dict[str, Any]] = [
    {},
    {"user": "U1", "team": None, "view": "x", "actions": []},
    {"actions": [None], "container": 5, "channel": "C1"},
    {"actions": ["x"], "event": [], "message": 0},
    {"view": {"private_metadata": "[", "state": {"values": {"a": 1}}}},
    {"message": {"blocks": [{"text": {"text": "deep"}}], "text": None}},
]


@pytest.mark.parametrize("body", ODD, ids=repr)
def test_an_odd_event_is_read_without_harm(body: dict[str, Any]) -> None:
    event = Event(body)
    assert event.id.startswith("slack-")
    assert event.user in {"", "U1"}
    assert event.place(ME).community is None
    assert event.action == {}
    assert event.message(ME)[1] == ""
    assert values(event.view) == {}
    assert event.memo == Memo()
    assert event.picked is None


def test_the_same_event_has_the_same_id_and_it_tells_no_trigger() -> None:
    body = {"trigger_id": "12.34.abcdef", "user_id": "U1"}
    assert Event(body).id == Event({**body, "text": "x"}).id
    assert "abcdef" not in Event(body).id
    assert Event({"event_id": "Ev1"}).id != Event({"event_id": "Ev2"}).id


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (
            {"channel_id": "C123", "channel_name": "general"},
            Place(Platform.slack, "C123", "general", ME.community),
        ),
        (
            {"channel_id": "G123", "channel_name": "privategroup"},
            Place(Platform.slack, "G123", "private-channel", ME.community),
        ),
        (
            {"channel": {"id": "D123", "name": "directmessage"}},
            Place(Platform.slack, "D123"),
        ),
        (
            {"view": {"private_metadata": Memo("C123", "general").write()}},
            Place(Platform.slack, "C123", "general", ME.community),
        ),
        ({"view": {"private_metadata": '{"c": "X1"}'}}, Place(Platform.slack, "")),
    ],
)
def test_where_something_happened(body: dict[str, Any], place: Place) -> None:
    assert Event(body).place(ME) == place


def test_only_our_own_message_has_an_id() -> None:
    ours = {"message": {"text": "a &amp; b", "ts": "1.2", "bot_id": "B1"}}
    other = {"message": {"text": "c", "ts": "1.2", "bot_id": "B2"}}
    assert Event(ours).message(ME) == ("a & b", "1.2")
    assert Event(other).message(ME) == ("c", "")
    assert Event(ours).message(Me("T1"))[1] == ""


def test_mistakes_stand_below_their_field_or_the_first() -> None:
    form = ChangeSettings()
    assert inline({"pace": "a", "zone": "b"}, form) == {"pace": "a", "zone": "b"}
    assert inline({"whole": "c", "language": "d"}, form) == {"language": "c d"}


def test_a_long_title_of_a_form_stands_above_its_fields() -> None:
    form = Report(kind="tip", target="x")
    view = form_view(Ask(form, "What is wrong with this one here?"), Memo(), Words(), {})
    assert view["title"]["text"] == "Milepost"
    assert "*What is wrong with this one here?*" in view["blocks"][0]["text"]["text"]
    assert view["callback_id"].startswith("10rp")


def test_a_choice_that_stands_for_nothing_is_nothing() -> None:
    state = {"a": {"zone": {"selected_option": {"value": "~"}}, "pace": {"value": None}}}
    assert values({"state": {"values": state}}) == {"zone": "", "pace": ""}


@pytest.mark.parametrize(
    ("api", "address", "asked"),
    [
        ("", "https://hooks.slack.com/actions/T1/2/x", True),
        ("", "https://files.slack.com/upload/v1/x", True),
        ("", "https://hooks.slack-gov.com/commands/1", True),
        ("", "http://hooks.slack.com/actions/T1/2/x", False),
        ("", "https://evilslack.com/x", False),
        ("", "https://hooks.slack.com.evil.example/x", False),
        ("", "https://hooks.slack.com@evil.example/x", False),
        ("", "http://127.0.0.1:9/x", False),
        ("", "", False),
        ("http://127.0.0.1:9/api", "http://127.0.0.1:9/actions/x", True),
        ("http://127.0.0.1:9/api", "http://127.0.0.2:9/actions/x", False),
    ],
)
async def test_nothing_is_sent_to_a_strange_address(
    monkeypatch: pytest.MonkeyPatch, api: str, address: str, *, asked: bool
) -> None:
    web = Web.open("xoxb-1", api)

    def sends(*_: object, **__: object) -> object:
        raise ConnectionError

    monkeypatch.setattr(web.session, "post", sends)
    with pytest.raises(Away if asked else Refused):
        await web.respond(address, {"text": "x"})
    await web.close()


def test_the_community_is_the_workspace() -> None:
    assert str(ME.community) == "slack:T1"
