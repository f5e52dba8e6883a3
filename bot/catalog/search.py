"""Finds what somebody means by what they typed: for completions and forgiving arguments."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import combining, normalize

from bot.core.cards import Choice

LIMIT = 25
"""So many entries a menu shows on every platform."""

CLOSE = 0.75
"""How alike a misspelt word must be: one slip in four letters."""

_WORD = re.compile(r"\w+")
_START, _WORDS, _MISSPELT = range(3)


@dataclass(frozen=True, slots=True)
class _Key:
    """A choice as it is compared."""

    value: str
    label: str
    words: tuple[str, ...]


def match(typed: str, choices: Iterable[Choice], limit: int = LIMIT) -> tuple[Choice, ...]:
    """Return the plausible choices, best first; equals keep their order.

    An exact value or label is returned alone; nothing typed returns the first `limit` choices.
    Case and accents do not count.
    """
    asked = fold(typed)
    if not asked:
        return tuple(choices)[:limit]
    keyed = [(_key(choice.value, choice.label), choice) for choice in choices]
    if exact := tuple(choice for key, choice in keyed if asked in (key.label, key.value)):
        return exact[:limit]
    words = tuple(_WORD.findall(asked))
    ranked = [
        (rank, choice) for key, choice in keyed if (rank := _rank(asked, words, key)) is not None
    ]
    return tuple(choice for _, choice in sorted(ranked, key=lambda pair: pair[0]))[:limit]


def fold(text: str) -> str:
    """Write a text as it is compared: small letters, no accents, single spaces."""
    apart = normalize("NFKD", normalize("NFKD", text).casefold())
    return " ".join("".join(sign for sign in apart if not combining(sign)).split())


@lru_cache(maxsize=4096)
def _key(value: str, label: str) -> _Key:
    value, label = fold(value), fold(label)
    return _Key(value, label, tuple(dict.fromkeys(_WORD.findall(f"{label} {value}"))))


def _rank(asked: str, words: tuple[str, ...], key: _Key) -> tuple[int, float] | None:
    """Return the group of a match and its distance within the group; None is no match."""
    if key.label.startswith(asked):
        return _START, 0.0
    if not words:
        return None
    if all(any(one.startswith(word) for one in key.words) for word in words):
        return _WORDS, 0.0
    whole = _alike(asked, key.label)
    likeness = max(whole, _by_words(words, key.words))
    return (_MISSPELT, -likeness) if likeness else None


def _by_words(words: tuple[str, ...], known: tuple[str, ...]) -> float:
    """Return how well the worst typed word fits its best known word; 0 if one fits none."""
    worst = 1.0
    for word in words:
        worst = min(worst, max((_likeness(word, one) for one in known), default=0.0))
        if not worst:
            break
    return worst


def _likeness(word: str, known: str) -> float:
    """Compare with a whole word and, for who has not typed on yet, with its beginning."""
    if known.startswith(word):
        return 1.0
    return _alike(word, known) or _alike(word, known[: len(word)])


def _alike(one: str, other: str) -> float:
    longest = max(len(one), len(other))
    if abs(len(one) - len(other)) > (1 - CLOSE) * longest:
        return 0.0
    from rapidfuzz.distance import OSA  # noqa: PLC0415 (memory that is idle until a slip)

    return OSA.normalized_similarity(one, other, score_cutoff=CLOSE)
