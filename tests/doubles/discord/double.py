"""The double as a whole: a world, its API and its gateway on one loopback port."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from tests.doubles.discord.commands import Commands
from tests.doubles.discord.desk import Desk
from tests.doubles.discord.faults import reply
from tests.doubles.discord.gateway import PATH, RESUME_PATH, Gateway
from tests.doubles.discord.openapi import Specification
from tests.doubles.discord.people import Person, Stage
from tests.doubles.discord.places import User
from tests.doubles.discord.posting import Posting
from tests.doubles.discord.rest import API, Rest
from tests.doubles.discord.routes_app import AppRoutes
from tests.doubles.discord.routes_interactions import InteractionRoutes
from tests.doubles.discord.routes_messages import MessageRoutes
from tests.doubles.discord.routes_places import PlaceRoutes
from tests.doubles.discord.world import World

REQUEST_LIMIT = 25 * 1024 * 1024


@dataclass
class Double:
    """Discord, as far as a bot can tell. `api` is what the bot is given as base address."""

    world: World = field(default_factory=World)

    def __post_init__(self) -> None:
        self.posting = Posting(self.world)
        self.desk = Desk(self.world, self.posting)
        self.commands = Commands(self.world)
        self.gateway = Gateway(self.world)
        self.rest = Rest(self.world, Specification.load())
        self.channels = MessageRoutes(self.world, self.posting)
        self.faults = self.rest.faults
        self.stage = Stage(self.world, self.commands, self.desk, self.posting)

    @property
    def breaches(self) -> list[str]:
        """Return what the bot said against the rules of the house; an adapter's test wants none."""
        return self.posting.breaches

    @property
    def api(self) -> str:
        """Return the base address of the API."""
        return self.world.base + API

    def person(self, name: str, *, locale: str = "en-US", has_app: bool = False) -> Person:
        """Make an account that a test plays."""
        user = self.world.account(name, locale=locale)
        user.has_app = has_app
        return Person(user, self.stage)

    def play(self, user: User) -> Person:
        """Play an account that is there already, such as a server's owner."""
        return Person(user, self.stage)

    def application(self) -> web.Application:
        """Make the web application."""
        app = web.Application(client_max_size=REQUEST_LIMIT)
        for path in (PATH, f"{PATH}/", RESUME_PATH):
            app.router.add_get(path, self.gateway.serve)
        app.router.add_get("/attachments/{channel}/{file}/{name}", self._file)
        self.rest.mount(
            app,
            [
                *AppRoutes(self.world, self.commands, self.gateway).table(),
                *InteractionRoutes(self.desk).table(),
                *self.channels.table(),
                *PlaceRoutes(self.world, self.posting).table(),
            ],
        )
        return app

    async def _file(self, request: web.Request) -> web.StreamResponse:
        """Serve a file of a message."""
        number = int(request.match_info["file"])
        for message in self.world.messages.values():
            for each in message.body.attachments:
                if each.id == number:
                    return web.Response(body=each.data)
        return reply({"message": "404: Not Found", "code": 0}, 404)


@asynccontextmanager
async def serving(
    double: Double, port: int = 0, *more: Callable[[web.Application], None]
) -> AsyncGenerator[Double]:
    """Run it on a loopback port, any free one by default, and stop it at the end."""
    app = double.application()
    for mount in more:
        mount(app)
    runner = web.AppRunner(app, shutdown_timeout=1.0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    double.world.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield double
    finally:
        double.rest.release()
        double.gateway.cut_all()
        await runner.cleanup()
