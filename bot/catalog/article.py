"""What the pack owes to the career article: its statements, but none of its wording."""

import hashlib
import re
from collections.abc import Iterator

ARTICLE_IDS = frozenset(
    {
        "role.definition",
        "role.bridge",
        "role.mission",
        "role.examples",
        "intro.demand",
        "intro.reward",
        "takeaway.role",
        "takeaway.salary-growth",
        "takeaway.traits-roadmap",
        "resp.models",
        "resp.data",
        "resp.evaluate",
        "resp.deploy",
        "resp.collaborate",
        "resp.impact",
        "salary.base-2023",
        "salary.factors",
        "salary.upside",
        "step.foundations",
        "step.degree",
        "step.frameworks",
        "step.stay-current",
        "step.certifications",
        "step.network",
        "step.foundations.languages",
        "step.degree.research",
        "cert.tf-developer",
        "cert.azure-ai-engineer",
        "cert.aws-ml-specialty",
        "ch.analytical-problem-solving",
        "ch.maths-statistics",
        "ch.programming-engineering",
        "ch.ml-tools",
        "ch.curiosity-learning",
        "ch.versatility",
        "ch.communication-teamwork",
        "ch.detail-quality",
        "wrap.core",
        "wrap.keep-up",
        "focus.data-methods",
        "focus.algorithms",
        "focus.hands-on",
        "focus.portfolio",
        "source.glassdoor-2023",
    }
)
"""The 44 statements of the article; each is carried by at least one active record."""

RUN = 6
"""So many words in a row, shared with the article, are its wording and no longer ours."""

_DIGITS = 12
_APOSTROPHES = str.maketrans("", "", "'\u2019")
_WORD = re.compile(r"[a-z0-9]+")


def words(text: str) -> list[str]:
    """Take a text apart into bare lower-case words: what counts when wording is compared."""
    return _WORD.findall(text.casefold().translate(_APOSTROPHES))


def runs(text: str) -> Iterator[tuple[str, str]]:
    """Yield every run of six words of a text, with its hash (12 hexadecimal digits)."""
    bare = words(text)
    for start in range(len(bare) - RUN + 1):
        run = " ".join(bare[start : start + RUN])
        yield hashlib.sha256(run.encode()).hexdigest()[:_DIGITS], run


def hashes(text: str) -> frozenset[str]:
    """Return the hashes of all runs of a text: they tell its wording without repeating it."""
    return frozenset(digest for digest, _ in runs(text))
