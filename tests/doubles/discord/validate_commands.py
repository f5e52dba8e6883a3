"""The documented limits of application commands (platform-facts, section 1.9)."""

import re
from collections.abc import Iterator, Sequence

from tests.doubles.discord.errors import Fault, Json, inner

CHAT, MENUS = 1, {2, 3}
SUBCOMMAND, GROUP = 1, 2
STRING, INTEGER, CHANNEL, NUMBER = 3, 4, 7, 10
TOTAL = 8000
MOST = {CHAT: 100, 2: 15, 3: 15}
NAME = re.compile(r"[-_'\w]{1,32}")
LOCALES = re.compile(
    r"id|da|de|en-(?:GB|US)|es-(?:ES|419)|fr|hr|it|lt|hu|nl|no|pl|pt-BR|ro|fi|sv-SE|vi|tr|cs|el|bg|ru"
    r"|uk|hi|th|zh-(?:CN|TW)|ja|ko"
)


def command_faults(commands: Sequence[Json], *, everywhere: bool) -> list[Fault]:
    """Say what is wrong with a whole set; `everywhere` means global, not one server's."""
    found: list[Fault] = []
    for kind, most in MOST.items():
        count = sum(_kind(each) == kind for each in commands)
        if count > most:
            found.append(("", f"{count} commands of type {kind}, {most} fit"))
    names = [(_kind(each), each.get("name")) for each in commands]
    for number, command in enumerate(commands):
        if names.count(names[number]) > 1:
            found.append((f"{number}.name", "is used twice"))
        faults = _command(command, everywhere=everywhere)
        found += [(f"{number}.{path}", words) for path, words in faults]
    return found


def _kind(command: Json) -> int:
    return int(command.get("type") or CHAT)


def _command(command: Json, *, everywhere: bool) -> Iterator[Fault]:
    if _kind(command) in MENUS:
        if command.get("description") or command.get("options"):
            yield "description", "a menu entry has neither description nor options"
        if not 1 <= len(str(command.get("name") or "")) <= 32:
            yield "name", "must be between 1 and 32 in length"
    else:
        yield from _named(command)
        yield from _options(command.get("options") or [], "options", depth=0)
    for key, allowed in (("contexts", {0, 1, 2}), ("integration_types", {0, 1})):
        yield from _reach(command, key, allowed, everywhere=everywhere)
    size = _size(command)
    if size > TOTAL:
        yield "", f"has {size} characters in all, {TOTAL} fit"


def _reach(command: Json, key: str, allowed: set[int], *, everywhere: bool) -> Iterator[Fault]:
    said = command.get(key)
    if said is None:
        return
    if not everywhere:
        yield key, "belongs to global commands"
    if not said or len(set(said)) < len(said) or not set(said) <= allowed:
        yield key, f"must be some of {sorted(allowed)}, each once"


def _named(part: Json) -> Iterator[Fault]:
    if not _is_name(part.get("name")):
        yield "name", f"{part.get('name')!r} is no name: lower case, no spaces, up to 32"
    if not 1 <= len(str(part.get("description") or "")) <= 100:
        yield "description", "must be between 1 and 100 in length"
    for tag, text in inner(part, "name_localizations").items():
        if not LOCALES.fullmatch(tag) or not _is_name(text):
            yield f"name_localizations.{tag}", f"{text!r} is no name, or the locale is unknown"
    for tag, text in inner(part, "description_localizations").items():
        if not LOCALES.fullmatch(tag) or not 1 <= len(text) <= 100:
            yield f"description_localizations.{tag}", "must be between 1 and 100 in length"


def _is_name(text: object) -> bool:
    return isinstance(text, str) and bool(NAME.fullmatch(text)) and text == text.lower()


def _options(options: Sequence[Json], path: str, depth: int) -> Iterator[Fault]:
    if len(options) > 25:
        yield path, "must be 25 or fewer"
    names = [name for option in options for name in _all_names(option)]
    if len(set(names)) < len(names):
        yield path, "names must differ, in every language"
    needed = [bool(option.get("required")) for option in options]
    if needed != sorted(needed, reverse=True):
        yield path, "required ones must come first"
    kinds = {option.get("type") in {SUBCOMMAND, GROUP} for option in options}
    if len(kinds) > 1:
        yield path, "subcommands and plain options cannot be mixed"
    for number, option in enumerate(options):
        for where, words in _option(option, depth):
            yield f"{path}.{number}.{where}", words


def _all_names(option: Json) -> set[str]:
    """Return an option's names; the same word in two languages of one option is no clash."""
    return {str(option.get("name")), *inner(option, "name_localizations").values()}


def _option(option: Json, depth: int) -> Iterator[Fault]:
    kind = option.get("type")
    yield from _named(option)
    if kind not in range(1, 12):
        yield "type", "is unknown"
    if kind == GROUP and depth > 0:
        yield "type", "a group stands at the top"
    if kind == SUBCOMMAND and depth > 1:
        yield "type", "a subcommand stands at the top or in a group"
    if kind in {SUBCOMMAND, GROUP}:
        yield from _options(option.get("options") or [], "options", depth + 1)
    yield from _choices(option)
    if option.get("channel_types") and kind != CHANNEL:
        yield "channel_types", "belongs to channel options"
    for key, kinds in (("min_value", {INTEGER, NUMBER}), ("max_length", {STRING})):
        if key in option and kind not in kinds:
            yield key, "does not fit the type"


def _choices(option: Json) -> Iterator[Fault]:
    choices: list[Json] = option.get("choices") or []
    if (choices or option.get("autocomplete")) and option["type"] not in {STRING, INTEGER, NUMBER}:
        yield "choices", "do not fit the type"
    if choices and option.get("autocomplete"):
        yield "autocomplete", "excludes choices"
    if len(choices) > 25:
        yield "choices", "must be 25 or fewer"
    for number, each in enumerate(choices):
        if not 1 <= len(each["name"]) <= 100 or len(str(each["value"])) > 100:
            yield f"choices.{number}", "must be between 1 and 100 in length"
        if isinstance(each["value"], str) != (option["type"] == STRING):
            yield f"choices.{number}.value", "does not fit the type"


def _size(part: Json) -> int:
    """Count as Discord does: of every field the longest language, and all below."""
    total = 0
    for key in ("name", "description"):
        told: list[str] = [part.get(key) or "", *inner(part, f"{key}_localizations").values()]
        total += max(len(text) for text in told)
    if isinstance(part.get("value"), str):
        total += len(part["value"])
    below = [*(part.get("options") or ()), *(part.get("choices") or ())]
    return total + sum(_size(each) for each in below)
