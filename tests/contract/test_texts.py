"""Whatever people type comes back as they typed it."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.core.people import Account, Platform
from bot.storage.rows import storable
from bot.study.records import Memory, Report
from tests.contract.samples import HERE, NOON, AnyStore, a_round, asked, known

patient = settings(
    deadline=None,
    max_examples=40,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
anything = st.text(st.characters(), max_size=50) | st.text(
    st.characters(categories=["Cs", "Cc", "So"]), max_size=10
)


@patient
@given(anything, anything)
@example("\x00", "\ud800")
@example("ends with \udc80", "\U0001f44d\u200d\u0000")
async def test_texts_come_back(store: AnyStore, note: str, state: str) -> None:
    person = await known(store)
    request = asked()
    async with store.write(request) as work:
        await work.reports.add(Report(request.id, "other", note, note, NOON, person, HERE))
        await work.memories.put(person, state, Memory(state, NOON))
    async with store.read() as work:
        newest = {report.id: report for report in await work.reports.newest(HERE, 1000)}
        memories = await work.memories.all(person)
    assert newest[request.id].note == newest[request.id].target == storable(note)
    assert memories[storable(state)] == Memory(storable(state), NOON)


@patient
@given(st.lists(anything, max_size=5), st.integers(-(2**63), 2**63 - 1))
@example(["\x00", "a\ud800"], -(2**63))
async def test_queues_come_back(store: AnyStore, queue: list[str], seed: int) -> None:
    person = await known(store)
    name = asked().id
    new = a_round(person, name)
    kept = type(new)(name, person, seed, tuple(queue), len(queue), NOON)
    async with store.write(asked()) as work:
        await work.rounds.start(kept)
    async with store.read() as work:
        back = await work.rounds.get(name)
    assert back is not None
    assert back.queue == tuple(storable(item) for item in queue)
    assert back.seed == seed


@patient
@given(anything)
@example("a\x00")
async def test_whoever_was_kept_is_found_again(store: AnyStore, name: str) -> None:
    account = Account(Platform.terminal, "", name)
    person = await known(store, account)
    async with store.read() as work:
        found = await work.people.find(account)
    assert found is not None
    assert found.id == person


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b", "a\ufffdb"),
        ("\ud83d", "\ufffd"),
        ("\U0001f44d \u200d é\n\t", "\U0001f44d \u200d é\n\t"),
    ],
)
def test_only_what_no_database_holds_is_replaced(typed: str, kept: str) -> None:
    assert storable(typed) == kept
