"""A typed line taken apart: the command it names, plain words and named values.

`name=value` names a field, quotes keep words together, a flag sets a switch; the name of a
field may stand before its words as `name value` or `--name value`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.core.faults import TooManyWords
from bot.core.intents import Intent, arguments, bare_type
from bot.core.markup import clean
from bot.core.refusals import ECHOED, family, unknown, usage

LINE_CAP = 2_000
LED_CAP = 6
"""Words of a line that may each be the name of a field; more is too much to try."""

_LONGEST = 3
"""Words in the name of a command: Discord's menus are no deeper."""

_WORD = re.compile(
    r"""(?P<flag>--|—)?(?:(?P<name>[A-Za-z_]+)[=:])?(?:"(?P<quoted>[^"]*)"?|(?P<bare>\S+))"""
)
_BLANK = ("=", ":")
_QUOTES = str.maketrans("“”„«»‟″", '"""""""')


@dataclass(frozen=True, slots=True)
class Line:
    """A typed line taken apart: the command it names, plain words and named values."""

    intent: type[Intent]
    words: tuple[str, ...]
    named: Mapping[str, str]
    led: tuple[int, ...] = ()
    """Which words are the name of a field, and may name it for the words after them."""


def split(
    line: str,
    commands: Mapping[str, type[Intent]],
    may: Callable[[type[Intent]], bool] = lambda _: True,
) -> Line:
    """Take a line apart; of commands that somebody may have meant, offer those they may use.

    Of a family that is closed to them, the first is taken: the guards say why it is.

    Raises PerhapsCommand or UnknownCommand for an unknown command, TooManyWords for a line that
    is longer than anything one may ask.
    """
    text = clean(line).translate(_QUOTES).removeprefix("/").strip()
    said = text.split()
    begins = (" ".join(said[:count]).casefold() for count in range(_LONGEST, 0, -1))
    name = next((each for each in begins if each in commands), None)
    if name is None:
        members = family(text, commands)
        if members and not any(may(commands[each]) for each in members):
            return Line(commands[members[0]], (), {})
        raise unknown(text, {name: kind for name, kind in commands.items() if may(kind)})
    rest = " ".join(said[len(name.split()) :])
    if len(rest) > LINE_CAP:
        raise TooManyWords(value=rest[:ECHOED], usage=usage(commands[name]))
    return _taken_apart(commands[name], rest)


def _taken_apart(intent: type[Intent], rest: str) -> Line:
    fields = arguments(intent)
    words: list[str] = []
    named: dict[str, str] = {}
    led: list[int] = []
    for found in _WORD.finditer(rest):
        quoted = found["quoted"] is not None
        value = found["quoted"] if quoted else (found["bare"] or "")
        name = (found["name"] or "").casefold()
        alone = "" if quoted or name else value.casefold()
        blank = alone[:-1] if alone.endswith(_BLANK) else ""
        if found["flag"] and alone in fields and bare_type(fields[alone]) is bool:
            named[alone] = "yes"
        elif name in fields or blank in fields:
            named[name or blank] = "" if blank in fields else value
        elif value.strip():
            if alone in fields and (found["flag"] or not fields[alone].is_required()):
                led.append(len(words))
            words.append(value if found[0].startswith('"') else found[0])
    return Line(intent, tuple(words), named, tuple(led[:LED_CAP]))
