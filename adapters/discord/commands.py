"""Discord's command payload, made from the declarations, and how to read what comes back.

Limits of names, descriptions and options: platform-facts, section 1.9.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic.fields import FieldInfo

from bot.core.intents import Intent, arguments, bare_type, choices, marks, suggestions
from bot.core.people import Rank
from bot.core.registry import Registry
from bot.core.words import N_, Words

CHAT, MESSAGE = 1, 3
SUBCOMMAND, TEXT, WHOLE, SWITCH = 1, 3, 4, 5
MANAGE_SERVER = 1 << 5
GUILD, BOT_DM, PRIVATE = 0, 1, 2
GUILD_INSTALL, USER_INSTALL = 0, 1
GROUPS = {
    "manage": N_("Set Milepost up, for moderators"),
    "schedule": N_("What Milepost posts by itself"),
}

Payload = dict[str, Any]


def payload(registry: Registry, languages: Mapping[str, Words]) -> list[Payload]:
    """Make the whole payload: slash commands and message menus, localised."""
    alone: list[Payload] = []
    grouped: dict[str, list[tuple[str, type[Intent]]]] = {}
    for name, intent in registry.commands.items():
        group, _, sub = name.partition(" ")
        if sub:
            grouped.setdefault(group, []).append((sub, intent))
        else:
            alone.append(_chat(name, intent, languages))
    groups = [_group(name, subs, languages) for name, subs in grouped.items()]
    menus = [_menu(intent, languages) for intent in registry.handlers if intent.spec.menu]
    return [*alone, *groups, *menus]


def fingerprint(commands: Sequence[Payload]) -> str:
    """Return the hash that tells whether the payload changed since it was last sent."""
    text = json.dumps(commands, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _chat(name: str, intent: type[Intent], languages: Mapping[str, Words]) -> Payload:
    return {
        "type": CHAT,
        **_named(name, intent.spec.help, languages),
        "options": _options(intent, languages),
        **_reach(intent),
    }


def _group(
    name: str, subs: Iterable[tuple[str, type[Intent]]], languages: Mapping[str, Words]
) -> Payload:
    subs = list(subs)
    return {
        "type": CHAT,
        **_named(name, GROUPS[name], languages),
        "options": [
            {
                "type": SUBCOMMAND,
                **_named(sub, intent.spec.help, languages),
                "options": _options(intent, languages),
            }
            for sub, intent in subs
        ],
        **_reach(subs[0][1]),
    }


def _menu(intent: type[Intent], languages: Mapping[str, Words]) -> Payload:
    return {
        "type": MESSAGE,
        "name": intent.spec.menu,
        "name_localizations": {tag: words.s(intent.spec.menu) for tag, words in languages.items()},
        **_reach(intent),
    }


def _named(name: str, says: str, languages: Mapping[str, Words]) -> Payload:
    return {
        "name": name,
        "description": says,
        "name_localizations": {tag: words.name(name) for tag, words in languages.items()},
        "description_localizations": {tag: words.s(says) for tag, words in languages.items()},
    }


def _reach(intent: type[Intent]) -> Payload:
    moderators = intent.spec.rank is not Rank.member
    only = intent.spec.community_only
    return {
        "contexts": [GUILD] if only else [GUILD, BOT_DM, PRIVATE],
        "integration_types": [GUILD_INSTALL] if only else [GUILD_INSTALL, USER_INSTALL],
        "default_member_permissions": str(MANAGE_SERVER) if moderators else None,
        "nsfw": False,
    }


def _options(intent: type[Intent], languages: Mapping[str, Words]) -> list[Payload]:
    fields = arguments(intent).items()
    made = [_option(name, field, languages) for name, field in fields]
    return sorted(made, key=lambda option: not option["required"])


def _option(name: str, field: FieldInfo, languages: Mapping[str, Words]) -> Payload:
    kind = bare_type(field)
    option: Payload = {
        "type": {int: WHOLE, bool: SWITCH}.get(kind, TEXT),
        **_named(name, field.description or name, languages),
        "required": field.is_required(),
    }
    if fixed := choices(field):
        option["choices"] = [
            {
                "name": value,
                "value": value,
                "name_localizations": {tag: words.s(value) for tag, words in languages.items()},
            }
            for value in fixed
        ]
    elif suggestions(field):
        option["autocomplete"] = True
    return option | _bounds(field, option["type"])


def _bounds(field: FieldInfo, kind: int) -> Payload:
    found: Payload = {}
    for mark in marks(field):
        low, high = getattr(mark, "ge", None), getattr(mark, "le", None)
        short, long = getattr(mark, "min_length", None), getattr(mark, "max_length", None)
        if kind == WHOLE:
            found |= {"min_value": low} if low is not None else {}
            found |= {"max_value": high} if high is not None else {}
        elif kind == TEXT:
            found |= {"min_length": short} if short is not None else {}
            found |= {"max_length": long} if long is not None else {}
    return found


@dataclass(frozen=True, slots=True)
class Called:
    """A command as it was called: its whole name, its options, and the one being typed."""

    name: str
    values: Mapping[str, str]
    focused: str = ""
    typed: str = ""


def called(data: Mapping[str, Any]) -> Called:
    """Read the data of a command or of a completion."""
    name, options = str(data["name"]), list(data.get("options", ()))
    while options and options[0]["type"] in {SUBCOMMAND, SUBCOMMAND + 1}:
        name = f"{name} {options[0]['name']}"
        options = list(options[0].get("options", ()))
    focused = next((option for option in options if option.get("focused")), None)
    return Called(
        name,
        {option["name"]: _string(option["value"]) for option in options if option is not focused},
        str(focused["name"]) if focused else "",
        str(focused["value"]) if focused else "",
    )


def _string(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
