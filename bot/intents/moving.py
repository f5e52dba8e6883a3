"""Taking groups and schedules to another server, and coming posts as a calendar."""

from typing import Annotated

from pydantic import Field

from bot.core.intents import Asked, Intent
from bot.core.people import Rank
from bot.core.words import N_

PASTED = 3_000
"""Characters that one field of a form takes on every platform (platform facts, 2.3)."""


class ExportSetup(Intent, code="xs", rank=Rank.moderator):
    """Get groups and schedules as a text for another server."""


class ImportSetup(Intent, code="xi", asks=N_("Bring a set-up here"), rank=Rank.moderator):
    """Make the groups and schedules of a text here; nothing is posted before somebody resumes."""

    text: Annotated[
        str | None,
        Field(min_length=1, max_length=PASTED),
        Asked(N_("The text that you took along"), N_("It begins with milepost1:"), lines=True),
    ] = None


class ExportCalendar(
    Intent,
    code="xc",
    name="schedule calendar",
    help=N_("Coming posts as a file for calendar apps"),
    rank=Rank.moderator,
):
    """Get the coming posts as a calendar file."""
