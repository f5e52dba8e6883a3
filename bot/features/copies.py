"""The clean copies: what each shareable card shows a whole channel. Nothing personal is in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from bot.catalog.catalog import Catalog
from bot.catalog.models import Certification, Record, Step, Term, Trait
from bot.catalog.models import Tip as TipRecord
from bot.core.context import Context
from bot.core.faults import OldCard
from bot.core.intents import Intent
from bot.features.dated import DatedFeature, exam_name
from bot.features.glossary import GlossaryFeature
from bot.features.roadmap_cards import RoadmapCards
from bot.features.sharing import Copy, Draw
from bot.features.tips import TipFeature
from bot.features.traits import TraitFeature
from bot.intents.career import Certs, Define, Salary, Traits
from bot.intents.roadmap import Roadmap
from bot.intents.tips import Tip

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Copies:
    """Draws clean copies with the features' own pieces."""

    catalog: Catalog
    roadmap: RoadmapCards
    tips: TipFeature
    traits: TraitFeature
    terms: GlossaryFeature
    dated: DatedFeature

    def all(self) -> Mapping[str, Draw]:
        """Return the drawing of each shareable card."""
        return {
            "roadmap": self._roadmap,
            "step": self._step,
            "tip": self._tip,
            "trait": self._trait,
            "term": self._term,
            "exam": self._exam,
            "salary": self._salary,
        }

    def _roadmap(self, ctx: Context, _: str | None) -> Copy:
        title = ctx.words.s("Roadmap to ML engineer")
        return Copy(title, self.roadmap.shared(ctx.words), Roadmap())

    def _step(self, ctx: Context, target: str | None) -> Copy:
        step = self._found(Step, target, Roadmap())
        title = f"{step.number} {step.title}"
        return Copy(title, self.roadmap.step_text(ctx.words, step, {}), Roadmap(step=step.number))

    def _tip(self, ctx: Context, target: str | None) -> Copy:
        tip = self._found(TipRecord, target, Tip())
        return Copy(tip.title, self.tips.text(ctx, tip), Tip())

    def _trait(self, ctx: Context, target: str | None) -> Copy:
        trait = self._found(Trait, target, Traits())
        return Copy(trait.title, self.traits.text(ctx.words, trait), Traits(trait=trait.id))

    def _term(self, ctx: Context, target: str | None) -> Copy:
        term = self._found(Term, target, Roadmap())
        return Copy(term.term, self.terms.text(ctx.words, term), Define(term=term.id))

    def _exam(self, ctx: Context, target: str | None) -> Copy:
        exam = self._found(Certification, target, Certs())
        return Copy(exam_name(exam), self.dated.exam_text(ctx, exam), Certs(exam=exam.id))

    def _salary(self, ctx: Context, _: str | None) -> Copy:
        return Copy(ctx.words.s("Pay"), self.dated.salary_text(ctx), Salary())

    def _found(self, kind: type[R], target: str | None, home: Intent) -> R:
        found = self.catalog.find(kind, target or "")
        if found is None:
            raise OldCard(home)
        return found
