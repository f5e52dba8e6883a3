"""The double of Discord, as the real discord.py meets it."""

from collections.abc import AsyncGenerator

import pytest

from tests.doubles.discord import Double, Timing, World, serving
from tests.unit.doubles.echo import Echo, running


@pytest.fixture
async def double() -> AsyncGenerator[Double]:
    async with serving(Double(World(timing=Timing(respond=0.5, patience=5.0)))) as made:
        guild = made.world.guild("Study Hall")
        made.world.channel(guild, "general")
        yield made


@pytest.fixture
async def bot(double: Double) -> AsyncGenerator[Echo]:
    async with running(double) as client:
        yield client


@pytest.mark.usefixtures("bot")
async def test_a_slash_command_is_answered(double: Double) -> None:
    alice = double.person("alice", locale="fr")
    guild = next(iter(double.world.guilds.values()))
    double.world.join(guild, alice.user)
    answer = await alice.slash("echo", text="ab", times=2)
    assert answer.message.content == "abab"
    assert answer.message.buttons == ["More"]
    changed = await alice.press(answer, "More")
    assert changed.message is answer.message
    assert changed.message.content == "more of it"


@pytest.mark.usefixtures("bot")
async def test_all(double: Double) -> None:
    alice = double.person("alice", locale="fr")
    guild = next(iter(double.world.guilds.values()))
    double.world.join(guild, alice.user)
    answer = await alice.slash("slow")
    assert answer.deferred
    assert answer.private
    assert answer.text == "done"
    assert (await alice.slash("silent")).failed
    form = await alice.slash("form")
    sent = await alice.submit(form, {"Your name": "Al", "level": "High"})
    assert sent.text == "Al High"
    lay = await alice.slash("layout")
    assert "# Card" in lay.text
    words = await alice.autocomplete("define", "term", "gra")
    assert list(words.choices) == ["gradient", "graph"]
    hello = alice.say("hello")
    assert (await alice.message_command("Explain", hello)).text == "it says hello"
    echoed = await alice.slash("echo", text="x")
    picked = await alice.pick(echoed, "Which?", "One")
    assert (await picked.more()).content == "chose 1"
