"""Empties the outbox, shard by shard: claims, sends side by side, keeps what became of it."""

import asyncio
import datetime as dt
import logging
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.faults import Fault
from bot.core.people import Place, Platform
from bot.core.ports import Clock
from bot.core.posting import Lane, Poster
from bot.schedule.sender import Sender
from bot.schedule.watching import Watch
from bot.study.outbox import Claim, Outbox
from bot.study.schedules import Delivery, Fate

log = logging.getLogger("milepost.schedule")

SOON = dt.timedelta(seconds=1)
"""A shard that has something again so soon is not let go."""

BREATH = 0.01
"""Seconds between two looks, at least."""

SAVE_TRIES = 5
"""How often an outcome is saved again while the database is away: within the lease."""


@dataclass(frozen=True, slots=True)
class Drain:
    """Drains shards. Any number of processes may do so at once."""

    outbox: Outbox
    sender: Sender
    posters: Mapping[Platform, Poster]
    clock: Clock
    watch: Watch
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    async def shard(self, shard: int, budget: float = math.inf) -> dt.datetime | None:
        """Send what a shard has now; return when it has something again, None for never.

        Takes about `budget` seconds at most. Raises CannotLookUp and CannotSave.
        """
        began = time.monotonic()
        while True:
            now = self.clock.now()
            found = await self.outbox.claim(shard, now, self.posters.keys(), self._limits)
            if found.taken:
                await asyncio.gather(*(self._one(each) for each in found.taken))
            elif found.again is None or found.again - self.clock.now() > SOON:
                return found.again
            else:
                wait = (found.again - self.clock.now()).total_seconds()
                await asyncio.sleep(max(BREATH, wait))
            if self.stopping.is_set() or time.monotonic() - began > budget:
                return found.again or now

    def _limits(self, delivery: Delivery) -> tuple[Lane, ...]:
        community = delivery.community
        place = Place(community.platform, delivery.channel, "", community)
        return self.posters[community.platform].lanes(place)

    async def _one(self, claim: Claim) -> None:
        """Send one; what breaks on our side is noted, and comes again when the lease ends."""
        try:
            after = await self.sender.run(claim)
        except Fault as fault:
            log.warning("%s: %s", claim.delivery.id, fault)
            return
        except Exception:
            log.exception("%s broke", claim.delivery.id)
            return
        if after is not None and await self._kept(claim, after):
            self._told(after)

    async def _kept(self, claim: Claim, after: Delivery) -> bool:
        """Save an outcome, with patience: what is lost here would have to be looked for."""
        for number in range(SAVE_TRIES):
            try:
                return await self.outbox.finish(claim, after)
            except Fault as fault:
                log.warning("%s: not saved yet: %s", after.id, fault)
                await asyncio.sleep(0.2 * 2**number)
        return False

    def _told(self, after: Delivery) -> None:
        if after.fate in {Fate.pending, Fate.sending}:
            return
        late = (after.sent_at or self.clock.now()) - after.due_at
        self.watch.finished(after, late)
        log.info(
            "%s: %s%s, %.1f s after its time",
            after.id,
            after.fate,
            f" ({after.reason})" if after.reason else "",
            late.total_seconds(),
        )
