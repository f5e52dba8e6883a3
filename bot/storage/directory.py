"""Who somebody is, remembered for a moment: every answer asks it."""

import datetime as dt
from collections import OrderedDict
from dataclasses import dataclass, field

from bot.core.people import Account, Person
from bot.core.ports import Clock
from bot.study.ports import Store


@dataclass(slots=True)
class StoreDirectory:
    """Implements `bot.core.ports.Directory` over a store; remembers nobody, too.

    What another process changed is seen when `remembered_for` is over. The accounts that were
    not asked for longest are dropped beyond `size`.
    """

    store: Store
    clock: Clock
    remembered_for: dt.timedelta = dt.timedelta(seconds=30)
    size: int = 10_000
    _known: OrderedDict[Account, tuple[dt.datetime, Person | None]] = field(
        default_factory=OrderedDict[Account, tuple[dt.datetime, Person | None]], init=False
    )
    _forgotten: int = field(default=0, init=False)

    async def find(self, account: Account) -> Person | None:
        """Return the person behind an account. Raises CannotLookUp."""
        known = self._known.get(account)
        now = self.clock.now()
        if known and dt.timedelta() <= now - known[0] < self.remembered_for:
            self._known.move_to_end(account)
            return known[1]
        forgotten = self._forgotten
        async with self.store.read() as work:
            person = await work.people.find(account)
        # What was read before somebody called forget() may be what they want forgotten.
        if forgotten == self._forgotten:
            self._remember(account, now, person)
        return person

    def forget(self, account: Account) -> None:
        """Drop what is remembered: the person changed something."""
        self._forgotten += 1
        self._known.pop(account, None)

    def _remember(self, account: Account, now: dt.datetime, person: Person | None) -> None:
        self._known[account] = now, person
        self._known.move_to_end(account)
        if len(self._known) > self.size:
            self._known.popitem(last=False)
