"""Who asks, where, and with which rights: what an adapter tells the core with each request."""

import datetime as dt
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Platform(StrEnum):
    """Where an account lives."""

    discord = "discord"
    slack = "slack"
    terminal = "terminal"


class Rank(IntEnum):
    """What somebody may do in this place, as the platform says at this moment."""

    member = 0
    moderator = 1


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody on a platform. `tenant` is the Slack team; empty where ids are global (Discord)."""

    platform: Platform
    tenant: str
    user: str

    def __str__(self) -> str:
        """Write it as operators do on the command line: `discord:123`, `slack:T1/U1`."""
        return f"{self.platform}:{self.tenant}/{self.user}" if self.tenant else self.handle

    @property
    def handle(self) -> str:
        """The account without its tenant."""
        return f"{self.platform}:{self.user}"

    @classmethod
    def parse(cls, text: str) -> "Account":
        """Read `discord:123` or `slack:T1/U1`. Raises ValueError."""
        platform, _, rest = text.partition(":")
        teams = platform == Platform.slack
        tenant, _, user = rest.rpartition("/") if teams else ("", "", rest)
        if platform not in set(Platform) or not user or (teams and not tenant):
            message = f"{text!r} is no account: write discord:USER, slack:TEAM/USER, terminal:NAME"
            raise ValueError(message)
        return cls(Platform(platform), tenant, user)


@dataclass(frozen=True, slots=True)
class Community:
    """A Discord server, a Slack workspace, or the terminal's room. Every group lives in one."""

    platform: Platform
    id: str

    def __str__(self) -> str:
        """Write it as a key: `discord:456`."""
        return f"{self.platform}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> "Community":
        """Read `discord:456`. Raises ValueError."""
        platform, _, name = text.partition(":")
        if platform not in set(Platform) or not name:
            message = f"{text!r} is no community: write discord:SERVER, slack:TEAM, terminal:here"
            raise ValueError(message)
        return cls(Platform(platform), name)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the request came from. `community` is empty in a private conversation."""

    platform: Platform
    channel: str
    name: str = ""
    community: Community | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """The card on which a button was pressed."""

    public: bool
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """One command, press or form, as it arrived.

    `id` is the platform's own id of the event and is claimed before any write, so that an event
    delivered twice has one effect. `at` is aware. `locale` is a BCP 47 tag or empty. `roles` are
    the roles that the platform says somebody holds in the community.
    """

    id: str
    account: Account
    name: str
    place: Place
    at: dt.datetime
    rank: Rank = Rank.member
    locale: str = ""
    zone: str = ""
    origin: Origin | None = None
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody across platforms, and what they chose. `id` is ours; accounts point to it."""

    id: str
    language: str = ""
    zone: str = ""
    pace: int = 0
    """Hours a week they mean to study; 0 is not said."""
