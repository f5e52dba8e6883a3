"""Discord's REST interface for posts, without the library's own waiting and repeating.

discord.py sleeps through a 429 and repeats a 5xx up to five times by itself, so that nobody else
learns of either (platform-facts, section 1.7). The engine has to see every answer: it shares its
limits between processes, and decides itself when something is tried again.
"""

import json
from dataclasses import dataclass, field
from typing import Any, cast

import aiohttp

from bot import __version__
from bot.core.posting import Later, Refused, Trouble, Unknown, Unreached

DISCORD = "https://discord.com/api/v10"
WITHIN = 9.0
"""Seconds for a call for which nothing else is said."""

CLOUDFLARE = 60.0
"""Seconds to be quiet where a 429 comes from the door and says nothing."""

TOO_FAST, AWAY, SERVER_TROUBLE = 429, 503, 500
REASONS = {
    10003: "no channel",
    10004: "left",
    10008: "no channel",
    50008: "invalid",
    50024: "invalid",
    50083: "archived",
    160005: "archived",
}
"""What Discord's codes mean for a post: values of `Reason`."""

SOON = {20016: 10.0, 20028: 10.0, 30046: 60.0, 40062: 10.0}
"""Codes that mean "too often here", and the seconds to wait."""

STATUSES = {400: "invalid", 401: "token", 403: "no right", 404: "no channel", 413: "invalid"}

Json = dict[str, Any]


class Answered(Exception):  # noqa: N818 (what Discord may answer, not a mistake)
    """Discord said no: `status` and `code` are its own; `seconds` belong to a 429."""

    def __init__(
        self, status: int, code: int = 0, seconds: float = 0.0, *, everybody: bool = False
    ) -> None:
        """Keep what was said."""
        super().__init__(f"status {status}, code {code}")
        self.status = status
        self.code = code
        self.seconds = seconds
        self.everybody = everybody

    @property
    def trouble(self) -> Trouble:
        """Say what that means for a post."""
        if self.status == TOO_FAST:
            return Later(self.seconds, everybody=self.everybody)
        if self.code in SOON:
            return Later(SOON[self.code])
        if self.status == AWAY:
            return Unreached(str(self))
        if self.status >= SERVER_TROUBLE:
            return Unknown(str(self))
        return Refused(REASONS.get(self.code) or STATUSES.get(self.status, "invalid"))


@dataclass(slots=True)
class Rest:
    """Calls Discord over one session, which opens with the first call."""

    token: str = field(repr=False)
    api: str = ""
    _session: aiohttp.ClientSession | None = None

    async def call(
        self, method: str, path: str, body: Json | None = None, within: float = WITHIN
    ) -> Any:  # noqa: ANN401 (what JSON holds)
        """Call once and return what is answered, None for nothing.

        Raises Answered for what is refused, Unreached and Unknown where no answer came.
        """
        address = (self.api or DISCORD).rstrip("/") + path
        try:
            async with self._open().request(
                method, address, json=body, timeout=aiohttp.ClientTimeout(total=within)
            ) as answer:
                text = await answer.text()
        except aiohttp.ClientConnectorError as trouble:
            raise Unreached(type(trouble).__name__) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as trouble:
            raise Unknown(type(trouble).__name__) from None
        told = _read(text)
        if answer.ok:
            return told
        raise _answered(answer, told)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            agent = f"DiscordBot (milepost, {__version__})"
            headers = {"Authorization": f"Bot {self.token}", "User-Agent": agent}
            self._session = aiohttp.ClientSession(headers=headers)
        return self._session

    async def close(self) -> None:
        """Close the session; the next call opens another."""
        if self._session is not None:
            await self._session.close()
            self._session = None


def _read(text: str) -> object:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return None


def _answered(answer: aiohttp.ClientResponse, told: object) -> Answered:
    said = cast("Json", told) if isinstance(told, dict) else {}
    code = said.get("code")
    if answer.status != TOO_FAST:
        return Answered(answer.status, code if isinstance(code, int) else 0)
    wait = said.get("retry_after", answer.headers.get("Retry-After"))
    ours = "Via" in answer.headers and "retry_after" in said
    everybody = not ours or bool(said.get("global"))
    return Answered(TOO_FAST, 0, _seconds(wait), everybody=everybody)


def _seconds(wait: object) -> float:
    try:
        return max(0.1, float(cast("str", wait)))
    except (TypeError, ValueError):
        return CLOUDFLARE
