"""The manifest from which Slack makes the app: from the declarations, with the least rights.

Limits of names and texts: platform-facts, sections 2.1 and 2.5.
"""

import json
from collections.abc import Iterator, Mapping, Sequence

from adapters.slack.commands import FAMILY, SHORTCUTS, Names, menus, shortcuts
from adapters.slack.install import SCOPES
from adapters.slack.server import PATH
from bot.core.registry import Registry

NAME, DESCRIPTION, ABOUT = "Milepost", 140, 4_000
SHORTCUT, SHORTCUT_SAYS, COMMAND_SAYS = 24, 150, 2_000
EVENTS = {
    "app_home_opened": "draw the home tab",
    "app_uninstalled": "stop when the app is removed",
    "tokens_revoked": "stop when its token ends",
}
OPTIONAL = {
    "chat:write.public": "share cards in public channels without an invitation",
    "files:write": "give you your data as a file; without it, as text",
    "channels:read": "show the groups of public channels everywhere, and what is missing there",
    "groups:read": "the same for private channels; only to people who are in them",
    "usergroups:read": "let a user group do what admins do here",
}
"""Rights that one may add; each has its effect as soon as it is granted."""

HEAD = """\
# Made by `milepost manifest slack`; a test compares the two. Paste it at "Create New App", "From a
# manifest". Another prefix or other commands: set MILEPOST_SLACK_PREFIX or MILEPOST_SLACK_COMMANDS,
# run the command again and paste what it prints.
"""
SOCKET = (
    "# Socket Mode: no public address. For HTTP mode: milepost manifest slack --http https://...\n"
)

Tree = Mapping[str, "Value"]
Value = str | bool | int | Sequence["Tree | str"] | Tree


def manifest(registry: Registry, names: Names, http: str = "") -> str:
    """Write the manifest as YAML. `http` is our own https address, for HTTP mode.

    Raises ValueError for an address or text that Slack would refuse.
    """
    lines = [HEAD.rstrip(), *([] if http else [SOCKET.rstrip()])]
    lines += _yaml(content(registry, names, http))
    return "\n".join(_explained(lines)) + "\n"


def content(registry: Registry, names: Names, http: str = "") -> Tree:
    """Return what the manifest holds."""
    if http and not http.startswith("https://"):
        raise ValueError("--http: write the address at which Slack reaches us, with https://")
    url = f"{http.rstrip('/')}{PATH}" if http else ""
    reached: Tree = {"request_url": url} if url else {}
    chosen: Tree = {"message_menu_options_url": url} if url else {}
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": NAME,
            "description": _fit(
                "A roadmap, a tip a day and quizzes for people who study machine learning together",
                DESCRIPTION,
            ),
            "background_color": "#1f3a5f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": FAMILY, "always_online": True},
            "shortcuts": list(_shortcuts(registry)),
            "slash_commands": list(_commands(registry, names, url)),
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {**reached, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **reached, **chosen},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not http,
            "token_rotation_enabled": False,
        },
    }


def _commands(registry: Registry, names: Names, url: str) -> Iterator[Tree]:
    members = "help · roadmap · tip · quiz · traits · define <word> · settings"
    yield _command(FAMILY, "Everything Milepost can do", members, url)
    for name, says in names.registered(registry).items():
        yield _command(name, says, "", url)


def _command(name: str, says: str, hint: str, url: str) -> Tree:
    said: Tree = {"description": _fit(says, COMMAND_SAYS)} | ({"usage_hint": hint} if hint else {})
    where: Tree = {"url": url} if url else {}
    return {"command": f"/{name}", **where, **said, "should_escape": True}


def _shortcuts(registry: Registry) -> Iterator[Tree]:
    for name, intent in shortcuts(registry).items():
        yield _shortcut("global", SHORTCUTS[name], intent.spec.help, name)
    for callback, intent in menus(registry).items():
        says = (intent.__doc__ or intent.spec.menu).partition("\n")[0]
        yield _shortcut("message", intent.spec.menu, says, callback)


def _shortcut(kind: str, name: str, says: str, callback: str) -> Tree:
    return {
        "name": _fit(name, SHORTCUT),
        "type": kind,
        "callback_id": callback,
        "description": _fit(says, SHORTCUT_SAYS),
    }


def _fit(text: str, longest: int) -> str:
    if not 1 <= len(text) <= longest:
        raise ValueError(f"{text!r} has not 1 to {longest} characters")
    return text


# as YAML, of which only what stands here is used


def _yaml(tree: Tree, depth: int = 0) -> Iterator[str]:
    pad = "  " * depth
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield f"{pad}{key}:"
            yield from _yaml(value, depth + 1)
        elif isinstance(value, str | bool | int):
            yield f"{pad}{key}: {_scalar(value)}"
        else:
            yield f"{pad}{key}:"
            yield from _listed(value, depth + 1)


def _listed(values: Sequence[Tree | str], depth: int) -> Iterator[str]:
    pad = "  " * depth
    for each in values:
        if isinstance(each, str):
            yield f"{pad}- {each}"
        else:
            first, *more = _yaml(each, depth + 1)
            yield f"{pad}- {first.lstrip()}"
            yield from more


def _scalar(value: str | bool | int) -> str:  # noqa: FBT001 (a value of YAML)
    """Write a value as JSON, which YAML reads alike."""
    return json.dumps(value, ensure_ascii=False)


def _explained(lines: Sequence[str]) -> Iterator[str]:
    """Say beside each scope and event what it is for, and which scopes one may add."""
    why = SCOPES | EVENTS
    for line in lines:
        name = line.strip().removeprefix("- ")
        yield f"{line}  # {why[name]}" if line.strip().startswith("- ") and name in why else line
        if name == list(SCOPES)[-1]:
            pad = line[: line.index("-")]
            yield f"{pad}# Not needed; add one when you want what it is for:"
            yield from (f"{pad}# - {scope}  # {says}" for scope, says in OPTIONAL.items())
