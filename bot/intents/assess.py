"""What can be asked when somebody describes their habits. Each press names its item."""

from typing import Annotated

from pydantic import Field

from bot.core.intents import Intent, Slug
from bot.core.words import N_
from bot.intents.suggestions import TRAITS


class Assess(
    Intent,
    code="as",
    name="assess",
    help=N_("Describe how you work today; private"),
    examples=("/assess",),
    steps=True,
):
    """Describe your habits of one characteristic, or see all eight."""

    trait: Annotated[Slug | None, Field(description=N_("Which characteristic")), TRAITS] = None


class OpenHabit(Intent, code="ho"):
    """Open an item, to answer it or to change the answer."""

    item: Slug


class DescribeHabit(Intent, code="hd"):
    """Choose the anchor that fits, from 0 to 4; a later choice takes its place."""

    item: Slug
    anchor: Annotated[int, Field(ge=0, le=4)]


class SkipHabit(Intent, code="hs"):
    """Leave an item as it is and go on."""

    item: Slug


class ForgetHabits(Intent, code="hf"):
    """Delete all answers of this kind; asks once."""

    sure: bool = False
