"""What can be asked of a message, from its menu.

`text` is what the message says; `message` is its id where it is ours, else empty.
"""

from typing import Annotated

from pydantic import Field

from bot.core.intents import Intent
from bot.core.people import Rank
from bot.core.words import N_


class ExplainMessage(Intent, code="xm", menu=N_("Explain a term")):
    """Explain the words of the field that a message uses."""

    text: Annotated[str, Field(max_length=4_000)] = ""


class RemoveCard(Intent, code="xr", menu=N_("Remove this card"), rank=Rank.moderator):
    """Remove a card of ours from a channel."""

    message: Annotated[str, Field(max_length=64)] = ""
