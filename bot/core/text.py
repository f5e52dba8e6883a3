"""A typed line, taken apart, as an intent: forgiving, and kind where it cannot be.

`/tip maths`, `tip step=foundations`, `/define "train test split"`, `--public`: words fill the
fields in order, `name=value` names one, and so do `name value` and `--name value`, quotes keep
words together, a flag sets a switch.
"""

import difflib
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise, permutations
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from bot.core.cards import Button, Choice
from bot.core.faults import BadArgument, MissingArgument, TooManyWords, UnknownOption
from bot.core.intents import Intent, arguments, bare_type, checker, choices, marks, suggestions
from bot.core.lines import Line
from bot.core.markup import clean
from bot.core.refusals import ECHOED, label, misread, usage

_TRIED = 12
"""Words that may belong together; each more costs a look-up."""

_SHUFFLED, _SHORT = 3, 6
"""Fields whose words may come in any order, and words of such a line: more is too much to try."""

_OPTION = re.compile(r"--(?P<flag>[A-Za-z_-]+)|(?P<name>[A-Za-z_]+)=(?P<value>.+)")
_YES = {"1", "yes", "y", "true", "on"}
_NO = {"0", "no", "n", "false", "off"}

Complete = Callable[[str, str], Awaitable[tuple[Choice, ...]]]
"""Asks a completion by key for what matches a typed text."""


async def fill(line: Line, complete: Complete) -> Intent:
    """Give each word its field; an empty value counts as not given.

    Raises BadArgument, MissingArgument or TooManyWords.
    """
    values, wrong = await _named(line, complete)
    words = list(line.words)
    order = [name for name in _worded(line.intent) if name not in {*values, *wrong}]
    found = await _by_name(line, order, complete, switches=False)
    if found is None:
        found, left = await _spread(line.intent, order, words, complete)
        if left and not wrong:
            found = await _otherwise(line, order, values | found, left, complete)
    values |= found
    for name, text in wrong.items():
        await _accept(line.intent, name, text, complete, values)
    for name, field in arguments(line.intent).items():
        if field.is_required() and name not in values:
            raise MissingArgument(field=name, usage=usage(line.intent))
    return line.intent(**values)


async def _named(line: Line, complete: Complete) -> tuple[dict[str, Any], dict[str, str]]:
    """Read the values that came by name; return those that are understood, and the others."""
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name, text in line.named.items():
        if not clean(text).strip():
            continue
        if name not in arguments(line.intent):
            raise TooManyWords(value=f"{name}={text}"[:ECHOED], usage=usage(line.intent))
        try:
            values[name] = await _accept(line.intent, name, text, complete)
        except BadArgument:
            wrong[name] = text
    return values, wrong


async def _by_name(
    line: Line, order: Sequence[str], complete: Complete, *, switches: bool
) -> dict[str, Any] | None:
    """Read `level 2` as the level. None where that leaves a word over, or names nothing."""
    names = {at: _name(line.words[at]) for at in line.led}
    kinds = {name: bare_type(arguments(line.intent)[name]) for name in names.values()}
    led = [at for at in names if kinds[names[at]] is not bool or switches]
    values: dict[str, Any] = {}
    left = list(line.words[: led[0]]) if led else []
    for here, there in pairwise((*led, len(line.words))):
        name, rest = names[here], list(line.words[here + 1 : there])
        if name in values or (kinds[name] is not bool and name not in order):
            return None
        taken, values[name] = 0, True
        if kinds[name] is not bool:
            taken, values[name] = await _longest(line.intent, name, rest, complete)
            if not taken:
                return None
        left += rest[taken:]
    if not values:
        return None
    free = [name for name in order if name not in values]
    found, over = await _spread(line.intent, free, left, complete)
    other = await _in_other_order(line.intent, free, left, complete) if over else found
    return None if other is None else values | other


async def _otherwise(
    line: Line,
    order: Sequence[str],
    values: Mapping[str, Any],
    left: Sequence[str],
    complete: Complete,
) -> dict[str, Any]:
    """Read words that are left over in another way, or refuse them. Raises PersonFault."""
    found = await _in_other_order(line.intent, order, line.words, complete)
    if found is None:
        found = await _by_name(line, order, complete, switches=True)
    if found is None:
        await _refuse_named(line, complete)
        await _refuse(line.intent, values, left, complete)
    return found or {}


async def _refuse_named(line: Line, complete: Complete) -> None:
    """Say that a field which a word names cannot hold the words after it. Raises BadArgument."""
    for here, there in pairwise((*line.led, len(line.words))):
        name, rest = _name(line.words[here]), list(line.words[here + 1 : there])
        taken, _ = await _longest(line.intent, name, rest, complete)
        if rest and not taken:
            await _accept(line.intent, name, " ".join(rest), complete)


def _name(word: str) -> str:
    return word.lstrip("-\N{EM DASH}").casefold()


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
    intent: type[Intent], values: Mapping[str, Any], words: Sequence[str], complete: Complete
) -> None:
    for word in words:
        await _refuse_option(intent, word, complete)
    for name in _worded(intent):
        if name not in values:
            await _accept(intent, name, " ".join(words), complete, values)
    raise TooManyWords(value=" ".join(words)[:ECHOED], usage=usage(intent))


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
            buttons.append(Button(label(f"{meant}={value}"), go))
    raise UnknownOption(*buttons, name=name[:ECHOED], usage=usage(intent))


async def _accept(
    intent: type[Intent],
    name: str,
    text: str,
    complete: Complete,
    kept: Mapping[str, Any] = MappingProxyType({}),
) -> Any:  # noqa: ANN401 (any field type)
    """Read one value. Raises BadArgument, whose ways out keep what else was given."""
    field, text = intent.model_fields[name], clean(text)
    key = suggestions(field)
    offered = await complete(key, text) if key else ()
    meant = _meant(field, text, offered)
    if meant is None and not _free(field):
        offered = offered or (await complete(key, "") if key else ())
        raise misread(intent, name, text, offered, kept)
    try:
        return checker(intent, name).validate_strings(text if meant is None else meant)
    except ValidationError:
        every = await complete(key, "") if key else ()
        raise misread(intent, name, text, every, kept) from None


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
