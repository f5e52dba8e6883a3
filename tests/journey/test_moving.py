"""Moving to another server: what goes along, what stays, and what is refused; a calendar file."""

import base64
import datetime as dt
import zlib

import pytest

from bot.core.people import Rank
from bot.core.replies import Amend, Ask, Edit, Reply, Say
from bot.intents.group_desk import ManageGroups
from bot.intents.moving import ExportCalendar, ExportSetup, ImportSetup
from bot.study.groups import Group
from bot.study.moving import HEAD, unpack
from bot.study.planning import cursor
from bot.study.recurrence import Every, Rule
from bot.study.schedules import Options, Schedule, Status, Target, What
from tests.journey.booth import HERE, NOON, THERE, Booth, Visitor, goes, texts

MONDAY = dt.date(2027, 3, 8)
RULE = Rule(Every.week, dt.time(18), MONDAY)


async def planted(booth: Booth) -> None:
    """Keep a group with a nudge that runs, has a role, and is at week 10."""
    mod = booth.visitor("mod", rank=Rank.moderator)
    group = Group("g1", HERE, "ML evenings", "general", "Europe/Berlin", MONDAY, NOON, "de", 6)
    schedule = Schedule(
        "s1",
        HERE,
        What.nudge,
        "Evenings",
        RULE,
        Options(thread=True, role="77"),
        dt.timedelta(hours=12),
        NOON,
        NOON,
        Status.active,
    )
    target = cursor(schedule, Target("s1", "g1", "general", group.zone, week=10), NOON)
    async with booth.store.write(mod.request()) as work:
        await work.groups.put(group)
        await work.schedules.put(schedule)
        await work.schedules.aim("s1", [target])


def a_moderator(booth: Booth, **where: object) -> Visitor:
    return booth.visitor("mod", rank=Rank.moderator, **where)


async def taken(booth: Booth) -> str:
    """Return the text that a moderator takes along."""
    mod = a_moderator(booth)
    reply = await booth.bot.typed(mod.request(), "/manage setup export")
    assert isinstance(reply, Say)
    (file,) = reply.files
    return file.data.decode()


async def brought(booth: Booth, text: str) -> Reply:
    """Paste a text on the other server."""
    return await a_moderator(booth, community=THERE, channel="hall").sends(ImportSetup(), text=text)


async def test_groups_and_schedules_come_along_and_wait(booth: Booth) -> None:
    await planted(booth)
    reply = await brought(booth, await taken(booth))
    assert isinstance(reply, Edit)
    assert "Groups: 1. Schedules: 1, all paused" in texts(reply.card)
    assert goes(reply.card, ManageGroups)
    async with booth.store.read() as work:
        (group,) = await work.groups.all(THERE)
        (schedule,) = await work.schedules.all(THERE)
        (target,) = await work.schedules.targets(schedule.id)
        (line, *_) = await work.audit.newest(THERE, 9)
    assert (group.name, group.channel, group.language) == ("ML evenings", "hall", "de")
    assert (schedule.status, schedule.rule.at, schedule.what) == (
        Status.paused,
        RULE.at,
        What.nudge,
    )
    assert schedule.options == Options(thread=True), "a role belongs to the old place"
    assert (target.week, target.group, target.next_at) == (10, group.id, None)
    assert (line.what, line.after) == ("set-up brought here", "1 groups, 1 schedules")


async def test_a_second_time_finds_free_names(booth: Booth) -> None:
    await planted(booth)
    text = await taken(booth)
    for _ in range(2):
        await brought(booth, text)
    async with booth.store.read() as work:
        names = {each.name for each in await work.groups.all(THERE)}
    assert names == {"ML evenings", "ML evenings 2"}


async def test_what_a_copy_breaks_into_lines_is_read(booth: Booth) -> None:
    await planted(booth)
    text = await taken(booth)
    broken = "\n ".join(text[n : n + 40] for n in range(0, len(text), 40))
    assert unpack(broken) == unpack(text)


def packed(text: str) -> str:
    return HEAD + base64.urlsafe_b64encode(zlib.compress(text.encode())).decode()


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        HEAD,
        HEAD + "!!!",
        HEAD + "AAAA",
        packed("[]"),
        packed('{"groups":[],"schedules":[],"more":1}'),
        packed('{"groups":[{"name":"ab","zone":"Mars/Olympus"}],"schedules":[]}'),
        packed('{"groups":[],"schedules":[]}' + " " * 300_000),
        packed('{"groups":[],"schedules":[{"what":"tip","title":"t","rule":"{}","grace":3600}]}'),
    ],
)
async def test_what_is_no_setup_is_refused_in_words(booth: Booth, text: str) -> None:
    reply = await brought(booth, text)
    said = reply.card if isinstance(reply, (Say, Edit, Amend)) else None
    assert said is not None
    assert "I cannot read that" in texts(said)
    async with booth.store.read() as work:
        assert await work.groups.all(THERE) == ()


async def test_a_cut_text_is_refused(booth: Booth) -> None:
    await planted(booth)
    reply = await brought(booth, (await taken(booth))[:-8])
    assert isinstance(reply, (Say, Edit, Amend))
    assert "I cannot read that" in texts(reply.card)


async def test_coming_posts_are_a_calendar(booth: Booth) -> None:
    await planted(booth)
    reply = await booth.bot.answer(a_moderator(booth).request(), ExportCalendar())
    assert isinstance(reply, Say)
    (file,) = reply.files
    lines = file.data.decode().split("\r\n")
    assert file.name == "milepost.ics"
    assert lines.count("BEGIN:VEVENT") == 30
    assert "DTSTART:20270308T170000Z" in lines
    assert "DTSTART:20270329T160000Z" in lines, "18:00 in Berlin, also in summer"
    assert "SUMMARY:Weekly nudge\\, ML evenings" in lines


async def test_without_schedules_the_calendar_says_how_to_begin(booth: Booth) -> None:
    reply = await booth.bot.answer(a_moderator(booth).request(), ExportCalendar())
    assert isinstance(reply, (Say, Edit))
    assert "/schedule new" in texts(reply.card)


async def test_members_take_nothing_along(booth: Booth) -> None:
    ana = booth.visitor()
    for intent in (ExportSetup(), ExportCalendar()):
        reply = await booth.bot.answer(ana.request(), intent)
        assert isinstance(reply, (Say, Edit))
        assert "may manage this community" in texts(reply.card)


async def test_the_form_opens_from_the_command(booth: Booth) -> None:
    mod = a_moderator(booth)
    reply = await booth.bot.typed(mod.request(), "/manage setup import")
    assert isinstance(reply, Ask)
    assert reply.intent == ImportSetup()
