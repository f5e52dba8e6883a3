"""An intent is declared once; what it says of itself is what every platform reads."""

from enum import StrEnum
from typing import Annotated, Literal

import pytest
from pydantic import Field, ValidationError

from bot.core.intents import (
    Asked,
    Audience,
    Intent,
    Slug,
    Suggest,
    arguments,
    asked,
    bare_type,
    choices,
    suggestions,
)
from bot.core.people import Rank
from tests.unit.core.toys import Find, Meet, Paint, Sell, Sign


class Size(StrEnum):
    small = "small"


class Many(Intent, code="zz", audience=Audience.room, menu="Look at it"):
    """Hold one field of each kind."""

    text: str = ""
    number: int | None = None
    switch: bool = False
    fixed: Literal["a", "b"] | None = None
    size: Size = Size.small
    slug: Annotated[Slug | None, Suggest("outer")] = None
    inner: Annotated[str, Suggest("inner")] | None = None
    asked: Annotated[str | None, Asked("Say it", "At length", lines=True)] = None


def test_a_declaration_is_kept_beside_the_fields() -> None:
    spec = Paint.spec
    assert (spec.code, spec.name, spec.help) == ("zp", "paint", "Paint a wall")
    assert spec.examples == ("/paint red",)
    assert Sign.spec.asks == "Your name and age"
    assert Many.spec.menu == "Look at it"
    assert "spec" not in Paint.model_fields


@pytest.mark.parametrize("code", ["", "r", "Rm", "1m", "rmm", "r.", "r\n", "\u00e9m"])
def test_a_code_has_two_characters_that_fit_into_a_token(code: str) -> None:
    with pytest.raises(TypeError, match="Wrong needs code="):
        type("Wrong", (Intent,), {"__module__": __name__}, code=code)


def test_what_moderators_ask_needs_a_community() -> None:
    assert (Sell.spec.rank, Sell.spec.community_only) == (Rank.moderator, True)
    assert (Meet.spec.rank, Meet.spec.community_only) == (Rank.member, True)
    assert (Paint.spec.rank, Paint.spec.community_only) == (Rank.member, False)


def test_an_answer_is_for_the_asker_unless_declared_otherwise() -> None:
    assert Paint().audience is Audience.asker
    assert Many().audience is Audience.room


def test_an_intent_cannot_be_changed_or_stretched() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Paint().coats = 2
    with pytest.raises(ValidationError, match="Extra inputs"):
        Paint.model_validate({"colours": "red"})
    assert hash(Paint(coats=2)) == hash(Paint(coats=2)) != hash(Paint(coats=3))


def test_a_form_opens_until_one_of_its_questions_is_answered() -> None:
    assert Sign().opens_form
    assert Sign(page=3).opens_form
    assert not Sign(age=3).opens_form
    assert not Sign(name="Ana", age=3).opens_form
    assert not Paint().opens_form


def test_a_form_asks_some_fields_and_a_command_the_others() -> None:
    assert asked(Many) == {"asked": Asked("Say it", "At length", lines=True)}
    assert "asked" not in arguments(Many)
    assert list(arguments(Paint)) == ["colour", "wall", "coats", "matt"]
    assert list(arguments(Sign)) == ["page", "side"]
    assert list(asked(Sign)) == ["name", "age", "room", "wall"]


def test_what_is_annotated_is_found_inside_and_outside() -> None:
    fields = Many.model_fields
    found = {name: suggestions(field) for name, field in fields.items()}
    assert {name: key for name, key in found.items() if key} == {"slug": "outer", "inner": "inner"}


def test_the_bare_type_is_what_a_platform_asks_for() -> None:
    kinds = {name: bare_type(field) for name, field in Many.model_fields.items()}
    fixed = kinds.pop("fixed")
    assert fixed == Literal["a", "b"]
    assert kinds == {
        "text": str,
        "number": int,
        "switch": bool,
        "size": Size,
        "slug": str,
        "inner": str,
        "asked": str,
    }


def test_only_a_literal_has_fixed_values() -> None:
    found = {name: choices(field) for name, field in Many.model_fields.items()}
    assert {name: values for name, values in found.items() if values} == {"fixed": ("a", "b")}


def test_numbers_among_fixed_values_are_shown_as_texts() -> None:
    class Odd(Intent, code="zd"):
        n: Annotated[Literal[1, 3] | None, Field(description="An odd number")] = None

    assert choices(Odd.model_fields["n"]) == ("1", "3")


def test_the_toys_are_what_the_other_tests_think() -> None:
    assert Find.model_fields["what"].is_required()
    assert not Paint.model_fields["wall"].is_required()
