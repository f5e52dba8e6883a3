"""Study groups: what members see, join and leave, and what moderators make of them."""

from typing import Annotated, Literal

from pydantic import Field

from bot.core.intents import Intent
from bot.core.words import N_
from bot.intents.posts import RowId
from bot.intents.suggestions import GROUPS

Page = Annotated[int, Field(ge=1, le=99)]


class Groups(
    Intent,
    code="gr",
    name="group",
    help=N_("The study groups here: see, join, leave"),
    examples=("/group", "/group join", "/group leave"),
    community_only=True,
):
    """See the study groups of a community, or do something with one."""

    do: Annotated[Literal["show", "join", "leave"] | None, Field(description=N_("What to do"))] = (
        None
    )
    group: Annotated[RowId | None, Field(description=N_("Which group")), GROUPS] = None
    page: Annotated[int, Field(ge=1, le=99, description=N_("Which page"))] = 1


class JoinGroup(Intent, code="gj", community_only=True):
    """Join a study group."""

    group: RowId


class LeaveGroup(Intent, code="gl", community_only=True):
    """Leave a study group."""

    group: RowId


class SeasonSoFar(Intent, code="gs", community_only=True):
    """See what a group's season did before one joined."""

    group: RowId
    page: Page = 1
