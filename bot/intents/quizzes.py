"""What can be asked in a quiz round. A choice is open until it is locked with sure or not sure."""

from typing import Annotated

from pydantic import Field, StringConstraints

from bot.core.intents import Asked, Intent, Key, Slug
from bot.core.words import N_
from bot.intents.suggestions import TRAITS

Letters = Annotated[str, StringConstraints(pattern=r"^[a-e]{0,5}$")]
"""Options by the letter they are shown with; in an order item, in the order chosen."""

Position = Annotated[int, Field(ge=0, le=99)]


class Quiz(
    Intent,
    code="qz",
    name="quiz",
    help=N_("Five questions, private, with reasons"),
    examples=("/quiz", "/quiz level=2"),
    steps=True,
):
    """Start a round of five, or go on with the open one."""

    trait: Annotated[Slug | None, Field(description=N_("Which characteristic")), TRAITS] = None
    level: Annotated[
        int | None, Field(ge=1, le=3, description=N_("1 recall, 2 apply, 3 judge"))
    ] = None


class StartOver(Intent, code="qs", steps=True):
    """Leave the open round and start a new one."""

    trait: Slug | None = None
    level: Annotated[int | None, Field(ge=1, le=3)] = None


class Choose(Intent, code="qc"):
    """Choose options of a question; nothing is final yet."""

    round: Key
    position: Position
    picked: Letters = ""


class Lock(Intent, code="ql"):
    """Lock an answer and say how sure one is; no letters mean "Don't know"."""

    round: Key
    position: Position
    picked: Letters = ""
    sure: bool = False


class NextQuestion(Intent, code="qn"):
    """Go on to the next question, or to the end of the round."""

    round: Key


class WhyNot(Intent, code="qw"):
    """Read why the other options do not hold."""

    round: Key
    position: Position


class WordHelp(Intent, code="qh"):
    """Read the words of a question, each in one line, and keep what was chosen."""

    round: Key
    position: Position
    picked: Letters = ""


class Report(Intent, code="rp", asks=N_("What is wrong?")):
    """Say that something in the pack is wrong."""

    kind: Slug
    target: Slug
    note: Annotated[
        str | None,
        Field(min_length=3, max_length=300),
        Asked(
            N_("Say it in one line"), N_("Moderators read it; your name is not shown."), lines=True
        ),
    ] = None
