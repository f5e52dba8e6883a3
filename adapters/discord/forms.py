"""A form as a Discord modal, made from an intent's open fields; and what came back from it."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import discord
from discord import ui

from adapters.discord.text import units
from bot.core import tokens
from bot.core.forms import Box, boxes
from bot.core.intents import Intent
from bot.core.replies import Ask
from bot.core.words import Words

TITLE, LABEL, HINT, OPTION = 45, 45, 100, 100
FIELDS = 5
KEPT = 1_000


class FormTooLarge(ValueError):  # noqa: N818 (named for what the form is)
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

    def look(self, user: int, form: Intent) -> Mapping[str, str]:
        """Return what somebody last sent with this form, where it had mistakes."""
        return self._kept.get((user, tokens.write(form)), {})

    def drop(self, user: int, token: str) -> None:
        """Forget a form that was fine."""
        self._kept.pop((user, token), None)


def modal(form: Ask, words: Words, draft: Mapping[str, str]) -> ui.Modal:
    """Make the modal. Raises FormTooLarge for what Discord would refuse."""
    questions = boxes(form.intent, words, {**form.seed, **draft})
    if not 1 <= len(questions) <= FIELDS:
        raise FormTooLarge(f"{type(form.intent).__name__} has {len(questions)} fields")
    title, token = _fit("the title", form.title, TITLE), tokens.write(form.intent)
    made = ui.Modal(title=title, custom_id=token, timeout=None)
    for box in questions:
        made.add_item(_label(box, words))
    return made


def _fit(what: str, text: str, longest: int) -> str:
    if units(text) > longest:
        raise FormTooLarge(f"{what}: {text!r} has more than {longest} characters")
    return text


def _label(box: Box, words: Words) -> ui.Label[Any]:
    label = _fit(f"the label of {box.name}", box.label, LABEL)
    hint = _fit(f"the hint of {box.name}", box.hint, HINT) or None
    return ui.Label(text=label, description=hint, component=_component(box, words))


def _component(box: Box, words: Words) -> ui.TextInput[Any] | ui.Select[Any]:
    if box.options:
        options = [_option(box, each, words) for each in box.options]
        return ui.Select(custom_id=box.name, options=options, required=False)
    style = discord.TextStyle.paragraph if box.lines else discord.TextStyle.short
    return ui.TextInput(
        custom_id=box.name,
        style=style,
        default=box.value if 0 < len(box.value) <= box.longest else None,
        max_length=box.longest,
        required=False,
    )


def _option(box: Box, value: str, words: Words) -> discord.SelectOption:
    label = _fit(f"an option of {box.name}", words.s(value), OPTION)
    return discord.SelectOption(label=label, value=value, default=value == box.value)


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
