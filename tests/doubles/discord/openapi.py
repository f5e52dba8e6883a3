"""Checks request bodies against Discord's published OpenAPI file, where that is at hand."""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, cast

from tests.doubles.discord.errors import Fault, Json

NEAR = Path(__file__).resolve().parents[4] / "shared" / "data" / "discord_openapi.json"
"""Where it may lie, beside the project; another place by the variable DISCORD_OPENAPI."""

NUMBERS_AS_TEXT = {"default_member_permissions", "allow", "deny", "permissions"}
TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}


@dataclass
class Specification:
    """The file's paths and schemas; empty when there is no file."""

    paths: Json = field(default_factory=dict[str, Any])
    schemas: Json = field(default_factory=dict[str, Any])

    @classmethod
    def load(cls) -> "Specification":
        """Read the file where it lies."""
        place = Path(os.environ.get("DISCORD_OPENAPI", NEAR))
        return _read(place) if place.is_file() else cls()

    def faults(self, method: str, path: str, data: object) -> list[Fault]:
        """Say what is wrong with a request's body; routes that the file lacks are not checked."""
        operation = self.paths.get(path, {}).get(method.lower(), {})
        content = operation.get("requestBody", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema")
        return [] if schema is None else list(self._check(schema, data, ""))

    def _check(self, schema: Json, data: object, path: str) -> Iterator[Fault]:
        if "$ref" in schema:
            schema = self.schemas[schema["$ref"].rpartition("/")[2]]
        for part in schema.get("allOf", ()):
            yield from self._check(part, data, path)
        for key in ("oneOf", "anyOf"):
            if key in schema:
                yield from self._one_of(schema[key], data, path)
        words = _value_fault(schema, data, path.rpartition(".")[2])
        if words:
            yield path, words
        elif isinstance(data, dict):
            yield from self._members(schema, cast("Json", data), path)
        elif isinstance(data, list):
            yield from self._items(schema, cast("list[Any]", data), path)

    def _members(self, schema: Json, data: Json, path: str) -> Iterator[Fault]:
        for key in schema.get("required", ()):
            if key not in data:
                yield f"{path}.{key}".lstrip("."), "is required"
        known = schema.get("properties", {})
        extra = schema.get("additionalProperties")
        for key, value in data.items():
            rule = known.get(key, extra)
            if isinstance(rule, dict):
                yield from self._check(cast("Json", rule), value, f"{path}.{key}".lstrip("."))

    def _items(self, schema: Json, data: list[Any], path: str) -> Iterator[Fault]:
        if not schema.get("minItems", 0) <= len(data) <= schema.get("maxItems", len(data)):
            yield path, f"has {len(data)} items, {schema.get('maxItems')} fit"
        for number, each in enumerate(data):
            if "items" in schema:
                yield from self._check(schema["items"], each, f"{path}.{number}".lstrip("."))

    def _one_of(self, options: list[Json], data: object, path: str) -> Iterator[Fault]:
        """Yield the faults of the option that was meant, unless one fits."""
        nearest: list[Fault] = []
        for option in options:
            found = list(self._check(option, data, path))
            if not found:
                return
            if not nearest or self._meant(option, data):
                nearest = found
        yield from nearest

    def _meant(self, option: Json, data: object) -> bool:
        schema = self.schemas[option["$ref"].rpartition("/")[2]] if "$ref" in option else option
        kinds = schema.get("properties", {}).get("type", {}).get("enum", ())
        return isinstance(data, dict) and cast("Json", data).get("type") in kinds


@cache
def _read(place: Path) -> Specification:
    data = json.loads(place.read_text(encoding="utf-8"))
    return Specification(data["paths"], data["components"]["schemas"])


def _value_fault(schema: Json, data: object, key: str) -> str:
    """Say what is wrong with a value by itself, or nothing."""
    kinds = schema.get("type")
    if kinds is not None and not _is_one(kinds, data):
        as_text = isinstance(data, str) and data.isdigit() and key in NUMBERS_AS_TEXT
        as_number = isinstance(data, int) and schema.get("format") == "snowflake"
        return "" if as_text or as_number else f"{data!r} is no {kinds}"
    if "const" in schema and data != schema["const"]:
        return f"{data!r} is not {schema['const']!r}"
    if "enum" in schema and data not in schema["enum"]:
        return f"{data!r} is none of {schema['enum']}"
    if isinstance(data, str):
        return _text_fault(schema, data)
    if isinstance(data, int | float) and not isinstance(data, bool):
        return _number_fault(schema, data)
    return ""


def _is_one(kinds: str | list[str], data: object) -> bool:
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if isinstance(data, bool):
        return "boolean" in kinds
    return any(isinstance(data, TYPES[kind]) for kind in kinds)


def _text_fault(schema: Json, data: str) -> str:
    least, most = schema.get("minLength", 0), schema.get("maxLength", len(data))
    if not least <= len(data) <= most:
        return f"must be between {least} and {most} in length, is {len(data)}"
    pattern = schema.get("pattern")
    if pattern and not re.search(pattern, data):
        return f"{data!r} does not match {pattern}"
    return ""


def _number_fault(schema: Json, data: float) -> str:
    least, most = schema.get("minimum", data), schema.get("maximum", data)
    return "" if least <= data <= most else f"must be between {least} and {most}, is {data}"
