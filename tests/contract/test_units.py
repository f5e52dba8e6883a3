"""A unit of work is kept whole or not at all, and an event has one effect."""

import asyncio
import datetime as dt

import pytest

from bot.core.faults import NoSuch, Repeated
from bot.core.people import Account, Platform
from bot.storage.errors import BrokenRuleError, ReadOnlyError
from bot.storage.store import SqlStore
from bot.study.records import Mark, Memory
from tests.contract.samples import (
    ANA,
    HERE,
    LATER,
    NOON,
    AnyStore,
    a_report,
    a_round,
    a_share,
    an_answer,
    asked,
    fill,
    known,
)

NAIVE = NOON.replace(tzinfo=None)


async def test_a_fault_leaves_nothing_behind_and_passes_through(store: AnyStore) -> None:
    person = await fill(store, ANA, "ana")

    async def press() -> None:
        async with store.write(asked()) as work:
            await work.people.change(person, language="de")
            await work.progress.put(person, "step-2", Mark.done, NOON)
            await work.people.erase(person)
            raise NoSuch(what="step", value="7")

    with pytest.raises(NoSuch) as caught:
        await press()
    assert caught.value.fields == {"what": "step", "value": "7"}
    async with store.read() as work:
        kept = await work.people.find(ANA)
        assert kept is not None
        assert kept.language == ""
        assert set(await work.progress.marks(person)) == {"step-1"}


async def test_any_other_exception_passes_through_too(store: AnyStore) -> None:
    async def press() -> None:
        async with store.write(asked()) as work:
            await work.people.ensure(ANA, NOON)
            raise OSError("the platform is away")

    with pytest.raises(OSError, match="the platform is away"):
        await press()
    async with store.read() as work:
        assert await work.people.find(ANA) is None
    with pytest.raises(OSError, match="the platform is away"):
        async with store.read():
            raise OSError("the platform is away")


async def test_a_cancelled_unit_leaves_nothing_behind(store: AnyStore) -> None:
    inside = asyncio.Event()

    async def hang() -> None:
        async with store.write(asked()) as work:
            await work.people.ensure(ANA, NOON)
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(hang())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with store.read() as work:
        assert await work.people.find(ANA) is None
    await known(store)


async def test_a_request_writes_once(store: AnyStore) -> None:
    person = await known(store)
    async with store.write(asked(id="e1")) as work:
        await work.people.change(person, pace=1)
    with pytest.raises(Repeated):
        async with store.write(asked(id="e1")) as work:
            await work.people.change(person, pace=2)
    async with store.read() as work:
        kept = await work.people.find(ANA)
    assert kept is not None
    assert kept.pace == 1


async def test_a_request_that_failed_may_come_again(store: AnyStore) -> None:
    with pytest.raises(NoSuch):
        async with store.write(asked(id="e1")):
            raise NoSuch(what="step", value="7")
    async with store.write(asked(id="e1")) as work:
        await work.people.ensure(ANA, NOON)
    async with store.read() as work:
        assert await work.people.find(ANA) is not None


async def test_of_simultaneous_deliveries_one_writes(store: AnyStore) -> None:
    written: list[int] = []

    async def deliver(number: int) -> None:
        async with store.write(asked(id="e1")) as work:
            await work.people.ensure(Account(Platform.discord, "", str(number)), NOON)
            written.append(number)

    outcomes = await asyncio.gather(*map(deliver, range(8)), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes if outcome) == ["Repeated"] * 7
    assert len(written) == 1


async def test_platforms_count_their_events_apart(store: AnyStore) -> None:
    async with store.write(asked(id="e1")):
        pass
    async with store.write(asked(Account(Platform.slack, "T1", "U1"), id="e1")):
        pass
    with pytest.raises(Repeated):
        async with store.write(asked(Account(Platform.slack, "T1", "U1"), id="e1")):
            pass


async def test_claims_are_forgotten_after_a_day(store: AnyStore) -> None:
    day, moment = dt.timedelta(hours=24), dt.timedelta(microseconds=1)
    async with store.write(asked(id="e1")):
        pass
    assert await store.prune(NOON + day) == 0
    with pytest.raises(Repeated):
        async with store.write(asked(id="e1")):
            pass
    assert await store.prune(NOON + day + moment) == 1
    async with store.write(asked(id="e1")):
        pass


async def test_a_read_sees_one_state(store: AnyStore) -> None:
    person = await known(store)
    async with store.read() as reading:
        assert await reading.progress.marks(person) == {}
        async with store.write(asked()) as work:
            await work.progress.put(person, "one", Mark.done, NOON)
        assert await reading.progress.marks(person) == {}
    async with store.read() as work:
        assert set(await work.progress.marks(person)) == {"one"}


async def test_others_see_a_unit_when_it_is_kept(store: AnyStore) -> None:
    async with store.write(asked()) as work:
        await work.people.ensure(ANA, NOON)
        async with store.read() as reading:
            assert await reading.people.find(ANA) is None
    async with store.read() as reading:
        assert await reading.people.find(ANA) is not None


async def test_a_reading_unit_does_not_write(store: AnyStore) -> None:
    person = await known(store)
    with pytest.raises(ReadOnlyError):
        async with store.read() as work:
            await work.people.ensure(Account(Platform.discord, "", "300"), NOON)
    with pytest.raises(ReadOnlyError):
        async with store.read() as work:
            await work.seen.note(person, "tip", "tip.one", NOON)
    async with store.read() as work:
        assert await work.seen.of(person, "tip") == {}


async def test_simultaneous_first_requests_make_one_person(store: AnyStore) -> None:
    made = await asyncio.gather(*(known(store) for _ in range(8)))
    assert len(set(made)) == 1


async def test_of_simultaneous_answers_the_first_holds(store: AnyStore) -> None:
    person = await known(store)
    async with store.write(asked()) as work:
        await work.rounds.start(a_round(person))

    async def press() -> bool:
        async with store.write(asked()) as work:
            return await work.rounds.lock(an_answer(person))

    assert sorted(await asyncio.gather(*(press() for _ in range(8)))) == [False] * 7 + [True]


async def test_of_simultaneous_rounds_one_is_open(store: AnyStore) -> None:
    person = await known(store)

    async def start(number: int) -> None:
        async with store.write(asked()) as work:
            await work.rounds.start(a_round(person, str(number)))

    await asyncio.gather(*map(start, range(8)))
    async with store.read() as work:
        rounds = (await work.people.export(person))["rounds"]
    assert len(rounds) == 8
    assert sum(bool(row["is_open"]) for row in rounds) == 1


async def test_what_belongs_to_nobody_is_refused(store: AnyStore) -> None:
    with pytest.raises(BrokenRuleError):
        async with store.write(asked()) as work:
            await work.progress.put("nobody", "one", Mark.done, NOON)
    person = await known(store)
    with pytest.raises(BrokenRuleError):
        async with store.write(asked()) as work:
            await work.rounds.lock(an_answer(person, round="none"))


async def test_nothing_stands_twice(store: AnyStore) -> None:
    person = await fill(store, ANA, "ana")
    with pytest.raises(BrokenRuleError):
        async with store.write(asked()) as work:
            await work.reports.add(a_report("report-ana", person))
    with pytest.raises(BrokenRuleError):
        async with store.write(asked()) as work:
            await work.shares.add(a_share("share-ana", person))
    with pytest.raises(BrokenRuleError):
        async with store.write(asked()) as work:
            await work.rounds.start(a_round(person, "round-ana"))


async def test_times_without_a_zone_are_refused(store: AnyStore) -> None:
    person = await known(store)
    with pytest.raises(ValueError, match="without a zone"):
        async with store.write(asked(at=NAIVE)):
            pass
    async with store.write(asked()) as work:
        with pytest.raises(ValueError, match="without a zone"):
            await work.people.ensure(ANA, NAIVE)
        with pytest.raises(ValueError, match="without a zone"):
            await work.progress.put(person, "one", Mark.done, NAIVE)
        with pytest.raises(ValueError, match="without a zone"):
            await work.seen.note(person, "tip", "tip.one", NAIVE)
        with pytest.raises(ValueError, match="without a zone"):
            await work.memories.put(person, "q.one", Memory("{}", NAIVE))
        with pytest.raises(ValueError, match="without a zone"):
            await work.shares.since(HERE, "general", person, NAIVE)
    with pytest.raises(ValueError, match="without a zone"):
        await store.prune(NAIVE)


async def test_the_secret_stays_the_same(store: AnyStore) -> None:
    first, second = await asyncio.gather(store.secret(), store.secret())
    assert first == second == await store.secret()
    assert len(first) == 32


async def test_every_process_has_the_same_secret(sql_store: SqlStore, database: str) -> None:
    other = SqlStore.open(database)
    secrets = await asyncio.gather(*(store.secret() for store in (sql_store, other)))
    await other.close()
    assert len(set(secrets)) == 1


async def test_two_processes_keep_one_of_two_deliveries(sql_store: SqlStore, database: str) -> None:
    other = SqlStore.open(database)

    async def deliver(store: SqlStore) -> None:
        async with store.write(asked(id="e1")) as work:
            await work.people.ensure(ANA, LATER)

    outcomes = await asyncio.gather(deliver(sql_store), deliver(other), return_exceptions=True)
    await other.close()
    assert [type(outcome).__name__ for outcome in outcomes if outcome] == ["Repeated"]


async def test_a_store_that_is_there_answers(store: AnyStore) -> None:
    await store.ping()
