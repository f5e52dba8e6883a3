"""/job, /focus, /about, /sources: the rest of what the career article covers."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.catalog.catalog import Catalog
from bot.catalog.models import Source, Statement
from bot.catalog.search import match
from bot.core.cards import Button, Card, Choice, Note, Pick, Text, Tone, row
from bot.core.context import Context
from bot.core.faults import OldCard
from bot.core.markup import Marked, escape, join, link, of_pack
from bot.core.registry import handles, suggests
from bot.core.replies import Edit, Reply
from bot.core.words import N_, Words
from bot.features.drawing import entry, report, strong
from bot.intents.career import About, Focus, Job, Projects, Salary, Sources, Traits
from bot.intents.person import Help, Privacy
from bot.intents.roadmap import Roadmap
from bot.intents.suggestions import DUTIES

TOPICS = {
    "role": N_("What the job is"),
    "why": N_("Why people choose it"),
    "duties": N_("What one does all week"),
}
PAGE = 8


@dataclass(frozen=True, slots=True)
class CareerFeature:
    """Serves what is known about the job."""

    catalog: Catalog

    @suggests(DUTIES.key)
    async def duties(self, ctx: Context, typed: str) -> tuple[Choice, ...]:
        """Complete a part of the job: a topic or one duty."""
        topics = [Choice(topic, ctx.words.s(title)) for topic, title in TOPICS.items()]
        return match(typed, (*topics, *(Choice(s.id, s.title) for s in self._duties())))

    def _duties(self) -> tuple[Statement, ...]:
        return tuple(s for s in self.catalog.statements("duties") if s.origin == "article")

    @handles(Job)
    async def job(self, ctx: Context, ask: Job) -> Reply:
        """Show what the job is, a topic, or one duty."""
        topic = ask.duty or "role"
        if topic in TOPICS:
            return Edit(self._topic(ctx, topic))
        found = next((duty for duty in self._duties() if duty.id == topic), None)
        if found is None:
            raise OldCard(Job())
        return Edit(self._duty(ctx, found))

    def _topic(self, ctx: Context, topic: str) -> Card:
        words = ctx.words
        found = self._duties() if topic == "duties" else self.catalog.statements(topic)
        others = tuple(Choice(each, words.s(title)) for each, title in TOPICS.items() if each != topic)
        options = (*others, *(entry(duty.id, duty.title, duty.text) for duty in self._duties()))
        return Card(
            words.s(TOPICS[topic]),
            (
                *statements(words, found),
                Pick(words.s("Read about a part"), Job(), "duty", options),
                *row(
                    Button(words.s("See the roadmap"), Roadmap(), Tone.first),
                    Button(words.s("See pay"), Salary()),
                    Button(words.s("See the traits"), Traits()),
                ),
            ),
        )

    def _duty(self, ctx: Context, duty: Statement) -> Card:
        words = ctx.words
        ours = [
            each
            for each in self.catalog.statements("duties")
            if each.origin == "ours" and set(each.article) & set(duty.article)
        ]
        return Card(
            duty.title,
            (
                Text(of_pack(duty.text)),
                *statements(words, ours),
                *row(
                    Button(words.s("See all duties"), Job(duty="duties")),
                    Button(words.s("See the roadmap"), Roadmap(), Tone.first),
                    report(ctx, "statement", duty.id),
                ),
            ),
        )

    @handles(Focus)
    async def focus(self, ctx: Context, ask: Focus) -> Reply:
        """Show where to put one's effort."""
        del ask
        words = ctx.words
        return Edit(
            Card(
                words.s("Where to put your effort"),
                (
                    *statements(words, self.catalog.statements("focus")),
                    *row(
                        Button(words.s("Find a project"), Projects(), Tone.first),
                        Button(words.s("See the roadmap"), Roadmap()),
                    ),
                ),
            )
        )

    @handles(About)
    async def about(self, ctx: Context, ask: About) -> Reply:
        """Say what Milepost is and what it promises."""
        del ask
        words, pack = ctx.words, self.catalog.packs[0]
        return Edit(
            Card(
                words.s("Milepost"),
                (
                    Text(
                        words.t(
                            "A study group in your channel: a roadmap, a tip a day, private "
                            "quizzes, and a weekly nudge."
                        )
                    ),
                    *statements(words, self.catalog.statements("promises")),
                    *statements(words, self.catalog.statements("base")),
                    Note(
                        words.t(
                            "Content: {name} {version}, {licence}.",
                            name=pack.name,
                            version=pack.version,
                            licence=pack.licence,
                        )
                    ),
                    *row(
                        Button(words.s("Start with the roadmap"), Roadmap(), Tone.first),
                        Button(words.s("See the commands"), Help()),
                        Button(words.s("See the sources"), Sources()),
                        Button(words.s("Privacy"), Privacy()),
                    ),
                ),
            )
        )

    @handles(Sources)
    async def sources(self, ctx: Context, ask: Sources) -> Reply:
        """List where facts come from, a page at a time."""
        words, every = ctx.words, self.catalog.sources
        pages = max(1, -(-len(every) // PAGE))
        page = min(ask.page, pages)
        shown = every[(page - 1) * PAGE : page * PAGE]
        lines = join("\n", (source_line(words, each) for each in shown))
        back = Button(words.s("Back"), Sources(page=page - 1)) if page > 1 else None
        more = Button(words.s("Next page"), Sources(page=page + 1), Tone.first)
        return Edit(
            Card(
                words.s("Sources, page {n} of {total}", n=page, total=pages),
                (Text(lines), *row(back, more if page < pages else None)),
            )
        )


def statements(words: Words, found: Iterable[Statement]) -> tuple[Text, ...]:
    """Draw statements, each with its title."""
    return tuple(
        Text(words.t("{title}\n{text}", title=strong(each.title), text=of_pack(each.text)))
        for each in found
    )


def source_line(words: Words, source: Source) -> Marked:
    """Name a source, who published it, and when it was looked at."""
    title = link(source.title, source.url) if source.url else escape(source.title)
    return words.t(
        "- {title}, {publisher}. Checked {day}.",
        title=title,
        publisher=source.publisher,
        day=words.date(source.checked_on),
    )
