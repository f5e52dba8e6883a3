"""What hypothesis draws: any text a person can send, and any instance of an intent."""

import pkgutil
import re
from importlib import import_module
from typing import Any

from hypothesis import strategies as st
from pydantic.fields import FieldInfo

import bot.intents
from bot.core.intents import Intent, Key, Slug, bare_type, choices, marks
from bot.intents.quizzes import Letters

ANY = st.text(st.characters(exclude_categories=()), max_size=80)
"""Text with any code point, lone surrogates too: JSON can carry them."""

TRICKS = st.sampled_from(
    [
        "\u200b",
        "\u200f",
        "\u202e",
        "\u2066",
        "\ufeff",
        "\u00a0",
        "\u2028",
        "\x00",
        "\x1b[31m",
        "\t",
        "\n",
        "\ud800",
        "\ue000m\ue001x\ue001y\ue002",
        "\U0001f468\u200d\U0001f469",
        "*",
        "`",
        "```",
        "\\",
        "_",
        "@everyone",
        "<!here>",
        "{0.__class__}",
        "{word}",
        "{",
        "%s",
        "\u2067\u0645\u0631\u062d\u0628\u0627",
    ]
)
"""Signs that mean something to a terminal, a platform, a reader or a formatter."""

_LARGE = 10**13
"""Milliseconds since 1970 until the year 2286, where a number has no end of its own."""

NASTY = st.lists(ANY | TRICKS, max_size=6).map("".join)


def intent_classes() -> tuple[type[Intent], ...]:
    """List every intent that the house declares."""
    for module in pkgutil.iter_modules(bot.intents.__path__):
        import_module(f"bot.intents.{module.name}")
    kinds = [kind for kind in Intent.__subclasses__() if kind.__module__.startswith("bot.intents.")]
    return tuple(sorted(kinds, key=lambda kind: kind.__name__))


def limit(field: FieldInfo, name: str) -> Any:  # noqa: ANN401 (an int or a pattern)
    """Return what a field's marks say under a name, or None."""
    return next(
        (found for m in marks(field) if (found := getattr(m, name, None)) is not None), None
    )


def is_free(field: FieldInfo) -> bool:
    """Tell whether a field takes any text."""
    return bare_type(field) is str and limit(field, "pattern") is None


def pattern_of(kind: Any) -> str:  # noqa: ANN401 (an annotated type)
    """Return the pattern of a kind of id."""
    return next(mark.pattern for mark in kind.__metadata__)


_PATTERNS = {
    pattern_of(Slug): st.lists(st.text("az09", min_size=1, max_size=8), min_size=1, max_size=4)
    .map("-".join)
    .map(lambda slug: slug if len(slug) < 30 else "a" * 40),
    pattern_of(Key): st.text("azAZ09_-", min_size=16, max_size=24),
    pattern_of(Letters): st.text("abcde", max_size=5),
}
"""Faster ways to draw texts with the patterns that are used most."""


def _texts(field: FieldInfo, *, for_tokens: bool) -> st.SearchStrategy[str]:
    low, high = limit(field, "min_length") or 0, limit(field, "max_length") or 100
    pattern = limit(field, "pattern")
    if pattern is not None:
        usual = _PATTERNS.get(pattern)
        found = st.from_regex(rf"\A{pattern[1:-1]}\Z") if usual is None else usual
        return found.filter(lambda text: low <= len(text) <= high)
    if for_tokens:
        return st.text("abcXYZ019_-", min_size=low, max_size=min(high, 20))
    return st.text(min_size=low, max_size=high)


def values(field: FieldInfo, *, for_tokens: bool = False) -> st.SearchStrategy[Any]:
    """Draw what a field may hold; `for_tokens` leaves out texts that no token can carry."""
    kind = bare_type(field)
    found: st.SearchStrategy[Any]
    if fixed := choices(field):
        found = st.sampled_from(fixed)
    elif kind is bool:
        found = st.booleans()
    elif kind is int:
        found = st.integers(limit(field, "ge"), limit(field, "le") or _LARGE)
    elif kind is str:
        found = _texts(field, for_tokens=for_tokens)
    else:
        message = f"no way to draw {kind!r}: teach tests/unit/core/strategies.py"
        raise TypeError(message)
    return found if not _optional(field) else st.none() | found


def _optional(field: FieldInfo) -> bool:
    return field.default is None


def intents(kind: type[Intent], *, for_tokens: bool = False) -> st.SearchStrategy[Intent]:
    """Draw instances of an intent."""
    fields = {
        name: values(field, for_tokens=for_tokens) for name, field in kind.model_fields.items()
    }
    return st.builds(kind, **fields)


def longest(kind: type[Intent]) -> Intent:
    """Make the instance that needs the most characters, free texts left out."""
    given: dict[str, Any] = {}
    for name, field in kind.model_fields.items():
        if is_free(field) and not field.is_required():
            continue
        given[name] = _longest(field)
    return kind(**given)


def _longest(field: FieldInfo) -> object:
    kind = bare_type(field)
    if fixed := choices(field):
        return max(fixed, key=len)
    if kind is bool:
        return True
    if kind is int:
        return limit(field, "le") or _LARGE
    if is_free(field):
        return "x"
    most, pattern = limit(field, "max_length") or 24, limit(field, "pattern")
    options = (
        start + "a" * (n - len(start))
        for n in range(most, 0, -1)
        for start in ("", "a-")
        if len(start) < n
    )
    return next(text for text in options if re.fullmatch(pattern, text))
