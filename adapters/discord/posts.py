"""A post that arrives unasked, as discord.py sends it and edits it in place.

`draw_post` makes the payload; what is here turns it into the arguments of the library's calls:

    payload = draw_post(card, first_line, reference, role)
    await channel.send(**to_send(payload, nonce=nonce(key, place.channel), silent=True))
    await channel.get_partial_message(number).edit(**to_edit(payload))
"""

from typing import Any

import discord

from adapters.discord.cards import Payload, opened
from adapters.discord.layouts import Rows


def to_send(payload: Payload, *, nonce: str, silent: bool = False) -> dict[str, Any]:
    """Return the arguments of `send`. A silent post shows a badge, but no phone buzzes."""
    return {
        **_body(payload),
        "files": opened(payload),
        "allowed_mentions": _mentions(payload),
        "nonce": nonce,
        "silent": silent,
    }


def to_edit(payload: Payload) -> dict[str, Any]:
    """Return the arguments of `edit`: all of the post is replaced, and nobody is pinged again."""
    return {
        **_body(payload),
        "attachments": opened(payload),
        "allowed_mentions": discord.AllowedMentions.none(),
    }


def _body(payload: Payload) -> dict[str, Any]:
    body = payload.body
    return {
        "content": body["content"],
        "embeds": [discord.Embed.from_dict(each) for each in body["embeds"]],
        "view": Rows(body["components"]),
    }


def _mentions(payload: Payload) -> discord.AllowedMentions:
    allowed = discord.AllowedMentions.none()
    if roles := payload.body["allowed_mentions"].get("roles"):
        allowed.roles = [discord.Object(int(role)) for role in roles]
    return allowed
