"""A form is made from the open fields of an intent, and what comes back is checked once."""

from typing import Annotated

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import Field

from bot.core.cards import Button, Text, Tone
from bot.core.forms import TEXT_CAP, Box, FormErrors, Mistakes, boxes, needed, submit
from bot.core.intents import Asked, Intent, asked
from bot.core.markup import Plain, clean, spans
from bot.core.tokens import fits
from bot.core.words import PSEUDO, Lexicon, Words
from tests.unit.core.strategies import ANY, NASTY, intent_classes, intents
from tests.unit.core.toys import Sign, said

WORDS = Words()
FORMS = [kind for kind in (*intent_classes(), Sign) if asked(kind)]
WRITTEN = st.sampled_from(["", " ", "3", "300", "Ana", "attic", "berlin", "x" * 500]) | NASTY | ANY
FILLED = {"name": "Ana", "age": "30", "room": "attic", "wall": "north-wall"}


def test_a_form_asks_what_the_intent_leaves_open() -> None:
    name, age, room, wall = boxes(Sign(page=2), WORDS, {"age": "30"})
    assert name == Box("name", "Your name", "As on the door", lines=True, longest=20, required=True)
    assert age == Box("age", "Your age", "", value="30", number=True, required=True)
    assert room == Box("room", "Your room", "", options=("attic", "cellar"), required=True)
    assert wall == Box("wall", "Your wall", "", suggest="walls", longest=40, required=True)
    assert age.longest == TEXT_CAP


def test_a_form_speaks_the_readers_language() -> None:
    words = Lexicon().speak(PSEUDO)
    drawn = boxes(Sign(), words, {})
    assert all(box.label.startswith("[") for box in drawn)
    assert [box.hint[:1] for box in drawn] == ["[", "", "", ""]


def test_what_was_written_fills_the_intent() -> None:
    assert submit(Sign(page=2), FILLED, WORDS) == Sign(
        page=2, name="Ana", age=30, room="attic", wall="north-wall"
    )
    spaced = {name: f"  {value}\n" for name, value in FILLED.items()}
    assert submit(Sign(), spaced, WORDS) == submit(Sign(), FILLED, WORDS)


def test_signs_nobody_sees_are_taken_out() -> None:
    hidden = {name: f"\u200b{value[:1]}\x00\u202e{value[1:]}" for name, value in FILLED.items()}
    assert submit(Sign(), hidden, WORDS) == submit(Sign(), FILLED, WORDS)
    with pytest.raises(FormErrors) as caught:
        submit(Sign(), FILLED | {"name": "\u200b\u200b\u200b\x00"}, WORDS)
    assert set(caught.value.errors) == {"name"}


def test_line_breaks_stay_where_the_box_is_tall() -> None:
    filled = submit(Sign(), FILLED | {"name": "Ana\nBo"}, WORDS)
    assert isinstance(filled, Sign)
    assert filled.name == "Ana\nBo"


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("name", "A", "Write at least 2 characters."),
        ("name", "", "Write at least 2 characters."),
        ("name", "A" * 21, "Write at most 20 characters."),
        ("age", "old", "Write a whole number."),
        ("age", "", "Write a whole number."),
        ("age", "3.5", "Write a whole number."),
        ("age", "0", "Write 1 or more."),
        ("age", "151", "Write 150 or less."),
        ("age", "9" * 5_000, "I do not understand this."),
        ("room", "hall", "Choose one of: 'attic' or 'cellar'."),
        ("wall", "North Wall", "I do not understand this."),
    ],
)
def test_each_mistake_is_said_at_its_field(name: str, value: str, says: str) -> None:
    with pytest.raises(FormErrors) as caught:
        submit(Sign(), FILLED | {name: value}, WORDS)
    assert caught.value.errors == {name: says}
    with pytest.raises(FormErrors) as caught:
        submit(Sign(), FILLED | {name: value}, Lexicon().speak(PSEUDO))
    assert caught.value.errors[name].startswith("[")


def test_all_mistakes_are_said_at_once() -> None:
    with pytest.raises(FormErrors) as caught:
        submit(Sign(), {"name": "A", "age": "x"}, WORDS)
    assert list(caught.value.errors) == ["name", "age", "room", "wall"]


def test_a_form_that_is_read_field_by_field_names_every_mistake() -> None:
    def wrong(name: str) -> int:
        raise FormErrors({name: f"bad {name}"})

    found = Mistakes()
    assert found.gather(lambda: 3, 0) == 3
    found.check()
    assert [found.gather(lambda: wrong("a"), 7), found.gather(lambda: wrong("b"), 8)] == [7, 8]
    with pytest.raises(FormErrors) as caught:
        found.check()
    assert caught.value.errors == {"a": "bad a", "b": "bad b"}


def test_what_cannot_stay_empty_says_so() -> None:
    class Note(Intent, code="z7", asks="A note"):
        text: Annotated[str | None, Field(min_length=1), Asked("Note")] = None
        more: Annotated[str | None, Field(max_length=9), Asked("More")] = None

    assert needed(Note, "text")
    assert not needed(Note, "more")
    with pytest.raises(FormErrors) as caught:
        submit(Note(), {"text": " "}, WORDS)
    assert caught.value.errors == {"text": "This cannot stay empty."}


def test_only_the_fields_of_the_form_can_be_written() -> None:
    assert submit(Sign(page=2), FILLED | {"page": "9", "rank": "1"}, WORDS) == submit(
        Sign(page=2), FILLED, WORDS
    )


def test_the_way_back_opens_the_form_again() -> None:
    errors = FormErrors({"name": "Too *short*", "age": "Odd", "else": "Strange"})
    card = errors.amend(Sign(page=2, age=3), WORDS)
    (fix,) = card.actions
    assert fix == Button("Fix it", Sign(page=2), Tone.first)
    assert Sign(page=2).opens_form
    assert said(card).split("\n") == [
        "This form is not complete yet:",
        "Your name: Too *short*",
        "Your age: Odd",
        "else: Strange",
    ]
    (words, _) = card.blocks
    assert isinstance(words, Text)
    assert Plain("Your name:", bold=True) in spans(words.body)


def sent(opened: Intent, values: dict[str, str]) -> Intent | FormErrors:
    """Send a form."""
    try:
        return submit(opened, values, WORDS)
    except FormErrors as errors:
        return errors


@pytest.mark.parametrize("kind", FORMS, ids=lambda kind: kind.__name__)
@given(st.data())
def test_any_answers_give_an_intent_or_name_the_fields(
    kind: type[Intent], data: st.DataObject
) -> None:
    intent = data.draw(intents(kind, for_tokens=True))
    opened = intent.model_copy(update=dict.fromkeys(asked(kind)))
    boxed = boxes(opened, WORDS, {})
    names = [box.name for box in boxed]
    values = data.draw(st.dictionaries(st.sampled_from([*names, "x", "__class__"]), WRITTEN))
    filled = sent(opened, values)
    if isinstance(filled, FormErrors):
        assert filled.errors
        assert set(filled.errors) <= set(names)
        assert all(filled.errors.values())
        (fix,) = filled.amend(opened, WORDS).actions
        assert isinstance(fix, Button)
        assert fix.go == opened
        assert fits(fix.go)
    else:
        assert type(filled) is kind
        assert filled.model_dump(exclude=set(names)) == opened.model_dump(exclude=set(names))
        assert not filled.opens_form


@given(NASTY)
@example("*\x00`")
def test_a_written_text_comes_out_clean(text: str) -> None:
    kept = clean(text, lines=True).strip()
    filled = sent(Sign(), FILLED | {"name": text})
    if 2 <= len(kept) <= 20:
        assert isinstance(filled, Sign)
        assert filled.name == kept
    else:
        assert isinstance(filled, FormErrors)


@pytest.mark.parametrize("kind", FORMS, ids=lambda kind: kind.__name__)
def test_a_form_fits_into_a_modal_of_either_platform(kind: type[Intent]) -> None:
    intent = kind.model_construct(**dict.fromkeys(kind.model_fields))
    assert 1 <= len(kind.spec.asks) <= 24
    for box in boxes(intent, WORDS, {}):
        assert 1 <= len(box.label) <= 45
        assert len(box.hint) <= 100
        assert len(box.options) <= 25
