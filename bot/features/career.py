"""/job, /focus, /about, /sources: the rest of what the career article covers."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot import __version__
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
from bot.features.drawing import entry, menu, report, strong
from bot.intents.career import (
    About,
    Focus,
    Job,
    Projects,
    ReadStatement,
    Salary,
    Sources,
    Traits,
)
from bot.intents.person import Help, Privacy
from bot.intents.roadmap import Roadmap
from bot.intents.suggestions import DUTIES

TOPICS = {
    "role": N_("What the job is"),
    "why": N_("Why people choose it"),
    "duties": N_("What one does all week"),
}
PAGE = 6
LITTLE = 60


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
        return await self.read(ctx, ReadStatement(statement=topic))

    def _topic(self, ctx: Context, topic: str) -> Card:
        words = ctx.words
        found = self._duties() if topic == "duties" else self.catalog.statements(topic)
        topics = tuple(
            Choice(each, words.s(name)) for each, name in TOPICS.items() if each != topic
        )
        duties = tuple(entry(duty.id, duty.title, duty.text) for duty in self._duties())
        return Card(
            words.s(TOPICS[topic]),
            (
                *digest(words, found),
                *(() if topic == "duties" else read_one(words, found)),
                *menu(words.s("See a part of the job"), Job(), "duty", (*topics, *duties)),
                *row(
                    Button(words.s("See the roadmap"), Roadmap(), Tone.first),
                    Button(words.s("See pay"), Salary()),
                    Button(words.s("See the traits"), Traits()),
                ),
            ),
        )

    @handles(ReadStatement)
    async def read(self, ctx: Context, ask: ReadStatement) -> Reply:
        """Show a statement in full, and what we add to it."""
        words, found = ctx.words, self.catalog.find(Statement, ask.statement)
        if found is None:
            raise OldCard(Job())
        ours = [
            each
            for each in self.catalog.statements(found.topic)
            if each.origin == "ours" and each != found and set(each.article) & set(found.article)
        ]
        home = {"focus": Focus(), "promises": About(), "base": About(), "pay": Salary()}
        back = home.get(found.topic, Job(duty=found.topic if found.topic in TOPICS else None))
        return Edit(
            Card(
                found.title,
                (
                    Text(of_pack(found.text)),
                    *statements(words, ours),
                    *row(
                        Button(words.s("Back"), back),
                        Button(words.s("See the roadmap"), Roadmap(), Tone.first),
                        report(ctx, "statement", found.id),
                    ),
                ),
            )
        )

    @handles(Focus)
    async def focus(self, ctx: Context, ask: Focus) -> Reply:
        """Show where to put one's effort."""
        del ask
        words, found = ctx.words, self.catalog.statements("focus")
        return Edit(
            Card(
                words.s("Where to put your effort"),
                (
                    *digest(words, (each for each in found if each.origin == "article")),
                    *read_one(words, found),
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
        promises, base = self.catalog.statements("promises"), self.catalog.statements("base")
        intro = words.t(
            "A study group in your channel: a roadmap, a tip a day, private quizzes, and a "
            "weekly nudge."
        )
        content = words.t(
            "Milepost {release}. Content: {name} {version}, {licence}.",
            release=__version__,
            name=pack.name,
            version=pack.version,
            licence=pack.licence,
        )
        return Edit(
            Card(
                words.s("Milepost"),
                (
                    Text(intro),
                    *digest(words, (each for each in promises if each.origin == "article")),
                    *read_one(words, (*promises, *base)),
                    *row(
                        Button(words.s("Start with the roadmap"), Roadmap(), Tone.first),
                        Button(words.s("See the commands"), Help()),
                        Button(words.s("See the sources"), Sources()),
                        Button(words.s("Privacy"), Privacy()),
                    ),
                    Note(content),
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


def digest(words: Words, found: Iterable[Statement]) -> tuple[Text, ...]:
    """Draw statements in short: each title with its first sentence; a menu opens the rest."""
    return tuple(
        Text(
            words.t(
                "{title}\n{text}",
                title=strong(each.title),
                text=of_pack(teaser(each.text)),
            )
        )
        for each in found
    )


def teaser(text: str) -> str:
    """Take the first sentence of a text, or the first two when the first says little."""
    sentences = [f"{each.rstrip('.')}." for each in text.split(". ")]
    return " ".join(sentences[: 1 if len(sentences[0]) >= LITTLE else 2])


def read_one(words: Words, found: Iterable[Statement]) -> tuple[Pick, ...]:
    """Offer to read statements in full."""
    options = tuple(entry(each.id, each.title, each.text) for each in found)
    into = ReadStatement(statement=options[0].value if options else "none")
    return menu(words.s("Read one in full"), into, "statement", options)


def source_line(words: Words, source: Source) -> Marked:
    """Name a source, who published it, and when it was looked at."""
    title = link(source.title, source.url) if source.url else escape(source.title)
    return words.t(
        "- {title}, {publisher}. {about} Checked {day}.",
        title=title,
        about=of_pack(source.about),
        publisher=source.publisher,
        day=words.date(source.checked_on),
    )
