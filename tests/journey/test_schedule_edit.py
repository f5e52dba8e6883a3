"""Changing a schedule that runs: every later post or one alone, with a way back."""

import datetime as dt
from dataclasses import replace

from bot.core.cards import Card
from bot.core.people import Rank
from bot.core.replies import Amend, Ask, Edit, Reply, Say
from bot.intents.schedules import (
    ChangeOnce,
    ChangeText,
    ChangeWeek,
    ChangeWhen,
    ChangeZone,
    DiscardDraft,
    EditSchedule,
    NewSchedule,
    SetTime,
    ShowDraft,
    StartDraft,
    UndoOnce,
    UndoStart,
)
from bot.study.planning import deliveries
from bot.study.schedules import Fate, Occurrence, Override, Reason, Schedule, Status, Target
from tests.journey.booth import HERE, THERE, Booth, Visitor, goes, texts


async def running(booth: Booth, what: str = "nudge") -> tuple[Visitor, str]:
    """Let a schedule run; return the moderator and its id."""
    mod = booth.visitor("mod", rank=Rank.moderator)
    await mod.asks(NewSchedule.model_validate({"what": what}))
    await mod.goes(StartDraft)
    return mod, goes(mod.shown, EditSchedule)[0].schedule


async def row(booth: Booth, key: str) -> tuple[Schedule, Target]:
    async with booth.store.read() as work:
        schedule = await work.schedules.get(HERE, key)
        assert schedule is not None
        return schedule, (await work.schedules.targets(key))[0]


async def overrides(booth: Booth, key: str) -> tuple[Override, ...]:
    async with booth.store.read() as work:
        return await work.schedules.overrides(key)


async def edited(mod: Visitor, key: str) -> str:
    """Open a schedule for a change; return the draft's id."""
    return goes(await mod.asks(EditSchedule(schedule=key)), DiscardDraft)[0].draft


async def at(mod: Visitor, draft: str, time: str) -> Card:
    """Send the form with another time; the rest stays."""
    reply = await mod.sends(ChangeWhen(draft=draft), days="", time=time, starts="", until="")
    assert isinstance(reply, Edit)
    mod.shown = reply.card
    return reply.card


def card(reply: Reply) -> Card:
    assert isinstance(reply, Edit | Say), reply
    return reply.card


async def test_nothing_changes_before_it_is_kept(booth: Booth) -> None:
    mod, key = await running(booth)
    before = await row(booth, key)
    draft = await edited(mod, key)
    shown = texts(await at(mod, draft, "20:00"))
    assert "Nothing is changed yet" in shown
    assert "Every Monday, 20:00" in shown
    assert await row(booth, key) == before
    assert (await mod.goes(StartDraft)).title == "Changed: Weekly nudge"
    schedule, target = await row(booth, key)
    assert schedule.version == before[0].version + 1
    assert target.next_at == dt.datetime(2027, 3, 8, 20, tzinfo=dt.UTC)


async def test_a_change_can_be_undone(booth: Booth) -> None:
    mod, key = await running(booth)
    before, aimed = await row(booth, key)
    await at(mod, await edited(mod, key), "20:00")
    await mod.goes(StartDraft)
    undo = goes(mod.shown, UndoStart)[0]
    assert "as it was" in texts(await mod.asks(undo))
    after, target = await row(booth, key)
    assert replace(after, version=1, changed_at=before.changed_at) == before
    assert target == aimed
    assert after.version == 3
    assert "started already" in texts(await mod.asks(undo))
    assert (await row(booth, key))[0].version == 3, "a second press does nothing"


async def test_two_moderators_cannot_overwrite_each_other(booth: Booth) -> None:
    mod, key = await running(booth)
    draft = await edited(mod, key)
    await at(mod, draft, "20:00")
    async with booth.store.write(mod.request()) as work:
        live = await work.schedules.get(HERE, key)
        assert live is not None
        await work.schedules.put(replace(live, version=live.version + 1, title="Other"))
    refused = await mod.goes(StartDraft)
    assert "Somebody changed this schedule meanwhile" in texts(refused)
    assert (await row(booth, key))[0].rule.at == dt.time(18)
    again = await mod.goes(EditSchedule)
    assert "Every Monday, 18:00" in texts(again), "a fresh draft"


async def test_what_the_engine_counted_meanwhile_stays(booth: Booth) -> None:
    mod, key = await running(booth)
    draft = await edited(mod, key)
    _, target = await row(booth, key)
    async with booth.store.write(mod.request()) as work:
        moved = replace(target, week=6, next_local=dt.date(2027, 3, 15), drawn=2)
        await work.schedules.aim(key, [moved])
    await at(mod, draft, "20:00")
    await mod.goes(StartDraft)
    _, after = await row(booth, key)
    assert (after.week, after.drawn) == (6, 2)


async def test_a_chosen_week_is_taken_and_given_back(booth: Booth) -> None:
    mod, key = await running(booth)
    draft = await edited(mod, key)
    mod.shown = card(await mod.sends(ChangeWeek(draft=draft), season="1", week="9"))
    await mod.goes(StartDraft)
    assert (await row(booth, key))[1].week == 9
    await mod.goes(UndoStart)
    assert (await row(booth, key))[1].week == 1


async def test_what_was_planned_under_the_old_rule_is_void(booth: Booth) -> None:
    mod, key = await running(booth)
    schedule, target = await row(booth, key)
    due = dt.datetime(2027, 3, 8, 11, 59, tzinfo=dt.UTC)
    planned = Occurrence(key, target.group, dt.date(2027, 3, 8), 0, due, 1)
    async with booth.store.write(mod.request()) as work:
        assert await work.schedules.run(planned, deliveries(schedule, target, planned))
    await at(mod, await edited(mod, key), "20:00")
    await mod.goes(StartDraft)
    async with booth.store.read() as work:
        found = await work.receipts.get(HERE, planned.key)
    assert found is not None
    assert (found[0].fate, found[0].reason) == (Fate.skipped, Reason.edited)


async def test_another_zone_keeps_the_clock_time_or_the_instant(booth: Booth) -> None:
    mod, key = await running(booth)
    draft = await edited(mod, key)
    asked = card(await mod.sends(ChangeZone(draft=draft), zone="Tokyo"))
    assert "Now it is 18:00 in Tokyo" in texts(asked)
    assert "that is 03:00 in Tokyo" in texts(asked)
    mod.shown = asked
    kept = texts(await mod.goes(ShowDraft))
    assert "Every Monday, 18:00 in Tokyo" in kept
    mod.shown = asked
    moved = texts(await mod.goes(SetTime))
    assert "Every Tuesday, 03:00 in Tokyo" in moved, "the weekday moves with the instant"
    await mod.goes(StartDraft)
    schedule, target = await row(booth, key)
    assert target.zone == "Asia/Tokyo"
    assert target.next_at == dt.datetime(2027, 3, 8, 18, tzinfo=dt.UTC), "the same instant"
    assert schedule.rule.at == dt.time(3)


async def test_a_new_schedule_is_not_asked_about_its_zone(booth: Booth) -> None:
    mod = booth.visitor("mod", rank=Rank.moderator)
    (discard,) = goes(await mod.asks(NewSchedule(what="tip")), DiscardDraft)
    reply = await mod.sends(ChangeZone(draft=discard.draft), zone="Tokyo")
    assert "Weekdays, 09:00 in Tokyo" in texts(card(reply))


async def test_a_paused_schedule_stays_paused(booth: Booth) -> None:
    mod, key = await running(booth)
    schedule, target = await row(booth, key)
    async with booth.store.write(mod.request()) as work:
        await work.schedules.put(replace(schedule, status=Status.paused))
        await work.schedules.aim(key, [replace(target, next_at=None, next_local=None)])
    await at(mod, await edited(mod, key), "20:00")
    assert "until you resume it" in texts(await mod.goes(StartDraft))
    after, aimed = await row(booth, key)
    assert (after.status, aimed.next_at) == (Status.paused, None)


async def test_one_post_alone(booth: Booth) -> None:
    mod, key = await running(booth)
    _, target = await row(booth, key)
    form = await booth.bot.answer(mod.request(), EditSchedule(schedule=key, scope="once"))
    assert isinstance(form, Ask)
    assert form.seed == {"time": "", "text": ""}
    late = await mod.sends(form.intent, time="11:00", text="")
    assert isinstance(late, Amend)
    assert "That time is over" in late.errors["time"]
    mod.shown = card(await mod.sends(form.intent, time="21:30", text="We meet on *Tuesday*."))
    assert "Weekly nudge on Mon 8 Mar: 21:30 in UTC" in texts(mod.shown)
    day = dt.date(2027, 3, 8)
    (decided,) = await overrides(booth, key)
    assert (decided.local, decided.at, decided.text) == (
        day, dt.time(21, 30), "We meet on *Tuesday*."
    )  # fmt: skip
    assert (await row(booth, key))[1].next_at == dt.datetime(2027, 3, 8, 21, 30, tzinfo=dt.UTC)
    again = await booth.bot.answer(mod.request(), goes(mod.shown, ChangeOnce)[0])
    assert isinstance(again, Ask)
    assert again.seed["time"] == "21:30"
    assert "as planned" in texts(await mod.goes(UndoOnce))
    assert await overrides(booth, key) == ()
    assert (await row(booth, key))[1].next_at == target.next_at


async def test_a_date_that_has_no_post_cannot_be_changed(booth: Booth) -> None:
    mod, key = await running(booth)
    _, target = await row(booth, key)
    for day in (dt.date(2027, 3, 9), dt.date(2027, 3, 1)):
        ask = ChangeOnce(schedule=key, group=target.group, day=day.toordinal())
        assert "Nothing is planned" in texts(card(await mod.sends(ask, time="20:00", text="")))
    assert await overrides(booth, key) == ()


async def test_text_of_a_running_schedule_is_kept_in_the_audit_without_words(booth: Booth) -> None:
    mod = booth.visitor("mod", rank=Rank.moderator)
    (discard,) = goes(await mod.asks(NewSchedule(what="text")), DiscardDraft)
    words = {"title": "Demo day", "text": "Bring a chart."}
    mod.shown = card(await mod.sends(ChangeText(draft=discard.draft), **words))
    await mod.goes(StartDraft)
    async with booth.store.read() as work:
        lines = await work.audit.newest(HERE, 9)
    (line,) = [each for each in lines if each.what == "schedule started"]
    assert line.target == "Demo day"
    assert "Bring" not in line.after


async def test_another_community_finds_no_schedule(booth: Booth) -> None:
    _, key = await running(booth)
    away = booth.visitor("mod", rank=Rank.moderator, community=THERE)
    _, target = await row(booth, key)
    once = {"schedule": key, "group": target.group, "day": 773_000}
    for ask in (
        EditSchedule(schedule=key), EditSchedule(schedule=key, scope="once"),
        UndoOnce.model_validate(once), ChangeOnce.model_validate(once | {"time": "20:00"}),
    ):  # fmt: skip
        assert "I find no schedule" in texts(await away.asks(ask))
    assert "gone" in texts(await away.asks(UndoStart(draft=key, version=1)))
