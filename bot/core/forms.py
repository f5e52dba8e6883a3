"""A form, made from the open fields of an intent; the platforms draw it, the core checks it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from pydantic import ValidationError

from bot.core.cards import Button, Card, Text, Tone, row
from bot.core.faults import PersonFault
from bot.core.intents import (
    Intent,
    asked,
    bare_type,
    checker,
    choices,
    marks,
    suggestions,
)
from bot.core.markup import clean, join
from bot.core.words import N_, Words

TEXT_CAP = 400
_BOUNDS = {
    "string_too_short": ("min_length", N_("Write at least {n} characters.")),
    "string_too_long": ("max_length", N_("Write at most {n} characters.")),
    "greater_than_equal": ("ge", N_("Write {n} or more.")),
    "less_than_equal": ("le", N_("Write {n} or less.")),
}
"""What is said of a limit that was broken, by its kind, with the name of the limit."""

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Box:
    """One question of a form. `options` makes it a menu; `suggest` names a completion.

    `required` holds where an empty answer is refused whatever else is written.
    """

    name: str
    label: str
    hint: str
    value: str = ""
    options: tuple[str, ...] = ()
    suggest: str = ""
    number: bool = False
    lines: bool = False
    longest: int = TEXT_CAP
    required: bool = False


class FormErrors(PersonFault):
    """This form is not complete yet:"""

    def __init__(self, errors: Mapping[str, str]) -> None:
        """Keep what is wrong by field name; the texts are already in the reader's language."""
        super().__init__()
        self.errors = dict(errors)

    def amend(self, intent: Intent, words: Words) -> Card:
        """Draw what is wrong, for a platform that cannot show it inside the form."""
        form = asked(type(intent))
        lines = [self.text(words)]
        for name, text in self.errors.items():
            label = words.s(form[name].label) if name in form else name
            lines.append(words.t("*{label}:* {text}", label=label, text=text))
        again = intent.model_copy(update=dict.fromkeys(form))
        fix = (Button(words.s("Fix it"), again, Tone.first),)
        return Card("", (Text(join("\n", lines)), *row(*fix)))


@dataclass(frozen=True, slots=True)
class Mistakes:
    """What is wrong in a form, gathered field by field, so that all of it is named at once."""

    errors: dict[str, str] = field(default_factory=dict[str, str])

    def gather(self, read: Callable[[], V], instead: V) -> V:
        """Read a field; where that raises FormErrors, keep them and go on with something else."""
        try:
            return read()
        except FormErrors as wrong:
            self.errors.update(wrong.errors)
            return instead

    def check(self) -> None:
        """Name all of them. Raises FormErrors."""
        if self.errors:
            raise FormErrors(self.errors)


def boxes(intent: Intent, words: Words, seed: Mapping[str, str]) -> tuple[Box, ...]:
    """List the questions of an intent's form, filled in with `seed`."""
    found: list[Box] = []
    for name, mark in asked(type(intent)).items():
        described = type(intent).model_fields[name]
        limits = (getattr(mark, "max_length", None) for mark in marks(described))
        longest = next((int(limit) for limit in limits if limit), TEXT_CAP)
        found.append(
            Box(
                name=name,
                label=words.s(mark.label),
                hint=words.s(mark.hint),
                value=seed.get(name, ""),
                options=choices(described),
                suggest=suggestions(described),
                number=bare_type(described) is int,
                lines=mark.lines,
                longest=longest,
                required=needed(type(intent), name),
            )
        )
    return tuple(found)


@cache
def needed(intent: type[Intent], name: str) -> bool:
    """Tell whether a field of a form refuses an empty answer, whatever else is written."""
    try:
        checker(intent, name).validate_strings("")
    except ValidationError:
        return True
    return False


def submit(intent: Intent, values: Mapping[str, str], words: Words) -> Intent:
    """Put what was written into the form's intent. Raises FormErrors, by field name."""
    form = asked(type(intent))
    given = {
        name: clean(values.get(name, ""), lines=mark.lines).strip() for name, mark in form.items()
    }
    kept = intent.model_dump(exclude=set(form), exclude_none=True)
    strings = {name: _string(value) for name, value in kept.items()}
    try:
        return type(intent).model_validate_strings(strings | given)
    except ValidationError as failure:
        errors = {
            str(e["loc"][0]): _advice(e["type"], e.get("ctx", {}), words) for e in failure.errors()
        }
        raise FormErrors(errors) from None


def _string(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _advice(kind: str, limits: Mapping[str, Any], words: Words) -> str:
    if kind in _BOUNDS:
        name, text = _BOUNDS[kind]
        n = int(limits[name])
        alone = kind == "string_too_short" and n == 1
        return words.s("This cannot stay empty.") if alone else words.s(text, n=n)
    match kind:
        case "int_parsing" | "int_type":
            return words.s("Write a whole number.")
        case "literal_error":
            return words.s("Choose one of: {expected}.", expected=str(limits["expected"]))
        case _:
            return words.s("I do not understand this.")
