"""A typed line as an intent: forgiving, and kind where it cannot be.

`/tip maths`, `tip step=foundations`, `/define "train test split"`, `--public`: words fill the
fields in order, `name=value` names one, quotes keep words together, a flag sets a switch.
"""

import difflib
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from textwrap import shorten
from typing import Any

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from bot.core.cards import LABEL_CAP, PICK_CAP, ROW_CAP, Button, Choice, Pick
from bot.core.faults import (
    BadArgument,
    ChooseValue,
    MissingArgument,
    NotPossible,
    PerhapsCommand,
    TooManyWords,
    UnknownCommand,
    UnknownOption,
    WhichCommand,
)
from bot.core.intents import Intent, arguments, bare_type, checker, choices, marks, suggestions
from bot.core.markup import clean
from bot.core.words import N_

LINE_CAP = 2_000
_TRIED = 12
"""Words that may belong together; each more costs a look-up."""

_SHUFFLED, _SHORT = 3, 6
"""Fields whose words may come in any order, and words of such a line: more is too much to try."""

_ECHOED = 60
_NEAR = 3
_LISTED = 8
_ENTRY = 72
"""Characters of a menu's entry; Slack shows 75."""
_WORD = re.compile(
    r"""(?P<flag>--|—)?(?:(?P<name>[A-Za-z_]+)[=:])?(?:"(?P<quoted>[^"]*)"?|(?P<bare>\S+))"""
)
_OPTION = re.compile(r"--(?P<flag>[A-Za-z_-]+)|(?P<name>[A-Za-z_]+)=(?P<value>.+)")
_QUOTES = str.maketrans("“”„«»‟″", '"""""""')
_YES = {"1", "yes", "y", "true", "on"}
_NO = {"0", "no", "n", "false", "off"}

Complete = Callable[[str, str], Awaitable[tuple[Choice, ...]]]
"""Asks a completion by key for what matches a typed text."""


@dataclass(frozen=True, slots=True)
class Line:
    """A typed line taken apart: the command it names, plain words and named values."""

    intent: type[Intent]
    words: tuple[str, ...]
    named: Mapping[str, str]


def usage(intent: type[Intent], say: Callable[[str], str] = str) -> str:
    """Show how a command is typed: `/quiz [trait] [level]`; `say` names it in a language."""
    parts = [
        f"<{say(name)}>" if field.is_required() else f"[{say(name)}]"
        for name, field in arguments(intent).items()
    ]
    return " ".join((f"/{' '.join(map(say, intent.spec.name.split()))}", *parts))


def split(
    line: str,
    commands: Mapping[str, type[Intent]],
    may: Callable[[type[Intent]], bool] = lambda _: True,
) -> Line:
    """Take a line apart; of commands that somebody may have meant, offer those they may use.

    Raises PerhapsCommand or UnknownCommand for an unknown command, TooManyWords for a line that
    is longer than anything one may ask.
    """
    text = clean(line).translate(_QUOTES).removeprefix("/").strip()
    lowered = text.casefold()
    name = max(
        (name for name in commands if lowered == name or lowered.startswith(f"{name} ")),
        key=len,
        default=None,
    )
    if name is None:
        raise _unknown(text, {name: kind for name, kind in commands.items() if may(kind)})
    rest = " ".join(text.split()[len(name.split()) :])
    if len(rest) > LINE_CAP:
        raise TooManyWords(value=rest[:_ECHOED], usage=usage(commands[name]))
    return _taken_apart(commands[name], rest)


def _unknown(text: str, commands: Mapping[str, type[Intent]]) -> UnknownCommand | PerhapsCommand:
    word = (text.split() or [""])[0].strip('"')[:40]
    family = [name for name in commands if name.startswith(f"{word.casefold()} ")]
    buttons = [
        Button(f"/{name}", commands[name]())
        for name in family or near_commands(word, commands)
        if not any(field.is_required() for field in commands[name].model_fields.values())
    ]
    if not buttons:
        return UnknownCommand(word=word)
    kind = WhichCommand if len(family) > 1 else PerhapsCommand
    return kind(*buttons, word=word)


def near_commands(word: str, commands: Iterable[str]) -> tuple[str, ...]:
    """Name up to three commands that somebody may have meant."""
    wanted, known = word.casefold(), list(commands)
    near = difflib.get_close_matches(wanted, known, n=_NEAR, cutoff=0.6)
    starts = [name for name in known if len(wanted) > 1 and name.startswith(wanted)]
    return tuple(dict.fromkeys((*near, *starts)))[:_NEAR]


def _taken_apart(intent: type[Intent], rest: str) -> Line:
    fields = arguments(intent)
    words: list[str] = []
    named: dict[str, str] = {}
    for found in _WORD.finditer(rest):
        value = found["quoted"] if found["quoted"] is not None else (found["bare"] or "")
        name = (found["name"] or "").casefold()
        switch = value.casefold() if found["flag"] and not name else ""
        if switch in fields and bare_type(fields[switch]) is bool:
            named[switch] = "yes"
        elif name in fields:
            named[name] = value
        else:
            words.append(value if found[0].startswith('"') else found[0])
    return Line(intent, tuple(words), named)


async def fill(line: Line, complete: Complete) -> Intent:
    """Give each word its field. Raises BadArgument, MissingArgument or TooManyWords."""
    values: dict[str, Any] = {}
    for name, text in line.named.items():
        if name not in arguments(line.intent):
            raise TooManyWords(value=f"{name}={text}"[:_ECHOED], usage=usage(line.intent))
        values[name] = await _accept(line.intent, name, text, complete)
    words = list(line.words)
    order = [name for name in _worded(line.intent) if name not in values]
    found, left = await _spread(line.intent, order, words, complete)
    if left:
        other = await _in_other_order(line.intent, order, words, complete)
        if other is None:
            await _refuse(line.intent, values | found, left, complete)
        found = other or found
    values |= found
    for name, field in arguments(line.intent).items():
        if field.is_required() and name not in values:
            raise MissingArgument(field=name, usage=usage(line.intent))
    return line.intent(**values)


@cache
def _worded(intent: type[Intent]) -> tuple[str, ...]:
    """Name the fields that take words; a switch is set by its own name."""
    return tuple(name for name, field in arguments(intent).items() if bare_type(field) is not bool)


async def _spread(
    intent: type[Intent], order: Iterable[str], words: Iterable[str], complete: Complete
) -> tuple[dict[str, Any], list[str]]:
    """Let each field in turn take as many words as it can; return what was taken, and the rest."""
    values: dict[str, Any] = {}
    left = list(words)
    for name in order:
        taken, value = await _longest(intent, name, left, complete)
        if taken:
            values[name] = value
            del left[:taken]
    return values, left


async def _in_other_order(
    intent: type[Intent], order: Sequence[str], words: Sequence[str], complete: Complete
) -> dict[str, Any] | None:
    """Try the fields in every other order: `/quiz 2 maths`. None where that is not one meaning."""
    if not 1 < len(order) <= _SHUFFLED or len(words) > _SHORT:
        return None
    tried = [await _spread(intent, each, words, complete) for each in permutations(order)]
    whole = [values for values, left in tried if not left]
    return whole[0] if whole and all(values == whole[0] for values in whole) else None


async def _longest(
    intent: type[Intent], name: str, words: list[str], complete: Complete
) -> tuple[int, Any]:
    most = min(len(words), _TRIED) if suggestions(intent.model_fields[name]) else len(words)
    for count in range(most, 0, -1):
        try:
            value = await _accept(intent, name, " ".join(words[:count]), complete)
        except BadArgument:
            continue
        return count, value
    return 0, None


async def _refuse(
    intent: type[Intent], values: Mapping[str, Any], words: list[str], complete: Complete
) -> None:
    for word in words:
        await _refuse_option(intent, word, complete)
    for name in _worded(intent):
        if name not in values:
            await _accept(intent, name, " ".join(words), complete)
    raise TooManyWords(value=" ".join(words)[:_ECHOED], usage=usage(intent))


async def _refuse_option(intent: type[Intent], word: str, complete: Complete) -> None:
    """Say that there is no such option, and offer the one that was meant. Raises UnknownOption."""
    found, fields = _OPTION.fullmatch(word), arguments(intent)
    name = (found["name"] or found["flag"]).casefold() if found else ""
    if not found or name in fields:
        return
    buttons: list[Button] = []
    value = (found["value"] or "").strip('"')
    for meant in difflib.get_close_matches(name, list(fields), n=1) if value else ():
        if all(n == meant or not field.is_required() for n, field in fields.items()):
            try:
                go = intent(**{meant: await _accept(intent, meant, value, complete)})
            except BadArgument:
                continue
            buttons.append(Button(_label(f"{meant}={value}"), go))
    raise UnknownOption(*buttons, name=name[:_ECHOED], usage=usage(intent))


def _label(text: str) -> str:
    return shorten(text, LABEL_CAP, placeholder="…")


async def _accept(intent: type[Intent], name: str, text: str, complete: Complete) -> Any:  # noqa: ANN401 (any field type)
    field, text = intent.model_fields[name], clean(text)
    key = suggestions(field)
    offered = await complete(key, text) if key else ()
    meant = _meant(field, text, offered)
    if meant is None and not _free(field):
        raise _bad(intent, name, text, offered or (await complete(key, "") if key else ()))
    try:
        return checker(intent, name).validate_strings(text if meant is None else meant)
    except ValidationError:
        raise _bad(intent, name, text, await complete(key, "") if key else ()) from None


def _meant(field: FieldInfo, text: str, offered: tuple[Choice, ...]) -> str | None:
    wanted = text.casefold()
    if bare_type(field) is bool:
        return "true" if wanted in _YES else "false" if wanted in _NO else text
    if fixed := choices(field):
        return next((value for value in fixed if value.casefold() == wanted), None)
    if not suggestions(field):
        return text
    sure = [c.value for c in offered if wanted in {c.value.casefold(), c.label.casefold()}]
    return sure[0] if sure else offered[0].value if len(offered) == 1 else None


def _free(field: FieldInfo) -> bool:
    """Tell whether any words may stand here: text that need not be an id of something."""
    return bare_type(field) is str and not any(getattr(m, "pattern", None) for m in marks(field))


def _bad(intent: type[Intent], name: str, text: str, offered: tuple[Choice, ...]) -> BadArgument:
    field, said = intent.model_fields[name], {"value": text[:_ECHOED], "field": name}
    fixed = choices(field) or (("yes", "no") if bare_type(field) is bool else ())
    alone = all(n == name or not f.is_required() for n, f in intent.model_fields.items())
    if alone and len(offered) > _NEAR:
        return ChooseValue(_menu(intent, name, offered), **said)
    listed = [choice.label for choice in offered[:_LISTED]] or list(fixed)
    expected = f"{'; '.join(listed)}." if listed else _bounds(field)
    values = offered or tuple(Choice(value, value) for value in fixed)
    buttons = [
        Button(_label(choice.label), intent.model_validate_strings({name: choice.value}))
        for choice in (values[:ROW_CAP] if alone else ())
    ]
    if not expected:
        return BadArgument(*buttons, usage=usage(intent), **said)
    return NotPossible(*buttons, expected=expected, **said)


def _menu(intent: type[Intent], name: str, offered: tuple[Choice, ...]) -> Pick:
    options = {
        each.value: Choice(each.value, shorten(each.label, _ENTRY, placeholder="…"))
        for each in offered[:PICK_CAP]
    }
    into = intent.model_validate_strings({name: offered[0].value})
    return Pick(N_("Choose"), into, name, tuple(options.values()))


def _bounds(field: FieldInfo) -> str:
    low = next((mark.ge for mark in field.metadata if hasattr(mark, "ge")), None)
    high = next((mark.le for mark in field.metadata if hasattr(mark, "le")), None)
    return f"{low}-{high}." if low is not None and high is not None else ""
