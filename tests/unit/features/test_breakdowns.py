"""When a feature breaks: a card with a reference that is also in the log, and a way on."""

import logging

import pytest

from bot.core import tokens
from bot.core.context import Context
from bot.core.faults import OldCard
from bot.core.replies import Reply, Say
from bot.intents.career import About, Focus
from bot.intents.roadmap import Roadmap
from tests.journey.booth import Booth, goes, texts


class OddError(Exception):
    """Nobody expected this."""


async def breaks(ctx: Context, ask: object) -> Reply:
    """Break."""
    del ctx, ask
    raise OddError("secret detail")


async def is_old(ctx: Context, ask: object) -> Reply:
    """Send on to another card."""
    del ctx, ask
    raise OldCard(Roadmap())


async def test_a_breakdown_is_noted_and_can_be_tried_again(
    booth: Booth, caplog: pytest.LogCaptureFixture
) -> None:
    booth.bot.registry.handlers[Focus] = breaks
    card = await booth.visitor().asks(Focus())
    (record,) = (each for each in caplog.records if each.levelno == logging.ERROR)
    reference = texts(card).split("noted as ")[1].split(".")[0]
    assert len(reference) == 6
    assert reference in record.getMessage()
    assert record.exc_info
    assert "secret detail" not in texts(card)
    assert goes(card) == [Focus()]
    assert (await booth.visitor().asks(About())).title, "the others go on"


async def test_a_fresh_card_that_breaks_is_answered_too(
    booth: Booth, caplog: pytest.LogCaptureFixture
) -> None:
    booth.bot.registry.handlers[Focus] = is_old
    booth.bot.registry.handlers[Roadmap] = breaks
    ana = booth.visitor()
    reply = await booth.bot.pressed(ana.request(public=False), tokens.write(Focus()))
    assert isinstance(reply, Say)
    assert "noted as" in texts(reply.card)
    assert [each for each in caplog.records if each.levelno == logging.ERROR]


async def test_an_old_card_that_is_old_again_ends(booth: Booth) -> None:
    booth.bot.registry.handlers[Focus] = is_old
    booth.bot.registry.handlers[Roadmap] = is_old
    ana = booth.visitor()
    reply = await booth.bot.pressed(ana.request(public=False), tokens.write(Focus()))
    assert isinstance(reply, Say)
    assert texts(reply.card).strip()
