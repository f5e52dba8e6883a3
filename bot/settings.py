"""What an operator sets: environment, a `.env` file, or secret files; read once, then frozen."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.core.people import Platform
from bot.storage.address import read_url

LAST_PORT = 65_535
SECRETS = Path("/run/secrets")
TELLING = 8
"""Characters from which the path of a heartbeat's address is a secret by itself."""

_EMPTY = SecretStr("")
SLACK_NAME = 31
"""Characters of a slash command on Slack, without the slash."""

SLACK_OWN = frozenset(
    (
        *("active", "apps", "archive", "away", "call", "canvas", "collapse", "dm", "dnd", "expand"),
        *("feed", "feedback", "help", "huddle", "invite", "invite_people", "join", "keys", "kick"),
        *("leave", "list", "me", "msg", "mute", "open", "part", "prefs", "remind", "remove"),
        *("rename", "search", "shortcuts", "shrug", "star", "status", "todo", "topic", "unarchive"),
        *("unmute", "unstar", "who", "giphy"),
    )
)
"""Slack's own commands: an app that takes such a name is never called."""


class BadSettings(Exception):  # noqa: N818 (named for what an operator has)
    """A setting cannot be right; the text names the variable and what to do."""


class Settings(BaseSettings):
    """All settings. An empty value is the same as none, and spaces around a value do not count."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True, populate_by_name=True
    )

    discord_token: SecretStr = Field(_EMPTY, alias="DISCORD_TOKEN")
    slack_bot_token: SecretStr = Field(_EMPTY, alias="SLACK_BOT_TOKEN")
    slack_app_token: SecretStr = Field(_EMPTY, alias="SLACK_APP_TOKEN")
    slack_signing_secret: SecretStr = Field(_EMPTY, alias="SLACK_SIGNING_SECRET")
    database_url: SecretStr = Field(_EMPTY, alias="DATABASE_URL")
    discord_api: str = Field("", alias="MILEPOST_DISCORD_API")
    slack_api: str = Field("", alias="MILEPOST_SLACK_API")
    http: str = Field("", alias="MILEPOST_HTTP")
    packs: str = Field("", alias="MILEPOST_PACKS")
    slack_commands: str = Field("roadmap,tip,quiz,schedule", alias="MILEPOST_SLACK_COMMANDS")
    slack_prefix: str = Field("", alias="MILEPOST_SLACK_PREFIX")
    log: Literal["debug", "info", "warning", "error"] = Field("info", alias="MILEPOST_LOG")
    heartbeat: SecretStr = Field(_EMPTY, alias="MILEPOST_HEARTBEAT")
    contact: str = Field("", alias="MILEPOST_CONTACT", max_length=120)
    privacy_url: str = Field("", alias="MILEPOST_PRIVACY_URL")

    @property
    def pack_folders(self) -> tuple[Path, ...]:
        """Folders with more content packs, in the order written."""
        return tuple(Path(part.strip()) for part in self.packs.split(",") if part.strip())

    @property
    def slack_bare(self) -> tuple[str, ...]:
        """Names of commands to register on Slack beside /milepost, in the order written."""
        return tuple(
            filter(None, (part.strip().lstrip("/") for part in self.slack_commands.split(",")))
        )

    @property
    def over_http(self) -> bool:
        """Whether Slack itself calls us on MILEPOST_HTTP, so that its server listens there."""
        bot, app = self.slack_bot_token, self.slack_app_token
        return bool(bot.get_secret_value()) and not app.get_secret_value()

    @property
    def platforms(self) -> tuple[Platform, ...]:
        """The platforms whose tokens are set."""
        wanted = ((Platform.discord, self.discord_token), (Platform.slack, self.slack_bot_token))
        return tuple(platform for platform, token in wanted if token.get_secret_value())

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every secret value, for the log to hide."""
        kept = (
            self.discord_token,
            self.slack_bot_token,
            self.slack_app_token,
            self.slack_signing_secret,
            self.database_url,
            self.heartbeat,
        )
        path = urlsplit(self.heartbeat.get_secret_value()).path.strip("/")
        alone = path if len(path) >= TELLING else ""
        return tuple(filter(None, (*(secret.get_secret_value() for secret in kept), alone)))

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, given: Mapping[str, object]) -> Mapping[str, object]:
        bare = {n: each.strip() if isinstance(each, str) else each for n, each in given.items()}
        return {name: value for name, value in bare.items() if value != ""}

    @field_validator("discord_token")
    @classmethod
    def _one_word(cls, value: SecretStr) -> SecretStr:
        if len(value.get_secret_value().split()) > 1:
            raise ValueError("write the token alone: no space can stand in it")
        return value

    @field_validator("log", mode="before")
    @classmethod
    def _any_case(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @field_validator("discord_api", "slack_api", "heartbeat", "privacy_url")
    @classmethod
    def _an_address(cls, value: str | SecretStr) -> str | SecretStr:
        text = value if isinstance(value, str) else value.get_secret_value()
        if text and not _is_address(text):
            raise ValueError("write a full address that starts with https://")
        return value

    @field_validator("database_url")
    @classmethod
    def _a_database(cls, value: SecretStr) -> SecretStr:
        read_url(value.get_secret_value())
        return value

    @field_validator("http")
    @classmethod
    def _host_and_port(cls, value: str) -> str:
        found = re.fullmatch(r"(\[[0-9a-fA-F:]+\]|[A-Za-z0-9_.-]+):(\d{1,5})", value)
        if value and not (found and int(found[2]) <= LAST_PORT):
            raise ValueError("write host:port, such as 127.0.0.1:8080")
        return value

    @field_validator("packs")
    @classmethod
    def _folders(cls, value: str) -> str:
        for part in filter(None, map(str.strip, value.split(","))):
            if not Path(part).is_dir():
                raise ValueError(f"there is no folder {part}; write folders separated by commas")
        return value

    @model_validator(mode="after")
    def _slack_names(self) -> "Settings":
        for name in (f"{self.slack_prefix}{each}" for each in self.slack_bare):
            if name in SLACK_OWN:
                raise ValueError(
                    f"MILEPOST_SLACK_COMMANDS: /{name} is a command of Slack itself: leave it out, "
                    "or set MILEPOST_SLACK_PREFIX"
                )
            if not re.fullmatch(r"[a-z0-9_-]+", name) or len(name) > SLACK_NAME:
                raise ValueError(
                    f"MILEPOST_SLACK_COMMANDS: /{name} cannot be a command: use small letters, "
                    f"digits, - and _, at most {SLACK_NAME} characters with MILEPOST_SLACK_PREFIX"
                )
        return self

    @field_validator("slack_bot_token")
    @classmethod
    def _bot_token(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not value.get_secret_value().startswith("xoxb-"):
            raise ValueError("write the Bot User OAuth Token; it starts with xoxb-")
        return value

    @field_validator("slack_app_token")
    @classmethod
    def _app_token(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not value.get_secret_value().startswith("xapp-"):
            raise ValueError("write the App-Level Token; it starts with xapp-")
        return value

    @model_validator(mode="after")
    def _whole_pairs(self) -> "Settings":
        bot = bool(self.slack_bot_token.get_secret_value())
        app = bool(self.slack_app_token.get_secret_value())
        signing = bool(self.slack_signing_secret.get_secret_value())
        if bot and not (app or signing):
            raise ValueError(
                "SLACK_BOT_TOKEN is set, but neither SLACK_APP_TOKEN (Socket Mode) nor "
                "SLACK_SIGNING_SECRET (HTTP mode): set one of them as well"
            )
        if (app or signing) and not bot:
            name = "SLACK_APP_TOKEN" if app else "SLACK_SIGNING_SECRET"
            raise ValueError(f"{name} is set, but SLACK_BOT_TOKEN is not: set it as well")
        if bot and signing and not app and not self.http:
            raise ValueError(
                "SLACK_SIGNING_SECRET means HTTP mode, which needs MILEPOST_HTTP: "
                "set it to host:port, such as 0.0.0.0:8080"
            )
        return self


def _is_address(value: str) -> bool:
    """Tell an address from what is none, without repeating it: it may hold a password."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def read(env_file: str | None = ".env") -> Settings:
    """Read the settings. Raises BadSettings; the text never holds a secret."""
    secrets_dir = SECRETS if SECRETS.is_dir() else None
    try:
        return Settings(_env_file=env_file, _secrets_dir=secrets_dir)  # pyright: ignore[reportCallIssue] (pydantic-settings' own keywords)
    except ValidationError as failure:
        lines = (_line(str(e["loc"][0]) if e["loc"] else "", e["msg"]) for e in failure.errors())
        raise BadSettings("\n".join(lines)) from None


def _line(name: str, message: str) -> str:
    text = message.removeprefix("Value error, ")
    return f"{name}: {text}" if name else text
