"""What a feature marks is found; what is marked twice is refused."""

from dataclasses import dataclass
from typing import Annotated

import pytest

from bot.core.cards import Choice
from bot.core.context import Context
from bot.core.intents import Asked, Intent, Suggest
from bot.core.registry import Registry, handles, seeds, suggests
from bot.core.replies import Quiet, Reply
from tests.unit.core.toys import ALIKE, TOYS, Pain, Paint, Sign, Toys, registry


class Twin(Intent, code="zp"):
    """Has the code of Paint."""


class Namesake(Intent, code="zn", name="paint"):
    """Has the name of Paint."""


@dataclass(frozen=True, slots=True)
class PaintsToo:
    @handles(Paint)
    async def paint(self, _: Context, __: Paint) -> Reply:
        return Quiet()


@dataclass(frozen=True, slots=True)
class Twins:
    @handles(Twin)
    async def twin(self, _: Context, __: Twin) -> Reply:
        return Quiet()


@dataclass(frozen=True, slots=True)
class Namesakes:
    @handles(Namesake)
    async def namesake(self, _: Context, __: Namesake) -> Reply:
        return Quiet()


@dataclass(frozen=True, slots=True)
class SuggestsToo:
    @suggests(ALIKE.key)
    async def walls(self, _: Context, typed: str) -> tuple[Choice, ...]:
        return (Choice(typed, typed),)


@dataclass(frozen=True, slots=True)
class SeedsToo:
    @seeds(Sign)
    async def filled(self, _: Context, __: Sign) -> dict[str, str]:
        return {}


def test_marked_methods_are_found_on_the_feature_itself() -> None:
    toys = Toys()
    found = registry(toys)
    assert set(found.handlers) == set(TOYS)
    assert found.handlers[Paint] == toys.paint
    assert found.suggesters == {ALIKE.key: toys.walls}
    assert found.seeders == {Sign: toys.filled_in}


def test_commands_are_the_named_ones_in_order_and_codes_are_all() -> None:
    found = registry(Toys())
    assert list(found.commands) == ["find", "pain", "paint", "paint over", "sell"]
    assert found.codes == {kind.spec.code: kind for kind in TOYS}


@pytest.mark.parametrize(
    "double", [Toys(), PaintsToo(), Twins(), Namesakes(), SuggestsToo(), SeedsToo()]
)
def test_a_double_is_refused(double: object) -> None:
    found = registry(Toys())
    with pytest.raises(ValueError, match="already answered"):
        found.add(double)


def test_two_intents_without_a_name_are_no_doubles() -> None:
    found = registry(Twins())
    assert "" not in found.commands
    assert found.codes == {"zp": Twin}


def test_what_is_not_marked_is_left_alone() -> None:
    class Plain:
        limit = 3

        def helper(self) -> None: ...

    found = Registry()
    found.add(Plain())
    assert (found.handlers, found.suggesters, found.seeders) == ({}, {}, {})


class Order(Intent, code="zw"):
    """Wants one completion while typing and another in its form."""

    dish: Annotated[str | None, Suggest("dishes")] = None
    drink: Annotated[str | None, Asked("What to drink"), Suggest("drinks")] = None


@dataclass(frozen=True, slots=True)
class Waiter:
    @handles(Order)
    async def order(self, _: Context, __: Order) -> Reply:
        return Quiet()


def test_completions_that_nobody_offers_are_named() -> None:
    assert set(registry(Waiter()).unanswered_suggestions()) == {"dishes", "drinks"}
    assert list(registry(Toys()).unanswered_suggestions()) == []
    assert Pain in registry(Toys()).handlers
