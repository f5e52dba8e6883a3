"""Tells people what the engine cannot mend, what it mended, and what it missed; each once."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.catalog.catalog import Catalog
from bot.core.cards import Button
from bot.core.people import Community, Place, Platform
from bot.core.posting import Poster
from bot.features.notices import Absence, Notices
from bot.features.notifier import Notifier
from bot.intents.plans import History
from bot.intents.schedules import EditSchedule
from bot.study.composing import seasons, weeks
from bot.study.outbox import Due, Outbox, Outcome, Planned
from bot.study.schedules import Delivery, What


@dataclass(frozen=True, slots=True)
class Herald:
    """Writes to the notice channel, else to whoever changed the schedule last."""

    outbox: Outbox
    notifier: Notifier
    posters: Mapping[Platform, Poster]
    catalog: Callable[[Community], Catalog]

    async def on_hold(self, held: Due, missing: Sequence[str], now: dt.datetime) -> None:
        """Say that a schedule cannot post here. Raises CannotLookUp and CannotSave."""
        schedule, target, group = held.schedule, held.target, held.group
        began = target.since or now
        told = await self.notifier.tell(
            schedule.community,
            lambda notices: notices.on_hold(
                schedule, target, group, missing=missing, more=_ways_out(notices, held)
            ),
            key=f"hold:{schedule.id}:{group.id}:{began:%Y%m%dT%H%M%S}",
            editor=schedule.editor,
            language=group.language,
        )
        if told:
            await self.outbox.told(target, now)

    async def healed(self, due: Due) -> None:
        """Say that a schedule goes on, where somebody was told that it does not."""
        schedule, target, group = due.schedule, due.target, due.group
        if target.told_at is None:
            return
        await self.notifier.tell(
            schedule.community,
            lambda notices: notices.healed(schedule, target, group),
            key=f"heal:{schedule.id}:{group.id}:{target.told_at:%Y%m%dT%H%M%S}",
            editor=schedule.editor,
            language=group.language,
        )

    async def absent(self, since: dt.datetime, until: dt.datetime) -> None:
        """Say what became of the posts of a time in which nobody kept the schedules."""
        for each in await self.outbox.outcomes(since, until):
            away = self._away(each, since, until)
            await self.notifier.tell(
                each.community,
                lambda notices, away=away, zone=each.zone: notices.absence(
                    away, zone, more=(Button(notices.words.s("See all"), History()),)
                ),
                key=f"away:{each.community.id}:{since:%Y%m%dT%H%M%S}",
                editor=each.editor,
                language=each.language,
            )

    def _away(self, each: Outcome, since: dt.datetime, until: dt.datetime) -> Absence:
        poster = self.posters.get(each.community.platform)
        links = tuple(_link(poster, message) for message in each.doubtful)
        return Absence(since, until, late=each.late, skipped=each.skipped, doubtful=links)

    async def planned(self, done: Planned) -> None:
        """Ask, a week before the last post of a season, what follows it."""
        schedule, target, group = done.due.schedule, done.target, done.due.group
        if schedule.what is not What.nudge or target.then or not target.next_at:
            return
        catalog = self.catalog(schedule.community)
        if target.week != weeks(catalog, target.season) or not done.deliveries:
            return
        offered = seasons(catalog)
        day = target.next_local or target.next_at.date()
        await self.notifier.tell(
            schedule.community,
            lambda notices: notices.season_ends(
                schedule, target, group, week=target.week, last=day, seasons=offered
            ),
            key=f"ends:{schedule.id}:{group.id}:{target.season}",
            editor=schedule.editor,
            language=group.language,
        )


def _ways_out(notices: Notices, held: Due) -> tuple[Button, ...]:
    words, name = notices.words, held.schedule.id
    return (
        Button(words.s("Other channel"), EditSchedule(schedule=name)),
        Button(words.s("History"), History(schedule=name)),
    )


def _link(poster: Poster | None, message: Delivery) -> str:
    if poster is None:
        return ""
    community = message.community
    place = Place(community.platform, message.channel, "", community)
    return poster.link(place, message.remote)
