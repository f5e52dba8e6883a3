"""A bare Bolt app, as its documentation shows one: one command, one button; both modes."""

import asyncio
import signal
import sys
from typing import Any

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

EVENTS = "/slack/events"


def app(api: str, token: str, secret: str) -> Any:  # noqa: ANN401 (Bolt's types are partial)
    """Make an app that says back what it is told."""
    client = AsyncWebClient(token=token, base_url=api)
    made: Any = AsyncApp(client=client, signing_secret=secret, process_before_response=True)

    @made.command("/milepost")
    async def echo(ack: AsyncAck, body: dict[str, Any]) -> None:
        text = body["text"]
        more = {"type": "plain_text", "text": "More"}
        button = {"type": "button", "action_id": "more", "text": more}
        said = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
        await ack(text=text, blocks=[said, {"type": "actions", "elements": [button]}])

    @made.action("more")
    async def more(ack: AsyncAck) -> None:
        await ack()

    del echo, more
    return made


async def run(api: str, token: str, key: str, port: str = "") -> None:
    """Answer until told to stop: over HTTP with a port and a signing secret, else by a socket."""
    made = app(api, token, key)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    if port:
        runner = web.AppRunner(made.server(path=EVENTS).web_app, handle_signals=False)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", int(port)).start()
        await stop.wait()
        await runner.cleanup()
        return
    handler: Any = AsyncSocketModeHandler(made, key, web_client=made.client)
    await handler.connect_async()
    await stop.wait()
    await handler.close_async()


if __name__ == "__main__":
    asyncio.run(run(*sys.argv[1:]))
