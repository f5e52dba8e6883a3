"""Discord's rate limits: a bucket per route and channel, and one for all requests."""

import hashlib
from collections import deque
from dataclasses import dataclass, field

from bot.core.ports import Clock
from tests.doubles.discord.asks import Route

MAJOR = ("channel_id", "guild_id", "webhook_id", "interaction_token", "webhook_token")
FREE = ("/interactions/", "/webhooks/")
"""What the global limit does not count."""


@dataclass(frozen=True, slots=True)
class Rule:
    """So many requests in so many seconds."""

    limit: int
    seconds: float


CALM = Rule(1000, 1.0)
REAL = {"POST /channels/{channel_id}/messages": Rule(5, 5.0)}
"""Five messages in five seconds per channel; Discord publishes no number (unverified)."""


@dataclass
class _Window:
    ends: float
    used: int = 0


@dataclass
class Buckets:
    """Counts requests. `rules` go by method and path; other routes have `rest`."""

    clock: Clock
    rules: dict[str, Rule] = field(default_factory=dict[str, Rule])
    rest: Rule = CALM
    everywhere: Rule = field(default_factory=lambda: Rule(50, 1.0))
    passed: deque[float] = field(default_factory=deque[float])
    refused: int = 0
    bad: list[float] = field(default_factory=list[float])
    """When answers 401, 403 and 429 were given: 10,000 in ten minutes shut an address out."""
    _windows: dict[str, _Window] = field(default_factory=dict[str, _Window])

    def now(self) -> float:
        """Return the seconds that limits are counted in."""
        return self.clock.now().timestamp()

    def too_many(self, path: str) -> float:
        """Return how long everything has to wait, or 0."""
        now, rule = self.now(), self.everywhere
        while self.passed and self.passed[0] <= now - rule.seconds:
            self.passed.popleft()
        if path.startswith(FREE):
            return 0.0
        if len(self.passed) >= rule.limit:
            self.refused += 1
            return self.passed[0] + rule.seconds - now
        self.passed.append(now)
        return 0.0

    def take(self, route: Route, params: dict[str, str]) -> tuple[dict[str, str], float]:
        """Count one request; return its headers, and how long it has to wait, or 0."""
        name = f"{route.method} {route.path}"
        rule = self.rules.get(name, self.rest)
        major = "+".join(params[key] for key in MAJOR if key in params)
        now = self.now()
        window = self._windows.setdefault(f"{name}:{major}", _Window(now + rule.seconds))
        if window.ends <= now:
            window.ends, window.used = now + rule.seconds, 0
        waits = window.used >= rule.limit
        window.used += not waits
        self.refused += waits
        after = window.ends - now
        return _headers(name, rule, window, after), after if waits else 0.0


def _headers(name: str, rule: Rule, window: _Window, after: float) -> dict[str, str]:
    return {
        "X-RateLimit-Limit": str(rule.limit),
        "X-RateLimit-Remaining": str(rule.limit - window.used),
        "X-RateLimit-Reset": f"{window.ends:.3f}",
        "X-RateLimit-Reset-After": f"{after:.3f}",
        "X-RateLimit-Bucket": hashlib.sha256(name.encode()).hexdigest()[:32],
    }
