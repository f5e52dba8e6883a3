"""What a community decides about pieces of the pack: pure rules."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.core.people import Community
from bot.study.records import Piece, Report, State, Verdict

SUSPENDS = 4
"""So many members have to report a piece until it is left out by itself."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Somebody decides at a time (aware) in a community; nobody when reports do."""

    community: Community
    at: dt.datetime
    actor: str | None = None

    def on(self, before: Piece, verdict: Verdict) -> Piece:
        """Return the piece with the verdict in place of the one before, which is kept."""
        return replace(before, now=verdict, former=before.now, at=self.at, actor=self.actor)

    def fresh(self, kind: str, slug: str) -> Piece:
        """Return a piece about which nothing was decided yet."""
        return Piece(self.community, kind, slug, Verdict(), Verdict(), self.at)


def state(before: Verdict, new: State) -> Verdict:
    """Return a verdict in another state, with the words it has."""
    return replace(before, state=new)


def reported(piece: Piece | None, reports: Iterable[Report]) -> bool:
    """Tell whether reports leave a piece out until a moderator decides.

    Each member counts once, and only what came after the last decision counts.
    """
    if piece is not None and piece.now.state is not State.shown:
        return False
    late = (each for each in reports if piece is None or each.at > piece.at)
    return len({each.person for each in late if each.person is not None}) >= SUSPENDS
