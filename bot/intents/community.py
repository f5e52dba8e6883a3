"""What moderators choose for a whole community, and the audit of what they did."""

from typing import Annotated

from pydantic import Field, StringConstraints

from bot.core.intents import Asked, Intent, Key
from bot.core.people import Rank
from bot.core.words import N_
from bot.intents.suggestions import ZONES

Holder = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
"""An id of a role, a user group or somebody, as the platform has it."""


class Moderators(Intent, code="mm", rank=Rank.moderator):
    """See who else may do what moderators do."""

    page: Annotated[int, Field(ge=1, le=99)] = 1


class AddModerator(Intent, code="mx", rank=Rank.moderator):
    """Let the holders of a role rank as moderators."""

    holder: Holder


class NameModerator(Intent, code="mn", asks=N_("Add a moderator"), rank=Rank.moderator):
    """Let somebody rank as a moderator, or the holders of a role."""

    who: Annotated[
        str | None,
        Field(min_length=1, max_length=80),
        Asked(N_("Who"), N_("A role or user group by its name, a mention, or an id")),
    ] = None


class DropModerator(Intent, code="my", rank=Rank.moderator):
    """Take the rank of moderator away again."""

    holder: Holder


class SetNotices(Intent, code="mo", rank=Rank.moderator):
    """Send what moderators have to know into this channel, or to the last editor again."""

    on: bool
    sure: bool = False


class ChooseZone(Intent, code="mz", asks=N_("Time zone here"), rank=Rank.moderator):
    """Choose the zone that new groups begin with."""

    zone: Annotated[
        str | None,
        Field(max_length=60),
        Asked(N_("Time zone"), N_("A city, such as Berlin")),
        ZONES,
    ] = None


class ManageAudit(
    Intent,
    code="ma",
    name="manage audit",
    help=N_("Who changed what, before and after"),
    rank=Rank.moderator,
):
    """See what moderators changed, newest first."""

    page: Annotated[int, Field(ge=1, le=99, description=N_("Which page"))] = 1


class ShowChange(Intent, code="mh", rank=Rank.moderator):
    """See one change with what was before and after."""

    page: Annotated[int, Field(ge=1, le=99)]
    change: Key
