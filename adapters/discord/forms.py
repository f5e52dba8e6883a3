"""A form as a Discord modal, made from an intent's open fields; and what came back from it."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import discord
from discord import ui

from bot.core import tokens
from bot.core.forms import Box, boxes
from bot.core.intents import Intent
from bot.core.replies import Ask
from bot.core.words import Words

TITLE, LABEL, HINT, OPTION = 45, 45, 100, 100
FIELDS = 5
KEPT = 1_000


class FormTooLarge(Exception):  # noqa: N818 (named for what the form is)
    """A form does not fit into a Discord modal: it has to be declared smaller."""


@dataclass(slots=True)
class Drafts:
    """What people wrote into forms that had mistakes, so that a second try starts from it."""

    _kept: OrderedDict[tuple[int, str], Mapping[str, str]] = field(
        default_factory=OrderedDict[tuple[int, str], Mapping[str, str]]
    )

    def keep(self, user: int, token: str, values: Mapping[str, str]) -> None:
        """Keep what was sent; the oldest of a thousand gives way."""
        self._kept[user, token] = values
        self._kept.move_to_end((user, token))
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)

    def take(self, user: int, form: Intent) -> Mapping[str, str]:
        """Take out what somebody last sent with this form."""
        return self._kept.pop((user, tokens.write(form)), {})

    def drop(self, user: int, token: str) -> None:
        """Forget a form that was fine."""
        self._kept.pop((user, token), None)


def modal(form: Ask, words: Words, draft: Mapping[str, str]) -> ui.Modal:
    """Make the modal. Raises FormTooLarge for what Discord would refuse."""
    questions = boxes(form.intent, words, {**form.seed, **draft})
    if not 1 <= len(questions) <= FIELDS or len(form.title) > TITLE:
        raise FormTooLarge(f"{type(form.intent).__name__}: {len(questions)} fields, {form.title!r}")
    made = ui.Modal(title=form.title, custom_id=tokens.write(form.intent), timeout=None)
    for box in questions:
        made.add_item(_label(box))
    return made


def _label(box: Box) -> ui.Label[Any]:
    if len(box.label) > LABEL or len(box.hint) > HINT:
        raise FormTooLarge(f"{box.name}: the label or the hint is too long")
    return ui.Label(text=box.label, description=box.hint or None, component=_component(box))


def _component(box: Box) -> ui.TextInput[Any] | ui.Select[Any]:
    if box.options:
        options = [
            discord.SelectOption(label=each[:OPTION], value=each, default=each == box.value)
            for each in box.options
        ]
        return ui.Select(custom_id=box.name, options=options, required=False)
    style = discord.TextStyle.paragraph if box.lines else discord.TextStyle.short
    return ui.TextInput(
        custom_id=box.name,
        style=style,
        default=box.value[: box.longest] or None,
        max_length=box.longest,
        required=False,
    )


def values(data: Mapping[str, Any]) -> dict[str, str]:
    """Read what was written, by field name; whichever layout the modal had."""
    found: dict[str, str] = {}
    for outer in data.get("components", ()):
        inner = [outer["component"]] if "component" in outer else outer.get("components", ())
        for each in inner:
            if "custom_id" not in each:
                continue
            picked = each.get("values")
            text = picked[0] if picked else each.get("value")
            found[str(each["custom_id"])] = str(text or "")
    return found
