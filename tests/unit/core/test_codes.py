"""Codes that were released stay what they were: cards in channels carry them for years."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from bot.core.intents import Intent, arguments
from tests.unit.core.strategies import intent_classes

LIST = Path(__file__).parent / "codes.txt"


def released(text: str) -> dict[str, list[str]]:
    """Read the list: by code, the name of the class and of its fields, in their order."""
    return {code: rest for code, *rest in (line.split() for line in text.splitlines())}


def declared(kinds: Iterable[type[Intent]]) -> dict[str, list[str]]:
    """Describe intents in the same way."""
    return {kind.spec.code: [kind.__name__, *arguments(kind)] for kind in kinds}


def problems(old: Mapping[str, list[str]], new: Mapping[str, list[str]]) -> list[str]:
    """Say what would break a card that was posted before, and what to do about it."""
    names = {name: code for code, (name, *_) in old.items()}
    found: list[str] = []
    for code, (name, *fields) in new.items():
        line = " ".join((code, name, *fields))
        if code not in old and name in names:
            found.append(f"{name} was released with code={names[name]!r}: give it that code again")
        elif code not in old:
            found.append(f"{name} is new: add the line {line!r} to {LIST.name}, in order")
        elif old[code][0] != name:
            found.append(f"{code!r} belongs to {old[code][0]} for ever: give {name} another code")
        elif old[code][1:] != fields[: len(old[code]) - 1]:
            was = " ".join(old[code][1:])
            found.append(f"{name} was released with the fields {was!r}: new ones go behind them")
        elif old[code] != [name, *fields]:
            found.append(f"{name} has new fields: make its line {line!r} in {LIST.name}")
    return found


def test_no_card_that_was_posted_is_broken() -> None:
    old = released(LIST.read_text(encoding="utf-8"))
    assert problems(old, declared(intent_classes())) == []


def test_two_intents_have_two_codes() -> None:
    kinds = intent_classes()
    codes = sorted(kind.spec.code for kind in kinds)
    assert codes == sorted(set(codes))
    assert len({kind.__name__ for kind in kinds}) == len(kinds)
    assert all(code.isalpha() and code.islower() for code in codes), "released codes are letters"


def test_the_list_is_in_order_and_says_nothing_twice() -> None:
    lines = LIST.read_text(encoding="utf-8").splitlines()
    assert lines == sorted(lines)
    assert len(lines) == len(released("\n".join(lines)))
    assert len({line.split()[1] for line in lines}) == len(lines)


OLD = {"rm": ["Roadmap", "step"], "go": ["Gone"]}


@pytest.mark.parametrize(
    ("code", "now", "says"),
    [
        ("rx", ["Roadmap", "step"], "Roadmap was released with code='rm': give it that code again"),
        ("go", ["Group"], "'go' belongs to Gone for ever: give Group another code"),
        ("rm", ["Map", "step"], "'rm' belongs to Roadmap for ever: give Map another code"),
        ("gr", ["Group", "a"], "Group is new: add the line 'gr Group a' to codes.txt, in order"),
        ("rm", ["Roadmap"], "with the fields 'step': new ones go behind them"),
        ("rm", ["Roadmap", "page", "step"], "with the fields 'step': new ones go behind them"),
        ("rm", ["Roadmap", "step", "page"], "make its line 'rm Roadmap step page' in codes.txt"),
    ],
)
def test_a_change_that_breaks_old_cards_says_the_way_out(
    code: str, now: list[str], says: str
) -> None:
    (found,) = problems(OLD, {code: now})
    assert says in found


def test_an_intent_may_go_and_leaves_its_code_behind() -> None:
    assert problems(OLD, {"rm": ["Roadmap", "step"]}) == []
