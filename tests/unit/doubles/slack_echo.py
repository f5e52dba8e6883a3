"""A bare Bolt app, as small as its documentation shows one, for the double to be tried on."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.doubles.discord.bell import Bell
from tests.doubles.slack import Double
from tests.doubles.slack.errors import Json
from tests.doubles.slack.install import Install

TERMS = ("gradient", "graph", "loss")


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def button(label: str, **more: object) -> Json:
    return {"type": "button", "action_id": label.lower(), "text": plain(label), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def entry(label: str, element: Json, **more: object) -> Json:
    return {"type": "input", "label": plain(label), "element": element, **more}


def option(name: str) -> Json:
    return {"text": plain(name), "value": name.lower()}


def modal(title: str, *blocks: Json, **more: object) -> Json:
    named = {"title": plain(title), "submit": plain("Send"), "callback_id": title.lower()}
    return {"type": "modal", **named, "blocks": list(blocks) or [section("…")], **more}


WORD: Json = {"type": "plain_text_input", "action_id": "word", "max_length": 6}
LEVEL: Json = {
    "type": "static_select",
    "action_id": "level",
    "options": [option("Low"), option("High")],
}
TERM: Json = {"type": "external_select", "action_id": "term", "min_query_length": 0}
SHEET = modal(
    "Sheet",
    entry("Your name", WORD, block_id="name"),
    entry("Level", {**LEVEL, "initial_option": option("Low")}, block_id="how"),
    entry("Term", TERM, block_id="which", optional=True),
    actions(button("Inside"), button("Deeper")),
    notify_on_close=True,
)
CARD = [
    actions(button("More"), button("Web", url="https://example.org")),
    actions(
        {**LEVEL, "placeholder": plain("Level?")},
        {**TERM, "placeholder": plain("Which?")},
    ),
]


@dataclass
class Echo:
    """Knows a few commands; `heard` is what it was told."""

    install: Install
    api: str
    heard: list[str] = field(default_factory=list[str])
    bell: Bell = field(default_factory=Bell)

    def __post_init__(self) -> None:
        # Any: the annotations of slack_sdk and Bolt are partial
        self.client: Any = AsyncWebClient(token=self.install.bot_token, base_url=self.api)
        app: Any = AsyncApp(
            client=self.client,
            signing_secret=self.install.signing_secret,
            process_before_response=True,
        )
        self.app = app
        app.command("/echo")(self.command)
        for name in ("more", "gone", "web", "open"):
            app.action(name)(self.press)
        for name in ("level", "term"):
            app.action(name)(self.pick)
        for name in ("inside", "deeper"):
            app.action(name)(self.use)
        app.options("term")(self.suggest)
        app.view("sheet")(self.submit)
        for name in ("second", "over", "below"):
            app.view(name)(self.submit_more)
        app.view_closed("sheet")(self.closed)
        app.shortcut("explain")(self.short)
        app.event("app_home_opened")(self.home)
        for name in ("app_uninstalled", "tokens_revoked", "message"):
            app.event(name)(self.event)

    def hear(self, what: str) -> None:
        """Note something, and wake who waits for it."""
        self.heard.append(what)
        self.bell.ring()

    async def hears(self, what: str, times: int = 1) -> None:
        """Wait until something was noted. Raises AssertionError when it is not."""
        came = await self.bell.until(lambda: self.heard.count(what) >= times, 15.0)
        assert came, f"{what} was not heard, only {self.heard}"

    # commands

    async def command(self, ack: AsyncAck, respond: AsyncRespond, body: Json) -> None:
        self.hear(f"command {body['text']}")
        word, _, text = body["text"].partition(" ")
        match word:
            case "later":
                await ack()
                await respond(text=text)
            case "public":
                await ack(text=text, response_type="in_channel")
            case "card":
                await ack(text=text, blocks=[section(text), *CARD])
            case "sheet":
                await self.client.views_open(trigger_id=body["trigger_id"], view=SHEET)
                await ack()
            case _:
                await self.misbehave(ack, word, body)

    async def misbehave(self, ack: AsyncAck, word: str, body: Json) -> None:
        match word:
            case "silent":
                await asyncio.sleep(60)
            case "broken":
                await ack(text="x", blocks=[{"type": "section"}])
            case "raises":
                raise ValueError("on purpose")
            case _:
                await ack(body["text"])

    # buttons and menus

    async def press(self, ack: AsyncAck, respond: AsyncRespond, action: Json, body: Json) -> None:
        await ack()
        self.hear(f"{action['action_id']} by {body['user']['id']} of {body['user']['team_id']}")
        if action["action_id"] == "more":
            blocks = [section("more of it"), actions(button("Gone"))]
            await respond(text="more of it", blocks=blocks, replace_original=True)
        elif action["action_id"] == "gone":
            await respond(delete_original=True)
        elif action["action_id"] == "open":
            await self.client.views_open(trigger_id=body["trigger_id"], view=SHEET)

    async def pick(self, ack: AsyncAck, respond: AsyncRespond, action: Json) -> None:
        await ack()
        await respond(text=f"chose {action['selected_option']['value']}", replace_original=False)

    async def use(self, ack: AsyncAck, action: Json, body: Json) -> None:
        await ack()
        view, trigger = body["view"], body["trigger_id"]
        below = modal("Below", actions(button("Deeper")))
        try:
            if view["type"] == "home":
                await self.client.views_open(trigger_id=trigger, view=below)
            elif action["action_id"] == "deeper":
                await self.client.views_push(trigger_id=trigger, view=below)
            else:
                changed = {**SHEET, "blocks": [section("changed"), *SHEET["blocks"]]}
                await self.client.views_update(view_id=view["id"], hash=view["hash"], view=changed)
        except SlackApiError as refused:
            error: Any = refused
            self.hear(error.response["error"])

    async def suggest(self, ack: AsyncAck, body: Json) -> None:
        self.hear(f"suggest {body['value']}")
        await ack(options=[option(each) for each in TERMS if each.startswith(body["value"])])

    # forms

    async def submit(self, ack: AsyncAck, body: Json, view: Json) -> None:
        name = view["state"]["values"]["name"]["word"]["value"]
        self.hear(f"sent {name}")
        match name:
            case "wrong":
                await ack(response_action="errors", errors={"name": "is wrong"})
            case "nosuch":
                await ack(response_action="errors", errors={"elsewhere": "is wrong"})
            case "next":
                await ack(response_action="update", view=modal("Second"))
            case "over":
                await ack(response_action="push", view=modal("Over"))
            case "clear":
                await ack(response_action="clear")
            case _:
                await ack()
                text = f"thanks {name}"
                await self.client.chat_postMessage(channel=body["user"]["id"], text=text)

    async def submit_more(self, ack: AsyncAck, view: Json) -> None:
        self.hear(f"sent {view['callback_id']}")
        await ack()

    async def closed(self, ack: AsyncAck, body: Json) -> None:
        self.hear(f"closed, all: {body['is_cleared']}")
        await ack()

    async def short(self, ack: AsyncAck, body: Json) -> None:
        await ack()
        text = body.get("message", {}).get("text", "nothing")
        view = modal("Short", section(f"about {text}"))
        await self.client.views_open(trigger_id=body["trigger_id"], view=view)

    # events

    async def home(self, event: Json) -> None:
        self.hear(f"opened {event['tab']}")
        if event["tab"] == "home":
            blocks = [section(f"hello {event['user']}"), actions(button("Deeper"))]
            view = {"type": "home", "blocks": blocks}
            await self.client.views_publish(user_id=event["user"], view=view)

    async def event(self, event: Json) -> None:
        self.hear(f"{event['type']} {event.get('text', '')}".strip())


@asynccontextmanager
async def connected(double: Double, count: int = 1, ping: float = 10.0) -> AsyncGenerator[Echo]:
    """Run the app in Socket Mode, with so many websockets; a lost one is seen after `ping` s."""
    async with running(Echo(double.world.install, double.api), count, ping) as echo:
        await double.sockets.until_connected(count)
        yield echo


@asynccontextmanager
async def running(echo: Echo, count: int = 1, ping: float = 10.0) -> AsyncGenerator[Echo]:
    """Run the app in Socket Mode, without waiting for its websockets."""
    token = echo.install.app_token
    handlers: list[Any] = [
        AsyncSocketModeHandler(echo.app, token, web_client=echo.client, ping_interval=ping)
        for _ in range(count)
    ]
    try:
        for each in handlers:
            await each.connect_async()
        yield echo
    finally:
        for each in handlers:
            await each.close_async()


@asynccontextmanager
async def listening(double: Double) -> AsyncGenerator[Echo]:
    """Run the app in HTTP mode, and send everything there."""
    echo = Echo(double.world.install, double.api)
    runner = web.AppRunner(echo.app.server(path="/slack/events").web_app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    double.calls_app_at(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
    try:
        yield echo
    finally:
        await runner.cleanup()
