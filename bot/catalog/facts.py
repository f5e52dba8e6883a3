"""Facts with dates: exams, pay figures, other statements, and the sources of all of them."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.catalog.base import DatedFact, Line, Paragraph, Record, Short, Slug, Title, Url


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
