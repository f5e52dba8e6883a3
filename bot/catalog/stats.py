"""How much of everything there is: the figures of a pack."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Self

from bot.catalog.article import ARTICLE_IDS
from bot.catalog.entries import Entry
from bot.catalog.problems import Problem


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of active records, of the article's statements they carry, and of problems."""

    article_ids: int
    steps: int
    milestones: int
    skills: int
    resources: int
    quiz_items: int
    scenario_items: int
    assessment_items: int
    tips: int
    nudges: int
    projects: int
    glossary: int
    interview: int
    certifications: int
    salaries: int
    sources: int
    errors: int
    warnings: int

    @classmethod
    def of(cls, entries: Iterable[Entry], problems: Iterable[Problem] = ()) -> Self:
        """Count active records and problems."""
        active = [entry for entry in entries if entry.record.status == "active"]
        kinds = Counter(entry.kind for entry in active)
        judged = Counter(problem.severity for problem in problems)
        carried = {slug for entry in active for slug in entry.record.article}
        return cls(
            article_ids=len(carried & ARTICLE_IDS),
            steps=kinds["step"],
            milestones=kinds["milestone"],
            skills=kinds["skill"],
            resources=kinds["resource"],
            quiz_items=kinds["item"],
            scenario_items=kinds["scenario"],
            assessment_items=kinds["assessment"],
            tips=kinds["tip"],
            nudges=kinds["nudge"],
            projects=kinds["project"],
            glossary=kinds["term"],
            interview=kinds["question"],
            certifications=kinds["certification"],
            salaries=kinds["salary"],
            sources=kinds["source"],
            errors=judged["error"],
            warnings=judged["warning"],
        )

    def as_dict(self) -> dict[str, int]:
        """Return the figures by name, in their order."""
        return asdict(self)
