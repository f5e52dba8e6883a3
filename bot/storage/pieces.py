"""Pieces of the pack that communities changed, in SQL; every query is scoped by the community."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from bot.core.people import Community
from bot.storage.among import among
from bot.storage.rows import community_key, piece_of, piece_row
from bot.storage.tables import pieces
from bot.storage.unit import Unit, keep_last
from bot.study.records import Piece

_ALL = (
    select(pieces)
    .where(
        pieces.c.community_platform == bindparam("community_platform"),
        pieces.c.community_id == bindparam("community_id"),
    )
    .order_by(pieces.c.at.desc(), pieces.c.kind, pieces.c.piece)
)
_OF = select(pieces).where(among("communities", pieces.c.community_platform, pieces.c.community_id))
_PUT = keep_last(pieces)


@dataclass(frozen=True, slots=True)
class SqlPieces:
    """Implements `bot.study.ports.Pieces`."""

    unit: Unit

    async def all(self, community: Community) -> tuple[Piece, ...]:
        """Return what a community ever decided, newest first."""
        rows = await self.unit.rows(_ALL, community_key(community))
        return tuple(piece_of(row) for row in rows)

    async def of(self, communities: Collection[Community]) -> Mapping[Community, Sequence[Piece]]:
        """Return what each of many communities ever decided, in no order; some did nothing."""
        names = [(str(each.platform), each.id) for each in communities]
        found: dict[Community, list[Piece]] = {}
        for piece in map(piece_of, await self.unit.rows(_OF, {"communities": names})):
            found.setdefault(piece.community, []).append(piece)
        return found

    async def put(self, piece: Piece) -> None:
        """Keep a decision, in place of the one before."""
        await self.unit.run(_PUT, piece_row(piece))
