"""What moderators decide about pieces of the pack, for their own community."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.core.intents import Asked, Intent
from bot.core.people import Rank
from bot.core.words import N_

PieceToken = Annotated[
    str, StringConstraints(pattern=r"^[a-z]+-[a-z0-9]+(-[a-z0-9]+)*$", max_length=56)
]
"""Kind and id of a piece as one word: `tip-split-before-scale`."""


class OpenPiece(Intent, code="cp", rank=Rank.moderator):
    """See a piece, what was reported about it, and what can be done."""

    piece: PieceToken


class FindPiece(Intent, code="cf", asks=N_("Find a piece"), rank=Rank.moderator):
    """Open a piece by its kind and id."""

    name: Annotated[
        str | None,
        Field(min_length=3, max_length=60),
        Asked(N_("Kind and id"), N_("As reports name it: tip split-first, item two-scalers")),
    ] = None


class ListChanges(Intent, code="cl", rank=Rank.moderator):
    """See which pieces are shown otherwise here than the pack has them."""

    page: Annotated[int, Field(ge=1, le=99)] = 1


class Decide(Intent, code="cd", rank=Rank.moderator):
    """Leave a piece out, show it again, or show it with the pack's own words."""

    piece: PieceToken
    what: Literal["disable", "enable", "restore"]


class UndoDecision(Intent, code="cu", rank=Rank.moderator):
    """Go back to what held before the decision made at `at` (milliseconds since 1970, UTC)."""

    piece: PieceToken
    at: Annotated[int, Field(ge=0)]


class RewordTip(Intent, code="cw", asks=N_("Reword a tip"), rank=Rank.moderator):
    """Show a tip in other words."""

    piece: PieceToken
    title: Annotated[
        str | None, Field(min_length=2, max_length=60), Asked(N_("Title"), N_("Without markup"))
    ] = None
    why: Annotated[
        str | None, Field(min_length=2, max_length=240), Asked(N_("Why"), lines=True)
    ] = None
    today: Annotated[
        str | None,
        Field(min_length=2, max_length=240),
        Asked(N_("Today"), N_("All three together: 280 characters"), lines=True),
    ] = None


class RewordTerm(Intent, code="cx", asks=N_("Reword a term"), rank=Rank.moderator):
    """Explain a term in other words."""

    piece: PieceToken
    says: Annotated[
        str | None,
        Field(min_length=2, max_length=240),
        Asked(N_("What it means"), lines=True),
    ] = None
    example: Annotated[
        str | None, Field(min_length=2, max_length=240), Asked(N_("An example"), lines=True)
    ] = None


class RewordStatement(Intent, code="cs", asks=N_("Reword a statement"), rank=Rank.moderator):
    """Say a statement in other words."""

    piece: PieceToken
    text: Annotated[
        str | None, Field(min_length=2, max_length=400), Asked(N_("Text"), lines=True)
    ] = None
