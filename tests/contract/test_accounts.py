"""A person's accounts, found from the person: to write to somebody on their platform."""

from bot.core.people import Account, Platform
from tests.contract.samples import ANA, BEN, LATER, AnyStore, asked, known


async def test_a_persons_accounts_are_found(store: AnyStore) -> None:
    ana, ben = await known(store, ANA), await known(store, BEN)
    async with store.read() as work:
        assert await work.people.accounts(ana) == (ANA,)
        assert await work.people.accounts(ben) == (BEN,)
        assert await work.people.accounts("nobody") == ()


async def test_who_erased_their_data_has_none(store: AnyStore) -> None:
    elsewhere = Account(Platform.slack, "T1", "U1")
    ana = await known(store, ANA)
    async with store.write(asked()) as work:
        other = await work.people.ensure(elsewhere, LATER)
        await work.people.erase(ana)
    async with store.read() as work:
        assert await work.people.accounts(ana) == ()
        assert await work.people.accounts(other) == (elsewhere,)
