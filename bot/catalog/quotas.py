"""How much the pack must hold, and how it is spread: what a release asks for."""

from collections import Counter
from collections.abc import Iterator, Mapping

from bot.catalog.article import ARTICLE_IDS
from bot.catalog.models import Item, Milestone, Resource, Step, Tip, Trait
from bot.catalog.problems import Problem
from bot.catalog.stats import Figures
from bot.catalog.subject import Subject

LEVELS = (1, 2, 3)
MILESTONES = (8, 5, 8, 5, 5, 6)
"""Milestones of each step, first step first."""

ITEMS_PER_LEVEL = 8
"""Questions of each characteristic at each level."""

TIPS_PER_TRAIT, TIPS_PER_STEP = 40, 30
TIP_LEVELS = {1: 0.50, 2: 0.35, 3: 0.15}
POINTS = 0.05
"""How far a level's share of the tips may lie from the wanted one."""

READ = frozenset({"read", "reference"})

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
"""Active records below which the built-in pack is not released."""


def check(subject: Subject, figures: Figures) -> Iterator[Problem]:
    """Say what a released pack still lacks."""
    counted = figures.as_dict()
    for name, floor in EXCELLENT.items():
        if counted[name] < floor:
            missing = floor - counted[name]
            yield subject.whole(f"{counted[name]} {name}, at least {floor}: add {missing} more")
    yield from _articles(subject)
    yield from _roadmap(subject)
    yield from _mixed(subject)
    yield from _items(subject)
    yield from _tips(subject)


def _items(subject: Subject) -> Iterator[Problem]:
    items = Counter((one.record.trait, one.record.level) for one in subject.active(Item))
    for one in subject.active(Trait):
        for level in LEVELS:
            count = items[one.record.id, level]
            if count < ITEMS_PER_LEVEL:
                text = f"has {count} quiz questions of level {level}, at least {ITEMS_PER_LEVEL}"
                yield one.problem(f"{text}: add [[item]] tables")


def _tips(subject: Subject) -> Iterator[Problem]:
    tips = [one.record for one in subject.active(Tip)]
    traits, steps = Counter(tip.trait for tip in tips), Counter(tip.step for tip in tips)
    short = [
        *((one, traits[one.record.id], TIPS_PER_TRAIT) for one in subject.active(Trait)),
        *((one, steps[one.record.id], TIPS_PER_STEP) for one in subject.active(Step)),
    ]
    for one, count, floor in short:
        if count < floor:
            yield one.problem(f"has {count} tips, at least {floor}: add [[tip]] tables")
    levels = Counter(tip.level for tip in tips)
    for level, wanted in TIP_LEVELS.items():
        share = levels[level] / len(tips) if tips else wanted
        if abs(share - wanted) > POINTS:
            text = f"{share:.0%} of the tips are of level {level}, about {wanted:.0%} wanted"
            yield subject.whole(f"{text}: write tips of another level")


def _mixed(subject: Subject) -> Iterator[Problem]:
    """Ask that each milestone has something to read and something to watch or do."""
    kinds = {one.record.id: one.record.kind for one in subject.active(Resource)}
    for one in subject.active(Milestone):
        given = {kinds[slug] for slug in one.record.resources if slug in kinds}
        if not given & READ:
            yield one.problem("has nothing to read: add such a resource", "resources")
        if not given - READ:
            yield one.problem("has nothing to watch or do: add such a resource", "resources")


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
