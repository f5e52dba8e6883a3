"""Who ranks as a moderator beside those whom the platform names: what the community chose."""

import datetime as dt
import logging
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.faults import CannotLookUp
from bot.core.people import Community, Platform, Rank, Request
from bot.core.posting import Poster, Trouble
from bot.study.ports import Store

log = logging.getLogger("milepost.ranks")

KEPT_FOR = dt.timedelta(seconds=10)
"""How long another process's new moderators may have to wait; none keeps a right it lost."""

HELD_FOR = dt.timedelta(seconds=30)
"""How long a platform's list of a user group is trusted."""

KNOWN = 10_000

NAMED = 3
"""Roles and user groups that a refusal names."""


@dataclass(frozen=True, slots=True)
class Ranks:
    """Raises the rank of members whom a community trusts.

    What is remembered only saves looking up those who are nobody: a right is given when the
    database says so at this moment, or, while it is away, said so last.
    """

    store: Store
    posters: Mapping[Platform, Poster]
    _chosen: OrderedDict[Community, tuple[dt.datetime, frozenset[str]]] = field(
        default_factory=OrderedDict[Community, tuple[dt.datetime, frozenset[str]]]
    )
    _held: dict[tuple[Community, str], tuple[dt.datetime, frozenset[str]]] = field(
        default_factory=dict[tuple[Community, str], tuple[dt.datetime, frozenset[str]]]
    )
    _names: dict[Community, tuple[dt.datetime, Mapping[str, str]]] = field(
        default_factory=dict[Community, tuple[dt.datetime, Mapping[str, str]]]
    )

    async def of(self, request: Request) -> Rank:
        """Return the rank of who asks, where they ask."""
        community = request.place.community
        if community is None or request.rank is not Rank.member:
            return request.rank
        at, chosen = self._chosen.get(community, (None, frozenset[str]()))
        if at is None or not dt.timedelta() <= request.at - at < KEPT_FOR:
            chosen = await self._look(community, request.at)
        if chosen and await self._among(request, community, chosen):
            fresh = await self._look(community, request.at)
            if await self._among(request, community, fresh):
                return Rank.moderator
        return Rank.member

    async def named(self, request: Request) -> tuple[str, ...]:
        """Name roles and user groups that a community trusts, for who is sent to one of them."""
        community = request.place.community
        if community is None:
            return ()
        _, chosen = self._chosen.get(community, (None, frozenset[str]()))
        if not chosen:
            return ()
        at, names = self._names.get(community, (None, dict[str, str]()))
        if at is None or not dt.timedelta() <= request.at - at < HELD_FOR:
            names = await self._called(community)
            if len(self._names) >= KNOWN:
                self._names.clear()
            self._names[community] = request.at, names
        return tuple(sorted(names[each] for each in chosen if each in names))[:NAMED]

    async def _called(self, community: Community) -> Mapping[str, str]:
        poster = self.posters.get(community.platform)
        try:
            roles = await poster.roles(community) if poster else ()
        except Trouble:
            return {}
        return {each.id: each.name for each in roles}

    def forget(self, community: Community) -> None:
        """Drop what is remembered: somebody chose other moderators."""
        self._chosen.pop(community, None)
        self._names.pop(community, None)

    async def _look(self, community: Community, now: dt.datetime) -> frozenset[str]:
        try:
            async with self.store.read() as work:
                chosen = frozenset((await work.groups.setup(community)).moderators)
        except CannotLookUp:
            return self._chosen.get(community, (None, frozenset[str]()))[1]
        self._chosen[community] = now, chosen
        self._chosen.move_to_end(community)
        if len(self._chosen) > KNOWN:
            self._chosen.popitem(last=False)
        return chosen

    async def _among(self, request: Request, community: Community, chosen: frozenset[str]) -> bool:
        user = request.account.user
        if user in chosen or request.roles & chosen:
            return True
        if request.account.platform is not Platform.slack:
            return False
        groups = [each for each in sorted(chosen) if each.startswith("S")]
        return any([user in await self._holders(community, each, request.at) for each in groups])

    async def _holders(self, community: Community, group: str, now: dt.datetime) -> frozenset[str]:
        poster = self.posters.get(community.platform)
        at, held = self._held.get((community, group), (None, frozenset[str]()))
        if poster is None or (at and dt.timedelta() <= now - at < HELD_FOR):
            return held
        try:
            held = await poster.holders(community, group)
        except Trouble as trouble:
            log.warning("%s: nobody knows who is in a user group: %r", community, trouble)
            return frozenset()
        self._held[community, group] = now, held
        return held
