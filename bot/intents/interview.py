"""What can be asked to practise for interviews."""

from typing import Annotated, Literal

from pydantic import Field

from bot.core.intents import Intent, Slug
from bot.core.words import N_

Family = Literal["theory", "coding", "design", "behavioural"]


class Interview(
    Intent,
    code="iv",
    name="interview",
    help=N_("One interview question to practise"),
    examples=("/interview", "/interview design"),
):
    """Get an interview question not seen lately."""

    family: Annotated[Family | None, Field(description=N_("Which kind of question"))] = None


class ShowPoints(Intent, code="ip"):
    """Read what a good answer to a question covers; `family` is kept for the next question."""

    question: Slug
    family: Family | None = None
