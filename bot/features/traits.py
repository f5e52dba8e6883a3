"""/traits: the eight characteristics, what each means, how it shows and how to practise it."""

from dataclasses import dataclass

from bot.catalog.catalog import Catalog
from bot.catalog.models import Trait
from bot.catalog.search import match
from bot.core.cards import Button, Card, Choice, Text, Tone, row
from bot.core.context import Context
from bot.core.faults import OldCard
from bot.core.markup import Marked, join, of_pack
from bot.core.registry import handles, suggests
from bot.core.replies import Edit, Reply
from bot.core.words import Words
from bot.features.drawing import entry, menu, share_here
from bot.intents.assess import Assess
from bot.intents.career import Traits
from bot.intents.quizzes import Quiz
from bot.intents.suggestions import TRAITS
from bot.intents.tips import Tip


@dataclass(frozen=True, slots=True)
class TraitFeature:
    """Serves the characteristics."""

    catalog: Catalog

    @suggests(TRAITS.key)
    async def traits(self, ctx: Context, typed: str) -> tuple[Choice, ...]:
        """Complete a characteristic by name, or by its number in the list."""
        del ctx
        every = tuple(Choice(each.id, each.title) for each in self.catalog.traits)
        wanted = typed.strip()
        if wanted.isdecimal() and 1 <= int(wanted) <= len(every):
            return (every[int(wanted) - 1],)
        return match(typed, every)

    @handles(Traits)
    async def open(self, ctx: Context, ask: Traits) -> Reply:
        """Show all eight, or one."""
        if ask.trait is None:
            return Edit(self._all(ctx))
        found = self.catalog.find(Trait, ask.trait)
        if found is None:
            raise OldCard(Traits())
        return Edit(self._one(ctx, found))

    def _all(self, ctx: Context) -> Card:
        words = ctx.words
        lines = join(
            "\n",
            (
                words.t("*{n} {title}*", n=number, title=each.title)
                for number, each in enumerate(self.catalog.traits, 1)
            ),
        )
        options = tuple(entry(each.id, each.title, each.means) for each in self.catalog.traits)
        return Card(
            words.s("Eight characteristics"),
            (
                Text(words.t("What good machine-learning engineers have in common.")),
                Text(lines),
                *menu(words.s("Open one"), Traits(), "trait", options),
                *row(Button(words.s("Try a quiz"), Quiz(), Tone.first)),
            ),
        )

    def text(self, words: Words, trait: Trait) -> tuple[Text, ...]:
        """Draw a characteristic's own text; it is the copy one can share."""
        return (
            Text(of_pack(trait.means)),
            Text(words.t("*How it shows*\n{lines}", lines=_list(trait.shows))),
            Text(words.t("*How to practise*\n{lines}", lines=_list(trait.practise))),
        )

    def _one(self, ctx: Context, trait: Trait) -> Card:
        words = ctx.words
        return Card(
            trait.title,
            (
                *self.text(words, trait),
                *row(
                    Button(words.s("Quiz me on it"), Quiz(trait=trait.id), Tone.first),
                    Button(words.s("Get a tip"), Tip(trait=trait.id)),
                    Button(words.s("See all eight"), Traits()),
                ),
                *row(self._habits(words, trait), share_here(ctx, "trait", trait.id)),
            ),
        )

    def _habits(self, words: Words, trait: Trait) -> Button | None:
        """Lead to how one describes these habits oneself, where the pack asks for it."""
        if not self.catalog.assessments(trait.id):
            return None
        return Button(words.s("Describe my habits"), Assess(trait=trait.id))


def _list(lines: tuple[str, ...]) -> Marked:
    return join("\n", (Marked(f"- {line}") for line in lines))
