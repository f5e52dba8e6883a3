"""Near names are found, and even an unforeseen refusal is said plainly."""

from typing import Annotated

import pytest
from pydantic import BaseModel, Field, ValidationError

from bot.catalog.advice import SHOWN, advise, instead, nearest


class Oven(BaseModel):
    """A model that refuses in a way no model of the packs does."""

    heat: Annotated[int, Field(multiple_of=10)]
    kind: Annotated[str, Field(pattern="^[a-z]+$")] = "stone"


def refusal(**values: object) -> str:
    with pytest.raises(ValidationError) as caught:
        Oven.model_validate(values)
    [error] = caught.value.errors()
    return advise(error, Oven)


def test_an_unforeseen_refusal_names_the_value() -> None:
    assert refusal(heat=7) == 'heat cannot be "7": write heat = 1'


@pytest.mark.parametrize(("length", "shown"), [(SHOWN, "9" * SHOWN), (61, "9" * 60 + "...")])
def test_a_long_value_is_shown_in_part(length: int, shown: str) -> None:
    said = refusal(heat=10, kind="9" * length)
    assert said == f'kind is "{shown}": write it in another way'


def test_the_nearest_name_is_found_whatever_its_case_or_joint() -> None:
    assert nearest("Done_When", ["done-when", "summary"]) == "done-when"
    assert nearest("done-when", ["done_when"]) == "done_when"
    assert nearest("tpis", ["tip", "tips"]) == "tips"
    assert nearest("zebra", ["tip", "tips"]) is None


def test_without_a_near_name_all_are_listed() -> None:
    assert instead("tipp", ["trait", "tip"]) == "write tip"
    assert instead("zebra", ["trait", "tip"]) == "write one of: tip, trait"
