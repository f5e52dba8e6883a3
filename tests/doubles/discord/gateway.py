"""The gateway: sessions, what each is told, and what can go wrong with them."""

import secrets
from collections import deque
from dataclasses import dataclass, field

from aiohttp import web

from tests.doubles.discord.connection import Connection
from tests.doubles.discord.errors import Json
from tests.doubles.discord.faults import reply
from tests.doubles.discord.payloads import guild_create_json, user_json
from tests.doubles.discord.places import Guild
from tests.doubles.discord.world import World

PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15)
INTENTS = (1 << 26) - 1
LARGEST_SHARD = 2500
REPLAYED = 1000
"""Events that are kept for a resume; who missed more starts anew. Discord publishes no number."""

PATH, RESUME_PATH = "/gateway", "/gateway/resume"


@dataclass(eq=False)
class Session:
    """What survives a lost connection: the sequence and the events since."""

    id: str
    shard: tuple[int, int]
    intents: int
    sequence: int = 0
    events: deque[tuple[int, str, Json]] = field(default_factory=lambda: deque(maxlen=REPLAYED))
    connection: Connection | None = None
    resumed: int = 0

    def emit(self, name: str, data: Json) -> None:
        """Number an event, keep it, and send it where somebody is connected."""
        self.sequence += 1
        self.events.append((self.sequence, name, data))
        if self.connection is not None:
            self.connection.event(self.sequence, name, data)


@dataclass
class Gateway:
    """All sessions of the app. The numbers are Discord's; a test may change them."""

    world: World
    shards: int = 1
    total: int = 1000
    """Sessions that may be started a day; one more and the token is reset."""
    max_concurrency: int = 1
    identify_gap: float = 0.0
    """Seconds between two identifies of one concurrency bucket. Discord's 5 would slow restarts."""
    sends_a_minute: int = 120
    acknowledges: bool = True
    """Whether heartbeats are answered; if not, connections are zombies that say nothing at all."""
    turned_away: int = 0
    """How many more connections get a 503 instead of a websocket."""
    used: int = 0
    identified: dict[int, float] = field(default_factory=dict[int, float])
    """When each concurrency bucket last identified, in seconds of the world's clock."""
    sessions: dict[str, Session] = field(default_factory=dict[str, Session])
    connections: set[Connection] = field(default_factory=set[Connection])

    def __post_init__(self) -> None:
        self.world.listeners.append(self.dispatch)

    # what the API says about it

    def offer(self) -> Json:
        """Return the answer of `/gateway/bot`."""
        return {
            "url": self.address(PATH),
            "shards": self.shards,
            "session_start_limit": {
                "total": self.total,
                "remaining": max(0, self.total - self.used),
                "reset_after": 86_400_000,
                "max_concurrency": self.max_concurrency,
            },
        }

    def address(self, path: str) -> str:
        """Return where a websocket is opened."""
        return self.world.base.replace("http://", "ws://") + path

    # connections

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Hold one websocket for as long as it lasts."""
        if self.turned_away > 0:
            self.turned_away -= 1
            return reply({"message": "Service Unavailable", "code": 0}, 503)
        if request.query.get("compress", "zlib-stream") != "zlib-stream":
            return reply({"message": "this gateway compresses with zlib-stream only"}, 400)
        connection = Connection(self, compress="compress" in request.query)
        self.connections.add(connection)
        try:
            return await connection.serve(request)
        finally:
            self.connections.discard(connection)
            self.leave(connection)

    def leave(self, connection: Connection) -> None:
        """Note that a connection ended; a polite goodbye ends the session too."""
        session = connection.session
        if session is not None and session.connection is connection:
            session.connection = None
            if connection.said_goodbye:
                self.sessions.pop(session.id, None)
        self.world.bell.ring()

    # starting and resuming sessions

    def identify(self, connection: Connection, data: Json) -> None:
        """Start a session, or close with the documented code."""
        code = self._wrong(data)
        if code:
            connection.close(code)
            return
        number, count = data.get("shard") or (0, 1)
        if not self._slot(number):
            connection.invalid(resumable=False)
            return
        session = Session(secrets.token_hex(16), (number, count), data["intents"])
        self.sessions[session.id] = session
        session.connection, connection.session = connection, session
        self._greet(session)
        self.world.bell.ring()

    def _slot(self, number: int) -> bool:
        """Count an identify; say whether it came slowly enough."""
        now = self.world.now().timestamp()
        bucket = number % self.max_concurrency
        last = self.identified.get(bucket)
        if last is not None and now - last < self.identify_gap:
            return False
        self.identified[bucket] = now
        return True

    def _wrong(self, data: Json) -> int:
        """Count against the day's budget and check; return the close code, or 0."""
        if self.world.token_is_reset or data.get("token") != self.world.token:
            return 4004
        self.used += 1
        if self.used > self.total:
            self.reset_token()
            return 4004
        number, count = data.get("shard") or (0, 1)
        if not 0 <= number < count:
            return 4010
        mine = [each for each in self.world.guilds.values() if _on(each, (number, count))]
        if len(mine) > LARGEST_SHARD:
            return 4011
        intents = data.get("intents")
        if not isinstance(intents, int) or intents & ~INTENTS:
            return 4013
        return 4014 if intents & PRIVILEGED & ~self.world.privileged else 0

    def reset_token(self) -> None:
        """Do what Discord does to a bot that identified too often: a person has to come."""
        self.world.token_is_reset = True
        for session in list(self.sessions.values()):
            if session.connection is not None:
                session.connection.close(4004)
        self.sessions.clear()

    def _greet(self, session: Session) -> None:
        mine = [
            each for each in self.world.guilds.values() if each.has_app and _on(each, session.shard)
        ]
        ready: Json = {
            "v": 10,
            "user": user_json(self.world.bot),
            "guilds": [{"id": str(each.id), "unavailable": True} for each in mine],
            "session_id": session.id,
            "resume_gateway_url": self.address(RESUME_PATH),
            "shard": list(session.shard),
            "application": {"id": str(self.world.bot.id), "flags": 0},
        }
        session.emit("READY", ready)
        for each in mine:
            if each.available:
                data = guild_create_json(each, self.world.bot) | {"unavailable": False}
                session.emit("GUILD_CREATE", data)

    def resume(self, connection: Connection, data: Json) -> None:
        """Go on with a session: what was missed, then RESUMED."""
        if self.world.token_is_reset or data.get("token") != self.world.token:
            connection.close(4004)
            return
        session = self.sessions.get(str(data.get("session_id")))
        sequence = int(data.get("seq") or 0)
        if session is None or sequence < session.sequence - len(session.events):
            connection.invalid(resumable=False)
            return
        if sequence > session.sequence:
            connection.close(4007)
            return
        session.connection, connection.session = connection, session
        for number, name, event in list(session.events):
            if number > sequence:
                connection.event(number, name, event)
        session.resumed += 1
        session.emit("RESUMED", {})
        self.world.bell.ring()

    # events

    def dispatch(self, name: str, data: Json, guild: Guild | None, intents: int) -> None:
        """Send an event to every session of its shard that wants it, even two on one shard."""
        for session in list(self.sessions.values()):
            wanted = not intents or session.intents & intents
            if wanted and (_on(guild, session.shard) if guild else session.shard[0] == 0):
                session.emit(name, data)

    # what a test can do to it

    async def until_ready(self, count: int = 1, within: float = 20.0) -> None:
        """Wait until so many sessions are connected. Raises AssertionError when they are not."""
        came = await self.world.bell.until(lambda: len(self.live()) >= count, within)
        assert came, f"{len(self.live())} sessions are connected, {count} are waited for"

    def live(self) -> list[Session]:
        """Return the sessions that somebody is connected to."""
        return [each for each in self.sessions.values() if each.connection is not None]

    def ask_to_reconnect(self) -> None:
        """Send op 7: come back and resume."""
        for each in list(self.connections):
            each.send(7, None)

    def invalidate(self, *, resumable: bool = False) -> None:
        """Send op 9; unless resumable, the sessions are forgotten."""
        for each in list(self.connections):
            each.invalid(resumable=resumable)
        if not resumable:
            self.sessions.clear()

    def close_all(self, code: int) -> None:
        """Close every connection with a code."""
        for each in list(self.connections):
            each.close(code)

    def cut_all(self) -> None:
        """Cut every connection, as a broken network does."""
        for each in list(self.connections):
            each.cut()

    def forget(self) -> None:
        """Lose all sessions, as happens after some minutes without a resume."""
        self.sessions.clear()


def _on(guild: Guild, shard: tuple[int, int]) -> bool:
    number, count = shard
    return (guild.id >> 22) % count == number
