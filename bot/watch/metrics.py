"""Figures for Prometheus: posts by outcome, their delay, what waits, what is on hold."""

import datetime as dt

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from bot.study.outbox import Load
from bot.study.schedules import Delivery

DELAYS = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 14_400, 43_200)
"""Seconds between the planned instant and the post: from at once to a nudge's whole grace."""

TYPE = CONTENT_TYPE_LATEST


class Metrics:
    """Counts in a registry of its own; implements `bot.schedule.watching.Watch`."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self._kept = CollectorRegistry()
        labels = ("platform", "fate", "reason")
        self._posts = Counter(
            "milepost_posts", "Posts by what became of them.", labels, registry=self._kept
        )
        self._delay = Histogram(
            "milepost_post_delay_seconds",
            "From the planned instant to the post.",
            ("platform",),
            buckets=DELAYS,
            registry=self._kept,
        )
        self._waiting = self._gauge("milepost_posts_waiting", "Posts that are due and wait.")
        self._oldest = self._gauge(
            "milepost_oldest_due_seconds", "For how long the oldest of them is due."
        )
        self._held = self._gauge("milepost_targets_on_hold", "Groups whose channel refuses.")
        self._ticked = Gauge(
            "milepost_last_tick_timestamp_seconds",
            "When a part of the engine last ran.",
            ("part",),
            registry=self._kept,
        )

    def _gauge(self, name: str, says: str) -> Gauge:
        return Gauge(name, says, registry=self._kept)

    def finished(self, delivery: Delivery, late: dt.timedelta) -> None:
        """Count an outcome."""
        platform = str(delivery.community.platform)
        self._posts.labels(platform, str(delivery.fate), delivery.reason).inc()
        if delivery.sent_at is not None:
            self._delay.labels(platform).observe(max(0.0, late.total_seconds()))

    def loaded(self, load: Load, now: dt.datetime) -> None:
        """Note what waits."""
        self._waiting.set(load.waiting)
        self._oldest.set(max(0.0, (now - load.oldest).total_seconds()) if load.oldest else 0)
        self._held.set(load.suspended)

    def ticked(self, name: str, now: dt.datetime) -> None:
        """Note that a part of the engine is alive."""
        self._ticked.labels(name).set(now.timestamp())

    def text(self) -> bytes:
        """Write all figures as Prometheus reads them."""
        return generate_latest(self._kept)
