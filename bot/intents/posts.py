"""What can be pressed on a post that nobody asked for, on a notice, and on the first greeting.

`schedule`, `group`, `day` (counted from 1 January of year 1) and `extra` name the occurrence.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.core.intents import Intent
from bot.core.people import Rank

RowId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,24}$")]
"""An id of a schedule or a group."""

Day = Annotated[int, Field(ge=1, le=3_652_059)]
Extra = Annotated[int, Field(ge=0, le=9_999)]
OptionId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{0,40}$")]
"""An answer of a nudge, or an option of a question."""


class CheckIn(Intent, code="pc", community_only=True):
    """Answer a nudge's check-in; without an answer, choose again."""

    schedule: RowId
    group: RowId
    day: Day
    extra: Extra = 0
    answer: OptionId = ""


class WhyPost(Intent, code="pw", community_only=True):
    """Read why a post is there, when the next one comes, and how to get out."""

    schedule: RowId
    group: RowId
    day: Day
    extra: Extra = 0


class LeavePosts(Intent, code="pl", community_only=True):
    """Leave the group of a post."""

    group: RowId


class AnswerPrivately(Intent, code="pq", community_only=True):
    """Open the question of a post, with the letter chosen so far; nothing is final yet."""

    schedule: RowId
    group: RowId
    day: Day
    extra: Extra = 0
    letter: Literal["", "a", "b", "c", "d", "e"] = ""


class LockPrivately(Intent, code="pk", community_only=True):
    """Lock the answer to the question of a post; no letter means "Don't know"."""

    schedule: RowId
    group: RowId
    day: Day
    extra: Extra = 0
    letter: Literal["", "a", "b", "c", "d", "e"] = ""
    sure: bool = False


class SeasonAfter(Intent, code="ps", rank=Rank.moderator):
    """Say what follows a season: `season` begins after its last week, or nothing with 0."""

    schedule: RowId
    group: RowId
    season: Annotated[int, Field(ge=0, le=9)]


class CheckAgain(Intent, code="pg", rank=Rank.moderator):
    """See whether a schedule that is on hold can post again."""

    schedule: RowId
    group: RowId


class ShowAround(Intent, code="pt"):
    """See what members can do here."""


class CheckRights(Intent, code="pr", rank=Rank.moderator):
    """See what Milepost may do in this channel and in the channels of the groups."""
