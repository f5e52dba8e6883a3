"""A form as a window, made from an intent's open fields; and what came back from it."""

from collections.abc import Mapping

from adapters.slack.cards import Block
from adapters.slack.text import entities, fits, units, within
from adapters.slack.views import PRODUCT, TITLE, Memo, View, plain, state_of
from adapters.slack.web import Body, as_body
from bot.core import tokens
from bot.core.forms import Box, boxes
from bot.core.intents import Intent, asked
from bot.core.replies import Ask
from bot.core.words import N_, Words

LABEL, INPUT, OPTION, VALUE, OPTIONS = 2_000, 3_000, 75, 150, 100
EMPTY = "~"
"""The entry that stands for nothing: Slack has no way to take a choice back."""

LEAVE = N_("Leave empty")

Labels = Mapping[str, str]
"""How what a completed field holds is shown, by field name."""


def form_view(form: Ask, memo: Memo, words: Words, labels: Labels) -> View:
    """Make the window of a form. Raises TooLarge for what Slack would refuse."""
    blocks = [_input(box, words, labels.get(box.name, "")) for box in _boxes(form, words)]
    title = form.title or memo.title or PRODUCT
    if units(entities(title)) > TITLE:
        head = {"type": "mrkdwn", "text": f"*{entities(title)}*", "verbatim": True}
        blocks.insert(0, {"type": "section", "text": head})
        title = memo.title or PRODUCT
    return {
        "type": "modal",
        "callback_id": tokens.write(form.intent),
        "title": plain(title),
        "submit": plain(_short(words.s("Send"), "OK")),
        "close": plain(_short(words.s("Cancel"), "X")),
        "private_metadata": memo.write(),
        "notify_on_close": memo.home,
        "blocks": blocks,
    }


def _boxes(form: Ask, words: Words) -> tuple[Box, ...]:
    return boxes(form.intent, words, form.seed)


def _short(text: str, otherwise: str) -> str:
    return text if units(text) <= TITLE else otherwise


def _input(box: Box, words: Words, label: str) -> Block:
    made: Block = {
        "type": "input",
        "block_id": box.name,
        "optional": not box.required,
        "label": plain(within(f"the label of {box.name}", "characters", box.label, LABEL)),
        "element": _element(box, words, label),
    }
    if box.hint:
        made["hint"] = plain(within(f"the hint of {box.name}", "characters", box.hint, LABEL))
    return made


def _element(box: Box, words: Words, label: str) -> Block:
    if box.options:
        fits(box.name, "entries", len(box.options), OPTIONS)
        entries = [option(each, words.s(each)) for each in box.options]
        chosen = next((each for each in entries if each["value"] == box.value), None)
        made: Block = {"type": "static_select", "action_id": box.name, "options": entries}
        return made | ({"initial_option": chosen} if chosen else {})
    if box.suggest:
        made = {"type": "external_select", "action_id": box.name, "min_query_length": 0}
        start = {"initial_option": option(box.value, label or box.value)} if box.value else {}
        return made | start
    if box.number:
        made = {"type": "number_input", "action_id": box.name, "is_decimal_allowed": False}
        return made | ({"initial_value": box.value} if box.value else {})
    cap = min(box.longest, INPUT)
    made = {"type": "plain_text_input", "action_id": box.name, "max_length": cap}
    made["multiline"] = box.lines
    return made | ({"initial_value": box.value} if 0 < units(box.value) <= cap else {})


def option(value: str, label: str, hint: str = "") -> Block:
    """Make an entry of a menu. Raises TooLarge."""
    made: Block = {
        "text": plain(within("an entry", "characters", label, OPTION)),
        "value": within("an entry", "its value", value, VALUE),
    }
    return made | ({"description": plain(hint)} if 0 < units(hint) <= OPTION else {})


def values(view: Body) -> dict[str, str]:
    """Read what was written, by field name."""
    found: dict[str, str] = {}
    for name, element in state_of(view):
        chosen = as_body(element.get("selected_option"))
        text = chosen.get("value") if chosen else element.get("value")
        found[name] = "" if text in {None, EMPTY} else str(text)
    return found


def inline(errors: Mapping[str, str], form: Intent) -> dict[str, str]:
    """Name what is wrong below each field; what belongs to no field stands below the first."""
    names = list(asked(type(form)))
    found: dict[str, str] = {}
    for name, text in errors.items():
        place = name if name in names else names[0]
        found[place] = f"{found[place]} {text}" if place in found else text
    return found
