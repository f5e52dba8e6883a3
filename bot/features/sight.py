"""Which groups somebody may know of: those whose channel they can see."""

import datetime as dt
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from bot.core.context import Context
from bot.core.faults import CannotLookUp
from bot.core.people import Account, Community, Platform, Rank
from bot.core.posting import Poster, Trouble
from bot.study.groups import Group

KEPT_FOR = dt.timedelta(seconds=30)
"""How long an answer of the platform serves completions, which ask at every letter."""

KNOWN = 1_000

Key = tuple[Account, Community]


@dataclass(frozen=True, slots=True)
class _Looked:
    at: dt.datetime
    asked: frozenset[str]
    seen: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sight:
    """Asks the platforms who can see what; what nobody can tell us is not shown."""

    posters: Mapping[Platform, Poster]
    _kept: OrderedDict[Key, _Looked] = field(default_factory=OrderedDict[Key, _Looked])

    async def of(
        self, ctx: Context, groups: Iterable[Group], *, fresh: bool = True
    ) -> tuple[Group, ...]:
        """Return the groups whose channel the asker can see; moderators see all.

        Without `fresh`, what the platform said a moment ago will do. Raises CannotLookUp.
        """
        every = tuple(groups)
        if ctx.request.rank >= Rank.moderator:
            return every
        here = ctx.request.place.channel
        unsure = frozenset(each.channel for each in every) - {here}
        seen = {here}
        if unsure:
            seen.update(await self._seen(ctx, unsure, fresh=fresh))
        return tuple(each for each in every if each.channel in seen)

    async def _seen(
        self, ctx: Context, channels: frozenset[str], *, fresh: bool
    ) -> Collection[str]:
        account, community = ctx.request.account, ctx.request.place.community
        poster = self.posters.get(account.platform)
        if community is None or poster is None:
            return frozenset()
        key = account, community
        kept = self._kept.get(key)
        if kept and not fresh and kept.asked >= channels and ctx.now - kept.at < KEPT_FOR:
            return kept.seen
        try:
            seen = await poster.visible(community, account.user, channels)
        except Trouble as trouble:
            raise CannotLookUp from trouble
        self._kept[key] = _Looked(ctx.now, channels, seen)
        self._kept.move_to_end(key)
        if len(self._kept) > KNOWN:
            self._kept.popitem(last=False)
        return seen
