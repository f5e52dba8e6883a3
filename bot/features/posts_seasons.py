"""What follows a season: asked a week before its last post, changed until then and after it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.catalog.catalog import Catalog
from bot.core.cards import Actions, Button, Card, Text, row
from bot.core.context import Context
from bot.core.faults import NoSuch
from bot.core.people import Community
from bot.core.registry import handles
from bot.core.replies import Edit, Reply
from bot.core.words import Words
from bot.features.desk import Desk
from bot.features.posts import here, over
from bot.features.quizzes import new_key
from bot.intents.posts import SeasonAfter
from bot.study.calendars import calendar
from bot.study.composing import seasons, weeks
from bot.study.groups import Change
from bot.study.recurrence import next_slot
from bot.study.schedules import Schedule, Status, Target


@dataclass(frozen=True, slots=True)
class SeasonFeature:
    """Takes what moderators want after a season."""

    catalog: Catalog
    desk: Desk

    @handles(SeasonAfter)
    async def season(self, ctx: Context, ask: SeasonAfter) -> Reply:
        """Keep what follows a group's season; a season that is over goes on at once."""
        community, words = here(ctx), ctx.words
        if ask.season and not weeks(self.catalog, ask.season):
            raise NoSuch(what=words.s("season"), value=str(ask.season))
        async with self.desk.write(ctx) as (work, person):
            schedule = await work.schedules.get(community, ask.schedule)
            targets = await work.schedules.targets(ask.schedule) if schedule else ()
            target = next((each for each in targets if each.group == ask.group), None)
            if schedule is None or target is None:
                return Edit(over(ctx))
            changed = self._after(ctx, schedule, target, ask.season)
            if changed != target:
                kept = [changed if each is target else each for each in targets]
                await work.schedules.aim(schedule.id, kept)
                await work.audit.add(_noted(ctx, community, person, target, changed))
        if not ask.season:
            text = words.t("I stop after the last week. You can change that until then.")
        else:
            text = words.t("Season {n} follows, in the same rhythm.", n=ask.season)
        return Edit(Card("", (Text(text), *_seasons(ctx, self.catalog, ask))))

    def _after(self, ctx: Context, schedule: Schedule, target: Target, season: int) -> Target:
        done = target.week > weeks(self.catalog, target.season) and target.next_at is None
        if not (done and season and schedule.status is Status.active):
            return replace(target, then=season)
        rule = schedule.rule
        slot = next_slot(rule, target.zone, ctx.now, calendar(rule.holidays))
        return replace(
            target,
            season=season,
            week=1,
            then=0,
            next_at=slot.at if slot else None,
            next_local=slot.local if slot else None,
        )


def _seasons(ctx: Context, catalog: Catalog, ask: SeasonAfter) -> Sequence[Actions]:
    """Offer the other answers."""
    buttons = season_buttons(ctx.words, ask.schedule, ask.group, seasons(catalog), ask.season)
    return row(*buttons)


def season_buttons(
    words: Words, schedule: str, group: str, offered: Sequence[int], now: int
) -> tuple[Button, ...]:
    """Offer what may follow a season, but not what is chosen `now` (0: to stop)."""
    found = [
        Button(words.s("Season {n}", n=n), SeasonAfter(schedule=schedule, group=group, season=n))
        for n in offered[:3]
        if n != now
    ]
    stop = Button(words.s("Stop"), SeasonAfter(schedule=schedule, group=group, season=0))
    return (*found, stop) if now else tuple(found)


def _noted(
    ctx: Context, community: Community, person: str, before: Target, after: Target
) -> Change:
    """Write the line of the audit."""
    return Change(
        id=new_key(),
        community=community,
        at=ctx.now,
        what="season after",
        target=before.schedule,
        before=_follows(before),
        after=_follows(after),
        actor=person,
    )


def _follows(target: Target) -> str:
    then = f"then season {target.then}" if target.then else "then stop"
    return f"season {target.season}, week {target.week}, {then}"
