"""Sends one claimed post, and says what became of it; never twice (engine, section 7)."""

import asyncio
import datetime as dt
import logging
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from bot.core.people import Place, Platform
from bot.core.ports import Clock
from bot.core.posting import Lane, Later, Post, Poster, Refused, Sent, Trouble, Unknown
from bot.study.composing import Composer
from bot.study.outbox import LEASE, Claim, Due, Outbox
from bot.study.schedules import Delivery, Fate, OnUncertain, Part, Reason

log = logging.getLogger("milepost.schedule")

A_REQUEST, UNUSED = 0.3, 0.4
"""Shares of the lease: for one request, and what has to be left when it begins (as above)."""

LEAD = dt.timedelta(seconds=0.1)
"""How long before its slot a request is noted, so that the note does not make it late."""

MISSED = dt.timedelta(seconds=0.1)
"""A slot is not used any more after that: 1.1 s of slots at 45 a second are Discord's 50."""

SLOTS = 3
"""How many other slots one post takes: where all are missed, slow is better than never."""

SETTLED = dt.timedelta(seconds=30)
"""How long we wait before we look for a post whose reply was lost."""

FIRST, LONGEST = 0.5, 300.0
"""Back-off in seconds: doubled with each try, up to five minutes (engine, section 7)."""

AGAIN = dt.timedelta(hours=1)
"""How often a channel that refuses is tried."""

Held = Callable[[Due, Refused], Awaitable[None]]
"""Is told that a channel refuses."""


def back_off(attempts: int, luck: float) -> dt.timedelta:
    """Return how long to wait after so many tries; `luck` between 0 and 1 spreads the load."""
    longest = min(LONGEST, FIRST * 2 ** min(attempts, 20))
    return dt.timedelta(seconds=longest * (0.5 + luck / 2))


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends claims. What it cannot settle now stays pending, with the reason."""

    outbox: Outbox
    composer: Composer
    posters: Mapping[Platform, Poster]
    clock: Clock
    held: Held
    lease: dt.timedelta = LEASE
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def run(self, claim: Claim) -> Delivery | None:
        """Send, and return the outcome to keep; None when the claim was lost meanwhile.

        Raises CannotLookUp and CannotSave.
        """
        due, mine = claim.due, claim.delivery
        if due is None:
            return _put_aside(mine, Reason.edited)
        if mine.part is Part.recap and not (claim.post and claim.post.thread):
            return _put_aside(mine, claim.post.reason if claim.post else Reason.edited)
        if await self._still_newest(claim, due):
            return _put_aside(mine, Reason.still_newest)
        late = max(dt.timedelta(), self.clock.now() - mine.due_at)
        post = await self.composer.compose(
            due.schedule, due.target, due.group, claim.occurrence, late=late, part=mine.part
        )
        if post is None:
            return _put_aside(mine, Reason.used_up)
        return await self._in_time(claim, due, post)

    async def _still_newest(self, claim: Claim, due: Due) -> bool:
        """Tell whether a post waits for our last one to be answered; what is unknown is a no."""
        asked = due.schedule.options.after_own and claim.delivery.part is Part.post
        if not asked or claim.doubtful or claim.occurrence.extra:
            return False
        last, poster = await self.outbox.last(claim), self._poster(claim)
        if last is None or not last.remote:
            return False
        try:
            return await poster.newest(_place(claim), last.remote) is True
        except Trouble as trouble:
            log.info("%s: the newest message is not known: %r", claim.delivery.id, trouble)
            return False

    async def _in_time(self, claim: Claim, due: Due, post: Post) -> Delivery | None:
        """Wait for the slot; a claim that took too long goes back unsent."""
        mine = claim.delivery
        if claim.doubtful:
            found = await self._looked_up(claim, due, post)
            if found is not None:
                return found
        await self._until(claim.slot - LEAD)
        if not self._has_time(mine):
            return replace(mine, fate=Fate.pending, not_before=self.clock.now())
        if not await self.outbox.starting(claim, self.clock.now()):
            return None
        await self._at_a_slot(claim)
        if not self._has_time(mine):
            return replace(mine, fate=Fate.pending, not_before=self.clock.now())
        return await self._sent(claim, due, post, self.clock.now())

    async def _at_a_slot(self, claim: Claim) -> None:
        """Wait for the slot; who missed it takes another, so that late ones come in no crowd."""
        slot = claim.slot
        await self._until(slot)
        for _ in range(SLOTS):
            if self.clock.now() - slot <= MISSED:
                return
            slot = await self.outbox.slot(self._lanes(claim), self.clock.now())
            await self._until(slot)

    async def _until(self, at: dt.datetime) -> None:
        if (wait := (at - self.clock.now()).total_seconds()) > 0:
            await self.sleep(wait)

    def _has_time(self, mine: Delivery) -> bool:
        """Tell whether a request can still end within the lease."""
        now = self.clock.now()
        return self.lease * UNUSED <= (mine.lease_until or now) - now <= self.lease

    async def _looked_up(self, claim: Claim, due: Due, post: Post) -> Delivery | None:
        """Find out whether an earlier try arrived; None when it did not, so that we may send."""
        mine, now, poster = claim.delivery, self.clock.now(), self._poster(claim)
        first, over = mine.first_sent_at or now, mine.expires_at < now
        fresh = dt.timedelta() <= now - first < dt.timedelta(seconds=poster.once_within)
        if fresh and not over:
            return None
        try:
            found = await poster.find(_place(claim), mine.id, claim.occurrence.ref, first)
        except Refused:
            return self._uncertain(mine, due, over=over)
        except Trouble as trouble:
            if over:
                return _put_aside(mine, Reason.unknown_outcome, Fate.uncertain)
            return self._later(mine, mine, trouble)
        if found is not None:
            return await self._there(claim, post, replace(found, text=post.text), first)
        return _put_aside(mine, Reason.late) if over else None

    def _uncertain(self, mine: Delivery, due: Due, *, over: bool) -> Delivery | None:
        """Follow what moderators want where nobody can know; None to send again."""
        if due.schedule.on_uncertain is OnUncertain.send and not over:
            return None
        return _put_aside(mine, Reason.unknown_outcome, Fate.uncertain)

    async def _sent(self, claim: Claim, due: Due, post: Post, now: dt.datetime) -> Delivery:
        mine, poster = claim.delivery, self._poster(claim)
        within = (self.lease * A_REQUEST).total_seconds()
        try:
            sent = await poster.send(_place(claim), post, key=mine.id, within=within)
        except Unknown as unknown:
            first = mine.first_sent_at or now
            after = self._later(mine, replace(mine, first_sent_at=first), unknown)
            if not poster.once_within:
                after = replace(after, not_before=max(after.not_before, now + SETTLED))
            return after
        except Refused as refused:
            return await self._refused(claim, due, refused)
        except Trouble as trouble:
            if isinstance(trouble, Later) and trouble.everybody:
                await self._push(claim, trouble)
            return self._later(mine, mine, trouble)
        return await self._there(claim, post, sent, now)

    async def _there(self, claim: Claim, post: Post, sent: Sent, at: dt.datetime) -> Delivery:
        """Open the discussion below a post that is there, and note where it is."""
        thread = ""
        if post.thread and sent.remote and claim.delivery.part is Part.post:
            try:
                place = _place(claim)
                thread = await self._poster(claim).open_thread(place, sent.remote, post.thread)
            except Trouble as trouble:
                log.warning("%s: no thread could be opened: %r", claim.delivery.id, trouble)
        return replace(
            claim.delivery,
            fate=Fate.sent,
            reason="",
            sent_at=at,
            remote=sent.remote,
            thread=thread,
            posted=sent.text,
        )

    async def _refused(self, claim: Claim, due: Due, refused: Refused) -> Delivery:
        """Hold what may be mended; skip what never will be, and what stands in a thread."""
        mine = claim.delivery
        log.warning("%s: refused: %s", mine.id, refused.reason)
        if mine.part is Part.recap:
            return _put_aside(mine, refused.reason)
        await self.held(due, refused)
        if refused.reason == Reason.invalid:
            return _put_aside(mine, refused.reason)
        again = min(self.clock.now() + AGAIN, mine.expires_at + dt.timedelta(seconds=1))
        return replace(mine, fate=Fate.pending, not_before=again, reason=refused.reason)

    def _later(self, mine: Delivery, after: Delivery, trouble: Trouble) -> Delivery:
        """Try again later; where nobody knows what happened, `after` says since when."""
        wait = back_off(mine.attempts - 1, random.random())  # noqa: S311 (spreads load, no secret)
        if isinstance(trouble, Later):
            wait = dt.timedelta(seconds=trouble.seconds)
        again = self.clock.now() + wait
        log.info("%s: again in %.1f s: %r", mine.id, wait.total_seconds(), trouble)
        return replace(after, fate=Fate.pending, not_before=again, reason=str(Reason.away))

    async def _push(self, claim: Claim, later: Later) -> None:
        """Let everybody wait who posts through the same limit."""
        until = self.clock.now() + dt.timedelta(seconds=later.seconds)
        for lane in self._lanes(claim)[-1:]:
            await self.outbox.push(lane.key, until)

    def _lanes(self, claim: Claim) -> tuple[Lane, ...]:
        return self._poster(claim).lanes(_place(claim))

    def _poster(self, claim: Claim) -> Poster:
        return self.posters[claim.delivery.community.platform]


def _place(claim: Claim) -> Place:
    """Return where a message goes: a recap stands in the thread of its post."""
    mine, due = claim.delivery, claim.due
    channel = claim.post.thread if claim.post else mine.channel
    name = due.group.name if due else ""
    return Place(mine.community.platform, channel, name, mine.community)


def _put_aside(mine: Delivery, reason: str, fate: Fate = Fate.skipped) -> Delivery:
    return replace(mine, fate=fate, reason=str(reason))
