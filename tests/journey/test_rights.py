"""A button is no permission: who may do what is decided at every press."""

import pytest

from bot.catalog.catalog import Catalog
from bot.core import tokens
from bot.core.intents import Intent
from bot.core.people import Rank
from bot.core.replies import Amend, Ask, Say
from bot.intents.menus import RemoveCard
from bot.intents.person import Erase, Export
from bot.intents.quizzes import Choose, Lock, NextQuestion, Quiz, Report, WhyNot, WordHelp
from bot.intents.roadmap import SetMark
from bot.intents.sharing import ManageContent, ManageSetup, SetSharing, Share, TakeBack
from tests.journey.booth import HERE, THERE, Booth, goes, kept, texts

MODERATORS_ONLY: tuple[Intent, ...] = (
    ManageSetup(),
    ManageContent(),
    SetSharing(on=False),
    RemoveCard(message="post-1"),
)


@pytest.mark.parametrize("intent", MODERATORS_ONLY, ids=lambda intent: type(intent).__name__)
async def test_what_moderators_do_is_refused_to_members(booth: Booth, intent: Intent) -> None:
    member = booth.visitor()
    moderator = booth.visitor("mod", rank=Rank.moderator)
    alone = booth.visitor("alone", rank=Rank.moderator, community=None)
    refused = await member.presses(tokens.write(intent))
    assert "manage" in texts(refused)
    assert goes(refused) == []
    assert "channel of a community" in texts(await alone.presses(tokens.write(intent)))
    card = await booth.visitor().asks(Share(what="roadmap"))
    assert "Shared" in texts(card), "nothing was switched off"
    assert booth.pigeon.taken_back == []
    allowed = await moderator.presses(tokens.write(intent))
    assert "manage this community" not in texts(allowed)


async def test_a_round_belongs_to_one_person(booth: Booth) -> None:
    ana, ben = booth.visitor("ana"), booth.visitor("ben")
    card = await ana.asks(Quiz())
    (mine,) = goes(card, Lock)
    before = await kept(booth.store)
    foreign: list[Intent] = [NextQuestion(round=mine.round)]
    foreign += [kind(round=mine.round, position=0) for kind in (Choose, Lock, WhyNot, WordHelp)]
    for intent in foreign:
        refused = await ben.presses(tokens.write(intent))
        assert "another member" in texts(refused)
        assert goes(refused) == [Quiz()], "the way out is one's own round"
    assert await kept(booth.store) == before
    own = await ben.goes(Quiz)
    assert goes(own, Lock)
    assert mine not in goes(own)


async def test_only_the_sharer_or_a_moderator_takes_back(booth: Booth) -> None:
    ana, ben = booth.visitor("ana"), booth.visitor("ben")
    stranger = booth.visitor("stranger", rank=Rank.moderator, community=THERE)
    moderator = booth.visitor("mod", rank=Rank.moderator, channel="elsewhere")
    await ana.asks(Share(what="roadmap"))
    (back,) = goes(ana.shown, TakeBack)
    await ana.asks(Share(what="salary"))
    (second,) = goes(ana.shown, TakeBack)
    refused = await ben.presses(tokens.write(back))
    unknown = await stranger.presses(tokens.write(back))
    assert booth.pigeon.taken_back == []
    assert "moderator" in texts(refused)
    assert "already" in texts(unknown), "another community's share is unknown here"
    assert "Taken back" in texts(await ana.presses(tokens.write(back)))
    assert "already" in texts(await ana.presses(tokens.write(back)))
    assert "Taken back" in texts(await moderator.presses(tokens.write(second)))
    assert booth.pigeon.taken_back == ["post-1", "post-2"]
    assert (await kept(booth.store))["shares"] == []


async def test_a_channel_has_its_limit_too(booth: Booth) -> None:
    shared: list[bool] = []
    for name in ("ana", "ben", "cleo", "dora"):
        for what in ("roadmap", "salary", "roadmap"):
            card = await booth.visitor(name).asks(Share.model_validate({"what": what}))
            shared.append("Shared" in texts(card))
    elsewhere = await booth.visitor("dora", channel="lounge").asks(Share(what="roadmap"))
    assert shared == [True] * 10 + [False] * 2
    assert "Shared" in texts(elsewhere)
    booth.clock.on(hours=1, seconds=1)
    assert "Shared" in texts(await booth.visitor("dora").asks(Share(what="roadmap")))


async def test_nothing_is_shared_in_private(booth: Booth) -> None:
    alone = booth.visitor(community=None)
    for line in ("/roadmap", "/tip", "/traits", "/salary"):
        assert goes(await alone.types(line), Share) == []
    refused = await alone.presses(tokens.write(Share(what="roadmap")))
    assert "channel of a community" in texts(refused)
    assert booth.pigeon.posted == []


async def test_a_share_that_was_refused_is_not_counted(booth: Booth) -> None:
    ana = booth.visitor()
    booth.pigeon.refuses = "Send Messages"
    for _ in range(4):
        refused = await ana.asks(Share(what="roadmap"))
        assert "Send Messages" in texts(refused)
        assert "Shared" not in texts(refused)
    assert (await kept(booth.store))["shares"] == []
    booth.pigeon.refuses = ""
    assert "Shared" in texts(await ana.asks(Share(what="roadmap")))


async def test_reports_stay_in_their_community(booth: Booth, catalog: Catalog) -> None:
    ana = booth.visitor()
    slug = catalog.tips()[0].id
    report = Report(kind="tip", target=slug)
    opened = await booth.bot.pressed(ana.request(public=True), tokens.write(report))
    short = await ana.sends(report, note=" no ")
    kept_it = await ana.sends(report, note="It is false.")
    alone = await booth.visitor(community=None).sends(report, note="Said in private.")
    here = await booth.visitor("mod", rank=Rank.moderator, community=HERE).asks(ManageContent())
    there = await booth.visitor("mod", rank=Rank.moderator, community=THERE).asks(ManageContent())
    assert isinstance(opened, Ask)
    assert isinstance(short, Amend)
    assert short.errors.keys() == {"note"}
    assert isinstance(kept_it, Say)
    assert isinstance(alone, Say)
    assert "It is false." in texts(here)
    assert slug in texts(here)
    assert "in private" not in texts(here)
    assert "It is false." not in texts(there)


async def test_what_is_exported_and_erased_is_the_askers_own(
    booth: Booth, catalog: Catalog
) -> None:
    ana, ben = booth.visitor("ana"), booth.visitor("ben")
    mark = SetMark(milestone=catalog.milestones()[0].id, mark="done")
    for one in (ana, ben):
        await one.asks(mark)
    before = await kept(booth.store, "ben")
    reply = await booth.bot.answer(ana.request(), Export())
    await ana.presses(tokens.write(Erase(sure=True)))
    assert isinstance(reply, Say)
    assert b"terminal:ana" in reply.files[0].data
    assert b"ben" not in reply.files[0].data
    assert str(before["people"][0]["id"]).encode() not in reply.files[0].data
    assert await kept(booth.store, "ana") == {}
    assert await kept(booth.store, "ben") == before
    assert "keep nothing" in texts(await ana.presses(tokens.write(Erase(sure=True))))
