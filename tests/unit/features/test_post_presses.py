"""Presses on posts: answered to the presser alone, once, and with a way back."""

import datetime as dt
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

import pytest

from bot.app import Bot
from bot.catalog.catalog import Catalog
from bot.catalog.edition import Changes, Name, edition
from bot.catalog.models import Item, Nudge
from bot.core import tokens
from bot.core.cards import Button, Card
from bot.core.intents import Intent
from bot.core.people import Account, Community, Origin, Place, Platform, Rank, Request
from bot.core.replies import Edit, Say
from bot.features.posts_cards import Names, shown_in
from bot.intents.posts import (
    AnswerPrivately,
    CheckIn,
    LeavePosts,
    LockPrivately,
    SeasonAfter,
    WhyPost,
)
from bot.intents.quizzes import Report
from bot.intents.roadmap import OpenMilestone, OpenSkill
from bot.study.composing import questions
from bot.study.schedules import Occurrence, Schedule, Status, What
from tests.journey.booth import HandClock, goes, texts
from tests.unit.features.shelf import Shelf, answering, key
from tests.unit.study.plans import COMMUNITY, GROUP, HERE, SCHEDULE, TARGET, occurrence, schedule

OTHER = Community(Platform.discord, "4999999999999999999")


@dataclass
class Room:
    """A channel with one post in it."""

    catalog: Catalog
    shelf: Shelf = field(default_factory=Shelf)
    clock: HandClock = field(default_factory=HandClock)
    numbers: "count[int]" = field(default_factory=count)

    @property
    def bot(self) -> Bot:
        return answering(self.catalog, self.shelf, self.clock)

    def posted(self, what: What, piece: str, **options: Any) -> Occurrence:  # noqa: ANN401 (fields of Options)
        one = occurrence(piece, season=1, week=4) if what is What.nudge else occurrence(piece)
        self.shelf.plans[SCHEDULE] = schedule(what, **options)
        self.shelf.aims = [replace(TARGET, week=5)]
        self.shelf.rooms[GROUP] = HERE
        self.shelf.past = [(one, ())]
        return one

    async def press(
        self,
        go: Intent,
        name: str = "ana",
        *,
        public: bool = True,
        rank: Rank = Rank.member,
        community: Community | None = COMMUNITY,
    ) -> Card:
        request = Request(
            id=f"{name}-{next(self.numbers)}",
            account=Account(Platform.discord, "", name),
            name=name,
            place=Place(Platform.discord, HERE.channel, "ml-evenings", community),
            at=self.clock.now(),
            rank=rank,
            origin=Origin(public=public),
        )
        reply = await self.bot.pressed(request, tokens.write(go))
        assert isinstance(reply, Say if public else (Say, Edit)), reply
        return reply.card

    async def person(self, name: str = "ana") -> str:
        async with self.shelf.memory.read() as work:
            found = await work.people.find(Account(Platform.discord, "", name))
        assert found is not None
        return found.id


@pytest.fixture
def room(catalog: Catalog) -> Room:
    return Room(catalog)


def fourth(catalog: Catalog) -> Nudge:
    return catalog.nudges(season=1, week=4)[0]


async def test_a_check_in_is_kept_and_answered_privately(room: Room) -> None:
    one = room.posted(What.nudge, fourth(room.catalog).id)
    card = await room.press(Names.of(one).check_in("differ"))
    assert texts(card).startswith("\nNoted: Differ. You found one.")
    assert "from five answers on" in texts(card)
    assert room.shelf.answers == {(key(one), await room.person()): "differ"}
    labels = [each.label for each in card.actions if isinstance(each, Button)]
    assert labels == ["Open the skill", "Change my answer"]
    assert len(goes(card, OpenSkill)) == 1


async def test_an_answer_can_be_changed(room: Room) -> None:
    one = room.posted(What.nudge, fourth(room.catalog).id)
    card = await room.press(Names.of(one).check_in("differ"))
    (again,) = goes(card, CheckIn)
    card = await room.press(again, public=False)
    assert "Your answer so far: Differ." in texts(card)
    match = next(go for go in goes(card, CheckIn) if go.answer == "match")
    card = await room.press(match, public=False)
    assert texts(card).startswith("\nNoted: Match.")
    assert list(room.shelf.answers.values()) == ["match"]


async def test_an_unknown_answer_offers_the_answers(room: Room) -> None:
    one = room.posted(What.nudge, fourth(room.catalog).id)
    card = await room.press(Names.of(one).check_in("no-such-answer"))
    assert len(goes(card, CheckIn)) == 3
    assert room.shelf.answers == {}


async def test_a_week_without_a_skill_still_has_a_way_on(room: Room) -> None:
    plain = next(each for each in room.catalog.nudges() if not each.skill and not each.milestone)
    one = room.posted(What.nudge, plain.id)
    card = await room.press(Names.of(one).check_in(plain.answer[0].id))
    assert goes(card, OpenSkill) == goes(card, OpenMilestone) == []
    assert len(goes(card, CheckIn)) == 1


async def test_a_test_send_counts_nothing(room: Room) -> None:
    one = room.posted(What.nudge, fourth(room.catalog).id)
    room.shelf.past = []
    answer = Names.of(one).answer()
    lock = LockPrivately.model_validate(answer.model_dump() | {"letter": "a"})
    for go in (Names.of(one).check_in("match"), answer, lock):
        card = await room.press(go)
        assert texts(card) == "\nThis is a test or an old copy. Nothing is counted here."
    assert room.shelf.answers == {}


async def test_a_piece_that_was_left_out_counts_nothing(room: Room) -> None:
    nudge = fourth(room.catalog)
    one = room.posted(What.nudge, nudge.id)
    room.catalog = edition(room.catalog, Changes(hidden=(Name("nudge", nudge.id),)))
    card = await room.press(Names.of(one).check_in("match"))
    assert "Moderators left this piece out." in texts(card)


async def test_another_community_finds_nothing(room: Room) -> None:
    one = room.posted(What.nudge, fourth(room.catalog).id)
    for go in (Names.of(one).check_in("match"), Names.of(one).why(), LeavePosts(group=GROUP)):
        card = await room.press(go, community=OTHER)
        assert "ML evenings" not in texts(card)
    assert room.shelf.answers == {}
    card = await room.press(Names.of(one).check_in("match"), community=None)
    assert "works in a channel of a community" in texts(card)


async def test_why_this_post_says_who_when_and_how_to_get_out(room: Room) -> None:
    one = room.posted(What.nudge, fourth(room.catalog).id)
    await room.press(Names.of(one).check_in("match"))
    room.shelf.people.add((GROUP, await room.person()))
    card = await room.press(Names.of(one).why())
    text = texts(card)
    assert "Weekly nudge, season 1, week 4." in text
    assert "set it up for ML evenings: Every Monday, 18:00 in Berlin." in text
    assert "For you the next one is" in text
    assert "It pings nobody." in text
    (leave,) = goes(card, LeavePosts)
    (wrong,) = goes(card, Report)
    assert (wrong.kind, wrong.target) == ("nudge", one.piece)
    left = await room.press(leave, public=False)
    assert "You left ML evenings." in texts(left)
    assert room.shelf.people == set()
    assert "You are not in ML evenings." in texts(await room.press(leave, public=False))
    assert goes(await room.press(Names.of(one).why()), LeavePosts) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"status": Status.paused}, "It is paused at the moment."),
        ({"status": Status.ended}, "No more of these posts are planned."),
        ({}, "For you the next one is"),
    ],
)
async def test_why_this_post_knows_how_the_schedule_stands(
    room: Room, change: dict[str, Status], says: str
) -> None:
    one = room.posted(What.text, "", text="hello", role="123")
    plan: Schedule = room.shelf.plans[SCHEDULE]
    room.shelf.plans[SCHEDULE] = replace(plan, **change)
    card = await room.press(Names.of(one).why())
    assert says in texts(card)
    assert "Pings: only those whom moderators chose." in texts(card)
    assert goes(card, Report) == []


async def test_why_a_post_of_a_deleted_schedule(room: Room) -> None:
    one = room.posted(What.nudge, fourth(room.catalog).id)
    room.shelf.plans.clear()
    assert "This schedule is over." in texts(await room.press(Names.of(one).why()))


def asked(room: Room) -> tuple[Occurrence, Item]:
    items = questions(room.catalog, schedule(What.question))
    item = next(each for each in items if not each.code and len(each.option) == 3)
    return room.posted(What.question, item.id), item


async def test_a_question_is_answered_in_two_presses_and_only_once(room: Room) -> None:
    one, item = asked(room)
    card = await room.press(Names.of(one).answer())
    assert item.explain not in texts(card)
    assert [go.letter for go in goes(card, AnswerPrivately)] == ["a", "b", "c"]
    card = await room.press(goes(card, AnswerPrivately)[1], public=False)
    assert "You chose B. How sure are you?" in texts(card)
    sure = next(go for go in goes(card, LockPrivately) if go.sure)
    card = await room.press(sure, public=False)
    assert "Comes back in your quizzes in about" in texts(card)
    assert item.explain.replace("`", "") in texts(card).replace("`", "")
    chosen = shown_in(item, one).options[1].id
    assert list(room.shelf.answers.values()) == [chosen]
    again = sure.model_copy(update={"letter": "a"})
    card = await room.press(again, public=False)
    assert "Comes back" not in texts(card)
    assert list(room.shelf.answers.values()) == [chosen]
    card = await room.press(Names.of(one).answer())
    assert goes(card, AnswerPrivately) == []
    assert "Nobody sees your answer." in texts(card)


@pytest.mark.parametrize("sure", [True, False])
async def test_a_right_answer_feeds_the_spacing(room: Room, *, sure: bool) -> None:
    one, item = asked(room)
    letter = shown_in(item, one).key
    go = LockPrivately.model_validate(
        Names.of(one).answer().model_dump() | {"letter": letter, "sure": sure}
    )
    card = await room.press(go)
    assert "Right:" in texts(card)
    async with room.shelf.memory.read() as work:
        memories = await work.memories.all(await room.person())
    assert set(memories) == {item.id}
    assert memories[item.id].due_at - room.clock.now() > dt.timedelta(days=1)


async def test_not_knowing_is_an_answer(room: Room) -> None:
    one, item = asked(room)
    card = await room.press(Names.of(one).answer())
    skip = next(go for go in goes(card, LockPrivately) if not go.letter)
    card = await room.press(skip, public=False)
    right = next(each for each in item.option if each.right)
    assert right.text.replace("`", "") in texts(card).replace("`", "")
    assert "Not yet" not in texts(card)
    assert list(room.shelf.answers.values()) == ["-"]


async def test_a_moderator_says_what_follows_a_season(room: Room) -> None:
    room.posted(What.nudge, fourth(room.catalog).id)
    go = SeasonAfter(schedule=SCHEDULE, group=GROUP, season=2)
    assert "may manage this community" in texts(await room.press(go))
    card = await room.press(go, rank=Rank.moderator)
    assert "Season 2 follows" in texts(card)
    assert room.shelf.aims[0].then == 2
    assert [each.label for each in card.actions if isinstance(each, Button)] == ["Season 1", "Stop"]
    (stop,) = [each for each in goes(card, SeasonAfter) if not each.season]
    card = await room.press(stop, rank=Rank.moderator)
    assert "I stop after the last week." in texts(card)
    assert room.shelf.aims[0].then == 0
    assert [(line.before, line.after) for line in room.shelf.lines] == [
        ("season 1, week 5, then stop", "season 1, week 5, then season 2"),
        ("season 1, week 5, then season 2", "season 1, week 5, then stop"),
    ]


async def test_a_season_that_is_over_goes_on_at_once(room: Room) -> None:
    room.posted(What.nudge, fourth(room.catalog).id)
    room.shelf.aims = [replace(TARGET, week=27, next_at=None, next_local=None)]
    go = SeasonAfter(schedule=SCHEDULE, group=GROUP, season=2)
    await room.press(go, rank=Rank.moderator)
    (target,) = room.shelf.aims
    assert (target.season, target.week, target.then) == (2, 1, 0)
    assert target.next_at == dt.datetime(2027, 3, 8, 17, tzinfo=dt.UTC)
    assert target.next_local == dt.date(2027, 3, 8)


async def test_a_season_that_is_not_there_cannot_follow(room: Room) -> None:
    room.posted(What.nudge, fourth(room.catalog).id)
    go = SeasonAfter(schedule=SCHEDULE, group=GROUP, season=7)
    card = await room.press(go, rank=Rank.moderator)
    assert texts(card) == '\nI find no season "7".'
    assert room.shelf.aims[0].then == 0


async def test_the_buttons_fit_their_tokens(room: Room) -> None:
    longest = max((answer.id for each in room.catalog.nudges() for answer in each.answer), key=len)
    names = Names("s" * 24, "g" * 24, 739_999, 9_999)
    for go in (names.check_in(longest), names.why(), names.answer()):
        assert tokens.fits(go)
    assert tokens.fits(WhyPost(schedule="s" * 24, group="g" * 24, day=3_652_059, extra=9_999))
    lock = LockPrivately.model_validate(names.answer().model_dump() | {"sure": True})
    assert tokens.fits(lock)
