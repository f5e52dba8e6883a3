"""Holds what the platform saw against what the tables say and what had to happen."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.study.schedules import Delivery, Fate, nonce
from tests.faults.planting import Kept
from tests.faults.records import MESSAGE, REQUEST, Line

UNDER_WAY = 1.0
"""Seconds that a request may take from its expiry on: it left in time."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What went wrong, named by keys; and how often a request came again, which may be."""

    lost: tuple[str, ...]
    """Due, and neither posted nor with a reason."""
    repeated: tuple[str, ...]
    """Posted more than once."""
    denied: tuple[str, ...]
    """Posted, and the tables say that it was not."""
    strays: tuple[str, ...]
    """Posted, and nobody asked for it."""
    disorder: tuple[str, ...]
    """Posted before what was due earlier in its channel."""
    expired: tuple[str, ...]
    """Posted after it was too late."""
    posted: int
    unposted: int
    again: int

    @property
    def wrong(self) -> dict[str, tuple[str, ...]]:
        """Return what must be empty and is not."""
        names = ("lost", "repeated", "denied", "strays", "disorder", "expired")
        return {name: found for name in names if (found := getattr(self, name))}


def judge(expected: Collection[str], kept: Kept, lines: Sequence[Line]) -> Verdict:
    """Compare. A post whose fate is uncertain may be there or not, once."""
    by_key = {_mark(each, lines): each for each in kept.deliveries.values()}
    effects = [each for each in lines if each.did == MESSAGE]
    count = Counter(each.key for each in effects)
    first = {each.key: each for each in reversed(effects)}
    posted = {by_key[key].occurrence for key in count.keys() & by_key.keys()}
    requests = Counter(each.key for each in lines if each.did == REQUEST and each.key)
    return Verdict(
        lost=tuple(sorted(each for each in expected if _lost(each, kept, posted))),
        repeated=tuple(sorted(by_key[key].id for key in by_key if count[key] > 1)),
        denied=tuple(
            sorted(each.id for key, each in by_key.items() if count[key] and _denied(each))
        ),
        strays=tuple(sorted(count.keys() - by_key.keys())),
        disorder=tuple(_disorder(by_key, effects)),
        expired=tuple(
            sorted(
                by_key[key].id
                for key, each in first.items()
                if key in by_key and each.at > by_key[key].expires_at.timestamp() + UNDER_WAY
            )
        ),
        posted=len(posted),
        unposted=len(expected) - len(posted),
        again=sum(number - 1 for number in requests.values()),
    )


def _mark(delivery: Delivery, lines: Sequence[Line]) -> str:
    """Return what the platform knows a post by: Discord its nonce, Slack the whole id."""
    whole = any(":" in each.key for each in lines if each.did == MESSAGE)
    return delivery.id if whole else nonce(delivery.id)


def _lost(key: str, kept: Kept, posted: Collection[str]) -> bool:
    found = kept.occurrences.get(key)
    if found is None or found.fate in {Fate.pending, Fate.sending}:
        return True
    if found.fate is Fate.sent:
        return key not in posted
    return not found.reason


def _denied(delivery: Delivery) -> bool:
    return delivery.fate not in {Fate.sent, Fate.uncertain}


def _disorder(by_key: dict[str, Delivery], effects: Sequence[Line]) -> list[str]:
    """List posts that stand before one that was due earlier, in the order of their channel."""
    lines: dict[str, list[Delivery]] = defaultdict(list)
    for key in dict.fromkeys(each.key for each in effects):
        if key in by_key:
            lines[by_key[key].channel].append(by_key[key])
    wrong: list[str] = []
    for line in lines.values():
        due = sorted(line, key=lambda each: (each.seq, each.id))
        wrong += [one.id for one, other in zip(line, due, strict=True) if one is not other]
    return wrong


def busiest(moments: Sequence[float], span: float = 1.0) -> int:
    """Return the most moments within any span of seconds."""
    ordered = sorted(moments)
    most = first = 0
    for last, at in enumerate(ordered):
        while at - ordered[first] >= span:
            first += 1
        most = max(most, last - first + 1)
    return most


def closest(lines: Sequence[Line]) -> float:
    """Return the least number of seconds between two messages in one channel."""
    last: dict[str, float] = {}
    gaps = [float("inf")]
    for each in sorted((line for line in lines if line.did == MESSAGE), key=lambda line: line.at):
        if each.channel in last:
            gaps.append(each.at - last[each.channel])
        last[each.channel] = each.at
    return min(gaps)
