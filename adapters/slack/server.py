"""HTTP mode: one small server for Slack's requests and for whoever asks after our health.

Slack signs each request with its time (platform-facts, 2.3). What is forged, stale, sent again word
for word, or too long is refused before anybody reads it.
"""

import json
import logging
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

from bot.core.ports import Clock
from bot.serve import Stopped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.watch.lookout import Handler

log = logging.getLogger("milepost.slack")

PATH, HEALTH = "/slack/events", "/health"
LONGEST = 512 * 1024
"""Bytes of one request: a view of 250 kB as an encoded form stays below."""

SEEN = 5_000
"""Signatures remembered; those older than five minutes are refused as stale."""

CLOSES_WITHIN = 3.0


class SlackTime:
    """Our clock in the shape that the library's verifier takes."""

    def __init__(self, clock: Clock) -> None:
        """Read this clock."""
        self._clock = clock

    def now(self) -> float:
        """Return seconds since 1970."""
        return self._clock.now().timestamp()


@dataclass(slots=True)
class Door:
    """Lets in what Slack signed, once.

    Events are the exception: Slack sends one again, maybe within the second and so with the same
    signature, until it is acknowledged. They have an id of their own and are told nothing.
    """

    verifier: SignatureVerifier
    _seen: OrderedDict[str, None] = field(default_factory=OrderedDict[str, None])

    @classmethod
    def of(cls, secret: str, clock: Clock) -> "Door":
        """Make a door for a signing secret."""
        return cls(SignatureVerifier(secret, SlackTime(clock)))  # pyright: ignore[reportArgumentType] (it asks for `now` alone)

    def refuses(self, body: str, headers: "Mapping[str, str]") -> str:
        """Say why a request may not come in; empty when it may."""
        signature = headers.get("X-Slack-Signature", "")
        stamp = headers.get("X-Slack-Request-Timestamp", "")
        if not signature.isascii() or not stamp.isdecimal() or not stamp.isascii():
            return "not signed"
        if not self.verifier.is_valid(body, stamp, signature):
            return "forged or stale"
        if signature in self._seen and not body.startswith("{"):
            return "sent before"
        self._seen[signature] = None
        if len(self._seen) > SEEN:
            self._seen.popitem(last=False)
        return ""


@dataclass(slots=True)
class Server:
    """Listens on one address for one app."""

    app: AsyncApp
    door: Door
    address: str
    more: "Mapping[str, Handler]" = field(default_factory=dict[str, "Handler"])
    _runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Begin to listen. Raises Stopped when the address cannot be had."""
        routes = web.Application(client_max_size=LONGEST)
        routes.router.add_post(PATH, self._take)
        for path, handler in ({HEALTH: self._health} | dict(self.more)).items():
            routes.router.add_get(path, handler)
        self._runner = web.AppRunner(
            routes, access_log=None, handle_signals=False, shutdown_timeout=CLOSES_WITHIN
        )
        await self._runner.setup()
        host, _, port = self.address.rpartition(":")
        site = web.TCPSite(self._runner, host.strip("[]"), int(port))
        try:
            await site.start()
        except (OSError, OverflowError) as trouble:
            await self._runner.cleanup()
            raise Stopped(
                f"MILEPOST_HTTP: {self.address} cannot be used ({trouble.__class__.__name__}): "
                "set another host:port"
            ) from trouble
        log.info("Slack: listening on %s%s", self.address, PATH)

    async def stop(self) -> None:
        """Take no more, and let what is in hand be acknowledged."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        try:
            body = await request.read()
        except web.HTTPRequestEntityTooLarge:
            log.warning("Slack: a request was refused: too long")
            return web.Response(status=413)
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            return web.Response(status=400)
        if why := self.door.refuses(text, request.headers):
            log.warning("Slack: a request was refused: %s", why)
            return web.Response(status=401)
        if not _says_something(text):
            return web.Response(status=400)
        asked = AsyncBoltRequest(
            body=text, query=request.query_string, headers=dict(request.headers)
        )
        return await to_aiohttp_response(await self.app.async_dispatch(asked))

    async def _health(self, request: web.Request) -> web.Response:
        del request
        return web.json_response({"status": "ok"})


def _says_something(text: str) -> bool:
    """Tell whether a body is one of Slack's: an object of JSON, a payload of one, or a command."""
    payload = text
    if not text.startswith(("{", "[")):
        if "payload" not in text:
            return bool(text.strip("&"))  # a command: Bolt takes it apart
        fields = dict(parse_qsl(text, keep_blank_values=True))
        if "payload" not in fields:
            return bool(fields)
        payload = fields["payload"]
    try:
        return isinstance(json.loads(payload), dict)
    except ValueError:
        return False
