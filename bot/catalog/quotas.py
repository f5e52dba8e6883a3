"""How much the pack must hold: the floors of a release, and the figures we aim at."""

from collections import Counter
from collections.abc import Iterator, Mapping

from bot.catalog.article import ARTICLE_IDS
from bot.catalog.models import Item, Milestone, Step, Trait
from bot.catalog.problems import Problem
from bot.catalog.stats import Figures
from bot.catalog.subject import Subject

RELEASED: Mapping[str, int] = {
    "steps": 6,
    "milestones": 37,
    "tips": 40,
    "quiz_items": 24,
}
"""Active records below which the built-in pack is not released."""

MILESTONES = (8, 5, 8, 5, 5, 6)
"""Milestones of each step, first step first."""

ITEMS_PER_TRAIT = 3

EXCELLENT: Mapping[str, int] = {
    "article_ids": 44,
    "steps": 6,
    "milestones": 37,
    "skills": 130,
    "resources": 150,
    "quiz_items": 192,
    "scenario_items": 30,
    "assessment_items": 32,
    "tips": 366,
    "nudges": 52,
    "projects": 18,
    "glossary": 200,
    "interview": 160,
    "certifications": 14,
    "salaries": 6,
    "sources": 100,
}
"""What an excellent pack holds. Shown on request, never demanded."""


def check(subject: Subject, figures: Figures) -> Iterator[Problem]:
    """Say what a released pack still lacks."""
    counted = figures.as_dict()
    for name, floor in RELEASED.items():
        if counted[name] < floor:
            missing = floor - counted[name]
            yield subject.whole(f"{counted[name]} {name}, at least {floor}: add {missing} more")
    yield from _articles(subject)
    yield from _roadmap(subject)
    items = Counter(one.record.trait for one in subject.active(Item))
    for one in subject.active(Trait):
        count = items[one.record.id]
        if count < ITEMS_PER_TRAIT:
            text = f"has {count} quiz questions, at least {ITEMS_PER_TRAIT}: add [[item]] tables"
            yield one.problem(text)


def _articles(subject: Subject) -> Iterator[Problem]:
    served = {
        slug
        for entry in subject.entries
        if entry.record.status == "active"
        for slug in entry.record.article
    }
    for slug in sorted(ARTICLE_IDS - served):
        yield subject.whole(f'no record carries {slug}: add article = ["{slug}"] where it is said')


def _roadmap(subject: Subject) -> Iterator[Problem]:
    counts = Counter(one.record.step for one in subject.active(Milestone))
    for one in subject.active(Step):
        wanted = MILESTONES[one.record.number - 1]
        count = counts[one.record.id]
        if count != wanted:
            yield one.problem(f"has {count} milestones, not {wanted}: add or remove [[milestone]]s")
