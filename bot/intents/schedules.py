"""How moderators make a schedule, and change one: a template, one preview, and Start."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.core.intents import Asked, Intent
from bot.core.people import Rank
from bot.core.words import N_
from bot.intents.posts import Day, OptionId, RowId
from bot.intents.suggestions import ZONES

Template = Literal["nudge", "tip", "question", "roadmap", "text"]
Minutes = Annotated[int, Field(ge=0, le=1439)]
"""A time of day, counted in minutes from midnight."""


class NewSchedule(
    Intent,
    code="nn",
    name="schedule new",
    help=N_("Make a recurring post for a channel"),
    examples=("/schedule new", "/schedule new nudge"),
    rank=Rank.moderator,
    steps=True,
):
    """Choose what to post; the preview shows the rest."""

    what: Annotated[Template | None, Field(description=N_("What to post"))] = None


class ShowDraft(Intent, code="nd", rank=Rank.moderator):
    """See the preview of a schedule in the making."""

    draft: RowId


class ChangeDraft(Intent, code="nc", rank=Rank.moderator):
    """Change a part of a schedule in the making."""

    draft: RowId
    part: Literal["when", "zone", "where", "what", "dates", "options", "role"]


class ChangeWhen(Intent, code="nw", asks=N_("When to post"), rank=Rank.moderator):
    """Change the days and the time."""

    draft: RowId
    days: Annotated[
        str | None,
        Field(max_length=100),
        Asked(N_("Days"), N_("weekdays, every Monday, every 2 weeks on Friday")),
    ] = None
    time: Annotated[
        str | None, Field(max_length=20), Asked(N_("Time"), N_("Such as 18:00 or 6 pm"))
    ] = None
    starts: Annotated[
        str | None,
        Field(max_length=60),
        Asked(N_("First date"), N_("Such as 8 Mar. Empty: from now on")),
    ] = None
    until: Annotated[
        str | None,
        Field(max_length=60),
        Asked(N_("Last date"), N_("Such as 30 Jun. Empty: no end")),
    ] = None


class SetDays(Intent, code="ny", rank=Rank.moderator):
    """Choose one meaning of days that were typed; `weekdays` has a bit for each, Monday's first."""

    draft: RowId
    every: Literal["day", "weekdays", "week", "month_date", "month_weekday"]
    weekdays: Annotated[int, Field(ge=0, le=127)] = 0
    interval: Annotated[int, Field(ge=1, le=52)] = 1
    day: Annotated[int, Field(ge=-1, le=31)] = 0
    nth: Annotated[int, Field(ge=-1, le=4)] = 0


class SetTime(Intent, code="nm", rank=Rank.moderator):
    """Choose a time of day; `shift` moves the weekdays with it, by days."""

    draft: RowId
    minutes: Minutes
    shift: Annotated[int, Field(ge=-1, le=1)] = 0


class ChangeZone(Intent, code="nz", asks=N_("Whose clock"), rank=Rank.moderator):
    """Change the zone by typing a city."""

    draft: RowId
    zone: Annotated[
        str | None,
        Field(min_length=1, max_length=60),
        Asked(N_("Time zone"), N_("A city, such as Berlin")),
        ZONES,
    ] = None


class SetZone(Intent, code="nj", rank=Rank.moderator):
    """Choose one of the zones that were meant; `zone` has two dashes for a slash."""

    draft: RowId
    zone: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,40}$")]


class ChangeText(Intent, code="nt", asks=N_("Your text"), rank=Rank.moderator):
    """Write what is posted."""

    draft: RowId
    title: Annotated[
        str | None,
        Field(min_length=2, max_length=60),
        Asked(N_("First line"), N_("What a phone shows first")),
    ] = None
    text: Annotated[
        str | None,
        Field(min_length=2, max_length=800),
        Asked(N_("Text"), N_("*bold* and `code` are possible"), lines=True),
    ] = None


class ChangeWeek(Intent, code="nk", asks=N_("Where the season stands"), rank=Rank.moderator):
    """Choose the season and the week of the next nudge."""

    draft: RowId
    season: Annotated[int | None, Field(ge=1, le=9), Asked(N_("Season"), N_("1 or 2"))] = None
    week: Annotated[
        int | None, Field(ge=1, le=60), Asked(N_("Week of the next post"), N_("1 to 26"))
    ] = None


class SetTrait(Intent, code="na", rank=Rank.moderator):
    """Choose a trait that pieces are taken from; `any` for all."""

    draft: RowId
    trait: OptionId


class SetStep(Intent, code="ne", rank=Rank.moderator):
    """Choose a step of the roadmap that pieces are taken from; `any` for all."""

    draft: RowId
    step: OptionId


class ChangeDates(Intent, code="nh", asks=N_("Dates to leave out"), rank=Rank.moderator):
    """Leave out single dates and public holidays."""

    draft: RowId
    skips: Annotated[
        str | None,
        Field(max_length=300),
        Asked(N_("Dates"), N_("Such as 24 Dec, 31 Dec. Empty: none")),
    ] = None
    country: Annotated[
        str | None,
        Field(max_length=60),
        Asked(N_("Public holidays of"), N_("A country or its code: DE, DE-BE. Empty: none")),
    ] = None
    moves: Annotated[
        Literal["skip", "next working day"] | None, Asked(N_("On a public holiday"))
    ] = None


class ChangeRole(Intent, code="nr", asks=N_("Whom to mention"), rank=Rank.moderator):
    """Choose one role or user group that posts mention."""

    draft: RowId
    role: Annotated[
        str | None,
        Field(max_length=60),
        Asked(N_("Role"), N_("Its number or its mention. Empty: nobody")),
    ] = None


class SetRole(Intent, code="np", rank=Rank.moderator):
    """Choose a role from the menu; `nobody` for none."""

    draft: RowId
    role: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]


class SetOption(Intent, code="nb", rank=Rank.moderator):
    """Switch an option on or off."""

    draft: RowId
    option: Literal["thread", "silent", "after_own"]
    on: bool


class SetGrace(Intent, code="ng", rank=Rank.moderator):
    """Choose how late a post may still come, in hours."""

    draft: RowId
    hours: Annotated[int, Field(ge=1, le=72)]


class AimHere(Intent, code="nl", rank=Rank.moderator):
    """Post in this channel."""

    draft: RowId


class ToggleGroup(Intent, code="no", rank=Rank.moderator):
    """Add a group, or take it out."""

    draft: RowId
    group: RowId


class SendTest(Intent, code="nx", rank=Rank.moderator):
    """Send a copy marked TEST: to `me`, to this channel (`here`), or to a group's channel."""

    draft: RowId
    to: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{0,24}$")] = ""


class StartDraft(Intent, code="ns", rank=Rank.moderator):
    """Start a new schedule, or keep the changes of one."""

    draft: RowId


class DiscardDraft(Intent, code="nq", rank=Rank.moderator):
    """Put a draft aside; it is kept for a day."""

    draft: RowId


class UndoStart(Intent, code="nu", rank=Rank.moderator):
    """Take a start or a change back; `version` is the schedule's since then."""

    draft: RowId
    version: Annotated[int, Field(ge=1)]


class EditSchedule(Intent, code="ni", rank=Rank.moderator):
    """Change a schedule: every later post, or the next one alone."""

    schedule: RowId
    scope: Literal["all", "once"] = "all"
    group: RowId | None = None
    day: Day | None = None


class ChangeOnce(Intent, code="nv", asks=N_("This post alone"), rank=Rank.moderator):
    """Post one date at another time, or with another text."""

    schedule: RowId
    group: RowId
    day: Day
    time: Annotated[
        str | None, Field(max_length=20), Asked(N_("Time"), N_("Empty: as planned"))
    ] = None
    text: Annotated[
        str | None,
        Field(max_length=800),
        Asked(N_("Text instead"), N_("Empty: as planned"), lines=True),
    ] = None


class UndoOnce(Intent, code="nf", rank=Rank.moderator):
    """Post one date as planned after all."""

    schedule: RowId
    group: RowId
    day: Day
