"""What an operator needs: the manifest with the least rights, the tokens, and a check of them."""

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from adapters.slack.commands import Names
from adapters.slack.install import MANIFEST, SCOPES, check, read_keys
from adapters.slack.manifest import EVENTS, OPTIONAL, content, manifest
from bot.__main__ import main
from bot.catalog.catalog import Catalog
from bot.compose import registered
from bot.core.registry import Registry
from bot.first_steps import slack
from tests.doubles.slack.faults import fails, refuses, resets
from tests.doubles.slack.install import EVENTS as NEEDED
from tests.doubles.slack.install import LEAST, Token
from tests.journey.slack.stage import NAMES, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.doubles.slack.errors import Json

ROOT = Path(__file__).resolve().parents[3]
BOT, APP = "xoxb-1-2-abcdefgh", "xapp-1-A-abcdefgh"
NEVER = ("history", "channels:join", "email", "admin", "users:write", "chat:write.customize")


@pytest.fixture(scope="module")
def registry(catalog: Catalog) -> Registry:
    """Register everything."""
    return registered(catalog)


def test_the_manifest_is_the_one_in_the_repository(registry: Registry) -> None:
    kept = (ROOT / MANIFEST).read_text("utf-8")
    same = kept == manifest(registry, NAMES)
    assert same, f"run: milepost manifest slack > {MANIFEST}"  # telling texts apart takes minutes


def test_the_command_prints_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", str(tmp_path / "milepost.db"))
    assert main(["manifest", "slack"]) == 0
    assert capsys.readouterr().out == (ROOT / MANIFEST).read_text("utf-8")
    assert main(["manifest", "slack", "--http", "http://bot.example.org"]) == 1
    assert "https://" in capsys.readouterr().err
    monkeypatch.setenv("MILEPOST_SLACK_PREFIX", "ml-")
    assert main(["manifest", "slack"]) == 0
    assert '"/ml-tip"' in capsys.readouterr().out


def test_it_asks_for_exactly_the_least(registry: Registry) -> None:
    made: Json = dict(content(registry, NAMES))
    assert set(made["oauth_config"]["scopes"]["bot"]) == LEAST == set(SCOPES)
    assert set(made["settings"]["event_subscriptions"]["bot_events"]) == NEEDED == set(EVENTS)
    assert "user" not in made["oauth_config"]["scopes"]
    assert not [each for each in (*SCOPES, *OPTIONAL) if any(word in each for word in NEVER)]
    assert made["settings"]["socket_mode_enabled"] is True
    assert made["settings"]["token_rotation_enabled"] is False


def test_every_command_fits_and_keeps_clear_of_slacks_own(registry: Registry) -> None:
    made: Json = dict(content(registry, NAMES))
    commands = [each["command"] for each in made["features"]["slash_commands"]]
    assert commands[:4] == ["/milepost", "/roadmap", "/tip", "/quiz"]
    assert all(len(each) <= 32 for each in commands)
    assert all(each["should_escape"] for each in made["features"]["slash_commands"])
    shortcuts = made["features"]["shortcuts"]
    assert {each["type"] for each in shortcuts} == {"global", "message"}
    assert all(len(each["name"]) <= 24 for each in shortcuts)


def test_a_prefix_stands_before_every_bare_command(registry: Registry) -> None:
    names = Names(("tip", "manage", "nonsense"), "ml-")
    made: Json = dict(content(registry, names))
    commands = [each["command"] for each in made["features"]["slash_commands"]]
    assert commands == ["/milepost", "/ml-tip", "/ml-manage"]
    assert names.line("/ml-tip", "step=3") == "tip step=3"
    assert names.line("/ml-manage", "setup") == "manage setup"
    assert names.line("/milepost", " tip ") == "tip"
    assert names.line("/milepost", "") == "help"


def test_http_mode_has_one_address_everywhere(registry: Registry) -> None:
    made: Json = dict(content(registry, NAMES, "https://bot.example.org/"))
    url = "https://bot.example.org/slack/events"
    settings = made["settings"]
    assert settings["event_subscriptions"]["request_url"] == url
    assert settings["interactivity"]["request_url"] == url
    assert settings["interactivity"]["message_menu_options_url"] == url
    assert {each["url"] for each in made["features"]["slash_commands"]} == {url}
    assert settings["socket_mode_enabled"] is False
    with pytest.raises(ValueError, match="https://"):
        manifest(registry, NAMES, "http://bot.example.org")


async def test_good_tokens_hold(stage: Stage) -> None:
    bot, app = await check(stage.keys)
    assert bot.fine
    assert "Study Hall" in bot.text
    assert "@milepost" in bot.text
    assert app.fine
    assert "Socket Mode" in app.text
    assert stage.double.sockets.opened == 0, "a check opens no socket"


@pytest.mark.parametrize("state", [Token.REVOKED, Token.INVALID, Token.INACTIVE])
async def test_a_bad_bot_token_is_named_and_not_shown(stage: Stage, state: Token) -> None:
    stage.world.install.token = state
    bot, app = await check(stage.keys)
    assert not bot.fine
    assert "Install the app again" in bot.text
    assert stage.keys.bot not in bot.text
    assert app.fine


async def test_the_two_tokens_swapped(stage: Stage) -> None:
    keys = stage.keys
    swapped = dataclasses.replace(keys, bot=keys.app, app=keys.bot)
    found = await check(swapped)
    assert not any(each.fine for each in found)
    assert not any(token in each.text for each in found for token in (keys.bot, keys.app))


async def test_no_answer_and_wrong_answers_are_told_apart(stage: Stage) -> None:
    told: list[str] = []
    for trouble in (resets(), fails(503), refuses("internal_error")):
        stage.double.faults.plan(trouble, "POST", r"/auth\.test$", times=9)
        bot, *_ = await check(stage.keys)
        assert not bot.fine
        told.append(bot.text)
        stage.double.faults.clear()
    assert "does not answer" in told[0]
    assert "503" in told[1]
    assert "internal_error" in told[2]
    nobody = dataclasses.replace(stage.keys, api="http://127.0.0.1:9/api", app="")
    (finding,) = await check(nobody)
    assert "does not answer" in finding.text


def asked(*lines: str) -> tuple[dict[str, str], str]:
    """Answer the questions of `milepost init`; return what is kept and what was said."""
    said: list[str] = []
    typed: Iterator[str] = iter(lines)

    def secret(prompt: str) -> str:
        said.append(prompt)
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    return slack(MANIFEST, read_keys, said.append, secret), "\n".join(said)


def test_tokens_are_asked_for_until_they_are_some() -> None:
    kept, said = asked("nonsense", APP, f" {BOT} ", BOT, "xapp-", APP)
    assert kept == {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}
    assert said.count("and copy all of it") == 4
    assert MANIFEST in said
    assert not [each for each in (BOT, APP, "nonsense") if each in said]


@pytest.mark.parametrize("lines", [("",), (BOT, ""), (BOT,), ()])
def test_half_a_pair_is_kept_by_nobody(lines: tuple[str, ...]) -> None:
    assert asked(*lines)[0] == {}
