"""What moderators do with study groups."""

from typing import Annotated, Literal

from pydantic import Field

from bot.core.intents import Asked, Intent
from bot.core.people import Rank
from bot.core.words import N_
from bot.intents.posts import RowId
from bot.intents.suggestions import GROUPS, LANGUAGES, ZONES

Name = Annotated[
    str | None, Field(min_length=2, max_length=40), Asked(N_("Name"), N_("Such as ML evenings"))
]
Zone = Annotated[
    str | None, Field(max_length=60), Asked(N_("Time zone"), N_("A city, such as Berlin")), ZONES
]
Pace = Annotated[
    str | None, Field(max_length=3), Asked(N_("Hours a week"), N_("0 to 60. Empty: not said"))
]
Language = Annotated[
    str | None,
    Field(max_length=40),
    Asked(N_("Language of the posts"), N_("Empty: English")),
    LANGUAGES,
]


class ManageGroups(
    Intent,
    code="mg",
    name="manage group",
    help=N_("Start a study group, change it, close it, remove somebody"),
    examples=("/manage group new", "/manage group edit"),
    rank=Rank.moderator,
):
    """See the study groups as a moderator, or do something with one."""

    do: Annotated[
        Literal["show", "new", "edit", "close", "remove"] | None,
        Field(description=N_("What to do")),
    ] = None
    group: Annotated[RowId | None, Field(description=N_("Which group")), GROUPS] = None
    page: Annotated[int, Field(ge=1, le=99, description=N_("Which page"))] = 1


class NewGroup(Intent, code="gn", asks=N_("New study group"), rank=Rank.moderator):
    """Start a study group in this channel."""

    name: Name = None
    zone: Zone = None
    starts: Annotated[
        str | None,
        Field(max_length=60),
        Asked(N_("First week"), N_("A date in it, such as 8 Mar. Empty: this week")),
    ] = None


class EditGroup(Intent, code="ge", asks=N_("Change the group"), rank=Rank.moderator):
    """Change a study group."""

    group: RowId
    name: Name = None
    zone: Zone = None
    pace: Pace = None
    language: Language = None


class MoveGroup(Intent, code="gm", rank=Rank.moderator):
    """Let a group's posts come into this channel from now on."""

    group: RowId


class CloseGroup(Intent, code="gc", rank=Rank.moderator):
    """Close a study group; asks once before it does."""

    group: RowId
    sure: bool = False


class ReopenGroup(Intent, code="go", rank=Rank.moderator):
    """Open a closed study group again."""

    group: RowId


class GroupMembers(Intent, code="gp", rank=Rank.moderator):
    """See who is in a study group."""

    group: RowId
    page: Annotated[int, Field(ge=1, le=99)] = 1


class RemoveMember(Intent, code="gx", rank=Rank.moderator):
    """Take somebody out of a study group."""

    group: RowId
    person: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,36}$")]


class RestoreMember(Intent, code="gy", rank=Rank.moderator):
    """Put somebody back who was taken out a moment ago."""

    group: RowId
    person: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,36}$")]
