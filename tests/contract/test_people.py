"""Persons, their accounts, and everything that is theirs."""

from collections.abc import Mapping

import pytest
from sqlalchemy import Table, select

from bot.core.people import Account, Person, Platform
from bot.storage.address import read_url
from bot.storage.engine import open_engine
from bot.storage.store import SqlStore
from bot.storage.tables import acted, metadata, people, personal
from tests.contract.samples import (
    ANA,
    BEN,
    HERE,
    LATER,
    AnyStore,
    a_piece,
    asked,
    fill,
    known,
)

EVERY_PERSONAL_TABLE = {
    "people",
    "accounts",
    "assessments",
    "memories",
    "progress",
    "reports",
    "rounds",
    "seen",
    "shares",
    "answers",
    "memberships",
    "checkins",
}
EVERY_TABLE_WITH_AN_ACTOR = {"pieces", "schedules", "audit"}

Rows = Mapping[str, list[dict[str, object]]]
AT_NOON = "2026-03-01T12:00:00.000000+00:00"
REPORT = {
    "id": "report-ana",
    "kind": "typo",
    "target": "tip.one",
    "note": "There is a typo.",
    "at": AT_NOON,
}
ROUND = {
    "id": "round-ana",
    "seed": 2**63 - 1,
    "queue": ["q.one", "q.two"],
    "asked": 2,
    "started_at": AT_NOON,
    "trait": "clear-writing",
    "level": 1,
    "position": 0,
    "closed": False,
    "is_open": True,
}
ANSWER = {
    "round_id": "round-ana",
    "position": 0,
    "item": "q.one",
    "rev": 3,
    "chosen": ["a", "c"],
    "sure": True,
    "correct": True,
    "at": AT_NOON,
}
SHARE = {
    "id": "share-ana",
    "channel": "general",
    "remote": "m-1",
    "what": "roadmap",
    "at": AT_NOON,
}
PIECE = {
    "kind": "tip",
    "piece": "piece-ana",
    "state": "disabled",
    "words": {"why": "It helps.", "today": "Walk \u00fcp."},
    "former_state": "shown",
    "former_words": {"why": "So."},
    "at": AT_NOON,
}


SCHEDULE = {
    "id": "schedule-ana",
    "what": "nudge",
    "title": "Evenings",
    "rule": '{"every": "week", "at": "18:00:00", "anchor": "2026-03-02", "skips": ["2026-03-02"]}',
    "options": '{"text": "", "trait": "", "step": "", "thread": true, "role": "77", '
    '"silent": false, "after_own": false}',
    "grace": 43_200,
    "on_uncertain": "skip",
    "status": "active",
    "version": 1,
    "created_at": AT_NOON,
    "changed_at": "2026-03-01T12:05:00.000000+00:00",
    "until": None,
}
CHANGE = {
    "id": "change-ana",
    "at": AT_NOON,
    "what": "made",
    "target": "Evenings",
    "before": "",
    "after": "x",
}


async def test_nobody_stands_behind_an_unknown_account(store: AnyStore) -> None:
    async with store.read() as work:
        assert await work.people.find(ANA) is None


async def test_the_first_call_makes_a_person_and_later_ones_find_it(store: AnyStore) -> None:
    first = await known(store)
    async with store.write(asked()) as work:
        assert await work.people.ensure(ANA, LATER) == first
    async with store.read() as work:
        assert await work.people.find(ANA) == Person(first)


async def test_two_accounts_are_two_people(store: AnyStore) -> None:
    assert await known(store, ANA) != await known(store, BEN)


async def test_equal_slack_ids_in_two_teams_are_two_people(store: AnyStore) -> None:
    one = Account(Platform.slack, "T1", "U1")
    two = Account(Platform.slack, "T2", "U1")
    first = await known(store, one)
    async with store.read() as work:
        assert await work.people.find(two) is None
    second = await known(store, two)
    assert first != second
    async with store.write(asked()) as work:
        await work.people.change(first, zone="Europe/Berlin")
    async with store.read() as work:
        assert await work.people.find(two) == Person(second)


async def test_an_id_cannot_be_guessed(store: AnyStore) -> None:
    person = await known(store)
    assert len(bytes.fromhex(person)) * 8 >= 96


async def test_only_what_is_given_is_changed(store: AnyStore) -> None:
    person = await known(store)
    other = await known(store, BEN)
    async with store.write(asked()) as work:
        await work.people.change(person, language="de", zone="Europe/Berlin", pace=5)
        await work.people.change(person, language="", pace=0)
        await work.people.change(person)
    async with store.read() as work:
        assert await work.people.find(ANA) == Person(person, "", "Europe/Berlin", 0)
        assert await work.people.find(BEN) == Person(other)


async def test_changing_nobody_changes_nothing(store: AnyStore) -> None:
    person = await known(store)
    async with store.write(asked()) as work:
        await work.people.change("nobody", language="de")
    async with store.read() as work:
        assert await work.people.find(ANA) == Person(person)


def exported(person: str) -> Rows:
    """Return what `fill` kept for Ana, as it is exported."""
    own = {"person_id": person}
    here = {"community_platform": "discord", "community_id": "1"}
    return {
        "people": [{"id": person, "language": "", "zone": "", "pace": 0, "created_at": AT_NOON}],
        "accounts": [
            {"platform": "discord", "tenant": "", "user_id": "100", **own, "linked_at": AT_NOON}
        ],
        "assessments": [{**own, "item": "habit-one", "anchor": 3, "at": AT_NOON}],
        "memories": [
            {**own, "item": "q.one", "state": "{}", "due_at": "2026-03-01T12:05:00.000000+00:00"}
        ],
        "progress": [{**own, "milestone": "step-1", "mark": "done", "at": AT_NOON}],
        "seen": [{**own, "kind": "tip", "piece": "tip.one", "at": AT_NOON}],
        "reports": [{**REPORT, **own, **here}],
        "rounds": [{**ROUND, **own}],
        "shares": [{**SHARE, **own, **here}],
        "answers": [{**ANSWER, **own}],
        "pieces": [{**PIECE, "actor_id": person, **here}],
        "memberships": [{**own, "group_id": "group-ana", "joined_at": AT_NOON}],
        "checkins": [
            {
                **own,
                "occurrence": "schedule-ana:group-ana:2026-03-02:0",
                "choice": "match",
                "at": AT_NOON,
            }
        ],
        "schedules": [{**SCHEDULE, "actor_id": person, **here}],
        "audit": [{**CHANGE, "actor_id": person, **here}],
    }


async def test_export_gives_every_row_of_the_person_in_json_values(store: AnyStore) -> None:
    person = await fill(store, ANA, "ana")
    await fill(store, BEN, "ben")
    async with store.read() as work:
        assert await work.people.export(person) == exported(person)


async def test_export_of_nobody_names_every_table_and_no_row(store: AnyStore) -> None:
    async with store.read() as work:
        rows = await work.people.export("nobody")
    assert rows == {name: [] for name in EVERY_PERSONAL_TABLE | EVERY_TABLE_WITH_AN_ACTOR}


def test_every_table_with_a_person_is_exported_and_erased() -> None:
    assert {table.name for table in personal()} == EVERY_PERSONAL_TABLE
    assert {table.name for table in acted()} == EVERY_TABLE_WITH_AN_ACTOR
    assert {
        key.parent.table.name
        for table in metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table is people
    } | {"people"} == EVERY_PERSONAL_TABLE | EVERY_TABLE_WITH_AN_ACTOR


async def test_erase_removes_the_person_and_nobody_else(store: AnyStore) -> None:
    person = await fill(store, ANA, "ana")
    other = await fill(store, BEN, "ben")
    async with store.write(asked()) as work:
        assert await work.people.erase(person) == len(EVERY_PERSONAL_TABLE)
    async with store.read() as work:
        assert await work.people.find(ANA) is None
        assert not any((await work.people.export(person)).values())
        assert all((await work.people.export(other)).values())
    async with store.write(asked()) as work:
        assert await work.people.erase(person) == 0


async def test_who_comes_back_after_erasing_is_somebody_new(store: AnyStore) -> None:
    person = await fill(store, ANA, "ana")
    async with store.write(asked()) as work:
        await work.people.erase(person)
    assert await known(store) != person


async def test_after_erasing_no_table_holds_the_id(sql_store: SqlStore, database: str) -> None:
    person = await fill(sql_store, ANA, "ana")
    other = await fill(sql_store, BEN, "ben")
    async with sql_store.write(asked()) as work:
        await work.people.erase(person)
    engine = open_engine(read_url(database))
    async with engine.connect() as connection:
        left = {
            table.name: (await connection.execute(select(table))).all()
            for table in metadata.sorted_tables
        }
    await engine.dispose()
    holding = {name for name, rows in left.items() for row in rows if person in row}
    assert holding == set()
    assert {name for name, rows in left.items() for row in rows if other in row} == {
        table.name for table in (*personal(), *acted())
    }


async def test_what_a_moderator_decided_outlives_them_without_their_name(store: AnyStore) -> None:
    person = await fill(store, ANA, "ana")
    other = await fill(store, BEN, "ben")
    async with store.write(asked()) as work:
        await work.people.erase(person)
    async with store.read() as work:
        assert set(map(repr, await work.pieces.all(HERE))) == {
            repr(a_piece("piece-ana", None)),
            repr(a_piece("piece-ben", other)),
        }


@pytest.mark.parametrize("table", acted(), ids=lambda table: table.name)
def test_the_rows_that_name_somebody_are_found_by_an_index(table: Table) -> None:
    assert "actor_id" in {next(iter(index.columns)).name for index in table.indexes}


@pytest.mark.parametrize("table", personal(), ids=lambda table: table.name)
def test_the_rows_of_a_person_are_found_by_an_index(table: Table) -> None:
    leading = {next(iter(table.primary_key)).name}
    leading |= {next(iter(index.columns)).name for index in table.indexes}
    assert ("id" if table is people else "person_id") in leading
