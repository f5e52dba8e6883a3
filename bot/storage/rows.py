"""Between records and rows: the one place that knows which column holds what."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from bot.core.people import Account, Community, Person, Platform
from bot.study.records import (
    Answer,
    Habit,
    Mark,
    Marking,
    Memory,
    Piece,
    Report,
    Round,
    Share,
    State,
    Verdict,
)

Row = Mapping[Any, Any]
Values = dict[str, Any]

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """Return a text that every database takes: NUL and lone surrogates become U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", text)


def utc(at: dt.datetime) -> dt.datetime:
    """Return the same instant in UTC. Raises ValueError for a naive time."""
    if at.tzinfo is None:
        raise ValueError("a time without a zone cannot be stored")
    return at.astimezone(dt.UTC)


def portable(row: Row) -> dict[str, object]:
    """Return a row in JSON values: times as ISO 8601 in UTC, sequences as lists."""
    return {str(name): _plain(value) for name, value in row.items()}


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] (every sequence in a row is of texts)


def account_key(account: Account) -> Values:
    """Return the columns that name an account."""
    return {
        "platform": str(account.platform),
        "tenant": account.tenant,
        "user_id": account.user,
    }


def account_of(row: Mapping[Any, Any]) -> Account:
    """Read an account."""
    return Account(Platform(row["platform"]), row["tenant"], row["user_id"])


def community_key(community: Community) -> Values:
    """Return the columns that every community row is scoped by."""
    return {"community_platform": str(community.platform), "community_id": community.id}


def community_of(row: Row) -> Community | None:
    """Return the community of a row, if it has one."""
    platform = row["community_platform"]
    return None if platform is None else Community(Platform(platform), row["community_id"])


def person_of(row: Row) -> Person:
    """Return the person of a row."""
    return Person(row["id"], row["language"], row["zone"], row["pace"])


def marking_of(row: Row) -> Marking:
    """Return the marking of a row."""
    return Marking(Mark(row["mark"]), row["at"])


def memory_of(row: Row) -> Memory:
    """Return the memory of a row."""
    return Memory(row["state"], row["due_at"])


def habit_of(row: Row) -> Habit:
    """Return the answer to a self-assessment item of a row."""
    return Habit(row["anchor"], row["at"])


def round_row(record: Round) -> Values:
    """Return the columns of a round. `is_open` is what the one-open-round index looks at."""
    return {
        "id": record.id,
        "person_id": record.person,
        "seed": record.seed,
        "queue": record.queue,
        "asked": record.asked,
        "started_at": utc(record.started_at),
        "trait": record.trait,
        "level": record.level,
        "position": record.position,
        "closed": record.closed,
        "is_open": not record.over,
    }


def round_of(row: Row) -> Round:
    """Return the round of a row."""
    return Round(
        id=row["id"],
        person=row["person_id"],
        seed=row["seed"],
        queue=row["queue"],
        asked=row["asked"],
        started_at=row["started_at"],
        trait=row["trait"],
        level=row["level"],
        position=row["position"],
        closed=row["closed"],
    )


def answer_row(record: Answer) -> Values:
    """Return the columns of an answer."""
    return {
        "round_id": record.round,
        "position": record.position,
        "person_id": record.person,
        "item": record.item,
        "rev": record.rev,
        "chosen": record.chosen,
        "sure": record.sure,
        "correct": record.right,
        "at": utc(record.at),
    }


def answer_of(row: Row) -> Answer:
    """Return the answer of a row."""
    return Answer(
        round=row["round_id"],
        position=row["position"],
        person=row["person_id"],
        item=row["item"],
        rev=row["rev"],
        chosen=row["chosen"],
        sure=row["sure"],
        right=row["correct"],
        at=row["at"],
    )


def report_row(record: Report) -> Values:
    """Return the columns of a report."""
    where = record.community
    return {
        "id": record.id,
        "kind": record.kind,
        "target": record.target,
        "note": record.note,
        "at": utc(record.at),
        "person_id": record.person,
        **(community_key(where) if where else {"community_platform": None, "community_id": None}),
    }


def report_of(row: Row) -> Report:
    """Return the report of a row."""
    return Report(
        id=row["id"],
        kind=row["kind"],
        target=row["target"],
        note=row["note"],
        at=row["at"],
        person=row["person_id"],
        community=community_of(row),
    )


def share_row(record: Share) -> Values:
    """Return the columns of a share."""
    return {
        "id": record.id,
        "person_id": record.person,
        **community_key(record.community),
        "channel": record.channel,
        "remote": record.remote,
        "what": record.what,
        "at": utc(record.at),
    }


def share_of(row: Row) -> Share:
    """Return the share of a row."""
    return Share(
        id=row["id"],
        person=row["person_id"],
        community=Community(Platform(row["community_platform"]), row["community_id"]),
        channel=row["channel"],
        remote=row["remote"],
        what=row["what"],
        at=row["at"],
    )


def piece_row(record: Piece) -> Values:
    """Return the columns of a changed piece."""
    return {
        **community_key(record.community),
        "kind": record.kind,
        "piece": record.id,
        "state": str(record.now.state),
        "words": dict(record.now.words),
        "former_state": str(record.former.state),
        "former_words": dict(record.former.words),
        "actor_id": record.actor,
        "at": utc(record.at),
    }


def piece_of(row: Row) -> Piece:
    """Return the changed piece of a row."""
    return Piece(
        community=Community(Platform(row["community_platform"]), row["community_id"]),
        kind=row["kind"],
        id=row["piece"],
        now=Verdict(State(row["state"]), row["words"]),
        former=Verdict(State(row["former_state"]), row["former_words"]),
        actor=row["actor_id"],
        at=row["at"],
    )
