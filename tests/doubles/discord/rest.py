"""The front door of the API: who asks, may they, does it go wrong on purpose, and what is said."""

import asyncio
import datetime as dt
import socket
import struct
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from aiohttp import web

from tests.doubles.discord.asks import Ask, Route, read
from tests.doubles.discord.buckets import Buckets
from tests.doubles.discord.errors import ApiError, invalid_form
from tests.doubles.discord.faults import Faults, Trouble, draw, limited, reply
from tests.doubles.discord.openapi import Specification
from tests.doubles.discord.world import World

API = "/api/v10"
BAD = {401, 403, 429}
TEN_MINUTES = 600.0


@dataclass(frozen=True, slots=True)
class Call:
    """One request and how it was answered: 0 for not at all. `at` is aware."""

    at: dt.datetime
    method: str
    path: str
    status: int
    data: object


@dataclass
class Rest:
    """Handles every request to the API. `calls` is what was asked so far."""

    world: World
    specification: Specification
    faults: Faults = field(default_factory=Faults)
    calls: list[Call] = field(default_factory=list[Call])
    _hanging: set[asyncio.Future[None]] = field(default_factory=set[asyncio.Future[None]])

    def __post_init__(self) -> None:
        self.buckets = Buckets(self.world.clock)

    def mount(self, app: web.Application, routes: Sequence[Route]) -> None:
        """Let the application answer these routes, and everything else with a 404."""
        for route in routes:
            app.router.add_route(route.method, API + route.path, self._serve(route))
        app.router.add_route("*", API + "/{rest:.*}", _nothing)

    def release(self) -> None:
        """Let go of the requests that hang; they end without an answer."""
        for each in self._hanging:
            each.set_result(None)
        self._hanging.clear()

    def _serve(self, route: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def serve(request: web.Request) -> web.StreamResponse:
            path = request.path.removeprefix(API)
            try:
                ask = await read(request)
            except ApiError as refused:
                return reply(refused.body(), refused.status)
            trouble = self.faults.next(request.method, path)
            if trouble is not None:
                return await self._troubled(trouble, route, request, ask)
            return self._note(request, ask, await self._answer(route, request, ask))

        return serve

    def _note(self, request: web.Request, ask: Ask, answer: web.Response) -> web.Response:
        path = request.path.removeprefix(API)
        self._log(request.method, path, answer.status, ask)
        if answer.status in BAD and answer.headers.get("X-RateLimit-Scope") != "shared":
            self.buckets.bad.append(self.buckets.now())
        return answer

    def _log(self, method: str, path: str, status: int, ask: Ask) -> None:
        self.calls.append(Call(self.world.now(), method, path, status, ask.data))
        self.world.bell.ring()

    def bad_in_ten_minutes(self) -> int:
        """Return how near the address is to being shut out (at 10,000)."""
        since = self.buckets.now() - TEN_MINUTES
        return sum(at > since for at in self.buckets.bad)

    async def _answer(self, route: Route, request: web.Request, ask: Ask) -> web.Response:
        headers: dict[str, str] = {}
        try:
            self._authorise(route, request)
            wait = self.buckets.too_many(route.path)
            if wait:
                return draw(limited(wait, everywhere=True))
            headers, wait = self.buckets.take(route, ask.params)
            if wait:
                answer = draw(limited(wait))
                answer.headers.update({**headers, "X-RateLimit-Scope": "user"})
                return answer
            self._check(route, ask)
            told = await route.handle(ask)
        except ApiError as refused:
            return reply(refused.body(), refused.status, headers)
        if isinstance(told, web.Response):
            told.headers.update(headers)
            return told
        return (
            web.Response(status=204, headers=headers) if told is None else reply(told, 200, headers)
        )

    def _authorise(self, route: Route, request: web.Request) -> None:
        if route.by_token:
            return
        right = f"Bot {self.world.token}"
        if self.world.token_is_reset or request.headers.get("Authorization") != right:
            raise ApiError(401, 0, "401: Unauthorized")

    def _check(self, route: Route, ask: Ask) -> None:
        faults = self.specification.faults(route.method, route.path, ask.data)
        if faults:
            raise invalid_form(faults)

    async def _troubled(
        self, trouble: Trouble, route: Route, request: web.Request, ask: Ask
    ) -> web.Response:
        match trouble.kind:
            case "answer":
                return self._note(request, ask, draw(trouble))
            case "slow":
                await asyncio.sleep(trouble.seconds)
                return self._note(request, ask, await self._answer(route, request, ask))
            case "lose":
                await self._answer(route, request, ask)
            case "hang":
                await self._hang()
            case _:
                pass
        self._log(request.method, request.path.removeprefix(API), 0, ask)
        _cut(request, hard=trouble.kind != "close")
        return web.Response()

    async def _hang(self) -> None:
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._hanging.add(waiting)
        await waiting


async def _nothing(request: web.Request) -> web.StreamResponse:
    return reply({"message": f"404: Not Found {request.path}", "code": 0}, 404)


def _cut(request: web.Request, *, hard: bool) -> None:
    """End the connection; `hard` sends a reset, as a broken network would."""
    transport = request.transport
    if transport is None:
        return
    if hard:
        own: socket.socket = transport.get_extra_info("socket")
        own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
