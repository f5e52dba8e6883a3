"""Plays people and makes trouble over HTTP, when the double is a process of its own."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.doubles.discord import faults
from tests.doubles.discord.answers import Answer
from tests.doubles.discord.double import Double
from tests.doubles.discord.errors import Json
from tests.doubles.discord.faults import reply
from tests.doubles.discord.messages import SELECTS, Message, walk
from tests.doubles.discord.payloads import stamp
from tests.doubles.discord.people import Person
from tests.doubles.discord.permissions import Permission
from tests.doubles.discord.places import Guild, Role

ROOT = "/double"
TROUBLES: dict[str, Callable[..., faults.Trouble]] = {
    each.__name__: each
    for each in (
        faults.fails,
        faults.refuses,
        faults.limited,
        faults.resets,
        faults.closes,
        faults.loses_reply,
        faults.hangs,
        faults.slows,
    )
}


class Control:
    """Takes orders: `act`, `fault`, `gateway`; shows `messages` and `calls`."""

    def __init__(self, double: Double, guild: Guild) -> None:
        self.double, self.guild = double, guild
        self.people: dict[str, Person] = {}

    def mount(self, app: web.Application) -> None:
        """Let an application take orders."""
        app.router.add_get(f"{ROOT}/messages", self._messages)
        app.router.add_get(f"{ROOT}/calls", self._calls)
        for name, order in (
            ("act", self.act),
            ("fault", self.fault),
            ("gateway", self.gateway),
        ):
            app.router.add_post(f"{ROOT}/{name}", _ordered(order))

    async def act(self, order: Json) -> Json:
        """Let somebody do something and tell what they see.

        `person` and `do` (slash, press, pick, submit, autocomplete, menu) with its `words`, and
        `options` by name. `on` is the number of the message that is used. Who is new has a
        `locale`, and may be a `moderator`; `dm` lets it happen in private.
        """
        person, words = self._person(order), list(order.get("words", ()))
        person.at = person.dm if order.get("dm") else None
        options = order.get("options", {})
        if "on" in order:
            words.insert(0, self.double.world.messages[int(order["on"])])
        match order["do"]:
            case "slash":
                answer = await person.slash(words[0], options)
            case "autocomplete":
                answer = await person.autocomplete(words[0], words[1], words[2], **options)
            case "press":
                answer = await person.press(words[0], words[1])
            case "menu":
                answer = await person.message_command(words[1], words[0])
            case "pick":
                answer = await person.pick(words[0], words[1], *words[2:])
            case "submit":
                opened = self.double.desk.newest_form(person.user)
                answer = await person.submit(opened, options)
            case unknown:
                raise web.HTTPBadRequest(text=f"nobody can {unknown}")
        return _seen(answer)

    def _person(self, order: Json) -> Person:
        """Return somebody by name; who is new becomes a member, `owner` is the owner."""
        name = order["person"]
        if name == "owner":
            return self.people.setdefault(name, self.double.play(self.guild.owner))
        if name not in self.people:
            made = self.double.person(name, locale=order.get("locale", "en-US"))
            roles = [self._moderators()] if order.get("moderator") else []
            self.double.world.join(self.guild, made.user, *roles)
            self.people[name] = made
        return self.people[name]

    def _moderators(self) -> Role:
        found = [role for role in self.guild.roles if role.permissions & Permission.MANAGE_GUILD]
        world = self.double.world
        return found[0] if found else world.role(self.guild, "mods", Permission.MANAGE_GUILD)

    async def fault(self, order: Json) -> Json:
        """Plan trouble: `kind` with its `values` and `named` ones, `method`, `path`, `times`."""
        trouble = TROUBLES[order["kind"]](*order.get("values", ()), **order.get("named", {}))
        self.double.faults.plan(trouble, order["method"], order["path"], order.get("times", 1))
        return {}

    async def gateway(self, order: Json) -> Json:
        """Do something to all connections: `do` is close, cut, reconnect, invalidate or forget."""
        gateway = self.double.gateway
        match order["do"]:
            case "close":
                gateway.close_all(int(order["code"]))
            case "cut":
                gateway.cut_all()
            case "reconnect":
                gateway.ask_to_reconnect()
            case "invalidate":
                gateway.invalidate()
            case unknown:
                raise web.HTTPBadRequest(text=f"the gateway cannot {unknown}")
        return {}

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        del request
        return reply([_told(each) for each in self.double.world.messages.values()], 200)

    async def _calls(self, request: web.Request) -> web.StreamResponse:
        del request
        calls = self.double.rest.calls
        return reply([[stamp(c.at), c.method, c.path, c.status] for c in calls], 200)


def _ordered(
    order: Callable[[Json], Awaitable[Json]],
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def take(request: web.Request) -> web.StreamResponse:
        try:
            return reply(await order(await request.json()), 200)
        except (AssertionError, ValueError) as wrong:
            return reply({"wrong": str(wrong)}, 400)

    return take


def _seen(answer: Answer) -> Json:
    opened = answer.interaction
    message = opened.original
    return {
        "failed": answer.failed,
        "message": _told(message) if message else None,
        "form": {"title": opened.modal.title, "fields": list(opened.modal.inputs)}
        if opened.modal
        else None,
        "choices": answer.choices if opened.choices is not None else None,
    }


def _told(message: Message) -> dict[str, Any]:
    return {
        "id": str(message.id),
        "channel": str(message.channel.id),
        "author": message.author.name,
        "text": message.text,
        "buttons": message.buttons,
        "menus": {
            part["placeholder"]: [each["label"] for each in part.get("options", ())]
            for part in walk(message.body.components)
            if part["type"] in SELECTS
        },
        "pictures": [each.description for each in message.body.attachments],
        "viewer": message.viewer.name if message.viewer else None,
        "nonce": message.nonce,
        "at": stamp(message.at),
        "edits": len(message.edits),
        "deleted_at": stamp(message.deleted_at),
    }
