"""A card that would not fit on a phone cannot be made."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.cards import (
    CARD_CAP,
    LABEL_CAP,
    PICK_CAP,
    ROW_CAP,
    Actions,
    Button,
    Card,
    Choice,
    Divider,
    Facts,
    Link,
    Note,
    Pick,
    Picture,
    Progress,
    Text,
    Tone,
    row,
)
from bot.core.markup import Marked, bold, escape, member
from tests.unit.core.toys import Pain, Paint

GO = Pain()


def letters(n: int) -> Marked:
    return Marked("x" * n)


def entries(n: int) -> tuple[Choice, ...]:
    return tuple(Choice(str(place), f"entry {place}") for place in range(n))


def test_what_a_reader_sees_is_counted() -> None:
    card = Card(
        "12345",
        (
            Text(bold(letters(10))),
            Note(escape("*" * 10)),
            Facts((("name", letters(4)), ("n", Marked("`y`")))),
            Progress(1, 2, letters(7)),
            Picture("a.png", b"data", "alt text"),
            Divider(),
            Actions((Button("press", GO), Link("read", "https://example.org/" + "x" * 100))),
            Pick("choose", Paint(), "wall", entries(3)),
        ),
    )
    assert card.size == 5 + 10 + 10 + (4 + 4 + 2 + 1 + 1 + 2) + 7 + 8 + 0 + (5 + 4) + 6


@given(st.integers(0, 300), st.integers(0, CARD_CAP + 300))
@example(0, CARD_CAP)
@example(1, CARD_CAP)
def test_a_card_holds_so_much_and_no_more(title: int, body: int) -> None:
    blocks = (Text(letters(body)),)
    if title + body > CARD_CAP:
        with pytest.raises(ValueError, match=f"has {title + body} characters, over {CARD_CAP}"):
            Card("t" * title, blocks)
    else:
        assert Card("t" * title, blocks).size == title + body


@pytest.mark.parametrize("size", [0, ROW_CAP + 1])
def test_a_row_has_one_to_five_buttons(size: int) -> None:
    with pytest.raises(ValueError, match=f"not {size}"):
        Actions((Button("press", GO),) * size)
    assert len(Actions((Button("press", GO),) * ROW_CAP).items) == ROW_CAP


@pytest.mark.parametrize("label", ["", "x" * (LABEL_CAP + 1)])
def test_a_label_has_one_to_forty_characters(label: str) -> None:
    with pytest.raises(ValueError, match="has not 1 to 40 characters"):
        Actions((Button("fine", GO), Button(label, GO)))
    with pytest.raises(ValueError, match="has not 1 to 40 characters"):
        Actions((Link(label, "https://example.org"),))
    assert Actions((Button("x" * LABEL_CAP, GO),))


@pytest.mark.parametrize("size", [0, PICK_CAP + 1])
def test_a_menu_has_one_to_twenty_five_entries(size: int) -> None:
    with pytest.raises(ValueError, match=f"not {size}"):
        Pick("choose", Paint(), "wall", entries(size))
    assert len(Pick("choose", Paint(), "wall", entries(PICK_CAP)).options) == PICK_CAP


def test_two_entries_of_a_menu_have_two_values() -> None:
    with pytest.raises(ValueError, match="same value"):
        Pick("choose", Paint(), "wall", (Choice("a", "One"), Choice("a", "Two")))


def test_all_one_can_press_is_listed_in_reading_order() -> None:
    first, second = Button("one", GO), Button("two", GO, Tone.danger)
    link = Link("three", "https://example.org")
    pick = Pick("four", Paint(), "wall", entries(1))
    blocks = (Actions((first,)), Text(member("1", "Ana")), pick, Divider(), Actions((link, second)))
    assert Card("", blocks).actions == (first, pick, link, second)
    assert Card("", (Text(letters(1)),)).actions == ()


def test_a_row_is_made_of_the_buttons_that_are_there() -> None:
    one, two = Button("one", GO), Link("two", "https://example.org")
    assert row(None, one, None, two) == (Actions((one, two)),)
    assert row() == row(None, None) == ()
    with pytest.raises(ValueError, match="not 6"):
        row(*[one] * 6)
