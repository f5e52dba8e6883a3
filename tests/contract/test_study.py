"""Marks, tips, rounds, memories and habits."""

import datetime as dt
from dataclasses import replace

from bot.study.records import Habit, Mark, Marking, Memory
from tests.contract.samples import (
    ANA,
    BEN,
    LATER,
    NOON,
    AnyStore,
    a_round,
    an_answer,
    asked,
    known,
)


async def test_a_mark_is_set_changed_and_taken_away(store: AnyStore) -> None:
    person = await known(store)
    async with store.write(asked()) as work:
        await work.progress.put(person, "one", Mark.started, NOON)
        await work.progress.put(person, "one", Mark.done, LATER)
        await work.progress.put(person, "two", Mark.known, NOON)
        await work.progress.put(person, "three", Mark.done, NOON)
        await work.progress.put(person, "three", None, LATER)
        await work.progress.put(person, "four", None, LATER)
    async with store.read() as work:
        assert await work.progress.marks(person) == {
            "one": Marking(Mark.done, LATER),
            "two": Marking(Mark.known, NOON),
        }


async def test_marks_belong_to_one_person(store: AnyStore) -> None:
    ana, ben = await known(store, ANA), await known(store, BEN)
    async with store.write(asked()) as work:
        await work.progress.put(ana, "one", Mark.done, NOON)
        await work.progress.put(ben, "one", None, NOON)
    async with store.read() as work:
        assert await work.progress.marks(ana) == {"one": Marking(Mark.done, NOON)}
        assert await work.progress.marks(ben) == {}


async def test_a_tip_is_remembered_as_last_shown(store: AnyStore) -> None:
    ana, ben = await known(store, ANA), await known(store, BEN)
    async with store.write(asked()) as work:
        await work.seen.note(ana, "tip", "tip.one", NOON)
        await work.seen.note(ana, "tip", "tip.one", LATER)
        await work.seen.note(ana, "tip", "tip.two", NOON)
    async with store.read() as work:
        assert await work.seen.of(ana, "tip") == {"tip.one": LATER, "tip.two": NOON}
        assert await work.seen.of(ben, "tip") == {}


async def test_what_was_seen_is_kept_apart_by_kind(store: AnyStore) -> None:
    person = await known(store)
    async with store.write(asked()) as work:
        await work.seen.note(person, "tip", "one", NOON)
        await work.seen.note(person, "question", "one", LATER)
    async with store.read() as work:
        assert await work.seen.of(person, "tip") == {"one": NOON}
        assert await work.seen.of(person, "question") == {"one": LATER}
        assert await work.seen.of(person, "item") == {}


async def test_a_time_comes_back_in_utc_to_the_microsecond(store: AnyStore) -> None:
    person = await known(store)
    zone = dt.timezone(dt.timedelta(hours=5, minutes=45))
    at = dt.datetime(2026, 3, 1, 0, 30, 1, 999_999, tzinfo=zone)
    async with store.write(asked()) as work:
        await work.seen.note(person, "tip", "tip.one", at)
    async with store.read() as work:
        kept = (await work.seen.of(person, "tip"))["tip.one"]
    assert kept == at
    assert kept.tzinfo is dt.UTC


async def test_a_round_comes_back_as_it_was_kept(store: AnyStore) -> None:
    person = await known(store)
    new = a_round(person)
    async with store.write(asked()) as work:
        await work.rounds.start(new)
        assert await work.rounds.current(person) == new
    async with store.read() as work:
        assert await work.rounds.get(new.id) == new
        assert await work.rounds.current(person) == new
        assert await work.rounds.get("other") is None
        assert await work.rounds.current("nobody") is None


async def test_a_new_round_closes_the_open_one(store: AnyStore) -> None:
    ana, ben = await known(store, ANA), await known(store, BEN)
    old, new = a_round(ana, "old"), a_round(ana, "new")
    async with store.write(asked()) as work:
        await work.rounds.start(old)
        await work.rounds.start(a_round(ben, "ben"))
        await work.rounds.start(new)
    async with store.read() as work:
        assert await work.rounds.current(ana) == new
        assert await work.rounds.get("old") == replace(old, closed=True)
        assert await work.rounds.current(ben) == a_round(ben, "ben")


async def test_a_round_that_is_over_is_no_longer_open(store: AnyStore) -> None:
    person = await known(store)
    first = a_round(person)
    further = first.after(again="q.one")
    ended = further.after(again=None).after(again=None)
    async with store.write(asked()) as work:
        await work.rounds.start(first)
        await work.rounds.save(further)
        assert await work.rounds.current(person) == further
        await work.rounds.save(ended)
        assert await work.rounds.current(person) is None
        assert await work.rounds.get(first.id) == ended


async def test_a_round_given_up_stays_closed(store: AnyStore) -> None:
    person = await known(store)
    first = a_round(person)
    async with store.write(asked()) as work:
        await work.rounds.start(first)
        await work.rounds.save(replace(first, closed=True))
        await work.rounds.start(a_round(person, "new"))
        await work.rounds.save(first.after(again=None))
    async with store.read() as work:
        assert await work.rounds.get(first.id) == replace(first, position=1, closed=True)
        current = await work.rounds.current(person)
        assert current is not None
        assert current.id == "new"


async def test_saving_a_round_that_is_gone_keeps_nothing(store: AnyStore) -> None:
    person = await known(store)
    async with store.write(asked()) as work:
        await work.rounds.save(a_round(person))
    async with store.read() as work:
        assert await work.rounds.get("round-1") is None


async def test_the_first_answer_to_a_question_holds(store: AnyStore) -> None:
    person = await known(store)
    first = an_answer(person)
    async with store.write(asked()) as work:
        await work.rounds.start(a_round(person))
        assert await work.rounds.lock(first)
        assert not await work.rounds.lock(replace(first, chosen=(), right=False, at=LATER))
    async with store.read() as work:
        assert await work.rounds.answers("round-1") == (first,)


async def test_answers_come_in_order(store: AnyStore) -> None:
    person = await known(store)
    tenth, second = an_answer(person, 10), replace(an_answer(person, 2), chosen=(), sure=False)
    async with store.write(asked()) as work:
        await work.rounds.start(a_round(person))
        await work.rounds.lock(tenth)
        await work.rounds.lock(second)
    async with store.read() as work:
        assert await work.rounds.answers("round-1") == (second, tenth)
        assert await work.rounds.answers("other") == ()


async def test_an_item_was_last_seen_at_its_newest_answer(store: AnyStore) -> None:
    ana, ben = await known(store, ANA), await known(store, BEN)
    async with store.write(asked()) as work:
        await work.rounds.start(a_round(ana))
        await work.rounds.lock(replace(an_answer(ana, 0), at=LATER))
        await work.rounds.lock(an_answer(ana, 1))
        await work.rounds.lock(replace(an_answer(ana, 2), item="q.two"))
    async with store.read() as work:
        assert await work.rounds.last_seen(ana) == {"q.one": LATER, "q.two": NOON}
        assert await work.rounds.last_seen(ben) == {}


async def test_a_memory_is_kept_per_person_and_item(store: AnyStore) -> None:
    ana, ben = await known(store, ANA), await known(store, BEN)
    async with store.write(asked()) as work:
        await work.memories.put(ana, "q.one", Memory('{"s": 1}', NOON))
        await work.memories.put(ana, "q.one", Memory('{"s": 2}', LATER))
        await work.memories.put(ana, "q.two", Memory("{}", NOON))
        await work.memories.put(ben, "q.one", Memory("ben", NOON))
    async with store.read() as work:
        assert await work.memories.all(ana) == {
            "q.one": Memory('{"s": 2}', LATER),
            "q.two": Memory("{}", NOON),
        }
        assert await work.memories.all(ben) == {"q.one": Memory("ben", NOON)}


async def test_an_outcome_is_that_of_the_newest_answer(store: AnyStore) -> None:
    ana, ben = await known(store, ANA), await known(store, BEN)
    wrong = replace(an_answer(ana, 0), right=False)
    async with store.write(asked()) as work:
        await work.rounds.start(a_round(ana, "older"))
        await work.rounds.start(a_round(ana))
        await work.rounds.lock(replace(wrong, at=LATER))
        await work.rounds.lock(an_answer(ana, 0, round="older"))
        await work.rounds.lock(replace(wrong, position=1, item="q.two"))
        assert await work.rounds.outcomes(ana) == {"q.one": False, "q.two": False}
        assert await work.rounds.outcomes(ben) == {}


async def test_a_question_asked_once_more_counts_by_its_first_answer(store: AnyStore) -> None:
    person = await known(store)
    async with store.write(asked()) as work:
        await work.rounds.start(a_round(person))
        await work.rounds.lock(replace(an_answer(person, 0), right=False))
        await work.rounds.lock(replace(an_answer(person, 2), at=LATER))
    async with store.read() as work:
        assert await work.rounds.outcomes(person) == {"q.one": False}


async def test_a_habit_is_kept_per_person_and_item_and_all_can_go(store: AnyStore) -> None:
    ana, ben = await known(store, ANA), await known(store, BEN)
    async with store.write(asked()) as work:
        await work.assessments.put(ana, "one", 4, NOON)
        await work.assessments.put(ana, "one", 0, LATER)
        await work.assessments.put(ana, "two", 2, NOON)
        await work.assessments.put(ben, "one", 3, NOON)
    async with store.read() as work:
        assert await work.assessments.all(ana) == {"one": Habit(0, LATER), "two": Habit(2, NOON)}
    async with store.write(asked()) as work:
        assert await work.assessments.clear(ana) == 2
        assert await work.assessments.clear(ana) == 0
    async with store.read() as work:
        assert await work.assessments.all(ana) == {}
        assert await work.assessments.all(ben) == {"one": Habit(3, NOON)}
