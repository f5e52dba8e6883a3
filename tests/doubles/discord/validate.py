"""The documented limits of messages and components (platform-facts, sections 1.5 and 6)."""

from collections import Counter
from collections.abc import Iterator, Sequence

from tests.doubles.discord.errors import Fault, Json, inner
from tests.doubles.discord.messages import BUTTON, LINK, SELECTS, TEXT_DISPLAY, V2, walk
from tests.doubles.limits import units

ROW, SECTION, TEXT_INPUT, LABEL = 1, 9, 4, 18
PREMIUM = 6
TOP_OF_V2 = {1, 9, 10, 12, 13, 14, 17}
IN_CONTAINER = {1, 9, 10, 12, 13, 14}
EMBED_PARTS = {"title": 256, "description": 4096}
COUNTS = {12: ("items", 1, 10), 9: ("components", 1, 3), 17: ("components", 1, 40)}
TEXTS = {
    "custom_id": (1, 100),
    "label": (1, 80),
    "placeholder": (0, 150),
    "url": (1, 512),
    "content": (1, 4000),
}
"""Least and most characters of what a component says, by key; `label` here is a button's."""


def message_faults(data: Json, files: Sequence[str]) -> list[Fault]:
    """Say what is wrong with a message as it would stand; `files` are the names of new ones."""
    return [
        *_content_faults(data, files),
        *_embed_faults(data["embeds"]),
        *component_faults(data["components"], v2=bool(data["flags"] & V2)),
        *_file_faults(data, files),
        *_mention_faults(data.get("allowed_mentions") or {}),
    ]


def _content_faults(data: Json, files: Sequence[str]) -> Iterator[Fault]:
    parts = ("content", "embeds", "components", "attachments", "poll", "sticker_ids")
    if not files and not any(data.get(part) for part in parts):
        yield "content", "Cannot send an empty message"
    yield from _length("content", data["content"], 0, 2000)
    if data["flags"] & V2:
        for part in ("content", "embeds", "poll", "sticker_ids"):
            if data.get(part):
                yield part, "cannot be used with Components V2"


def _length(path: str, text: object, least: int, most: int) -> Iterator[Fault]:
    if not isinstance(text, str):
        yield path, "must be a string"
    elif not least <= units(text) <= most:
        yield path, f"must be between {least} and {most} in length, is {units(text)}"


def _embed_faults(embeds: list[Json]) -> Iterator[Fault]:
    if len(embeds) > 10:
        yield "embeds", "must be 10 or fewer"
    total = 0
    for number, embed in enumerate(embeds):
        for path, text, most in _embed_texts(embed):
            total += units(text)
            yield from _length(f"embeds.{number}.{path}", text, 0, most)
        if len(embed.get("fields", ())) > 25:
            yield f"embeds.{number}.fields", "must be 25 or fewer"
    if total > 6000:
        yield "embeds", f"must be 6000 or fewer characters in all, are {total}"


def _embed_texts(embed: Json) -> Iterator[tuple[str, str, int]]:
    for key, most in EMBED_PARTS.items():
        yield key, embed.get(key) or "", most
    yield "footer.text", inner(embed, "footer").get("text") or "", 2048
    yield "author.name", inner(embed, "author").get("name") or "", 256
    for number, each in enumerate(embed.get("fields", ())):
        yield f"fields.{number}.name", each["name"], 256
        yield f"fields.{number}.value", each["value"], 1024


def component_faults(components: list[Json], *, v2: bool) -> Iterator[Fault]:
    """Say what is wrong with a message's components."""
    everything = list(walk(components))
    if not v2 and (len(components) > 5 or any(each["type"] != ROW for each in components)):
        yield "components", "must be 5 or fewer action rows"
    if v2 and any(each["type"] not in TOP_OF_V2 for each in components):
        yield "components", "has a component that may not stand here"
    if len(everything) > 40:
        yield "components", f"must be 40 or fewer with nested ones, are {len(everything)}"
    shown = sum(units(each["content"]) for each in everything if each["type"] == TEXT_DISPLAY)
    if shown > 4000:
        yield "components", f"must show 4000 or fewer characters in all, are {shown}"
    named = Counter(str(each["custom_id"]) for each in everything if "custom_id" in each)
    for name, count in named.items():
        if count > 1:
            yield "components", f"custom id {name} is used {count} times"
    for number, each in enumerate(components):
        yield from _part_faults(f"components.{number}", each)


def _part_faults(path: str, part: Json) -> Iterator[Fault]:
    yield from _text_faults(path, part)
    if part["type"] in COUNTS:
        key, least, most = COUNTS[part["type"]]
        if not least <= len(part.get(key) or ()) <= most:
            yield f"{path}.{key}", f"must be between {least} and {most} in number"
    yield from _kind_faults(path, part)
    for number, each in enumerate(part.get("components") or ()):
        yield from _part_faults(f"{path}.components.{number}", each)
    for key in ("accessory", "component"):
        if key in part:
            yield from _part_faults(f"{path}.{key}", part[key])


def _text_faults(path: str, part: Json) -> Iterator[Fault]:
    for number, item in enumerate(part.get("items") or [part]):
        yield from _length(f"{path}.{number}", item.get("description") or "", 0, 1024)
    for key, (least, most) in TEXTS.items():
        if part.get(key) is not None and part["type"] != LABEL:
            yield from _length(f"{path}.{key}", part[key], least, most)


def _kind_faults(path: str, part: Json) -> Iterator[Fault]:
    match part["type"]:
        case 1:
            yield from _row_faults(path, part)
        case 2:
            yield from _button_faults(path, part)
        case kind if kind in SELECTS:
            yield from _select_faults(path, part)
        case 9 if "accessory" not in part:
            yield f"{path}.accessory", "is required"
        case 17 if any(each["type"] not in IN_CONTAINER for each in part["components"]):
            yield f"{path}.components", "has a component that may not stand in a container"
        case _:
            pass


def _row_faults(path: str, row: Json) -> Iterator[Fault]:
    kinds = [each["type"] for each in row["components"]]
    buttons = 1 <= len(kinds) <= 5 and set(kinds) == {BUTTON}
    if not buttons and not (len(kinds) == 1 and kinds[0] in SELECTS | {TEXT_INPUT}):
        yield f"{path}.components", "must be 1 to 5 buttons, or one select"


def _button_faults(path: str, button: Json) -> Iterator[Fault]:
    link = button["style"] == LINK
    if button["style"] not in range(1, 7):
        yield f"{path}.style", "is unknown"
    if button["style"] != PREMIUM and ("url" in button, "custom_id" in button) != (link, not link):
        yield path, "must have a custom id, or a url when it is a link"
    if not button.get("label") and not button.get("emoji"):
        yield path, "must have a label or an emoji"


def _select_faults(path: str, select: Json) -> Iterator[Fault]:
    if "custom_id" not in select:
        yield f"{path}.custom_id", "is required"
    options = select.get("options") or ()
    if select["type"] == 3 and not 1 <= len(options) <= 25:
        yield f"{path}.options", f"must be between 1 and 25 in number, are {len(options)}"
    if len({each["value"] for each in options}) < len(options):
        yield f"{path}.options", "must have different values"
    least, most = select.get("min_values", 1), select.get("max_values", 1)
    if not 0 <= least <= most <= 25:
        yield f"{path}.max_values", "must be between min_values and 25"
    for number, option in enumerate(options):
        yield from option_faults(f"{path}.options.{number}", option)


def option_faults(path: str, option: Json) -> Iterator[Fault]:
    """Say what is wrong with one thing to choose."""
    for key, least in (("label", 1), ("value", 1), ("description", 0)):
        yield from _length(f"{path}.{key}", option.get(key) or "", least, 100)


def _file_faults(data: Json, files: Sequence[str]) -> Iterator[Fault]:
    told = data["attachments"]
    if len(told) > 10 or len(files) > 10:
        yield "attachments", "must be 10 or fewer"
    for number, each in enumerate(told):
        yield from _length(
            f"attachments.{number}.description", each.get("description") or "", 0, 1024
        )
    names = {*files, *(str(each.get("filename")) for each in told)}
    for each in walk(data["components"]):
        for place in _pictures(each):
            name = place.removeprefix("attachment://")
            if name != place and name not in names and not any("id" in e for e in told):
                yield "components", f"refers to the file {name}, which is not there"


def _pictures(component: Json) -> Iterator[str]:
    for holder in (component, *component.get("items", ())):
        for key in ("media", "file"):
            if key in holder:
                yield str(holder[key]["url"])


def _mention_faults(said: Json) -> Iterator[Fault]:
    for kind in ("users", "roles"):
        named = said.get(kind) or ()
        if named and kind in (said.get("parse") or ()):
            yield f"allowed_mentions.{kind}", "excludes the same word in parse"
        if len(named) > 100:
            yield f"allowed_mentions.{kind}", "must be 100 or fewer"
