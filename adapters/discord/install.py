"""What an operator needs before the first answer: the invite, and a check of the token."""

import base64
import binascii
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

import aiohttp
from pydantic import BaseModel, ValidationError

DISCORD = "https://discord.com"
API = f"{DISCORD}/api/v10"
TIMEOUT = aiohttp.ClientTimeout(total=10)

RIGHTS = {
    "View Channels": 1 << 10,
    "Send Messages": 1 << 11,
    "Embed Links": 1 << 14,
    "Send Messages in Threads": 1 << 38,
}
"""The least that posting needs (platform-facts, section 5). Answers to commands need none."""

WHY = {
    "View Channels": "see the channel it posts to",
    "Send Messages": "post shared cards and scheduled posts",
    "Embed Links": "draw scheduled posts, so that they read well on a lock screen",
    "Send Messages in Threads": "the same in threads",
}


class Sessions(BaseModel, frozen=True):
    """How many sessions a bot may start a day, and how many are left."""

    total: int
    remaining: int


class Gateway(BaseModel, frozen=True):
    """The part of Discord's answer that a check needs."""

    session_start_limit: Sessions


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of a check: what was looked at, whether it is fine, and what to do."""

    fine: bool
    text: str


def application_of(token: str) -> str:
    """Read the application's id from a bot token. Raises ValueError saying what to write."""
    head = token.strip().split(".")[0]
    try:
        text = base64.b64decode(head + "=" * (-len(head) % 4), validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        text = ""
    if token.count(".") != 2 or not text.isdecimal():  # noqa: PLR2004 (three parts, two dots)
        raise ValueError(
            "DISCORD_TOKEN has not the form of a bot token: on the developer portal open the "
            "application, Bot, Reset Token, and copy all of it"
        )
    return text


def invite(token: str) -> str:
    """Make the invite link with the least rights. Raises ValueError for a token that is none."""
    query = {
        "client_id": application_of(token),
        "scope": "bot applications.commands",
        "permissions": str(sum(RIGHTS.values())),
    }
    return f"{DISCORD}/oauth2/authorize?{urlencode(query)}"


async def check(token: str, api: str = "") -> list[Finding]:
    """Ask Discord whether the token holds, and what is left of the day's connections."""
    base = (api or API).rstrip("/")
    headers = {"Authorization": f"Bot {token}"}
    try:
        async with (
            aiohttp.ClientSession(headers=headers, timeout=TIMEOUT) as session,
            session.get(f"{base}/gateway/bot") as answer,
        ):
            status, body = answer.status, await answer.read()
    except (aiohttp.ClientError, TimeoutError) as trouble:
        return [Finding(fine=False, text=f"Discord does not answer: {type(trouble).__name__}.")]
    return [_judged(status, body)]


def _judged(status: int, body: bytes) -> Finding:
    """Read the answer of `/gateway/bot`, or of whatever stands in its place."""
    if status == HTTPStatus.UNAUTHORIZED:
        text = "Discord refuses the token. Reset it on the developer portal (Bot)."
        return Finding(fine=False, text=text)
    if status != HTTPStatus.OK:
        return Finding(fine=False, text=f"Discord answers with an error: {status}.")
    try:
        gateway = Gateway.model_validate_json(body)
    except ValidationError:
        return Finding(fine=False, text="What answers is not Discord: look at the address.")
    limit = gateway.session_start_limit
    left = f"{limit.remaining} of {limit.total} connections left today"
    return Finding(fine=True, text=f"The Discord token holds; {left}.")
