"""Moderators look back: receipts with text, delay and reasons; a post corrected or taken back."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.core.cards import Link
from bot.core.people import Rank
from bot.core.posting import Refused, Unreached
from bot.core.replies import Amend, Ask, Edit, Say
from bot.intents.plans import Correct, History, OpenReceipt, TakePostBack
from bot.study.schedules import Fate, Occurrence, Override, Reason, What
from tests.journey.booth import HERE, THERE, Booth, Visitor, goes, picks, texts
from tests.journey.managing import MONDAY, a_moderator, audited, planted, posted

WEEK = dt.timedelta(days=7)


async def fate(booth: Booth, occurrence: Occurrence) -> tuple[str, str]:
    """Return what a receipt says now: fate and text."""
    async with booth.store.read() as work:
        found = await work.receipts.get(HERE, occurrence.key)
    assert found is not None
    return str(found[0].fate), found[1][0].posted


async def test_without_posts_the_history_says_so(booth: Booth) -> None:
    await planted(booth)
    assert "Nothing was posted yet" in texts(await a_moderator(booth).types("/schedule history"))


async def test_every_date_has_its_line(booth: Booth) -> None:
    schedule = await planted(booth)
    await posted(booth, schedule, MONDAY - 3 * WEEK, late=dt.timedelta(minutes=40))
    await posted(booth, schedule, MONDAY - 2 * WEEK, reason=Reason.late)
    last = await posted(booth, schedule)
    card = await a_moderator(booth).types("/schedule history")
    said = texts(card)
    assert "posted, late by 40 min" in said
    assert "left out: too late to post" in said
    assert said.index(last.ref) < said.index("left out"), "the newest first"
    (menu,) = picks(card, OpenReceipt)
    assert len(menu.options) == 3


@pytest.mark.parametrize("reason", Reason)
async def test_every_reason_has_words(booth: Booth, reason: Reason) -> None:
    schedule = await planted(booth)
    await posted(booth, schedule, reason=reason)
    assert "left out: " in texts(await a_moderator(booth).types("/schedule history"))


async def test_long_histories_have_pages(booth: Booth) -> None:
    schedule = await planted(booth)
    for number in range(1, 13):
        await posted(booth, schedule, MONDAY - number * WEEK)
    mod = a_moderator(booth)
    first = await mod.asks(History())
    second = await mod.goes(History)
    assert (texts(first).count("· posted ·"), texts(second).count("· posted ·")) == (10, 2)


async def opened(mod: Visitor, occurrence: Occurrence, typed: str = "") -> str:
    return texts(await mod.types(f"/schedule history ref:{typed or occurrence.ref}"))


async def test_a_receipt_is_found_by_what_stands_in_the_foot(booth: Booth) -> None:
    occurrence = await posted(booth, await planted(booth), text="Week 6: Hello\nDo this *now*")
    mod = a_moderator(booth)
    said = await opened(mod, occurrence, occurrence.ref.lower())
    assert "Became: posted" in said
    assert "Do this *now*" in said
    assert "season 1, week 6" in said
    (link,) = [each for each in mod.shown.actions if isinstance(each, Link)]
    assert link.url.startswith("wall://channel-group-a/")
    assert "I find no post" in await opened(mod, occurrence, "ZZZZZ")


async def test_a_receipt_of_another_community_is_not_there(booth: Booth) -> None:
    occurrence = await posted(booth, await planted(booth))
    mod = booth.visitor("mod", rank=Rank.moderator, community=THERE)
    assert "I find no post" in await opened(mod, occurrence)
    who, whose, day = occurrence.schedule, occurrence.group, occurrence.local.toordinal()
    back = TakePostBack(schedule=who, group=whose, day=day, sure=True)
    assert "I find no post" in texts(await mod.asks(back))
    reply = await mod.sends(Correct(schedule=who, group=whose, day=day), text="Mine now")
    assert isinstance(reply, (Say, Edit, Amend))
    assert "I find no post" in texts(reply.card)
    assert booth.wall.edits == []


async def test_a_post_is_corrected_in_place_and_says_so(booth: Booth) -> None:
    occurrence = await posted(booth, await planted(booth, what=What.text))
    mod = a_moderator(booth)
    await opened(mod, occurrence)
    (correct,) = goes(mod.shown, Correct)
    form = await booth.bot.answer(mod.request(), correct)
    assert isinstance(form, Ask)
    assert form.seed["text"] == "Hello *all*"
    reply = await mod.sends(correct, text="Hello *everybody*")
    assert isinstance(reply, Edit)
    ((channel, remote, post),) = booth.wall.edits
    assert (channel, remote) == ("channel-group-a", f"r-{occurrence.local}")
    assert "Hello everybody" in post.text
    assert post.last_line.startswith("corrected · ")
    assert post.last_line.endswith(f"ref {occurrence.ref}")
    assert await fate(booth, occurrence) == ("sent", post.text)
    async with booth.store.read() as work:
        overrides = await work.schedules.overrides("schedule-a")
    assert overrides == (
        Override("schedule-a", "group-a", occurrence.local, text="Hello *everybody*"),
    )
    assert await audited(booth) == ["post corrected"]


@pytest.mark.parametrize("trouble", [Refused("no channel"), Refused("no right"), Unreached("x")])
async def test_a_correction_that_fails_changes_nothing(booth: Booth, trouble: Exception) -> None:
    occurrence = await posted(booth, await planted(booth, what=What.text))
    booth.wall.mishaps.append(trouble)
    day = occurrence.local.toordinal()
    ask = Correct(schedule=occurrence.schedule, group=occurrence.group, day=day)
    reply = await a_moderator(booth).sends(ask, text="Hello *everybody*")
    assert isinstance(reply, (Say, Edit, Amend))
    assert "orrected" not in texts(reply.card)
    assert await fate(booth, occurrence) == ("sent", "Week 6: Hello")
    assert await audited(booth) == []


async def test_a_piece_of_the_pack_is_corrected_from_what_stands_there(booth: Booth) -> None:
    occurrence = await posted(booth, await planted(booth))
    foot = f"Week 6 of 26 · ref {occurrence.ref}"
    for says, seed in (
        (("Week 6: Hello", "Do this.", "[Done] [Not yet]", foot), "*Week 6: Hello*\nDo this."),
        (("Week 6: Hello", "x" * 800, foot), ""),
        ((foot,), ""),
    ):
        async with booth.store.write(a_moderator(booth).request()) as work:
            row = await work.receipts.get(HERE, occurrence.key)
            assert row is not None
            await work.receipts.settle(replace(row[1][0], posted="\n".join(says)))
        day = occurrence.local.toordinal()
        ask = Correct(schedule=occurrence.schedule, group=occurrence.group, day=day)
        form = await booth.bot.answer(a_moderator(booth).request(), ask)
        assert isinstance(form, Ask)
        assert form.seed["text"] == seed


async def test_taking_back_asks_once_and_keeps_the_receipt(booth: Booth) -> None:
    occurrence = await posted(booth, await planted(booth))
    mod = a_moderator(booth)
    await opened(mod, occurrence)
    sure = await mod.goes(TakePostBack)
    assert "Take back Week 6: Hello?" in texts(sure)
    assert booth.wall.removed == []
    await mod.goes(TakePostBack)
    assert booth.wall.removed == [("channel-group-a", f"r-{occurrence.local}")]
    assert await fate(booth, occurrence) == (str(Fate.removed), "Week 6: Hello")
    said = await opened(mod, occurrence)
    assert "Became: taken back" in said
    assert not goes(mod.shown, TakePostBack)
    assert await audited(booth) == ["post taken back"]
