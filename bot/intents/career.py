"""What can be asked about the job itself: duties, pay, exams, projects, words, sources."""

from typing import Annotated

from pydantic import Field

from bot.core.intents import Intent, Slug
from bot.core.words import N_
from bot.intents.suggestions import DUTIES, EXAMS, FIGURES, STEPS, TERMS, TRAITS


class Traits(
    Intent,
    code="tr",
    name="traits",
    help=N_("The eight characteristics of a good engineer"),
    examples=("/traits",),
):
    """See the eight characteristics, or one: what it means, how it shows, how to practise."""

    trait: Annotated[Slug | None, Field(description=N_("Which characteristic")), TRAITS] = None


class Job(
    Intent,
    code="jb",
    name="job",
    help=N_("What a machine-learning engineer does"),
    examples=("/job", "/job why"),
):
    """Read what the job is, or one duty of it."""

    duty: Annotated[Slug | None, Field(description=N_("Which part of the job")), DUTIES] = None


class ReadStatement(Intent, code="rs"):
    """Read one statement about the job in full."""

    statement: Slug


class Salary(
    Intent, code="sl", name="salary", help=N_("What is known about pay, with dates and sources")
):
    """Read the dated pay figures, or one of them with its source."""

    figure: Annotated[Slug | None, Field(description=N_("Which figure")), FIGURES] = None


class Certs(
    Intent,
    code="ct",
    name="certs",
    help=N_("Which exams are open today, and which are over"),
    examples=("/certs",),
):
    """Check the state of an exam."""

    exam: Annotated[Slug | None, Field(description=N_("Which exam")), EXAMS] = None


class Projects(
    Intent,
    code="pj",
    name="projects",
    help=N_("Things to build and show"),
    examples=("/projects", "/projects 3"),
):
    """See projects for a step."""

    step: Annotated[int | None, Field(ge=1, le=6, description=N_("Which step")), STEPS] = None


class OpenProject(Intent, code="po"):
    """Open a project; `part` is the brief, the rubric or the README template."""

    project: Slug
    part: Annotated[int, Field(ge=0, le=2)] = 0


class Focus(Intent, code="fo", name="focus", help=N_("Where to put your effort")):
    """Read the four things to focus on."""


class Define(
    Intent,
    code="df",
    name="define",
    help=N_("What a word means, with an example"),
):
    """Explain a word of the field."""

    term: Annotated[str, Field(min_length=1, max_length=60, description=N_("Which word")), TERMS]


class Sources(Intent, code="sc", name="sources", help=N_("Where the facts come from")):
    """List the sources."""

    page: Annotated[int, Field(ge=1, le=99, description=N_("Which page"))] = 1


class About(Intent, code="ab", name="about", help=N_("What Milepost is, and what it promises")):
    """Read what Milepost is."""
