"""The validators name every breach: one good message, spoilt in one place at a time."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from tests.doubles.limits import validate_discord, validate_slack

Json = dict[str, Any]
Spoil = Callable[[Json], object]

DISCORD: Json = {
    "flags": 1 << 15,
    "allowed_mentions": {"parse": []},
    "attachments": [{"id": 0, "filename": "a.png", "description": "alt"}],
    "components": [
        {
            "type": 17,
            "components": [
                {"type": 10, "content": "text"},
                {"type": 14},
                {
                    "type": 12,
                    "items": [{"media": {"url": "attachment://a.png"}, "description": "alt"}],
                },
                {
                    "type": 1,
                    "components": [
                        {"type": 2, "style": 2, "label": "Go", "custom_id": "1"},
                        {"type": 2, "style": 5, "label": "Read", "url": "https://x.org"},
                    ],
                },
                {
                    "type": 1,
                    "components": [
                        {
                            "type": 3,
                            "custom_id": "2",
                            "placeholder": "Open",
                            "options": [{"label": "a", "value": "1", "description": "b"}],
                        }
                    ],
                },
            ],
        }
    ],
}
CLASSIC: Json = {
    "content": "line",
    "allowed_mentions": {"parse": []},
    "embeds": [{"title": "t", "description": "d", "footer": {"text": "f"}}],
    "components": [DISCORD["components"][0]["components"][3]],
}
SLACK: Json = {
    "text": "line",
    "blocks": [
        {"type": "header", "text": {"type": "plain_text", "text": "Title", "emoji": False}},
        {"type": "section", "text": {"type": "mrkdwn", "text": "text", "verbatim": True}},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "note", "verbatim": True}]},
        {"type": "divider"},
        {"type": "image", "alt_text": "alt", "slack_file": {"id": "F1"}},
        {
            "type": "actions",
            "elements": [
                {
                    "type": "button",
                    "action_id": "1",
                    "text": {"type": "plain_text", "text": "Go", "emoji": False},
                },
                {
                    "type": "static_select",
                    "action_id": "2",
                    "placeholder": {"type": "plain_text", "text": "Open", "emoji": False},
                    "options": [
                        {
                            "text": {"type": "plain_text", "text": "a", "emoji": False},
                            "value": "1",
                            "description": {"type": "plain_text", "text": "b", "emoji": False},
                        }
                    ],
                },
            ],
        },
    ],
}


def part(body: Json, *path: int) -> Json:
    """Find a component by its place below the container."""
    found = body["components"][0]
    for n in path:
        found = found["components"][n]
    return found


def long(place: Json, key: str, size: int) -> None:
    place[key] = "x" * size


def times(place: Json, key: str, count: int) -> None:
    """Repeat a list's first entry, each with values of its own."""
    first = place[key][0]
    place[key] = [
        {**deepcopy(first), **{k: f"{n}" for k in ("value", "custom_id", "filename") if k in first}}
        for n in range(count)
    ]


V2_BREACHES: dict[str, Spoil] = {
    "content: 4001": lambda m: long(part(m, 0), "content", 4001),
    "content: 0 is": lambda m: long(part(m, 0), "content", 0),
    "text, not in 1..4000": lambda m: part(m)["components"].insert(
        0, {"type": 10, "content": "x" * 3997}
    ),
    "components, over 40": lambda m: times(part(m), "components", 40),
    "components: 41": lambda m: times(part(m), "components", 41),
    "components: 0": lambda m: times(part(m), "components", 0),
    "components[3].components: 6": lambda m: times(part(m, 3), "components", 6),
    "holds buttons or one menu": lambda m: part(m, 3)["components"].append(part(m, 4, 0)),
    "label: 81": lambda m: long(part(m, 3, 0), "label", 81),
    "label: 0": lambda m: long(part(m, 3, 0), "label", 0),
    "custom_id: 101": lambda m: long(part(m, 3, 0), "custom_id", 101),
    "'2' stands twice": lambda m: part(m, 3, 0).update(custom_id="2"),
    "no style 7": lambda m: part(m, 3, 0).update(style=7),
    "any other button an id": lambda m: part(m, 3, 0).update(url="https://x.org"),
    "a link has an address": lambda m: part(m, 3, 1).update(style=2),
    "url: 513": lambda m: part(m, 3, 1).update(url=f"https://x.org/{'y' * 499}"),
    "is no address": lambda m: part(m, 3, 1).update(url="javascript:x"),
    "placeholder: 151": lambda m: long(part(m, 4, 0), "placeholder", 151),
    "options: 26": lambda m: times(part(m, 4, 0), "options", 26),
    "options: 0": lambda m: times(part(m, 4, 0), "options", 0),
    "'1' stands twice": lambda m: part(m, 4, 0)["options"].append(part(m, 4, 0)["options"][0]),
    "options[0].label: 101": lambda m: long(part(m, 4, 0)["options"][0], "label", 101),
    "options[0].value: 101": lambda m: long(part(m, 4, 0)["options"][0], "value", 101),
    "options[0].description: 101": lambda m: long(part(m, 4, 0)["options"][0], "description", 101),
    "items: 11": lambda m: times(part(m, 2), "items", 11),
    "items[0].description: 1025": lambda m: long(part(m, 2)["items"][0], "description", 1025),
    "no alt text": lambda m: part(m, 2)["items"][0].pop("description"),
    "no such file": lambda m: m.pop("attachments"),
    "nothing shows it": lambda m: m["attachments"].append({"id": 1, "filename": "b.png"}),
    "attachments: 11": lambda m: times(m, "attachments", 11),
    "attachments[0].description: 1025": lambda m: long(m["attachments"][0], "description", 1025),
    "content: not with Components V2": lambda m: m.update(content="x"),
    "embeds: not with Components V2": lambda m: m.update(embeds=[]),
    "could be pinged": lambda m: m.update(allowed_mentions={"parse": ["users"]}),
    "could be pinged ": lambda m: m.pop("allowed_mentions"),
    "uses type 9": lambda m: part(m)["components"].append({"type": 9}),
}
CLASSIC_BREACHES: dict[str, Spoil] = {
    "content: 2001": lambda m: long(m, "content", 2001),
    "would show nothing": lambda m: m.pop("content"),
    "embeds: 11": lambda m: times(m, "embeds", 11),
    "title: 257": lambda m: long(m["embeds"][0], "title", 257),
    "description: 4097": lambda m: long(m["embeds"][0], "description", 4097),
    "footer.text: 2049": lambda m: long(m["embeds"][0]["footer"], "text", 2049),
    "characters, over 6000": lambda m: m.update(
        embeds=[{"description": "x" * 4000}, {"description": "x" * 2001}]
    ),
    "over 5 rows": lambda m: times(m, "components", 6),
    "text needs V2": lambda m: m["components"].append({"type": 10, "content": "x"}),
}


def block(message: Json, n: int) -> Json:
    return message["blocks"][n]


def option(message: Json) -> Json:
    return block(message, 5)["elements"][1]["options"][0]


SLACK_BREACHES: dict[str, Spoil] = {
    "blocks: 51": lambda m: times(m, "blocks", 51),
    "blocks: 0": lambda m: times(m, "blocks", 0),
    "JSON, over 12000": lambda m: m["blocks"].extend([{"type": "divider", "x": "y" * 12_000}]),
    "'' is no plain line": lambda m: m.update(text=""),
    "'<!here>' is no plain line": lambda m: m.update(text="<!here>"),
    "'a & b' is no plain line": lambda m: m.update(text="a & b"),
    "is no plain line": lambda m: long(m, "text", 4001),
    "no card uses video": lambda m: block(m, 3).update(type="video"),
    "blocks[0].text: 151": lambda m: long(block(m, 0)["text"], "text", 151),
    "blocks[0].text: 0": lambda m: long(block(m, 0)["text"], "text", 0),
    "blocks[0].text: not {'type': 'plain_text'": lambda m: block(m, 0)["text"].update(emoji=True),
    "a sign that Slack reads": lambda m: block(m, 0)["text"].update(text="a < b"),
    "blocks[1].text: 3001": lambda m: long(block(m, 1)["text"], "text", 3001),
    "blocks[1].text: not {'type': 'mrkdwn'": lambda m: block(m, 1)["text"].pop("verbatim"),
    "elements: 11": lambda m: times(block(m, 2), "elements", 11),
    "elements[0].text: 3001": lambda m: long(block(m, 2)["elements"][0], "text", 3001),
    "elements[0]: not": lambda m: block(m, 2)["elements"][0].update(verbatim=False),
    "alt_text: 2001": lambda m: long(block(m, 4), "alt_text", 2001),
    "no alt text": lambda m: block(m, 4).pop("alt_text"),
    "an image has one place": lambda m: block(m, 4).update(image_url="https://x.org"),
    "elements: 26": lambda m: times(block(m, 5), "elements", 26),
    "'2' stands twice": lambda m: block(m, 5)["elements"][0].update(action_id="2"),
    "action_id: 256": lambda m: long(block(m, 5)["elements"][0], "action_id", 256),
    "elements[0].text: 76": lambda m: long(block(m, 5)["elements"][0]["text"], "text", 76),
    "url: 3001": lambda m: long(block(m, 5)["elements"][0], "url", 3001),
    "no style primary!": lambda m: block(m, 5)["elements"][0].update(style="primary!"),
    "unknown": lambda m: block(m, 5)["elements"][0].update(type="overflow"),
    "placeholder: 151": lambda m: long(block(m, 5)["elements"][1]["placeholder"], "text", 151),
    "options: 101": lambda m: times(block(m, 5)["elements"][1], "options", 101),
    "'1' stands twice": lambda m: block(m, 5)["elements"][1]["options"].append(option(m)),
    "options[0].text: 76": lambda m: long(option(m)["text"], "text", 76),
    "options[0].value: 151": lambda m: long(option(m), "value", 151),
    "options[0].description: 76": lambda m: long(option(m)["description"], "text", 76),
    "options[0].description: not": lambda m: option(m)["description"].update(emoji=True),
}


def test_the_good_messages_are_good() -> None:
    assert validate_discord(DISCORD) == []
    assert validate_discord(CLASSIC) == []
    for surface in ("message", "modal", "home"):
        assert validate_slack(SLACK["blocks"], SLACK["text"], surface) == []


@pytest.mark.parametrize("says", V2_BREACHES)
def test_a_breach_of_a_v2_message_is_named(says: str) -> None:
    message = deepcopy(DISCORD)
    V2_BREACHES[says](message)
    assert any(says.strip() in each for each in validate_discord(message))


@pytest.mark.parametrize("says", CLASSIC_BREACHES)
def test_a_breach_of_a_classic_message_is_named(says: str) -> None:
    message = deepcopy(CLASSIC)
    CLASSIC_BREACHES[says](message)
    assert any(says in each for each in validate_discord(message))


@pytest.mark.parametrize("says", SLACK_BREACHES)
def test_a_breach_of_a_slack_message_is_named(says: str) -> None:
    message = deepcopy(SLACK)
    SLACK_BREACHES[says](message)
    assert any(
        says in each for each in validate_slack(message["blocks"], message["text"], "message")
    )


def test_a_view_has_no_budget_but_more_room() -> None:
    blocks = [SLACK["blocks"][3]] * 100
    assert validate_slack(blocks, "x", "home") == []
    assert validate_slack([*blocks, blocks[0]], "x", "modal") == ["blocks: 101 is not in 1..100"]


def test_lengths_are_counted_in_utf_16_units() -> None:
    message = deepcopy(DISCORD)
    part(message, 3, 0)["label"] = "\U0001f44d" * 41
    assert validate_discord(message) != []
