"""Two processes serve the same people over one store; each remembers people for a moment."""

import asyncio

import pytest

from bot.catalog.catalog import Catalog
from bot.core import tokens
from bot.core.replies import Quiet
from bot.intents.person import Erase
from bot.intents.quizzes import Lock, NextQuestion, Quiz
from bot.intents.roadmap import Roadmap, SetMark
from bot.intents.sharing import Share, TakeBack
from bot.intents.tips import Tip
from tests.journey.booth import AnyStore, Booth, goes, kept, picks, texts

Workers = tuple[Booth, Booth]


@pytest.fixture
def workers(catalog: Catalog, store: AnyStore) -> Workers:
    """Start the bot twice over one store."""
    first = Booth(catalog, store)
    return first, Booth(catalog, store, first.clock, first.pigeon, numbers=first.numbers)


async def test_one_event_given_to_both_has_one_effect(workers: Workers) -> None:
    ana = workers[0].visitor()
    (lock,) = goes(await ana.asks(Quiz()), Lock)
    request = ana.request("event-1", public=False)
    token = tokens.write(lock)
    replies = await asyncio.gather(*(each.bot.pressed(request, token) for each in workers))
    assert [isinstance(reply, Quiet) for reply in replies].count(True) == 1
    assert len((await kept(workers[0].store))["answers"]) == 1


async def test_a_round_begun_at_one_goes_on_at_the_other(workers: Workers) -> None:
    left, right = (each.visitor() for each in workers)
    await left.asks(Tip())
    await right.asks(Roadmap())
    mine = await left.asks(Quiz())
    assert "is open" in texts(await right.asks(Quiz()))
    assert goes(mine, Lock)[0] in goes(right.shown, Lock)


async def test_a_strangers_first_round_is_not_given_up(workers: Workers) -> None:
    left, right = (each.visitor() for each in workers)
    await right.asks(Roadmap())
    await left.asks(Quiz())
    again = await right.asks(Quiz())
    assert "is open" in texts(again), "the second worker met nobody yet when it last looked"
    assert len((await kept(workers[0].store))["rounds"]) == 1


async def test_what_is_erased_at_one_begins_anew_at_the_other(
    workers: Workers, catalog: Catalog
) -> None:
    left, right = (each.visitor() for each in workers)
    mark = SetMark(milestone=catalog.milestones()[0].id, mark="done")
    await right.asks(mark)
    await right.asks(Roadmap())
    await left.asks(Erase(sure=True))
    assert picks(await right.asks(Roadmap()), Roadmap)
    await right.asks(mark)
    marked = await right.asks(Roadmap())
    await right.asks(Quiz())
    await right.goes(Lock)
    following = await right.goes(NextQuestion)
    assert " done" in texts(marked), "what was just marked is there"
    assert goes(following, Lock), "the round is one's own"


async def test_what_is_shared_at_one_is_taken_back_at_the_other(workers: Workers) -> None:
    left, right = (each.visitor() for each in workers)
    await right.asks(Roadmap())
    await left.asks(Share(what="roadmap"))
    (back,) = goes(left.shown, TakeBack)
    assert "Taken back" in texts(await right.presses(tokens.write(back)))
    assert workers[0].pigeon.taken_back == ["post-1"]
