"""What the suites keep and look for."""

import datetime as dt
import secrets

from bot.core.people import Account, Community, Place, Platform, Request
from bot.storage.memory import MemoryStore
from bot.storage.store import SqlStore
from bot.study.groups import Change, Group, Setup
from bot.study.ports import Work
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
from bot.study.recurrence import Every, Rule
from bot.study.schedules import (
    Checkin,
    Deck,
    Delivery,
    Occurrence,
    Options,
    Override,
    Part,
    Schedule,
    Status,
    Target,
    What,
    delivery_id,
    shard_of,
)

AnyStore = SqlStore | MemoryStore

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
MONDAY = dt.date(2026, 3, 2)
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
        await work.assessments.put(person, "habit-one", 3, NOON)
        await work.reports.add(a_report(f"report-{tag}", person))
        await work.shares.add(a_share(f"share-{tag}", person))
        await work.pieces.put(a_piece(f"piece-{tag}", person))
        await fill_plans(work, person, tag)
    return person


def a_group(name: str, where: Community = HERE) -> Group:
    """Return a group of Berlin that began in March."""
    return Group(
        f"group-{name}",
        where,
        f"Evenings {name}",
        "general",
        "Europe/Berlin",
        MONDAY,
        NOON,
        "de",
        6,
    )


def a_schedule(name: str, editor: str | None = None, where: Community = HERE) -> Schedule:
    """Return a weekly nudge that is running."""
    return Schedule(
        id=f"schedule-{name}",
        community=where,
        what=What.nudge,
        title="Evenings",
        rule=Rule(Every.week, dt.time(18), MONDAY, skips=frozenset({MONDAY})),
        options=Options(thread=True, role="77"),
        grace=dt.timedelta(hours=12),
        created_at=NOON,
        changed_at=LATER,
        status=Status.active,
        editor=editor,
    )


def a_target(name: str, group: str = "", *, at: dt.datetime | None = LATER) -> Target:
    """Return the target of a schedule, due at an instant."""
    where = f"group-{group or name}"
    return Target(f"schedule-{name}", where, "general", "Europe/Berlin", at, MONDAY, 1, 4, 2)


def an_occurrence(name: str, day: dt.date = MONDAY, *, extra: int = 0) -> Occurrence:
    """Return a date of a schedule."""
    return Occurrence(
        f"schedule-{name}", f"group-{name}", day, extra, NOON, 1, piece="two-tools", week=4
    )


def a_delivery(occurrence: Occurrence, where: Community = HERE) -> Delivery:
    """Return the message of an occurrence, due at its instant."""
    name = delivery_id(occurrence.key, "general", Part.post)
    due = occurrence.due_at
    shard = shard_of("general")
    expires = due + dt.timedelta(hours=12)
    return Delivery(name, where, "general", Part.post, due, expires, due, shard, 1)


async def fill_plans(work: Work, person: str, tag: str) -> None:
    """Keep one row in every table of groups and schedules."""
    occurrence = an_occurrence(tag)
    await work.groups.put(a_group(tag))
    await work.groups.join(f"group-{tag}", person, NOON)
    await work.groups.arrange(Setup(HERE, ("77",), "notices", "Europe/Berlin", NOON))
    await work.schedules.put(a_schedule(tag, person))
    await work.schedules.aim(f"schedule-{tag}", (a_target(tag),))
    await work.schedules.override(
        Override(f"schedule-{tag}", f"group-{tag}", MONDAY, at=dt.time(19, 30))
    )
    await work.schedules.run(occurrence, (a_delivery(occurrence),))
    await work.checkins.put(Checkin(occurrence.key, person, "match", NOON))
    await work.decks.put(Deck(HERE, "general", f"tip-{tag}", 2**40, 1, ("a", "b")))
    await work.audit.add(Change(f"change-{tag}", HERE, NOON, "made", "Evenings", "", "x", person))
