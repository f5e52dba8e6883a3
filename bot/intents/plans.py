"""What moderators do with schedules that run: see, pause, skip, post, delete, and look back."""

from typing import Annotated, Literal

from pydantic import Field

from bot.core.intents import Asked, Intent
from bot.core.people import Rank
from bot.core.words import N_
from bot.intents.posts import Day, Extra, RowId
from bot.intents.suggestions import SCHEDULES

Which = Annotated[RowId | None, Field(description=N_("Which schedule")), SCHEDULES]
Page = Annotated[int, Field(ge=1, le=99)]
CORRECTED = 800
"""Characters of a text that takes the place of a post."""

Version = Annotated[int, Field(ge=1)]


class ListSchedules(
    Intent,
    code="yl",
    name="schedule list",
    help=N_("The recurring posts here"),
    rank=Rank.moderator,
):
    """See the schedules of a community."""

    page: Annotated[int, Field(ge=1, le=99, description=N_("Which page"))] = 1


class Week(
    Intent,
    code="yw",
    name="schedule week",
    help=N_("All posts of the next seven days"),
    rank=Rank.moderator,
):
    """See what is posted in the next seven days, in every group."""


class ShowSchedule(
    Intent,
    code="yo",
    name="schedule show",
    help=N_("One recurring post: what, when, where, what comes next"),
    rank=Rank.moderator,
):
    """See one schedule."""

    schedule: Which = None


class PauseSchedule(
    Intent,
    code="yp",
    name="schedule pause",
    help=N_("Stop posting for a while"),
    examples=("/schedule pause",),
    rank=Rank.moderator,
):
    """Pause a schedule until somebody resumes it, or until a date."""

    schedule: Which = None
    until: Annotated[
        str | None, Field(max_length=60, description=N_("Until a date, such as 7 Jan"))
    ] = None


class PauseAll(Intent, code="ya", rank=Rank.moderator):
    """Pause every schedule that runs, or let all of them go on.

    `since` is when they were changed (milliseconds since 1970, UTC): then only those go on.
    """

    on: bool = True
    since: Annotated[int, Field(ge=0)] = 0


class ResumeSchedule(
    Intent,
    code="yr",
    name="schedule resume",
    help=N_("Go on with a paused post"),
    rank=Rank.moderator,
):
    """Go on; nothing that was left out is posted. `jump` skips the weeks that passed meanwhile."""

    schedule: Which = None
    jump: Annotated[bool, Field(description=N_("Go to the week by the calendar"))] = False


class SkipNext(
    Intent,
    code="yk",
    name="schedule skip",
    help=N_("Leave out the next date"),
    rank=Rank.moderator,
):
    """Leave out the next date."""

    schedule: Which = None


class Unskip(Intent, code="yq", rank=Rank.moderator):
    """Post a date after all."""

    schedule: RowId
    day: Day


class RunNow(
    Intent,
    code="yx",
    name="schedule run",
    help=N_("Post once now, in addition"),
    rank=Rank.moderator,
):
    """Ask whether to post once in addition."""

    schedule: Which = None


class RunOnce(Intent, code="yz", rank=Rank.moderator):
    """Post once in addition; `number` counts the extra posts, so that one press posts one."""

    schedule: RowId
    number: Annotated[int, Field(ge=1, le=9_999)]


class DeleteSchedule(
    Intent,
    code="yd",
    name="schedule delete",
    help=N_("End a recurring post; it can come back"),
    rank=Rank.moderator,
):
    """Delete a schedule. Its receipts stay."""

    schedule: Which = None


class UndoPlan(Intent, code="yu", rank=Rank.moderator):
    """Take a pause, a resume or a deletion back, while nothing else changed."""

    schedule: RowId
    version: Version
    was: Literal["active", "paused"]


class DuplicateSchedule(
    Intent,
    code="yc",
    name="schedule duplicate",
    help=N_("Make a new one like this"),
    rank=Rank.moderator,
):
    """Begin a draft that is a copy."""

    schedule: Which = None


class EditWhich(
    Intent,
    code="ye",
    name="schedule edit",
    help=N_("Change a recurring post"),
    rank=Rank.moderator,
    steps=True,
):
    """Choose what to change."""

    schedule: Which = None


class History(
    Intent,
    code="yh",
    name="schedule history",
    help=N_("What was posted, and what was not"),
    examples=("/schedule history",),
    rank=Rank.moderator,
):
    """See receipts, newest first."""

    schedule: Which = None
    ref: Annotated[
        str | None,
        Field(max_length=12, description=N_("The five characters in the post's foot")),
    ] = None
    page: Annotated[int, Field(ge=1, le=99, description=N_("Which page"))] = 1


class OpenReceipt(Intent, code="yt", rank=Rank.moderator):
    """See what became of one date."""

    ref: Annotated[str, Field(pattern=r"^[0-9A-Za-z]{5}$")]


class Correct(Intent, code="yj", asks=N_("Correct the post"), rank=Rank.moderator):
    """Change a post in place."""

    schedule: RowId
    group: RowId
    day: Day
    extra: Extra = 0
    text: Annotated[
        str | None,
        Field(min_length=2, max_length=CORRECTED),
        Asked(
            N_("Text"), N_("In place of all that stands there. *bold* and `code` work."), lines=True
        ),
    ] = None


class TakePostBack(Intent, code="yb", rank=Rank.moderator):
    """Delete a post from its channel; asks once before it does."""

    schedule: RowId
    group: RowId
    day: Day
    extra: Extra = 0
    sure: bool = False
