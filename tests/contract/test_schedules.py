"""Schedules, their targets and receipts: kept whole, scoped, and voided before they are claimed."""

import datetime as dt
from dataclasses import replace

from bot.core.people import Community, Platform
from bot.study.schedules import (
    Checkin,
    Deck,
    Delivery,
    Fate,
    Override,
    Status,
    delivery_id,
)
from tests.contract.samples import (
    BEN,
    HERE,
    LATER,
    MONDAY,
    NOON,
    THERE,
    AnyStore,
    a_delivery,
    a_schedule,
    a_target,
    an_occurrence,
    asked,
    known,
)

TWIN = Community(Platform.slack, HERE.id)
WEEK = dt.timedelta(days=7)


async def keep(store: AnyStore, *names: str) -> None:
    async with store.write(asked()) as work:
        for name in names:
            await work.schedules.put(a_schedule(name))


async def test_a_schedule_is_kept_whole_and_changed(store: AnyStore) -> None:
    await keep(store, "a")
    changed = replace(a_schedule("a"), title="Mornings", version=2, until=LATER + WEEK)
    async with store.write(asked()) as work:
        await work.schedules.put(changed)
    async with store.read() as work:
        assert await work.schedules.get(HERE, "schedule-a") == changed
        assert await work.schedules.all(HERE) == (changed,)


async def test_a_deleted_schedule_is_found_by_its_id_alone(store: AnyStore) -> None:
    await keep(store, "a", "b")
    deleted = replace(a_schedule("a"), status=Status.deleted)
    async with store.write(asked()) as work:
        await work.schedules.put(deleted)
    async with store.read() as work:
        assert [each.id for each in await work.schedules.all(HERE)] == ["schedule-b"]
        assert await work.schedules.get(HERE, "schedule-a") == deleted


async def test_a_schedule_is_seen_in_its_own_community_alone(store: AnyStore) -> None:
    await keep(store, "a")
    occurrence = an_occurrence("a")
    async with store.write(asked()) as work:
        await work.schedules.run(occurrence, (a_delivery(occurrence),))
    async with store.read() as work:
        for other in (TWIN, THERE):
            assert await work.schedules.all(other) == ()
            assert await work.schedules.get(other, "schedule-a") is None
            assert await work.receipts.history(other, "", 9) == ()
            assert await work.receipts.history(other, "schedule-a", 9) == ()
            assert await work.receipts.get(other, occurrence.key) is None
            assert await work.receipts.get(other, occurrence.ref) is None


async def test_exactly_these_targets_are_kept(store: AnyStore) -> None:
    await keep(store, "a")
    one, two, three = (a_target("a", name) for name in ("1", "2", "3"))
    moved = replace(two, channel="other", suspended="no right", since=NOON, told_at=LATER)
    async with store.write(asked()) as work:
        await work.schedules.aim("schedule-a", (one, two))
        await work.schedules.aim("schedule-a", (moved, three))
    async with store.read() as work:
        assert await work.schedules.targets("schedule-a") == (moved, three)
        assert await work.schedules.targets("schedule-b") == ()


async def test_a_decision_about_a_date_is_changed_and_taken_back(store: AnyStore) -> None:
    await keep(store, "a")
    skipped = Override("schedule-a", "group-a", MONDAY, skip=True)
    later = Override("schedule-a", "group-a", MONDAY, at=dt.time(19, 30), text="*Hello*")
    async with store.write(asked()) as work:
        await work.schedules.override(skipped)
        await work.schedules.override(later)
    async with store.read() as work:
        assert await work.schedules.overrides("schedule-a") == (later,)
    async with store.write(asked()) as work:
        await work.schedules.override(Override("schedule-a", "group-a", MONDAY))
    async with store.read() as work:
        assert await work.schedules.overrides("schedule-a") == ()


async def test_an_edit_voids_what_nobody_has_claimed(store: AnyStore) -> None:
    await keep(store, "a", "b")
    waiting, flying, other = (
        an_occurrence("a"),
        an_occurrence("a", MONDAY + WEEK),
        an_occurrence("b"),
    )
    sending = replace(a_delivery(flying), fate=Fate.sending, fence=1, lease_until=LATER)
    async with store.write(asked()) as work:
        await work.schedules.run(waiting, (a_delivery(waiting),))
        await work.schedules.run(flying, (sending,))
        await work.schedules.run(other, (a_delivery(other),))
        assert await work.schedules.void("schedule-a", "edited", LATER) == 1
    async with store.read() as work:
        fates = {
            each.key: (each.fate, each.reason, [message.fate for message in messages])
            for each, messages in await work.receipts.history(HERE, "", 9)
        }
    assert fates == {
        waiting.key: (Fate.skipped, "edited", [Fate.skipped]),
        flying.key: (Fate.pending, "", [Fate.sending]),
        other.key: (Fate.pending, "", [Fate.pending]),
    }


async def test_one_date_is_planned_once(store: AnyStore) -> None:
    await keep(store, "a")
    occurrence = an_occurrence("a", extra=1)
    async with store.write(asked()) as work:
        assert await work.schedules.run(occurrence, (a_delivery(occurrence),))
    async with store.write(asked()) as work:
        again = replace(occurrence, piece="another")
        assert not await work.schedules.run(again, (a_delivery(again),))
    async with store.read() as work:
        assert await work.receipts.history(HERE, "", 9) == (
            (occurrence, (a_delivery(occurrence),)),
        )


async def test_the_history_is_read_backwards_page_by_page(store: AnyStore) -> None:
    await keep(store, "a", "b")
    dates = [
        replace(an_occurrence("a", MONDAY + n * WEEK), due_at=NOON + n * WEEK) for n in range(3)
    ]
    other = an_occurrence("b")
    async with store.write(asked()) as work:
        for each in (*dates, other):
            await work.schedules.run(each, ())
    async with store.read() as work:
        newest = await work.receipts.history(HERE, "schedule-a", 2)
        assert [each.local for each, _ in newest] == [dates[2].local, dates[1].local]
        older = await work.receipts.history(HERE, "schedule-a", 2, dates[1].due_at)
        assert [each.local for each, _ in older] == [dates[0].local]
        assert len(await work.receipts.history(HERE, "", 9)) == 4


async def test_a_receipt_is_found_by_its_reference_and_settled(store: AnyStore) -> None:
    await keep(store, "a")
    occurrence = an_occurrence("a")
    message = a_delivery(occurrence)
    async with store.write(asked()) as work:
        await work.schedules.run(occurrence, (message,))
        sent = replace(
            message, fate=Fate.sent, remote="m-1", thread="t-1", sent_at=LATER, posted="Do this"
        )
        await work.receipts.settle(sent)
    expected = (replace(occurrence, fate=Fate.sent), (sent,))
    async with store.read() as work:
        assert await work.receipts.get(HERE, occurrence.key) == expected
        assert await work.receipts.get(HERE, occurrence.ref.lower()) == expected
        assert await work.receipts.get(HERE, "ZZZZZ") is None


async def test_an_answer_replaces_the_one_before(store: AnyStore) -> None:
    ana, ben = await known(store), await known(store, BEN)
    async with store.write(asked()) as work:
        for person, choice in ((ana, "match"), (ben, "differ"), (ana, "differ")):
            await work.checkins.put(Checkin("o:1", person, choice, NOON))
        await work.checkins.put(Checkin("o:2", ana, "match", NOON))
    async with store.read() as work:
        assert await work.checkins.of("o:1", ana) == "differ"
        assert await work.checkins.of("o:2", ben) == ""
        assert dict(await work.checkins.counts("o:1")) == {"differ": 2}
        assert dict(await work.checkins.counts("o:3")) == {}


async def test_a_deck_belongs_to_one_channel_of_one_community(store: AnyStore) -> None:
    deck = Deck(HERE, "general", "tip", 2**40, 1, ("a", "b"))
    more = replace(deck, shown=("a", "b", "c"))
    async with store.write(asked()) as work:
        await work.decks.put(deck)
        await work.decks.put(more)
    async with store.read() as work:
        assert await work.decks.get(HERE, "general", "tip") == more
        assert await work.decks.get(HERE, "other", "tip") is None
        assert await work.decks.get(TWIN, "general", "tip") is None


def test_the_keys_of_a_message_lead_back() -> None:
    occurrence = an_occurrence("a")
    for channel in ("general", "C:1"):
        made: Delivery = replace(
            a_delivery(occurrence),
            id=delivery_id(occurrence.key, channel, a_delivery(occurrence).part),
        )
        assert made.occurrence == occurrence.key
        assert made.schedule == occurrence.schedule
        assert len(made.nonce) == 24
    assert len(occurrence.ref) == 5
