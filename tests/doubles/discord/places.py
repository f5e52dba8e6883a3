"""Who and where: users, servers, roles, channels, as plain records that the world changes."""

import datetime as dt
import enum
from dataclasses import dataclass, field

from tests.doubles.discord.permissions import EVERYONE


class ChannelType(enum.IntEnum):
    """Numbers as documented."""

    TEXT = 0
    DM = 1
    VOICE = 2
    CATEGORY = 4
    ANNOUNCEMENT = 5
    ANNOUNCEMENT_THREAD = 10
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12
    FORUM = 15
    MEDIA = 16


THREADS = {
    ChannelType.ANNOUNCEMENT_THREAD,
    ChannelType.PUBLIC_THREAD,
    ChannelType.PRIVATE_THREAD,
}
NO_MESSAGES = {ChannelType.CATEGORY, ChannelType.FORUM, ChannelType.MEDIA}


@dataclass(eq=False)
class User:
    """One account. `locale` is the language its client is set to."""

    id: int
    name: str
    locale: str = "en-US"
    bot: bool = False
    display_name: str = ""
    has_app: bool = False
    """Whether the app is installed for this account, to be used everywhere."""
    refuses_dms: bool = False


@dataclass(eq=False)
class Role:
    """One role of a server."""

    id: int
    name: str
    permissions: int = 0
    mentionable: bool = False
    managed: bool = False
    position: int = 0


@dataclass(frozen=True, slots=True)
class Overwrite:
    """What a channel allows and denies one role or one user."""

    target: Role | User
    allow: int = 0
    deny: int = 0


@dataclass(eq=False)
class Member:
    """An account in a server. `timed_out_until` is aware."""

    user: User
    roles: list[Role]
    joined_at: dt.datetime
    timed_out_until: dt.datetime | None = None


@dataclass(eq=False)
class Channel:
    """A channel, a thread or a DM."""

    id: int
    type: ChannelType
    name: str = ""
    guild: "Guild | None" = None
    overwrites: list[Overwrite] = field(default_factory=list[Overwrite])
    parent: "Channel | None" = None
    """What a thread hangs on."""
    recipients: list[User] = field(default_factory=list[User])
    owner: User | None = None
    archived: bool = False
    locked: bool = False
    deleted: bool = False
    newest: int = 0
    """The last message that everybody can read, also when it is gone."""

    @property
    def is_thread(self) -> bool:
        """Whether this is a thread, which has other rights than a channel."""
        return self.type in THREADS

    @property
    def mention(self) -> str:
        """Return what names it in a text."""
        return f"<#{self.id}>"


@dataclass(eq=False)
class Guild:
    """A server."""

    id: int
    name: str
    owner: User
    locale: str = "en-US"
    has_app: bool = True
    """Whether the bot is a member."""
    available: bool = True
    roles: list[Role] = field(default_factory=list[Role])
    channels: list[Channel] = field(default_factory=list[Channel])
    members: dict[int, Member] = field(default_factory=dict[int, Member])
    system: Channel | None = None
    """Where newcomers are welcomed."""
    updates: Channel | None = None
    """Where Discord tells a community's moderators what is new."""

    def __post_init__(self) -> None:
        self.roles.insert(0, Role(self.id, "@everyone", EVERYONE))

    @property
    def everyone(self) -> Role:
        """Return the role that everybody has."""
        return self.roles[0]

    def channel(self, name: str) -> Channel:
        """Return a channel or thread by its name."""
        return next(each for each in self.channels if each.name == name and not each.deleted)
