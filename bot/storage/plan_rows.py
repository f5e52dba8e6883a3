"""Between the records of schedules and their rows."""

import datetime as dt
import json
from dataclasses import asdict
from functools import lru_cache

from bot.core.people import Community, Platform
from bot.storage.rows import Row, Values, community_key, utc
from bot.study.rule_json import from_json, to_json
from bot.study.schedules import (
    Checkin,
    Deck,
    Delivery,
    Fate,
    Occurrence,
    OnUncertain,
    Options,
    Override,
    Part,
    Schedule,
    Status,
    Target,
    What,
)


def maybe_utc(at: dt.datetime | None) -> dt.datetime | None:
    """Return an instant in UTC, or None."""
    return None if at is None else utc(at)


def community_of(row: Row) -> Community:
    """Return the community of a row."""
    return Community(Platform(row["community_platform"]), row["community_id"])


def schedule_row(record: Schedule) -> Values:
    """Return the columns of a schedule. `grace` is in seconds, rule and options are JSON."""
    return {
        "id": record.id,
        **community_key(record.community),
        "what": str(record.what),
        "title": record.title,
        "rule": to_json(record.rule),
        "options": json.dumps(asdict(record.options)),
        "grace": round(record.grace.total_seconds()),
        "on_uncertain": str(record.on_uncertain),
        "status": str(record.status),
        "version": record.version,
        "created_at": utc(record.created_at),
        "changed_at": utc(record.changed_at),
        "until": maybe_utc(record.until),
        "actor_id": record.editor,
    }


def schedule_of(row: Row) -> Schedule:
    """Return the schedule of a row."""
    return Schedule(
        id=row["id"],
        community=community_of(row),
        what=What(row["what"]),
        title=row["title"],
        rule=from_json(row["rule"]),
        options=_options(row["options"]),
        grace=dt.timedelta(seconds=row["grace"]),
        created_at=row["created_at"],
        changed_at=row["changed_at"],
        status=Status(row["status"]),
        on_uncertain=OnUncertain(row["on_uncertain"]),
        version=row["version"],
        editor=row["actor_id"],
        until=row["until"],
    )


@lru_cache(maxsize=1_000)
def _options(text: str) -> Options:
    return Options(**json.loads(text))


def target_row(record: Target) -> Values:
    """Return the columns of a target."""
    return {
        "schedule_id": record.schedule,
        "group_id": record.group,
        "channel": record.channel,
        "zone": record.zone,
        "next_at": maybe_utc(record.next_at),
        "next_local": record.next_local,
        "season": record.season,
        "week": record.week,
        "then": record.then,
        "drawn": record.drawn,
        "suspended": record.suspended,
        "since": maybe_utc(record.since),
        "told_at": maybe_utc(record.told_at),
    }


def target_of(row: Row) -> Target:
    """Return the target of a row."""
    return Target(
        schedule=row["schedule_id"],
        group=row["group_id"],
        channel=row["channel"],
        zone=row["zone"],
        next_at=row["next_at"],
        next_local=row["next_local"],
        season=row["season"],
        week=row["week"],
        then=row["then"],
        drawn=row["drawn"],
        suspended=row["suspended"],
        since=row["since"],
        told_at=row["told_at"],
    )


def override_row(record: Override) -> Values:
    """Return the columns of a decision about one date. `at` is a time of day, or empty."""
    return {
        "schedule_id": record.schedule,
        "group_id": record.group,
        "local": record.local,
        "skip": record.skip,
        "at": record.at.isoformat() if record.at else "",
        "text": record.text,
    }


def override_of(row: Row) -> Override:
    """Return the decision of a row."""
    return Override(
        schedule=row["schedule_id"],
        group=row["group_id"],
        local=row["local"],
        skip=row["skip"],
        at=dt.time.fromisoformat(row["at"]) if row["at"] else None,
        text=row["text"],
    )


def occurrence_row(record: Occurrence) -> Values:
    """Return the columns of an occurrence."""
    return {
        "schedule_id": record.schedule,
        "group_id": record.group,
        "local": record.local,
        "extra": record.extra,
        "key": record.key,
        "ref": record.ref,
        "due_at": utc(record.due_at),
        "version": record.version,
        "fate": str(record.fate),
        "reason": record.reason,
        "detail": record.detail,
        "piece": record.piece,
        "season": record.season,
        "week": record.week,
    }


def occurrence_of(row: Row) -> Occurrence:
    """Return the occurrence of a row."""
    return Occurrence(
        schedule=row["schedule_id"],
        group=row["group_id"],
        local=row["local"],
        extra=row["extra"],
        due_at=row["due_at"],
        version=row["version"],
        fate=Fate(row["fate"]),
        reason=row["reason"],
        detail=row["detail"],
        piece=row["piece"],
        season=row["season"],
        week=row["week"],
    )


def delivery_row(record: Delivery) -> Values:
    """Return the columns of a delivery; `occurrence` is the key within its id."""
    return {
        "id": record.id,
        "schedule_id": record.schedule,
        "occurrence": record.occurrence,
        **community_key(record.community),
        "channel": record.channel,
        "part": str(record.part),
        "due_at": utc(record.due_at),
        "expires_at": utc(record.expires_at),
        "not_before": utc(record.not_before),
        "shard": record.shard,
        "seq": record.seq,
        "fate": str(record.fate),
        "attempts": record.attempts,
        "fence": record.fence,
        "lease_until": maybe_utc(record.lease_until),
        "first_sent_at": maybe_utc(record.first_sent_at),
        "sent_at": maybe_utc(record.sent_at),
        "remote": record.remote,
        "thread": record.thread,
        "reason": record.reason,
        "posted": record.posted,
    }


def delivery_of(row: Row) -> Delivery:
    """Return the delivery of a row."""
    return Delivery(
        id=row["id"],
        community=community_of(row),
        channel=row["channel"],
        part=Part(row["part"]),
        due_at=row["due_at"],
        expires_at=row["expires_at"],
        not_before=row["not_before"],
        shard=row["shard"],
        seq=row["seq"],
        fate=Fate(row["fate"]),
        attempts=row["attempts"],
        fence=row["fence"],
        lease_until=row["lease_until"],
        first_sent_at=row["first_sent_at"],
        sent_at=row["sent_at"],
        remote=row["remote"],
        thread=row["thread"],
        reason=row["reason"],
        posted=row["posted"],
    )


def deck_row(record: Deck) -> Values:
    """Return the columns of a deck."""
    return {
        **community_key(record.community),
        "channel": record.channel,
        "pool": record.pool,
        "seed": record.seed,
        "cycle": record.cycle,
        "shown": record.shown,
    }


def deck_of(row: Row) -> Deck:
    """Return the deck of a row."""
    return Deck(
        community=community_of(row),
        channel=row["channel"],
        pool=row["pool"],
        seed=row["seed"],
        cycle=row["cycle"],
        shown=row["shown"],
    )


def checkin_row(record: Checkin) -> Values:
    """Return the columns of an answer."""
    return {
        "occurrence": record.occurrence,
        "person_id": record.person,
        "choice": record.choice,
        "at": utc(record.at),
    }
