"""What the suites keep and look for."""

import datetime as dt
import secrets

from bot.core.people import Account, Community, Place, Platform, Request
from bot.storage.memory import MemoryStore
from bot.storage.store import SqlStore
from bot.study.records import (
    Answer,
    Mark,
    Memory,
    Piece,
    Report,
    Round,
    Share,
    State,
    Verdict,
)

AnyStore = SqlStore | MemoryStore

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
LATER = NOON + dt.timedelta(minutes=5)
ANA = Account(Platform.discord, "", "100")
BEN = Account(Platform.discord, "", "200")
HERE = Community(Platform.discord, "1")
THERE = Community(Platform.slack, "1")


def asked(account: Account = ANA, *, id: str = "", at: dt.datetime = NOON) -> Request:  # noqa: A002 (the record's own word)
    """Return a request that nobody made before, or the one with this id."""
    place = Place(account.platform, "general", community=HERE)
    return Request(id or secrets.token_hex(8), account, "Ana", place, at)


async def known(store: AnyStore, account: Account = ANA) -> str:
    """Return the id of a person who is in the store."""
    async with store.write(asked(account)) as work:
        return await work.people.ensure(account, NOON)


def a_round(person: str, name: str = "round-1") -> Round:
    """Return a round of two questions."""
    return Round(name, person, 2**63 - 1, ("q.one", "q.two"), 2, NOON, "clear-writing", 1)


def an_answer(person: str, position: int = 0, *, round: str = "round-1") -> Answer:  # noqa: A002 (as above)
    """Return a right answer."""
    return Answer(round, position, person, "q.one", 3, ("a", "c"), sure=True, right=True, at=NOON)


def a_report(name: str, person: str | None, where: Community | None = HERE) -> Report:
    """Return a report from a place."""
    return Report(name, "typo", "tip.one", "There is a typo.", NOON, person, where)


def a_share(name: str, person: str, where: Community = HERE, channel: str = "general") -> Share:
    """Return a share in a channel."""
    return Share(name, person, where, channel, "m-1", "roadmap", NOON)


def a_piece(name: str, person: str | None, where: Community = HERE) -> Piece:
    """Return a tip that was disabled after its words were replaced."""
    words = {"why": "It helps.", "today": "Walk \u00fcp."}
    now, former = Verdict(State.disabled, words), Verdict(State.shown, {"why": "So."})
    return Piece(where, "tip", name, now, former, NOON, person)


async def fill(store: AnyStore, account: Account, tag: str) -> str:
    """Keep one row in every table for a person and return the person's id."""
    async with store.write(asked(account)) as work:
        person = await work.people.ensure(account, NOON)
        await work.progress.put(person, "step-1", Mark.done, NOON)
        await work.seen.note(person, "tip", "tip.one", NOON)
        await work.rounds.start(a_round(person, f"round-{tag}"))
        await work.rounds.lock(an_answer(person, round=f"round-{tag}"))
        await work.memories.put(person, "q.one", Memory("{}", LATER))
        await work.reports.add(a_report(f"report-{tag}", person))
        await work.shares.add(a_share(f"share-{tag}", person))
        await work.pieces.put(a_piece(f"piece-{tag}", person))
    return person
