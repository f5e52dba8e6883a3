"""What is wrong with blocks, messages and views, by Block Kit's rules.

Limits: platform-facts, sections 2.2, 2.6 and 6. The models of slack_sdk are asked as well.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block as Model
from slack_sdk.models.views import View as ViewModel

from tests.doubles.slack.elements import (
    ACCESSORY,
    ACTION,
    BOTH,
    IMAGE,
    IMAGE_PLACE,
    INPUT,
    RICH,
)
from tests.doubles.slack.errors import Fault, Json, SlackError, broken, objects
from tests.doubles.slack.messages import usable
from tests.doubles.slack.shapes import (
    Check,
    Shape,
    an,
    both,
    by_type,
    flag,
    items,
    one_of,
    string,
    text,
    units,
)

MESSAGE, MODAL, HOME = "message", "modal", "home"
MOST_BLOCKS = {MESSAGE: 50, MODAL: 100, HOME: 100}
TEXT, BLOCKS_TEXT, VIEW_BYTES = 40_000, 13_200, 250_000

_NAMED: Shape = {"type!": string(50), "block_id": string(255)}
_CELL = by_type(
    {"raw_text": an({"type!": one_of("raw_text"), "text!": string(3000)}), "rich_text": RICH}
)
_COLUMN = an({"align": one_of("left", "center", "right"), "is_wrapped": flag})
_SMALL = by_type(
    {
        "image": both(an(IMAGE), IMAGE_PLACE),
        "plain_text": text(3000),
        "mrkdwn": text(3000, "mrkdwn"),
    }
)
_SECTION = an(
    {
        **_NAMED,
        "text": text(3000, *BOTH),
        "fields": items(text(2000, *BOTH), 10),
        "accessory": ACCESSORY,
        "expand": flag,
    }
)


def _says(path: str, value: Json) -> Iterator[Fault]:
    if "text" not in value and "fields" not in value:
        yield path, "missing required field: text or fields"


BLOCKS: dict[str, Check] = {
    "actions": an({**_NAMED, "elements!": items(ACTION, 25)}),
    "context": an({**_NAMED, "elements!": items(_SMALL, 10)}),
    "divider": an(_NAMED),
    "header": an({**_NAMED, "text!": text(150)}),
    "image": both(an({**_NAMED, **IMAGE, "title": text(2000)}), IMAGE_PLACE),
    "input": an(
        {
            **_NAMED,
            "label!": text(2000),
            "element!": INPUT,
            "hint": text(2000),
            "optional": flag,
            "dispatch_action": flag,
        }
    ),
    "markdown": an({**_NAMED, "text!": string(12_000)}),
    "rich_text": an({**_NAMED, "elements!": items(RICH, 100)}),
    "section": both(_SECTION, _says),
    "table": an(
        {**_NAMED, "rows!": items(items(_CELL, 20), 100), "column_settings": items(_COLUMN, 20)}
    ),
}
_ONLY_IN_MESSAGES = {"markdown", "table"}

MODAL_SHAPE = an(
    {
        "type!": one_of("modal"),
        "title!": text(24),
        "blocks!": items(by_type(BLOCKS), 100),
        "submit": text(24),
        "close": text(24),
        "private_metadata": string(3000, 0),
        "callback_id": string(255, 0),
        "external_id": string(255, 0),
        "clear_on_close": flag,
        "notify_on_close": flag,
    }
)
HOME_SHAPE = an(
    {
        "type!": one_of("home"),
        "blocks!": items(by_type(BLOCKS), 100),
        "private_metadata": string(3000, 0),
        "callback_id": string(255, 0),
        "external_id": string(255, 0),
    }
)
METADATA = an({"event_type!": string(255), "event_payload!": RICH})


def block_faults(
    blocks: Sequence[Json], surface: str = MESSAGE, at: str = "/blocks"
) -> list[Fault]:
    """Say what is wrong with the blocks of a message, a modal or the home tab."""
    shape = items(by_type(BLOCKS), MOST_BLOCKS[surface])
    found = broken(lambda: shape(at, blocks))
    return found or broken(lambda: _together(blocks, surface, at))


def _together(blocks: Sequence[Json], surface: str, at: str) -> Iterator[Fault]:
    """Check what no block can be blamed for alone."""
    names = Counter(block["block_id"] for block in blocks if "block_id" in block)
    yield from ((at, f"block_id {name} is there twice") for name, n in names.items() if n > 1)
    for n, block in enumerate(blocks):
        ids = Counter(each.get("action_id") for _, each in usable([block]))
        twice = [name for name, count in ids.items() if name and count > 1]
        yield from ((f"{at}/{n}", f"action_id {name} is there twice") for name in twice)
        if surface != MESSAGE and block["type"] in _ONLY_IN_MESSAGES:
            yield f"{at}/{n}/type", f"unsupported type: {block['type']}"
    focused = sum(bool(each.get("focus_on_load")) for each in objects(list(blocks)))
    if focused > 1:
        yield at, "focus_on_load may be set once"
    yield from _asked(blocks, at)


def _asked(blocks: Sequence[Json], at: str) -> Iterator[Fault]:
    """Ask the models of slack_sdk, which measure some things of their own."""
    model: Any = Model
    for n, block in enumerate(blocks):
        yield from _refused(f"{at}/{n}", model.parse, block)


def _refused(at: str, make: Callable[[Json], Any], given: Json) -> Iterator[Fault]:
    try:
        made = make(given)
        if made is not None:
            made.to_dict()
    except SlackObjectFormationError as wrong:
        yield at, str(wrong)


def check_blocks(blocks: Sequence[Json]) -> None:
    """Refuse the blocks of a message. Raises SlackError."""
    found = block_faults(blocks)
    if found:
        raise SlackError("invalid_blocks", found, errors=[f"{w} [{p}]" for p, w in found])
    written = json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))
    if units(written) > BLOCKS_TEXT:
        raise SlackError("msg_blocks_too_long")


def view_faults(view: Json, kind: str) -> list[Fault]:
    """Say what is wrong with a view that has to be a modal or a home tab."""
    shape = MODAL_SHAPE if kind == MODAL else HOME_SHAPE
    found = broken(lambda: shape("/view", view))
    if found:
        return found
    blocks: list[Json] = view["blocks"]
    found = block_faults(blocks, kind, "/view/blocks")
    inputs = any(block["type"] == "input" for block in blocks)
    if kind == MODAL and inputs and "submit" not in view:
        found.append(("/view", "missing required field: submit"))
    return found or broken(lambda: _refused("/view", lambda told: ViewModel(**told), view))


def check_view(view: Json, kind: str) -> None:
    """Refuse a view. Raises SlackError."""
    found = view_faults(view, kind)
    if found:
        raise SlackError("invalid_arguments", found)
    if len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES:
        raise SlackError("view_too_large")
