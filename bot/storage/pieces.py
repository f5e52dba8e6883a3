"""Pieces of the pack that communities changed, in SQL; every query is scoped by the community."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from bot.core.people import Community
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
_PUT = keep_last(pieces)


@dataclass(frozen=True, slots=True)
class SqlPieces:
    """Implements `bot.study.ports.Pieces`."""

    unit: Unit

    async def all(self, community: Community) -> tuple[Piece, ...]:
        """Return what a community ever decided, newest first."""
        rows = await self.unit.rows(_ALL, community_key(community))
        return tuple(piece_of(row) for row in rows)

    async def put(self, piece: Piece) -> None:
        """Keep a decision, in place of the one before."""
        await self.unit.run(_PUT, piece_row(piece))
