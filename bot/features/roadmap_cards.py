"""How the roadmap looks: the map, a step, a milestone, a skill, and the copies one can share."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.catalog.catalog import Catalog
from bot.catalog.models import Milestone, Resource, Skill, Step
from bot.core.cards import Actions, Button, Card, Divider, Note, Pick, Text, Tone, row
from bot.core.context import Context
from bot.core.markup import Marked, join, link, of_pack
from bot.core.words import N_, Words
from bot.features.drawing import duration, entry, kind, share_here
from bot.features.roadmap_lines import (
    finished_lines,
    lower,
    mark_row,
    milestone_line,
    next_lines,
    proof,
    said,
    state,
    step_name,
)
from bot.intents.career import Projects
from bot.intents.roadmap import Marked as Said
from bot.intents.roadmap import MarkKnown, OpenMilestone, OpenSkill, Roadmap, SetMark
from bot.study.progress import Marks, next_milestone, open_needs, standing
from bot.study.records import Mark


@dataclass(frozen=True, slots=True)
class RoadmapCards:
    """Draws the roadmap of a catalog for one asker."""

    catalog: Catalog

    def next(self, marks: Marks) -> Milestone | None:
        """Return what comes next for somebody with these marks."""
        return next_milestone(self.catalog.steps, self.catalog.milestones(), marks)

    def home(self, ctx: Context, marks: Marks) -> Card:
        """Draw the own next step, then the map."""
        words, following = ctx.words, self.next(marks)
        lines = join("\n", (self._step_line(words, step, marks) for step in self.catalog.steps))
        return Card(
            words.s("Your roadmap"),
            (
                *(next_lines(words, following) if following else finished_lines(words)),
                Divider(),
                Text(lines),
                self._pick_step(words),
                *row(share_here(ctx, "roadmap")),
            ),
        )

    def first_time(self, ctx: Context) -> Card:
        """Draw the map for somebody who has marked nothing yet."""
        words, first = ctx.words, self.next({})
        start = SetMark(milestone=first.id, mark="started") if first else Roadmap(step=1)
        body = words.t(
            "Six steps, {n} milestones. You choose which ones you need.\n"
            "*New here?* Mark what you know, or start with the first one. "
            "You can change it later.",
            n=len(self.catalog.milestones()),
        )
        return Card(
            words.s("Your roadmap"),
            (
                Text(body),
                *row(
                    Button(words.s("Start"), start, Tone.first),
                    Button(words.s("Mark what I know"), MarkKnown()),
                ),
                self._pick_step(words),
                *row(share_here(ctx, "roadmap")),
            ),
        )

    def shared(self, words: Words) -> tuple[Text, ...]:
        """Draw the map without anybody's marks."""
        lines: list[Marked] = []
        for step in self.catalog.steps:
            n = len(self.catalog.milestones(step.id))
            if step.optional:
                state = words.t("{n}, optional", n=n)
            elif step.number == 1:
                state = words.tn("{n} milestone", "{n} milestones", n)
            else:
                state = Marked(str(n))
            lines.append(words.t("{name} · {state}", name=step_name(words, step), state=state))
        return (Text(join("\n", lines)),)

    def _step_line(self, words: Words, step: Step, marks: Marks) -> Marked:
        at = standing(self.catalog.milestones(step.id), marks)
        return words.t(
            "{name} · {state}",
            name=step_name(words, step),
            state=state(words, at, optional=step.optional),
        )

    def _pick_step(self, words: Words) -> Pick:
        options = tuple(
            entry(str(s.number), f"{s.number} {s.title}", s.summary) for s in self.catalog.steps
        )
        return Pick(words.s("Open a step"), Roadmap(), "step", options)

    def step(self, ctx: Context, step: Step, marks: Marks) -> Card:
        """Draw one step: what it is for, its milestones, and where one stands."""
        words, milestones = ctx.words, self.catalog.milestones(step.id)
        options = tuple(entry(each.id, each.title, each.summary) for each in milestones)
        return Card(
            f"{step.number} {step.title}",
            (
                *self.step_text(words, step, marks),
                Pick(
                    words.s("Open a milestone"),
                    OpenMilestone(milestone=milestones[0].id),
                    "milestone",
                    options,
                ),
                *row(
                    Button(words.s("Back to the map"), Roadmap()),
                    Button(words.s("See projects"), Projects(step=step.number)),
                    share_here(ctx, "step", step.id),
                ),
            ),
        )

    def step_text(
        self, words: Words, step: Step, marks: Marks
    ) -> tuple[Text | Note | Divider, ...]:
        """Draw a step's text and milestones; without marks it is the copy one can share."""
        milestones = self.catalog.milestones(step.id)
        lines = join("\n", (milestone_line(words, each, marks) for each in milestones))
        extras = (Text(of_pack(line)) for line in step.also)
        return (Text(of_pack(step.summary)), *extras, Divider(), Text(lines))

    def milestone(self, ctx: Context, milestone: Milestone, marks: Marks) -> Card:
        """Draw a milestone: its proof, where to learn it, its skills, and its marks."""
        words, step = ctx.words, self.catalog.get(Step, milestone.step)
        skills = self.catalog.skills(milestone.id)
        where = words.t(
            "Step {number} · {title} · about {hours} h",
            number=step.number,
            title=step.title,
            hours=milestone.hours,
        )
        return Card(
            milestone.title,
            (
                Note(where),
                *said(ctx, milestone, marks),
                Text(of_pack(milestone.summary)),
                Text(proof(words, milestone)),
                *self._better_after(words, milestone, marks),
                Text(words.t("*Learn it*\n{lines}", lines=self._links(words, milestone.resources))),
                Pick(
                    words.s("Open a skill"),
                    OpenSkill(milestone=milestone.id, skill=skills[0].id),
                    "skill",
                    tuple(entry(skill.id, skill.title, skill.summary) for skill in skills),
                ),
                *mark_row(words, milestone, marks),
                *row(Button(words.s("Back to the step"), Roadmap(step=step.number))),
            ),
        )

    def _better_after(self, words: Words, milestone: Milestone, marks: Marks) -> tuple[Note, ...]:
        needs = open_needs(milestone, marks)
        titles = ", ".join(self.catalog.get(Milestone, each).title for each in needs)
        return (Note(words.t("Better after: {titles}.", titles=titles)),) if titles else ()

    def _links(self, words: Words, ids: Iterable[str]) -> Marked:
        found = [self.catalog.get(Resource, each) for each in ids]
        return join(
            "\n",
            (
                words.t(
                    "{link} · {kind}, {time}",
                    link=link(each.title, each.url),
                    kind=kind(words, each),
                    time=duration(words, each.minutes),
                )
                for each in found
            ),
        )

    def skill(self, ctx: Context, skill: Skill, milestone: Milestone) -> Card:
        """Draw a skill: what it is, how one would notice it, where to learn it."""
        words = ctx.words
        learn = self._links(words, skill.resources)
        return Card(
            skill.title,
            (
                Note(words.t("{title} · about {n} h", title=milestone.title, n=skill.hours)),
                Text(of_pack(skill.summary)),
                Text(words.t("*You have it when* {sign}", sign=of_pack(lower(skill.evidence)))),
                *((Text(words.t("*Learn it*\n{lines}", lines=learn)),) if learn else ()),
                *row(
                    Button(words.s("Back to the milestone"), OpenMilestone(milestone=milestone.id))
                ),
            ),
        )

    def marked(self, ctx: Context, milestone: Milestone, marks: Marks, former: str) -> Card:
        """Draw the answer to a mark: what is kept, what comes next, and the way back."""
        words, following = ctx.words, self.next(marks)
        step = self.catalog.get(Step, milestone.step)
        at = standing(self.catalog.milestones(milestone.step), marks)
        known = marks[milestone.id].mark is Mark.known
        head = N_("*Marked as known: {title}.*") if known else N_("*Marked as done: {title}.*")
        undo = SetMark.model_validate({"milestone": milestone.id, "mark": former, "undo": True})
        return Card(
            "",
            (
                Text(words.t(head, title=milestone.title)),
                Text(
                    words.t(
                        "{name} · {state}",
                        name=step_name(words, step),
                        state=state(words, at, optional=False),
                    )
                ),
                Divider(),
                *(next_lines(words, following) if following else finished_lines(words)),
                *row(
                    Button(words.s("See the map"), Roadmap()),
                    Button(words.s("Undo"), undo),
                ),
            ),
        )

    def known(
        self,
        ctx: Context,
        number: int,
        marks: Marks,
        marked: Milestone | None = None,
        former: Said = "none",
    ) -> Card:
        """Draw the walk through a step in which one marks what one knows."""
        words, step = ctx.words, self.catalog.steps[number - 1]
        here = self.catalog.milestones(step.id)
        left = [
            each for each in here if each.id not in marks or marks[each.id].mark is Mark.started
        ]
        head = words.t("Pick what you could show somebody today. Nothing is checked.")
        blocks: list[Note | Text | Pick | Actions] = [Text(head)]
        if marked is not None:
            blocks.append(Text(words.t("*Marked as known: {title}.*", title=marked.title)))
        if left:
            options = tuple(entry(each.id, each.title, each.summary) for each in left)
            blocks.append(Pick(words.s("I know this"), MarkKnown(step=number), "known", options))
        else:
            blocks.append(Text(words.t("Nothing is left to mark in this step.")))
        undo = marked and Button(
            words.s("Undo"), MarkKnown(step=number, known=marked.id, undo=former)
        )
        last = number == len(self.catalog.steps)
        done = Button(words.s("See the map"), Roadmap(), Tone.first if last else Tone.quiet)
        further = (
            None if last else Button(words.s("Next step"), MarkKnown(step=number + 1), Tone.first)
        )
        return Card(
            f"{step.number} {step.title}",
            (*blocks, *row(further, done, undo or None)),
        )
