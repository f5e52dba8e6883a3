"""What a content pack is made of: one frozen model per kind of record.

Every limit here is our own cap and lies below both platforms' limits, so that a record that
loads can be drawn anywhere. Texts may hold `*bold*`, `` `code` `` and nothing else.
"""

import datetime as dt
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
"""A stable name: lower-case words joined by hyphens, never reused for anything else."""

ArticleId = Annotated[str, StringConstraints(pattern=r"^[a-z]+(\.[a-z0-9-]+)+$", max_length=60)]
"""One of the statements of the career article that the pack must serve, such as `salary.factors`."""

Url = Annotated[str, StringConstraints(pattern=r"^https://[^\s<>|()]+$", max_length=300)]
Title = Annotated[str, StringConstraints(min_length=2, max_length=60)]
Line = Annotated[str, StringConstraints(min_length=2, max_length=160)]
Short = Annotated[str, StringConstraints(min_length=2, max_length=240)]
Paragraph = Annotated[str, StringConstraints(min_length=2, max_length=400)]
Level = Annotated[int, Field(ge=1, le=3)]
Status = Literal["wip", "beta", "active", "deprecated"]
Minutes = Annotated[int, Field(ge=1, le=600)]
CODE_COLUMNS = 40
"""Discord's embeds break code at 40 columns on a phone."""


class Record(BaseModel):
    """The part all records share: a stable id, a status and where it comes from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Slug
    rev: Annotated[int, Field(ge=1)] = 1
    status: Status = "active"
    aliases: tuple[Slug, ...] = ()
    replaces: Slug | None = None
    article: tuple[ArticleId, ...] = ()
    sources: tuple[Slug, ...] = ()


class DatedFact(Record):
    """A statement about the world that ages: it is shown with its date and goes stale."""

    sources: Annotated[tuple[Slug, ...], Field(min_length=1)]
    as_of: dt.date
    checked_on: dt.date
    review_by: dt.date

    def stale(self, today: dt.date) -> bool:
        """Whether the statement is past its review date on `today` (a date in UTC)."""
        return today > self.review_by

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        if not self.checked_on <= self.review_by:
            message = "review_by lies before checked_on: write a later date"
            raise ValueError(message)
        return self


class Statement(Record):
    """One statement of the career article, in our words; its `id` is free, `article` names it."""

    topic: Slug
    title: Title
    text: Paragraph
    article: Annotated[tuple[ArticleId, ...], Field(min_length=1)]
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

    @model_validator(mode="after")
    def _short_enough(self) -> Self:
        length = len(self.title) + len(self.why) + len(self.today)
        if length > 280:
            message = f"title, why and today are {length} characters together: cut to 280"
            raise ValueError(message)
        return self


class Option(BaseModel):
    """One answer to a quiz item; `why` is its reason, `misconception` names the wrong idea."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Slug
    text: Annotated[str, StringConstraints(min_length=1, max_length=75)]
    right: bool = False
    why: Annotated[str, StringConstraints(max_length=160)] = ""
    misconception: Slug | None = None


class Check(BaseModel):
    """How a test proves the item: `run` is executed and must print exactly `prints`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    run: str
    prints: str
    needs: tuple[str, ...] = ()


class Item(Record):
    """One quiz question. In an `order` item the options stand in the right order."""

    trait: Slug
    level: Level
    type: Literal["single", "multi", "truefalse", "order", "estimate", "bug"]
    skill: Slug
    stem: Annotated[str, StringConstraints(min_length=10, max_length=300)]
    code: str = ""
    explain: Annotated[str, StringConstraints(min_length=20, max_length=280)]
    read: Slug | None = None
    words: tuple[Slug, ...] = ()
    option: Annotated[tuple[Option, ...], Field(min_length=2, max_length=5)]
    check: Check | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """Ids of the right options, in the order in which the item lists them."""
        if self.type == "order":
            return tuple(option.id for option in self.option)
        return tuple(option.id for option in self.option if option.right)

    @property
    def chooses_one(self) -> bool:
        """Whether one letter is the whole answer."""
        return self.type not in {"multi", "order"}

    @model_validator(mode="after")
    def _well_formed(self) -> Self:
        for problem in self._problems():
            raise ValueError(problem)
        return self

    def _problems(self) -> list[str]:
        right = sum(option.right for option in self.option)
        ids = [option.id for option in self.option]
        texts = [option.text.casefold().strip() for option in self.option]
        lines = self.code.splitlines()
        bare = [
            option.id
            for option in self.option
            if not option.why and not (option.right and self.chooses_one)
        ]
        rules = (
            (self.chooses_one and right != 1, "exactly one option needs right = true"),
            (self.type == "multi" and right < 1, "a multi item needs a right option"),
            (self.type == "order" and right, "an order item lists its options in the right order"),
            (self.type == "truefalse" and len(ids) != 2, "a truefalse item has two options"),
            (len(set(ids)) != len(ids), "two options have the same id"),
            (len(set(texts)) != len(texts), "two options have the same text"),
            (bool(bare), f"option {', '.join(bare)} needs a why: the reason shown to who chose it"),
            (len(lines) > 8, "code is longer than 8 lines"),
            (any(len(line) > CODE_COLUMNS for line in lines), "a code line is over 40 columns"),
        )
        return [message for broken, message in rules if broken]


class Choice(BaseModel):
    """One way to act in a scenario; `score` 2 is most effective, 0 least."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Slug
    text: Annotated[str, StringConstraints(min_length=1, max_length=75)]
    score: Annotated[int, Field(ge=0, le=2)]
    why: Annotated[str, StringConstraints(min_length=10, max_length=160)]


class Scenario(Record):
    """A short situation with better and worse moves; it never ranks anybody."""

    trait: Slug
    level: Level
    skill: Slug
    stem: Annotated[str, StringConstraints(min_length=10, max_length=300)]
    option: Annotated[tuple[Choice, ...], Field(min_length=3, max_length=4)]


class Assessment(Record):
    """One self-assessment question with five behavioural anchors, from 0 to 4."""

    trait: Slug
    question: Line
    anchors: Annotated[tuple[Line, ...], Field(min_length=5, max_length=5)]


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
        if length > 900:
            message = f"the texts are {length} characters together: cut to 900"
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


class Question(Record):
    """An interview question, what a good answer covers, and what follows."""

    family: Literal["theory", "coding", "design", "behavioural"]
    level: Level
    question: Annotated[str, StringConstraints(min_length=10, max_length=300)]
    covers: Annotated[tuple[Line, ...], Field(min_length=2, max_length=5)]
    signal: Line
    follow_up: Line
    skill: Slug | None = None


class Price(BaseModel):
    """What an exam cost when somebody looked; hidden after 180 days."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    amount: Annotated[int, Field(ge=0)]
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    checked_on: dt.date


class Certification(DatedFact):
    """One exam and the dates from which its state is computed when shown."""

    name: Annotated[str, StringConstraints(max_length=75)]
    vendor: Annotated[str, StringConstraints(max_length=40)]
    code: Annotated[str, StringConstraints(max_length=20)] = ""
    url: Url
    says: Paragraph
    beta_from: dt.date | None = None
    beta_until: dt.date | None = None
    opens: dt.date | None = None
    last_exam_day: dt.date | None = None
    retired_on: dt.date | None = None
    keeps: Short | None = None
    """What holders keep after the end."""
    instead: tuple[Slug, ...] = ()
    price: Price | None = None
    unsure: Short | None = None
    """What could not be confirmed, said openly."""


class Salary(DatedFact):
    """One pay figure with everything that must stand beside it."""

    title: Title
    amount: Annotated[int, Field(gt=0)]
    low: int | None = None
    high: int | None = None
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    per: Literal["year", "month", "hour"] = "year"
    kind: Annotated[str, StringConstraints(max_length=60)]
    occupation: Annotated[str, StringConstraints(max_length=60)]
    code: Annotated[str, StringConstraints(max_length=20)] = ""
    country: Annotated[str, StringConstraints(max_length=40)]
    period: Annotated[str, StringConstraints(max_length=40)]
    caveat: Short
    historical: bool = False


class Fact(DatedFact):
    """Any other dated statement, such as a projection of jobs."""

    topic: Slug
    title: Title
    text: Short


class Source(Record):
    """Where a statement comes from; `about` says what it supports."""

    title: Annotated[str, StringConstraints(max_length=120)]
    publisher: Annotated[str, StringConstraints(max_length=60)]
    url: Url | None = None
    published: Annotated[str, StringConstraints(max_length=20)] = ""
    checked_on: dt.date
    about: Line
    sources: tuple[Slug, ...] = ()


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
