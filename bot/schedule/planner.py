"""T1: turns due targets into occurrences and deliveries (engine, section 7)."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace

from bot.core.faults import PersonFault
from bot.core.people import Community
from bot.core.ports import Clock
from bot.study.calendars import calendar
from bot.study.composing import Choice, Composer
from bot.study.outbox import Due, Outbox, Planned
from bot.study.planning import Missed, Passed, deliveries, moved, passed
from bot.study.recurrence import NO_HOLIDAYS, Calendar, Slot, instant
from bot.study.schedules import (
    Deck,
    Delivery,
    Fate,
    Occurrence,
    Reason,
    Status,
    What,
)

BATCH = 200
"""Targets that one transaction plans: few enough that no answer waits for them."""

KEPT_DELETED = dt.timedelta(days=2)
"""How long a deleted schedule keeps its place on the grid, so that it can come back."""

BREATH = 25
"""Targets that are planned before others get their turn in the event loop."""

Decks = dict[tuple[Community, str], dict[str, Deck]]
"""What this batch drew, by channel and pool."""


@dataclass(frozen=True, slots=True)
class Planner:
    """Plans whatever is due. Any process may do so, at the same time as others."""

    outbox: Outbox
    composer: Composer
    clock: Clock
    _calendars: dict[str, Calendar] = field(default_factory=dict[str, Calendar], init=False)

    async def run(self) -> AsyncIterator[Planned]:
        """Plan everything that is due now, and yield what has messages, batch by batch.

        Nothing is held on to: 100,000 plans in memory slow everybody down. Raises CannotLookUp and
        CannotSave.
        """
        while found := await self.outbox.due(self.clock.now(), BATCH):
            done = await self.outbox.plan(await self.plan(found))
            for each in done:
                if each.deliveries:
                    yield each
            if not done or len(found) < BATCH:
                break

    async def plan(self, found: Sequence[Due]) -> tuple[Planned, ...]:
        """Decide about due targets, one after the other: they may share a channel's deck."""
        now, decks = self.clock.now(), Decks()
        await self.composer.prepare({each.schedule.community for each in found})
        planned: list[Planned] = []
        for number, due in enumerate(found):
            if number % BREATH == 0:
                await asyncio.sleep(0)
            holidays = await self._holidays(due.schedule.rule.holidays)
            planned.append(self._one(_fresh(due, decks), now, holidays))
            for deck in planned[-1].decks:
                decks.setdefault((deck.community, deck.channel), {})[deck.pool] = deck
        return tuple(planned)

    async def _holidays(self, code: str) -> Calendar:
        if not code:
            return NO_HOLIDAYS
        if code not in self._calendars:
            try:
                self._calendars[code] = await asyncio.to_thread(calendar, code)
            except PersonFault:
                # A country that the library no longer knows must not stop anybody's posts.
                self._calendars[code] = NO_HOLIDAYS
        return self._calendars[code]

    def _one(self, due: Due, now: dt.datetime, holidays: Calendar) -> Planned:
        schedule, target = due.schedule, due.target
        status = schedule.status
        gone = status is Status.deleted and schedule.changed_at + KEPT_DELETED < now
        if gone or status in {Status.draft, Status.ended}:
            return Planned(due, (), (), moved(target, None))
        over = passed(schedule.rule, target, now, due.overrides, holidays)
        if status is Status.deleted:
            return Planned(due, (), (), moved(target, over.then))
        until = schedule.until if status is Status.paused else None
        awake = until is not None and until <= now
        return self._settled(due, over, now, awake=awake)

    def _settled(self, due: Due, over: Passed, now: dt.datetime, *, awake: bool) -> Planned:
        """Give each date its outcome: the newest in grace is posted, the others say why not."""
        slots = [each for each in over.items if isinstance(each, Slot)]
        newest = slots[-1] if slots else None
        occurrences: list[Occurrence] = []
        messages: tuple[Delivery, ...] = ()
        choice = Choice(due.target)
        for each in over.items:
            if isinstance(each, Missed):
                occurrences.append(_missed(due, each))
            elif reason := _refusal(due, each, newest, now, awake=awake):
                occurrences.append(_skipped(due, each, reason))
            else:
                # What it shows is chosen now, so that a repeat shows the same.
                choice = self.composer.choose(due, each)
                occurrences.append(_chosen(due, each, choice))
                messages = _messages(due, occurrences[-1])
        target = moved(choice.target, None if choice.ended else over.then)
        decks = (choice.deck,) if choice.deck else ()
        ended = target.next_at is None
        return Planned(due, tuple(occurrences), messages, target, decks, ended=ended, awake=awake)


def _fresh(due: Due, decks: Decks) -> Due:
    """Let a target see what others of this batch drew from its channel's decks."""
    drawn = decks.get((due.schedule.community, due.target.channel))
    return replace(due, decks={**due.decks, **drawn}) if drawn else due


def _refusal(due: Due, slot: Slot, newest: Slot | None, now: dt.datetime, *, awake: bool) -> str:
    """Say why a date whose time has come is not posted; what is on hold spends no piece."""
    schedule = due.schedule
    rested = not awake or (schedule.until is not None and slot.at < schedule.until)
    if schedule.status is Status.paused and rested:
        return Reason.paused
    if now - slot.at > schedule.grace:
        return Reason.late
    return Reason.newer if slot is not newest else due.target.suspended


def _missed(due: Due, missed: Missed) -> Occurrence:
    """Record a date that the rule or a moderator left out."""
    rule = due.schedule.rule
    slot = Slot(missed.local, missed.local, instant(missed.local, rule.at, due.target.zone))
    return replace(_skipped(due, slot, missed.reason), detail=missed.detail)


def _skipped(due: Due, slot: Slot, reason: str) -> Occurrence:
    return _occurrence(due, slot, Choice(due.target), reason)


def _occurrence(due: Due, slot: Slot, choice: Choice, reason: str) -> Occurrence:
    return Occurrence(
        due.schedule.id,
        due.target.group,
        slot.local,
        0,
        slot.at,
        due.schedule.version,
        fate=Fate.skipped if reason else Fate.pending,
        reason=str(reason),
        piece=choice.piece,
        season=choice.season,
        week=choice.week,
    )


def _chosen(due: Due, slot: Slot, choice: Choice) -> Occurrence:
    if choice.piece or _writes(due, slot):
        return _occurrence(due, slot, choice, "")
    return _occurrence(due, slot, choice, Reason.ended if choice.ended else Reason.used_up)


def _writes(due: Due, slot: Slot) -> bool:
    """Whether moderators wrote the text themselves, so that no piece is needed."""
    texts = (each.text for each in due.overrides if each.local == slot.local)
    return due.schedule.what is What.text or any(texts)


def _messages(due: Due, occurrence: Occurrence) -> tuple[Delivery, ...]:
    if occurrence.fate is Fate.skipped:
        return ()
    return deliveries(due.schedule, due.target, occurrence)
