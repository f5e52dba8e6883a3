"""What is asked: quiz items, scenarios, self-assessment and interview questions."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from bot.catalog.base import Level, Line, Record, Slug

CODE_LINES = 8
TWO = 2
CODE_COLUMNS = 40
"""Discord's embeds break code at 40 columns on a phone."""


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
        widest = max(map(len, lines), default=0)
        bare = [
            option.id
            for option in self.option
            if not option.why and not (option.right and self.chooses_one)
        ]
        rules = (
            (self.chooses_one and right != 1, "exactly one option needs right = true"),
            (self.type == "multi" and right < 1, "a multi item needs an option with right = true"),
            (
                self.type == "order" and right,
                "an order item takes its key from the order of its options: remove right = true",
            ),
            (
                self.type == "truefalse" and len(ids) != TWO,
                "a truefalse item has two options: keep two, or use single",
            ),
            (len(set(ids)) != len(ids), "two options have the same id: rename one"),
            (len(set(texts)) != len(texts), "two options have the same text: change one"),
            (bool(bare), f"option {', '.join(bare)} needs a why: the reason shown to who chose it"),
            (len(lines) > CODE_LINES, f"code has {len(lines)} lines, at most {CODE_LINES}: cut it"),
            (
                widest > CODE_COLUMNS,
                f"a code line has {widest} columns, at most {CODE_COLUMNS}: break it",
            ),
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


class Question(Record):
    """An interview question, what a good answer covers, and what follows."""

    family: Literal["theory", "coding", "design", "behavioural"]
    level: Level
    question: Annotated[str, StringConstraints(min_length=10, max_length=300)]
    covers: Annotated[tuple[Line, ...], Field(min_length=2, max_length=5)]
    signal: Line
    follow_up: Line
    skill: Slug | None = None
