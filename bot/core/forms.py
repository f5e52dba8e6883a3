"""A form, made from the open fields of an intent; the platforms draw it, the core checks it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

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
from bot.core.words import Words

TEXT_CAP = 400


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


def boxes(intent: Intent, words: Words, seed: Mapping[str, str]) -> tuple[Box, ...]:
    """List the questions of an intent's form, filled in with `seed`."""
    found: list[Box] = []
    for name, mark in asked(type(intent)).items():
        field = type(intent).model_fields[name]
        limits = (getattr(mark, "max_length", None) for mark in marks(field))
        longest = next((int(limit) for limit in limits if limit), TEXT_CAP)
        found.append(
            Box(
                name=name,
                label=words.s(mark.label),
                hint=words.s(mark.hint),
                value=seed.get(name, ""),
                options=choices(field),
                suggest=suggestions(field),
                number=bare_type(field) is int,
                lines=mark.lines,
                longest=longest,
                required=not _takes_nothing(type(intent), name),
            )
        )
    return tuple(found)


@cache
def _takes_nothing(intent: type[Intent], name: str) -> bool:
    try:
        checker(intent, name).validate_strings("")
    except ValidationError:
        return False
    return True


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
    match kind:
        case "string_too_short":
            n = int(limits["min_length"])
            return words.s("Write at least {n} characters.", n=n)
        case "string_too_long":
            n = int(limits["max_length"])
            return words.s("Write at most {n} characters.", n=n)
        case "int_parsing" | "int_type":
            return words.s("Write a whole number.")
        case "literal_error":
            return words.s("Choose one of: {expected}.", expected=str(limits["expected"]))
        case _:
            return words.s("I do not understand this.")
