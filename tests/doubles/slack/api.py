"""The front door of the Web API: who asks, may they, does it go wrong on purpose, what is said."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from aiohttp import web

from tests.doubles.slack.asks import Ask, Method, checked, read
from tests.doubles.slack.errors import Json, SlackError
from tests.doubles.slack.faults import Faults, Trouble, cut, draw, limited
from tests.doubles.slack.install import Token
from tests.doubles.slack.tiers import Tiers
from tests.doubles.slack.world import World

API = "/api"

Serve = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Call:
    """One request and how it was answered: 0 for not at all. `at` is aware."""

    at: dt.datetime
    method: str
    path: str
    status: int
    error: str
    data: Json


@dataclass
class Api:
    """Handles every call. `calls` is what was asked so far."""

    world: World
    faults: Faults = field(default_factory=Faults)
    calls: list[Call] = field(default_factory=list[Call])
    _hanging: set[asyncio.Future[None]] = field(default_factory=set[asyncio.Future[None]])

    def __post_init__(self) -> None:
        self.tiers = Tiers(self.world)

    def mount(self, app: web.Application, methods: Sequence[Method]) -> None:
        """Let the application answer these methods, and every other with an error."""
        for method in methods:
            serve = self.guarded(self._serving(method))
            app.router.add_route("*", f"{API}/{method.name}", serve)
        app.router.add_route("*", API + "/{name}", _unknown)

    def release(self) -> None:
        """Let go of the requests that hang; they end without an answer."""
        for each in self._hanging:
            each.set_result(None)
        self._hanging.clear()

    def asked(self, name: str) -> list[Call]:
        """Return the calls of a method, such as `chat.postMessage`."""
        return [each for each in self.calls if each.path == f"/{name}"]

    def guarded(self, serve: Serve) -> Serve:
        """Let planned trouble befall whatever is served."""

        async def guard(request: web.Request) -> web.StreamResponse:
            path = request.path.removeprefix(API)
            trouble = self.faults.next(request.method, path)
            if trouble is None:
                return await serve(request)
            return await self._troubled(trouble, request, serve)

        return guard

    def log(self, request: web.Request, status: int, error: str, data: Json) -> None:
        """Write down a request."""
        path = request.path.removeprefix(API)
        call = Call(self.world.now(), request.method, path, status, error, data)
        self.calls.append(call)
        self.world.bell.ring()

    def _serving(self, method: Method) -> Serve:
        async def serve(request: web.Request) -> web.StreamResponse:
            data: Json = {}
            try:
                ask = await read(request)
                data = ask.data
                self._authorise(method, ask)
                ask = checked(method, ask)
                data = ask.data
                wait = self.tiers.wait(method, ask)
                if wait:
                    self.log(request, 429, "ratelimited", data)
                    return draw(limited(wait))
                told: Json = {"ok": True, **await method.handle(ask)}
            except SlackError as refused:
                told = refused.body()
            self.log(request, 200, str(told.get("error", "")), data)
            scopes = ",".join(sorted(self.world.install.scopes))
            return web.json_response(told, headers={"X-OAuth-Scopes": scopes})

        return serve

    def _authorise(self, method: Method, ask: Ask) -> None:
        install = self.world.install
        if not ask.token:
            raise SlackError("not_authed")
        if method.app_level:
            if ask.token == install.bot_token:
                raise SlackError("not_allowed_token_type")
            if ask.token != install.app_token:
                raise SlackError("invalid_auth")
            return
        if ask.token == install.app_token:
            raise SlackError("not_allowed_token_type")
        if ask.token != install.bot_token:
            raise SlackError("invalid_auth")
        if install.token is not Token.LIVE:
            raise SlackError(install.token)
        self.need(method.scope)

    def need(self, scope: str) -> None:
        """Refuse when a scope is missing. Raises SlackError."""
        scopes = self.world.install.scopes
        if scope and scope not in scopes:
            provided = ",".join(sorted(scopes))
            raise SlackError("missing_scope", needed=scope, provided=provided)

    async def _troubled(
        self, trouble: Trouble, request: web.Request, serve: Serve
    ) -> web.StreamResponse:
        match trouble.kind:
            case "answer":
                self.log(request, trouble.status, "", {})
                return draw(trouble)
            case "slow":
                await asyncio.sleep(trouble.seconds)
                return await serve(request)
            case "lose":
                await serve(request)
            case "hang":
                await self._hang()
            case _:
                pass
        self.log(request, 0, "", {})
        cut(request, hard=trouble.kind != "close")
        return web.Response()

    async def _hang(self) -> None:
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._hanging.add(waiting)
        await waiting


async def _unknown(request: web.Request) -> web.StreamResponse:
    told = SlackError("unknown_method", req_method=request.match_info["name"])
    return web.json_response(told.body())
