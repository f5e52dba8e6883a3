"""What can be asked about the six steps."""

from typing import Annotated, Literal

from pydantic import Field

from bot.core.intents import Intent, Slug
from bot.core.words import N_
from bot.intents.suggestions import STEPS

Marked = Literal["started", "known", "done", "none"]


class Roadmap(
    Intent,
    code="rm",
    name="roadmap",
    help=N_("Your next step, and the six steps to the job"),
    examples=("/roadmap", "/roadmap 3"),
):
    """Walk the six steps towards becoming a machine-learning engineer."""

    step: Annotated[
        int | None, Field(ge=1, le=6, description=N_("Which step to open, 1 to 6")), STEPS
    ] = None


class OpenMilestone(Intent, code="ms"):
    """Open a milestone: its skills, its proof and where to learn it."""

    milestone: Slug


class OpenSkill(Intent, code="sk"):
    """Open a skill of a milestone."""

    milestone: Slug
    skill: Slug


class SetMark(Intent, code="mk"):
    """Mark a milestone; `none` takes the mark away, and `undo` brings a former one back."""

    milestone: Slug
    mark: Marked
    undo: bool = False


class MarkKnown(Intent, code="kn", steps=True):
    """Go through a step and mark what one knows already.

    `known` is marked on the way; `undo` is the mark it gets back.
    """

    step: Annotated[int, Field(ge=1, le=6)] = 1
    known: Slug | None = None
    undo: Marked | None = None
