"""Turns an occurrence into the message that is posted: `bot.study.composing.Composer`."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

from bot.catalog.catalog import Catalog
from bot.core.people import Community
from bot.core.posting import Post
from bot.core.words import Lexicon, Words
from bot.features.editions import Editions
from bot.features.posts_cards import Drawn, PostCards
from bot.features.posts_lines import late_words, rhythm
from bot.study.composing import Choice, Pools, choose
from bot.study.groups import Group
from bot.study.outbox import Due
from bot.study.ports import Store
from bot.study.recurrence import Slot
from bot.study.schedules import (
    Delivery,
    Fate,
    Occurrence,
    Part,
    Schedule,
    Target,
    What,
    occurrence_id,
)

EDITIONS = 100
"""Editions whose pools are remembered; most communities show the pack as it is."""

LOOK_BACK = 40
"""How many occurrences of a schedule are searched for a group's post before this one."""


@dataclass(frozen=True, slots=True)
class PostComposer:
    """Composes over each community's own edition of the pack, in the language of the group."""

    editions: Editions
    store: Store
    lexicon: Lexicon
    _kept: dict[int, Pools] = field(default_factory=dict[int, Pools], init=False, repr=False)

    async def prepare(self, communities: Collection[Community]) -> None:
        """Look up what these communities changed in the pack. Raises CannotLookUp."""
        await self.editions.prepare(communities)

    def choose(self, due: Due, slot: Slot) -> Choice:
        """Choose what an occurrence shows, from the edition last looked up."""
        return choose(self._pools(self.editions.last_known(due.schedule.community)), due, slot)

    def _pools(self, catalog: Catalog) -> Pools:
        """Return an edition's pools, counted once while it is in use."""
        found = self._kept.get(id(catalog))
        if found is None or found.catalog is not catalog:
            if len(self._kept) >= EDITIONS:
                self._kept.clear()
            found = self._kept[id(catalog)] = Pools(catalog)
        return found

    async def compose(  # noqa: PLR0913 (one post is all of this)
        self,
        schedule: Schedule,
        target: Target,
        group: Group,
        occurrence: Occurrence,
        *,
        late: dt.timedelta = dt.timedelta(),
        part: Part = Part.post,
        instead: str = "",
    ) -> Post | None:
        """Draw a message of an occurrence; None when there is nothing (left) to show.

        `instead` is a text that moderators just wrote in place of what was planned.
        """
        words = self.lexicon.speak(group.language)
        cards = PostCards(await self.editions.catalog(schedule.community), words)
        if part is Part.recap:
            return await self._recap(schedule, occurrence, cards)
        text = instead or await self._instead(schedule, occurrence)
        drawn = cards.post(schedule, occurrence, text)
        if drawn is None:
            return None
        chosen = schedule.options
        return Post(
            card=drawn.card,
            foot=_foot(words, drawn, rhythm(words, schedule, target, occurrence), late),
            ref=occurrence.ref,
            role=chosen.role,
            silent=chosen.silent,
            thread=drawn.thread if chosen.thread else "",
        )

    async def _instead(self, schedule: Schedule, occurrence: Occurrence) -> str:
        """Return what moderators wrote for this date in place of the planned piece."""
        if occurrence.extra:
            return ""
        async with self.store.read() as work:
            decided = await work.schedules.overrides(schedule.id)
        here = (
            each.text
            for each in decided
            if each.group == occurrence.group and each.local == occurrence.local
        )
        return next(here, "")

    async def _recap(
        self, schedule: Schedule, occurrence: Occurrence, cards: PostCards
    ) -> Post | None:
        """Draw what came of the group's post before, for the thread of this one."""
        if schedule.what not in {What.nudge, What.question} or occurrence.extra:
            return None
        async with self.store.read() as work:
            past = await work.receipts.history(
                schedule.community, schedule.id, LOOK_BACK, occurrence.due_at
            )
            before = next(
                (
                    each
                    for each, messages in past
                    if _earlier(each, occurrence) and any(map(_is_there, messages))
                ),
                None,
            )
            if before is None:
                return None
            key = occurrence_id(before.schedule, before.group, before.local, before.extra)
            counts = await work.checkins.counts(key)
        card = cards.recap(before, counts)
        return Post(card, "", occurrence.ref, silent=True) if card else None


def _earlier(one: Occurrence, other: Occurrence) -> bool:
    return one.group == other.group and one.local < other.local and not one.extra


def _is_there(message: Delivery) -> bool:
    return message.part is Part.post and message.fate is Fate.sent


def _foot(words: Words, drawn: Drawn, rhythm_: str, late: dt.timedelta) -> str:
    """Write the foot: how late, what this is, when it comes; the poster adds the reference."""
    return " · ".join(filter(None, (late_words(words, late), drawn.about, rhythm_)))
