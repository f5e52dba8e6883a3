"""The world behind the double: everything Slack would know of one workspace and one app."""

import asyncio
import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bot.core.ports import Clock
from tests.doubles.discord.bell import Bell
from tests.doubles.slack.clock import StillClock
from tests.doubles.slack.effects import Effect
from tests.doubles.slack.errors import Json
from tests.doubles.slack.ids import Ids
from tests.doubles.slack.install import Install, Token
from tests.doubles.slack.messages import Message, Upload
from tests.doubles.slack.places import Channel, ChannelKind, Standing, Team, User, UserGroup

LOOK = 0.2
"""Seconds after which the clock is looked at again: it may be one that others move."""

Listener = Callable[[Json], None]
"""Takes the inner part of an event, such as `{"type": "app_home_opened", ...}`."""


@dataclass(frozen=True, slots=True)
class Timing:
    """How long things last, in seconds of the world's clock. The defaults are Slack's."""

    respond: float = 3.0
    trigger: float = 3.0
    response_url: float = 1800.0
    uses: int = 5
    """How often a response address works."""
    ticket: float = 30.0
    """Slack publishes no number."""
    retries: tuple[float, ...] = (0.0, 60.0, 300.0)
    """The pauses before an event is sent again."""
    patience: float = 60.0
    """How long a test waits for something at most, in seconds of the machine."""


@dataclass
class World:
    """A workspace. `bot` is the account under test; `install` is what it may do."""

    clock: Clock = field(default_factory=StillClock)
    timing: Timing = field(default_factory=Timing)
    install: Install = field(default_factory=Install)
    base: str = ""
    """Where the double listens: `http://127.0.0.1:port`."""
    ahead: dt.timedelta = field(default_factory=dt.timedelta)
    ids: Ids = field(default_factory=Ids)
    bell: Bell = field(default_factory=Bell)
    teams: dict[str, Team] = field(default_factory=dict[str, Team])
    users: dict[str, User] = field(default_factory=dict[str, User])
    channels: dict[str, Channel] = field(default_factory=dict[str, Channel])
    groups: dict[str, UserGroup] = field(default_factory=dict[str, UserGroup])
    messages: list[Message] = field(default_factory=list[Message])
    files: dict[str, Upload] = field(default_factory=dict[str, Upload])
    effects: list[Effect] = field(default_factory=list[Effect])
    listeners: list[Listener] = field(default_factory=list[Listener])
    breaches: list[str] = field(default_factory=list[str])
    """What was taken and yet breaks a rule of ours, such as blocks without a plain line."""

    def __post_init__(self) -> None:
        self.team = self.other_team("Study Hall")
        self.app_id, self.bot_id = self.ids.next("A"), self.ids.next("B")
        self.bot = self.account("milepost", bot=True)

    # time

    def now(self) -> dt.datetime:
        """Return this world's time, aware."""
        return self.clock.now() + self.ahead

    def passes(self, seconds: float) -> None:
        """Let time pass here, and wake everybody who waits for it."""
        self.ahead += dt.timedelta(seconds=seconds)
        self.bell.ring()

    def age(self, since: dt.datetime) -> float:
        """Return the seconds that something is old."""
        return (self.now() - since).total_seconds()

    async def until(self, ready: Callable[[], bool], within: float) -> bool:
        """Wait for `ready`, so many seconds of this world at most; say whether it came.

        However slowly this world's clock goes, the test's patience ends the waiting.
        """
        loop = asyncio.get_running_loop()
        begun, end = self.now(), loop.time() + self.timing.patience

        def over() -> bool:
            return ready() or self.age(begun) >= within or loop.time() >= end

        while not over():
            await self.bell.until(over, LOOK)
        return ready()

    async def comes(self, at: dt.datetime) -> None:
        """Wait for a time of this world, however long that takes."""
        while self.now() < at:
            await self.bell.until(lambda: self.now() >= at, LOOK)

    def note(self, effect: Effect) -> None:
        """Write down that something appeared or changed for somebody."""
        self.effects.append(effect)
        self.bell.ring()

    def tell(self, event: Json, asked: str = "") -> None:
        """Send an event to the app, where it asked for that kind: by its type, or by `asked`."""
        if (asked or event["type"]) in self.install.events:
            for listener in self.listeners:
                listener(event)

    # people

    def other_team(self, name: str) -> Team:
        """Make a workspace; the first is the one with the app."""
        made = Team(self.ids.next("T"), name, name.lower().replace(" ", "-"))
        self.teams[made.id] = made
        return made

    def account(
        self,
        name: str,
        standing: Standing = Standing.MEMBER,
        *,
        team: Team | None = None,
        locale: str = "en-US",
        zone: str = "Europe/Berlin",
        bot: bool = False,
        number: str = "",
    ) -> User:
        """Make an account. `number` gives it an id, which another team may use as well."""
        home = team or self.team
        user = User(number or self.ids.next("U"), name, home, standing, locale, zone, is_bot=bot)
        self.users[f"{home.id}/{user.id}"] = user
        return user

    def find_user(self, number: str) -> User | None:
        """Return the account of an id: of the app's own workspace first."""
        own = self.users.get(f"{self.team.id}/{number}")
        return own or next((each for each in self.users.values() if each.id == number), None)

    def usergroup(self, handle: str, members: Iterable[User] = ()) -> UserGroup:
        """Make a group of people."""
        made = UserGroup(self.ids.next("S"), handle, list(members))
        self.groups[made.id] = made
        return made

    # places

    def channel(
        self,
        name: str = "general",
        members: Iterable[User] = (),
        *,
        private: bool = False,
        invited: bool = True,
        shared_with: Iterable[Team] = (),
    ) -> Channel:
        """Make a channel. The bot is in it when it was `invited`."""
        kind = ChannelKind.PRIVATE if private else ChannelKind.PUBLIC
        people = [*members, self.bot] if invited else [*members]
        made = Channel(self.ids.next("C"), name, kind, people, shared_with=list(shared_with))
        made.created = int(self.now().timestamp())
        made.creator = people[0].id if people else self.bot.id
        self.channels[made.id] = made
        return made

    def dm(self, user: User) -> Channel:
        """Return the conversation between somebody and the bot, made when there is none."""
        for known in self.channels.values():
            if known.kind is ChannelKind.DM and known.members[0] is user:
                return known
        made = Channel(self.ids.next("D"), "", ChannelKind.DM, [user, self.bot])
        made.created = int(self.now().timestamp())
        self.channels[made.id] = made
        return made

    def visible(self, channel: Channel, user: User) -> bool:
        """Whether somebody can read a channel."""
        if channel.deleted or user in channel.members:
            return not channel.deleted
        own = user.team is self.team and not user.is_guest
        return channel.kind is ChannelKind.PUBLIC and own

    # the app

    def invite(self, channel: Channel) -> None:
        """Let the bot into a channel."""
        channel.members.append(self.bot)
        told = {"channel": channel.id, "user": self.bot.id, "team": self.team.id}
        self.tell({"type": "member_joined_channel", **told})

    def kick(self, channel: Channel) -> None:
        """Throw the bot out of a channel."""
        channel.members.remove(self.bot)
        left = "channel_left" if channel.kind is ChannelKind.PUBLIC else "group_left"
        self.tell({"type": left, "channel": channel.id, "actor_id": channel.creator})

    def uninstall(self) -> None:
        """Throw the app out: its tokens end, and it is told where it asked for that."""
        self.tell({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self.bot.id]}})
        self.tell({"type": "app_uninstalled"})
        self.install.token = Token.INACTIVE
