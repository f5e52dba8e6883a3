"""/schedule new: a template, one preview, Start; and everything that can be changed on the way."""

import datetime as dt

import pytest

from bot.core.people import Rank
from bot.core.posting import Refused, Unknown
from bot.intents.schedules import (
    ChangeDraft,
    DiscardDraft,
    NewSchedule,
    SendTest,
    ShowDraft,
    StartDraft,
    UndoStart,
)
from bot.study.groups import Group
from bot.study.schedules import Schedule, Status, Target, What
from tests.journey.booth import HERE, THERE, Booth, Visitor, goes, picks, texts


def a_moderator(booth: Booth, name: str = "mod", **where: object) -> Visitor:
    return booth.visitor(name, rank=Rank.moderator, **where)


async def rows(booth: Booth, status: Status = Status.active) -> list[tuple[Schedule, Target]]:
    """Return schedules of a status with their first targets."""
    async with booth.store.read() as work:
        every = [each for each in await work.schedules.all(HERE) if each.status is status]
        return [(each, (await work.schedules.targets(each.id))[0]) for each in every]


async def groups(booth: Booth) -> list[Group]:
    async with booth.store.read() as work:
        return list(await work.groups.all(HERE))


async def test_three_steps_make_a_weekly_nudge(booth: Booth) -> None:
    mod = a_moderator(booth)
    first = await mod.types("/schedule new")
    (menu,) = picks(first, NewSchedule)
    assert [each.value for each in menu.options] == ["nudge", "tip", "question", "roadmap", "text"]
    shown = texts(await mod.asks(NewSchedule(what="nudge")))
    assert "Nothing is posted yet" in shown
    assert "Week 1:" in shown, "the post itself"
    assert "Every Monday, 18:00 in UTC (12:00 now)" in shown
    assert "In #general, with a thread" in shown
    assert "Mentions nobody" in shown
    assert "Season 1, weeks 1 to 5 of 26" in shown
    assert "Mon 8 Mar 18:00 · 2027-03-08 18:00 UTC" in shown
    assert "Rights in #general: all there." in shown
    assert await groups(booth) == [], "nothing is there before Start"
    done = await mod.goes(StartDraft)
    assert done.title == "Started: Weekly nudge"
    ((schedule, target),) = await rows(booth)
    assert schedule.what is What.nudge
    assert target.next_at == dt.datetime(2027, 3, 8, 18, tzinfo=dt.UTC)
    assert target.channel == "general"
    (group,) = await groups(booth)
    assert (group.id, group.name) == (target.group, "general")
    async with booth.store.read() as work:
        lines = await work.audit.newest(HERE, 9)
    assert {each.what for each in lines} == {"schedule started", "group started"}


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("tip", "Weekdays, 09:00 in UTC"),
        ("question", "Every Wednesday, 18:00 in UTC"),
        ("roadmap", "Every Monday, 09:00 in UTC"),
    ],
)
async def test_every_template_can_be_started_at_once(booth: Booth, what: str, said: str) -> None:
    mod = a_moderator(booth)
    card = await mod.asks(NewSchedule.model_validate({"what": what}))
    assert said in texts(card)
    assert (await mod.goes(StartDraft)).title.startswith("Started: ")
    ((schedule, target),) = await rows(booth)
    assert schedule.what == what
    assert target.next_at is not None
    assert target.next_at > booth.clock.now()


async def test_start_is_pressed_twice_and_counts_once(booth: Booth) -> None:
    mod = a_moderator(booth)
    card = await mod.asks(NewSchedule(what="tip"))
    (start,) = goes(card, StartDraft)
    await mod.asks(start)
    assert "started already" in texts(await mod.asks(start))
    assert len(await rows(booth)) == 1


async def test_undo_after_start_gives_the_draft_back(booth: Booth) -> None:
    mod = a_moderator(booth)
    await mod.asks(NewSchedule(what="tip"))
    await mod.goes(StartDraft)
    undo = goes(mod.shown, UndoStart)[0]
    assert "Nothing is posted yet" in texts(await mod.asks(undo))
    assert await rows(booth) == []
    ((_, target),) = await rows(booth, Status.draft)
    assert target.next_at is None
    assert "Nothing is posted yet" in texts(await mod.asks(undo)), "a second press does no harm"
    await mod.asks(ShowDraft(draft=undo.draft))
    assert (await mod.goes(StartDraft)).title.startswith("Started")


async def test_a_missing_right_is_named_and_start_is_off(booth: Booth) -> None:
    mod = a_moderator(booth)
    booth.wall.closed["general"] = Refused("no right", ("Send Messages", "Embed Links"))
    card = await mod.asks(NewSchedule(what="tip"))
    assert "Rights in #general: missing: Send Messages, Embed Links." in texts(card)
    assert not goes(card, StartDraft)
    (draft,) = {go.draft for go in goes(card, DiscardDraft)}
    forced = await mod.asks(StartDraft(draft=draft))
    assert "missing: Send Messages" in texts(forced)
    assert await rows(booth) == []
    booth.wall.closed.clear()
    assert goes(await mod.goes(ShowDraft), StartDraft)


async def test_a_draft_is_kept_for_a_day_and_offered_again(booth: Booth) -> None:
    mod = a_moderator(booth)
    await mod.asks(NewSchedule(what="nudge"))
    assert "kept for a day" in texts(await mod.goes(DiscardDraft))
    booth.clock.on(hours=23)
    again = await mod.types("/schedule new")
    assert "Week 1:" in texts(await mod.goes(ShowDraft)), again
    assert not goes(await a_moderator(booth, "other").types("/schedule new"), ShowDraft)
    booth.clock.on(hours=25)
    assert not goes(await mod.types("/schedule new"), ShowDraft)
    assert await rows(booth, Status.draft) == []


async def test_a_test_goes_to_me_or_to_a_channel_and_counts_nothing(booth: Booth) -> None:
    mod = a_moderator(booth, channel="staff")
    await mod.asks(NewSchedule(what="nudge"))
    await mod.goes(SendTest)
    assert "mentions nobody and counts nothing" in texts(mod.shown)
    assert "in private" in texts(await mod.goes(SendTest, lambda go: go.to == "me"))
    ((user, told),) = booth.wall.told
    assert (user, told.title[:13]) == ("mod", "TEST: Week 1:")
    await mod.goes(SendTest)
    assert "The test is in #staff" in texts(await mod.goes(SendTest, lambda go: go.to == "here"))
    (effect,) = booth.wall.effects
    assert effect.text.startswith("TEST: Week 1:")
    ((_, target),) = await rows(booth, Status.draft)
    assert (target.season, target.week) == (1, 1)


async def test_a_test_that_is_refused_says_why(booth: Booth) -> None:
    mod = a_moderator(booth)
    card = await mod.asks(NewSchedule(what="tip"))
    (draft,) = {go.draft for go in goes(card, DiscardDraft)}
    booth.wall.mishaps += [Refused("no right", ("Send Messages",)), Unknown("lost")]
    refused = await mod.asks(SendTest(draft=draft, to="here"))
    assert "I may not post in #general. Missing: Send Messages." in texts(refused)
    assert "Please look" in texts(await mod.asks(SendTest(draft=draft, to="here")))


async def test_members_and_other_communities_cannot_touch_it(booth: Booth) -> None:
    mod, ana = a_moderator(booth), booth.visitor("ana")
    card = await mod.asks(NewSchedule(what="tip"))
    (start,) = goes(card, StartDraft)
    assert "Only" in texts(await ana.asks(start))
    assert "Only" in texts(await ana.types("/schedule new"))
    away = a_moderator(booth, community=THERE)
    for ask in (
        start, ShowDraft(draft=start.draft), DiscardDraft(draft=start.draft),
        SendTest(draft=start.draft, to="me"), ChangeDraft(draft=start.draft, part="options"),
        UndoStart(draft=start.draft, version=1),
    ):  # fmt: skip
        assert "draft is gone" in texts(await away.asks(ask))
    assert await rows(booth) == []


async def test_who_cannot_see_the_channel_cannot_post_there(booth: Booth) -> None:
    mod = a_moderator(booth, channel="secret")
    card = await mod.asks(NewSchedule(what="tip"))
    (start,) = goes(card, StartDraft)
    booth.wall.hidden = {"secret"}
    outside = a_moderator(booth, "other", channel="general")
    assert "You cannot see every channel" in texts(await outside.asks(start))
    assert await rows(booth) == []
    assert (await mod.asks(start)).title.startswith("Started")
