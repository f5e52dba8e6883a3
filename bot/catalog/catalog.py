"""The content as the features ask for it: immutable, indexed once, quick to look up."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import product
from types import MappingProxyType
from typing import Any, Self, TypeVar, cast

from bot.catalog.entries import Entry, Reading
from bot.catalog.models import (
    KINDS,
    Assessment,
    Certification,
    Fact,
    Item,
    Milestone,
    Nudge,
    Pack,
    Project,
    Question,
    Record,
    Resource,
    Salary,
    Scenario,
    Skill,
    Source,
    Statement,
    Step,
    Term,
    Tip,
    Trait,
)

R = TypeVar("R", bound=Record)
Groups = Mapping[type[Record], Mapping[tuple[Hashable, ...], tuple[Record, ...]]]

_AXES: Mapping[type[Record], Callable[[Any], tuple[Hashable, ...]]] = MappingProxyType(
    {
        Statement: lambda one: (one.topic,),
        Milestone: lambda one: (one.step,),
        Tip: lambda one: (one.trait, one.step, one.level),
        Item: lambda one: (one.trait, one.level),
        Scenario: lambda one: (one.trait, one.level),
        Assessment: lambda one: (one.trait,),
        Nudge: lambda one: (one.season, one.week),
        Project: lambda one: (one.step,),
        Question: lambda one: (one.family, one.level),
        Fact: lambda one: (one.topic,),
    }
)
"""What records of a kind can be asked for by. Not given means: all of them."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything the loaded packs hold. Lists hold active records only, in the packs' order."""

    packs: tuple[Pack, ...]
    _by_id: Mapping[type[Record], Mapping[str, Record]]
    _active: Mapping[type[Record], tuple[Record, ...]]
    _groups: Groups
    _articles: Mapping[str, tuple[Record, ...]]
    _teaching: Mapping[str, tuple[Milestone, ...]]
    _places: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, reading: Reading) -> Self:
        """Index what was read. The reading is sound: its references lead somewhere."""
        active = {
            kind: _ordered(entry.record for entry in reading.entries if _shown(entry, kind))
            for kind in KINDS.values()
        }
        return cls(
            packs=tuple(head.pack for head in reading.heads),
            _by_id=_by_id(reading.entries),
            _active=MappingProxyType(active),
            _groups=MappingProxyType({kind: _grouped(kind, active[kind]) for kind in _AXES}),
            _articles=_carried(active),
            _teaching=_listed(
                (skill, one)
                for one in cast("tuple[Milestone, ...]", active[Milestone])
                for skill in one.skills
            ),
            _places=MappingProxyType(
                {(entry.kind, entry.record.id): entry.place for entry in reading.entries}
            ),
        )

    def edited(self, changes: Mapping[type[Record], Mapping[str, Record | None]]) -> Self:
        """Return the catalogue with other records under these ids; None takes one away.

        What is taken away is named by no record that stays. Milestones are not edited.
        """
        by_id, active, groups = dict(self._by_id), dict(self._active), dict(self._groups)
        for kind, changed in changes.items():
            by_id[kind] = MappingProxyType(
                {
                    slug: new
                    for slug, old in by_id[kind].items()
                    if (new := changed.get(old.id, old)) is not None
                }
            )
            active[kind] = tuple(
                new for old in active[kind] if (new := changed.get(old.id, old)) is not None
            )
            if kind in _AXES:
                groups[kind] = _grouped(kind, active[kind])
        return replace(
            self,
            _by_id=MappingProxyType(by_id),
            _active=MappingProxyType(active),
            _groups=MappingProxyType(groups),
            _articles=_carried(active),
        )

    def find(self, kind: type[R], slug: str) -> R | None:
        """Return a record by its id or a former id, shown or not; None if there is none."""
        return cast("R | None", self._by_id[kind].get(slug))

    def get(self, kind: type[R], slug: str) -> R:
        """Return the record that another one names. Raises KeyError for an unknown id."""
        return cast("R", self._by_id[kind][slug])

    def all(self, kind: type[R]) -> tuple[R, ...]:
        """Return all active records of a kind."""
        return cast("tuple[R, ...]", self._active[kind])

    def every(self, kind: type[R]) -> tuple[R, ...]:
        """Return all records of a kind, shown or not."""
        found = {record.id: record for record in self._by_id[kind].values()}
        return cast("tuple[R, ...]", tuple(found.values()))

    def where(self, kind: str, slug: str) -> str:
        """Say where a record stands, as `file:line`. Raises KeyError for an unknown record."""
        return self._places[kind, self._by_id[KINDS[kind]][slug].id]

    def article(self, slug: str) -> tuple[Record, ...]:
        """Return the active records that carry a statement of the career article."""
        return self._articles.get(slug, ())

    @property
    def article_ids(self) -> frozenset[str]:
        """The statements of the article that some active record carries."""
        return frozenset(self._articles)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps in the order in which they are walked."""
        return self.all(Step)

    @property
    def traits(self) -> tuple[Trait, ...]:
        """The characteristics of a good engineer."""
        return self.all(Trait)

    @property
    def resources(self) -> tuple[Resource, ...]:
        """Everything we link to."""
        return self.all(Resource)

    @property
    def terms(self) -> tuple[Term, ...]:
        """The glossary."""
        return self.all(Term)

    @property
    def certifications(self) -> tuple[Certification, ...]:
        """Exams, past ones too; `bot.catalog.status` says how each one stands."""
        return self.all(Certification)

    @property
    def salaries(self) -> tuple[Salary, ...]:
        """Pay figures; `bot.catalog.status` says which need a new look."""
        return self.all(Salary)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where statements come from."""
        return self.all(Source)

    def statements(self, topic: str | None = None) -> tuple[Statement, ...]:
        """Return statements about the job, of one topic or all."""
        return self._group(Statement, topic)

    def milestones(self, step: str | None = None) -> tuple[Milestone, ...]:
        """Return the milestones of a step, or all, in the order of the pack."""
        return self._group(Milestone, step)

    def skills(self, milestone: str) -> tuple[Skill, ...]:
        """Return the skills of a milestone. Raises KeyError for an unknown milestone."""
        slugs = self.get(Milestone, milestone).skills
        return tuple(self.get(Skill, slug) for slug in slugs)

    def teaching(self, skill: str) -> tuple[Milestone, ...]:
        """Return the milestones at which a skill is learnt."""
        return self._teaching.get(skill, ())

    def tips(
        self, *, trait: str | None = None, step: str | None = None, level: int | None = None
    ) -> tuple[Tip, ...]:
        """Return the tips that fit all that is given."""
        return self._group(Tip, trait, step, level)

    def items(self, *, trait: str | None = None, level: int | None = None) -> tuple[Item, ...]:
        """Return the quiz questions that fit all that is given."""
        return self._group(Item, trait, level)

    def scenarios(
        self, *, trait: str | None = None, level: int | None = None
    ) -> tuple[Scenario, ...]:
        """Return the scenarios that fit all that is given."""
        return self._group(Scenario, trait, level)

    def assessments(self, trait: str | None = None) -> tuple[Assessment, ...]:
        """Return the self-assessment questions of a trait, or all."""
        return self._group(Assessment, trait)

    def nudges(self, *, season: int | None = None, week: int | None = None) -> tuple[Nudge, ...]:
        """Return weekly nudges, first season and first week first."""
        return self._group(Nudge, season, week)

    def projects(self, step: str | None = None) -> tuple[Project, ...]:
        """Return projects for a step, or all."""
        return self._group(Project, step)

    def questions(
        self, *, family: str | None = None, level: int | None = None
    ) -> tuple[Question, ...]:
        """Return the interview questions that fit all that is given."""
        return self._group(Question, family, level)

    def facts(self, topic: str | None = None) -> tuple[Fact, ...]:
        """Return dated facts, of one topic or all."""
        return self._group(Fact, topic)

    def _group(self, kind: type[R], *axes: Hashable) -> tuple[R, ...]:
        return cast("tuple[R, ...]", self._groups[kind].get(axes, ()))


def _shown(entry: Entry, kind: type[Record]) -> bool:
    return isinstance(entry.record, kind) and entry.record.status == "active"


def _ordered(records: Iterable[Record]) -> tuple[Record, ...]:
    """Keep the order of the pack, but put what counts itself in its own order."""

    def rank(record: Record) -> tuple[int, ...]:
        match record:
            case Step(number=number):
                return (number,)
            case Nudge(season=season, week=week):
                return (season, week)
            case _:
                return ()

    return tuple(sorted(records, key=rank))


def _by_id(entries: Iterable[Entry]) -> Mapping[type[Record], Mapping[str, Record]]:
    found: dict[type[Record], dict[str, Record]] = {kind: {} for kind in KINDS.values()}
    for entry in entries:
        for slug in (entry.record.id, *entry.record.aliases):
            found[KINDS[entry.kind]][slug] = entry.record
    return MappingProxyType({kind: MappingProxyType(table) for kind, table in found.items()})


def _grouped(
    kind: type[Record], records: tuple[Record, ...]
) -> Mapping[tuple[Hashable, ...], tuple[Record, ...]]:
    """File each record under every mix of its axes given and not given."""
    return _listed(
        (key, record)
        for record in records
        for key in product(*((None, axis) for axis in _AXES[kind](record)))
    )


def _carried(active: Mapping[type[Record], Iterable[Record]]) -> Mapping[str, tuple[Record, ...]]:
    return _listed((slug, one) for many in active.values() for one in many for slug in one.article)


K = TypeVar("K", bound=Hashable)


def _listed(pairs: Iterable[tuple[K, R]]) -> Mapping[K, tuple[R, ...]]:
    found: dict[K, list[R]] = {}
    for key, record in pairs:
        found.setdefault(key, []).append(record)
    return MappingProxyType({key: tuple(records) for key, records in found.items()})
