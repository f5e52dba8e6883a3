"""What can be asked about tips."""

from typing import Annotated

from pydantic import Field

from bot.core.intents import Intent, Slug
from bot.core.words import N_
from bot.intents.suggestions import STEPS, TRAITS


class Tip(
    Intent,
    code="tp",
    name="tip",
    help=N_("One thing to do today"),
    examples=("/tip", "/tip step=3"),
):
    """Get a tip not seen lately."""

    trait: Annotated[Slug | None, Field(description=N_("Which characteristic")), TRAITS] = None
    step: Annotated[int | None, Field(ge=1, le=6, description=N_("Which step")), STEPS] = None


class FilterTips(Intent, code="tf"):
    """Choose another filter for tips."""
