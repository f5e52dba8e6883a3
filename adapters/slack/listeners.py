"""Bolt's app: everything that Slack may send comes to one inbox, and nothing goes unanswered.

No exception may leave a listener: Bolt would drop the acknowledgement (platform-facts, 9).
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import orjson
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from adapters.slack.envelopes import Event, Me
from adapters.slack.turns import Turn, Turns
from adapters.slack.web import Web, quiet

ACK_WITHIN = 2.7
"""Seconds after which an event is acknowledged whatever is going on."""

OK = 200
EVERY = re.compile("")

Receive = Callable[[str, Event, Turn], Coroutine[Any, Any, None]]
Track = Callable[[Coroutine[Any, Any, None]], "asyncio.Task[None]"]
Listener = Callable[[dict[str, Any]], Awaitable[BoltResponse]]


@dataclass(slots=True)
class Listeners:
    """Acknowledges in time what `receive` answers; `track` keeps hold of what is in hand."""

    receive: Receive
    track: Track
    turns: Turns = field(default_factory=Turns)

    async def hear(self, kind: str, body: dict[str, Any]) -> BoltResponse:
        """Take one event. One that comes again is acknowledged as the first time, and no more."""
        event = Event(body)
        turn, new = self.turns.take(event.key)
        if new:
            self.track(self.receive(kind, event, turn)).add_done_callback(lambda _: turn.say())
        await asyncio.wait({turn.said}, timeout=ACK_WITHIN)
        turn.say()
        said = turn.said.result()
        return BoltResponse(status=200, body=orjson.dumps(said).decode() if said else "")

    def listener(self, kind: str) -> Listener:
        """Make what Bolt calls for one kind of event."""

        async def listen(body: dict[str, Any]) -> BoltResponse:
            return await self.hear(kind, body)

        return listen


def app(web: Web, token: str, me: Me, listeners: Listeners) -> AsyncApp:
    """Make the app. Signatures are checked before it, at the door of the server.

    What Bolt would look for besides, such as events of our own, never comes: we read no messages.
    """

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=me.enterprise or None,
            team_id=me.team,
            bot_id=me.bot,
            bot_user_id=me.user,
            bot_token=token,
        )

    made = AsyncApp(
        name="slack_bolt.milepost",  # Bolt sets up a logger of this name: not one of ours
        logger=quiet,
        client=web.client,
        authorize=authorize,
        signing_secret="checked before",  # noqa: S106 (says where the real one is)
        process_before_response=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        ignoring_self_events_enabled=False,
        attaching_function_token_enabled=False,
    )
    loose: Any = made  # its types are half unknown
    kinds = {
        "command": loose.command,
        "pressed": loose.action,
        "suggest": loose.options,
        "sent": loose.view_submission,
        "closed": loose.view_closed,
        "shortcut": loose.shortcut,
        "event": loose.event,
    }
    for kind, register in kinds.items():
        register(EVERY)(listeners.listener(kind))
    return made


async def over_socket(
    made: AsyncApp, client: AsyncBaseSocketModeClient, request: SocketModeRequest
) -> None:
    """Pass an envelope through the app and send its acknowledgement back."""
    answer = await run_async_bolt_app(made, request)
    if answer.status == OK:
        # The library's own way would read the answer's JSON and write it again.
        more = f',"payload":{answer.body}' if answer.body else ""
        await client.send_message(f'{{"envelope_id":{json.dumps(request.envelope_id)}{more}}}')
