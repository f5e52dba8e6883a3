"""The words that Block Kit is described with: what a value has to be, and what is wrong with it."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

from tests.doubles.slack.errors import Fault, Json

Check = Callable[[str, Any], Iterator[Fault]]
"""Takes a JSON pointer and a value; yields what is wrong."""

Shape = Mapping[str, Check]
"""What may stand in an object; a key that ends in `!` has to."""


def units(text: str) -> int:
    """Count a text in UTF-16 units: the counting that finds it longest."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def string(most: int, least: int = 1, form: str = "") -> Check:
    """Want a text of so many characters, and of this form."""

    def check(path: str, value: object) -> Iterator[Fault]:
        if not isinstance(value, str):
            yield path, "must be a string"
        elif units(value) > most:
            yield path, f"must be less than {most + 1} characters"
        elif len(value) < least:
            yield path, f"must be more than {least - 1} characters"
        elif form and not re.fullmatch(form, value):
            yield path, f"must be in the form {form}"

    return check


def flag(path: str, value: object) -> Iterator[Fault]:
    """Want true or false."""
    if not isinstance(value, bool):
        yield path, "must be a boolean"


def number(least: int, most: int) -> Check:
    """Want a whole number in a range."""

    def check(path: str, value: object) -> Iterator[Fault]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield path, "must be an integer"
        elif not least <= value <= most:
            yield path, f"must be between {least} and {most}"

    return check


def one_of(*values: str) -> Check:
    """Want one of these."""

    def check(path: str, value: object) -> Iterator[Fault]:
        if value not in values:
            yield path, f"must be a valid enum value, one of {', '.join(values)}"

    return check


def items(inner: Check, most: int, least: int = 1) -> Check:
    """Want a list of so many things."""

    def check(path: str, value: object) -> Iterator[Fault]:
        if not isinstance(value, list):
            yield path, "must be a list"
            return
        many = cast("list[object]", value)
        if not least <= len(many) <= most:
            yield path, f"must be between {least} and {most} items, not {len(many)}"
        for number_, each in enumerate(many):
            yield from inner(f"{path}/{number_}", each)

    return check


def anything(path: str, value: object) -> Iterator[Fault]:
    """Want an object, whatever is in it."""
    if not isinstance(value, dict):
        yield path, "must be an object"


def an(shape: Shape) -> Check:
    """Want an object of this shape, and nothing else in it."""
    needed = {key.removesuffix("!") for key in shape if key.endswith("!")}
    checks = {key.removesuffix("!"): check for key, check in shape.items()}

    def check(path: str, value: object) -> Iterator[Fault]:
        if not isinstance(value, dict):
            yield path, "must be an object"
            return
        told = cast("Json", value)
        yield from ((path, f"missing required field: {key}") for key in sorted(needed - set(told)))
        yield from ((path, f"invalid additional property: {key}") for key in set(told) - {*checks})
        for key in checks.keys() & told.keys():
            yield from checks[key](f"{path}/{key}", told[key])

    return check


def _type(value: object) -> str:
    found: object = cast("Json", value).get("type") if isinstance(value, dict) else None
    return found if isinstance(found, str) else f"{found}"


def text(most: int, *kinds: str) -> Check:
    """Want a text object of these kinds, `plain_text` when none is named."""

    def check(path: str, value: object) -> Iterator[Fault]:
        kind = _type(value)
        if kind not in (kinds or ("plain_text",)):
            yield path, f"unsupported type of text: {kind}"
            return
        name = "emoji" if kind == "plain_text" else "verbatim"
        yield from an({"type!": one_of(kind), "text!": string(most), name: flag})(path, value)

    return check


def by_type(shapes: Mapping[str, Check], *, only: set[str] | None = None) -> Check:
    """Want an object whose `type` says what shape it has."""

    def check(path: str, value: object) -> Iterator[Fault]:
        kind = _type(value)
        if kind not in shapes or (only is not None and kind not in only):
            yield f"{path}/type", f"unsupported type: {kind}"
            return
        yield from shapes[kind](path, value)

    return check


def both(*checks: Check) -> Check:
    """Want all of these."""

    def check(path: str, value: object) -> Iterator[Fault]:
        for each in checks:
            yield from each(path, value)

    return check


def just_one(*keys: str) -> Check:
    """Want exactly one of these keys in an object."""

    def check(path: str, value: Json) -> Iterator[Fault]:
        there = [key for key in keys if key in value]
        if len(there) != 1:
            yield path, f"must have exactly one of {', '.join(keys)}"

    return check
