"""HTTP mode: signed requests to the app's own address."""

import asyncio
import hashlib
import hmac
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

import aiohttp

from bot.core.ports import Clock, SystemClock
from tests.doubles.slack.outcomes import LATE, LOST, Outcome, Sent
from tests.doubles.slack.world import World

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
VERIFY = "url_verification"
AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it goes out."""

    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the app answers."""

    status: int
    body: bytes
    headers: Mapping[str, str]

    def read(self) -> object:
        """Return JSON where the answer says it is some, else text."""
        text = self.body.decode()
        if self.headers.get("Content-Type", "").startswith(JSON) and text:
            found: object = json.loads(text)
            return found
        return text


@dataclass
class Endpoint:
    """Sends to the app's address. Bolt holds signatures against the machine's time, not ours."""

    world: World
    url: str
    clock: Clock = field(default_factory=SystemClock)
    sent: list[Request] = field(default_factory=list[Request])
    """All that went out, for a replay."""

    def signed(self, body: bytes, kind: str, **more: str) -> Request:
        """Return a request as Slack signs it."""
        stamp = str(int(self.clock.now().timestamp()))
        headers = {
            "Content-Type": kind,
            "User-Agent": AGENT,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": self.signature(body, stamp),
        }
        return Request(body, headers | more)

    def signature(self, body: bytes, stamp: str, secret: str = "") -> str:
        """Return the signature of a body at a time."""
        key = (secret or self.world.install.signing_secret).encode()
        base = b":".join([b"v0", stamp.encode(), body])
        return f"v0={hmac.new(key, base, hashlib.sha256).hexdigest()}"

    def written(self, sent: Sent) -> Request:
        """Write what is sent as a request."""
        if sent.type == "slash_commands":
            return self.signed(urlencode(sent.payload).encode(), FORM)
        if sent.type == "interactive":
            told = urlencode({"payload": json.dumps(sent.payload)})
            return self.signed(told.encode(), FORM)
        retry = {"X-Slack-Retry-Num": str(sent.retry), "X-Slack-Retry-Reason": sent.reason}
        return self.signed(json.dumps(sent.payload).encode(), JSON, **(retry if sent.retry else {}))

    async def post(self, request: Request) -> Answer:
        """Send a request, as it stands. Raises aiohttp.ClientError."""
        self.sent.append(request)
        async with (
            aiohttp.ClientSession() as http,
            http.post(self.url, data=io.BytesIO(request.body), headers=request.headers) as answer,
        ):
            return Answer(answer.status, await answer.read(), answer.headers)

    async def send(self, sent: Sent) -> Outcome:
        """Send something and wait for the answer, which is the acknowledgement."""
        outcome = Outcome()
        posting = asyncio.ensure_future(self.post(self.written(sent)))
        posting.add_done_callback(lambda _: self.world.bell.ring())
        try:
            came = await self.world.until(posting.done, self.world.timing.respond)
        finally:
            posting.cancel()
        if not came:
            return outcome.fail(LATE, "http_timeout")
        try:
            answer = posting.result()
        except aiohttp.ClientError:
            return outcome.fail(LOST, "connection_failed")
        outcome.status = answer.status
        outcome.final = answer.headers.get("X-Slack-No-Retry") == "1"
        if not 200 <= answer.status < 300:
            return outcome.fail(LOST, "http_error")
        outcome.finish(answer.read())
        return outcome

    async def verify(self) -> Answer:
        """Ask the app to prove that the address is its own, as when it is entered in settings."""
        told = {"token": "not-for-verification", "challenge": "3eZbrw1aB", "type": VERIFY}
        return await self.post(self.signed(json.dumps(told).encode(), JSON))
