"""What can be typed, and what stands in Slack's menus: made from the declarations."""

import html
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass

from bot.core.intents import Intent
from bot.core.registry import Registry

FAMILY = "milepost"
"""The command that takes all others: `/milepost tip foundations`."""

SHORTCUTS = {"roadmap": "Open my roadmap", "quiz": "Start a quiz"}
"""Commands that can be started from anywhere, by their names in Slack's menu; not translated:
a manifest has one language.
"""

FAMILIES = {
    "manage": "Set up and look after this workspace, for moderators",
    "schedule": "Recurring posts, for moderators",
}
"""What commands that begin alike are for; in the manifest's one language, as above."""

HELP = frozenset(("help", "-h", "--help", "?"))
"""What people write after a command to have it explained."""

_MENU = "menu."
_AGAIN = re.compile(rf"(?:/?{FAMILY}\b\s*)+", re.IGNORECASE)
_OBJECT = re.compile(
    r"<(?:[@#](?P<id>[A-Z0-9]+)(?:\|[^>]*)?|!(?P<special>[^>|]*)(?:\|[^>]*)?"
    r"|(?P<url>[^>|\s]+)(?:\|[^>]*)?)>"
)


@dataclass(frozen=True, slots=True)
class Names:
    """The names of our slash commands: `/milepost`, and bare ones with a prefix before each."""

    bare: tuple[str, ...] = ()
    prefix: str = ""

    def line(self, command: str, text: str, known: Container[str] = ()) -> str:
        """Return what was typed as one line, as it would be typed in a terminal.

        A question for help after a `known` command is one for the help about it.
        """
        name = command.removeprefix("/").casefold()
        said = readable(text)
        if name == FAMILY:
            line = said[begun.end() :] if (begun := _AGAIN.match(said)) else said
        else:
            line = f"{name.removeprefix(self.prefix)} {said}"
        asked, _, last = line.strip().rpartition(" ")
        if last.casefold() in HELP and (not asked or asked.strip().casefold() in known):
            return f"help {asked}".strip()
        return line.strip() or "help"

    def registered(self, registry: Registry) -> dict[str, str]:
        """Map the bare commands that exist here to their help, by name with the prefix."""
        found: dict[str, str] = {}
        for name in self.bare:
            says = help_of(name, registry.commands)
            if says:
                found[f"{self.prefix}{name}"] = says
        return found


def help_of(name: str, commands: Mapping[str, type[Intent]]) -> str:
    """Say what a command is for, or those that begin with it; empty where there is none."""
    if name in commands:
        return commands[name].spec.help
    inner = [each.removeprefix(f"{name} ") for each in commands if each.startswith(f"{name} ")]
    return FAMILIES.get(name, " · ".join(inner)) if inner else ""


def readable(text: str) -> str:
    """Undo Slack's writing: entities, and objects as the id or address that they stand for."""
    found = _OBJECT.sub(lambda m: m["id"] or m["url"] or f"@{m['special']}", text)
    return html.unescape(found).strip()


def menus(registry: Registry) -> dict[str, type[Intent]]:
    """Map the callback ids of the message menu to what they ask."""
    return {
        f"{_MENU}{intent.spec.code}": intent for intent in registry.handlers if intent.spec.menu
    }


def shortcuts(registry: Registry) -> dict[str, type[Intent]]:
    """Map the callback ids of the global shortcuts to what they ask."""
    known = registry.commands
    return {name: known[name] for name in SHORTCUTS if name in known}
