"""/define: what a word means, with an example."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from bot.catalog.catalog import Catalog
from bot.catalog.models import Term
from bot.catalog.search import fold, match
from bot.core.cards import PICK_CAP, Button, Card, Choice, Note, Pick, Text, row
from bot.core.context import Context
from bot.core.faults import NoSuch
from bot.core.markup import of_pack
from bot.core.registry import handles, suggests
from bot.core.replies import Edit, Reply, Say
from bot.core.words import Words
from bot.features.drawing import entry, open_skill, report, share_here
from bot.intents.career import Define
from bot.intents.menus import ExplainMessage
from bot.intents.person import Help
from bot.intents.suggestions import TERMS

_NEAR = 3
_WORDS = re.compile(r"[\w+-]+")


def _nearest(typed: str, found: tuple[Choice, ...]) -> list[Choice]:
    """Put what is spelt most alike first, so that a slip of one letter leads to its word."""
    wanted = SequenceMatcher(b=typed.casefold())

    def unlike(choice: Choice) -> float:
        wanted.set_seq1(choice.label.casefold())
        return -wanted.ratio()

    return sorted(found, key=unlike)[:_NEAR]


@dataclass(frozen=True, slots=True)
class GlossaryFeature:
    """Serves the glossary."""

    catalog: Catalog

    @suggests(TERMS.key)
    async def terms(self, ctx: Context, typed: str) -> tuple[Choice, ...]:
        """Complete a word by its name or one of its other names."""
        del ctx
        names = [Choice(each.id, each.term) for each in self.catalog.terms]
        names += [Choice(each.id, other) for each in self.catalog.terms for other in each.also]
        found = {choice.value: choice for choice in reversed(match(typed, tuple(names), limit=60))}
        return tuple(reversed(found.values()))[:25]

    @handles(Define)
    async def define(self, ctx: Context, ask: Define) -> Reply:
        """Explain a word."""
        term = self.catalog.find(Term, ask.term)
        if term is None:
            near = _nearest(ask.term, await self.terms(ctx, ask.term))
            buttons = [Button(choice.label, Define(term=choice.value)) for choice in near]
            help_ = Button(ctx.words.s("Help"), Help(command="define"))
            raise NoSuch(*(buttons or [help_]), what=ctx.words.s("word"), value=ask.term)
        return Edit(self._card(ctx, term))

    @handles(ExplainMessage)
    async def explain(self, ctx: Context, ask: ExplainMessage) -> Reply:
        """Explain the words of the field that a message uses."""
        found = self._used_in(ask.text)
        if len(found) == 1:
            return Say(self._card(ctx, found[0]))
        words = ctx.words
        if not found:
            text = words.t("I find no word of the glossary in this message.")
            return Say(Card("", (Text(text),)))
        options = tuple(entry(term.id, term.term, term.says) for term in found)
        pick = Pick(words.s("Explain a term"), Define(term=found[0].id), "term", options)
        return Say(Card(words.s("Words in this message"), (pick,)))

    def _used_in(self, text: str) -> tuple[Term, ...]:
        """List the terms a text uses, in their order in it; at most as many as a menu holds."""
        folded = f" {' '.join(_WORDS.findall(fold(text)))} "
        places: dict[str, int] = {}
        for term in self.catalog.terms:
            names = (" ".join(_WORDS.findall(fold(name))) for name in (term.term, *term.also))
            at = min(
                (folded.find(f" {name} ") for name in names if f" {name} " in folded), default=-1
            )
            if at >= 0:
                places[term.id] = at
        return tuple(
            self.catalog.get(Term, each) for each in sorted(places, key=places.__getitem__)
        )[:PICK_CAP]

    def text(self, words: Words, term: Term) -> tuple[Text, ...]:
        """Draw a word's own text; it is the copy one can share."""
        return (
            Text(of_pack(term.says)),
            Text(words.t("*Example:* {example}", example=of_pack(term.example))),
        )

    def _card(self, ctx: Context, term: Term) -> Card:
        words = ctx.words
        see = [self.catalog.get(Term, each) for each in term.see][:_NEAR]
        also = (Note(words.t("Also: {names}", names=", ".join(term.also))),) if term.also else ()
        return Card(
            term.term,
            (
                *self.text(words, term),
                *also,
                *row(*(Button(each.term, Define(term=each.id)) for each in see)),
                *row(
                    open_skill(ctx, self.catalog, term.skill),
                    share_here(ctx, "term", term.id),
                    report(ctx, "term", term.id),
                ),
            ),
        )
