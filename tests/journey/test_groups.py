"""Study groups: seen by those who can see their channel, joined, left, and looked after."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.core.cards import Card
from bot.core.people import Account, Platform, Rank
from bot.core.replies import Amend, Ask, Reply
from bot.intents.group_desk import (
    CloseGroup,
    EditGroup,
    GroupMembers,
    ManageGroups,
    MoveGroup,
    NewGroup,
    RemoveMember,
    ReopenGroup,
    RestoreMember,
)
from bot.intents.groups import Groups, JoinGroup, LeaveGroup, SeasonSoFar
from bot.intents.roadmap import OpenMilestone
from bot.study.groups import Change, Group
from bot.study.recurrence import Every, Rule
from bot.study.schedules import Options, Schedule, Status, Target, What
from tests.journey.booth import HERE, NOON, THERE, Booth, Visitor, goes, picks, texts

MONDAY = dt.date(2027, 3, 8)
SIX = dt.datetime(2027, 3, 15, 17, tzinfo=dt.UTC)


def a_moderator(booth: Booth, **where: object) -> Visitor:
    return booth.visitor("mod", rank=Rank.moderator, **where)


async def starts(mod: Visitor, name: str = "ML evenings", **form: str) -> Group:
    """Start a group in the moderator's channel, a moment after what was before; return it."""
    mod.booth.clock.on(seconds=1)
    reply = await mod.sends(NewGroup(), **({"name": name, "zone": "Berlin", "starts": ""} | form))
    assert not isinstance(reply, Amend), reply
    return (await groups(mod.booth))[name]


async def groups(booth: Booth, community: object = HERE) -> dict[str, Group]:
    async with booth.store.read() as work:
        return {
            each.name: each for each in await work.groups.all(HERE if community is HERE else THERE)
        }


async def audit(booth: Booth) -> list[Change]:
    """Return what is noted, newest first."""
    async with booth.store.read() as work:
        return list(await work.audit.newest(HERE, 20))


async def nudged(booth: Booth, *named: Group, week: int = 10) -> None:
    """Let a weekly nudge run for groups; the next one is of a week."""
    rule = Rule(Every.week, dt.time(18), MONDAY)
    schedule = Schedule(
        "nudges", HERE, What.nudge, "Nudges", rule, Options(), dt.timedelta(hours=12),
        NOON, NOON, Status.active,
    )  # fmt: skip
    targets = [
        Target("nudges", each.id, each.channel, each.zone, SIX, dt.date(2027, 3, 15), 1, week)
        for each in named
    ]
    async with booth.store.write(booth.visitor("engine").request()) as work:
        await work.schedules.put(schedule)
        await work.schedules.aim("nudges", targets)


async def target(booth: Booth, group: Group) -> Target:
    async with booth.store.read() as work:
        return next(t for t in await work.schedules.targets("nudges") if t.group == group.id)


async def test_without_groups_members_learn_who_starts_one(booth: Booth) -> None:
    seen = await booth.visitor().types("/group")
    assert "/manage group new" in texts(seen)
    assert not goes(seen, NewGroup)
    assert goes(await a_moderator(booth).types("/group"), NewGroup)


async def test_a_group_is_started_in_three_answers(booth: Booth) -> None:
    mod = a_moderator(booth)
    form = await booth.bot.typed(mod.request(), "/manage group new")
    assert isinstance(form, Ask)
    assert form.seed == {"name": "general", "zone": "UTC"}
    group = await starts(mod, starts="10 Mar")
    assert group.zone == "Europe/Berlin"
    assert group.channel == "general"
    assert group.starts == MONDAY, "the week of 10 March begins on Monday"
    (line,) = await audit(booth)
    assert (line.what, line.target) == ("group started", "ML evenings")
    assert "Europe/Berlin, from 2027-03-08" in line.after


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "ml  EVENINGS", "There is a group with this name"),
        ("zone", "EST", "Which one: New York (07:00)"),
        ("zone", "Zzyzx", "I know no zone"),
        ("starts", "soon", "I do not read"),
        ("starts", "4/5", "Which one: "),
    ],
)
async def test_what_is_not_clear_is_said_at_its_field(
    booth: Booth, field: str, typed: str, said: str
) -> None:
    mod = a_moderator(booth)
    await starts(mod)
    good = {"name": "Others", "zone": "Berlin", "starts": ""}
    reply = await mod.sends(NewGroup(), **(good | {field: typed}))
    assert isinstance(reply, Amend)
    assert said in reply.errors[field]
    assert list(await groups(booth)) == ["ML evenings"]


async def test_all_mistakes_of_a_form_are_named_at_once(booth: Booth) -> None:
    mod = a_moderator(booth)
    await starts(mod)
    wrong = {"name": "ML evenings", "zone": "Zzyzx", "starts": "soon"}
    reply = await mod.sends(NewGroup(), **wrong)
    assert isinstance(reply, Amend)
    assert reply.errors.keys() == wrong.keys()
    assert list(await groups(booth)) == ["ML evenings"]


async def test_only_moderators_may(booth: Booth) -> None:
    group = await starts(a_moderator(booth))
    ana = booth.visitor("ana")
    for ask in (
        ManageGroups(), EditGroup(group=group.id, name="Ours"), MoveGroup(group=group.id),
        CloseGroup(group=group.id, sure=True), GroupMembers(group=group.id),
        RemoveMember(group=group.id, person="x"), NewGroup(name="Ours"),
    ):  # fmt: skip
        assert "Only" in texts(await ana.asks(ask))
    assert await groups(booth) == {"ML evenings": group}


async def test_members_join_and_leave(booth: Booth) -> None:
    group = await starts(a_moderator(booth))
    ana = booth.visitor("ana")
    seen = await ana.types("/group")
    assert seen.title == "ML evenings"
    assert "Berlin (13:00 now)" in texts(seen)
    assert "You are in ML evenings now" in texts(await ana.goes(JoinGroup))
    assert "already" in texts(await ana.types("/group join ML evenings"))
    inside = await ana.types("/group ML evenings")
    assert "1 person" in texts(inside)
    assert "are in this group" in texts(inside)
    assert "You left ML evenings" in texts(await ana.goes(LeaveGroup))
    assert goes(ana.shown, JoinGroup) == [JoinGroup(group=group.id)]
    assert "not in" in texts(await ana.types("/group leave ML evenings"))


async def test_a_group_in_a_channel_one_cannot_see_does_not_exist(booth: Booth) -> None:
    hidden = await starts(a_moderator(booth, channel="secret"), "Secret society")
    await starts(a_moderator(booth), "ML evenings")
    booth.wall.hidden = {"secret"}
    ana = booth.visitor("ana")
    assert (await ana.types("/group")).title == "ML evenings"
    assert "no group" in texts(await ana.asks(JoinGroup(group=hidden.id)))
    assert "no group" in texts(await ana.asks(Groups(do="show", group=hidden.id)))
    offered = await booth.bot.complete(ana.request(), Groups, "group", "")
    assert [each.label for each in offered] == ["ML evenings"]
    assert "Secret" in texts(await a_moderator(booth).types("/group"))
    inside = booth.visitor("ben", channel="secret")
    assert "You are in" in texts(await inside.asks(JoinGroup(group=hidden.id)))
    outside = booth.visitor("ben")
    assert "Secret" in texts(await outside.types("/group")), "who is in it can find the way out"


async def test_another_community_finds_nothing(booth: Booth) -> None:
    group = await starts(a_moderator(booth))
    away = a_moderator(booth, community=THERE)
    for ask in (
        JoinGroup(group=group.id), SeasonSoFar(group=group.id), GroupMembers(group=group.id),
        EditGroup(group=group.id, name="Ours"), CloseGroup(group=group.id, sure=True),
        MoveGroup(group=group.id), ReopenGroup(group=group.id),
    ):  # fmt: skip
        assert "I find no group" in texts(await away.asks(ask))
    assert await groups(booth) == {"ML evenings": group}


async def test_late_joiners_get_a_way_in(booth: Booth) -> None:
    group = await starts(a_moderator(booth))
    await nudged(booth, group, week=10)
    ana = booth.visitor("ana")
    joined = await ana.asks(JoinGroup(group=group.id))
    past = [n for n in booth.catalog.nudges(season=1) if n.week <= 9]
    before = {n.milestone for n in past[:-1] if n.milestone}
    assert f"in week 9. Start with it, or catch up in your own time: {len(before)} mil" in texts(
        joined
    )
    assert goes(joined, OpenMilestone) == [OpenMilestone(milestone=past[-1].milestone or "")]
    caught = await ana.goes(SeasonSoFar)
    assert past[0].theme in texts(caught)
    assert f"Week {past[-1].week}:" in texts(caught)
    assert "Week 10:" not in texts(caught)
    (menu,) = picks(caught, OpenMilestone)
    assert {each.value for each in menu.options} == before | {past[-1].milestone}


async def test_an_early_joiner_is_told_when_it_begins(booth: Booth) -> None:
    group = await starts(a_moderator(booth), starts="22 Mar")
    card = await booth.visitor().asks(JoinGroup(group=group.id))
    assert "begins Mon 22 Mar" in texts(card)
    assert not goes(card, SeasonSoFar)


async def test_a_new_zone_keeps_the_clock_time_of_the_schedules(booth: Booth) -> None:
    mod = a_moderator(booth)
    group, other = await starts(mod), await starts(mod, "Others")
    await nudged(booth, group, other)
    booth.clock.on(seconds=1)
    reply = await mod.sends(
        EditGroup(group=group.id), name="Nights", zone="Tokyo", pace="6", language="francais"
    )
    assert "1 schedule follows; its clock time stays." in said(reply)
    assert "Language: Français" in said(reply)
    moved, kept = await target(booth, group), await target(booth, other)
    assert moved.zone == "Asia/Tokyo"
    assert moved.next_at == dt.datetime(2027, 3, 15, 9, tzinfo=dt.UTC), "18:00 in Tokyo"
    assert kept.next_at == SIX, "the other group keeps its time"
    assert (moved.season, moved.week) == (1, 10)
    line = (await audit(booth))[0]
    assert line.before.startswith("ML evenings, Europe/Berlin")
    assert line.after.startswith("Nights, Asia/Tokyo")
    same = await mod.sends(
        EditGroup(group=group.id), name="Nights", zone="Tokyo", pace="6", language="francais"
    )
    assert "follow" not in said(same)
    assert len(await audit(booth)) == 3, "nothing changed, so nothing is noted"


async def test_a_group_moves_with_its_posts(booth: Booth) -> None:
    group = await starts(a_moderator(booth))
    await nudged(booth, group)
    mod = a_moderator(booth, channel="evenings")
    await mod.asks(ManageGroups(do="show", group=group.id))
    assert "Channel: #evenings" in texts(await mod.goes(MoveGroup))
    assert (await target(booth, group)).channel == "evenings"
    assert not goes(await mod.types("/manage group show ML evenings"), MoveGroup)


async def test_a_closed_group_rests_until_it_is_opened_again(booth: Booth) -> None:
    mod = a_moderator(booth)
    group = await starts(mod)
    await nudged(booth, group)
    await booth.visitor("ana").asks(JoinGroup(group=group.id))
    asked = await mod.types("/manage group close")
    assert "1 person and 1 schedule belong to it" in texts(asked)
    assert list(await groups(booth)) == ["ML evenings"]
    booth.clock.on(seconds=1)
    assert "is closed" in texts(await mod.goes(CloseGroup))
    assert await groups(booth) == {}
    assert (await target(booth, group)).next_at is None
    assert "No study group" in texts(await booth.visitor("ana").types("/group"))
    booth.clock.on(days=8)
    await starts(mod)
    await mod.asks(ManageGroups(do="show", group=group.id))
    booth.clock.on(seconds=1)
    assert (await mod.goes(ReopenGroup)).title == "ML evenings 2", "the name was given away"
    woken = await target(booth, group)
    assert woken.next_at == dt.datetime(2027, 3, 22, 17, tzinfo=dt.UTC)
    assert woken.week == 10, "the season waited"
    whats = [each.what for each in await audit(booth)]
    assert whats == ["group opened again", "group started", "group closed", "group started"]


async def test_a_schedule_that_was_over_stays_over(booth: Booth) -> None:
    mod = a_moderator(booth)
    group = await starts(mod)
    await nudged(booth, group)
    async with booth.store.write(mod.request()) as work:
        schedule = await work.schedules.get(HERE, "nudges")
        assert schedule is not None
        await work.schedules.put(replace(schedule, status=Status.ended))
        await work.schedules.aim("nudges", [replace(await target(booth, group), next_at=None)])
    await mod.asks(CloseGroup(group=group.id, sure=True))
    await mod.asks(ReopenGroup(group=group.id))
    assert (await target(booth, group)).next_at is None


async def test_somebody_is_removed_and_put_back(booth: Booth) -> None:
    mod = a_moderator(booth)
    group = await starts(mod)
    await booth.visitor("ana").asks(JoinGroup(group=group.id))
    booth.clock.on(seconds=1)
    await booth.visitor("ben").asks(JoinGroup(group=group.id))
    card = await mod.types("/manage group remove")
    assert "1. @ana\n2. @ben" in texts(card)
    (menu,) = picks(card, RemoveMember)
    ana = menu.options[0].value
    booth.clock.on(seconds=1)
    assert "out of ML evenings" in texts(await mod.asks(RemoveMember(group=group.id, person=ana)))
    assert "ana" not in texts(await mod.asks(GroupMembers(group=group.id)))
    await mod.asks(RemoveMember(group=group.id, person=ana))
    assert "is not in" in texts(mod.shown)
    booth.clock.on(seconds=1)
    assert "is in ML evenings again" in texts(
        await mod.asks(RestoreMember(group=group.id, person=ana))
    )
    assert "2 people" in texts(await mod.asks(ManageGroups(do="show", group=group.id)))
    lines = await audit(booth)
    assert [each.what for each in lines[:2]] == ["member put back", "member removed"]
    assert "ana" not in repr([(each.target, each.before, each.after) for each in lines])


async def test_long_lists_have_pages(booth: Booth) -> None:
    mod = a_moderator(booth)
    for n in range(11):
        await starts(mod, f"Group {n:02}")
    first = await mod.types("/group")
    assert "Group 09" in texts(first)
    assert "Group 10" not in texts(first)
    (on,) = [go for go in goes(first, Groups) if go.page == 2]
    assert "Group 10" in texts(await mod.asks(on))
    assert "Group 10" in texts(await mod.asks(ManageGroups(page=2)))
    assert "Group 10" in texts(await mod.asks(Groups(page=99))), "the last page, not an empty one"


async def test_erasure_leaves_no_trace_in_a_group(booth: Booth) -> None:
    mod, ana = a_moderator(booth), booth.visitor("ana")
    group = await starts(mod)
    await ana.asks(JoinGroup(group=group.id))
    async with booth.store.write(ana.request()) as work:
        person = await work.people.find(Account(Platform.terminal, "", "ana"))
        assert person is not None
        await work.people.erase(person.id)
    assert "Nobody is in this group" in texts(await mod.asks(GroupMembers(group=group.id)))
    late = await mod.asks(RestoreMember(group=group.id, person=person.id))
    assert "I find no member" in texts(late)


def said(reply: Reply) -> str:
    card = getattr(reply, "card", None)
    assert isinstance(card, Card), reply
    return texts(card)
