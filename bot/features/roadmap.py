"""/roadmap: the own next step first, then the six steps, their milestones and skills."""

from dataclasses import dataclass

from bot.catalog.catalog import Catalog
from bot.catalog.models import Milestone, Skill, Step
from bot.catalog.search import match
from bot.core.cards import Choice
from bot.core.context import Context
from bot.core.faults import OldCard
from bot.core.registry import handles, suggests
from bot.core.replies import Edit, Reply
from bot.features.desk import Desk, by_present_id
from bot.features.roadmap_cards import RoadmapCards
from bot.intents.roadmap import MarkKnown, OpenMilestone, OpenSkill, Roadmap, SetMark
from bot.intents.suggestions import STEPS
from bot.study.ports import Work
from bot.study.progress import Marks, finished
from bot.study.records import Mark


@dataclass(frozen=True, slots=True)
class RoadmapFeature:
    """Serves the roadmap."""

    catalog: Catalog
    desk: Desk
    cards: RoadmapCards

    @suggests(STEPS.key)
    async def steps(self, ctx: Context, typed: str) -> tuple[Choice, ...]:
        """Complete a step by number or title."""
        del ctx
        return match(typed, tuple(map(_choice, self.catalog.steps)))

    @handles(Roadmap)
    async def open(self, ctx: Context, ask: Roadmap) -> Reply:
        """Show the map, or one step of it."""
        marks = await self._marks(ctx)
        if ask.step is not None and ask.step <= len(self.catalog.steps):
            return Edit(self.cards.step(ctx, self.catalog.steps[ask.step - 1], marks))
        return Edit(self.cards.home(ctx, marks) if marks else self.cards.first_time(ctx))

    @handles(OpenMilestone)
    async def milestone(self, ctx: Context, ask: OpenMilestone) -> Reply:
        """Show a milestone."""
        found = self._milestone(ask.milestone)
        return Edit(self.cards.milestone(ctx, found, await self._marks(ctx)))

    @handles(OpenSkill)
    async def skill(self, ctx: Context, ask: OpenSkill) -> Reply:
        """Show a skill of a milestone."""
        found, milestone = self.catalog.find(Skill, ask.skill), self._milestone(ask.milestone)
        if found is None:
            raise OldCard(OpenMilestone(milestone=milestone.id))
        return Edit(self.cards.skill(ctx, found, milestone))

    @handles(SetMark)
    async def mark(self, ctx: Context, ask: SetMark) -> Reply:
        """Set or take away a mark and say what comes next."""
        milestone = self._milestone(ask.milestone)
        async with self.desk.write(ctx) as (work, person):
            before = await self._said(work, person)
            mark = None if ask.mark == "none" else Mark(ask.mark)
            if ask.undo or not (mark is Mark.started and finished(before, milestone.id)):
                await _put(work, person, milestone, mark, ctx)
            marks = await self._said(work, person)
        if ask.mark in {"started", "none"}:
            return Edit(self.cards.milestone(ctx, milestone, marks))
        former = before[milestone.id].mark if milestone.id in before else "none"
        return Edit(self.cards.marked(ctx, milestone, marks, former))

    @handles(MarkKnown)
    async def know(self, ctx: Context, ask: MarkKnown) -> Reply:
        """Go through a step and mark what is known."""
        if ask.known is None:
            return Edit(self.cards.known(ctx, ask.step, await self._marks(ctx)))
        milestone = self._milestone(ask.known)
        mark = Mark.known if ask.undo is None else None if ask.undo == "none" else Mark(ask.undo)
        async with self.desk.write(ctx) as (work, person):
            before = await self._said(work, person)
            await _put(work, person, milestone, mark, ctx)
            marks = await self._said(work, person)
        if ask.undo is not None:
            return Edit(self.cards.known(ctx, ask.step, marks))
        former = before[milestone.id].mark.value if milestone.id in before else "none"
        return Edit(self.cards.known(ctx, ask.step, marks, milestone, former))

    async def _marks(self, ctx: Context) -> Marks:
        async with self.desk.read(ctx) as (work, person):
            return await self._said(work, person.id) if person else {}

    async def _said(self, work: Work, person: str) -> Marks:
        return by_present_id(self.catalog, Milestone, await work.progress.marks(person))

    def _milestone(self, milestone: str) -> Milestone:
        found = self.catalog.find(Milestone, milestone)
        if found is None:
            raise OldCard(Roadmap())
        return found


async def _put(
    work: Work, person: str, milestone: Milestone, mark: Mark | None, ctx: Context
) -> None:
    for former in milestone.aliases:
        await work.progress.put(person, former, None, ctx.now)
    await work.progress.put(person, milestone.id, mark, ctx.now)


def _choice(step: Step) -> Choice:
    return Choice(str(step.number), f"{step.number} {step.title}")
