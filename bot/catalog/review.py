"""Blind readings: what a fresh reader answered who had not seen the key, and how often it agrees.

A reading is kept with a digest of what the reader saw, so that a changed question needs a new one.
Content-plan, section 8: at least 95 % have to agree.
"""

import datetime as dt
import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, model_validator

from bot.catalog.models import Item, Line, Question, Scenario, Slug
from bot.catalog.problems import Problem
from bot.catalog.subject import Found, Subject

FOLDER = "review"
ENOUGH = 0.95
BEST = 2

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")]
Asked = Item | Scenario | Question


class ChoiceReading(BaseModel):
    """One answer: option ids, in order where the question asks for an order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["item", "scenario"]
    id: Slug
    rev: Annotated[int, Field(ge=1)]
    seen: Digest
    answer: tuple[Slug, ...]
    on: dt.date


class OpenReading(BaseModel):
    """What a reader wrote that a good answer covers, and a comparison with the key made later.

    `covered` holds, for each key point in turn, the numbers of the reader's points that say the
    same, counted from 1; none where the reader did not think of it. `keyed` is a digest of the
    key points that were compared.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["question"]
    id: Slug
    rev: Annotated[int, Field(ge=1)]
    seen: Digest
    points: Annotated[tuple[Line, ...], Field(min_length=1)]
    keyed: Digest
    covered: tuple[tuple[int, ...], ...]
    on: dt.date

    @model_validator(mode="after")
    def _names_its_own_points(self) -> Self:
        named = {number for numbers in self.covered for number in numbers}
        strange = named - set(range(1, len(self.points) + 1))
        if strange:
            message = f"{self.id}: covered names point {min(strange)}, which the answer has not"
            raise ValueError(message)
        return self


BlindReading = ChoiceReading | OpenReading
Readings = Mapping[tuple[str, str], tuple[BlindReading, ...]]
_ROW = TypeAdapter[BlindReading](Annotated[BlindReading, Field(discriminator="kind")])


def kind_of(record: Asked) -> Literal["item", "scenario", "question"]:
    """Return the name of a question's kind, as a reading says it."""
    if isinstance(record, Question):
        return "question"
    return "item" if isinstance(record, Item) else "scenario"


def digest(record: Asked) -> str:
    """Hash what a reader sees: the question, its code, and the options without the key."""
    if isinstance(record, Question):
        return _hash(record.question)
    code = record.code if isinstance(record, Item) else ""
    return _hash(record.stem, code, *sorted(f"{one.id}={one.text}" for one in record.option))


def key_digest(record: Question) -> str:
    """Hash what a reader's answer is compared with: the key points in their order."""
    return _hash(*record.covers)


def _hash(*texts: str) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12]


def readings(folder: Traversable) -> Readings:
    """Read every reading of a folder; an absent folder holds none. Raises ValueError."""
    found: dict[tuple[str, str], list[BlindReading]] = {}
    files = sorted(folder.iterdir(), key=lambda file: file.name) if folder.is_dir() else []
    for file in files:
        if file.name.endswith(".toml"):
            for row in tomllib.loads(file.read_text("utf-8")).get("reading", ()):
                one = _ROW.validate_python(row)
                found.setdefault((one.kind, one.id), []).append(one)
    return {key: tuple(many) for key, many in found.items()}


def agrees(record: Asked, reading: BlindReading) -> bool:
    """Tell whether a reader chose the key, or wrote every key point.

    In a scenario any move that counts as most effective agrees.
    """
    match record, reading:
        case Question(), OpenReading():
            return all(reading.covered)
        case Scenario(), ChoiceReading():
            best = {option.id for option in record.option if option.score == BEST}
            return bool(reading.answer) and reading.answer[0] in best
        case Item(type="order"), ChoiceReading():
            return reading.answer == record.key
        case Item(), ChoiceReading():
            return set(reading.answer) == set(record.key)
        case _:
            return False


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many questions have a reading of their present text, and how many of those agree."""

    read: int
    agreed: int
    total: int

    @property
    def share(self) -> float:
        """The share of questions that were read as keyed, 0 to 1; an unread one was not."""
        return self.agreed / self.total if self.total else 1.0

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.share:.1%} of {self.total} questions, {self.read} of them read"


def agreement(subject: Subject, given: Readings) -> Agreement:
    """Count the readings of the questions as they stand now."""
    judged = [(found.record, _present(found.record, given)) for found in questions(subject)]
    read = [(record, reading) for record, reading in judged if reading is not None]
    agreed = sum(agrees(record, reading) for record, reading in read)
    return Agreement(len(read), agreed, len(judged))


def check(subject: Subject, given: Readings) -> Iterator[Problem]:
    """Name the questions without a reading of their present text, and those read otherwise."""
    for found in questions(subject):
        reading = _present(found.record, given)
        if reading is None:
            yield found.problem(_unread(found.record, given), severity="warning")
        elif not agrees(found.record, reading):
            text = f"a blind reader {_said(reading)}: look at the question, not at the record"
            yield found.problem(text, severity="warning")
    whole = agreement(subject, given)
    if whole.share < ENOUGH:
        text = f"blind readings agree in {whole}; at least {ENOUGH:.0%} have to"
        yield subject.whole(f"{text}: answer the questions that a warning names")


def questions(subject: Subject) -> tuple[Found[Asked], ...]:
    """Return all that is asked of people and has a key."""
    return (*subject.active(Item), *subject.active(Scenario), *subject.active(Question))


def unread(subject: Subject, given: Readings) -> tuple[Asked, ...]:
    """Return the questions whose present text no reader has answered."""
    return tuple(found.record for found in questions(subject) if not _seen(found.record, given))


def _unread(record: Asked, given: Readings) -> str:
    if _seen(record, given):
        return "its key points are not those that a blind answer was compared with: compare again"
    text = "has no blind reading of its text of today: somebody who has not seen the key answers it"
    return f"{text} (milepost content blind)"


def _said(reading: BlindReading) -> str:
    if isinstance(reading, ChoiceReading):
        return f"answered {', '.join(reading.answer) or 'nothing'}"
    missed = [str(at) for at, numbers in enumerate(reading.covered, 1) if not numbers]
    return f"did not name key point {', '.join(missed)}"


def _seen(record: Asked, given: Readings) -> list[BlindReading]:
    fitting = given.get((kind_of(record), record.id), ())
    return [one for one in fitting if one.seen == digest(record)]


def _present(record: Asked, given: Readings) -> BlindReading | None:
    """Return the last reading of the present text, compared with the present key."""
    fitting = [one for one in _seen(record, given) if _compared(record, one)]
    return fitting[-1] if fitting else None


def _compared(record: Asked, reading: BlindReading) -> bool:
    if isinstance(record, Question) and isinstance(reading, OpenReading):
        whole = len(reading.covered) == len(record.covers)
        return whole and reading.keyed == key_digest(record)
    return True
