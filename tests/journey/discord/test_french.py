"""A French reader: what the app shows, what is answered, and what is pressed."""

import pytest

from bot.compose import catalogue
from bot.core.words import Lexicon, Words
from tests.doubles.discord import Person
from tests.doubles.discord.messages import SELECTS, walk
from tests.journey.discord.stage import Stage


@pytest.fixture
def reader(stage: Stage) -> Person:
    """Let somebody join whose app speaks French."""
    stage.languages = ("en", "fr")
    made = stage.double.person("yves", locale="fr")
    stage.world.join(stage.guild, made.user)
    return made


@pytest.fixture
def french() -> Words:
    """Return the real catalogue."""
    return Lexicon(catalogue).speak("fr")


async def test_help_names_commands_as_the_app_shows_them(
    stage: Stage, reader: Person, french: Words
) -> None:
    async with stage.running():
        shown = await reader.slash("help")
        own = french.name("roadmap")
        assert own != "roadmap"
        assert f"**/{own}**" in shown.text
        assert "/roadmap" not in shown.text
        one = await reader.slash("help", command=own)
        assert one.text.startswith(f"### /{own}")
        assert f"`/{own} [{french.name('step')}]`" in one.text
        typed = await reader.autocomplete("help", "command", own[:3])
        assert typed.choices[f"/{own}"] == "roadmap"
        alike = await stage.alice.slash("help")
        assert "**/roadmap**" in alike.text


async def test_a_milestone_is_started_and_done_in_french(
    stage: Stage, reader: Person, french: Words
) -> None:
    async with stage.running():
        card = await reader.slash("roadmap")
        begun = await reader.press(card, french.s("Start"))
        assert "lun. 8 mars." in begun.text
        done = await reader.press(begun, french.s("Mark as done"))
        assert french.s("Undo") in done.message.buttons
        shared = await reader.press(await reader.slash("roadmap"), french.s("Share here"))
        assert french.s("Take it back") in shared.message.buttons


async def test_a_language_that_is_chosen_comes_before_that_of_the_app(
    stage: Stage, reader: Person, french: Words
) -> None:
    async with stage.running():
        form = await reader.press(await reader.slash("settings"), french.s("Change"))
        saved = await reader.submit(form, {french.s("Language"): "en"})
        assert "English" in saved.text
        shown = await reader.slash("help")
        assert "**/roadmap** Your next step" in shown.text, "names of another language are foreign"


async def test_a_refusal_is_french_too(stage: Stage, reader: Person, french: Words) -> None:
    async with stage.running():
        refused = await reader.slash("define", term="flubber")
        assert french.s("Help") in refused.message.buttons
        assert "I find" not in refused.text


async def test_a_moderators_cards_name_commands_and_changes_in_french(
    stage: Stage, french: Words
) -> None:
    stage.languages, stage.mona.user.locale = ("en", "fr"), "fr"
    async with stage.running():
        nothing = await stage.mona.slash("schedule calendar")
        assert "`/planning nouveau`" in nothing.text
        preview = await stage.mona.slash("schedule new", what="nudge")
        await stage.mona.press(preview, french.s("Start"))
        changes = await stage.mona.slash("manage audit")
        assert french.s("schedule started") in changes.text
        assert "schedule started" not in changes.text


async def test_who_changed_something_is_named_by_the_app_itself(stage: Stage) -> None:
    async with stage.running():
        await stage.mona.press(await stage.mona.slash("schedule new", what="nudge"), "Start")
        changes = await stage.mona.slash("manage audit")
        assert f"<@{stage.mona.user.id}>" in changes.text
        (menu,) = [
            part for part in walk(changes.message.body.components) if part["type"] in SELECTS
        ]
        hints = [each["description"] for each in menu["options"]]
        assert all("{" not in each and "Mar 2027" in each for each in hints)
