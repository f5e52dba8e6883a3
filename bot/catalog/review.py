"""Blind readings: what a fresh reader answered who had not seen the key, and how often it agrees.

A reading is kept with a digest of what the reader saw, so that a changed question needs a new one.
Content-plan, section 8: at least 95 % have to agree.
"""

import datetime as dt
import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.catalog.models import Item, Record, Scenario, Slug
from bot.catalog.problems import Problem
from bot.catalog.subject import Found, Subject

FOLDER = "review"
ENOUGH = 0.95
BEST = 2


class BlindReading(BaseModel):
    """One answer: option ids, in order where the question asks for an order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["item", "scenario"]
    id: Slug
    rev: Annotated[int, Field(ge=1)]
    seen: Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]
    answer: tuple[Slug, ...]
    on: dt.date


Readings = Mapping[tuple[str, str], tuple[BlindReading, ...]]


def digest(record: Item | Scenario) -> str:
    """Hash what a reader sees: the question, its code, and the options without the key."""
    code = record.code if isinstance(record, Item) else ""
    options = sorted(f"{option.id}={option.text}" for option in record.option)
    return hashlib.sha256("\n".join((record.stem, code, *options)).encode()).hexdigest()[:12]


def readings(folder: Traversable) -> Readings:
    """Read every reading of a folder; an absent folder holds none. Raises ValueError."""
    found: dict[tuple[str, str], list[BlindReading]] = {}
    files = sorted(folder.iterdir(), key=lambda file: file.name) if folder.is_dir() else []
    for file in files:
        if file.name.endswith(".toml"):
            for row in tomllib.loads(file.read_text("utf-8")).get("reading", ()):
                one = BlindReading.model_validate(row)
                found.setdefault((one.kind, one.id), []).append(one)
    return {key: tuple(many) for key, many in found.items()}


def agrees(record: Item | Scenario, reading: BlindReading) -> bool:
    """Tell whether a reader chose the key; in a scenario, a move that counts as most effective."""
    if isinstance(record, Scenario):
        best = {option.id for option in record.option if option.score == BEST}
        return bool(reading.answer) and reading.answer[0] in best
    if record.type == "order":
        return reading.answer == record.key
    return set(reading.answer) == set(record.key)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many questions have a reading of their present text, and how many of those agree."""

    read: int
    agreed: int
    total: int

    @property
    def share(self) -> float:
        """The share of readings that agree; one without any reading."""
        return self.agreed / self.read if self.read else 1.0

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.share:.1%} of {self.read} readings, of {self.total} questions"


def agreement(subject: Subject, given: Readings) -> Agreement:
    """Count the readings of the questions as they stand now."""
    judged = [(found.record, _present(found.record, given)) for found in _questions(subject)]
    read = [(record, reading) for record, reading in judged if reading is not None]
    agreed = sum(agrees(record, reading) for record, reading in read)
    return Agreement(len(read), agreed, len(judged))


def check(subject: Subject, given: Readings) -> Iterator[Problem]:
    """Name the questions without a reading of their present text, and those read otherwise."""
    for found in _questions(subject):
        reading = _present(found.record, given)
        if reading is None:
            text = "has no blind reading of its text of today: somebody who has not seen the key"
            yield found.problem(f"{text} answers it", severity="warning")
        elif not agrees(found.record, reading):
            text = f"a blind reader answered {', '.join(reading.answer) or 'nothing'}"
            yield found.problem(
                f"{text}: look at the question, not at the record", severity="warning"
            )
    whole = agreement(subject, given)
    if whole.share < ENOUGH:
        yield Problem(subject.head, 1, f"blind readings agree in {whole}, at least {ENOUGH:.0%}")


def _questions(subject: Subject) -> tuple[Found[Item] | Found[Scenario], ...]:
    return (*subject.active(Item), *subject.active(Scenario))


def _present(record: Item | Scenario, given: Readings) -> BlindReading | None:
    kind = "item" if isinstance(record, Item) else "scenario"
    seen = digest(record)
    fitting = [one for one in given.get((kind, record.id), ()) if one.seen == seen]
    return fitting[-1] if fitting else None


def rows(records: Iterable[Record]) -> Iterator[tuple[str, str, int, str]]:
    """List what a new reading has to hold of each question: kind, id, revision, digest."""
    for record in records:
        if isinstance(record, (Item, Scenario)):
            kind = "item" if isinstance(record, Item) else "scenario"
            yield kind, record.id, record.rev, digest(record)
