"""Which tip comes next for somebody: pure rules."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.catalog.models import Tip
from bot.study.rotation import following


@dataclass(frozen=True, slots=True)
class Chosen:
    """A tip to show; `seen_at` is set when every tip of the filter was seen before."""

    tip: Tip
    seen_at: dt.datetime | None = None


def choose(
    tips: Iterable[Tip], seen: Mapping[str, dt.datetime], person: str, step: str = ""
) -> Chosen | None:
    """Choose a tip not seen yet, those of the person's step first, in an order of their own.

    When all were seen, the one seen longest ago. None without any tip.
    """
    found = following(tips, seen, person, lambda tip: tip.step == step)
    return Chosen(found.piece, found.seen_at) if found else None
