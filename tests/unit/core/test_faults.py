"""A fault says in the reader's language what happened, and leads out."""

import inspect
import logging
import string

import pytest
from hypothesis import given

from bot.core import faults
from bot.core.cards import Actions, Button, Card, Text, Tone
from bot.core.faults import (
    CannotSave,
    Fault,
    OldCard,
    OurFault,
    PersonFault,
    TooFast,
    UnknownCommand,
    WorldFault,
    try_again,
)
from bot.core.markup import Marked, Plain, clean, plain, spans
from bot.core.words import PSEUDO, Lexicon, Words
from tests.unit.core.strategies import NASTY
from tests.unit.core.toys import Pain, Paint

FAMILIES = (PersonFault, WorldFault, OurFault)


EVERY = [
    found for _, found in inspect.getmembers(faults, inspect.isclass) if issubclass(found, Fault)
]


def fields(fault: type[Fault]) -> dict[str, str]:
    """Fill the placeholders of a fault with numbers, which are the same in each language."""
    names = [name for _, name, _, _ in string.Formatter().parse(fault.message()) if name]
    return {name: f"<{number}>" for number, name in enumerate(names)}


def made(fault: type[Fault]) -> Fault:
    return OldCard(Pain()) if fault is OldCard else fault(**fields(fault))


@pytest.mark.parametrize("fault", EVERY)
def test_a_fault_is_its_docstring_in_one_line(fault: type[Fault]) -> None:
    assert fault.message() == " ".join(inspect.cleandoc(fault.__doc__ or "").split())
    assert fault.message()[-1] in ".:}"
    said = str(made(fault))
    assert all(value in said for value in fields(fault).values())
    assert "{" not in said


@pytest.mark.parametrize("fault", EVERY)
def test_a_fault_draws_its_own_card(fault: type[Fault]) -> None:
    card = made(fault).card(Words())
    assert card == Card("", (Text(made(fault).text(Words())),))
    assert plain(made(fault).text(Words())) == str(made(fault))


@pytest.mark.parametrize("fault", EVERY)
def test_every_fault_is_translated(fault: type[Fault]) -> None:
    text = made(fault).text(Lexicon().speak(PSEUDO))
    assert text.startswith("[")
    assert all(value in text for value in fields(fault).values())


@pytest.mark.parametrize("fault", EVERY)
def test_a_fault_is_of_one_family_and_has_its_weight(fault: type[Fault]) -> None:
    if fault is not Fault:
        assert sum(issubclass(fault, family) for family in FAMILIES) == 1
    levels = {PersonFault: logging.INFO, WorldFault: logging.WARNING, OurFault: logging.ERROR}
    for family, level in levels.items():
        if issubclass(fault, family):
            assert fault.level == level


@given(NASTY)
def test_what_somebody_typed_stands_there_as_letters(typed: str) -> None:
    word = typed[: faults.ECHO]
    text = UnknownCommand(word=word).text(Words())
    assert spans(text) == (Plain(f'I know no "{clean(word)}". Try /help.'),)


def test_numbers_and_marked_fields_stay_as_they_are() -> None:
    assert plain(TooFast(seconds=7).text(Words())) == "That was fast. Again in 7 s."
    assert spans(UnknownCommand(word=Marked("*x*")).text(Words()))[1] == Plain("x", bold=True)


def test_buttons_lead_out() -> None:
    one, two = Button("One", Pain()), Button("Two", Paint())
    assert UnknownCommand(one, two, word="x").card(Words()).blocks[1:] == (Actions((one, two)),)


def test_an_old_card_knows_its_fresh_one() -> None:
    assert OldCard(Paint(coats=2)).fresh == Paint(coats=2)


def test_trying_again_asks_the_same() -> None:
    assert try_again(Words(), Paint(coats=2)) == Button("Try again", Paint(coats=2), Tone.first)
    assert issubclass(CannotSave, WorldFault)


def test_a_wall_of_text_does_not_come_back() -> None:
    said = plain(UnknownCommand(word="x" * 900).text(Words()))
    assert said == f'I know no "{"x" * 79}…". Try /help.'
    assert "x" * 80 in plain(UnknownCommand(word="x" * 80).text(Words()))
