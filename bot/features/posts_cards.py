"""How recurring posts look: tip, nudge, question, roadmap step, free text, recap."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from bot.catalog.catalog import Catalog
from bot.catalog.models import Item, Milestone, Nudge, Record, Step, Tip, Trait
from bot.core.cards import Button, Card, Text, Tone, row
from bot.core.markup import Marked, code_block, join, of_moderator, of_pack
from bot.core.words import N_, Words
from bot.features.drawing import duration, short, strong
from bot.features.posts_lines import kind
from bot.features.quiz_lines import options
from bot.features.roadmap_lines import proof
from bot.intents.posts import AnswerPrivately, CheckIn, WhyPost
from bot.intents.roadmap import OpenMilestone, OpenSkill
from bot.study.composing import ANSWERS_FOR_FIGURES, weeks
from bot.study.quiz import Shown, show
from bot.study.schedules import Occurrence, Schedule, What

R = TypeVar("R", bound=Record)

FIRST_LINE = 96
"""A lock screen shows one line; Discord takes 100 characters of it (cards, rule 7)."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A post's card; `about` begins the foot, `thread` is the title of its discussion."""

    card: Card
    about: str
    thread: str


@dataclass(frozen=True, slots=True)
class Names:
    """How the buttons of a post name its occurrence."""

    schedule: str
    group: str
    day: int
    extra: int

    @classmethod
    def of(cls, occurrence: Occurrence) -> "Names":
        """Name an occurrence."""
        day = occurrence.local.toordinal()
        return cls(occurrence.schedule, occurrence.group, day, occurrence.extra)

    def check_in(self, answer: str = "") -> CheckIn:
        """Answer a nudge."""
        return CheckIn(
            schedule=self.schedule,
            group=self.group,
            day=self.day,
            extra=self.extra,
            answer=answer,
        )

    def why(self) -> WhyPost:
        """Ask why the post is there."""
        return WhyPost(schedule=self.schedule, group=self.group, day=self.day, extra=self.extra)

    def answer(self) -> AnswerPrivately:
        """Answer a question."""
        return AnswerPrivately(
            schedule=self.schedule, group=self.group, day=self.day, extra=self.extra
        )


@dataclass(frozen=True, slots=True)
class PostCards:
    """Draws posts of one edition of the pack, in one language."""

    catalog: Catalog
    words: Words

    def post(self, schedule: Schedule, occurrence: Occurrence, text: str) -> Drawn | None:
        """Draw an occurrence; `text` is what moderators wrote in its place, or nothing.

        None when its piece is not in the edition any more.
        """
        if text or schedule.what is What.text:
            return self._text(schedule, text or schedule.options.text)
        catalog, piece, names = self.catalog, occurrence.piece, Names.of(occurrence)
        match schedule.what:
            case What.nudge:
                nudge = active(catalog, Nudge, piece)
                return nudge and self._nudge(nudge, names, thread=schedule.options.thread)
            case What.tip:
                tip = active(catalog, Tip, piece)
                return tip and self._tip(tip, names)
            case What.question:
                item = active(catalog, Item, piece)
                return item and self._question(item, occurrence)
            case What.roadmap:
                milestone = active(catalog, Milestone, piece)
                return milestone and self._milestone(milestone, names)

    def _text(self, schedule: Schedule, text: str) -> Drawn | None:
        if not text.strip():
            return None
        title = short(schedule.title, FIRST_LINE) or kind(self.words, schedule.what)
        return Drawn(Card(title, (Text(of_moderator(text)),)), "", title)

    def _nudge(self, nudge: Nudge, names: Names, *, thread: bool) -> Drawn:
        words, theme = self.words, of_pack(nudge.theme)
        discuss = N_("*Discuss in the thread* {text}") if thread else N_("*Discuss* {text}")
        time = duration(words, nudge.minutes)
        title = words.s(
            "Week {week}: {theme} · {time}", week=nudge.week, theme=nudge.theme, time=time
        )
        card = Card(
            title,
            (
                Text(words.t("*Do ({time})* {text}", time=time, text=of_pack(nudge.challenge))),
                Text(words.t("*Why* {text}", text=of_pack(nudge.why))),
                Text(words.t(discuss, text=of_pack(nudge.discuss))),
                Text(of_pack(nudge.checkin)),
                *row(*(Button(each.label, names.check_in(each.id)) for each in nudge.answer)),
                *row(self._skill(nudge.skill, Tone.first), self._why(names)),
            ),
        )
        last = weeks(self.catalog, nudge.season)
        about = words.s("Week {week} of {last}", week=nudge.week, last=max(last, nudge.week))
        return Drawn(card, about, words.s("Week {week}: {theme}", week=nudge.week, theme=theme))

    def _tip(self, tip: Tip, names: Names) -> Drawn:
        words, trait = self.words, self.catalog.get(Trait, tip.trait)
        title = words.s("Tip: {title} · {n} min", title=tip.title, n=tip.minutes)
        card = Card(
            title,
            (
                Text(of_pack(tip.why)),
                Text(words.t("*Today:* {act}", act=of_pack(tip.today))),
                *row(self._skill(tip.skill), self._why(names)),
            ),
        )
        return Drawn(card, trait.short, words.s("Tip: {title}", title=tip.title))

    def _question(self, item: Item, occurrence: Occurrence) -> Drawn:
        words, names = self.words, Names.of(occurrence)
        trait = self.catalog.get(Trait, item.trait).short
        title = words.s("Question of the week: {trait}", trait=trait)
        card = Card(
            title,
            (
                *self.stem(item),
                Text(options(shown_in(item, occurrence))),
                *row(
                    Button(words.s("Answer privately"), names.answer(), Tone.first),
                    self._why(names),
                ),
            ),
        )
        return Drawn(card, words.s("Only you see your answer"), title)

    def stem(self, item: Item) -> tuple[Text, ...]:
        """Draw what a question asks."""
        code = (Text(code_block(item.code.strip("\n"))),) if item.code else ()
        return (Text(strong(item.stem)), *code)

    def _milestone(self, milestone: Milestone, names: Names) -> Drawn:
        words, step = self.words, self.catalog.get(Step, milestone.step)
        title = words.s("Roadmap: {title} · about {n} h", title=milestone.title, n=milestone.hours)
        open_it = OpenMilestone(milestone=milestone.id)
        card = Card(
            title,
            (
                Text(of_pack(milestone.summary)),
                Text(proof(words, milestone)),
                *row(Button(words.s("Open the milestone"), open_it, Tone.first), self._why(names)),
            ),
        )
        about = words.s("Step {n}, {title}", n=step.number, title=step.title)
        return Drawn(card, about, words.s("Roadmap: {title}", title=milestone.title))

    def _skill(self, skill: str | None, tone: Tone = Tone.quiet) -> Button | None:
        taught = self.catalog.teaching(skill) if skill else ()
        if not taught or skill is None:
            return None
        go = OpenSkill(milestone=taught[0].id, skill=skill)
        return Button(self.words.s("Open the skill"), go, tone)

    def _why(self, names: Names) -> Button:
        return Button(self.words.s("Why this post?"), names.why())

    def recap(self, before: Occurrence, counts: Mapping[str, int]) -> Card | None:
        """Draw what came of the post before, without figures below five answers.

        None when its piece is not in the edition any more.
        """
        nudge = active(self.catalog, Nudge, before.piece)
        if nudge is not None:
            return self._recap_nudge(nudge, Names.of(before), counts)
        item = active(self.catalog, Item, before.piece)
        return self._recap_question(item, before, counts) if item else None

    def _recap_nudge(self, nudge: Nudge, names: Names, counts: Mapping[str, int]) -> Card:
        words = self.words
        lines = [
            _counted(words, words.t("*{label}*", label=each.label), counts, each.id)
            + Marked("\n")
            + of_pack(each.reply)
            for each in nudge.answer
        ]
        return Card(
            words.s("Last week: {theme}", theme=nudge.theme),
            (
                Text(of_pack(nudge.checkin)),
                *_few(
                    words, counts, N_("Too few answers for numbers. Here is what each one means.")
                ),
                *(Text(Marked(line)) for line in lines),
                *row(Button(words.s("My answer"), names.check_in())),
            ),
        )

    def _recap_question(self, item: Item, before: Occurrence, counts: Mapping[str, int]) -> Card:
        words, shown = self.words, shown_in(item, before)
        lines = [
            _counted(words, Marked(f"*{letter.upper()}* {option.text}"), counts, option.id)
            for letter, option in zip("abcde", shown.options, strict=False)
        ]
        return Card(
            words.s("Last time: the answer"),
            (
                *self.stem(item),
                *_few(
                    words, counts, N_("Too few answers for numbers. Here is the answer and why.")
                ),
                Text(join("\n", lines)),
                Text(
                    words.t(
                        "*Why {letter}:* {why}",
                        letter=shown.key.upper(),
                        why=of_pack(item.explain),
                    )
                ),
                *row(Button(words.s("My answer"), Names.of(before).answer())),
            ),
        )


def shown_in(item: Item, occurrence: Occurrence) -> Shown:
    """Return a question as its post shows it: the same to everybody."""
    return show(item, occurrence.local.toordinal(), 0)


def _few(words: Words, counts: Mapping[str, int], message: str) -> tuple[Text, ...]:
    return () if enough(counts) else (Text(words.t(message)),)


def enough(counts: Mapping[str, int]) -> bool:
    """Tell whether figures may be shown: fewer answers would tell who gave them."""
    return sum(counts.values()) >= ANSWERS_FOR_FIGURES


def _counted(words: Words, label: Marked, counts: Mapping[str, int], answer: str) -> Marked:
    if not enough(counts):
        return label
    return words.t("{label} · {n}", label=label, n=counts.get(answer, 0))


def active(catalog: Catalog, kind_: type[R], piece: str) -> R | None:
    """Return a piece that the edition shows, by its id or a former one."""
    found = catalog.find(kind_, piece) if piece else None
    return found if found is not None and found.status == "active" else None
