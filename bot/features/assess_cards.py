"""How a self-assessment looks: an item, one characteristic, all eight."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.catalog.catalog import Catalog
from bot.catalog.models import Assessment, Skill, Trait
from bot.core.cards import Actions, Button, Card, Note, Pick, Text, Tone, row
from bot.core.context import Context
from bot.core.markup import Marked, join, of_pack
from bot.core.words import N_, Words
from bot.features.drawing import entry, menu, open_skill, strong
from bot.intents.assess import Assess, DescribeHabit, ForgetHabits, OpenHabit, SkipHabit
from bot.intents.career import Traits
from bot.intents.quizzes import Quiz
from bot.intents.tips import Tip
from bot.study.assessment import (
    ENOUGH_ITEMS,
    Described,
    Gap,
    Standing,
    following,
    lowest,
    practise,
    standings,
    tallies,
)

LETTERS = "ABCDE"
BANDS = (
    N_("just beginning"),
    N_("some habits"),
    N_("regular habits"),
    N_("firm habits"),
    N_("a full routine"),
)
"""The five steps in words, lowest first."""

GAPS = {
    Gap.ABOVE: N_("You describe more than the quiz shows: *{traits}*."),
    Gap.NEAR: N_("Habits and quiz are close: *{traits}*."),
    Gap.BELOW: N_("The quiz shows more than you describe: *{traits}*."),
}


@dataclass(frozen=True, slots=True)
class AssessCards:
    """Draws how somebody describes their habits, over a catalog."""

    catalog: Catalog

    def item(self, ctx: Context, item: Assessment, described: Described) -> Card:
        """Draw an item: five anchors in the text, one letter for each."""
        words, items = ctx.words, self.catalog.assessments(item.trait)
        at = [each.id for each in items].index(item.id)
        place = words.t(
            "{n} of {total} · {trait}",
            n=at + 1,
            total=len(items),
            trait=self.catalog.get(Trait, item.trait).short,
        )
        lines = (words.t("*{n}* {text}", n=n, text=of_pack(a)) for n, a in _lettered(item))
        back = Button(words.s("Back"), OpenHabit(item=items[at - 1].id)) if at else None
        return Card(
            words.s("How you work today"),
            (
                Note(place),
                Text(strong(item.question)),
                Text(join("\n", lines)),
                *_chosen(words, item, described),
                *row(*_letters(item, described)),
                *row(
                    Button(words.s("Skip"), SkipHabit(item=item.id)),
                    back,
                    Button(words.s("See all eight"), Assess()),
                ),
            ),
        )

    def trait(self, ctx: Context, trait: Trait, described: Described) -> Card:
        """Draw one characteristic: the band, what was chosen, and what one can do next."""
        words, items = ctx.words, self.catalog.assessments(trait.id)
        (standing,) = self._standings(described, (trait,))
        answered = [item for item in items if item.id in described.anchors]
        return Card(
            trait.title,
            (
                Text(self._band_line(words, standing)),
                *self._quiz_line(words, standing),
                *_answers(words, answered, described),
                *self._change(words, items),
                *row(
                    self._further(words, trait, described),
                    Button(words.s("Quiz me on it"), Quiz(trait=trait.id)),
                    Button(words.s("See all eight"), Assess()),
                ),
                Note(words.t("Nobody else sees this.")),
            ),
        )

    def overview(self, ctx: Context, described: Described) -> Card:
        """Draw all characteristics, the gap between habit and quiz, and one thing to try next."""
        words = ctx.words
        found = self._standings(described, self.catalog.traits)
        if not any(each.answered for each in found):
            return self._first_time(words)
        lines = join("\n", (self._line(words, standing) for standing in found))
        shares = any(standing.quiz.share is not None for standing in found)
        note = words.t("The quiz share counts from {n} different questions on.", n=ENOUGH_ITEMS)
        return Card(
            words.s("How you describe your habits today"),
            (
                Text(lines),
                *((Note(note),) if shares else ()),
                *self._gaps(words, found),
                *self._next(ctx, found, described),
                *self._choose(words),
                *row(
                    self._continue(words, described),
                    Button(words.s("Delete my answers"), ForgetHabits(), Tone.danger),
                ),
                Note(words.t("Nobody else sees this.")),
            ),
        )

    def nothing(self, words: Words, back: Button | None = None) -> Card:
        """Say that nothing is asked here."""
        text = words.t("There is no question of this kind yet.")
        traits = Button(words.s("See the eight traits"), Traits())
        return Card("", (Text(text), *row(back, traits)))

    def _first_time(self, words: Words) -> Card:
        items = self.catalog.assessments()
        if not items:
            return self.nothing(words)
        body = words.t(
            "{n} short questions about your habits of the last three months.\n"
            "One characteristic takes about two minutes. Stop and go on at any time.",
            n=len(items),
        )
        private = words.t("Only you see the answers. You can delete them here at any time.")
        start = self._open({})
        go = Button(words.s("Start"), Assess(trait=start.id), Tone.first) if start else None
        return Card(
            words.s("How you work today"),
            (Text(body), Note(private), *row(go), *self._choose(words)),
        )

    def _choose(self, words: Words) -> tuple[Pick, ...]:
        asked = [each for each in self.catalog.traits if self.catalog.assessments(each.id)]
        options = tuple(entry(each.id, each.title, each.means) for each in asked)
        return menu(words.s("Choose a characteristic"), Assess(), "trait", options)

    def _open(self, anchors: Mapping[str, int]) -> Trait | None:
        """Return the first characteristic that has an item without an answer."""
        left = (
            trait
            for trait in self.catalog.traits
            if following(self.catalog.assessments(trait.id), anchors)
        )
        return next(left, None)

    def _continue(self, words: Words, described: Described) -> Button | None:
        left = self._open(described.anchors)
        return Button(words.s("Continue"), Assess(trait=left.id)) if left else None

    def _further(self, words: Words, trait: Trait, described: Described) -> Button | None:
        """Lead to what was skipped here, or else to the next characteristic."""
        if following(self.catalog.assessments(trait.id), described.anchors):
            return Button(words.s("Answer the rest"), Assess(trait=trait.id), Tone.first)
        left = self._open(described.anchors)
        if left is None:
            return None
        return Button(words.s("Next characteristic"), Assess(trait=left.id), Tone.first)

    def _standings(self, described: Described, traits: Iterable[Trait]) -> tuple[Standing, ...]:
        quiz = tallies(self.catalog.items(), described.outcomes)
        names = [trait.id for trait in traits]
        return standings(self.catalog.assessments(), described.anchors, names, quiz)

    def _line(self, words: Words, standing: Standing) -> Marked:
        name = self.catalog.get(Trait, standing.trait).short
        total = len(self.catalog.assessments(standing.trait))
        state = _state(words, standing, total)
        if standing.quiz.share is None:
            return words.t("*{trait}* · {state}", trait=name, state=state)
        share = standing.quiz.share
        return words.t("*{trait}* · {state} · quiz {n}%", trait=name, state=state, n=share)

    def _band_line(self, words: Words, standing: Standing) -> Marked:
        total = len(self.catalog.assessments(standing.trait))
        state = _state(words, standing, total)
        return words.t("How you describe your habits today: *{state}*", state=state)

    def _quiz_line(self, words: Words, standing: Standing) -> tuple[Text, ...]:
        if standing.quiz.share is None:
            return ()
        line = words.t("Quiz share: {n}%.", n=standing.quiz.share)
        return (Text(join("\n", (line, *self._gap_lines(words, (standing,))))),)

    def _gaps(self, words: Words, found: Sequence[Standing]) -> tuple[Text, ...]:
        lines = self._gap_lines(words, found)
        return (Text(join("\n", lines)),) if lines else ()

    def _gap_lines(self, words: Words, found: Sequence[Standing]) -> tuple[Marked, ...]:
        """Say for each kind of gap which characteristics have it."""
        named = {
            gap: [self.catalog.get(Trait, each.trait).short for each in found if each.gap is gap]
            for gap in GAPS
        }
        return tuple(
            words.t(GAPS[gap], traits=", ".join(names)) for gap, names in named.items() if names
        )

    def _next(
        self, ctx: Context, found: Sequence[Standing], described: Described
    ) -> tuple[Text | Actions, ...]:
        """Name one skill to try next, of the characteristic with the lowest band."""
        words, low = ctx.words, lowest(found)
        if low is None:
            return ()
        item = practise(self.catalog.items(trait=low.trait), described.outcomes)
        skill = self.catalog.find(Skill, item.skill) if item else None
        name = self.catalog.get(Trait, low.trait).short
        said = words.t("*Try next:* {trait}", trait=name)
        if skill is not None:
            said = words.t("*Try next:* {skill}, for {trait}", skill=skill.title, trait=name)
        return (
            Text(said),
            *row(
                Button(words.s("Quiz me on it"), Quiz(trait=low.trait), Tone.first),
                Button(words.s("Get a tip"), Tip(trait=low.trait)),
                open_skill(ctx, self.catalog, skill.id if skill else None),
            ),
        )

    def _change(self, words: Words, items: Sequence[Assessment]) -> tuple[Pick, ...]:
        if not items:
            return ()
        options = tuple(entry(item.id, item.question) for item in items)
        into = OpenHabit(item=items[0].id)
        return menu(words.s("Change an answer"), into, "item", options)


def _state(words: Words, standing: Standing, total: int) -> Marked:
    """Say the band and how many answers it stands on, or how many are missing."""
    if standing.band is None:
        return words.tn("{n} more answer needed", "{n} more answers needed", standing.missing)
    counted = words.t("{n} of {total}", n=standing.answered, total=total)
    return words.t("{band}, {counted}", band=words.s(BANDS[standing.band]), counted=counted)


def _answers(
    words: Words, answered: Sequence[Assessment], described: Described
) -> tuple[Text, ...]:
    said = (
        words.t(
            "{question}\n*{letter}* {text}",
            question=of_pack(item.question),
            letter=LETTERS[described.anchors[item.id]],
            text=of_pack(item.anchors[described.anchors[item.id]]),
        )
        for item in answered
    )
    return tuple(map(Text, said))


def _lettered(item: Assessment) -> Iterable[tuple[str, str]]:
    return zip(LETTERS, item.anchors, strict=True)


def _letters(item: Assessment, described: Described) -> Iterable[Button]:
    """Make a button for each anchor; the one chosen before stands out."""
    chosen = described.anchors.get(item.id)
    for anchor, letter in enumerate(LETTERS):
        tone = Tone.first if anchor == chosen else Tone.quiet
        yield Button(letter, DescribeHabit(item=item.id, anchor=anchor), tone)


def _chosen(words: Words, item: Assessment, described: Described) -> tuple[Text, ...]:
    if item.id not in described.anchors:
        return ()
    letter = LETTERS[described.anchors[item.id]]
    return (
        Text(words.t("You chose *{letter}*. Press another letter to change it.", letter=letter)),
    )
