"""The bot answers every way of asking, behind its guards, in the asker's own context."""

import asyncio
import logging

import pytest

from bot.app import Bot
from bot.core.cards import Button, Card, Note, Tone
from bot.core.context import Context
from bot.core.faults import CannotLookUp, CommunityOnly, ModeratorsOnly, Repeated, TooFast
from bot.core.forms import FormErrors
from bot.core.guards import Pace, place, rank
from bot.core.intents import Audience, Intent
from bot.core.markup import Marked
from bot.core.people import Account, Person, Platform, Rank
from bot.core.replies import Amend, Ask, Edit, Quiet, Reply, Say
from bot.core.tokens import write
from bot.core.words import PSEUDO
from tests.unit.core.toys import (
    ANA,
    BEN,
    NOON,
    Book,
    Find,
    Meet,
    Pain,
    Paint,
    Sell,
    Sign,
    Toys,
    bot,
    card,
    request,
    said,
)

OLD = "This card was old; here is the new one."
FILLED = {"name": "Ana", "age": "30", "room": "attic", "wall": "north-wall"}


def text(reply: Reply) -> str:
    """Say what a reply tells."""
    assert isinstance(reply, (Say, Edit, Amend))
    return said(reply.card)


async def edits(_: Context, ask: Intent) -> Reply:
    return Edit(card(repr(ask)))


async def test_every_way_of_asking_reaches_the_same_handler() -> None:
    one = bot()
    intent = Paint(colour="red", coats=2)
    echoed = Say(card(repr(intent)))
    values = {"colour": "red", "coats": "2"}
    assert await one.answer(request(), intent) == echoed
    assert await one.typed(request(), "/paint red coats=2") == echoed
    assert await one.filled(request(), "paint", values) == echoed
    assert await one.pressed(request(), write(intent)) == echoed
    assert await one.pressed(request(), write(Paint(coats=2), into="colour"), "red") == echoed


async def test_a_form_opens_with_its_seed_and_comes_back() -> None:
    one = bot()
    opened = await one.pressed(request(), write(Sign(page=3)))
    assert opened == Ask(Sign(page=3), "Your name and age", {"name": "Ana", "age": "3"})
    sent = await one.submitted(request(), write(Sign(page=3)), FILLED)
    assert sent == Say(card(repr(Sign.model_validate({"page": 3, **FILLED}))))


async def test_a_form_without_a_seed_opens_empty() -> None:
    one = bot()
    one.registry.seeders.clear()
    assert await one.answer(request(), Sign()) == Ask(Sign(), "Your name and age", {})


async def test_a_form_with_mistakes_says_them_and_leads_back() -> None:
    reply = await bot().submitted(request(), write(Sign(page=3)), FILLED | {"age": "x", "name": ""})
    assert isinstance(reply, Amend)
    assert reply.intent == Sign(page=3)
    assert reply.errors == {"name": "Write at least 2 characters.", "age": "Write a whole number."}
    assert reply.card.actions == (Button("Fix it", Sign(page=3), Tone.first),)
    assert "Your age: Write a whole number." in text(reply)


async def test_a_handler_may_find_mistakes_too() -> None:
    async def refuses(_: Context, __: Intent) -> Reply:
        raise FormErrors({"age": "You are older."})

    reply = await bot(Toys(refuses)).submitted(request(), write(Sign(page=3)), FILLED)
    assert isinstance(reply, Amend)
    assert reply.errors == {"age": "You are older."}
    assert reply.card.actions == (Button("Fix it", Sign(page=3), Tone.first),)


@pytest.mark.parametrize("token", ["10zq", "20zg", ""])
async def test_a_form_that_is_old_gives_the_fresh_card(token: str) -> None:
    reply = await bot().submitted(request(), token, FILLED)
    assert text(reply).startswith(OLD)


async def test_a_card_is_changed_in_place_only_where_one_person_sees_it() -> None:
    one = bot(Toys(edits))
    drawn = card(repr(Pain()))
    assert await one.answer(request(public=False), Pain()) == Edit(drawn)
    assert await one.answer(request(public=True), Pain()) == Say(drawn, Audience.asker)
    assert await one.answer(request(), Pain()) == Say(drawn, Audience.asker)
    assert await one.pressed(request(public=True), "10zq") == Say(
        Card("", (Note(Marked(OLD)), *drawn.blocks))
    )


async def asked_every_way(one: Bot, intent: Intent, line: str = "") -> list[Reply]:
    """Ask for an intent by every way that can reach it."""
    replies = [
        await one.answer(request(community=None), intent),
        await one.pressed(request(community=None), write(intent)),
        await one.submitted(request(community=None), write(intent), {}),
    ]
    if line:
        replies += [
            await one.typed(request(community=None), line),
            await one.filled(request(community=None), line, {}),
            await one.pressed(request(community=None), f"2{write(intent)[1:]}"),
        ]
    return replies


async def test_rights_are_asked_on_every_way_for_a_token_is_none() -> None:
    reached: list[Intent] = []

    async def notes(_: Context, ask: Intent) -> Reply:
        reached.append(ask)
        return Quiet()

    for reply in await asked_every_way(bot(Toys(notes)), Sell(), "sell"):
        assert text(reply) == ModeratorsOnly.message()
    for reply in await asked_every_way(bot(Toys(notes)), Meet()):
        assert text(reply) == CommunityOnly.message()
    assert reached == []
    allowed = request(standing=Rank.moderator)
    assert await bot(Toys(notes)).pressed(allowed, write(Sell())) == Quiet()
    assert reached == [Sell()]


async def test_a_form_is_not_shown_to_whoever_may_not_send_it() -> None:
    def refuse(request: object, intent: object) -> None:
        del request, intent
        raise TooFast(seconds=4)

    reply = await bot(guards=(refuse,)).answer(request(), Sign())
    assert text(reply) == "That was fast. Again in 4 s."


async def test_presses_are_paced_like_everything_else() -> None:
    one = bot(guards=(rank, place, Pace(burst=2)))
    fast = "That was fast. Again in 1 s."
    replies = [await one.pressed(request(), write(Pain())) for _ in range(3)]
    assert [text(reply) for reply in replies] == ["Pain()", "Pain()", fast]
    assert text(await one.pressed(request(BEN), write(Pain()))) == "Pain()"
    assert text(await one.pressed(request(), "garbage")) == fast


@pytest.mark.parametrize(
    ("token", "fresh"),
    [
        ("20zp.red", Paint()),
        ("10zp.blue", Paint()),
        ("10zp.red.a.1.1.1", Paint()),
        ("10zq.4", Pain()),
        ("10zv.tooshort", Pain()),
        ("a:b:c", Pain()),
        ("", Pain()),
        ("x" * 5_000, Pain()),
    ],
)
async def test_an_old_or_foreign_card_gives_the_fresh_one(token: str, fresh: Intent) -> None:
    reply = await bot().pressed(request(public=False), token)
    assert reply == Say(Card("", (Note(Marked(OLD)), *card(repr(fresh)).blocks)))


async def test_the_note_of_an_old_card_is_in_the_readers_language() -> None:
    reply = await bot().pressed(request(locale=PSEUDO), "")
    assert text(reply).startswith("[")


async def test_a_second_press_of_what_was_done_says_nothing() -> None:
    async def repeated(_: Context, __: Intent) -> Reply:
        raise Repeated

    one = bot(Toys(repeated))
    assert await one.pressed(request(), write(Pain())) == Quiet()
    assert await one.pressed(request(), "") == Quiet()


async def test_without_the_directory_it_still_answers_in_english() -> None:
    one = bot(directory=Book(trouble=CannotLookUp()))
    assert text(await one.typed(request(), "/nope")) == 'I know no "nope". Try /help.'
    assert text(await one.typed(request(), "/pain")) == "Pain()"
    assert (await one.words(request())).locale == "en"
    assert (await one.words(request(locale=PSEUDO))).locale == PSEUDO


async def test_a_persons_own_language_comes_before_that_of_their_app() -> None:
    book = Book({ANA: Person("p1", language=PSEUDO), BEN: Person("p2")})
    one = bot(directory=book)
    assert (await one.words(request(locale="en"))).locale == PSEUDO
    assert (await one.words(request(BEN, locale=PSEUDO))).locale == PSEUDO
    assert (await one.words(request(BEN))).locale == "en"


async def test_answers_at_the_same_time_do_not_mix_their_askers() -> None:
    everybody = [Account(Platform.discord, "", str(n)) for n in range(20)]
    people = {who: Person(f"p{who.user}", zone="Asia/Tokyo") for who in everybody[::2]}
    waiting, opened = 0, asyncio.Event()

    async def together(ctx: Context, ask: Intent) -> Reply:
        nonlocal waiting
        waiting += 1
        if waiting == len(everybody):
            opened.set()
        await opened.wait()
        mine = (ctx.request.account.user, ctx.person and ctx.person.id, ctx.words.locale)
        return Say(card(repr((*mine, ctx.zone.key, ctx.now == NOON, ask))))

    one = bot(Toys(together), directory=Book(people))
    asking = [
        one.typed(request(who, locale=PSEUDO if n % 3 else ""), f"find word{n}")
        for n, who in enumerate(everybody)
    ]
    for n, reply in enumerate(await asyncio.gather(*asking)):
        person, zone = (f"p{n}", "Asia/Tokyo") if n % 2 == 0 else (None, "UTC")
        locale = PSEUDO if n % 3 else "en"
        assert text(reply) == repr((str(n), person, locale, zone, True, Find(what=f"word{n}")))


async def test_a_handler_gets_the_request_as_it_came() -> None:
    seen: list[Context] = []

    async def keeps(ctx: Context, _: Intent) -> Reply:
        seen.append(ctx)
        return Quiet()

    asked = request(public=True, locale="de")
    await bot(Toys(keeps)).answer(asked, Pain())
    assert seen[0].request is asked
    assert seen[0].today == NOON.date()


async def completed(one: Bot, kind: type[Intent], field: str, typed: str) -> list[str]:
    return [found.value for found in await one.complete(request(), kind, field, typed)]


async def test_fields_are_completed_while_typing_and_in_forms() -> None:
    assert await completed(bot(), Paint, "wall", "n") == ["north-wall"]
    assert await completed(bot(), Sign, "wall", "s") == ["south-wall"]
    assert await completed(bot(), Paint, "colour", "r") == []
    assert await completed(bot(), Paint, "nothing", "r") == []


async def test_the_log_names_nobody_and_repeats_nothing(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    asked = request(Account(Platform.discord, "", "424242"))
    await bot().typed(asked, "find my-secret-diary")
    await bot().typed(asked, "my-secret-diary")
    await bot().submitted(asked, write(Sign()), FILLED | {"name": "my-secret-diary-is-too-long"})
    await asyncio.sleep(0.01)  # lines are written once the answers are out
    lines = [record.getMessage() for record in caplog.records if record.name == "milepost.answers"]
    assert [line.split()[1:4] for line in lines] == [
        ["digest-424242", "Find", "answered"],
        ["digest-424242", "-", "UnknownCommand"],
        ["digest-424242", "-", "FormErrors"],
    ]
    assert not any(word in caplog.text for word in ("secret", "discord", "Ana"))
