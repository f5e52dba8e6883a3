"""A record to begin with: every key of its kind with its limits, made from the model itself."""

import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.catalog.advice import SHAPES, instead
from bot.catalog.models import KINDS
from bot.catalog.references import POINTS
from bot.catalog.writing import quoted

Schema = Mapping[str, Any]

_LAST = ("rev", "aliases", "replaces", "article", "sources")
"""Keys that every kind has and a new record seldom needs."""

_SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_LIKE = {
    _SLUG: "an-id",
    r"^[a-z]+(\.[a-z0-9-]+)+$": "role.definition",
    r"^https://[^\s<>|()]+$": "https://example.org/page",
    r"^[A-Z]{3}$": "EUR",
}
"""A value for each pattern of the models."""

_ALSO = {
    ("item", "code"): ("at most 8 lines of 40 characters",),
    ("item", "needs"): ("libraries that the code imports",),
    ("term", "also"): ("other names",),
    ("statement", "topic"): ("see content/README.md",),
}
"""What no model says by a limit."""

_FILL = "Write here"
_DAY = "2026-01-31"


def skeleton(kind: str, slug: str = "") -> str:
    """Return a record of a kind as TOML, ready to paste: it loads, and is not shown yet.

    Keys that may be left out are remarks. Raises ValueError for an unknown kind and a bad id.
    """
    if kind not in KINDS:
        raise ValueError(f"there is no kind {kind}: {instead(kind, KINDS)}")
    if slug and not re.fullmatch(_SLUG, slug):
        raise ValueError(f"{slug} is no id: {SHAPES[_SLUG]}")
    return "\n".join(_Pen(kind, KINDS[kind].model_json_schema()).record(slug)) + "\n"


@dataclass(frozen=True, slots=True)
class _Pen:
    """Writes records of one kind."""

    kind: str
    schema: Schema

    def record(self, slug: str) -> Iterator[str]:
        fields: Mapping[str, Schema] = self.schema["properties"]
        tables = [name for name in fields if _is_table(self._flat(fields[name]))]
        plain = [name for name in fields if name not in {"id", "status", *_LAST, *tables}]
        about = KINDS[self.kind]
        yield from (f"# {line}" for line in inspect.cleandoc(about.__doc__ or "").split("\n"))
        yield f"[[{self.kind}]]"
        yield f"id = {quoted(slug or f'a-new-{self.kind}')}  # never used again for another piece"
        yield 'status = "wip"  # wip, beta, active, deprecated; only active is shown'
        for name in (*plain, *_LAST):
            yield self._line(self.schema, name)
        for name in tables:
            yield from self._tables(name)

    def _tables(self, name: str) -> Iterator[str]:
        """Write as many sub-tables as there have to be, else one as a remark."""
        field = self.schema["properties"][name]
        flat, many = self._flat(field), self._flat(field).get("type") == "array"
        inner = self._flat(flat["items"]) if many else flat
        least = flat.get("minItems", 1) if name in self.schema["required"] else 0
        head = f"[[{self.kind}.{name}]]" if many else f"[{self.kind}.{name}]"
        for number in range(max(1, least)):
            lines = [head, *(self._line(inner, each, number + 1) for each in inner["properties"])]
            yield ""
            if not number and "maxItems" in flat:
                yield f"# {least} to {flat['maxItems']} of these tables"
            yield from (line if least or line.startswith("#") else f"# {line}" for line in lines)

    def _line(self, owner: Schema, name: str, number: int = 0) -> str:
        field = self._flat(owner["properties"][name])
        required = name in owner.get("required", ()) or self._needed(owner, name, number)
        remark = [] if required else ["may be left out"]
        remark += [*self._points(name, field), *_limits(field), *_ALSO.get((self.kind, name), ())]
        text = f"{name} = {self._value(name, field, number)}"
        text += f"  # {', '.join(remark)}" if remark else ""
        return text if required else f"# {text}"

    def _needed(self, owner: Schema, name: str, number: int) -> bool:
        """Tell what the rules of a whole record ask for: one right option, a why for the rest."""
        if owner.get("title") != "Option":
            return False
        return name == ("right" if number == 1 else "why")

    def _points(self, name: str, field: Schema) -> Iterator[str]:
        fields = {**POINTS.get(self.kind, {}), "sources": "source", "replaces": self.kind}
        if name in fields:
            yield f"{'ids' if field.get('type') == 'array' else 'id'} of kind {fields[name]}"

    def _flat(self, field: Schema) -> Schema:
        """Follow a reference, and take `None` off."""
        if "anyOf" in field:
            return self._flat(next(one for one in field["anyOf"] if one.get("type") != "null"))
        if "$ref" in field:
            return self.schema["$defs"][field["$ref"].rsplit("/", 1)[1]]
        return field

    def _value(self, name: str, field: Schema, number: int) -> str:
        match field:
            case {"enum": [first, *_]}:
                return quoted(first)
            case {"type": "string"}:
                return _DAY if field.get("format") == "date" else quoted(_text(name, field, number))
            case {"type": "array", "items": items}:
                least = max(1, field.get("minItems", 1))
                return f"[{', '.join([self._value('', self._flat(items), number)] * least)}]"
            case {"type": "object", "properties": inner}:
                pairs = (f"{each} = {self._value(each, inner[each], 0)}" for each in inner)
                return f"{{ {', '.join(pairs)} }}"
            case {"type": "boolean"}:
                return "true"
            case _:
                return str(field.get("minimum", field.get("exclusiveMinimum", 0) + 1))


def _is_table(field: Schema) -> bool:
    items = field.get("items", {})
    return "$ref" in items or (field.get("type") == "object" and field.get("title") == "Check")


def _text(name: str, field: Schema, number: int) -> str:
    if field.get("pattern") in _LIKE:
        return f"number-{number}" if name == "id" else _LIKE[field["pattern"]]
    text = f"{_FILL} {number}" if number else _FILL
    while len(text) < field.get("minLength", 0):
        text = f"{text}. {_FILL}"
    return text


def _limits(field: Schema) -> Iterator[str]:
    match field:
        case {"enum": values}:
            yield f"one of {', '.join(values)}"
        case {"type": "array", "items": items}:
            if "minItems" in field or "maxItems" in field:
                yield _span(field.get("minItems"), field.get("maxItems"), "entries")
            yield from (f"each {each}" for each in _limits(items) if "pattern" not in items)
        case {"pattern": shape} if shape in SHAPES and shape != _SLUG:
            yield SHAPES[shape]
        case {"type": "string", "maxLength": most} if "pattern" not in field:
            yield _span(field.get("minLength"), most, "characters")
        case {"type": "integer"} if field.keys() & {"minimum", "exclusiveMinimum"}:
            first = field.get("minimum", field.get("exclusiveMinimum", -1) + 1)
            yield _span(first, field.get("maximum"), "").strip()
        case _:
            return


def _span(least: int | None, most: int | None, of: str) -> str:
    if most is None:
        return f"{least} or more {of}"
    return f"{least} to {most} {of}" if least is not None else f"at most {most} {of}"
