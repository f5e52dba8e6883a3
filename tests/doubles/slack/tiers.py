"""How often the Web API may be called. Source: platform-facts, section 2.6.

Slack counts by method and workspace; it publishes a number a minute for each tier, and one message
a second for each channel.
"""

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field

from tests.doubles.slack.asks import Ask, Method
from tests.doubles.slack.world import World

MINUTE = 60.0
A_MINUTE = {"t1": 1, "t2": 20, "t3": 50, "t4": 100, "t5": 300}
"""Calls a minute; the special tier of chat.postMessage stands as "several hundred"."""

A_SECOND = {"chat.postMessage"}


@dataclass
class Tiers:
    """Counts calls. Nothing is refused until `strict`: most tests are about other things."""

    world: World
    strict: bool = False
    burst: int = 1
    """Messages that a channel takes at once, before the one a second counts."""
    refused: int = 0
    _taken: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def wait(self, method: Method, ask: Ask) -> int:
        """Count a call; return the whole seconds to wait where it comes too early, else 0."""
        if not self.strict:
            return 0
        rules = [(method.name, A_MINUTE[method.tier], MINUTE)]
        if method.name in A_SECOND:
            rules.append((f"{method.name} {ask.get('channel')}", self.burst, float(self.burst)))
        now = self.world.now().timestamp()
        waits = [self._early(name, count, span, now) for name, count, span in rules]
        if max(waits) > 0:
            self.refused += 1
            return math.ceil(max(waits))
        for name, _, _ in rules:
            self._taken[name].append(now)
        return 0

    def _early(self, name: str, count: int, span: float, now: float) -> float:
        taken = self._taken[name]
        while taken and now - taken[0] >= span:
            taken.popleft()
        return taken[0] + span - now if len(taken) >= count else 0.0
