"""Forms and home tabs as they stand on somebody's screen."""

import copy
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.doubles.slack.errors import Json
from tests.doubles.slack.messages import decoded, labels, readable, usable
from tests.doubles.slack.places import Team, User

Values = dict[str, dict[str, Json]]
"""What is filled in: by block id, then action id."""

STACK = 3

FIRST = {
    "datepicker": ("initial_date", "selected_date"),
    "timepicker": ("initial_time", "selected_time"),
    "datetimepicker": ("initial_date_time", "selected_date_time"),
    "checkboxes": ("initial_options", "selected_options"),
    "radio_buttons": ("initial_option", "selected_option"),
    "static_select": ("initial_option", "selected_option"),
    "external_select": ("initial_option", "selected_option"),
    "users_select": ("initial_user", "selected_user"),
    "conversations_select": ("initial_conversation", "selected_conversation"),
    "channels_select": ("initial_channel", "selected_channel"),
    "multi_static_select": ("initial_options", "selected_options"),
    "multi_external_select": ("initial_options", "selected_options"),
    "multi_users_select": ("initial_users", "selected_users"),
    "multi_conversations_select": ("initial_conversations", "selected_conversations"),
    "multi_channels_select": ("initial_channels", "selected_channels"),
}
"""Where an element says what it begins with, and where a payload says what is chosen."""


@dataclass(eq=False)
class View:
    """A modal, or somebody's home tab. `body` is what the bot sent, its ids filled in."""

    id: str
    user: User
    team: Team
    body: Json
    hash: str
    root: str = ""
    previous: str | None = None
    values: Values = field(default_factory=dict[str, Any])
    errors: dict[str, str] = field(default_factory=dict[str, str])
    """What the bot says against the inputs, by block id."""
    closed: bool = False

    def __post_init__(self) -> None:
        self.keep_values({})

    @property
    def type(self) -> str:
        """Return `modal` or `home`."""
        return str(self.body["type"])

    @property
    def title(self) -> str:
        """Return the title of a modal."""
        return decoded(str(self.body.get("title", {}).get("text", "")))

    @property
    def blocks(self) -> list[Json]:
        """Return the blocks."""
        found: list[Json] = self.body["blocks"]
        return found

    @property
    def text(self) -> str:
        """Return what is read, the title first."""
        return "\n".join(part for part in (self.title, readable(self.blocks)) if part)

    @property
    def buttons(self) -> list[str]:
        """Return the labels of the buttons in it, in order; sending and closing are not there."""
        return labels(self.blocks)

    @property
    def inputs(self) -> dict[str, Json]:
        """Return the boxes to fill in, by label, in order."""
        return {label: element for label, _, element in self.boxes()}

    @property
    def metadata(self) -> str:
        """Return what the bot keeps in it."""
        return str(self.body.get("private_metadata", ""))

    def boxes(self) -> Iterator[tuple[str, Json, Json]]:
        """Go through label, block and element of everything that is sent along."""
        for block in self.blocks:
            if block["type"] == "input":
                yield decoded(str(block["label"]["text"])), block, block["element"]

    def error(self, label: str) -> str:
        """Return what is said against the input of a label, nothing for none."""
        blocks = {name: block["block_id"] for name, block, _ in self.boxes()}
        return self.errors.get(blocks[label], "")

    def keep_values(self, before: Values) -> None:
        """Begin with the initial values, or with what stood in a box of the same ids."""
        self.values = starting(self.blocks, before)


def starting(blocks: Sequence[Json], before: Values) -> Values:
    """Return the values that blocks begin with; what stood in a box of the same ids stays."""
    values: Values = {}
    for block, element in usable(blocks):
        if element["type"] in {"button", "overflow"}:
            continue
        block_id, action_id = str(block["block_id"]), str(element["action_id"])
        known = before.get(block_id, {}).get(action_id)
        kept = known if known and known["type"] == element["type"] else initial(element)
        values.setdefault(block_id, {})[action_id] = kept
    return values


def initial(element: Json) -> Json:
    """Return the state of an element that nobody has touched."""
    kind = str(element["type"])
    if kind not in FIRST:
        return {"type": kind, "value": element.get("initial_value")}
    begins, chosen = FIRST[kind]
    nothing: list[Json] | None = [] if begins.endswith("s") else None
    return {"type": kind, chosen: element.get(begins, nothing)}


def numbered(blocks: Sequence[Json]) -> list[Json]:
    """Return a copy of blocks in which every block and element has an id."""
    made = copy.deepcopy(list(blocks))
    for block in made:
        block.setdefault("block_id", secrets.token_urlsafe(4))
    for _, element in usable(made):
        element.setdefault("action_id", secrets.token_urlsafe(4))
    return made
