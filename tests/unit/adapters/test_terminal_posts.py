"""The terminal is a whole platform for posts: printed once, changed, taken back."""

import datetime as dt

import pytest

from adapters.terminal.poster import TerminalPoster
from bot.core.cards import Button, Card, Text, row
from bot.core.markup import of_pack
from bot.core.people import Community, Place, Platform
from bot.core.posting import Post, Poster, Rights
from bot.core.words import PSEUDO, Lexicon
from bot.intents.roadmap import Roadmap
from tests.journey.booth import texts

HERE = Community(Platform.terminal, "here")
PLACE = Place(Platform.terminal, "ml-evenings", "ml-evenings", HERE)
NOON = dt.datetime(2027, 3, 8, 12, tzinfo=dt.UTC)
BUTTONS = row(Button("Open mine", Roadmap()))
POST = Post(Card("Week 4", (Text(of_pack("*Do* it.")), *BUTTONS)), "Week 4 of 26", "7Q2K9")
Printed = list[tuple[str, Card]]


@pytest.fixture
def printed() -> Printed:
    return []


@pytest.fixture
def poster(printed: Printed) -> Poster:
    return TerminalPoster(lambda where, card: printed.append((where, card)))


async def test_a_post_is_printed_once_with_its_foot(poster: Poster, printed: Printed) -> None:
    first = await poster.send(PLACE, POST, key="a", within=1.0)
    assert await poster.send(PLACE, POST, key="a", within=1.0) == first
    ((where, card),) = printed
    assert where == "#ml-evenings"
    assert texts(card) == "Week 4\nDo it.\nWeek 4 of 26 · ref 7Q2K9"
    assert [each.label for each in card.actions if isinstance(each, Button)] == ["Open mine"]
    assert first.text == POST.text


async def test_who_is_pinged_stands_beside_the_channel(poster: Poster, printed: Printed) -> None:
    post = Post(Card("Hello", ()), "", role="ml-evenings")
    await poster.send(PLACE, post, key="a", within=1.0)
    assert printed[0][0] == "#ml-evenings @ml-evenings"
    assert printed[0][1].blocks == ()


async def test_a_thread_has_a_name_of_its_own(poster: Poster, printed: Printed) -> None:
    sent = await poster.send(PLACE, POST, key="a", within=1.0)
    thread = await poster.open_thread(PLACE, sent.remote, "Week 4")
    await poster.send(Place(Platform.terminal, thread), POST, key="r", within=1.0)
    assert [where for where, _ in printed] == ["#ml-evenings", "#ml-evenings/Week 4"]


async def test_a_change_and_a_take_back_are_said(poster: Poster, printed: Printed) -> None:
    sent = await poster.send(PLACE, POST, key="a", within=1.0)
    await poster.edit(PLACE, sent.remote, Post(Card("Week 5", ()), "corrected"))
    await poster.remove(PLACE, sent.remote)
    await poster.remove(PLACE, sent.remote)
    assert [(where, texts(card)) for where, card in printed[1:]] == [
        ("#ml-evenings: a post was changed", "Week 5\ncorrected"),
        ("#ml-evenings: a post was taken back", "\nWeek 4"),
        ("#ml-evenings: a post was taken back", ""),
    ]


async def test_what_was_printed_is_found_while_the_chat_is_open(poster: Poster) -> None:
    assert await poster.find(PLACE, "a", "7Q2K9", NOON) is None
    sent = await poster.send(PLACE, POST, key="a", within=1.0)
    assert await poster.find(PLACE, "a", "7Q2K9", NOON) == sent
    assert await poster.newest(PLACE, sent.remote)
    await poster.send(PLACE, POST, key="b", within=1.0)
    assert await poster.newest(PLACE, sent.remote) is False


async def test_one_person_is_told_once(poster: Poster, printed: Printed) -> None:
    for _ in range(2):
        await poster.tell(HERE, "mona", Card("On hold", ()), key="k")
    assert printed == [("@mona", Card("On hold", ()))]


async def test_nothing_is_ever_missing(poster: Poster) -> None:
    assert await poster.rights(PLACE, POST) == Rights()
    assert await poster.reach(HERE, "all") is None
    assert poster.link(PLACE, "a") == ""
    assert len(poster.lanes(PLACE)) == 1
    await poster.close()


async def test_the_terminal_speaks_the_readers_language(printed: Printed) -> None:
    words = Lexicon().speak(PSEUDO)
    poster = TerminalPoster(lambda where, card: printed.append((where, card)), words)
    await poster.remove(PLACE, "a")
    assert printed[0][0].startswith("[#ml-evenings")
