"""What can go wrong, said so that a person knows what happened and the way out.

A fault's docstring is its message (gettext finds it there), so the two cannot drift apart.
Three families: the person's (drawn kindly), the world's (try again), ours (with a reference that
is also in the log).
"""

import inspect
import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.core.cards import ROW_CAP, Actions, Button, Card, Pick, Text, Tone
from bot.core.intents import Intent
from bot.core.markup import Marked, escape
from bot.core.words import Words

ECHO = 80
"""How many characters of what somebody typed a refusal says back."""

_ABREAST = 3
"""How many buttons stand beside each other where there are more than one row of them."""


class Fault(Exception):  # noqa: N818 (the house's word for every refusal a person sees)
    """This did not work."""

    level = logging.INFO

    def __init__(self, *ways: Button | Pick, **fields: str | int) -> None:
        """Keep what the message names, and the buttons and menus that lead out.

        The label of a menu is translated when the fault is drawn.
        """
        super().__init__()
        self.buttons = tuple(way for way in ways if isinstance(way, Button))
        self.menus = tuple(way for way in ways if isinstance(way, Pick))
        self.fields = fields

    @classmethod
    def message(cls) -> str:
        """Return the message before translation."""
        return inspect.cleandoc(cls.__doc__ or "").replace("\n", " ")

    def __str__(self) -> str:
        """Say it in English, for the log and the command line."""
        return self.message().format(**self.fields)

    def text(self, words: Words) -> Marked:
        """Say it in the reader's language; what people typed is made harmless."""
        fields = {
            name: value if isinstance(value, (int, Marked)) else escape(_echoed(name, value))
            for name, value in self.fields.items()
        }
        return words.t(self.message(), **fields)

    def card(self, words: Words) -> Card:
        """Draw it."""
        menus = (replace(menu, label=words.s(menu.label)) for menu in self.menus)
        return Card("", (Text(self.text(words)), *menus, *_rows(self.buttons)))


def _rows(buttons: Sequence[Button]) -> Iterator[Actions]:
    abreast = _ABREAST if len(buttons) > ROW_CAP else ROW_CAP
    for at in range(0, len(buttons), abreast):
        yield Actions(tuple(buttons[at : at + abreast]))


def _echoed(name: str, value: str) -> str:
    """Shorten what somebody typed, so that a wall of text does not come back as one."""
    typed = name in {"word", "value"} and len(value) > ECHO
    return f"{value[: ECHO - 1]}…" if typed else value


class PersonFault(Fault):
    """This was not understood."""


class WorldFault(Fault):
    """Something outside is not there at the moment. Please try again in a minute."""

    level = logging.WARNING


class OurFault(Fault):
    """Something broke on my side. It is noted as {reference}. {contact}"""

    level = logging.ERROR


class UnknownCommand(PersonFault):
    """I know no "{word}". Try /help."""


class PerhapsCommand(PersonFault):
    """I know no "{word}". Did you mean:"""


class WhichCommand(PerhapsCommand):
    """There are several commands of "{word}". Choose one:"""


class BadArgument(PersonFault):
    """I do not understand "{value}" for {field}. Use it like this: {usage}"""


class NotPossible(BadArgument):
    """I do not understand "{value}" for {field}. Possible: {expected}"""


class ChooseValue(NotPossible):
    """I do not understand "{value}" for {field}. Choose one:"""


class UnknownOption(PersonFault):
    """There is no option "{name}" here. Use it like this: {usage}"""


class TooManyWords(PersonFault):
    """I do not know what to do with "{value}". Use it like this: {usage}"""


class MissingArgument(PersonFault):
    """Something is missing: {field}. Use it like this: {usage}"""


class ModeratorsOnly(PersonFault):
    """Only moderators can do that: people who may manage this community. Ask one of them."""


class TrustedOnly(ModeratorsOnly):
    """Only moderators can do that: people who may manage this community, and {names}. Ask one."""


class CommunityOnly(PersonFault):
    """This works in a channel of a community, not in a private conversation."""


class TooFast(PersonFault):
    """That was fast. Again in {seconds} s."""


class NotYours(PersonFault):
    """This round belongs to another member."""


class OldCard(PersonFault):
    """This card was old; here is the new one."""

    def __init__(self, fresh: Intent) -> None:
        """Keep the intent that draws the fresh card."""
        super().__init__()
        self.fresh = fresh


class Repeated(PersonFault):
    """This was already done."""


class NoSuch(PersonFault):
    """I find no {what} "{value}"."""


class CannotSave(WorldFault):
    """I cannot save now. Nothing of this is saved yet; press again in a minute."""


class CannotLookUp(WorldFault):
    """I cannot look that up now. Please try again in a minute."""


class CannotPost(WorldFault):
    """I may not post in this channel. Missing: {missing}. A moderator can allow it."""

    def text(self, words: Words) -> Marked:
        """Name what is missing in the reader's language; platforms name some rights themselves."""
        missing, others = str(self.fields["missing"]), dict(self.fields)
        said = words.s(missing, **{**others, "missing": ""})
        return words.t(self.message(), **{**others, "missing": said})


def try_again(words: Words, intent: Intent) -> Button:
    """Offer the same thing once more."""
    return Button(words.s("Try again"), intent, Tone.first)
