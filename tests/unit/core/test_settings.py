"""A setting that cannot be right is refused by name, with what to do, and never with its secret."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

import bot.settings
from bot.core.people import Platform
from bot.settings import BadSettings, Settings, read

KEEPSAKE = "SeCrEt0fOurs"
BOT, APP = (f"{start}-{KEEPSAKE}" for start in ("xoxb", "xapp"))
SLACK = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}
NAMES = [field.alias for field in Settings.model_fields.values() if field.alias]


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(bot.settings, "SECRETS", tmp_path / "no-secrets-here")


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    return monkeypatch


def having(environment: pytest.MonkeyPatch, values: Mapping[str, str]) -> Settings:
    """Read the settings with these variables set."""
    for name, value in values.items():
        environment.setenv(name, value)
    return read()


def refused(environment: pytest.MonkeyPatch, values: Mapping[str, str]) -> str:
    """Read settings that cannot be right; return what is said."""
    with pytest.raises(BadSettings) as caught:
        having(environment, values)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    said = str(caught.value)
    assert KEEPSAKE not in said
    return said


def test_nothing_has_to_be_set() -> None:
    settings = read()
    assert settings.platforms == ()
    assert settings.secrets == ()
    assert settings.pack_folders == ()
    assert settings.log == "info"
    assert settings.slack_commands == "roadmap,tip,quiz,schedule"
    assert settings.model_fields_set == set()


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_value_is_none(name: str, environment: pytest.MonkeyPatch) -> None:
    assert having(environment, {name: ""}) == Settings(_env_file=None)  # pyright: ignore[reportCallIssue] (a keyword of pydantic-settings)


def test_an_empty_value_in_a_file_is_none(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("".join(f"{name}=\n" for name in NAMES), encoding="utf-8")
    assert read().model_fields_set == set()


@pytest.mark.parametrize("value", [" ", "\n", "\t \n"])
@pytest.mark.parametrize("name", NAMES)
def test_blanks_are_nothing(name: str, value: str, environment: pytest.MonkeyPatch) -> None:
    settings = having(environment, {name: value})
    assert settings.platforms == ()
    assert settings.secrets == ()
    assert settings.model_dump() == Settings(_env_file=None).model_dump()  # pyright: ignore[reportCallIssue] (a keyword of pydantic-settings)


def test_blanks_around_a_value_do_not_count(environment: pytest.MonkeyPatch) -> None:
    settings = having(environment, {"DISCORD_TOKEN": f" {KEEPSAKE}\n", "MILEPOST_LOG": "debug "})
    assert settings.discord_token.get_secret_value() == KEEPSAKE
    assert settings.log == "debug"


def test_a_short_path_is_too_common_to_be_hidden(environment: pytest.MonkeyPatch) -> None:
    address = "https://example.org/ping"
    assert having(environment, {"MILEPOST_HEARTBEAT": address}).secrets == (address,)


@pytest.mark.parametrize(
    ("values", "platforms"),
    [
        ({"DISCORD_TOKEN": KEEPSAKE}, (Platform.discord,)),
        (SLACK, (Platform.slack,)),
        ({"DISCORD_TOKEN": KEEPSAKE, **SLACK}, (Platform.discord, Platform.slack)),
        (
            {"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": "s", "MILEPOST_HTTP": "a:80"},
            (Platform.slack,),
        ),
        ({**SLACK, "SLACK_SIGNING_SECRET": "s"}, (Platform.slack,)),
        ({"DATABASE_URL": "postgresql://db/x"}, ()),
    ],
)
def test_a_platform_runs_when_its_tokens_are_set(
    values: dict[str, str], platforms: tuple[Platform, ...], environment: pytest.MonkeyPatch
) -> None:
    assert having(environment, values).platforms == platforms


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (
            {"SLACK_BOT_TOKEN": BOT},
            "SLACK_BOT_TOKEN is set, but neither SLACK_APP_TOKEN (Socket Mode) nor SLACK_SIGNING",
        ),
        ({"SLACK_APP_TOKEN": APP}, "SLACK_APP_TOKEN is set, but SLACK_BOT_TOKEN is not: set it"),
        (
            {"SLACK_SIGNING_SECRET": KEEPSAKE},
            "SLACK_SIGNING_SECRET is set, but SLACK_BOT_TOKEN is not: set it",
        ),
        (
            {"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": KEEPSAKE},
            "SLACK_SIGNING_SECRET means HTTP mode, which needs MILEPOST_HTTP: set it to host:port",
        ),
        (
            {"SLACK_BOT_TOKEN": APP, "SLACK_APP_TOKEN": APP},
            "SLACK_BOT_TOKEN: write the Bot User OAuth Token; it starts with xoxb-",
        ),
        (
            {"SLACK_BOT_TOKEN": f"xoxp-{KEEPSAKE}", "SLACK_APP_TOKEN": APP},
            "SLACK_BOT_TOKEN: write the Bot User OAuth Token; it starts with xoxb-",
        ),
        (
            {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": BOT},
            "SLACK_APP_TOKEN: write the App-Level Token; it starts with xapp-",
        ),
        (
            {"DISCORD_TOKEN": f"Bot {KEEPSAKE}"},
            "DISCORD_TOKEN: write the token alone: no space can stand in it",
        ),
        ({"MILEPOST_LOG": KEEPSAKE}, "MILEPOST_LOG: Input should be 'debug', 'info', 'warning'"),
        ({"MILEPOST_CONTACT": KEEPSAKE * 11}, "MILEPOST_CONTACT: String should have at most 120"),
    ],
)
def test_what_cannot_be_right_is_named_with_what_to_do(
    values: dict[str, str], says: str, environment: pytest.MonkeyPatch
) -> None:
    assert refused(environment, values).startswith(says)


@pytest.mark.parametrize(
    "value",
    [
        "8080",
        "localhost",
        ":8080",
        "localhost:",
        "localhost:http",
        "http://localhost:8080",
        "local host:80",
        "localhost:80/x",
        "localhost:65536",
        "localhost:99999",
        "localhost :80",
        "[::1:80",
    ],
)
def test_the_http_address_is_a_host_and_a_port(value: str, environment: pytest.MonkeyPatch) -> None:
    said = refused(environment, {"MILEPOST_HTTP": value})
    assert said == "MILEPOST_HTTP: write host:port, such as 127.0.0.1:8080"


@pytest.mark.parametrize(
    "value", ["127.0.0.1:8080", "0.0.0.0:80", "localhost:1", "[::1]:8080", "milepost_web-1:65535"]
)
def test_an_http_address_may_be_a_name_or_a_number(
    value: str, environment: pytest.MonkeyPatch
) -> None:
    assert having(environment, {"MILEPOST_HTTP": value}).http == value


ADDRESSES = [
    "MILEPOST_DISCORD_API",
    "MILEPOST_SLACK_API",
    "MILEPOST_HEARTBEAT",
    "MILEPOST_PRIVACY_URL",
]


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize(
    "value",
    [
        "example.org",
        "//example.org",
        "https://",
        "https:///x",
        f"ftp://u:{KEEPSAKE}@example.org",
        f"u:{KEEPSAKE}@example.org",
        f"https://u:{KEEPSAKE}@[::1",
        f"https://u:{KEEPSAKE}@exa\u2100mple",
    ],
)
def test_an_address_is_a_full_one(name: str, value: str, environment: pytest.MonkeyPatch) -> None:
    said = refused(environment, {name: value})
    assert said == f"{name}: write a full address that starts with https://"


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("value", ["https://example.org/x?y", "http://127.0.0.1:8080", "HTTPS://A"])
def test_a_full_address_is_taken_as_it_is(
    name: str, value: str, environment: pytest.MonkeyPatch
) -> None:
    kept = having(environment, {name: value}).model_dump().values()
    assert value in [each.get_secret_value() if hasattr(each, "get_secret_value") else each
                     for each in kept]  # fmt: skip


def test_folders_of_packs_are_listed_and_must_be_there(
    tmp_path: Path, environment: pytest.MonkeyPatch
) -> None:
    one, two = tmp_path / "one", tmp_path / "two packs"
    one.mkdir()
    two.mkdir()
    settings = having(environment, {"MILEPOST_PACKS": f" {one}, {two} ,,"})
    assert settings.pack_folders == (one, two)
    for bad in (tmp_path / "three", tmp_path / "file"):
        (tmp_path / "file").touch()
        said = refused(environment, {"MILEPOST_PACKS": f"{one},{bad}"})
        assert said == (
            f"MILEPOST_PACKS: there is no folder {bad}; write folders separated by commas"
        )


@pytest.mark.parametrize("level", ["debug", "INFO", "Warning", "error"])
def test_a_level_is_written_in_any_case(level: str, environment: pytest.MonkeyPatch) -> None:
    assert having(environment, {"MILEPOST_LOG": level}).log == level.lower()


def test_every_mistake_is_said_at_once(environment: pytest.MonkeyPatch) -> None:
    said = refused(environment, {"MILEPOST_LOG": "loud", "MILEPOST_HTTP": "x", **SLACK})
    assert [line.split(":")[0] for line in said.splitlines()] == ["MILEPOST_HTTP", "MILEPOST_LOG"]


def test_a_file_is_read_and_the_environment_wins(
    tmp_path: Path, environment: pytest.MonkeyPatch
) -> None:
    lines = ["# ours", 'DISCORD_TOKEN="from-file"', "MILEPOST_CONTACT=file", "OTHER=1", ""]
    (tmp_path / ".env").write_text("\n".join(lines), encoding="utf-8")
    settings = having(environment, {"MILEPOST_CONTACT": "environment"})
    assert settings.discord_token.get_secret_value() == "from-file"
    assert settings.contact == "environment"
    assert read(None).platforms == ()
    (tmp_path / "other.env").write_text("MILEPOST_CONTACT=other\n", encoding="utf-8")
    environment.delenv("MILEPOST_CONTACT")
    assert read("other.env").contact == "other"


def test_a_mistake_in_a_file_is_said_in_the_same_way(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"SLACK_BOT_TOKEN={KEEPSAKE}\n", encoding="utf-8")
    with pytest.raises(BadSettings, match=r"^SLACK_BOT_TOKEN: write the Bot User") as caught:
        read()
    assert KEEPSAKE not in str(caught.value)


def test_secret_files_are_read_where_they_are(
    tmp_path: Path, environment: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "secrets"
    folder.mkdir()
    (folder / "DISCORD_TOKEN").write_text(f"{KEEPSAKE}\n", encoding="utf-8")
    (folder / "slack_bot_token").write_text(f"{BOT}\n", encoding="utf-8")
    (folder / "SLACK_APP_TOKEN").write_text(APP, encoding="utf-8")
    environment.setattr(bot.settings, "SECRETS", folder)
    settings = read()
    assert settings.secrets == (KEEPSAKE, BOT, APP)
    assert having(environment, {"DISCORD_TOKEN": "other"}).secrets[0] == "other"


def test_secrets_are_listed_for_the_log_and_shown_by_nothing_else(
    environment: pytest.MonkeyPatch,
) -> None:
    values = {
        "DISCORD_TOKEN": f"d-{KEEPSAKE}",
        **SLACK,
        "SLACK_SIGNING_SECRET": f"s-{KEEPSAKE}",
        "DATABASE_URL": f"postgresql://u:{KEEPSAKE}@db/x",
        "MILEPOST_HEARTBEAT": f"https://example.org/{KEEPSAKE}",
    }
    settings = having(environment, values)
    assert set(settings.secrets) == {*values.values(), KEEPSAKE}, "of an address, its path too"
    assert KEEPSAKE not in f"{settings!r} {settings} {settings.model_dump()}"
    secret = {n for n, f in Settings.model_fields.items() if f.annotation is SecretStr}
    assert len(secret) == len(values), "a new secret has to be listed as well"


def test_settings_are_read_once_and_stay(environment: pytest.MonkeyPatch) -> None:
    settings = having(environment, {"MILEPOST_CONTACT": "ops"})
    environment.setenv("MILEPOST_CONTACT", "other")
    assert settings.contact == "ops"
    with pytest.raises(ValidationError, match="frozen"):
        settings.contact = "other"
