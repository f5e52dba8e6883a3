"""Whatever goes wrong, a person gets a card, an operator gets a trace, and nobody the wrong one."""

import logging
import re
from collections.abc import Awaitable, Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.app import Bot
from bot.core.cards import Button, Card, Choice, Text, Tone
from bot.core.context import Context
from bot.core.faults import CannotLookUp, CannotSave, Fault, NotYours, Repeated, WorldFault
from bot.core.intents import Intent
from bot.core.markup import Marked
from bot.core.replies import Amend, Ask, Edit, Quiet, Reply, Say
from bot.core.tokens import write
from bot.core.words import PSEUDO, Catalogue, Lexicon
from tests.unit.core.strategies import NASTY
from tests.unit.core.toys import Book, Find, Pain, Paint, Sell, Sign, Toys, bot, request, said

SECRET = "the row of somebody else"
REFERENCE = re.compile(r"Something broke on my side\. It is noted as ([A-Z2-7]{6})\. (.*)")
Asking = Callable[[Bot], Awaitable[Reply]]


def raising(trouble: BaseException) -> Toys:
    """Make a feature whose every handler raises."""

    async def act(_: Context, __: Intent) -> Reply:
        raise trouble

    return Toys(act)


def text(reply: Reply) -> str:
    """Say what a reply tells."""
    assert isinstance(reply, (Say, Amend))
    return said(reply.card)


def broken(reply: Reply, log: pytest.LogCaptureFixture, contact: str = "") -> None:
    """Check that the card says our fault alone, and that the log has its reference and trace."""
    assert isinstance(reply, Say)
    found = REFERENCE.fullmatch(text(reply))
    assert found
    assert found[2] == contact
    assert len(reply.card.blocks) <= 2
    (record,) = [each for each in log.records if each.levelno == logging.ERROR]
    assert record.name == "milepost.answers"
    assert found[1] in record.getMessage()
    assert "event-1" in record.getMessage()
    assert record.exc_info is not None
    assert "Traceback" in log.text


ASKINGS: dict[str, Asking] = {
    "answer": lambda one: one.answer(request(), Paint(coats=2)),
    "typed": lambda one: one.typed(request(), "paint coats=2"),
    "filled": lambda one: one.filled(request(), "paint", {"coats": "2"}),
    "pressed": lambda one: one.pressed(request(), write(Paint(coats=2))),
    "submitted": lambda one: one.submitted(request(), write(Paint(coats=2)), {}),
}


@pytest.mark.parametrize("way", ASKINGS)
async def test_what_breaks_is_noted_and_can_be_tried_again(
    way: str, caplog: pytest.LogCaptureFixture
) -> None:
    one = bot(raising(RuntimeError(SECRET)), contact="Write to ops@example.org.")
    reply = await ASKINGS[way](one)
    broken(reply, caplog, "Write to ops@example.org.")
    assert SECRET in caplog.text
    assert isinstance(reply, Say)
    assert reply.card.actions == (Button("Try again", Paint(coats=2), Tone.first),)
    assert SECRET not in repr(reply)


@pytest.mark.parametrize(
    "trouble",
    [
        KeyError("x"),
        ValueError("x"),
        TimeoutError(),
        RecursionError(),
        ExceptionGroup("x", [ValueError("y")]),
        AssertionError(),
        UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates"),
    ],
    ids=lambda trouble: type(trouble).__name__,
)
async def test_any_exception_is_ours(trouble: Exception, caplog: pytest.LogCaptureFixture) -> None:
    broken(await bot(raising(trouble)).answer(request(), Pain()), caplog)


async def test_two_troubles_have_two_references() -> None:
    one = bot(raising(RuntimeError()))
    assert text(await one.answer(request(), Pain())) != text(await one.answer(request(), Pain()))


async def test_an_old_card_whose_fresh_one_breaks_is_answered(
    caplog: pytest.LogCaptureFixture,
) -> None:
    reply = await bot(raising(RuntimeError(SECRET))).pressed(request(), "20zp")
    broken(reply, caplog)
    assert isinstance(reply, Say)
    assert reply.card.actions == (Button("Try again", Paint(), Tone.first),)


async def test_a_fresh_card_that_is_full_is_answered(caplog: pytest.LogCaptureFixture) -> None:
    async def full(_: Context, __: Intent) -> Reply:
        return Say(Card("", (Text(Marked("x" * 1_800)),)))

    broken(await bot(Toys(full)).pressed(request(), "20zp"), caplog)


async def test_an_unknown_handler_is_our_fault(caplog: pytest.LogCaptureFixture) -> None:
    one = bot()
    del one.registry.handlers[Pain]
    broken(await one.answer(request(), Pain()), caplog)


async def test_a_fault_too_long_for_its_card_is_answered(caplog: pytest.LogCaptureFixture) -> None:
    class Wordy(WorldFault):
        """The trouble is {what}."""

    broken(await bot(raising(Wordy(what="x" * 2_000))).answer(request(), Pain()), caplog)


async def test_a_fault_that_forgot_a_field_is_answered(caplog: pytest.LogCaptureFixture) -> None:
    class Wordy(WorldFault):
        """The trouble is {what}."""

    broken(await bot(raising(Wordy(other="x"))).answer(request(), Pain()), caplog)


async def test_a_guard_that_breaks_is_answered(caplog: pytest.LogCaptureFixture) -> None:
    def breaks(request: object, intent: object) -> None:
        del request, intent
        raise RuntimeError(SECRET)

    broken(await bot(guards=(breaks,)).answer(request(), Pain()), caplog)


async def test_a_directory_that_breaks_is_answered_in_english(
    caplog: pytest.LogCaptureFixture,
) -> None:
    one = bot(directory=Book(trouble=RuntimeError(SECRET)))
    broken(await one.answer(request(locale=PSEUDO), Pain()), caplog)


async def test_a_catalogue_that_breaks_is_answered_in_english(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def load(_: str) -> Catalogue | None:
        raise OSError(SECRET)

    broken(await bot(lexicon=Lexicon(load)).answer(request(locale="fr"), Pain()), caplog)


async def test_a_completion_that_breaks_offers_nothing(caplog: pytest.LogCaptureFixture) -> None:
    one = bot()
    for trouble in (CannotLookUp(), RuntimeError(SECRET)):

        async def breaks(_: Context, __: str, raised: Exception = trouble) -> tuple[Choice, ...]:
            raise raised

        one.registry.suggesters["walls"] = breaks
        assert await one.complete(request(), Paint, "wall", "n") == ()
    assert SECRET in caplog.text


async def test_a_fault_draws_its_buttons_and_no_more() -> None:
    out = Button("Start mine", Paint(), Tone.first)
    reply = await bot(raising(NotYours(out))).answer(request(), Find(what="x"))
    assert isinstance(reply, Say)
    assert text(reply) == "This round belongs to another member."
    assert reply.card.actions == (out,)
    reply = await bot(raising(NotYours())).answer(request(), Find(what="x"))
    assert isinstance(reply, Say)
    assert reply.card.actions == ()


@pytest.mark.parametrize("fault", [CannotSave, CannotLookUp])
@pytest.mark.parametrize("way", ASKINGS)
async def test_what_can_be_tried_again_carries_the_same_intent(
    fault: type[Fault], way: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    trouble = fault()
    trouble.__cause__ = OSError("disk full")
    reply = await ASKINGS[way](bot(raising(trouble)))
    assert isinstance(reply, Say)
    assert text(reply) == fault.message()
    assert reply.card.actions == (Button("Try again", Paint(coats=2), Tone.first),)
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert fault.__name__ in record.getMessage()
    assert "disk full" in caplog.text


async def test_a_fault_that_leads_out_by_itself_is_left_alone() -> None:
    own = Button("Elsewhere", Pain())
    reply = await bot(raising(CannotSave(own))).answer(request(), Paint())
    assert isinstance(reply, Say)
    assert reply.card.actions == (own,)


async def test_free_text_is_not_offered_again() -> None:
    for trouble in (CannotSave(), RuntimeError()):
        reply = await bot(raising(trouble)).answer(request(), Find(what="two words"))
        assert isinstance(reply, Say)
        assert reply.card.actions == ()


async def test_a_form_that_could_not_be_saved_opens_again() -> None:
    filled = {"name": "Ana", "age": "30", "room": "attic", "wall": "north-wall"}
    reply = await bot(raising(CannotSave())).submitted(request(), write(Sign(page=2)), filled)
    assert isinstance(reply, Say)
    (again,) = reply.card.actions
    assert isinstance(again, Button)
    assert isinstance(await bot().pressed(request(), write(again.go)), Ask)


async def test_trouble_is_said_in_the_readers_language() -> None:
    for trouble in (RuntimeError(), CannotSave(), NotYours()):
        reply = await bot(raising(trouble)).answer(request(locale=PSEUDO), Pain())
        assert text(reply).startswith("[")


TROUBLES: Sequence[Exception | None] = (
    None,
    RuntimeError("x"),
    CannotSave(),
    Repeated(),
    NotYours(),
)


@settings(max_examples=50)
@given(NASTY, NASTY, st.dictionaries(NASTY, NASTY, max_size=3), st.sampled_from(TROUBLES))
async def test_it_never_raises(
    one: str, other: str, values: dict[str, str], trouble: Exception | None
) -> None:
    asked = bot(raising(trouble) if trouble else Toys())
    for token in (one, f"10{one}", write(Sign()), write(Sell())):
        replies = [
            await asked.typed(request(), one),
            await asked.typed(request(), f"find {one}"),
            await asked.pressed(request(), token, other),
            await asked.pressed(request(public=True), token),
            await asked.submitted(request(), token, values | {"name": one, "age": other}),
            await asked.filled(request(), one, values),
            await asked.filled(request(), "find", {"what": one} | values),
        ]
        assert all(isinstance(reply, (Say, Edit, Ask, Amend, Quiet)) for reply in replies)


async def test_options_of_an_older_edition_are_the_persons_fault_not_ours() -> None:
    reply = await bot().filled(request(), "paint", {"brush": "wide"})
    assert "Something broke" not in text(reply)
    reply = await bot().filled(request(), "wallpaper", {})
    assert text(reply) == 'I know no "wallpaper". Try /help.'
