"""The way to the app: Socket Mode, or its own address; events come again until acknowledged."""

import asyncio
import datetime as dt
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace

from tests.doubles.slack.endpoint import Endpoint
from tests.doubles.slack.errors import Json
from tests.doubles.slack.outcomes import Outcome, Sent
from tests.doubles.slack.sockets import Sockets
from tests.doubles.slack.world import World


@dataclass
class Delivery:
    """Sends to the app. With an `endpoint` it is in HTTP mode."""

    world: World
    sockets: Sockets
    endpoint: Endpoint | None = None
    sent: list[Sent] = field(default_factory=list[Sent])
    """All that was sent, second deliveries too."""
    lost: list[Sent] = field(default_factory=list[Sent])
    """Events that were never acknowledged."""
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set["asyncio.Task[None]"])

    def __post_init__(self) -> None:
        self.world.listeners.append(self.announce)

    async def send(self, sent: Sent) -> Outcome:
        """Send something once."""
        self.sent.append(sent)
        self.world.bell.ring()
        return await (self.endpoint or self.sockets).send(sent)

    async def again(self, number: int = -1) -> Outcome:
        """Deliver something a second time, as it was: by default the newest."""
        return await self.send(self.sent[number])

    # events

    def announce(self, event: Json) -> None:
        """Send an event, without waiting."""
        self.start(self.tell(event))

    async def tell(self, event: Json) -> None:
        """Send an event until it is acknowledged, or given up."""
        sent = Sent("events_api", self._wrapped(event))
        timing, due, reason = self.world.timing, self.world.now(), ""
        for retry, pause in enumerate((0.0, *timing.retries)):
            due += dt.timedelta(seconds=pause)
            await self.world.comes(due)
            outcome = await self.send(replace(sent, retry=retry, reason=reason))
            if not outcome.error or outcome.final:
                return
            reason = outcome.reason
            due += dt.timedelta(seconds=timing.respond if outcome.late else 0.0)
        self.lost.append(sent)

    def _wrapped(self, event: Json) -> Json:
        world = self.world
        now = int(world.now().timestamp())
        return {
            "token": "not-for-verification",
            "team_id": world.team.id,
            "context_team_id": world.team.id,
            "context_enterprise_id": None,
            "api_app_id": world.app_id,
            "event": {"event_ts": f"{now}.000000", **event},
            "type": "event_callback",
            "event_id": world.ids.next("Ev"),
            "event_time": now,
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": world.team.id,
                    "user_id": world.bot.id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
        }

    def start(self, work: Coroutine[None, None, None]) -> None:
        """Do something beside the rest, until the double stops."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def idle(self) -> None:
        """Wait until no event is under way."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def stop(self) -> None:
        """Give up what is under way."""
        tasks = list(self._tasks)
        for each in tasks:
            each.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
