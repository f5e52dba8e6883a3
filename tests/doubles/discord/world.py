"""The world behind the double: everything Discord would know, and the events it would send."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bot.core.ports import Clock, SystemClock
from tests.doubles.discord.bell import Bell
from tests.doubles.discord.errors import ApiError, Json, unknown
from tests.doubles.discord.messages import Message
from tests.doubles.discord.payloads import (
    channel_json,
    guild_create_json,
    guild_json,
    member_json,
    role_json,
)
from tests.doubles.discord.permissions import EVERYONE, in_channel
from tests.doubles.discord.places import (
    THREADS,
    Channel,
    ChannelType,
    Guild,
    Member,
    Overwrite,
    Role,
    User,
)
from tests.doubles.discord.snowflakes import Snowflakes

GUILDS, MEMBERS = 1 << 0, 1 << 1
GUILD_MESSAGES, DIRECT_MESSAGES, MESSAGE_CONTENT = 1 << 9, 1 << 12, 1 << 15

Listener = Callable[[str, Json, Guild | None, int], None]
"""Takes an event: name, data, server, and the intents of which one is needed (0: always sent)."""


@dataclass(frozen=True, slots=True)
class Timing:
    """How long things last, in seconds. The defaults are Discord's."""

    respond: float = 3.0
    token: float = 900.0
    nonce: float = 300.0
    """Discord publishes no number: "the past few minutes"."""
    heartbeat: float = 41.25
    patience: float = 10.0
    """How long somebody waits after a deferral."""


@dataclass
class World:
    """Users, servers, channels and messages. `bot` is the account under test."""

    clock: Clock = field(default_factory=SystemClock)
    timing: Timing = field(default_factory=Timing)
    token: str = "MTAx.double.token"
    token_is_reset: bool = False
    privileged: int = 0
    """The privileged intents that are switched on for the app."""
    base: str = ""
    """Where the double listens: `http://127.0.0.1:port`."""
    users: dict[int, User] = field(default_factory=dict[int, User])
    guilds: dict[int, Guild] = field(default_factory=dict[int, Guild])
    channels: dict[int, Channel] = field(default_factory=dict[int, Channel])
    messages: dict[int, Message] = field(default_factory=dict[int, Message])
    bell: Bell = field(default_factory=Bell)
    listeners: list[Listener] = field(default_factory=list[Listener])

    def __post_init__(self) -> None:
        self.ids = Snowflakes(self.clock)
        self.bot = self.account("milepost", bot=True)

    def now(self) -> dt.datetime:
        """Return this world's time, aware."""
        return self.clock.now()

    def tell(self, name: str, data: Json, guild: Guild | None, intents: int = 0) -> None:
        """Send an event to whoever listens."""
        for listener in self.listeners:
            listener(name, data, guild, intents)
        self.bell.ring()

    # people and servers

    def account(self, name: str, *, locale: str = "en-US", bot: bool = False) -> User:
        """Make an account."""
        made = User(self.ids.next(), name, locale, bot)
        self.users[made.id] = made
        return made

    def guild(
        self,
        name: str = "Study Hall",
        owner: User | None = None,
        *,
        locale: str = "en-US",
        has_app: bool = True,
        rights: int = EVERYONE,
        number: int = 0,
    ) -> Guild:
        """Make a server. `rights` are those of the bot's own role, `number` decides its shard."""
        number = number or self.ids.next()
        made = Guild(number, name, owner or self.account("owner"), locale, has_app=False)
        self.guilds[made.id] = made
        self.join(made, made.owner)
        if has_app:
            self.install(made, rights)
        return made

    def join(self, guild: Guild, user: User, *roles: Role) -> Member:
        """Let somebody become a member, or change the roles of one who is."""
        known = guild.members.get(user.id)
        member = known or Member(user, [], self.now())
        member.roles = list(roles)
        guild.members[user.id] = member
        event = "GUILD_MEMBER_UPDATE" if known else "GUILD_MEMBER_ADD"
        self.tell(event, member_json(member) | {"guild_id": str(guild.id)}, guild, MEMBERS)
        return member

    def leave(self, guild: Guild, user: User) -> None:
        """Take a member out."""
        del guild.members[user.id]
        data = {"guild_id": str(guild.id), "user": {"id": str(user.id)}}
        self.tell("GUILD_MEMBER_REMOVE", data, guild, MEMBERS)

    def role(self, guild: Guild, name: str, rights: int = 0, *, mentionable: bool = False) -> Role:
        """Make a role."""
        made = Role(self.ids.next(), name, rights, mentionable, position=len(guild.roles))
        guild.roles.append(made)
        self.tell("GUILD_ROLE_CREATE", _role_event(guild, made), guild, GUILDS)
        return made

    def set_rights(self, guild: Guild, role: Role, rights: int) -> None:
        """Change what a role may."""
        role.permissions = rights
        self.tell("GUILD_ROLE_UPDATE", _role_event(guild, role), guild, GUILDS)

    # the bot's membership

    def install(self, guild: Guild, rights: int = EVERYONE) -> None:
        """Add the bot to a server, with a role of its own."""
        own = Role(self.ids.next(), self.bot.name, rights, managed=True, position=1)
        guild.roles.append(own)
        guild.members[self.bot.id] = Member(self.bot, [own], self.now())
        guild.has_app = True
        self.tell("GUILD_CREATE", guild_create_json(guild, self.bot), guild, GUILDS)

    def bot_role(self, guild: Guild) -> Role:
        """Return the role that the bot brought along."""
        return next(role for role in guild.members[self.bot.id].roles if role.managed)

    def remove_app(self, guild: Guild) -> None:
        """Throw the bot out."""
        guild.has_app = False
        guild.members.pop(self.bot.id, None)
        self.tell("GUILD_DELETE", {"id": str(guild.id)}, guild, GUILDS)

    def outage(self, guild: Guild) -> None:
        """Let a server become unavailable."""
        guild.available = False
        self.tell("GUILD_DELETE", {"id": str(guild.id), "unavailable": True}, guild, GUILDS)

    def recover(self, guild: Guild) -> None:
        """Let an unavailable server come back."""
        guild.available = True
        data = guild_create_json(guild, self.bot) | {"unavailable": False}
        self.tell("GUILD_CREATE", data, guild, GUILDS)

    def rename(self, guild: Guild, name: str) -> None:
        """Give a server another name."""
        guild.name = name
        self.tell("GUILD_UPDATE", guild_json(guild), guild, GUILDS)

    # channels

    def channel(
        self,
        guild: Guild,
        name: str = "general",
        overwrites: Iterable[Overwrite] = (),
        *,
        kind: ChannelType = ChannelType.TEXT,
        parent: Channel | None = None,
        owner: User | None = None,
        number: int = 0,
    ) -> Channel:
        """Make a channel, or a thread below `parent`; a message's thread has its `number`."""
        made = Channel(
            number or self.ids.next(),
            kind,
            name,
            guild,
            list(overwrites),
            parent,
            owner=owner or guild.owner,
        )
        guild.channels.append(made)
        self.channels[made.id] = made
        self._tell_channel(made, "CREATE")
        return made

    def dm(self, user: User) -> Channel:
        """Return the DM between somebody and the bot, made when there is none."""
        pair = [user, self.bot]
        for known in self.channels.values():
            if known.type is ChannelType.DM and known.recipients == pair:
                return known
        made = Channel(self.ids.next(), ChannelType.DM, recipients=pair)
        self.channels[made.id] = made
        return made

    def change(self, channel: Channel, overwrites: Iterable[Overwrite] | None = None) -> None:
        """Set a channel's overwrites, or just tell that something in it changed."""
        if overwrites is not None:
            channel.overwrites = list(overwrites)
        self._tell_channel(channel, "UPDATE")

    def drop(self, channel: Channel) -> None:
        """Delete a channel or thread."""
        channel.deleted = True
        self._tell_channel(channel, "DELETE")

    def _tell_channel(self, channel: Channel, verb: str) -> None:
        noun = "THREAD" if channel.type in THREADS else "CHANNEL"
        self.tell(f"{noun}_{verb}", channel_json(channel), channel.guild, GUILDS)

    # looking things up, for the API

    def may(self, channel: Channel, user: User | None = None) -> int:
        """Return what somebody may in a channel; without `user`, the bot."""
        return in_channel(channel, user or self.bot, self.now())

    def find_channel(self, number: str) -> Channel:
        """Return a channel that the bot could know of. Raises ApiError."""
        found = self.channels.get(int(number)) if number.isdigit() else None
        if found is None or found.deleted:
            raise unknown("Channel")
        if found.guild is not None and not found.guild.available:
            raise ApiError(503, 0, "Service Unavailable")
        return found

    def find_guild(self, number: str) -> Guild:
        """Return a server that the bot is in. Raises ApiError."""
        found = self.guilds.get(int(number)) if number.isdigit() else None
        if found is None or not found.has_app:
            raise unknown("Guild")
        return found


def _role_event(guild: Guild, role: Role) -> Json:
    return {"guild_id": str(guild.id), "role": role_json(role)}
