"""Which tip comes next for somebody: pure rules."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.catalog.models import Tip


@dataclass(frozen=True, slots=True)
class Chosen:
    """A tip to show; `seen_on` is set when every tip of the filter was seen before."""

    tip: Tip
    seen_at: dt.datetime | None = None


def choose(
    tips: Iterable[Tip], seen: Mapping[str, dt.datetime], person: str, step: str = ""
) -> Chosen | None:
    """Choose a tip not seen yet, those of the person's step first, in an order of their own.

    When all were seen, the one seen longest ago. None without any tip.
    """
    pool = list(tips)
    new = [tip for tip in pool if tip.id not in seen]
    if new:
        return Chosen(min(new, key=lambda tip: (tip.step != step, _order(person, tip.id))))
    oldest = min(pool, key=lambda tip: seen[tip.id], default=None)
    return Chosen(oldest, seen[oldest.id]) if oldest else None


def _order(person: str, tip: str) -> bytes:
    return hashlib.blake2b(f"{person}:{tip}".encode(), digest_size=8).digest()
