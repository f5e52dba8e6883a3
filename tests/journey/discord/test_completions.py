"""What is suggested while somebody types, and what becomes of a value that was not on the list."""

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.catalog.catalog import Catalog
from tests.doubles.discord import NotOfferedError
from tests.journey.discord.stage import Running, Stage

if TYPE_CHECKING:
    from tests.doubles.discord.errors import Json

pytestmark = pytest.mark.usefixtures("running")


async def test_steps_by_number_and_by_name(stage: Stage, catalog: Catalog) -> None:
    every = await stage.alice.autocomplete("roadmap", "step", "")
    assert list(every.choices.values()) == [step.number for step in catalog.steps]
    title = catalog.steps[2].title
    assert (await stage.alice.autocomplete("roadmap", "step", title[:5])).choices == {
        f"3 {title}": 3
    }
    assert (await stage.alice.autocomplete("roadmap", "step", "3")).choices == {f"3 {title}": 3}


async def test_traits_terms_and_exams(stage: Stage, catalog: Catalog) -> None:
    trait, term, exam = catalog.traits[0], catalog.terms[0], catalog.certifications[0]
    for command, option, typed, value in (
        ("traits", "trait", trait.title[:5], trait.id),
        ("quiz", "trait", trait.title[:5], trait.id),
        ("define", "term", term.term, term.id),
        ("certs", "exam", exam.id[:6], exam.id),
    ):
        found = await stage.alice.autocomplete(command, option, typed)
        assert value in found.choices.values(), command
        answer = await stage.alice.slash(command, {option: value})
        assert answer.private
    nothing = await stage.alice.autocomplete("define", "term", "zzzz")
    assert nothing.choices == {}
    everything = await stage.alice.autocomplete("define", "term", "")
    assert 0 < len(everything.choices) <= 25


async def test_help_suggests_what_one_may_use(stage: Stage) -> None:
    member = (await stage.alice.autocomplete("help", "command", "")).choices.values()
    moderator = (await stage.mona.autocomplete("help", "command", "")).choices.values()
    assert not any(str(name).startswith("manage") for name in member)
    assert "manage setup" in moderator


async def test_a_value_that_is_not_on_the_list(stage: Stage, catalog: Catalog) -> None:
    title = catalog.traits[0].title
    resolved = await stage.alice.slash("traits", trait=title.upper())
    assert title in resolved.text
    refused = await stage.alice.slash("traits", trait="juggling")
    assert "juggling" in refused.text
    assert refused.private
    chosen = await stage.alice.pick(refused, "Choose", title)
    assert title in chosen.text, "it offers what there is"
    unknown = await stage.alice.slash("define", term="flux capacitor")
    assert "flux capacitor" in unknown.text
    with pytest.raises(NotOfferedError, match="between 1 and 6"):
        await stage.alice.slash("roadmap", step=9)


async def test_a_slow_list_is_an_empty_one(
    stage: Stage, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def slow(*_: object) -> tuple[()]:
        await asyncio.sleep(60)
        return ()

    monkeypatch.setattr("adapters.discord.inbox.COMPLETE_WITHIN", 0.05)
    monkeypatch.setitem(running.bot.registry.suggesters, "terms", slow)
    assert (await stage.alice.autocomplete("define", "term", "rec")).choices == {}


async def test_a_command_of_an_older_version_is_answered_kindly(stage: Stage) -> None:
    """A client may know a command that a newer bot has no more."""
    old: Json = {
        "name": "rodmap",
        "description": "Old",
        "options": [{"type": 3, "name": "x", "description": "X", "autocomplete": True}],
    }
    menu: Json = {"name": "Old entry", "type": 3}
    stage.double.commands.replace([*stage.double.commands.registered(), old, menu])
    answer = await stage.alice.slash("rodmap")
    assert "Did you mean" in answer.text
    assert "/roadmap" in answer.message.buttons
    assert answer.private
    assert (await stage.alice.autocomplete("rodmap", "x", "y")).choices == {}
    hello = stage.ben.say("hello", stage.channel)
    assert "Old" in (await stage.alice.message_command("Old entry", hello)).text
