"""What all records of a pack share, and the limits of their texts."""

import datetime as dt
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
"""A stable name: lower-case words joined by hyphens, never reused for anything else."""

ArticleId = Annotated[str, StringConstraints(pattern=r"^[a-z]+(\.[a-z0-9-]+)+$", max_length=60)]
"""A statement of the career article that the pack must serve, such as `salary.factors`."""

Url = Annotated[str, StringConstraints(pattern=r"^https://[^\s<>|()]+$", max_length=300)]
Title = Annotated[str, StringConstraints(min_length=2, max_length=60)]
Line = Annotated[str, StringConstraints(min_length=2, max_length=160)]
Short = Annotated[str, StringConstraints(min_length=2, max_length=240)]
Paragraph = Annotated[str, StringConstraints(min_length=2, max_length=400)]
Level = Annotated[int, Field(ge=1, le=3)]
Status = Literal["wip", "beta", "active", "deprecated"]
Minutes = Annotated[int, Field(ge=1, le=600)]


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

    sources: Annotated[tuple[Slug, ...], Field(min_length=1)]  # pyright: ignore[reportGeneralTypeIssues] (a dated fact must name its sources)
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
