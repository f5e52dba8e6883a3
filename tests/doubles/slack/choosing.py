"""How somebody fills in a box or chooses from a menu, and what the client lets through."""

import re
from collections.abc import Iterator, Mapping, Sequence

from tests.doubles.slack.errors import Json
from tests.doubles.slack.messages import decoded, usable
from tests.doubles.slack.places import Channel, User
from tests.doubles.slack.views import FIRST

Given = str | int | User | Channel | Sequence[str] | Sequence[User] | Sequence[Channel] | None
"""Text, an option by label or value, somebody, a place, or several of them; None empties a box."""

_FORMS = {"datepicker": r"\d{4}-\d\d-\d\d", "timepicker": r"\d\d:\d\d"}


def element(blocks: Sequence[Json], name: str, kinds: set[str] | None = None) -> tuple[Json, Json]:
    """Return the one block and element of a name. Raises AssertionError.

    The name is an action id, a button's text, the label of an input, or a menu's placeholder.
    """
    there = [(b, e) for b, e in usable(blocks) if kinds is None or e["type"] in kinds]
    for names in (_ids, _shown):
        found = [(block, each) for block, each in there if name in names(block, each)]
        assert len(found) < 2, f"{name!r} is there {len(found)} times: use the action id"
        if found:
            return found[0]
    known = [names for block, each in there for names in _shown(block, each)]
    raise AssertionError(f"{name!r} is not there, only {known}")


def _ids(block: Json, each: Json) -> Iterator[str]:
    del block
    yield str(each["action_id"])


def _shown(block: Json, each: Json) -> Iterator[str]:
    if block["type"] == "input":
        yield decoded(str(block["label"]["text"]))
    for key in ("text", "placeholder"):
        if key in each:
            yield decoded(str(each[key]["text"]))


def options(each: Json) -> list[Json]:
    """Return what an element offers."""
    groups = [group["options"] for group in each.get("option_groups", ())]
    return [*each.get("options", ()), *(option for group in groups for option in group)]


def state(each: Json, given: Given, brought: Sequence[Json] = ()) -> Json:
    """Return the state of an element after a choice. Raises ValueError for what cannot be chosen.

    `brought` are the options that the bot suggested.
    """
    kind = str(each["type"])
    if kind not in FIRST:
        return {"type": kind, "value": None if given in {None, ""} else str(given)}
    key = FIRST[kind][1]
    many: list[object] = [] if given is None else _many(given)
    if kind == "datetimepicker":
        chosen: list[object] = many
    elif kind in _FORMS:
        chosen = [_formed(str(value), _FORMS[kind]) for value in many]
    elif key.startswith("selected_option"):
        offers = [*options(each), *brought]
        chosen = [_option(offers, value) for value in many]
    else:
        chosen = [value.id if isinstance(value, (User, Channel)) else value for value in many]
    if key.endswith("s"):
        most = each.get("max_selected_items", len(chosen))
        if len(chosen) > most:
            raise ValueError(f"{most} can be chosen")
        return {"type": kind, key: chosen}
    if len(chosen) > 1:
        raise ValueError("one can be chosen")
    return {"type": kind, key: chosen[0] if chosen else None}


def _many(given: object) -> list[object]:
    if isinstance(given, (list, tuple)):
        found: list[object] = list(given)  # pyright: ignore[reportUnknownArgumentType] - of one kind
        return found
    return [given]


def _formed(value: str, form: str) -> str:
    if not re.fullmatch(form, value):
        raise ValueError(f"{value!r} does not fit")
    return value


def _option(offers: Sequence[Json], value: object) -> Json:
    for each in offers:
        if value in {each["value"], decoded(str(each["text"]["text"]))}:
            return each
    there = [each["text"]["text"] for each in offers]
    raise ValueError(f"{value!r} cannot be chosen, only {there}")


def checked(label: str, block: Json, each: Json, value: Mapping[str, object]) -> None:
    """Hold a box against what the client lets through when a form is sent. Raises ValueError."""
    given = next(found for key, found in value.items() if key != "type")
    if given in (None, "", []):
        if not block.get("optional"):
            raise ValueError(f"{label}: has to be filled in")
        return
    if each["type"] == "plain_text_input":
        least, most = each.get("min_length", 0), each.get("max_length", 3000)
        if not least <= len(str(given)) <= most:
            raise ValueError(f"{label}: {len(str(given))} characters, {least} to {most} fit")
    if each["type"] == "number_input":
        _number(label, each, str(given))


def _number(label: str, each: Json, given: str) -> None:
    form = r"-?\d+(\.\d+)?" if each["is_decimal_allowed"] else r"-?\d+"
    if not re.fullmatch(form, given):
        raise ValueError(f"{label}: {given!r} is no such number")
    least = float(each.get("min_value", "-inf"))
    most = float(each.get("max_value", "inf"))
    if not least <= float(given) <= most:
        raise ValueError(f"{label}: {given} is not in the range")
