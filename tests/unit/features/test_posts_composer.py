"""From an occurrence to the message that is posted."""

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest

from bot.catalog.catalog import Catalog
from bot.compose import catalogue
from bot.core.people import Account, Place, Platform, Request
from bot.core.posting import Post
from bot.core.registry import Registry
from bot.core.words import Lexicon
from bot.features.editions import Editions
from bot.features.posts_composer import PostComposer
from bot.intents.posts import CheckIn
from bot.study.composing import Composer
from bot.study.pieces import Decision
from bot.study.records import State, Verdict
from bot.study.schedules import (
    Checkin,
    Delivery,
    Fate,
    Occurrence,
    Override,
    Part,
    Schedule,
    What,
    delivery_id,
    shard_of,
)
from tests.journey.booth import HandClock, goes
from tests.unit.features.shelf import Shelf, key
from tests.unit.study.plans import (
    CHANNEL,
    COMMUNITY,
    GROUP,
    HERE,
    MONDAY,
    SCHEDULE,
    TARGET,
    due,
    occurrence,
    schedule,
    slot,
)

if TYPE_CHECKING:
    from bot.study.ports import Store

WEEK = dt.timedelta(days=7)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def composer(catalog: Catalog, shelf: Shelf) -> PostComposer:
    store = cast("Store", shelf)
    editions = Editions(catalog, store, HandClock(), lambda _, __: Registry())
    return PostComposer(editions, store, Lexicon(catalogue))


async def compose(
    composer: Composer,
    plan: Schedule,
    one: Occurrence,
    late: dt.timedelta = dt.timedelta(),
    part: Part = Part.post,
    language: str = "",
) -> Post | None:
    group = replace(HERE, language=language)
    return await composer.compose(plan, TARGET, group, one, late=late, part=part)


async def test_a_post_carries_what_moderators_chose(
    composer: PostComposer, catalog: Catalog
) -> None:
    plan = schedule(What.nudge, thread=True, role="77", silent=True)
    one = occurrence(catalog.nudges(season=1, week=4)[0].id)
    post = await compose(composer, plan, one)
    assert post is not None
    assert (post.role, post.silent, post.ref) == ("77", True, one.ref)
    assert post.thread == "Week 4: Two tools, one truth"
    assert post.foot == "Week 4 of 26 · Mondays 18:00 Berlin"
    plain_post = await compose(composer, schedule(What.nudge), one)
    assert plain_post is not None
    assert (plain_post.role, plain_post.silent, plain_post.thread) == ("", False, "")


async def test_late_is_the_first_word_of_the_foot(composer: PostComposer, catalog: Catalog) -> None:
    one = occurrence(catalog.tips()[0].id)
    post = await compose(composer, schedule(What.tip), one, dt.timedelta(minutes=40, seconds=59))
    assert post is not None
    assert post.foot.startswith("Late by 40 min, sorry · ")


async def test_a_group_reads_its_own_language(composer: PostComposer, catalog: Catalog) -> None:
    one = occurrence(catalog.tips()[0].id)
    english = await compose(composer, schedule(What.tip), one)
    pseudo = await compose(composer, schedule(What.tip), one, language="en-XA")
    assert english is not None
    assert pseudo is not None
    assert english.card.title.startswith("Tip: ")
    assert pseudo.card.title.startswith("[")


async def test_a_moderators_words_for_one_date_stand_in_place(
    composer: PostComposer, shelf: Shelf, catalog: Catalog
) -> None:
    shelf.decided.append(Override(SCHEDULE, GROUP, MONDAY, text="*No meeting* today"))
    one = occurrence(catalog.nudges()[0].id)
    post = await compose(composer, schedule(What.nudge), one)
    assert post is not None
    assert post.card.title == "For the evenings"
    assert "No meeting today" in post.text
    for other in (replace(one, local=MONDAY + WEEK), replace(one, extra=1)):
        planned = await compose(composer, schedule(What.nudge), other)
        assert planned is not None
        assert planned.card.title.startswith("Week 1")


async def test_a_piece_that_a_community_left_out_is_not_chosen_and_not_posted(
    composer: PostComposer, shelf: Shelf, catalog: Catalog
) -> None:
    first = catalog.nudges()[0]
    decision = Decision(COMMUNITY, dt.datetime(2027, 3, 1, tzinfo=dt.UTC))
    hidden = decision.on(decision.fresh("nudge", first.id), Verdict(State.disabled))
    async with shelf.memory.write(request()) as work:
        await work.pieces.put(hidden)
    plan = schedule(What.nudge)
    assert composer.choose(due(plan), slot()).piece == first.id
    await composer.prepare([COMMUNITY])
    assert composer.choose(due(plan), slot()).week == 2
    assert await compose(composer, plan, occurrence(first.id)) is None


def request() -> Request:
    here = Place(Platform.discord, CHANNEL, "", COMMUNITY)
    return Request("r", Account(Platform.discord, "", "1"), "mona", here, HERE.created_at)


def sent(one: Occurrence, fate: Fate = Fate.sent) -> tuple[Occurrence, tuple[Delivery, ...]]:
    made = Delivery(
        id=delivery_id(key(one), CHANNEL, Part.post),
        community=COMMUNITY,
        channel=CHANNEL,
        part=Part.post,
        due_at=one.due_at,
        expires_at=one.due_at,
        not_before=one.due_at,
        shard=shard_of(CHANNEL),
        seq=1,
        fate=fate,
    )
    return one, (made,)


@pytest.mark.parametrize("answers", [4, 5])
async def test_the_recap_tells_of_the_groups_post_before(
    composer: PostComposer, shelf: Shelf, catalog: Catalog, answers: int
) -> None:
    weeks = [occurrence(each.id, MONDAY + n * WEEK) for n, each in enumerate(catalog.nudges()[:4])]
    elsewhere = replace(weeks[2], group="other")
    extra = replace(weeks[2], extra=1)
    shelf.past = [
        sent(weeks[0]),
        sent(weeks[1]),
        sent(weeks[2], Fate.skipped),
        sent(elsewhere),
        sent(extra),
        sent(weeks[3]),
    ]
    async with shelf.read() as work:
        for n in range(answers):
            choice = catalog.nudges()[1].answer[n % 2].id
            await work.checkins.put(Checkin(key(weeks[1]), f"p{n}", choice, HERE.created_at))
    recap = await compose(composer, schedule(What.nudge), weeks[3], part=Part.recap)
    assert recap is not None
    assert recap.card.title == f"Last week: {catalog.nudges()[1].theme}"
    assert (recap.silent, recap.ref, recap.role) == (True, weeks[3].ref, "")
    assert ("As I guessed · 3" in recap.text) == (answers == 5)
    (mine,) = goes(recap.card, CheckIn)
    assert dt.date.fromordinal(mine.day) == weeks[1].local


@pytest.mark.parametrize("what", list(What))
async def test_without_a_post_before_there_is_no_recap(
    composer: PostComposer, catalog: Catalog, what: What
) -> None:
    one = occurrence(catalog.nudges()[0].id)
    assert await compose(composer, schedule(what, text="x"), one, part=Part.recap) is None


async def test_what_was_chosen_is_what_is_posted(composer: PostComposer) -> None:
    for what in (What.tip, What.question, What.roadmap, What.nudge):
        choice = composer.choose(due(schedule(what)), slot())
        one = occurrence(choice.piece, season=choice.season, week=choice.week)
        post = await compose(composer, schedule(what), one)
        assert post is not None
        assert post.ref == one.ref
