"""HTTP mode: signed requests to the app's own address."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

import aiohttp

from bot.core.ports import Clock, SystemClock
from tests.doubles.slack.outcomes import Outcome, Sent
from tests.doubles.slack.world import World

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it goes out."""

    body: bytes
    headers: Mapping[str, str]


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
        return self.signed(
            json.dumps(sent.payload).encode(), JSON, **(retry if sent.retry else {})
        )

    async def post(self, request: Request) -> tuple[int, bytes, Mapping[str, str]]:
        """Send a request, as it stands; return status, body and headers.

        Raises aiohttp.ClientError, and TimeoutError.
        """
        self.sent.append(request)
        limit = aiohttp.ClientTimeout(total=self.world.timing.patience)
        async with (
            aiohttp.ClientSession(timeout=limit) as http,
            http.post(self.url, data=request.body, headers=request.headers) as answer,
        ):
            return answer.status, await answer.read(), answer.headers

    async def send(self, sent: Sent) -> Outcome:
        """Send something and wait for the answer, which is the acknowledgement."""
        outcome, begun = Outcome(), self.world.now()
        try:
            status, body, headers = await self.post(self.written(sent))
        except TimeoutError:
            return outcome.fail("operation_timeout")
        except aiohttp.ClientError:
            return outcome.fail("dispatch_failed")
        outcome.status = status
        outcome.final = headers.get("X-Slack-No-Retry") == "1"
        if self.world.age(begun) >= self.world.timing.respond:
            return outcome.fail("operation_timeout")
        if not 200 <= status < 300:
            return outcome.fail("dispatch_failed")
        outcome.finish(_read(body, headers.get("Content-Type", "")))
        return outcome


def _read(body: bytes, kind: str) -> object:
    """Read an answer: JSON where it says so, else text."""
    text = body.decode()
    if kind.startswith(JSON) and text:
        found: object = json.loads(text)
        return found
    return text
