"""Each community's own edition of the pack: what its moderators decided, seen by every feature."""

import datetime as dt
import logging
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from bot.catalog.catalog import Catalog
from bot.catalog.edition import Changes, Name, edition
from bot.core.faults import CannotLookUp
from bot.core.people import Community
from bot.core.ports import Clock
from bot.core.registry import Registry
from bot.study.ports import Store
from bot.study.records import Piece, State

log = logging.getLogger("milepost.editions")


def by_name(pack: Catalog, pieces: Iterable[Piece]) -> dict[Name, Piece]:
    """Key decisions by the ids of today, newest first, so that a renamed piece keeps its own."""
    found: dict[Name, Piece] = {}
    for piece in sorted(pieces, key=lambda each: each.at, reverse=True):
        name = Name(piece.kind, piece.id)
        record = name.find(pack)
        found.setdefault(Name(piece.kind, record.id) if record else name, piece)
    return found


def changes(pieces: Mapping[Name, Piece]) -> Changes:
    """Say what a community's edition leaves out and words otherwise."""
    return Changes(
        hidden=tuple(name for name, piece in pieces.items() if piece.now.state is not State.shown),
        words={name: piece.now.words for name, piece in pieces.items() if piece.now.words},
    )


@dataclass(frozen=True, slots=True)
class _Kept:
    at: dt.datetime
    changes: Changes
    catalog: Catalog
    registry: Registry


@dataclass(slots=True)
class Editions:
    """Implements `bot.core.registry.Registries`: features over each community's own edition.

    `build` makes the features over a catalogue. What another process decided is seen when
    `remembered_for` is over. While the database is away, the last known edition is served. The
    communities that were not asked for longest are dropped beyond `size`.
    """

    pack: Catalog
    store: Store
    clock: Clock
    build: "Callable[[Catalog, Editions], Registry]"
    remembered_for: dt.timedelta = dt.timedelta(seconds=30)
    size: int = 10_000
    plain: Registry = field(init=False)
    _known: OrderedDict[Community, _Kept] = field(
        default_factory=OrderedDict[Community, _Kept], init=False
    )
    _forgotten: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        """Build the features over the pack as it is."""
        self.plain = self.build(self.pack, self)

    async def of(self, community: Community | None) -> Registry:
        """Return who answers in a community; in private, the pack is shown as it is."""
        if community is None:
            return self.plain
        known = self._known.get(community)
        try:
            return (await self._look(community)).registry
        except CannotLookUp:
            log.warning("the database is away; %s sees the edition last known", community)
            return known.registry if known else self.plain

    async def catalog(self, community: Community) -> Catalog:
        """Return the pack as a community shows it. Raises CannotLookUp when nobody can know."""
        return (await self._look(community)).catalog

    def last_known(self, community: Community) -> Catalog:
        """Return the pack as a community showed it when it was last looked up."""
        known = self._known.get(community)
        return known.catalog if known else self.pack

    async def prepare(self, communities: Collection[Community]) -> None:
        """Look many communities up at once, for `last_known`. Raises CannotLookUp."""
        now = self.clock.now()
        # Once more where somebody decided something meanwhile: what was read may be outdated.
        while missing := [each for each in communities if not self._fresh(each, now)]:
            forgotten = self._forgotten
            async with self.store.read() as work:
                decided = await work.pieces.of(missing)
            for each in missing:
                self._take(each, decided.get(each, ()), now, forgotten)

    def _fresh(self, community: Community, now: dt.datetime) -> _Kept | None:
        """Return what is known of a community and still holds."""
        known = self._known.get(community)
        if known and dt.timedelta() <= now - known.at < self.remembered_for:
            self._known.move_to_end(community)
            return known
        return None

    async def _look(self, community: Community) -> _Kept:
        forgotten, now = self._forgotten, self.clock.now()
        if known := self._fresh(community, now):
            return known
        async with self.store.read() as work:
            pieces = await work.pieces.all(community)
        return self._take(community, pieces, now, forgotten)

    def _take(
        self, community: Community, pieces: Iterable[Piece], now: dt.datetime, forgotten: int
    ) -> _Kept:
        """Remember a community's edition, made anew where its decisions are new."""
        known, wanted = self._known.get(community), changes(by_name(self.pack, pieces))
        if known and known.changes == wanted:
            found = _Kept(now, wanted, known.catalog, known.registry)
        else:
            found = self._built(now, wanted)
        # What was read before somebody called forget() may be what they want forgotten.
        if forgotten == self._forgotten:
            self._remember(community, found)
        return found

    def forget(self, community: Community) -> None:
        """Drop what is remembered: somebody decided something."""
        self._forgotten += 1
        self._known.pop(community, None)

    def _built(self, now: dt.datetime, wanted: Changes) -> _Kept:
        changed = edition(self.pack, wanted)
        registry = self.plain if changed is self.pack else self.build(changed, self)
        return _Kept(now, wanted, changed, registry)

    def _remember(self, community: Community, kept: _Kept) -> None:
        self._known[community] = kept
        self._known.move_to_end(community)
        if len(self._known) > self.size:
            self._known.popitem(last=False)
