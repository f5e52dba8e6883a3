"""Study groups and how a community is set up, as frozen records. All times are aware, in UTC."""

import datetime as dt
from dataclasses import dataclass

from bot.core.people import Community


@dataclass(frozen=True, slots=True)
class Group:
    """Some people who study together in one channel.

    `starts` is a Monday in the group's zone. `pace` is in hours a week, 0 when not said.
    """

    id: str
    community: Community
    name: str
    channel: str
    zone: str
    starts: dt.date
    created_at: dt.datetime
    language: str = ""
    pace: int = 0
    closed_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a group."""

    group: str
    person: str
    joined_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Setup:
    """What a community chose.

    `moderators` are roles, users or user groups beside the platform's own moderators. `notices` is
    the channel for what moderators have to know; empty: the last editor is told. `greeted_at`
    keeps a second greeting from being posted.
    """

    community: Community
    moderators: tuple[str, ...] = ()
    notices: str = ""
    zone: str = ""
    greeted_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the audit: who did what to which thing. `actor` is empty once erased.

    `before` and `after` are short sentences or JSON, without personal data.
    """

    id: str
    community: Community
    at: dt.datetime
    what: str
    target: str
    before: str = ""
    after: str = ""
    actor: str | None = None
