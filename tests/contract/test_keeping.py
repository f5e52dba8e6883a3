"""The engine over both databases: once, on time, in order, and nothing in silence."""

import asyncio
import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from bot.catalog.catalog import Catalog
from bot.catalog.loader import builtin, load
from bot.core.posting import Later, Refused, Unknown, Unreached
from bot.storage.store import SqlStore
from bot.study.groups import Setup
from bot.study.outbox import Claim
from bot.study.schedules import (
    Fate,
    OnUncertain,
    Options,
    Part,
    Status,
    What,
)
from tests.contract.keeper import NUDGE, START, TIP, WHERE, Keeper, fates
from tests.contract.samples import HERE, asked


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """Load the built-in pack."""
    return load([builtin()])


@pytest.fixture
async def keeper(sql_store: SqlStore, catalog: Catalog) -> Keeper:
    """Open a keeper over each database."""
    made = Keeper(sql_store, catalog)
    async with sql_store.write(asked()) as work:
        await work.groups.arrange(Setup(HERE, notices="staff"))
    return made


async def test_a_post_comes_once_at_its_time(keeper: Keeper) -> None:
    await keeper.planted()
    await keeper.on(minutes=59)
    assert keeper.wall.effects == []
    await keeper.on(minutes=1)
    await keeper.on(seconds=1)
    (effect,) = keeper.wall.effects
    assert effect.channel == "general"
    ((occurrence, (message,)),) = await keeper.receipts()
    assert (occurrence.fate, message.fate, message.remote) == (Fate.sent, Fate.sent, "0")
    assert message.posted == effect.text
    assert "Late" not in effect.text


async def test_a_month_of_tips_repeats_nothing(keeper: Keeper) -> None:
    await keeper.planted()
    await keeper.lives(days=29, hours=23)
    pieces = [each.piece for each, _ in await keeper.receipts()]
    assert len(pieces) == len(set(pieces)) == len(keeper.wall.effects) == 30
    at = {f"{each.at.astimezone(ZoneInfo('Europe/Berlin')):%H:%M}" for each in keeper.wall.effects}
    assert at == {"09:00"}, "also after the clocks have changed"


async def test_two_engines_post_once(keeper: Keeper) -> None:
    for name in "abcdef":
        await keeper.planted(name, channel=name)
    other = keeper.another()
    await keeper.on(keeper.engine, other, hours=1)
    for _ in range(2):
        await keeper.on(keeper.engine, other, days=1)
    assert len(keeper.wall.effects) == len({each.key for each in keeper.wall.effects}) == 18


async def test_late_within_the_grace_says_so(keeper: Keeper) -> None:
    await keeper.planted()
    await keeper.on(hours=1, minutes=40)
    (effect,) = keeper.wall.effects
    assert "Late by 40 min, sorry" in effect.text


async def test_too_late_is_recorded_and_not_posted(keeper: Keeper) -> None:
    await keeper.planted()
    await keeper.on(hours=3, minutes=1)
    assert keeper.wall.effects == []
    assert fates(await keeper.receipts()) == [("skipped", "late")]


async def test_of_several_missed_only_the_newest_in_grace_is_posted(keeper: Keeper) -> None:
    await keeper.planted(grace=dt.timedelta(days=2))
    await keeper.on(days=4, hours=2)
    assert len(keeper.wall.effects) == 1
    late, newer = ("skipped", "late"), ("skipped", "newer")
    assert fates(await keeper.receipts()) == [late, late, late, newer, ("sent", "")]
    await keeper.on(days=1)
    assert len(keeper.wall.effects) == 2, "the next one is on the grid"


async def test_what_is_skipped_delays_the_season(keeper: Keeper) -> None:
    await keeper.planted(what=What.nudge, rule=NUDGE)
    await keeper.lives(days=6)
    await keeper.on(days=8)
    await keeper.lives(days=7)
    weeks = [(each.week, each.fate) for each, _ in await keeper.receipts()]
    assert weeks == [(1, Fate.sent), (0, Fate.skipped), (2, Fate.sent)]


async def test_a_lost_reply_is_repeated_under_the_same_key(keeper: Keeper) -> None:
    await keeper.planted()
    keeper.wall.mishaps.append("lost")
    await keeper.lives(hours=1, minutes=1)
    assert len(keeper.wall.effects) == 1
    assert len(keeper.wall.tries) == 2
    assert fates(await keeper.receipts()) == [("sent", "")]


async def test_where_no_key_is_known_we_look_first(keeper: Keeper) -> None:
    keeper.wall.once = 0
    await keeper.planted()
    keeper.wall.mishaps.append("lost")
    await keeper.lives(hours=2)
    assert len(keeper.wall.effects) == len(keeper.wall.tries) == 1
    ((occurrence, (message,)),) = await keeper.receipts()
    assert (occurrence.fate, message.remote) == (Fate.sent, "0")
    assert message.posted == keeper.wall.effects[0].text


async def test_what_was_not_there_is_sent_again(keeper: Keeper) -> None:
    keeper.wall.once = 0
    await keeper.planted()
    keeper.wall.mishaps.append(Unknown("time-out"))
    await keeper.lives(hours=2)
    assert len(keeper.wall.tries) == 2
    assert fates(await keeper.receipts()) == [("sent", "")]


@pytest.mark.parametrize("chosen", OnUncertain)
async def test_what_nobody_can_know_follows_the_moderators(
    keeper: Keeper, chosen: OnUncertain
) -> None:
    keeper.wall.once, keeper.wall.readable = 0, False
    await keeper.planted(on_uncertain=chosen)
    keeper.wall.mishaps.append(Unknown("time-out"))
    await keeper.lives(hours=2)
    sent = [("sent", "")] if chosen is OnUncertain.send else [("uncertain", "unknown outcome")]
    assert fates(await keeper.receipts()) == sent
    assert len(keeper.wall.tries) == (2 if chosen is OnUncertain.send else 1)


async def test_no_connection_is_tried_until_the_post_expires(keeper: Keeper) -> None:
    await keeper.planted()
    keeper.wall.mishaps.extend(Unreached("no route") for _ in range(99))
    await keeper.lives(hours=3, minutes=10)
    assert 20 < len(keeper.wall.tries) < 99
    assert fates(await keeper.receipts()) == [("skipped", "away")]


async def test_too_fast_pushes_everybody(keeper: Keeper) -> None:
    for name in "abc":
        await keeper.planted(name, channel=name)
    keeper.wall.rate = 2.0
    keeper.wall.mishaps.append(Later(120, everybody=True))
    await keeper.lives(hours=1)
    before = len(keeper.wall.tries)
    await keeper.lives(seconds=100)
    assert len(keeper.wall.tries) == before, "nobody asks in these two minutes"
    await keeper.lives(seconds=60)
    assert {each.channel for each in keeper.wall.effects} == set("abc")


async def test_a_channel_that_refuses_is_held_said_once_and_heals(keeper: Keeper) -> None:
    await keeper.planted(grace=dt.timedelta(hours=12))
    keeper.wall.closed["general"] = Refused("no right", ("Send Messages",))
    await keeper.lives(hours=3)
    await keeper.engine.holds.look(keeper.clock.now())
    staff = [each.text for each in keeper.wall.effects]
    assert len(staff) == 1, "it is said once, however often we look"
    assert "Missing: Send Messages." in staff[0]
    target = await keeper.target()
    assert (target.suspended, target.told_at is not None) == ("no right", True)
    keeper.wall.closed.clear()
    await keeper.engine.holds.look(keeper.clock.now())
    await keeper.lives(minutes=1)
    assert [each.channel for each in keeper.wall.effects] == ["staff", "staff", "general"]
    assert "Going on" in keeper.wall.effects[1].text
    assert "Late by" in keeper.wall.effects[2].text
    assert (await keeper.target()).suspended == ""


async def test_a_held_channel_spends_nothing_and_gives_the_newest_back(keeper: Keeper) -> None:
    await keeper.planted(grace=dt.timedelta(hours=2))
    keeper.wall.closed["general"] = Refused("no channel")
    await keeper.lives(days=3, hours=2)
    skipped = ("skipped", "no channel")
    assert fates(await keeper.receipts()) == [skipped] * 4
    keeper.wall.closed.clear()
    await keeper.engine.holds.look(keeper.clock.now())
    await keeper.lives(minutes=1)
    assert fates(await keeper.receipts()) == [skipped] * 3 + [("sent", "")]


async def test_a_week_that_was_refused_comes_again(keeper: Keeper) -> None:
    await keeper.planted(what=What.nudge, rule=NUDGE)
    keeper.wall.closed["general"] = Refused("archived")
    await keeper.lives(days=1)
    assert (await keeper.target()).week == 1
    keeper.wall.closed.clear()
    await keeper.engine.holds.look(keeper.clock.now())
    await keeper.lives(days=7)
    weeks = [(each.week, each.fate) for each, _ in await keeper.receipts()]
    assert weeks == [(1, Fate.skipped), (1, Fate.sent)]


async def test_what_is_not_accepted_is_skipped_and_holds_nothing(keeper: Keeper) -> None:
    await keeper.planted()
    keeper.wall.mishaps.append(Refused("invalid"))
    await keeper.lives(hours=2)
    assert fates(await keeper.receipts()) == [("skipped", "invalid")]
    assert (await keeper.target()).suspended == ""


async def test_one_channel_keeps_its_order(keeper: Keeper) -> None:
    at_nine = [dt.time(9, minute) for minute in range(6)]
    for number, at in enumerate(at_nine):
        await keeper.planted(f"n{number}", rule=replace(TIP, at=at))
    keeper.wall.mishaps.extend(Unreached("no route") for _ in range(4))
    await keeper.lives(hours=1, minutes=30)
    names = [each.key.partition(":")[0] for each in keeper.wall.effects]
    assert names == [f"schedule-n{number}" for number in range(6)]


async def test_a_recap_stands_in_the_thread_of_its_post(keeper: Keeper) -> None:
    await keeper.planted(what=What.nudge, rule=NUDGE, options=Options(thread=True))
    await keeper.lives(days=14)
    parts = [[each.part for each in messages] for _, messages in await keeper.receipts()]
    assert parts == [[Part.post, Part.recap]] * 2
    channels = [each.channel for each in keeper.wall.effects]
    assert channels == ["general", "general", "general/1"]


async def test_yesterdays_tip_that_is_still_the_newest_lets_todays_wait(keeper: Keeper) -> None:
    await keeper.planted(options=Options(after_own=True))
    await keeper.lives(days=2)
    assert fates(await keeper.receipts()) == [("sent", ""), ("skipped", "still newest")]
    keeper.wall.chatter.add("general")
    await keeper.lives(days=1)
    assert fates(await keeper.receipts())[-1] == ("sent", "")


async def test_a_claim_that_was_lost_changes_nothing(keeper: Keeper) -> None:
    await keeper.planted()
    keeper.clock.set(START + dt.timedelta(hours=1))
    outbox, now = keeper.engine.outbox, keeper.clock.now()
    await keeper.plans()
    claim = await _claimed(keeper, now)
    later = now + dt.timedelta(minutes=1)
    keeper.clock.set(later)
    again = await _claimed(keeper, later)
    assert again.delivery.fence == claim.delivery.fence + 1
    assert not await outbox.starting(claim, later)
    assert not await outbox.finish(claim, replace(claim.delivery, fate=Fate.sent))
    assert await outbox.finish(again, replace(again.delivery, fate=Fate.sent, remote="7"))


async def _claimed(keeper: Keeper, now: dt.datetime) -> Claim:
    outbox = keeper.engine.outbox
    for shard in await outbox.open_shards(now, keeper.engine.platforms):
        found = await outbox.claim(shard, now, {HERE.platform}, lambda _: keeper.wall.lanes(WHERE))
        if found.taken:
            return found.taken[0]
    raise AssertionError("nothing could be claimed")


async def test_an_absence_is_told_once_to_each_community(keeper: Keeper) -> None:
    await keeper.planted(grace=dt.timedelta(hours=1))
    await keeper.engine.outbox.alive(keeper.clock.now())
    keeper.clock.set(START + dt.timedelta(days=1, hours=1, minutes=30))
    engines = keeper.engine, keeper.another()
    stop = asyncio.Event()
    stop.set()
    for each in engines:
        await each.run(stop)
    staff = [each.text for each in keeper.wall.effects if each.channel == "staff"]
    assert len(staff) == 1
    assert "1 post went out late" in staff[0]
    assert "1 was too old and was skipped." in staff[0]


async def test_a_paused_schedule_posts_nothing_and_never_back_fills(keeper: Keeper) -> None:
    schedule = await keeper.planted()
    await keeper.change(replace(schedule, status=Status.paused, version=2))
    await keeper.lives(days=2, hours=2)
    await keeper.change(replace(schedule, status=Status.active, version=3))
    await keeper.lives(days=1)
    paused = ("skipped", "paused")
    assert fates(await keeper.receipts()) == [paused, paused, paused, ("sent", "")]


async def test_moderators_are_asked_before_a_season_ends(keeper: Keeper, catalog: Catalog) -> None:
    last = max(each.week for each in catalog.nudges(season=1))
    await keeper.planted(what=What.nudge, rule=NUDGE, week=last - 1)
    await keeper.lives(days=1)
    staff = [each.text for each in keeper.wall.effects if each.channel == "staff"]
    assert len(staff) == 1
    assert "What comes then?" in staff[0]
    await keeper.lives(days=21)
    assert [each.week for each, _ in await keeper.receipts()] == [last - 1, last]
    async with keeper.store.read() as work:
        found = await work.schedules.get(HERE, "schedule-a")
    assert found is not None
    assert found.status is Status.ended
