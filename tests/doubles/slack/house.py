"""The rules of the house, tighter than Slack's: what an adapter's message should never be."""

import json
import re
from collections.abc import Iterator

from tests.doubles.slack.errors import objects
from tests.doubles.slack.messages import Body, marked, pings
from tests.doubles.slack.shapes import units

LINE, WRITTEN = 4_000, 12_000

_OBJECT = re.compile(r"<(?:https?://|mailto:|@[UW]|#[CGD]|!date\^|!subteam\^)[^<>]*>")
_LOOSE = re.compile(r"[<>]|&(?!amp;|lt;|gt;)")


def breaches(body: Body) -> list[str]:
    """Say what a message breaks. Sources: platform-facts, sections 2.6 and 4."""
    return [*_line(body), *_blocks(body), *_options(body), *_signs(body)]


def _line(body: Body) -> Iterator[str]:
    if body.blocks and not body.text.strip():
        yield "text: a lock screen would show nothing"
    if units(body.text) > LINE:
        yield f"text: {units(body.text)} characters, over {LINE}"


def _blocks(body: Body) -> Iterator[str]:
    written = json.dumps(body.blocks, ensure_ascii=False, separators=(",", ":"))
    if units(written) > WRITTEN:
        yield f"blocks: {units(written)} characters of JSON, over {WRITTEN}"
    for each in objects(body.blocks):
        if each.get("type") == "mrkdwn" and not each.get("verbatim"):
            yield f"blocks: names are parsed in {each['text']!r}"


def _options(body: Body) -> Iterator[str]:
    if body.options.get("link_names") or body.options.get("parse", "none") != "none":
        yield "parse, link_names: names in people's text would be mentions"


def _signs(body: Body) -> Iterator[str]:
    """Find signs that Slack reads and nobody wrote on purpose."""
    for text in dict.fromkeys([body.text, *(text for text, _ in marked(body))]):
        if _LOOSE.search(_OBJECT.sub("", text)):
            yield f"text: a sign is not escaped in {text!r}"
    if pings(body).everyone:
        yield "text: everybody is pinged"
