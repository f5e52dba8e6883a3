"""How what was typed and not understood is refused: what is possible, a press away."""

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from textwrap import shorten
from typing import Any

from bot.core import tokens
from bot.core.cards import LABEL_CAP, PICK_CAP, ROW_CAP, Button, Choice, Pick
from bot.core.faults import (
    BadArgument,
    ChooseValue,
    NotPossible,
    PerhapsCommand,
    UnknownCommand,
    WhichCommand,
)
from bot.core.intents import Intent, arguments, bare_type, checker, choices
from bot.core.words import N_

ECHOED = 60
"""Characters of what was typed that a refusal says back."""

_NEAR = 3
_LISTED = 8
_ENTRY = 72
"""Characters of a menu's entry; Slack shows 75."""


def usage(intent: type[Intent], say: Callable[[str], str] = str) -> str:
    """Show how a command is typed: `/quiz [trait] [level]`; `say` names it in a language."""
    parts = [
        f"<{say(name)}>" if field.is_required() else f"[{say(name)}]"
        for name, field in arguments(intent).items()
    ]
    return " ".join((f"/{' '.join(map(say, intent.spec.name.split()))}", *parts))


def _first(text: str) -> str:
    return (text.split() or [""])[0].strip('"')[:40]


def family(text: str, commands: Iterable[str]) -> list[str]:
    """Name the commands that begin with the first word of a text, as `schedule list` does."""
    begins = f"{_first(text).casefold()} "
    return [name for name in commands if name.startswith(begins)]


def unknown(text: str, commands: Mapping[str, type[Intent]]) -> UnknownCommand | PerhapsCommand:
    """Refuse a command that is none, with those that may be meant, and with the help."""
    word, several = _first(text), len(family(text, commands)) > 1
    meant = [
        name
        for name in family(text, commands) or near_commands(word, commands)
        if not any(field.is_required() for field in commands[name].model_fields.values())
    ]
    offered = meant if several else dict.fromkeys((*meant, *({"help"} & {*commands})))
    buttons = [Button(f"/{name}", commands[name]()) for name in offered]
    if not meant:
        return UnknownCommand(*buttons, word=word)
    kind = WhichCommand if several else PerhapsCommand
    return kind(*buttons, word=word)


def near_commands(word: str, commands: Iterable[str]) -> tuple[str, ...]:
    """Name up to three commands that somebody may have meant."""
    wanted, known = word.casefold(), list(commands)
    near = difflib.get_close_matches(wanted, known, n=_NEAR, cutoff=0.6)
    starts = [name for name in known if len(wanted) > 1 and name.startswith(wanted)]
    return tuple(dict.fromkeys((*near, *starts)))[:_NEAR]


def label(text: str) -> str:
    """Shorten a text to a button's label."""
    return shorten(text, LABEL_CAP, placeholder="…")


def misread(
    intent: type[Intent],
    name: str,
    text: str,
    offered: Sequence[Choice],
    kept: Mapping[str, Any],
) -> BadArgument:
    """Say what a field may hold. The buttons and the menu ask with `kept`, what else was given."""
    field, said = intent.model_fields[name], {"value": text[:ECHOED], "field": name}
    fixed = choices(field) or (("yes", "no") if bare_type(field) is bool else ())
    values = [*(offered or (Choice(value, value) for value in fixed))]
    asks = [go for each in values if (go := _asked(intent, name, each.value, kept)) is not None]
    possible = asks if len(asks) == len(values) else []
    if possible and len(offered) > _NEAR:
        return ChooseValue(_menu(possible[0], name, offered), **said)
    listed = [choice.label for choice in offered[:_LISTED]] or list(fixed)
    expected = f"{'; '.join(listed)}." if listed else _bounds(intent, name)
    pairs = zip(values[:ROW_CAP], possible, strict=False)
    buttons = [Button(label(choice.label), go) for choice, go in pairs]
    if not expected:
        return BadArgument(*buttons, usage=usage(intent), **said)
    return NotPossible(*buttons, expected=expected, **said)


def _asked(intent: type[Intent], name: str, value: str, kept: Mapping[str, Any]) -> Intent | None:
    """Ask with one value; None where more is needed, or where it cannot stand on a button."""
    given = {**kept, name: checker(intent, name).validate_strings(value)}
    if any(f.is_required() and n not in given for n, f in intent.model_fields.items()):
        return None
    go = intent(**given)
    return go if tokens.fits(go) else None


def _menu(into: Intent, name: str, offered: Sequence[Choice]) -> Pick:
    options = {
        each.value: Choice(each.value, shorten(each.label, _ENTRY, placeholder="…"))
        for each in offered[:PICK_CAP]
    }
    return Pick(N_("Choose"), into, name, tuple(options.values()))


def _bounds(intent: type[Intent], name: str) -> str:
    metadata = intent.model_fields[name].metadata
    low = next((mark.ge for mark in metadata if hasattr(mark, "ge")), None)
    high = next((mark.le for mark in metadata if hasattr(mark, "le")), None)
    return f"{low}-{high}." if low is not None and high is not None else ""
