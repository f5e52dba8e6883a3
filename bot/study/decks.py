"""Stored shuffles: nothing repeats in a channel before its pool is used up. Pure rules.

What was shown is remembered by id, so a deck survives restarts and changes of the content: a new
piece joins the cycle, one that was left out is passed over.
"""

import zlib
from collections.abc import Sequence
from dataclasses import replace

from bot.core.people import Community
from bot.study.schedules import Deck


def opened(community: Community, channel: str, pool: str) -> Deck:
    """Return a channel's deck of which nothing was shown; every channel has an order of its own."""
    return Deck(community, channel, pool, _number(f"{community}:{channel}:{pool}"))


def shuffled(deck: Deck, pool: Sequence[str]) -> Deck:
    """Draw from a pool that is not empty; the piece is the last one shown.

    Narrower pools of the same deck share what was shown. In each cycle every other piece of the
    pool comes first, then the rest, so that no piece returns soon.
    """
    just_shown, deck = deck.shown[-1:], _with_something_left(deck, pool)
    seen = {*deck.shown, *just_shown}
    front = [each for each in pool[::2] if each not in seen]
    fresh = front or [each for each in pool[1::2] if each not in seen] or just_shown
    at = _number(f"{deck.seed}:{deck.cycle}:{len(deck.shown)}") % len(fresh)
    return replace(deck, shown=(*deck.shown, fresh[at]))


def in_order(deck: Deck, pool: Sequence[str]) -> Deck:
    """Draw the first piece of a pool, which is not empty, that was not shown yet."""
    deck = _with_something_left(deck, pool)
    seen = {*deck.shown}
    return replace(deck, shown=(*deck.shown, next(each for each in pool if each not in seen)))


def left(deck: Deck, pool: Sequence[str]) -> int:
    """Count what a pool still has for this cycle."""
    return len(set(pool) - {*deck.shown})


def _with_something_left(deck: Deck, pool: Sequence[str]) -> Deck:
    """Begin another cycle where the whole pool was shown."""
    seen = {*deck.shown}
    if any(each not in seen for each in pool):
        return deck
    again = set(pool)
    kept = tuple(each for each in deck.shown if each not in again)
    return replace(deck, cycle=deck.cycle + 1, shown=kept)


def _number(text: str) -> int:
    return zlib.crc32(text.encode())
