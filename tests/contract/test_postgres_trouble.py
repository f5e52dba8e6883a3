"""PostgreSQL when it stops, starts again, hangs or loses an answer: recovery by itself."""

import asyncio
import signal
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest

from bot.core.faults import CannotLookUp, CannotSave, Repeated
from bot.core.people import Account, Person, Platform
from bot.storage.address import read_url
from bot.storage.engine import open_engine
from bot.storage.store import SqlStore
from tests.contract.samples import ANA, BEN, NOON, asked, known
from tests.doubles.databases import Databases
from tests.doubles.postgres import Server
from tests.doubles.wire import Wire, wire


@pytest.fixture(scope="module")
def databases(server: Server) -> Databases:
    return Databases(server.base)


@pytest.fixture
async def address(databases: Databases) -> AsyncIterator[str]:
    address = await databases.ready()
    yield address
    await databases.drop(address)


@pytest.fixture
async def store(address: str) -> AsyncIterator[SqlStore]:
    store = SqlStore.open(address, busy=1.0)
    yield store
    await store.close()


async def save(store: SqlStore, id: str = "e1") -> None:  # noqa: A002 (the record's own word)
    async with store.write(asked(id=id)) as work:
        await work.people.ensure(BEN, NOON)


async def look(store: SqlStore) -> Person | None:
    async with store.read() as work:
        return await work.people.find(ANA)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT], ids=["stopped", "killed"])
async def test_a_server_that_stops_and_starts_again(
    store: SqlStore, server: Server, how: signal.Signals
) -> None:
    person = await known(store)
    server.stop(how)
    try:
        with pytest.raises(CannotLookUp) as caught:
            await look(store)
        assert caught.value.__cause__ is not None
        with pytest.raises(CannotSave):
            await save(store)
        with pytest.raises(CannotLookUp):
            await store.ping()
    finally:
        server.start()
    assert await look(store) == Person(person)
    await save(store)


async def test_a_restart_between_two_units_is_not_even_noticed(
    store: SqlStore, server: Server
) -> None:
    person = await known(store)
    await asyncio.gather(*(look(store) for _ in range(4)))
    server.stop()
    server.start()
    assert await look(store) == Person(person)
    await save(store)


async def test_a_server_that_stops_within_a_unit(store: SqlStore, server: Server) -> None:
    await known(store)

    async def press() -> None:
        async with store.write(asked(id="e1")) as work:
            await work.people.ensure(BEN, NOON)
            server.stop()
            server.start()
            await work.people.ensure(Account(Platform.discord, "", "300"), NOON)

    with pytest.raises(CannotSave):
        await press()
    async with store.read() as work:
        assert await work.people.find(BEN) is None
    await save(store)


async def test_a_server_that_stops_before_the_end_of_a_unit(
    store: SqlStore, server: Server
) -> None:
    async def press() -> None:
        async with store.write(asked(id="e1")) as work:
            await work.people.ensure(BEN, NOON)
            server.stop()
            server.start()

    with pytest.raises(CannotSave):
        await press()
    async with store.read() as work:
        assert await work.people.find(BEN) is None
    await save(store)


async def test_a_database_that_is_not_there(server: Server) -> None:
    store = SqlStore.open(f"{server.base}/nowhere")
    with pytest.raises(CannotLookUp):
        await look(store)
    with pytest.raises(CannotSave):
        await save(store)
    await store.close()


async def test_a_database_without_tables_is_our_mistake(databases: Databases) -> None:
    address = await databases.empty()
    store = SqlStore.open(address)
    with pytest.raises(Exception, match="does not exist"):
        await look(store)
    await store.close()
    await databases.drop(address)


async def test_a_row_that_somebody_else_holds(store: SqlStore, address: str) -> None:
    person = await known(store)
    engine = open_engine(read_url(address))

    async def change() -> None:
        async with store.write(asked(id="e1")) as work:
            await work.people.change(person, pace=3)

    async with engine.connect() as other:
        await other.exec_driver_sql("BEGIN")
        await other.exec_driver_sql("SELECT * FROM people FOR UPDATE")
        with pytest.raises(CannotSave) as caught:
            await change()
        assert "lock timeout" in str(caught.value.__cause__)
        await other.exec_driver_sql("ROLLBACK")
    await engine.dispose()
    await change()


@pytest.fixture
async def wired(address: str) -> AsyncIterator[tuple[SqlStore, Wire]]:
    """Open a store whose wire to the server can be cut."""
    there = urlsplit(address)
    assert there.hostname
    assert there.port
    async with wire(there.hostname, there.port) as (own, port):
        engine = open_engine(
            read_url(address.replace(f":{there.port}", f":{port}")), busy=1.0, patience=1.0
        )
        store = SqlStore(engine)
        yield store, own
        await store.close()


async def test_a_wire_that_is_cut(wired: tuple[SqlStore, Wire]) -> None:
    store, own = wired
    person = await known(store)

    async def press() -> None:
        async with store.write(asked(id="e1")) as work:
            await work.people.ensure(BEN, NOON)
            own.cut()
            await work.people.change(person, pace=3)

    with pytest.raises(CannotSave):
        await press()
    assert await look(store) == Person(person)
    await save(store)


async def test_a_server_that_says_nothing(wired: tuple[SqlStore, Wire]) -> None:
    store, own = wired
    person = await known(store)
    own.silent = True
    with pytest.raises(CannotLookUp):
        await look(store)
    with pytest.raises(CannotSave):
        await save(store)
    own.silent = False
    assert await look(store) == Person(person)
    await save(store)


async def test_what_was_kept_counts_though_the_answer_was_lost(
    wired: tuple[SqlStore, Wire],
) -> None:
    store, own = wired
    await known(store)  # from now on this connection asks to commit in a single message
    async with store.write(asked(id="e1")) as work:
        await work.people.ensure(BEN, NOON)
        own.swallow = True
    assert own.lost == 1
    async with store.read() as work:
        assert await work.people.find(BEN) is not None
    with pytest.raises(Repeated):
        await save(store)


async def test_what_was_not_kept_is_not_said_to_be(wired: tuple[SqlStore, Wire]) -> None:
    store, own = wired

    async def press() -> None:
        async with store.write(asked(id="e1")) as work:
            await work.people.ensure(BEN, NOON)
            own.cut()

    with pytest.raises(CannotSave):
        await press()
    async with store.read() as work:
        assert await work.people.find(BEN) is None
    await save(store)
