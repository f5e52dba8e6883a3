"""What Milepost keeps about recurring posts, as frozen records. All times are aware, in UTC.

A schedule says what and when; a target is one group of it, with its own zone and cursor; an
occurrence is one date of a target; a delivery is one message of an occurrence (engine, section 7).
"""

import base64
import datetime as dt
import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from bot.core.people import Community
from bot.study.recurrence import Rule


class What(StrEnum):
    """What a schedule posts."""

    tip = "tip"
    nudge = "nudge"
    question = "question"
    roadmap = "roadmap"
    text = "text"


class Status(StrEnum):
    """Where a schedule stands. Only an active one is planned."""

    draft = "draft"
    active = "active"
    paused = "paused"
    ended = "ended"
    deleted = "deleted"


class OnUncertain(StrEnum):
    """What to do when nobody can find out whether a post went out."""

    skip = "skip"
    send = "send"


@dataclass(frozen=True, slots=True)
class Options:
    """What a moderator chose beside the rule.

    `text` is the free text; `trait` and `step` narrow tips and questions. `role` is mentioned,
    empty for nobody. `after_own` skips when our last post is still the newest in the channel.
    """

    text: str = ""
    trait: str = ""
    step: str = ""
    thread: bool = False
    role: str = ""
    silent: bool = False
    after_own: bool = False


@dataclass(frozen=True, slots=True)
class Schedule:
    """One recurring post of a community.

    `grace` is how late a post may still go out; `version` grows with every edit, and what was
    planned under an older one is void. `editor` is the person who changed it last. `until`
    pauses: planning goes on from that instant by itself.
    """

    id: str
    community: Community
    what: What
    title: str
    rule: Rule
    options: Options
    grace: dt.timedelta
    created_at: dt.datetime
    changed_at: dt.datetime
    status: Status = Status.draft
    on_uncertain: OnUncertain = OnUncertain.skip
    version: int = 1
    editor: str | None = None
    until: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """One group of a schedule: where and in which zone it is posted, and what comes next.

    `next_at` is the instant of the next planned occurrence, None when there is none; `next_local`
    its date on the schedule's calendar. `season` and `week` name the next nudge; they count posts,
    so what is skipped delays them; `then` is the season that moderators want after this one, 0
    for none. `drawn` counts the extra posts asked for by `run`.
    `suspended` says why nothing is posted here, empty while all is well; `since` is when that
    began and `told_at` when a person was told.
    """

    schedule: str
    group: str
    channel: str
    zone: str
    next_at: dt.datetime | None = None
    next_local: dt.date | None = None
    season: int = 1
    week: int = 1
    then: int = 0
    drawn: int = 0
    suspended: str = ""
    since: dt.datetime | None = None
    told_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """What a moderator decided about one date of a target: skip it, or post it otherwise."""

    schedule: str
    group: str
    local: dt.date
    skip: bool = False
    at: dt.time | None = None
    text: str = ""


class Fate(StrEnum):
    """What became of an occurrence or a delivery."""

    pending = "pending"
    sending = "sending"
    sent = "sent"
    uncertain = "uncertain"
    skipped = "skipped"
    removed = "removed"
    """Taken back by a moderator, or deleted on the platform."""


class Reason(StrEnum):
    """Why an occurrence was skipped or a post refused; shown to moderators in words."""

    late = "late"
    newer = "newer"
    paused = "paused"
    edited = "edited"
    deleted = "deleted"
    skip_date = "skip date"
    holiday = "holiday"
    occupied = "occupied"
    no_such_day = "no such day"
    override = "override"
    still_newest = "still newest"
    ended = "ended"
    used_up = "used up"
    unknown_outcome = "unknown outcome"
    no_channel = "no channel"
    no_right = "no right"
    archived = "archived"
    not_member = "not member"
    token = "token"  # noqa: S105 (a reason, no secret)
    left = "left"
    away = "away"
    invalid = "invalid"


class Part(StrEnum):
    """Which message of an occurrence a delivery is."""

    post = "post"
    recap = "recap"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date of a target. `extra` is 0 for the planned post, then counts `run` requests.

    `piece` is the id of what is shown, chosen when planned, so that a repeat shows the same.
    """

    schedule: str
    group: str
    local: dt.date
    extra: int
    due_at: dt.datetime
    version: int
    fate: Fate = Fate.pending
    reason: str = ""
    detail: str = ""
    piece: str = ""
    season: int = 0
    week: int = 0

    @property
    def ref(self) -> str:
        """The five characters in the foot of the post, by which moderators find it again."""
        return reference(self.key)

    @property
    def key(self) -> str:
        """The key as one word."""
        return occurrence_id(self.schedule, self.group, self.local, self.extra)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to one channel. `fence` grows with each claim; a lower one has lost the row."""

    id: str
    community: Community
    channel: str
    part: Part
    due_at: dt.datetime
    expires_at: dt.datetime
    not_before: dt.datetime
    shard: int
    seq: int
    fate: Fate = Fate.pending
    attempts: int = 0
    fence: int = 0
    lease_until: dt.datetime | None = None
    first_sent_at: dt.datetime | None = None
    sent_at: dt.datetime | None = None
    remote: str = ""
    thread: str = ""
    reason: str = ""
    posted: str = ""
    """The text as it was posted, for the receipt."""

    @property
    def schedule(self) -> str:
        """The id of the schedule: the id up to its first colon."""
        return self.id.partition(":")[0]

    @property
    def occurrence(self) -> str:
        """The key of the occurrence: the id up to its fourth colon."""
        return ":".join(self.id.split(":", 4)[:4])

    @property
    def nonce(self) -> str:
        """24 characters that Discord compares; the channel is in the id (engine, section 7)."""
        return nonce(self.id)


@dataclass(frozen=True, slots=True)
class Checkin:
    """What somebody answered to a nudge or a question of the week: `choice` is an option's id."""

    occurrence: str
    person: str
    choice: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Deck:
    """What a channel has seen of a pool in this cycle: nothing repeats before it is used up."""

    community: Community
    channel: str
    pool: str
    seed: int
    cycle: int = 0
    shown: tuple[str, ...] = field(default=())


def occurrence_id(schedule: str, group: str, local: dt.date, extra: int) -> str:
    """Return the key of an occurrence as one word."""
    return f"{schedule}:{group}:{local.isoformat()}:{extra}"


def delivery_id(occurrence: str, channel: str, part: Part) -> str:
    """Return the key of a delivery (design, section 3)."""
    return f"{occurrence}:{channel}:{part}"


def nonce(delivery: str) -> str:
    """Make the nonce of a delivery: base32 of 120 bits of its hash."""
    digest = hashlib.sha256(delivery.encode()).digest()
    return base64.b32encode(digest[:15]).decode()


def reference(occurrence: str) -> str:
    """Make the short reference of an occurrence: five letters and digits without look-alikes."""
    digest = int.from_bytes(hashlib.sha256(occurrence.encode()).digest()[:8])
    letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    return "".join(letters[digest >> 5 * n & 31] for n in range(5))


SHARDS = 16
"""Shards in all (engine, section 7)."""


def shard_of(channel: str, shards: int = SHARDS) -> int:
    """Return the shard that posts to a channel, so that one worker at a time keeps its order."""
    return int.from_bytes(hashlib.sha256(channel.encode()).digest()[:4]) % shards
