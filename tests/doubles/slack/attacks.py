"""Attacks on the app's own address, by somebody who knows it and lacks the signing secret."""

import json
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from tests.doubles.slack.endpoint import FORM, Answer, Endpoint, Request
from tests.doubles.slack.outcomes import Sent

WINDOW = 300
"""Seconds that a signature is good for. Source: platform-facts, section 2.3."""


@dataclass(frozen=True, slots=True)
class Attacker:
    """Sends what should be refused. Each attack returns the app's answer."""

    endpoint: Endpoint

    async def unsigned(self, sent: Sent) -> Answer:
        """Send something without any signature."""
        made = self.endpoint.written(sent)
        kept = {name: made.headers[name] for name in ("Content-Type", "User-Agent")}
        return await self.endpoint.post(replace(made, headers=kept))

    async def forged(self, sent: Sent) -> Answer:
        """Send something that was signed with another secret."""
        made = self.endpoint.written(sent)
        stamp = made.headers["X-Slack-Request-Timestamp"]
        signature = self.endpoint.signature(made.body, stamp, "somebody's guess")
        return await self._signed(made, signature)

    async def garbled(self, sent: Sent, signature: str = "v0=nothing") -> Answer:
        """Send something with a signature that is none."""
        return await self._signed(self.endpoint.written(sent), signature)

    async def tampered(self, sent: Sent, **changed: object) -> Answer:
        """Send something else than was signed."""
        made = self.endpoint.written(sent)
        other = self.endpoint.written(replace(sent, payload={**sent.payload, **changed}))
        return await self.endpoint.post(replace(made, body=other.body))

    async def aged(self, sent: Sent, seconds: float = WINDOW + 5) -> Answer:
        """Send something that was rightly signed so long ago; a negative age lies ahead."""
        made = self.endpoint.written(sent)
        stamp = str(int(int(made.headers["X-Slack-Request-Timestamp"]) - seconds))
        headers = dict(made.headers)
        headers["X-Slack-Request-Timestamp"] = stamp
        headers["X-Slack-Signature"] = self.endpoint.signature(made.body, stamp)
        return await self.endpoint.post(Request(made.body, headers))

    async def replayed(self, number: int = -1) -> Answer:
        """Send a request of Slack's own a second time, byte by byte."""
        return await self.endpoint.post(self.endpoint.sent[number])

    async def overlong(self, sent: Sent, size: int = 2_000_000) -> Answer:
        """Send a body of this size, rightly signed: only Slack itself could."""
        padded = {**sent.payload, "text": "x" * size}
        body = urlencode({"payload": json.dumps(padded)}).encode()
        return await self.endpoint.post(self.endpoint.signed(body, FORM))

    async def typed(self, sent: Sent, kind: str = "text/plain") -> Answer:
        """Send something under another content type, rightly signed."""
        made = self.endpoint.written(sent)
        return await self.endpoint.post(self.endpoint.signed(made.body, kind))

    async def raw(self, body: bytes, kind: str = FORM) -> Answer:
        """Send any bytes, rightly signed."""
        return await self.endpoint.post(self.endpoint.signed(body, kind))

    async def _signed(self, made: Request, signature: str) -> Answer:
        headers = {**made.headers, "X-Slack-Signature": signature}
        return await self.endpoint.post(replace(made, headers=headers))
