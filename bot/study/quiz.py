"""Choosing, showing and marking quiz questions: pure rules."""

import datetime as dt
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.catalog.models import Item, Option
from bot.study.records import Memory, Round

ROUND_SIZE = 5
LETTERS = "abcde"


@dataclass(frozen=True, slots=True)
class Shown:
    """A question as one person sees it: its options in their order, by letter."""

    item: Item
    options: tuple[Option, ...]

    def ids(self, letters: str) -> tuple[str, ...]:
        """Turn letters into option ids; letters that are not there are left out."""
        return tuple(
            self.options[LETTERS.index(letter)].id
            for letter in letters
            if LETTERS.index(letter) < len(self.options)
        )

    def letters(self, ids: Iterable[str]) -> str:
        """Turn option ids into letters; ids that are not there any more are left out."""
        places = {option.id: letter for option, letter in zip(self.options, LETTERS, strict=False)}
        return "".join(places[each] for each in ids if each in places)

    @property
    def key(self) -> str:
        """The letters of the right answer; in an order item, in the right order."""
        letters = self.letters(self.item.key)
        return letters if self.item.type == "order" else "".join(sorted(letters))


def show(item: Item, seed: int, position: int) -> Shown:
    """Shuffle a question's options for one place of one round; the same call, the same order.

    True and false keep their places. An order item never starts in the right order.
    """
    options = list(item.option)
    if item.type == "truefalse":
        return Shown(item, item.option)
    dice = random.Random(f"{seed}:{position}:{item.id}")  # noqa: S311 (a shuffle, not a secret)
    dice.shuffle(options)
    if item.type == "order" and tuple(option.id for option in options) == item.key:
        options.append(options.pop(0))
    return Shown(item, tuple(options))


def right(item: Item, chosen: Iterable[str]) -> bool:
    """Mark an answer by option ids: all of the key and nothing else; an order item in order."""
    answer = tuple(chosen)
    return answer == item.key if item.type == "order" else set(answer) == set(item.key)


def toggle(item: Item, picked: str, letter: str) -> str:
    """Press a letter: one-answer items move to it, others add it or take it away."""
    if item.chooses_one:
        return letter
    kept = picked.replace(letter, "") if letter in picked else picked + letter
    return kept if item.type == "order" else "".join(sorted(kept))


def complete(shown: Shown, picked: str) -> bool:
    """Tell whether a choice can be locked: an order item needs every letter."""
    return len(picked) == len(shown.options) if shown.item.type == "order" else bool(picked)


@dataclass(frozen=True, slots=True)
class Selection:
    """The questions of a new round, and when the next one is due if there are none."""

    items: tuple[str, ...]
    next_due: dt.datetime | None = None


def select(
    items: Iterable[Item], memories: Mapping[str, Memory], now: dt.datetime, seed: int
) -> Selection:
    """Choose a round: what is due, longest due first, then what is new, traits mixed.

    Questions that are known and not yet due are left alone, so a round may be shorter than five
    (learning-anchors, section 4: due items first, new ones rationed).
    """
    pool = {item.id: item for item in items}
    known = {each: memory for each, memory in memories.items() if each in pool}
    due = sorted(
        (each for each in known if known[each].due_at <= now), key=lambda e: known[e].due_at
    )
    new = _mixed([item for item in pool.values() if item.id not in known], seed)
    chosen = (*due, *new)[:ROUND_SIZE]
    upcoming = min((memory.due_at for memory in known.values()), default=None)
    return Selection(chosen, None if chosen else upcoming)


def _mixed(items: list[Item], seed: int) -> tuple[str, ...]:
    """Shuffle, lower levels first, and deal one trait after the other."""
    dice = random.Random(seed)  # noqa: S311 (a shuffle, not a secret)
    dice.shuffle(items)
    items.sort(key=lambda item: item.level)
    turn: dict[str, int] = {}
    order: list[tuple[int, Item]] = []
    for item in items:
        turn[item.trait] = turn.get(item.trait, 0) + 1
        order.append((turn[item.trait], item))
    order.sort(key=lambda pair: pair[0])
    return tuple(item.id for _, item in order)


def is_repeat(current: Round, position: int) -> bool:
    """Tell whether a place of the round asks a missed question again."""
    return position >= current.asked
