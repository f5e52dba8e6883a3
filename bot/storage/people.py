"""Persons and their accounts in SQL."""

import datetime as dt
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Text, bindparam, cast, delete, insert, select, update

from bot.core.people import Account, Person
from bot.storage.group_rows import setup_of, setup_row
from bot.storage.plan_tables import setups
from bot.storage.rows import account_key, account_of, person_of, portable, utc
from bot.storage.tables import accounts, acted, people, personal
from bot.storage.unit import Unit, keep_first, keep_last

_OWNED = (
    accounts.c.platform == bindparam("platform"),
    accounts.c.tenant == bindparam("tenant"),
    accounts.c.user_id == bindparam("user_id"),
)
_FIND = (
    select(people).join_from(accounts, people, accounts.c.person_id == people.c.id).where(*_OWNED)
)
_OWNER = select(accounts.c.person_id).where(*_OWNED)
_ACCOUNTS = (
    select(accounts)
    .where(accounts.c.person_id == bindparam("person"))
    .order_by(accounts.c.linked_at, accounts.c.platform, accounts.c.tenant, accounts.c.user_id)
)
_NEW_PERSON = insert(people)
_NEW_ACCOUNT = keep_first(accounts)
_FORGET = delete(people).where(people.c.id == bindparam("person"))
_MINE = {
    table.name: (people.c.id if table is people else table.c.person_id) == bindparam("person")
    for table in personal()
}
_DID = {table.name: table.c.actor_id == bindparam("person") for table in acted()}
_EXPORT = {
    table.name: select(table).where((_MINE | _DID)[table.name]).order_by(*table.primary_key)
    for table in (*personal(), *acted())
}
_NAMING = select(setups).where(
    setups.c.community_platform == bindparam("platform"),
    cast(setups.c.moderators, Text).contains(bindparam("quoted")),
)
_ARRANGE = keep_last(setups)
_UNNAME = tuple(update(table).where(_DID[table.name]).values(actor_id=None) for table in acted())
_ERASE = tuple(delete(table).where(_MINE[table.name]) for table in reversed(personal()))


@dataclass(frozen=True, slots=True)
class SqlPeople:
    """Implements `bot.study.ports.People`."""

    unit: Unit

    async def find(self, account: Account) -> Person | None:
        """Return the person behind an account."""
        row = await self.unit.row(_FIND, account_key(account))
        return person_of(row) if row else None

    async def ensure(self, account: Account, at: dt.datetime) -> str:
        """Return the person's id, making the person at the first call."""
        at = utc(at)
        while True:
            owner = await self.unit.row(_OWNER, account_key(account))
            if owner:
                return owner["person_id"]
            new = secrets.token_hex(12)
            await self.unit.run(
                _NEW_PERSON,
                {"id": new, "language": "", "zone": "", "pace": 0, "created_at": at},
            )
            row = {**account_key(account), "person_id": new, "linked_at": at}
            if await self.unit.count(_NEW_ACCOUNT, row):
                return new
            await self.unit.run(_FORGET, {"person": new})

    async def accounts(self, person: str) -> tuple[Account, ...]:
        """Return a person's accounts, the first one first."""
        return tuple(account_of(row) for row in await self.unit.rows(_ACCOUNTS, {"person": person}))

    async def change(
        self,
        person: str,
        *,
        language: str | None = None,
        zone: str | None = None,
        pace: int | None = None,
    ) -> None:
        """Change what is not None."""
        given = {"language": language, "zone": zone, "pace": pace}
        changed = {name: value for name, value in given.items() if value is not None}
        if changed:
            await self.unit.run(update(people).where(people.c.id == person).values(changed))

    async def export(self, person: str) -> Mapping[str, list[dict[str, object]]]:
        """Return every row that belongs to a person, by table; JSON values only."""
        return {
            name: [portable(row) for row in await self.unit.rows(query, {"person": person})]
            for name, query in _EXPORT.items()
        }

    async def erase(self, person: str) -> int:
        """Remove every row that belongs to a person and return how many there were.

        Communities that named them a moderator forget that as well.
        """
        for account in await self.accounts(person):
            await self._unnamed(account)
        for query in _UNNAME:
            await self.unit.run(query, {"person": person})
        return sum([await self.unit.count(query, {"person": person}) for query in _ERASE])

    async def _unnamed(self, account: Account) -> None:
        """Take an account off the moderators that communities named."""
        asked = {"platform": str(account.platform), "quoted": json.dumps(account.user)}
        for setup in map(setup_of, await self.unit.rows(_NAMING, asked)):
            here = account.tenant in {"", setup.community.id}
            if here and account.user in setup.moderators:
                left = tuple(each for each in setup.moderators if each != account.user)
                await self.unit.run(_ARRANGE, setup_row(replace(setup, moderators=left)))
