"""What somebody can ask about themselves, and for help."""

from typing import Annotated

from pydantic import Field

from bot.core.intents import Asked, Intent
from bot.core.words import N_
from bot.intents.suggestions import COMMANDS, LANGUAGES, ZONES


class Settings(Intent, code="st", name="settings", help=N_("Your language, time zone and pace")):
    """See one's own settings."""


class ChangeSettings(Intent, code="sf", asks=N_("Your settings")):
    """Change one's own settings."""

    language: Annotated[
        str | None,
        Field(max_length=40),
        Asked(N_("Language"), N_("Empty: as your app says")),
        LANGUAGES,
    ] = None
    zone: Annotated[
        str | None,
        Field(max_length=60),
        Asked(N_("Time zone"), N_("A city, such as Berlin. Empty: as your app says")),
        ZONES,
    ] = None
    pace: Annotated[
        str | None,
        Field(max_length=3),
        Asked(N_("Hours a week"), N_("0 to 60. Empty: not said")),
    ] = None


class Privacy(
    Intent, code="pv", name="privacy", help=N_("What is kept about you; get it, erase it")
):
    """Read what is kept and why."""


class Export(Intent, code="ex"):
    """Get all one's own data as a file."""


class Erase(Intent, code="er"):
    """Erase all one's own data; asks once before it does."""

    sure: bool = False


class Help(
    Intent,
    code="hp",
    name="help",
    help=N_("What you can ask"),
    examples=("/help", "/help quiz"),
):
    """List the commands, or explain one."""

    command: Annotated[
        str | None, Field(max_length=32, description=N_("Which command")), COMMANDS
    ] = None
