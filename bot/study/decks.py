"""Stored shuffles: nothing repeats in a channel before its pool is used up. Pure rules.

What was shown is remembered by id, so a deck survives restarts and changes of the content: a new
piece joins the cycle, one that was left out is passed over.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from bot.core.people import Community
from bot.study.schedules import Deck


def opened(community: Community, channel: str, pool: str) -> Deck:
    """Return a channel's deck of which nothing was shown; every channel has an order of its own."""
    return Deck(community, channel, pool, int.from_bytes(_digest(f"{community}:{channel}:{pool}")))


def shuffled(deck: Deck, pool: Sequence[str]) -> Deck:
    """Draw from a pool that is not empty; the piece is the last one shown.

    Deeper pools of the same deck share what was shown. In each cycle one half of the pieces comes
    before the other, so that the end of one cycle and the beginning of the next are not alike.
    """
    fresh, deck = _fresh(deck, pool)
    piece = min(fresh, key=lambda each: (_half(deck, each), _order(deck, each)))
    return replace(deck, shown=(*deck.shown, piece))


def in_order(deck: Deck, pool: Sequence[str]) -> Deck:
    """Draw the first piece of a pool, which is not empty, that was not shown yet."""
    fresh, deck = _fresh(deck, pool)
    return replace(deck, shown=(*deck.shown, fresh[0]))


def left(deck: Deck, pool: Sequence[str]) -> int:
    """Count what a pool still has for this cycle."""
    return len(set(pool) - set(deck.shown))


def _fresh(deck: Deck, pool: Sequence[str]) -> tuple[list[str], Deck]:
    fresh = [each for each in pool if each not in deck.shown]
    if fresh:
        return fresh, deck
    just_shown = deck.shown[-1:]
    kept = tuple(each for each in deck.shown if each not in pool)
    again = [each for each in pool if each not in just_shown] or list(pool)
    return again, replace(deck, cycle=deck.cycle + 1, shown=kept)


def _half(deck: Deck, piece: str) -> int:
    return _digest(f"{deck.seed}:{piece}")[0] & 1


def _order(deck: Deck, piece: str) -> bytes:
    return _digest(f"{deck.seed}:{deck.cycle}:{piece}")


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=4).digest()
