"""What came of the bot's doing: every message, form and home tab, in order."""

import datetime as dt
import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.doubles.slack.messages import Message
from tests.doubles.slack.places import User

if TYPE_CHECKING:
    from tests.doubles.slack.desk import Interaction
    from tests.doubles.slack.views import View


class Did(enum.StrEnum):
    """What happened."""

    POSTED = "posted"
    UPDATED = "updated"
    DELETED = "deleted"
    OPENED = "view opened"
    CHANGED = "view changed"
    CLOSED = "view closed"
    PUBLISHED = "home published"
    REFUSED = "inputs refused"


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that appeared or changed. `cause` is the action it answers, where that is sure."""

    did: Did
    at: dt.datetime
    user: User | None = None
    """Who sees it; None for everybody in the message's channel."""
    message: Message | None = None
    view: "View | None" = None
    cause: "Interaction | None" = None
