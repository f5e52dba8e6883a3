"""/projects: things to build and show, with data, a rubric and a README template."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.catalog.catalog import Catalog
from bot.catalog.models import Project, Step
from bot.core.cards import Button, Card, Note, Pick, Text, Tone, row
from bot.core.context import Context
from bot.core.faults import OldCard
from bot.core.markup import Marked, join, of_pack
from bot.core.registry import handles
from bot.core.replies import Edit, Reply
from bot.core.words import N_, Words
from bot.features.drawing import entry, report
from bot.intents.career import OpenProject, Projects
from bot.intents.roadmap import Roadmap

_KINDS = {
    "personal": N_("for yourself"),
    "internship": N_("as in an internship"),
    "freelance": N_("as for a client"),
}
_PARTS = (N_("See the brief"), N_("See the rubric"), N_("README template"))


@dataclass(frozen=True, slots=True)
class ProjectFeature:
    """Serves projects."""

    catalog: Catalog

    @handles(Projects)
    async def projects(self, ctx: Context, ask: Projects) -> Reply:
        """List the projects, of one step or of all."""
        words = ctx.words
        step = self.catalog.steps[ask.step - 1] if ask.step else None
        found = self.catalog.projects(step.id if step else None)
        lines = _described(words, found) if step else self._by_step(ctx)
        options = tuple(entry(each.id, each.title, each.brief) for each in found)
        if not found:
            text = words.t("There is no project for this step yet.")
            return Edit(Card("", (Text(text), *row(Button(words.s("See the map"), Roadmap())))))
        back = Button(words.s("Back to the step"), Roadmap(step=ask.step)) if step else None
        every = Button(words.s("See all projects"), Projects()) if step else None
        return Edit(
            Card(
                words.s("Projects: {title}", title=step.title) if step else words.s("Projects"),
                (
                    Text(words.t("Build one, write down one number, and show it.")),
                    Text(lines),
                    Pick(
                        words.s("Open a project"),
                        OpenProject(project=found[0].id),
                        "project",
                        options,
                    ),
                    *row(back, every),
                ),
            )
        )

    def _by_step(self, ctx: Context) -> Marked:
        """List the titles of all projects, a line for each step."""
        lines: list[Marked] = []
        for step in self.catalog.steps:
            titles = "; ".join(each.title for each in self.catalog.projects(step.id))
            if titles:
                head = ctx.words.t("*{number} {title}*", number=step.number, title=step.title)
                lines.append(ctx.words.t("{head}: {titles}", head=head, titles=titles))
        return join("\n", lines)

    @handles(OpenProject)
    async def open(self, ctx: Context, ask: OpenProject) -> Reply:
        """Show a project's brief, its rubric or its README template."""
        words, project = ctx.words, self.catalog.find(Project, ask.project)
        if project is None:
            raise OldCard(Projects())
        parts = (_brief, _rubric, _readme)
        step = self.catalog.get(Step, project.step)
        buttons = [
            Button(
                words.s(label),
                OpenProject(project=project.id, part=part),
                Tone.first if part == ask.part + 1 else Tone.quiet,
            )
            for part, label in enumerate(_PARTS)
            if part != ask.part
        ]
        listed = Button(words.s("Back to the list"), Projects(step=step.number))
        return Edit(
            Card(
                project.title,
                (
                    Note(_what(words, project)),
                    *parts[ask.part](ctx, project),
                    *row(*buttons),
                    *row(listed, report(ctx, "project", project.id)),
                ),
            )
        )


def _described(words: Words, found: Sequence[Project]) -> Marked:
    texts = (words.t("*{title}* · {what}", title=p.title, what=_what(words, p)) for p in found)
    return join("\n", texts)


def _what(words: Words, project: Project) -> Marked:
    return words.t("{kind}, about {n} h", kind=words.s(_KINDS[project.kind]), n=project.hours)


def _brief(ctx: Context, project: Project) -> tuple[Text, ...]:
    words = ctx.words
    return (
        Text(of_pack(project.brief)),
        Text(words.t("*Data:* {data}", data=of_pack(project.data))),
        Text(words.t("*Say one limit:* {limit}", limit=of_pack(project.limit))),
    )


def _rubric(ctx: Context, project: Project) -> tuple[Text, ...]:
    lines = join("\n", (Marked(f"- {line}") for line in project.rubric))
    return (Text(ctx.words.t("*What a reader looks for*\n{lines}", lines=lines)),)


def _readme(ctx: Context, project: Project) -> tuple[Text, ...]:
    lines = join("\n", (Marked(f"{n}. {line}") for n, line in enumerate(project.readme, 1)))
    return (Text(ctx.words.t("*README, in this order*\n{lines}", lines=lines)),)
