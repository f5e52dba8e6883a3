"""An intent as the id of a button, and back.

`10rm.4`: version `1`, slot `0` (makes two equal buttons of one message differ), code `rm`, then
the fields in order. `10rm!0.` is a menu that fills the first field. At most 100 characters
(Discord's `custom_id`). A token is no permission and holds no free text: guards run on every
press, and ids of private rows in it are unguessable.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from pydantic import ValidationError

from bot.core.faults import OldCard
from bot.core.intents import Intent, arguments

VERSION = "1"
SLOTS = 16
TOKEN_CAP = 100
_EMPTY = "~"
_FORM = re.compile(
    r"(?P<version>[0-9a-z])(?P<slot>[0-9a-f])(?P<code>[a-z0-9]{2})(?:!(?P<open>\d{1,2}))?"
    r"(?P<fields>(?:\.[A-Za-z0-9_~-]*)*)"
)
_VALUE = re.compile(r"[A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Writes and reads tokens. `codes` maps each code to its intent; `home` is the way back."""

    codes: Mapping[str, type[Intent]]
    home: Intent

    def read(self, token: str, picked: str | None = None) -> Intent:
        """Turn a pressed id into its intent; `picked` fills the open field of a menu.

        Raises OldCard with the nearest fresh intent for a token that is unknown, from another
        version, or carries what its intent refuses.
        """
        found = _FORM.fullmatch(token) if len(token) <= TOKEN_CAP else None
        kind = self.codes.get(found["code"]) if found else None
        if found is None or kind is None:
            raise OldCard(self.home)
        values = found["fields"].split(".")[1:]
        names = list(arguments(kind))
        if found["version"] != VERSION or len(values) > len(names):
            raise OldCard(self._fresh(kind))
        filled = {
            name: "" if value == _EMPTY else value
            for name, value in zip(names, values, strict=False)
            if value
        }
        if found["open"] is not None:
            if picked is None or int(found["open"]) >= len(names):
                raise OldCard(self._fresh(kind))
            filled[names[int(found["open"])]] = picked
        try:
            return kind.model_validate_strings(filled)
        except ValidationError:
            raise OldCard(self._fresh(kind)) from None

    def _fresh(self, kind: type[Intent]) -> Intent:
        try:
            return kind() if kind.spec.name else self.home
        except ValidationError:
            return self.home


def write(intent: Intent, slot: int = 0, into: str | None = None) -> str:
    """Write the token of an intent; `into` names the field that a menu fills.

    Raises ValueError for free text, for a slot over 15 and for more than 100 characters.
    """
    names = list(arguments(type(intent)))
    values = ["" if name == into else _pack(getattr(intent, name)) for name in names]
    while values and not values[-1]:
        values.pop()
    mark = f"!{names.index(into)}" if into is not None else ""
    if not 0 <= slot < SLOTS:
        message = f"slot {slot} is not in 0..{SLOTS - 1}"
        raise ValueError(message)
    token = f"{VERSION}{slot:x}{intent.spec.code}{mark}{''.join(f'.{value}' for value in values)}"
    if len(token) > TOKEN_CAP:
        message = f"the token of {type(intent).__name__} has {len(token)} characters"
        raise ValueError(message)
    return token


def unused(intent: Intent, used: set[str], into: str | None = None) -> str | None:
    """Write a token that nothing else in a message has, and note it among those that are `used`.

    None when every slot is taken.
    """
    every = (write(intent, slot, into) for slot in range(SLOTS))
    token = next((token for token in every if token not in used), None)
    if token is not None:
        used.add(token)
    return token


def fits(intent: Intent) -> bool:
    """Tell whether an intent can stand on a button."""
    try:
        write(intent)
    except ValueError:
        return False
    return True


def _pack(value: Any) -> str:  # noqa: ANN401 (any field type a token knows)
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case Enum():
            return _pack(value.value)
        case int():
            return str(value)
        case "":
            return _EMPTY
        case str() if _VALUE.fullmatch(value):
            return value
        case _:
            message = f"{value!r} cannot stand in a token"
            raise ValueError(message)
