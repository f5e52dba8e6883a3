"""People and places of Slack."""

import enum
from dataclasses import dataclass, field


class ChannelKind(enum.StrEnum):
    """What a conversation is; the value is its name in `types` and in filters."""

    PUBLIC = "public_channel"
    PRIVATE = "private_channel"
    DM = "im"
    GROUP_DM = "mpim"


class Standing(enum.StrEnum):
    """What somebody is in the workspace."""

    MEMBER = "member"
    ADMIN = "admin"
    OWNER = "owner"
    GUEST = "guest"
    ONE_CHANNEL_GUEST = "one channel guest"


@dataclass(eq=False)
class Team:
    """A workspace."""

    id: str
    name: str
    domain: str


@dataclass(eq=False)
class User:
    """An account. `zone` is an IANA name."""

    id: str
    name: str
    team: Team
    standing: Standing = Standing.MEMBER
    locale: str = "en-US"
    zone: str = "Europe/Berlin"
    is_bot: bool = False
    deleted: bool = False

    @property
    def is_guest(self) -> bool:
        """Whether the account sees only the channels that it was invited to."""
        return self.standing in {Standing.GUEST, Standing.ONE_CHANNEL_GUEST}

    @property
    def is_admin(self) -> bool:
        """Whether the account administers the workspace."""
        return self.standing in {Standing.ADMIN, Standing.OWNER}


@dataclass(eq=False)
class Channel:
    """A conversation; in a DM, `members` are the person and the bot."""

    id: str
    name: str
    kind: ChannelKind
    members: list[User] = field(default_factory=list[User])
    archived: bool = False
    deleted: bool = False
    refusal: str = ""
    """The error of a post where the bot is in and may not post, such as `restricted_action`."""
    shared_with: list[Team] = field(default_factory=list[Team])
    """The other organisations of a Slack Connect channel."""
    created: int = 0
    creator: str = ""

    @property
    def called(self) -> str:
        """Return the name that payloads give it: those of closed places are not told."""
        names = {ChannelKind.PUBLIC: self.name, ChannelKind.DM: "directmessage"}
        return names.get(self.kind, "privategroup")


@dataclass(eq=False)
class UserGroup:
    """A group such as `@moderators`."""

    id: str
    handle: str
    members: list[User] = field(default_factory=list[User])
    disabled: bool = False
