"""Moderators look after what runs: list, week, show, pause, resume, skip, run, delete, copy."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.core.cards import Link
from bot.core.people import Rank
from bot.intents.plans import (
    DeleteSchedule,
    DuplicateSchedule,
    EditWhich,
    ListSchedules,
    PauseAll,
    PauseSchedule,
    ResumeSchedule,
    RunNow,
    RunOnce,
    ShowSchedule,
    SkipNext,
    UndoPlan,
    Unskip,
    Week,
)
from bot.intents.posts import CheckAgain
from bot.intents.schedules import EditSchedule, NewSchedule, ShowDraft
from bot.study.schedules import Fate, Override, Status, What
from tests.journey.booth import HERE, THERE, Booth, goes, picks, texts
from tests.journey.managing import MONDAY, a_moderator, audited, now, planted

WEEK = dt.timedelta(days=7)
SIX = dt.datetime(2027, 3, 8, 17, tzinfo=dt.UTC)
"""18:00 in Berlin."""


async def test_an_empty_list_says_how_to_begin(booth: Booth) -> None:
    card = await a_moderator(booth).types("/schedule list")
    assert "Nothing is scheduled here yet." in texts(card)
    assert goes(card, NewSchedule)


async def test_the_list_says_what_comes_next_and_opens_one(booth: Booth) -> None:
    await planted(booth)
    await planted(booth, "b", What.tip)
    await planted(booth, "there", where=THERE)
    mod = a_moderator(booth)
    card = await mod.types("/schedule list")
    assert "Weekly nudge for Evenings a · Mondays 18:00 Berlin · next Mon 8 Mar 18:00" in texts(
        card
    )
    assert "there" not in texts(card)
    (menu,) = picks(card, ShowSchedule)
    assert [each.value for each in menu.options] == ["schedule-a", "schedule-b"]


async def test_members_see_none_of_it(booth: Booth) -> None:
    await planted(booth)
    ana = booth.visitor()
    for line in ("list", "week", "show", "pause", "resume", "skip", "run", "delete", "history"):
        assert "may manage this community" in texts(await ana.types(f"/schedule {line}"))
    assert (await now(booth))[0].version == 1


async def test_another_communitys_schedule_is_not_there(booth: Booth) -> None:
    await planted(booth)
    mod = booth.visitor("mod", rank=Rank.moderator, community=THERE)
    for ask in (
        ShowSchedule(schedule="schedule-a"),
        PauseSchedule(schedule="schedule-a"),
        DeleteSchedule(schedule="schedule-a"),
        RunOnce(schedule="schedule-a", number=1),
        SkipNext(schedule="schedule-a"),
        DuplicateSchedule(schedule="schedule-a"),
        UndoPlan(schedule="schedule-a", version=1, was="paused"),
    ):
        assert "I find no schedule" in texts(await mod.asks(ask))
    assert (await now(booth))[0].version == 1


async def test_the_week_shows_every_group_in_order_with_what_is_left_out(booth: Booth) -> None:
    await planted(booth, groups=2)
    await planted(booth, "b", What.tip)
    mod = a_moderator(booth)
    await mod.asks(SkipNext(schedule="schedule-b"))
    said = texts(await mod.asks(Week()))
    assert said.count("Mon 8 Mar 18:00 · Weekly nudge · Evenings a") == 2
    booth.clock.on(days=8)
    assert "Mon 22 Mar" in texts(await mod.asks(Week()))


async def test_what_is_left_out_stands_in_the_week(booth: Booth) -> None:
    await planted(booth)
    mod = a_moderator(booth)
    await mod.asks(SkipNext(schedule="schedule-a"))
    assert "Mon 8 Mar · left out: a moderator chose so" in texts(await mod.asks(Week()))


async def test_a_week_without_posts_says_so(booth: Booth) -> None:
    await planted(booth)
    mod = a_moderator(booth)
    await mod.asks(PauseSchedule(schedule="schedule-a"))
    assert "No schedule is running here." in texts(await mod.asks(Week()))


async def test_one_schedule_shows_what_when_where_and_what_comes(booth: Booth) -> None:
    await planted(booth, groups=2)
    card = await a_moderator(booth).types("/schedule show")
    said = texts(card)
    assert "When: Every Monday, 18:00" in said
    assert "Clock: Berlin, 13:00 now" in said
    assert "State: running" in said
    assert "Comes next: season 1, week 7" in said
    assert said.count(" 18:00") >= 5
    assert goes(card, PauseSchedule)
    assert goes(card, EditSchedule)


async def test_which_one_is_asked_where_there_are_several(booth: Booth) -> None:
    await planted(booth)
    await planted(booth, "b", What.tip)
    mod = a_moderator(booth)
    for command, kind in (("pause", PauseSchedule), ("run", RunNow), ("edit", EditWhich)):
        card = await mod.types(f"/schedule {command}")
        assert "Which one?" in texts(card)
        assert picks(card, kind)
    assert (await now(booth))[0].status is Status.active


async def test_a_pause_voids_and_can_be_undone(booth: Booth) -> None:
    await planted(booth)
    mod = a_moderator(booth)
    card = await mod.types("/schedule pause")
    assert "is paused" in texts(card)
    schedule, _ = await now(booth)
    assert (schedule.status, schedule.version, schedule.until) == (Status.paused, 2, None)
    booth.clock.on(seconds=1)
    await mod.goes(UndoPlan)
    schedule, (target,) = await now(booth)
    assert (schedule.status, target.next_at) == (Status.active, SIX)
    assert await audited(booth) == ["schedule paused", "schedule resumed"]


async def test_an_undo_after_somebody_elses_change_is_refused(booth: Booth) -> None:
    await planted(booth)
    mod = a_moderator(booth)
    await mod.types("/schedule pause")
    other = booth.visitor("other", rank=Rank.moderator)
    await other.types("/schedule resume")
    card = await mod.goes(UndoPlan)
    assert "Somebody has changed this schedule since" in texts(card)
    assert (await now(booth))[0].status is Status.active


async def test_a_pause_may_end_by_itself(booth: Booth) -> None:
    await planted(booth)
    card = await a_moderator(booth).types('/schedule pause until="7 Apr"')
    assert "goes on by itself on" in texts(card)
    schedule, _ = await now(booth)
    assert schedule.until == dt.datetime(2027, 4, 6, 22, tzinfo=dt.UTC), "midnight in Berlin"
    refused = await a_moderator(booth).types('/schedule pause until="8 Mar"')
    assert "8 Mar" in texts(refused)


async def test_a_season_goes_on_where_it_stood_or_jumps(booth: Booth) -> None:
    await planted(booth)
    mod = a_moderator(booth)
    await mod.types("/schedule pause")
    booth.clock.on(days=15)
    card = await mod.types("/schedule show")
    labels = [each.label for each in card.actions if not isinstance(each, Link)]
    assert "Continue with week 7" in labels
    assert "Jump to week 10" in labels
    card = await mod.goes(ResumeSchedule, lambda each: each.jump)
    assert "Next: week 10 on" in texts(card)
    _, (target,) = await now(booth)
    assert (target.week, target.next_local) == (10, MONDAY + 3 * WEEK)


async def test_a_resume_never_fills_in(booth: Booth) -> None:
    await planted(booth)
    mod = a_moderator(booth)
    await mod.types("/schedule pause")
    booth.clock.on(days=15)
    assert "Next: week 7 on" in texts(await mod.types("/schedule resume"))
    _, (target,) = await now(booth)
    assert target.next_local == MONDAY + 3 * WEEK


async def test_all_at_once(booth: Booth) -> None:
    for name in "abc":
        await planted(booth, name)
    mod = a_moderator(booth)
    await mod.asks(ListSchedules())
    assert "3 schedules are paused" in texts(await mod.goes(PauseAll, lambda each: each.on))
    assert {(await now(booth, name))[0].status for name in "abc"} == {Status.paused}
    assert "3 schedules go on" in texts(await mod.goes(PauseAll, lambda each: not each.on))
    assert {(await now(booth, name))[0].status for name in "abc"} == {Status.active}


async def test_what_was_paused_before_stays_so_when_all_is_undone(booth: Booth) -> None:
    for name in "ab":
        await planted(booth, name)
    mod = a_moderator(booth)
    await mod.asks(PauseSchedule(schedule="schedule-b"))
    booth.clock.on(minutes=1)
    await mod.asks(ListSchedules())
    assert "1 schedule is paused" in texts(await mod.goes(PauseAll, lambda each: each.on))
    assert "1 schedule goes on" in texts(await mod.goes(PauseAll))
    states = [(await now(booth, name))[0].status for name in "ab"]
    assert states == [Status.active, Status.paused]
    booth.clock.on(minutes=1)
    assert "1 schedule goes on" in texts(await mod.asks(PauseAll(on=False)))
    assert "1 schedule is paused" in texts(await mod.goes(PauseAll))
    assert [(await now(booth, name))[0].status for name in "ab"] == states


async def test_a_word_that_is_neither_schedule_nor_date_is_called_so(booth: Booth) -> None:
    await planted(booth)
    mod = a_moderator(booth)
    said = texts(await mod.types("/schedule pause zzz"))
    assert 'I find no schedule "zzz", and it is no date such as 7 Jan.' in said
    named = texts(await mod.types("/schedule pause nudge zzz"))
    assert 'I do not read "zzz" as a date.' in named
    assert (await now(booth))[0].status is Status.active


@pytest.mark.parametrize(("what", "waits"), [(What.nudge, True), (What.tip, False)])
async def test_only_a_season_waits_for_a_skipped_date(
    booth: Booth, what: What, *, waits: bool
) -> None:
    await planted(booth, what=what)
    said = texts(await a_moderator(booth).types("/schedule skip"))
    assert "is left out." in said
    assert ("The season waits." in said) is waits


async def test_the_next_one_is_left_out_and_put_back(booth: Booth) -> None:
    await planted(booth, groups=2)
    mod = a_moderator(booth)
    assert "is left out" in texts(await mod.types("/schedule skip"))
    _, targets = await now(booth)
    assert {each.next_local for each in targets} == {MONDAY + WEEK}
    async with booth.store.read() as work:
        found = await work.schedules.overrides("schedule-a")
    assert {each.group for each in found} == {"group-a", "group-a1"}
    assert all(each == Override(each.schedule, each.group, MONDAY, skip=True) for each in found)
    assert "posted after all" in texts(await mod.goes(Unskip))
    _, targets = await now(booth)
    assert {each.next_at for each in targets} == {SIX}
    async with booth.store.read() as work:
        assert await work.schedules.overrides("schedule-a") == ()


async def test_skipping_twice_leaves_out_two(booth: Booth) -> None:
    await planted(booth)
    mod = a_moderator(booth)
    for _ in range(2):
        await mod.types("/schedule skip")
    assert (await now(booth))[1][0].next_local == MONDAY + 2 * WEEK


async def test_an_extra_post_is_confirmed_and_planned_once(booth: Booth) -> None:
    await planted(booth, groups=2)
    mod = a_moderator(booth)
    card = await mod.types("/schedule run")
    assert "once now, in addition?" in texts(card)
    (yes,) = goes(card, RunOnce)
    for _ in range(2):
        await mod.asks(yes)
    async with booth.store.read() as work:
        rows = await work.receipts.history(HERE, "schedule-a", 9)
    assert len(rows) == 2
    assert {(each.extra, each.fate, each.week) for each, _ in rows} == {(1, Fate.pending, 7)}
    _, targets = await now(booth)
    assert {(each.week, each.drawn, each.next_at) for each in targets} == {(7, 1, SIX)}
    again = goes(await mod.types("/schedule run"), RunOnce)
    assert [each.number for each in again] == [2]


async def test_an_extra_tip_is_drawn_from_the_channels_deck(booth: Booth) -> None:
    await planted(booth, what=What.tip)
    mod = a_moderator(booth)
    seen: set[str] = set()
    for number in (1, 2, 3):
        await mod.asks(RunOnce(schedule="schedule-a", number=number))
        async with booth.store.read() as work:
            rows = await work.receipts.history(HERE, "schedule-a", 9)
        seen = {each.piece for each, _ in rows}
    assert len(seen) == 3


async def test_a_deleted_one_comes_back(booth: Booth) -> None:
    await planted(booth)
    mod = a_moderator(booth)
    assert "is deleted" in texts(await mod.types("/schedule delete"))
    assert "Nothing is scheduled" in texts(await mod.asks(ListSchedules()))
    await mod.asks(DeleteSchedule(schedule="schedule-a"))
    schedule, _ = await now(booth)
    assert (schedule.status, schedule.version) == (Status.deleted, 2), "once is enough"
    booth.clock.on(seconds=1)
    await mod.asks(UndoPlan(schedule="schedule-a", version=2, was="active"))
    schedule, (target,) = await now(booth)
    assert (schedule.status, target.next_at, target.week) == (Status.active, SIX, 7)
    assert await audited(booth) == ["schedule deleted", "schedule resumed"]


async def test_a_copy_is_a_draft(booth: Booth) -> None:
    await planted(booth, groups=2)
    mod = a_moderator(booth)
    card = await mod.types("/schedule duplicate")
    (go,) = goes(card, ShowDraft)
    async with booth.store.read() as work:
        copy = await work.schedules.get(HERE, go.draft)
        targets = await work.schedules.targets(go.draft)
    assert copy is not None
    assert (copy.status, copy.version, copy.what) == (Status.draft, 1, What.nudge)
    assert {(each.week, each.next_at) for each in targets} == {(1, None)}


async def test_a_channel_on_hold_is_said_and_can_be_checked(booth: Booth) -> None:
    await planted(booth)
    async with booth.store.write(a_moderator(booth).request()) as work:
        (target,) = await work.schedules.targets("schedule-a")
        await work.schedules.aim("schedule-a", [replace(target, suspended="no right")])
    mod = a_moderator(booth)
    card = await mod.types("/schedule show")
    assert "on hold: I may not post there" in texts(card)
    assert goes(card, CheckAgain)
    assert "on hold" in texts(await mod.types("/schedule list"))


async def test_changing_asks_for_one_or_all(booth: Booth) -> None:
    await planted(booth)
    card = await a_moderator(booth).types("/schedule edit")
    scopes = {(each.scope, each.day) for each in goes(card, EditSchedule)}
    assert scopes == {("all", None), ("once", MONDAY.toordinal())}
