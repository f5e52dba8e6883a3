"""Reads one TOML text, or says in plain words what keeps it from being read."""

import datetime as dt
import re
import tomllib
from typing import Any

from bot.catalog.lines import unclosed

_AT = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_DATE = re.compile(r"\b\d{4}-\d{1,2}-\d{1,2}\b")

_ADVICE = (
    ("Cannot overwrite a value", "this key stands twice in one table: keep one of the two"),
    ("Duplicate inline table key", "this key stands twice in one table: keep one of the two"),
    ("Cannot declare", "this table is opened twice: write [[...]] with double brackets"),
    ("Illegal character", "a text is not closed on its line: end it with a quote"),
    ("Unterminated string", 'a text is not closed: end it with """'),
    ("Expected \"'''\"", "a text is not closed: end it with '''"),
    ('Expected "\'"', "a text is not closed on its line: end it with a quote"),
    ("Found invalid character '\\n'", "a text is not closed on its line: end it with a quote"),
    ("Unescaped '\\'", "a backslash stands in a text: remove it, or put the text in ''' quotes"),
    ("Unclosed array", "a list is not closed: end it with ]"),
    ("Unclosed inline table", "a table is not closed: end it with }"),
    ("Expected '='", "a key has no value: write key = value"),
    ("Expected newline", "something stands after the value: one key a line, and # before a remark"),
    ("Invalid value", 'the value cannot be read: put texts in "quotes"'),
    ("Invalid date", "there is no such date: write it like 2026-01-31"),
    ("Invalid initial character", "the key begins with a strange sign: use letters and _"),
    ("Expected ']", "a table header is not closed: write [[kind]] alone on its line"),
    ("Invalid statement", "this is neither a key, nor a [[kind]], nor a # remark"),
)


class TomlError(ValueError):
    """The text is no TOML. `line` counts from 1."""

    def __init__(self, line: int, advice: str) -> None:
        """Keep where and what to do."""
        super().__init__(advice)
        self.line = line


def parse(text: str) -> dict[str, Any]:
    """Read a TOML text into tables whose lists are tuples. Raises TomlError."""
    try:
        return {key: _frozen(value) for key, value in tomllib.loads(text).items()}
    except tomllib.TOMLDecodeError as error:
        raise _explained(str(error), text) from None


def _frozen(value: Any) -> Any:  # noqa: ANN401 (whatever TOML can hold)
    if isinstance(value, list):
        return tuple(map(_frozen, value))  # pyright: ignore[reportUnknownArgumentType] TOML has no types
    if isinstance(value, dict):
        return {key: _frozen(inner) for key, inner in value.items()}  # pyright: ignore[reportUnknownVariableType] TOML has no types
    return value


def _explained(message: str, text: str) -> TomlError:
    lines = text.rstrip("\n").split("\n")
    at = _AT.search(message)
    number = int(at[1]) if at is not None and at[1] else unclosed(text) or len(lines)
    here = lines[number - 1] if number <= len(lines) else ""
    if any(not _is_date(date) for date in _DATE.findall(here)):
        return TomlError(number, "there is no such date: write it like 2026-01-31")
    said = message[: at.start()] if at is not None else message
    for start, advice in _ADVICE:
        if said.startswith(start):
            return TomlError(number, advice)
    return TomlError(number, f"this is no TOML ({said}): compare with a line that works")


def _is_date(written: str) -> bool:
    try:
        dt.date.fromisoformat(written)
    except ValueError:
        return False
    return True
