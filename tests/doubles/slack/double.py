"""The double as a whole: a workspace, the Web API, sockets and response addresses on one port."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from tests.doubles.slack.api import API, Api
from tests.doubles.slack.delivery import Delivery
from tests.doubles.slack.desk import Desk
from tests.doubles.slack.endpoint import Endpoint
from tests.doubles.slack.people import Person
from tests.doubles.slack.places import Standing, Team, User
from tests.doubles.slack.posting import Posting
from tests.doubles.slack.replies import Replies
from tests.doubles.slack.routes_app import AppRoutes
from tests.doubles.slack.routes_chat import ChatRoutes
from tests.doubles.slack.routes_files import PATH as UPLOADS
from tests.doubles.slack.routes_files import FileRoutes
from tests.doubles.slack.routes_places import PlaceRoutes
from tests.doubles.slack.sockets import PATH, Sockets
from tests.doubles.slack.stage import Stage
from tests.doubles.slack.world import World

REQUEST_LIMIT = 25 * 1024 * 1024


@dataclass
class Double:
    """Slack, as far as an app can tell. `api` is what the bot is given as base address."""

    world: World = field(default_factory=World)

    def __post_init__(self) -> None:
        self.posting = Posting(self.world)
        self.desk = Desk(self.world)
        self.replies = Replies(self.desk, self.posting)
        self.sockets = Sockets(self.world)
        self.delivery = Delivery(self.world, self.sockets)
        self.web = Api(self.world)
        self.files = FileRoutes(self.world, self.posting)
        self.faults, self.tiers = self.web.faults, self.web.tiers
        self.stage = Stage(self.world, self.desk, self.posting, self.replies, self.delivery)

    @property
    def breaches(self) -> list[str]:
        """Return what the bot said against the rules of the house; an adapter's test wants none."""
        return self.world.breaches

    @property
    def api(self) -> str:
        """Return the base address of the Web API, as `AsyncWebClient(base_url=...)` takes it."""
        return f"{self.world.base}{API}/"

    def person(
        self,
        name: str,
        standing: Standing = Standing.MEMBER,
        *,
        team: Team | None = None,
        locale: str = "en-US",
        zone: str = "Europe/Berlin",
        number: str = "",
    ) -> Person:
        """Make an account that a test plays."""
        made = self.world.account(
            name, standing, team=team, locale=locale, zone=zone, number=number
        )
        return self.play(made)

    def play(self, user: User) -> Person:
        """Play an account that is there already."""
        return Person(user, self.stage)

    def calls_app_at(self, url: str) -> Endpoint:
        """Go over to HTTP mode: send everything to the app's own address."""
        self.delivery.endpoint = Endpoint(self.world, url)
        return self.delivery.endpoint

    def application(self) -> web.Application:
        """Make the web application."""
        app = web.Application(client_max_size=REQUEST_LIMIT)
        guarded = self.web.guarded
        for path in (PATH, f"{PATH}/"):
            app.router.add_get(path, guarded(self.sockets.serve))
        for where in ("actions", "commands"):
            path = f"/{where}/{{team}}/{{number}}/{{token}}"
            app.router.add_post(path, guarded(self.replies.serve))
        app.router.add_post(f"{UPLOADS}/{{file}}", guarded(self.files.take))
        self.web.mount(
            app,
            [
                *AppRoutes(self.world, self.desk, self.sockets).table(),
                *ChatRoutes(self.world, self.posting).table(),
                *PlaceRoutes(self.world, self.posting, self.web).table(),
                *self.files.table(),
            ],
        )
        return app


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
        await double.delivery.stop()
        double.web.release()
        double.sockets.cut_all()
        await runner.cleanup()
