"""Channels that refuse: put on hold, said once, looked at every hour, and taken up again."""

import datetime as dt
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from bot.core.cards import Card
from bot.core.people import Community, Place, Platform
from bot.core.ports import Clock
from bot.core.posting import Post, Poster, Refused, Rights, Trouble
from bot.schedule.herald import Herald
from bot.study.outbox import Due, Outbox
from bot.study.schedules import Reason

log = logging.getLogger("milepost.schedule")


@dataclass(frozen=True, slots=True)
class Holds:
    """Puts on hold, and heals."""

    outbox: Outbox
    herald: Herald
    posters: Mapping[Platform, Poster]
    clock: Clock

    async def refused(self, due: Due, refused: Refused) -> None:
        """Put on hold what posts to a channel that refuses, and tell one human once."""
        now, target = self.clock.now(), due.target
        if refused.reason == Reason.invalid:
            await self.herald.on_hold(_with(due, refused.reason, now), refused.missing, now)
            return
        community = due.schedule.community
        for each in await self.outbox.suspend(community, target.channel, refused.reason, now):
            await self.herald.on_hold(_with(each, refused.reason, now), refused.missing, now)

    async def look(self, now: dt.datetime) -> None:
        """Look at every channel that is on hold; go on where nothing is in the way any more."""
        for (community, channel), held in groupby(await self.outbox.suspended(), _channel):
            poster = self.posters.get(community.platform)
            if poster is None:
                continue
            try:
                await self._looked(poster, community, channel, tuple(held), now)
            except Trouble as trouble:
                log.info("%s, channel %s: not looked at: %r", community, channel, trouble)

    async def _looked(
        self,
        poster: Poster,
        community: Community,
        channel: str,
        held: tuple[Due, ...],
        now: dt.datetime,
    ) -> None:
        place = Place(community.platform, channel, held[0].group.name, community)
        for each in held:
            rights = await _rights(poster, place, each)
            if rights.fine:
                await self.heal(each)
            elif each.target.told_at is None and each.target.suspended != Reason.left:
                await self.herald.on_hold(each, rights.missing, now)

    async def heal(self, due: Due) -> None:
        """Go on with a target, and say so where somebody was told that it is on hold."""
        late = await self.outbox.heal(due, self.clock.now())
        log.info("%s goes on in %s, %d late", due.schedule.id, due.target.channel, late)
        await self.herald.healed(due)


async def _rights(poster: Poster, place: Place, due: Due) -> Rights:
    """Look up whether a schedule could post; a refusal is an answer."""
    chosen = due.schedule.options
    asked = Post(Card("", ()), "", role=chosen.role, thread="x" if chosen.thread else "")
    try:
        return await poster.rights(place, asked)
    except Refused as refused:
        return Rights(refused.missing, there=False)


def _channel(due: Due) -> tuple[Community, str]:
    return due.schedule.community, due.target.channel


def _with(due: Due, reason: str, now: dt.datetime) -> Due:
    return replace(due, target=replace(due.target, suspended=reason, since=now))
