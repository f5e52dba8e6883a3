"""Says in plain words what a model refuses and what to write instead.

Nothing of the validating library's own language reaches a writer: each kind of refusal has its
sentence here, and the last resort names the value.
"""

import datetime as dt
import difflib
import inspect
import re
import types
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

Context = Mapping[str, Any]

_TEXT = '"..."'

SHAPES = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": 'use small letters, digits and single hyphens: "data-leakage"',
    r"^[a-z]+(\.[a-z0-9-]+)+$": 'write a statement of the article: "salary.factors"',
    r"^https://[^\s<>|()]+$": "start with https:// and leave out spaces and ()<>|",
    r"^[A-Z]{3}$": 'write three capital letters: "USD"',
    r"^\d+\.\d+\.\d+$": 'write three numbers: "1.4.0"',
    r"^[a-z]{2}(-[A-Z]{2})?$": 'write a language: "en" or "en-GB"',
}
"""What to write for each pattern of the models."""


SHOWN = 60
"""So many characters of a refused value are repeated."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known name a writer probably meant."""
    folded = word.casefold().replace("_", "-")
    names = {name.casefold().replace("_", "-"): name for name in known}
    near = difflib.get_close_matches(folded, list(names), n=1, cutoff=0.6)
    return names[near[0]] if near else None


def instead(word: str, known: Iterable[str]) -> str:
    """Say which known name to write instead of `word`, or list what there is."""
    names = sorted(known)
    near = nearest(word, names)
    if near is not None:
        return f"write {near}"
    return f"write one of: {', '.join(names)}"


def advise(error: ErrorDetails, model: type[BaseModel]) -> str:
    """Turn one refusal of `model` into a sentence with the way out."""
    path = error["loc"]
    name = _spoken(path) if path else ""
    say = _SENTENCES.get(error["type"], _any_other)
    return say(name, error, _Around(model, path))


def echoes(error: ErrorDetails) -> bool:
    """Whether a refusal only repeats others: a list counts its refused entries as missing."""
    return error["type"] == "too_short" and len(error["input"]) >= _context(error)["min_length"]


def place(error: ErrorDetails, model: type[BaseModel]) -> tuple[int | str, ...]:
    """Return where a refusal belongs: a rule of a whole record names its field by its text."""
    if error["type"] != "value_error" or error["loc"]:
        return error["loc"]
    words = re.findall(r"\w+", str(_context(error)["error"]))
    field = next((word for word in words if word in model.model_fields), None)
    return () if field is None else (field,)


class _Around:
    """What surrounds a refused value: the model that owns it and how its field is declared."""

    def __init__(self, model: type[BaseModel], path: tuple[int | str, ...]) -> None:
        owner, field = model, ""
        for part in path:
            if isinstance(part, str):
                owner = _model_of(_declared(owner, field)) or owner
                field = part
        self.kind = model.__name__.lower()
        self.owner: type[BaseModel] = owner
        self.field = field

    @property
    def names(self) -> list[str]:
        return list(self.owner.model_fields)

    @property
    def declared(self) -> object:
        return _declared(self.owner, self.field)

    @property
    def sample(self) -> str:
        """Show how a missing key is written."""
        if _model_of(self.declared) is not None and _bare(self.declared) is tuple:
            return f"[[{self.kind}.{self.field}]] tables"
        return _sample(self.field, self.declared)


def _spoken(path: tuple[int | str, ...]) -> str:
    """Say a path as a writer counts: `why of option 2`, `entry 3 of shows`."""
    if path and isinstance(path[-1], int):
        return f"entry {path[-1] + 1} of {_spoken(path[:-1])}"
    *outer, last = path
    around = _table_name(tuple(outer))
    return f"{last} of {around}" if around else str(last)


def _table_name(path: tuple[int | str, ...]) -> str:
    """Say which table of a record a path leads to; nothing for the record itself."""
    named = (str(part) if isinstance(part, str) else str(part + 1) for part in path)
    return " ".join(named)


def _inside(error: ErrorDetails) -> str:
    name = _table_name(error["loc"][:-1])
    return f" in {name}" if name else ""


def _declared(owner: type[BaseModel], field: str) -> object:
    info = owner.model_fields.get(field)
    return info.annotation if info is not None else None


def _parts(annotation: object) -> tuple[object, ...]:
    if get_origin(annotation) is Annotated:
        return get_args(annotation)[:1]
    if get_origin(annotation) in {Union, types.UnionType, tuple}:
        return tuple(part for part in get_args(annotation) if part is not type(None))
    return ()


def _model_of(annotation: object) -> type[BaseModel] | None:
    if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_of, _parts(annotation))), None)


def _bare(annotation: object) -> object:
    """Return what a value is at bottom: `int`, `str`, `dt.date`, `tuple` or a literal."""
    if get_origin(annotation) is tuple:
        return tuple
    parts = _parts(annotation)
    return _bare(parts[0]) if parts else annotation


def _sample(field: str, annotation: object) -> str:
    bare = _bare(annotation)
    if get_origin(bare) is Literal:
        return f'{field} = "{get_args(bare)[0]}"'
    written: dict[object, str] = {int: "1", bool: "true", dt.date: "2026-01-31", tuple: '["..."]'}
    return f"{field} = {written.get(bare, _TEXT)}"


def _unknown_key(_: str, error: ErrorDetails, around: _Around) -> str:
    key = error["loc"][-1]
    near = nearest(str(key), around.names)
    way_out = f"write {near}" if near else f"remove it, or use one of: {', '.join(around.names)}"
    return f"unknown key {key}{_inside(error)}: {way_out}"


def _missing(_: str, error: ErrorDetails, around: _Around) -> str:
    return f"{around.field} is missing{_inside(error)}: add {around.sample}"


def _long(name: str, error: ErrorDetails, _: _Around) -> str:
    size, most = len(str(error["input"])), int(_context(error)["max_length"])
    return f"{name} is {size} characters, at most {most}: cut {size - most}"


def _short(name: str, error: ErrorDetails, _: _Around) -> str:
    size, least = len(str(error["input"])), int(_context(error)["min_length"])
    return f"{name} is {size} characters, at least {least}: write {least - size} more"


def _few(name: str, error: ErrorDetails, _: _Around) -> str:
    size, least = len(error["input"]), int(_context(error)["min_length"])
    return f"{name} has {size} entries, at least {least}: add {least - size}"


def _many(name: str, error: ErrorDetails, _: _Around) -> str:
    size, most = len(error["input"]), int(_context(error)["max_length"])
    return f"{name} has {size} entries, at most {most}: remove {size - most}"


def _shape(name: str, error: ErrorDetails, _: _Around) -> str:
    way_out = SHAPES.get(_context(error)["pattern"], "write it in another way")
    return f"{name} is {_shown(error['input'])}: {way_out}"


def _literal(name: str, error: ErrorDetails, around: _Around) -> str:
    known = [str(value) for value in get_args(_bare(around.declared))]
    near = nearest(str(error["input"]), known)
    listed = ", ".join(f'"{value}"' for value in known)
    way_out = f'write "{near}"' if near else "write one of them"
    return f"{name} is {_shown(error['input'])}, but may be {listed}: {way_out}"


def _kind(wanted: str, example: str) -> Callable[[str, ErrorDetails, _Around], str]:
    def say(name: str, error: ErrorDetails, around: _Around) -> str:
        found = _found(error["input"])
        return f"{name} is {found}, not {wanted}: write {around.field or name} = {example}"

    return say


def _bound(
    word: str, more: str, key: str, step: int = 0
) -> Callable[[str, ErrorDetails, _Around], str]:
    def say(name: str, error: ErrorDetails, _: _Around) -> str:
        edge = int(_context(error)[key]) + step
        return f"{name} is {error['input']}, {word} {edge}: write {edge} or {more}"

    return say


def _own_rule(_: str, error: ErrorDetails, _around: _Around) -> str:
    return str(_context(error)["error"])


def _table(name: str, error: ErrorDetails, around: _Around) -> str:
    return (
        f"{name} is {_found(error['input'])}, not a table: write {around.field} = {{ key = value }}"
    )


def _any_other(name: str, error: ErrorDetails, around: _Around) -> str:
    return f"{name} cannot be {_shown(error['input'])}: write {around.sample}"


def _list(name: str, error: ErrorDetails, around: _Around) -> str:
    return f"{name} is {_found(error['input'])}, not a list: write {around.sample}"


def _context(error: ErrorDetails) -> Context:
    return error.get("ctx", {})


def _shown(value: object) -> str:
    text = str(value)
    return f'"{text}"' if len(text) <= SHOWN else f'"{text[:SHOWN]}..."'


def _found(value: object) -> str:
    kinds: tuple[tuple[type, str], ...] = (
        (bool, "true or false"),
        (str, "a text"),
        (int, "a number"),
        (float, "a number with a point"),
        (dt.datetime, "a date with a time"),
        (dt.date, "a date"),
        (tuple, "a list"),
        (dict, "a table"),
    )
    word = next((word for kind, word in kinds if isinstance(value, kind)), "a time")
    return word if isinstance(value, (tuple, dict)) else f"{word} ({_shown(value)})"


_SENTENCES: Mapping[str, Callable[[str, ErrorDetails, _Around], str]] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing,
    "string_too_long": _long,
    "string_too_short": _short,
    "too_short": _few,
    "too_long": _many,
    "string_pattern_mismatch": _shape,
    "literal_error": _literal,
    "string_type": _kind("a text", '"..."'),
    "int_type": _kind("a whole number", "1"),
    "bool_type": _kind("true or false", "true"),
    "date_type": _kind("a date", "2026-01-31 without quotes"),
    "tuple_type": _list,
    "model_type": _table,
    "greater_than_equal": _bound("at least", "more", "ge"),
    "greater_than": _bound("at least", "more", "gt", 1),
    "less_than_equal": _bound("at most", "less", "le"),
    "value_error": _own_rule,
}
