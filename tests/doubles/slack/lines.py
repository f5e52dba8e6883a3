"""A line as somebody types it: is the command there, and what becomes of its text."""

import re

from tests.doubles.slack.install import Install
from tests.doubles.slack.messages import Message
from tests.doubles.slack.places import Channel, ChannelKind, User
from tests.doubles.slack.world import World

OWN = frozenset(
    [
        *("/active", "/apps", "/archive", "/away", "/call", "/collapse", "/dm", "/dnd", "/expand"),
        *("/feed", "/feedback", "/invite", "/join", "/kick", "/leave", "/me", "/msg", "/mute"),
        *("/open", "/prefs", "/remind", "/remove", "/rename", "/search", "/shortcuts", "/shrug"),
        *("/star", "/status", "/topic", "/who"),
    ]
)
"""Slack's own commands, which no app can have."""

_ADDRESS = re.compile(r"https?://[^\s<>|]+")
_PERSON = re.compile(r"(?<![\w<])@([\w.-]+)")
_CHANNEL = re.compile(r"(?<![\w<])#([\w.-]+)")
_OBJECT = re.compile(r"(<[@#][^<>]*>)")


class NotOfferedError(AssertionError):
    """Slack would not let somebody do this."""


def offered(install: Install, name: str, user: User, place: Channel, world: World) -> None:
    """Refuse a command that is not there. Raises NotOfferedError."""
    if name in OWN:
        raise NotOfferedError(f"{name} is a command of Slack's own")
    if install.commands is not None and name not in install.commands:
        raise NotOfferedError(f"{name} is not a valid command, only {sorted(install.commands)}")
    if "commands" not in install.scopes:
        raise NotOfferedError("the app has no commands: the scope is missing")
    if user.team is not world.team:
        raise NotOfferedError(f"{name} is not offered to other organisations")
    if not world.visible(place, user) or place.archived:
        raise NotOfferedError(f"{user.name} cannot write in {place.name or place.id}")


def outside_threads(name: str, thread: Message | None) -> None:
    """Refuse a command in a thread, as Slack does. Raises NotOfferedError."""
    if thread is not None:
        raise NotOfferedError(f"{name} is not supported in threads. Sorry!")


def escaped(world: World, install: Install, name: str, text: str, user: User) -> str:
    """Return a command's text as it is sent, names turned into ids where the app wants that."""
    commands = install.commands
    if commands is not None and not commands[name].escape:
        return text
    return "".join(
        part if _OBJECT.fullmatch(part) else _plain(world, part, user)
        for part in _OBJECT.split(text)
    )


def _plain(world: World, text: str, user: User) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _ADDRESS.sub(lambda found: f"<{found[0]}>", text)
    text = _PERSON.sub(lambda found: _person(world, found), text)
    return _CHANNEL.sub(lambda found: _channel(world, found, user), text)


def _person(world: World, found: "re.Match[str]") -> str:
    for each in world.users.values():
        if each.name == found[1]:
            return f"<@{each.id}|{each.name}>"
    return found[0]


def _channel(world: World, found: "re.Match[str]", user: User) -> str:
    for each in world.channels.values():
        if each.name == found[1] and world.visible(each, user):
            name = each.name if each.kind is ChannelKind.PUBLIC else ""
            return f"<#{each.id}|{name}>"
    return found[0]
