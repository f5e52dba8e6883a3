"""What a content pack is made of: one frozen model per kind of record.

Every limit here is our own cap and lies below both platforms' limits, so that a record that
loads can be drawn anywhere. Texts may hold `*bold*`, `` `code` `` and nothing else.
"""

import datetime as dt
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from bot.catalog.base import (
    ArticleId,
    DatedFact,
    Level,
    Line,
    Minutes,
    Paragraph,
    Record,
    Short,
    Slug,
    Status,
    Title,
    Url,
)
from bot.catalog.facts import Certification, Fact, Price, Salary, Source
from bot.catalog.questions import (
    CODE_COLUMNS,
    Assessment,
    Check,
    Choice,
    Item,
    Option,
    Question,
    Scenario,
)

__all__ = [
    "CODE_COLUMNS",
    "KINDS",
    "ArticleId",
    "Assessment",
    "Certification",
    "Check",
    "CheckinAnswer",
    "Choice",
    "DatedFact",
    "Fact",
    "Item",
    "Level",
    "Line",
    "Milestone",
    "Minutes",
    "Nudge",
    "Option",
    "Pack",
    "Paragraph",
    "Price",
    "Project",
    "Question",
    "Record",
    "Resource",
    "Salary",
    "Scenario",
    "Short",
    "Skill",
    "Slug",
    "Source",
    "Statement",
    "Status",
    "Step",
    "Term",
    "Tip",
    "Title",
    "Trait",
    "Url",
]

TIP_CAP = 280
NUDGE_CAP = 900


class Statement(Record):
    """One statement of the career article, in our words; its `id` is free, `article` names it."""

    topic: Slug
    title: Title
    text: Paragraph
    article: Annotated[tuple[ArticleId, ...], Field(min_length=1)]  # pyright: ignore[reportGeneralTypeIssues] (a statement must name what it carries)
    origin: Literal["article", "ours"] = "article"


class Step(Record):
    """One of the six steps to the job."""

    number: Annotated[int, Field(ge=1, le=6)]
    title: Annotated[str, StringConstraints(max_length=30)]
    summary: Paragraph
    optional: bool = False
    also: tuple[Line, ...] = ()


class Milestone(Record):
    """A stretch of a step that ends in something one can show. `hours` is our estimate (+-40 %)."""

    step: Slug
    title: Annotated[str, StringConstraints(max_length=40)]
    summary: Paragraph
    hours: Annotated[int, Field(ge=1, le=200)]
    needs: tuple[Slug, ...] = ()
    done_when: Annotated[str, StringConstraints(min_length=10, max_length=160)]
    skills: Annotated[tuple[Slug, ...], Field(min_length=1, max_length=8)]
    resources: Annotated[tuple[Slug, ...], Field(min_length=1, max_length=6)]


class Skill(Record):
    """Something one can do after practice; `evidence` is how one would notice."""

    title: Annotated[str, StringConstraints(max_length=40)]
    summary: Short
    evidence: Line
    needs: tuple[Slug, ...] = ()
    hours: Annotated[int, Field(ge=1, le=60)] = 5
    resources: tuple[Slug, ...] = ()


class Resource(Record):
    """Something free to read, watch or do elsewhere; we link to it and never copy it."""

    title: Title
    url: Url
    kind: Literal["read", "watch", "do", "course", "reference"]
    minutes: Annotated[int, Field(ge=1, le=12_000)]
    level: Level = 1
    author: Line
    licence: Line
    verified_on: dt.date


class Trait(Record):
    """One of the eight characteristics of a good engineer."""

    title: Annotated[str, StringConstraints(max_length=40)]
    short: Annotated[str, StringConstraints(max_length=24)]
    means: Annotated[str, StringConstraints(max_length=300)]
    shows: Annotated[tuple[Line, ...], Field(min_length=3, max_length=4)]
    practise: Annotated[tuple[Line, ...], Field(min_length=3, max_length=4)]


class Tip(Record):
    """One act for today. Title, reason and act together stay within 280 characters."""

    trait: Slug
    step: Slug
    level: Level
    kind: Literal["habit", "check", "trick", "career"]
    title: Title
    why: Short
    today: Short
    minutes: Annotated[int, Field(ge=1, le=60)]
    skill: Slug | None = None
    review_by: dt.date | None = None

    def stale(self, today: dt.date) -> bool:
        """Whether the tip has a review date and is past it on `today` (a date in UTC)."""
        return self.review_by is not None and today > self.review_by

    @model_validator(mode="after")
    def _short_enough(self) -> Self:
        length = len(self.title) + len(self.why) + len(self.today)
        if length > TIP_CAP:
            message = f"title, why and today are {length} characters together: cut to {TIP_CAP}"
            raise ValueError(message)
        return self


class CheckinAnswer(BaseModel):
    """One honest answer to a week's check-in and what the member is told."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Slug
    label: Annotated[str, StringConstraints(max_length=20)]
    reply: Line


class Nudge(Record):
    """The post of one week of a season. All its texts together stay within 900 characters."""

    season: Annotated[int, Field(ge=1, le=9)]
    week: Annotated[int, Field(ge=1, le=26)]
    kind: Literal["kickoff", "milestone", "catch-up", "demo"] = "milestone"
    theme: Title
    milestone: Slug | None = None
    skill: Slug | None = None
    challenge: Short
    minutes: Minutes
    why: Short
    discuss: Annotated[str, StringConstraints(max_length=200)]
    checkin: Annotated[str, StringConstraints(max_length=120)]
    answer: Annotated[tuple[CheckinAnswer, ...], Field(min_length=2, max_length=3)]

    @model_validator(mode="after")
    def _short_enough(self) -> Self:
        texts = [self.theme, self.challenge, self.why, self.discuss, self.checkin]
        texts += [text for answer in self.answer for text in (answer.label, answer.reply)]
        length = sum(map(len, texts))
        if length > NUDGE_CAP:
            message = f"the texts are {length} characters together: cut to {NUDGE_CAP}"
            raise ValueError(message)
        return self


class Project(Record):
    """Something to build and show, with what a reader should look for."""

    step: Slug
    kind: Literal["personal", "internship", "freelance"]
    title: Title
    hours: Annotated[int, Field(ge=1, le=120)]
    brief: Paragraph
    data: Short
    rubric: Annotated[tuple[Line, ...], Field(min_length=5, max_length=5)]
    readme: Annotated[tuple[Line, ...], Field(min_length=3, max_length=6)]
    limit: Line
    skills: tuple[Slug, ...] = ()


class Term(Record):
    """A word of the field, said plainly, with an example."""

    term: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    says: Short
    example: Short
    also: tuple[Annotated[str, StringConstraints(min_length=1, max_length=40)], ...] = ()
    skill: Slug | None = None
    see: tuple[Slug, ...] = ()


KINDS: dict[str, type[Record]] = {
    "statement": Statement,
    "step": Step,
    "milestone": Milestone,
    "skill": Skill,
    "resource": Resource,
    "trait": Trait,
    "tip": Tip,
    "item": Item,
    "scenario": Scenario,
    "assessment": Assessment,
    "nudge": Nudge,
    "project": Project,
    "term": Term,
    "question": Question,
    "certification": Certification,
    "salary": Salary,
    "fact": Fact,
    "source": Source,
}
"""The tables a pack file may hold, by their TOML name: `[[tip]]`, `[[item]]` and so on."""


class Pack(BaseModel):
    """The head of a pack: `pack.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Slug
    name: Title
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]
    licence: Line
    authors: Annotated[tuple[Line, ...], Field(min_length=1)]
