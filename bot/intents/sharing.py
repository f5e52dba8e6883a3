"""What can be shared, and what moderators decide about it."""

from typing import Annotated, Literal

from pydantic import Field

from bot.core.intents import Intent, Key, Slug
from bot.core.people import Rank
from bot.core.words import N_

Shareable = Literal["roadmap", "step", "tip", "trait", "term", "exam", "salary"]
"""Only cards that hold nothing personal can be shared."""


class Share(Intent, code="sh", community_only=True):
    """Post the clean copy of a card in this channel."""

    what: Shareable
    target: Slug | None = None


class TakeBack(Intent, code="tb", community_only=True):
    """Take back what one shared."""

    share: Key


class ManageSetup(
    Intent,
    code="mu",
    name="manage setup",
    help=N_("How Milepost is set up here"),
    examples=("/manage setup", "/manage setup export"),
    rank=Rank.moderator,
):
    """See and change how Milepost is set up in this channel, or move it to another server."""

    do: Annotated[
        Literal["show", "export", "import"] | None, Field(description=N_("What to do"))
    ] = None


class SetSharing(Intent, code="ss", rank=Rank.moderator):
    """Switch sharing on or off in this channel."""

    on: bool


class ManageContent(
    Intent,
    code="mc",
    name="manage content",
    help=N_("What members reported, and facts to check again"),
    rank=Rank.moderator,
):
    """See reports on content and overdue facts."""

    page: Annotated[int, Field(ge=1, le=99, description=N_("Which page"))] = 1
