"""Which piece comes next for somebody who has seen some: pure rules."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.catalog.models import Record

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Next(Generic[R]):
    """A piece to show; `seen_at` is set when every piece of the pool was seen before."""

    piece: R
    seen_at: dt.datetime | None = None


def following(
    pool: Iterable[R],
    seen: Mapping[str, dt.datetime],
    person: str,
    wanted: Callable[[R], bool] = lambda _: True,
) -> Next[R] | None:
    """Choose a piece not seen yet, wanted ones first, in an order of the person's own.

    When all were seen, the one seen longest ago. None without any piece.
    """
    pieces = list(pool)
    new = [each for each in pieces if each.id not in seen]
    if new:
        first = [each for each in new if wanted(each)] or new
        return Next(min(first, key=lambda each: _order(person, each.id)))
    oldest = min(pieces, key=lambda each: seen[each.id], default=None)
    return Next(oldest, seen[oldest.id]) if oldest else None


def _order(person: str, piece: str) -> bytes:
    return hashlib.blake2b(f"{person}:{piece}".encode(), digest_size=8).digest()
