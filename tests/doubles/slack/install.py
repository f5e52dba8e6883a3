"""The app as it is installed: its tokens, scopes and manifest."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.doubles.slack.errors import Json

LEAST = frozenset({"commands", "chat:write", "users:read"})
EVENTS = frozenset({"app_home_opened", "app_uninstalled", "tokens_revoked"})


class Token(enum.StrEnum):
    """How the bot token stands; all but the first is the error of every call."""

    LIVE = "live"
    REVOKED = "token_revoked"
    INVALID = "invalid_auth"
    INACTIVE = "account_inactive"


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command; `escape` turns names in its text into ids."""

    name: str
    escape: bool = True


@dataclass
class Install:
    """What Slack was told of the app. Without a manifest every command and shortcut is there."""

    bot_token: str = "xoxb-double-bot-token"
    app_token: str = "xapp-1-double-app-token"
    signing_secret: str = "double-signing-secret"
    token: Token = Token.LIVE
    scopes: set[str] = field(default_factory=lambda: set(LEAST))
    events: set[str] = field(default_factory=lambda: set(EVENTS))
    commands: dict[str, Command] | None = None
    shortcuts: dict[str, str] | None = None
    """The kind of each shortcut, `global` or `message`, by its callback id."""
    home_tab: bool = True
    messages_tab: bool = True

    def read(self, manifest: Mapping[str, Any]) -> None:
        """Install by a manifest, as a YAML or JSON reader returns it."""
        features: Json = manifest.get("features", {})
        settings: Json = manifest.get("settings", {})
        scopes: Json = manifest.get("oauth_config", {}).get("scopes", {})
        home: Json = features.get("app_home", {})
        self.scopes = set(scopes.get("bot", ()))
        self.events = set(settings.get("event_subscriptions", {}).get("bot_events", ()))
        self.commands = {
            each["command"]: Command(each["command"], bool(each.get("should_escape")))
            for each in features.get("slash_commands", ())
        }
        self.shortcuts = {
            each["callback_id"]: each["type"] for each in features.get("shortcuts", ())
        }
        self.home_tab = bool(home.get("home_tab_enabled"))
        self.messages_tab = bool(home.get("messages_tab_enabled"))
