"""A button is an intent: whatever stands in its token comes back, and nothing else gets in."""

import re
from typing import Annotated, Literal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import Field

from bot.core.faults import OldCard
from bot.core.intents import Intent, Slug, arguments, asked
from bot.core.tokens import SLOTS, TOKEN_CAP, VERSION, Tokens, fits, write
from bot.intents.person import Help
from tests.unit.core.strategies import NASTY, intent_classes, intents, is_free, longest, values
from tests.unit.core.toys import TOYS, Find, Pain, Paint, Sell, Sign, Visit

REAL = intent_classes()
KINDS = (*REAL, *TOYS)
READER = Tokens({kind.spec.code: kind for kind in KINDS}, Help())
SAFE = re.compile(r"[A-Za-z0-9_-]*")
TOKENISH = st.text("10aefhmprz.!~-_ 9x\n", max_size=30)
CODES = st.sampled_from([kind.spec.code for kind in KINDS])


class Every(Intent, code="ze", name="every"):
    """Has a field of each kind a token knows, with defaults that differ from empty."""

    text: str | None = None
    empty: str = "x"
    number: Annotated[int, Field(ge=-9, le=9)] = 3
    switch: bool = True
    fixed: Literal["a", "b"] = "b"
    last: Slug | None = None


def opened(intent: Intent) -> Intent:
    """Take out what a form asks: a token carries the rest."""
    return intent.model_copy(update=dict.fromkeys(asked(type(intent))))


@pytest.mark.parametrize("kind", [*KINDS, Every], ids=lambda kind: kind.__name__)
@settings(max_examples=25)
@given(st.data(), st.integers(0, SLOTS - 1))
def test_every_intent_comes_back_from_its_token(
    kind: type[Intent], data: st.DataObject, slot: int
) -> None:
    intent = data.draw(intents(kind, for_tokens=True))
    token = write(intent, slot)
    reader = Tokens({kind.spec.code: kind}, Help())
    assert len(token) <= TOKEN_CAP
    assert fits(intent)
    assert reader.read(token) == opened(intent)
    assert write(reader.read(token), slot) == token


@pytest.mark.parametrize("kind", [*KINDS, Every], ids=lambda kind: kind.__name__)
@settings(max_examples=25)
@given(st.data())
def test_a_menu_fills_the_field_it_names(kind: type[Intent], data: st.DataObject) -> None:
    intent = data.draw(intents(kind, for_tokens=True))
    reader = Tokens({kind.spec.code: kind}, Help())
    for name in arguments(kind):
        value = data.draw(values(kind.model_fields[name], for_tokens=True))
        if value is None or value == "":
            continue
        expected = opened(intent).model_copy(update={name: value})
        token = write(intent, 3, into=name)
        assert "!" in token
        picked = str(value).lower() if isinstance(value, bool) else str(value)
        assert reader.read(token, picked) == expected


def test_tokens_of_one_message_differ_by_slot_intent_and_menu() -> None:
    drawn = [write(Paint(coats=n), slot) for n in (1, 2) for slot in range(SLOTS)]
    drawn += [write(Paint(), slot, into) for slot in (0, 1) for into in ("colour", "wall")]
    assert len(set(drawn)) == len(drawn)


def test_tokens_are_written_in_a_form_that_stays() -> None:
    assert write(Pain()) == "10za"
    assert write(Paint(colour="red", wall="a-b", coats=2, matt=True), 10) == "1azp.red.a-b.2.1"
    assert write(Paint(), into="wall") == "10zp!1...1.0"
    assert write(Visit(key="Ab_-" * 4)) == f"10zv.{'Ab_-' * 4}"
    assert write(Every(empty="", text="")) == "10ze.~.~.3.1.b"
    assert write(Sign(page=2, name="Ana")) == "10zg.2", "answers to a form are no part of it"


@pytest.mark.parametrize("kind", REAL, ids=lambda kind: kind.__name__)
def test_the_longest_of_every_intent_fits(kind: type[Intent]) -> None:
    intent = longest(kind)
    bounded = [name for name in arguments(kind) if not is_free(kind.model_fields[name])]
    assert len(write(intent)) <= TOKEN_CAP
    assert all(getattr(intent, name) not in (None, "") for name in bounded)
    for name in arguments(kind):
        assert len(write(intent, SLOTS - 1, into=name)) <= TOKEN_CAP


@given(NASTY.filter(lambda text: not SAFE.fullmatch(text)))
@example("two words")
@example("a.b")
@example("na\u00efve")
@example("~")
@example("a\n")
def test_no_free_text_gets_into_a_token(text: str) -> None:
    for kind in (*REAL, Find):
        free = [n for n in arguments(kind) if is_free(kind.model_fields[n])]
        for name in free:
            intent = longest(kind).model_copy(update={name: text})
            assert not fits(intent)
            with pytest.raises(ValueError, match="cannot stand in a token"):
                write(intent)
            assert text not in write(intent, into=name) or not text


def test_what_does_not_fit_is_refused_and_never_cut() -> None:
    assert fits(Find(what="a" * 60))
    long = Find.model_construct(what="a" * 95, deep=False)
    assert not fits(long)
    with pytest.raises(ValueError, match="the token of Find has 102 characters"):
        write(long)
    assert len(write(Find.model_construct(what="a" * 93, deep=False))) == TOKEN_CAP


@pytest.mark.parametrize("slot", [-1, SLOTS, 99])
def test_a_slot_is_one_hexadecimal_digit(slot: int) -> None:
    with pytest.raises(ValueError, match=f"slot {slot} "):
        write(Pain(), slot)


def pressed(token: str, picked: str | None) -> Intent | OldCard:
    """Press a button, or an entry of a menu."""
    try:
        return READER.read(token, picked)
    except OldCard as old:
        return old


@settings(max_examples=300)
@given(
    st.one_of(NASTY, TOKENISH, st.tuples(CODES, TOKENISH).map("10{0[0]}{0[1]}".format)),
    st.none() | NASTY,
)
@example("", None)
@example("1" * 101, None)
@example("10hp!99", "x")
@example("10hp!\u0660", "x")
@example("10hp!0", "\ud800")
@example("10rm.9", None)
@example("10mk", None)
@example("10rm.4\n", None)
@example("10rm.\u0664", None)
@example("1Grm.4", None)
def test_garbage_is_an_old_card_and_nothing_else(token: str, picked: str | None) -> None:
    found = pressed(token, picked)
    if isinstance(found, OldCard):
        assert found.fresh.spec.name, "the fresh card is one that anybody may type"
    else:
        assert type(found) in KINDS
        assert type(found).model_validate(found.model_dump()) == found
        assert token.startswith(VERSION)


@pytest.mark.parametrize(
    ("token", "picked", "fresh"),
    [
        ("10rm.7", None, "Roadmap"),
        ("10rm.4.4", None, "Roadmap"),
        ("20rm.4", None, "Roadmap"),
        ("10rm!1.4", "3", "Roadmap"),
        ("10rm!0", None, "Roadmap"),
        ("10rm!0", "7", "Roadmap"),
        ("10ms", None, "Help"),
        ("10ms.Bad", None, "Help"),
        ("10df", None, "Help"),
        ("10yy", None, "Help"),
        ("rm", None, "Help"),
        ("10rm.4\x00", None, "Help"),
    ],
)
def test_the_fresh_card_is_the_nearest_one(token: str, picked: str | None, fresh: str) -> None:
    with pytest.raises(OldCard) as caught:
        READER.read(token, picked)
    assert type(caught.value.fresh).__name__ == fresh


def test_a_press_that_is_no_menu_picks_nothing() -> None:
    assert READER.read("10zp.red", "green") == Paint(colour="red")


def test_fields_that_are_left_out_have_their_defaults() -> None:
    reader = Tokens({"ze": Every}, Help())
    assert reader.read("10ze") == Every()
    assert reader.read("10ze....0") == Every(switch=False)


def test_a_token_is_no_right() -> None:
    assert READER.read(write(Sell())) == Sell(), "whoever presses it meets the guards"
