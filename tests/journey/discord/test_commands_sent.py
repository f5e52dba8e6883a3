"""The commands that Discord is told: within its limits in every language, and only when changed."""

import gettext
from collections.abc import Iterator, Mapping

import discord
import pytest

from adapters.discord.commands import called, fingerprint, payload
from bot.catalog.catalog import Catalog
from bot.compose import catalogue, registered
from bot.core.people import Rank
from bot.core.registry import Registry
from bot.core.words import PSEUDO, Lexicon, Words
from tests.doubles.discord.errors import Json
from tests.doubles.discord.faults import fails, refuses
from tests.doubles.discord.openapi import Specification
from tests.doubles.discord.validate_commands import command_faults
from tests.journey.discord.stage import Stage

PUT = ("PUT", "/applications/{application_id}/commands")
MANAGE_SERVER = str(1 << 5)


class Beret(gettext.NullTranslations):
    """French to look at."""

    def gettext(self, message: str) -> str:
        return f"Le {message}, là"

    def pgettext(self, context: str, message: str) -> str:
        assert context == "name"
        return f"{message.replace(' ', '-')}-à-la"


FRENCH = Words("fr", Beret())
LANGUAGES: Mapping[str, Mapping[str, Words]] = {
    "none": {},
    "English": {"en-US": Words(), "en-GB": Words()},
    "French": {"en-US": Words(), "fr": Words("fr", catalogue("fr"))},
    "a beret": {"fr": FRENCH},
    "the longest": {"de": Lexicon().speak(PSEUDO), "fr": FRENCH},
}


@pytest.fixture(scope="module")
def registry(catalog: Catalog) -> Registry:
    """Register everything."""
    return registered(catalog)


def every(commands: list[Json]) -> Iterator[Json]:
    """Go through commands, subcommands, options and choices."""
    for each in commands:
        yield each
        yield from every([*each.get("options", ()), *each.get("choices", ())])


@pytest.mark.parametrize("name", LANGUAGES)
def test_what_is_sent_is_within_the_limits(registry: Registry, name: str) -> None:
    commands = payload(registry, LANGUAGES[name])
    assert command_faults(commands, everywhere=True) == []
    assert Specification.load().faults(*PUT, commands) == []
    for part in every(commands):
        for key in ("name_localizations", "description_localizations"):
            assert set(part.get(key) or {}) <= set(LANGUAGES[name])
    for tag in LANGUAGES[name]:
        told = [each["name_localizations"][tag] for each in commands]
        assert len(set(told)) == len(told), "no two commands have one name"


def test_a_limit_that_is_broken_is_seen(registry: Registry) -> None:
    commands = payload(registry, {})
    commands[0]["description"] = "x" * 101
    assert command_faults(commands, everywhere=True) != []


def test_who_may_use_what_and_where(registry: Registry) -> None:
    commands = {each["name"]: each for each in payload(registry, {})}
    moderators = {
        name.split()[0] for name, i in registry.commands.items() if i.spec.rank is Rank.moderator
    } | {i.spec.menu for i in registry.handlers if i.spec.menu and i.spec.rank is Rank.moderator}
    assert {"manage", "Remove this card"} <= moderators
    for name, command in commands.items():
        only = name in moderators
        assert command["default_member_permissions"] == (MANAGE_SERVER if only else None), name
        inside = only or name == "group"
        assert command["contexts"] == ([0] if inside else [0, 1, 2]), name
        assert command["integration_types"] == ([0] if inside else [0, 1]), name


def test_options_are_typed_and_bounded(registry: Registry) -> None:
    commands = {each["name"]: each for each in payload(registry, {"fr": FRENCH})}
    (step,) = commands["roadmap"]["options"]
    assert (step["type"], step["min_value"], step["max_value"]) == (4, 1, 6)
    assert step["autocomplete"]
    assert not step["required"]
    assert step["name_localizations"] == {"fr": "step-à-la"}
    (term,) = commands["define"]["options"]
    assert (term["type"], term["min_length"], term["max_length"]) == (3, 1, 60)
    assert term["required"]
    level = next(each for each in commands["quiz"]["options"] if each["name"] == "level")
    assert (level["min_value"], level["max_value"]) == (1, 3)
    assert {each["name"] for each in commands["manage"]["options"]} >= {"setup", "content"}
    assert commands["Explain a term"]["type"] == 3


def test_what_comes_back_is_read(registry: Registry) -> None:
    sub: Json = {"name": "content", "type": 1, "options": [{"name": "page", "type": 4, "value": 2}]}
    read = called({"name": "manage", "options": [sub]})
    assert (read.name, read.values) == ("manage content", {"page": "2"})
    options = [
        {"name": "trait", "type": 3, "value": "x"},
        {"name": "sure", "type": 5, "value": True},
        {"name": "level", "type": 4, "value": "2", "focused": True},
    ]
    typing = called({"name": "quiz", "options": options})
    assert typing.values == {"trait": "x", "sure": "true"}
    assert (typing.focused, typing.typed) == ("level", "2")
    assert "manage content" in registry.commands


def test_the_fingerprint_is_of_what_is_said_not_of_its_order(registry: Registry) -> None:
    once, again = payload(registry, {"fr": FRENCH}), payload(registry, {"fr": FRENCH})
    assert fingerprint(once) == fingerprint([dict(reversed(each.items())) for each in again])
    assert fingerprint(once) != fingerprint(payload(registry, {}))


async def test_commands_are_sent_when_they_changed_and_only_then(stage: Stage) -> None:
    for _ in range(2):
        async with stage.running():
            await stage.alice.slash("roadmap")
    assert stage.double.commands.writes == 1
    assert len(stage.calls("PUT", "/commands")) == 1
    stage.lexicon = Lexicon({"fr": Beret()}.get)
    stage.languages = ("en", "fr", "tlh")
    for _ in range(2):
        async with stage.running():
            await stage.alice.slash("roadmap")
    assert stage.double.commands.writes == 2
    roadmap = next(each for each in stage.double.commands.registered() if each["name"] == "roadmap")
    assert set(roadmap["name_localizations"]) == {"en-US", "en-GB", "fr"}, "no Klingon there"
    assert set(roadmap["name_localizations"]) <= {locale.value for locale in discord.Locale}


async def test_a_french_reader_is_answered_in_french(stage: Stage) -> None:
    stage.lexicon, stage.languages = Lexicon({"fr": Beret()}.get), ("en", "fr")
    stage.alice.user.locale = "fr"
    async with stage.running():
        french = await stage.alice.slash("roadmap")
        assert french.text.startswith("### Le Your roadmap, là")
        begun = await stage.alice.press(french, "Le Start, là")
        assert "Le Started on lun. 8 mars" in begun.text, "dates as well"
        english = await stage.ben.slash("roadmap")
        assert english.text.startswith("### Your roadmap")


async def test_commands_that_are_refused_do_not_keep_the_bot_away(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage.running():
        await stage.alice.slash("roadmap")
    stage.languages = ("en", "fr")
    stage.double.faults.plan(refuses(400, 50035, "Invalid Form Body"), "PUT", "/commands$")
    async with stage.running():
        assert "Your roadmap" in (await stage.alice.slash("roadmap")).text
    assert "refuses the commands" in caplog.text
    async with stage.running():
        assert stage.double.commands.writes == 2, "and they are sent at the next start"


async def test_sending_waits_for_an_api_that_is_down(stage: Stage) -> None:
    stage.double.faults.plan(fails(503), "PUT", "/commands$", times=2)
    async with stage.running():
        assert "New here?" in (await stage.alice.slash("roadmap")).text
    assert stage.double.commands.writes == 1
    assert stage.double.gateway.used == 1
