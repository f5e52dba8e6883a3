"""Reports: members say that a piece is wrong; four of them leave it out until somebody decides."""

import logging
from dataclasses import dataclass

from bot.catalog.catalog import Catalog
from bot.catalog.edition import CHANGEABLE, Name
from bot.core.cards import Card, Text
from bot.core.context import Context
from bot.core.registry import handles
from bot.core.replies import Reply, Say
from bot.features.desk import Desk
from bot.features.editions import Editions, by_name
from bot.features.quizzes import new_key
from bot.intents.quizzes import Report
from bot.study.pieces import Decision, reported, state
from bot.study.ports import Work
from bot.study.records import Report as Reported
from bot.study.records import State

log = logging.getLogger("milepost.reports")


@dataclass(frozen=True, slots=True)
class ReportFeature:
    """Takes members' reports on pieces of the pack."""

    pack: Catalog
    desk: Desk
    editions: Editions

    @handles(Report)
    async def report(self, ctx: Context, ask: Report) -> Reply:
        """Keep a note that something in the pack is wrong."""
        async with self.desk.write(ctx) as (work, person):
            kept = Reported(
                id=new_key(),
                kind=ask.kind,
                target=ask.target,
                note=ask.note or "",
                at=ctx.now,
                person=person,
                community=ctx.request.place.community,
            )
            await work.reports.add(kept)
            suspended = await self._suspend(work, kept)
        if suspended and kept.community is not None:
            self.editions.forget(kept.community)
        log.info("a report on %s %s%s", ask.kind, ask.target, ", now suspended" * suspended)
        text = ctx.words.t("Thank you. Your note is kept for the moderators.")
        return Say(Card("", (Text(text),)))

    async def _suspend(self, work: Work, new: Reported) -> bool:
        name = Name(new.kind, new.target)
        known = new.kind in CHANGEABLE and name.find(self.pack) is not None
        if new.community is None or not known:
            return False
        piece = by_name(self.pack, await work.pieces.all(new.community)).get(name)
        if not reported(piece, await work.reports.about(new.community, new.kind, new.target)):
            return False
        decision = Decision(new.community, new.at)
        before = piece or decision.fresh(new.kind, new.target)
        await work.pieces.put(decision.on(before, state(before.now, State.suspended)))
        return True
