"""Slack's Web API and response addresses, with two kinds of trouble: refused, or not answered.

The library's own retries are off: a `chat.postMessage` that is sent again may be posted twice
(platform-facts, section 2.4).
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

SLACK = "https://slack.com/api/"
HOOKS = (".slack.com", ".slack-gov.com")
WITHIN = aiohttp.ClientTimeout(total=30)
"""Seconds for one call; a post that is not answered is never sent again, so there is patience."""

PATIENCE = 5.0
"""Seconds that Slack may ask us to wait; what was refused for its pace was surely not done."""

NETWORK = (aiohttp.ClientError, TimeoutError, OSError)
FATAL = frozenset(
    ("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired")
)
"""Answers that say that a token is void."""

SERVER_TROUBLE, TOO_FAST = 500, 429

Body = Mapping[str, Any]

quiet = logging.getLogger("milepost.slack.library")
quiet.setLevel(logging.ERROR)  # below that the library writes out addresses and what people say


class Refused(Exception):  # noqa: N818 (what Slack may answer, not a mistake)
    """Slack refuses a call: `error` is its word, `wait` the seconds when that is "ratelimited"."""

    def __init__(self, error: str, wait: float = 0.0) -> None:
        """Keep why."""
        super().__init__(error)
        self.error = error
        self.wait = wait


class Away(Exception):  # noqa: N818 (as above)
    """Slack does not answer. `sure` when the request surely did not arrive."""

    def __init__(self, what: str, *, sure: bool = False) -> None:
        """Name the trouble without any address."""
        super().__init__(what)
        self.sure = sure


@dataclass(frozen=True, slots=True)
class Web:
    """Calls Slack over one session. `api` replaces its base address."""

    session: aiohttp.ClientSession
    client: AsyncWebClient
    api: str = ""
    void: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when Slack says that a token is void."""

    @classmethod
    def open(cls, token: str, api: str = "") -> "Web":
        """Open a session; whoever opens it closes it."""
        session = aiohttp.ClientSession(timeout=WITHIN)
        base = f"{api.rstrip('/')}/" if api else SLACK
        client = AsyncWebClient(
            token=token, base_url=base, session=session, retry_handlers=[], logger=quiet
        )
        return cls(session, client, api)

    @property
    def proxy(self) -> str | None:
        """The proxy that the library found in the environment."""
        return self.client.proxy

    async def close(self) -> None:
        """Close the session."""
        await self.session.close()

    async def call(self, method: str, /, **arguments: Any) -> Body:  # noqa: ANN401 (what JSON holds)
        """Call a method that does something; a short wait that Slack asks for is waited.

        Raises Refused or Away.
        """
        try:
            return await self.once(method, **arguments)
        except Refused as refused:
            if refused.error != "ratelimited" or refused.wait > PATIENCE:
                raise
            await asyncio.sleep(refused.wait)
        return await self.once(method, **arguments)

    async def once(self, method: str, /, **arguments: Any) -> Body:  # noqa: ANN401 (as above)
        """Call a method that does something, and wait for nothing. Raises Refused or Away."""
        return await self._asked(self._loose.api_call(method, json=arguments))

    async def look(self, method: str, /, **arguments: str) -> Body:
        """Call a method that looks something up. Raises Refused or Away."""
        return await self._asked(self._loose.api_call(method, http_verb="GET", params=arguments))

    async def form(self, method: str, /, **arguments: str) -> Body:
        """Call a method that takes no JSON. Raises Refused or Away."""
        return await self._asked(self._loose.api_call(method, data=arguments))

    async def upload(self, address: str, data: bytes) -> None:
        """Send a file to the address that Slack gave for it. Raises Refused or Away."""
        await self._post(address, data=data)

    async def socket(self, token: str) -> str:
        """Get the address of a socket, with an app-level token. Raises Refused or Away."""
        answer = await self._asked(self._loose.apps_connections_open(app_token=token))
        return str(answer.get("url") or "")

    @property
    def _loose(self) -> Any:  # noqa: ANN401 (the library's client, whose types are half unknown)
        return self.client

    async def _asked(self, asked: Awaitable[Any]) -> Body:
        try:
            answer = await asked
        except SlackApiError as refused:
            raise self._noted(_read(refused)) from None
        except NETWORK as trouble:
            raise _away(trouble) from None
        except SlackClientError as trouble:
            raise Away(type(trouble).__name__) from None
        return as_body(answer.data)

    def _noted(self, trouble: Refused | Away) -> Refused | Away:
        if isinstance(trouble, Refused) and trouble.error in FATAL:
            self.void.set()
        return trouble

    async def respond(self, address: str, body: Body) -> None:
        """Send a message to a response address. Raises Refused or Away."""
        await self._post(address, json=body)

    async def _post(self, address: str, **sent: Any) -> None:  # noqa: ANN401 (what aiohttp takes)
        if not self._ours(address):
            raise Refused("not_an_address_of_slack")
        try:
            async with self.session.post(address, proxy=self.proxy, **sent) as answer:
                status, said = answer.status, (await answer.text())[:200]
                wait = answer.headers.get("Retry-After", "")
        except NETWORK as trouble:
            raise _away(trouble) from None
        if status == TOO_FAST:
            raise Refused("ratelimited", _seconds(wait))
        if status >= SERVER_TROUBLE:
            raise Away(f"status {status}")
        error = _error_of(said)
        if status != HTTPStatus.OK or error:
            raise Refused(error or f"status {status}")

    def _ours(self, address: str) -> bool:
        """Tell whether an address is Slack's, or the stand-in's that was set."""
        parts, base = urlsplit(address), urlsplit(self.api)
        host = parts.hostname or ""
        if self.api and host == base.hostname:
            return True
        return parts.scheme == "https" and host.endswith(HOOKS)


def as_body(value: object) -> Body:
    """Take a value that came from outside as an object; what is none is an empty one."""
    return cast("Body", value) if isinstance(value, dict) else {}


def _read(refused: SlackApiError) -> Refused | Away:
    """Read an error whose body may be anything: JSON, a page, or nothing at all."""
    response = cast("object", refused.response)
    status = getattr(response, "status_code", None) or getattr(response, "status", None) or 0
    headers = cast("Mapping[str, str]", getattr(response, "headers", None) or {})
    wait = _seconds(headers.get("Retry-After", ""))
    if status == TOO_FAST:
        return Refused("ratelimited", wait)
    error = str(as_body(getattr(response, "data", None)).get("error") or "")
    if status >= SERVER_TROUBLE or not error:
        return Away(f"status {status}")
    return Refused(error, wait)


def _error_of(said: str) -> str:
    """Read Slack's word for what is wrong: alone, or in an object; empty when all is well."""
    if said.isidentifier():
        return "" if said.casefold() == "ok" else said
    try:
        told = as_body(json.loads(said))
    except ValueError:
        return ""
    return "" if told.get("ok", True) else str(told.get("error") or "not_ok")


def _seconds(text: str) -> float:
    return float(text) if text.isdecimal() else 1.0


def _away(trouble: Exception) -> Away:
    sure = isinstance(trouble, aiohttp.ClientConnectorError)
    return Away(type(trouble).__name__, sure=sure)
