"""Plays people and makes trouble over HTTP, when the double is a process of its own."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.doubles.slack import faults
from tests.doubles.slack.answers import Answer, form, told
from tests.doubles.slack.double import Double
from tests.doubles.slack.effects import Effect
from tests.doubles.slack.errors import Json
from tests.doubles.slack.install import Token
from tests.doubles.slack.people import Person, Surface
from tests.doubles.slack.places import Channel, Standing

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

Order = Callable[[Json], Awaitable[Json]]


class Control:
    """Takes orders and shows what came of everything.

    POST act, fault, calm, socket, place, app, passes; GET effects, messages, calls, places.
    """

    def __init__(self, double: Double, channel: Channel) -> None:
        self.double, self.channel = double, channel
        self.people: dict[str, Person] = {}
        self.last: dict[str, Answer] = {}

    def mount(self, app: web.Application) -> None:
        """Let an application take orders."""
        orders: dict[str, Order] = {
            "act": self.act,
            "fault": self.fault,
            "calm": self.calm,
            "socket": self.socket,
            "place": self.place,
            "app": self.app,
            "passes": self.passes,
        }
        for name, order in orders.items():
            app.router.add_post(f"{ROOT}/{name}", _ordered(order))
        views: dict[str, Callable[[], list[Any]]] = {
            "effects": lambda: [_effect(each) for each in self.double.world.effects],
            "messages": lambda: [told(each) for each in self.double.world.messages],
            "calls": self._calls,
            "places": self._places,
        }
        for name, view in views.items():
            app.router.add_get(f"{ROOT}/{name}", _shown(view))

    async def act(self, order: Json) -> Json:
        """Let somebody do something and tell what they see.

        `person` and `do` (types, presses, picks, suggests, submits, opens_home, shortcut, says)
        with its `words`, and `fields` by label. `on` is the `ts` of the message that is used;
        without it, what the person's last action brought. `channel` is where, by id.
        """
        name = str(order["person"])
        person, words = self._person(name, order), list(order.get("words", ()))
        if order["do"] == "says":
            return told(person.says(words[0], self._channel(order)))
        answer = await self._acted(person, order, words)
        self.last[name] = answer
        return answer.said()

    async def _acted(self, person: Person, order: Json, words: list[str]) -> Answer:
        match order["do"]:
            case "types":
                answer = await person.types(words[0], self._channel(order))
            case "presses":
                answer = await person.presses(self._surface(order), words[0])
            case "picks":
                answer = await person.picks(self._surface(order), words[0], *words[1:])
            case "suggests":
                answer = await person.suggests(self._surface(order), words[0], words[1])
            case "submits":
                assert person.view is not None, f"{person.user.name} has no form open"
                answer = await person.submits(person.view, order.get("fields", {}))
            case "opens_home":
                answer = await person.opens_home()
            case "shortcut":
                answer = await person.shortcut(words[0])
            case unknown:
                raise web.HTTPBadRequest(text=f"nobody can {unknown}")
        return answer

    def _person(self, name: str, order: Json) -> Person:
        """Return somebody by name; who is new becomes a member of the first channel."""
        if name not in self.people:
            standing = Standing(order.get("standing", Standing.MEMBER))
            self.people[name] = made = self.double.person(name, standing)
            self.channel.members.append(made.user)
        return self.people[name]

    def _channel(self, order: Json) -> Channel:
        number = order.get("channel")
        return self.double.world.channels[number] if number else self.channel

    def _surface(self, order: Json) -> Surface:
        if "on" not in order:
            return self.last[order["person"]]
        return next(each for each in self.double.world.messages if each.ts == order["on"])

    # trouble

    async def fault(self, order: Json) -> Json:
        """Plan trouble: `kind` with its `values`, `method`, `path`, `times`."""
        trouble = TROUBLES[order["kind"]](*order.get("values", ()))
        method = order.get("method", "POST")
        self.double.faults.plan(trouble, method, order["path"], order.get("times", 1))
        return {}

    async def calm(self, order: Json) -> Json:
        """Let everything go right again; tell how often something went wrong on purpose."""
        del order
        self.double.faults.clear()
        return {"happened": self.double.faults.happened}

    async def socket(self, order: Json) -> Json:
        """Do something to all websockets: warn, refresh, disable, cut, hush, close or wait."""
        sockets = self.double.sockets
        match order["do"]:
            case "warn":
                await sockets.warn()
            case "refresh":
                await sockets.refresh()
            case "disable":
                await sockets.disable()
            case "cut":
                sockets.cut_all()
            case "hush":
                sockets.hush()
            case "close":
                await sockets.close_all()
            case "wait":
                await sockets.until_connected(int(order.get("count", 1)))
            case unknown:
                raise web.HTTPBadRequest(text=f"a websocket cannot {unknown}")
        return {"open": len(sockets.live), "opened": sockets.opened}

    # the workspace

    async def place(self, order: Json) -> Json:
        """Make a channel, or change the one of an `id`: archived, deleted, invited, refusal."""
        world = self.double.world
        number = order.get("id")
        private = bool(order.get("private"))
        made = world.channels[number] if number else world.channel(order["name"], private=private)
        for name in ("archived", "deleted", "refusal"):
            setattr(made, name, order.get(name, getattr(made, name)))
        if not order.get("invited", True) and world.bot in made.members:
            world.kick(made)
        elif order.get("invited") and world.bot not in made.members:
            world.invite(made)
        return {"id": made.id}

    async def app(self, order: Json) -> Json:
        """Install by a `manifest`, set `scopes` or `token`, go over to HTTP at a `url`."""
        install = self.double.world.install
        if "manifest" in order:
            install.read(order["manifest"])
        if "scopes" in order:
            install.scopes = set(order["scopes"])
        if "token" in order:
            install.token = Token(order["token"])
        if "url" in order:
            self.double.calls_app_at(order["url"])
        if "strict" in order:
            self.double.tiers.strict = bool(order["strict"])
        if order.get("uninstall"):
            self.double.world.uninstall()
        return {}

    async def passes(self, order: Json) -> Json:
        """Let time pass here: `seconds`."""
        self.double.world.passes(float(order["seconds"]))
        return {"now": self.double.world.now().isoformat()}

    def _calls(self) -> list[Any]:
        calls = self.double.web.calls
        return [[c.at.isoformat(), c.method, c.path, c.status, c.error] for c in calls]

    def _places(self) -> list[Any]:
        places = self.double.world.channels.values()
        return [{"id": each.id, "name": each.name, "kind": each.kind} for each in places]


def _effect(effect: Effect) -> Json:
    return {
        "did": effect.did,
        "at": effect.at.isoformat(),
        "user": effect.user.name if effect.user else None,
        "message": told(effect.message) if effect.message else None,
        "view": form(effect.view) if effect.view else None,
    }


def _ordered(order: Order) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def take(request: web.Request) -> web.StreamResponse:
        try:
            return web.json_response(await order(await request.json()))
        except (AssertionError, KeyError, ValueError) as wrong:
            return web.json_response({"wrong": str(wrong)}, status=400)

    return take


def _shown(view: Callable[[], list[Any]]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def show(request: web.Request) -> web.Response:
        del request
        return web.json_response(view())

    return show
