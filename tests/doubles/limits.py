"""What Discord and Slack refuse, as tables: validators that name each breach with its path.

Written from the platforms' documents (platform-facts, section 6), not from the renderers. Lengths
count in UTF-16 units, the larger of the two ways a platform may count.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

Node = Mapping[str, Any]
Span = tuple[int, int]

V2 = 1 << 15
DISCORD_TEXTS: Mapping[str, Mapping[str, Span]] = {
    "text": {"content": (1, 4000)},
    "button": {"label": (1, 80), "custom_id": (1, 100), "url": (1, 512)},
    "select": {"custom_id": (1, 100), "placeholder": (1, 150)},
    "option": {"label": (1, 100), "value": (1, 100), "description": (1, 100)},
    "picture": {"description": (1, 1024)},
    "attachment": {"filename": (1, 1024), "description": (1, 1024)},
    "message": {"content": (1, 2000)},
    "embed": {"title": (1, 256), "description": (1, 4096)},
    "footer": {"text": (1, 2048)},
}
DISCORD_LISTS: Mapping[str, Mapping[str, Span]] = {
    "container": {"components": (1, 40)},
    "row": {"components": (1, 5)},
    "select": {"options": (1, 25)},
    "gallery": {"items": (1, 10)},
    "message": {"components": (0, 40), "embeds": (0, 10), "attachments": (0, 10)},
}
DISCORD_TYPES = {
    1: "row",
    2: "button",
    3: "select",
    10: "text",
    12: "gallery",
    13: "file",
    14: "separator",
    17: "container",
}
SLACK_TEXTS: Mapping[str, Mapping[str, Span]] = {
    "header": {"text": (1, 150)},
    "section": {"text": (1, 3000)},
    "context": {"text": (1, 3000)},
    "button": {"text": (1, 75), "action_id": (1, 255), "url": (1, 3000), "value": (1, 2000)},
    "static_select": {"placeholder": (1, 150), "action_id": (1, 255)},
    "option": {"text": (1, 75), "value": (1, 150), "description": (1, 75)},
    "image": {"alt_text": (1, 2000), "image_url": (1, 3000)},
}
SLACK_LISTS: Mapping[str, Mapping[str, Span]] = {
    "context": {"elements": (1, 10)},
    "actions": {"elements": (1, 25)},
    "static_select": {"options": (1, 100)},
}
SLACK_BLOCKS = {"message": 50, "modal": 100, "home": 100}
SLACK_KINDS = {"header", "section", "context", "divider", "image", "actions"}
SLACK_JSON, SLACK_LINE = 12_000, 4_000


def units(text: str) -> int:
    """Count UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _lengths(
    path: str, node: Node, limits: Mapping[str, Span], size: Callable[[Any], int]
) -> Iterator[str]:
    for name, (low, high) in limits.items():
        if name in node and not low <= size(node[name]) <= high:
            yield f"{path}.{name}: {size(node[name])} is not in {low}..{high}"


def _measured(
    path: str,
    kind: str,
    node: Node,
    texts: Mapping[str, Mapping[str, Span]],
    lists: Mapping[str, Mapping[str, Span]],
) -> Iterator[str]:
    yield from _lengths(path, node, texts.get(kind, {}), lambda found: units(_text_of(found)))
    yield from _lengths(path, node, lists.get(kind, {}), len)


def _text_of(found: Any) -> str:  # noqa: ANN401 (a text, or Slack's object around one)
    return found if isinstance(found, str) else str(found["text"])


def _twice(path: str, ids: Sequence[str]) -> Iterator[str]:
    yield from (f"{path}: {each!r} stands twice" for each, n in Counter(ids).items() if n > 1)


# --- Discord ---------------------------------------------------------------------------------


def validate_discord(body: Node) -> list[str]:
    """Name what Discord would refuse in a message's JSON body, or we: pinging more than a role."""
    found = [*_measured("message", "message", body, DISCORD_TEXTS, DISCORD_LISTS)]
    nodes = list(_walk("message", body.get("components", ())))
    for path, kind, node in nodes:
        found += _measured(path, kind, node, DISCORD_TEXTS, DISCORD_LISTS)
        found += _DISCORD_RULES.get(kind, _no_rule)(path, node)
    found += _twice("custom_id", [node["custom_id"] for _, _, node in nodes if "custom_id" in node])
    pinged = dict(body.get("allowed_mentions") or {})
    if (
        pinged.pop("parse", None) != []
        or pinged.keys() - {"roles"}
        or len(pinged.get("roles", ())) > 1
    ):
        found.append("message.allowed_mentions: somebody could be pinged")
    found += _v2(body, nodes) if body.get("flags", 0) & V2 else _classic(body, nodes)
    return [*found, *_attachments(body)]


def _walk(path: str, parts: Sequence[Node]) -> Iterator[tuple[str, str, Node]]:
    for n, part in enumerate(parts):
        here, kind = f"{path}.components[{n}]", DISCORD_TYPES.get(part["type"], "unknown")
        yield here, kind, part
        yield from _walk(here, part.get("components", ()))


def _no_rule(path: str, node: Node) -> Iterator[str]:
    del path, node
    yield from ()


def _row(path: str, node: Node) -> Iterator[str]:
    kinds = [part["type"] for part in node["components"]]
    if kinds not in ([3], [2] * len(kinds)):
        yield f"{path}: a row holds buttons or one menu"


def _button(path: str, node: Node) -> Iterator[str]:
    if node["style"] not in range(1, 6):
        yield f"{path}: no style {node['style']}"
    if ("url" in node) != (node["style"] == 5) or ("url" in node) == ("custom_id" in node):
        yield f"{path}: a link has an address, any other button an id"
    if "url" in node and not re.match(r"https?://", node["url"]):
        yield f"{path}: {node['url']!r} is no address"


def _menu(path: str, node: Node) -> Iterator[str]:
    yield from _twice(path, [option["value"] for option in node["options"]])
    for n, option in enumerate(node["options"]):
        yield from _measured(f"{path}.options[{n}]", "option", option, DISCORD_TEXTS, {})


def _gallery(path: str, node: Node) -> Iterator[str]:
    for n, item in enumerate(node["items"]):
        yield from _measured(f"{path}.items[{n}]", "picture", item, DISCORD_TEXTS, {})
        if "description" not in item:
            yield f"{path}.items[{n}]: no alt text"


def _unknown(path: str, node: Node) -> Iterator[str]:
    yield f"{path}: no card uses type {node['type']}"


_DISCORD_RULES = {
    "row": _row,
    "button": _button,
    "select": _menu,
    "gallery": _gallery,
    "unknown": _unknown,
}


def _v2(body: Node, nodes: Sequence[tuple[str, str, Node]]) -> Iterator[str]:
    yield from (
        f"message.{key}: not with Components V2" for key in ("content", "embeds") if key in body
    )
    if len(nodes) > 40:
        yield f"message: {len(nodes)} components, over 40"
    shown = sum(units(node["content"]) for _, kind, node in nodes if kind == "text")
    if not nodes or shown > 4000:
        yield f"message: {shown} characters of text, not in 1..4000"


def _classic(body: Node, nodes: Sequence[tuple[str, str, Node]]) -> Iterator[str]:
    embeds = body.get("embeds", ())
    if not body.get("content"):
        yield "message.content: a lock screen would show nothing"
    if len(body.get("components", ())) > 5:
        yield "message.components: over 5 rows"
    yield from (f"{path}: {kind} needs V2" for path, kind, _ in nodes if kind in _ONLY_V2)
    for n, embed in enumerate(embeds):
        yield from _measured(f"message.embeds[{n}]", "embed", embed, DISCORD_TEXTS, {})
        footer = embed.get("footer", {})
        yield from _measured(f"message.embeds[{n}].footer", "footer", footer, DISCORD_TEXTS, {})
    total = sum(
        units(part)
        for embed in embeds
        for part in (embed.get("title", ""), embed.get("description", ""), _foot(embed))
    )
    if total > 6000:
        yield f"message.embeds: {total} characters, over 6000"


_ONLY_V2 = {"text", "gallery", "file", "separator", "container"}


def _foot(embed: Node) -> str:
    return embed.get("footer", {}).get("text", "")


def _attachments(body: Node) -> Iterator[str]:
    listed = [each["filename"] for each in body.get("attachments", ())]
    written = json.dumps([body.get("components"), body.get("embeds")])
    named = set(re.findall(r"attachment://([^\"]+)", written))
    yield from _twice("message.attachments", listed)
    yield from (f"attachment://{name}: no such file" for name in sorted(named - set(listed)))
    yield from (f"{name}: nothing shows it" for name in sorted(set(listed) - named))
    for n, each in enumerate(body.get("attachments", ())):
        yield from _measured(f"message.attachments[{n}]", "attachment", each, DISCORD_TEXTS, {})


# --- Slack -----------------------------------------------------------------------------------


def validate_slack(blocks: Sequence[Node], text: str, surface: str) -> list[str]:
    """Name what Slack would refuse in the blocks of a message, a modal or the home tab."""
    found: list[str] = []
    if not 1 <= len(blocks) <= SLACK_BLOCKS[surface]:
        found.append(f"blocks: {len(blocks)} is not in 1..{SLACK_BLOCKS[surface]}")
    written = json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))
    if surface == "message" and units(written) > SLACK_JSON:
        found.append(f"blocks: {units(written)} characters of JSON, over {SLACK_JSON}")
    if not text or units(text) > SLACK_LINE or re.search(r"[<>]|&(?!amp;|lt;|gt;)", text):
        found.append(f"text: {text!r} is no plain line")
    for n, block in enumerate(blocks):
        found += _slack_block(f"blocks[{n}]", block)
    actions = [each for block in blocks if block["type"] == "actions" for each in block["elements"]]
    return [*found, *_twice("action_id", [each["action_id"] for each in actions])]


def _slack_block(path: str, block: Node) -> Iterator[str]:
    kind = block["type"]
    if kind not in SLACK_KINDS:
        yield f"{path}: no card uses {kind}"
    yield from _measured(path, kind, block, SLACK_TEXTS, SLACK_LISTS)
    if kind in {"header", "section"}:
        yield from _text_object(f"{path}.text", block["text"], plain=kind == "header")
    if kind == "image" and (("image_url" in block) == ("slack_file" in block)):
        yield f"{path}: an image has one place"
    if kind == "image" and "alt_text" not in block:
        yield f"{path}: no alt text"
    for n, element in enumerate(block.get("elements", ())):
        yield from _element(f"{path}.elements[{n}]", kind, element)


def _element(path: str, within: str, element: Node) -> Iterator[str]:
    if within == "context":
        yield from _measured(path, "context", element, SLACK_TEXTS, {})
        yield from _text_object(path, element, plain=False)
        return
    kind = element["type"]
    yield from _measured(path, kind, element, SLACK_TEXTS, SLACK_LISTS)
    if kind not in {"button", "static_select"} or "action_id" not in element:
        yield f"{path}: {kind} without an id, or unknown"
        return
    if element.get("style", "primary") not in {"primary", "danger"}:
        yield f"{path}: no style {element['style']}"
    shown = element["text"] if kind == "button" else element["placeholder"]
    yield from _text_object(path, shown, plain=True)
    options = element.get("options", ())
    yield from _twice(path, [option["value"] for option in options])
    for n, option in enumerate(options):
        here = f"{path}.options[{n}]"
        yield from _measured(here, "option", option, SLACK_TEXTS, {})
        for part in ("text", "description"):
            if part in option:
                yield from _text_object(f"{here}.{part}", option[part], plain=True)


def _text_object(path: str, node: Node, *, plain: bool) -> Iterator[str]:
    wanted = (
        {"type": "plain_text", "emoji": False} if plain else {"type": "mrkdwn", "verbatim": True}
    )
    if {key: value for key, value in node.items() if key != "text"} != wanted:
        yield f"{path}: not {wanted}"
    if plain and re.search(r"[<>]|&(?!amp;|lt;|gt;)", node["text"]):
        yield f"{path}: a sign that Slack reads"
