"""A rule as JSON, as the database and an export keep it."""

import json
from functools import cache, lru_cache

from pydantic import TypeAdapter

from bot.study.recurrence import Rule


@cache
def _adapter() -> TypeAdapter[Rule]:
    return TypeAdapter(Rule)


def to_json(rule: Rule) -> str:
    """Write a rule as text, for storage and the audit; equal rules give equal text."""
    plain = _adapter().dump_python(rule, mode="json", exclude_defaults=True)
    for name in {"weekdays", "skips"} & plain.keys():
        plain[name] = sorted(plain[name])
    return json.dumps(plain)


@lru_cache(4_096)
def from_json(text: str) -> Rule:
    """Read what `to_json` wrote. Raises pydantic's ValidationError."""
    return _adapter().validate_json(text)
