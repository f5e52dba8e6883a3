"""What somebody types into a slash command, checked as Discord's client checks it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.doubles.discord.commands import NotOfferedError
from tests.doubles.discord.envelopes import Entity
from tests.doubles.discord.errors import Json
from tests.doubles.discord.places import Channel, Role, User

SUBCOMMAND, GROUP = 1, 2
STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER = 3, 4, 5, 6, 7, 8, 9, 10
PLAIN: dict[int, tuple[type, ...]] = {
    STRING: (str,),
    INTEGER: (int,),
    BOOLEAN: (bool,),
    USER: (User,),
    CHANNEL: (Channel,),
    ROLE: (Role,),
    MENTIONABLE: (User, Role),
    NUMBER: (int, float),
}

Value = str | int | float | bool | Entity


@dataclass
class Typed:
    """A command line: the options as they are sent, and what was picked in them."""

    options: list[Json] = field(default_factory=list[Json])
    entities: list[Entity] = field(default_factory=list[Entity])


def typed(command: Json, path: list[str], given: Mapping[str, Value], focused: str = "") -> Typed:
    """Fill the options of a command; with `focused`, as they are while that one is typed.

    Raises NotOfferedError for what the client would not send.
    """
    if path:
        step = path[0]
        inner = _named(command, step)
        below = typed(inner, path[1:], given, focused)
        entry = {"name": step, "type": inner["type"], "options": below.options}
        return Typed([entry], below.entities)
    declared = {option["name"]: option for option in command.get("options") or ()}
    if any(option["type"] in {SUBCOMMAND, GROUP} for option in declared.values()):
        raise NotOfferedError(f"/{command['name']} needs one of {', '.join(declared)}")
    for name in given:
        if name not in declared:
            raise NotOfferedError(f"/{command['name']} has no option {name}")
    line = Typed()
    for name, option in declared.items():
        if name in given:
            _add(line, option, given[name], focused=name == focused)
        elif option.get("required") and not focused:
            raise NotOfferedError(f"/{command['name']} needs the option {name}")
    return line


def _named(command: Json, step: str) -> Json:
    for option in command.get("options") or ():
        if option["name"] == step and option["type"] in {SUBCOMMAND, GROUP}:
            return option
    raise NotOfferedError(f"/{command['name']} has no subcommand {step}")


def _add(line: Typed, option: Json, value: Value, *, focused: bool) -> None:
    if focused:
        if not option.get("autocomplete"):
            raise NotOfferedError(f"{option['name']} has no autocomplete")
        line.options.append({**_entry(option, value), "value": str(value), "focused": True})
        return
    _check(option, value)
    if isinstance(value, User | Role | Channel):
        line.entities.append(value)
    line.options.append(_entry(option, value))


def _entry(option: Json, value: Value) -> Json:
    sent = str(value.id) if isinstance(value, User | Role | Channel) else value
    return {"name": option["name"], "type": option["type"], "value": sent}


def _check(option: Json, value: Value) -> None:
    name, kind = option["name"], option["type"]
    boolean = isinstance(value, bool) != (kind == BOOLEAN)
    if boolean or not isinstance(value, PLAIN[kind]):
        raise NotOfferedError(f"{name}: {value!r} does not fit an option of type {kind}")
    choices = [choice["value"] for choice in option.get("choices") or ()]
    if choices and value not in choices:
        raise NotOfferedError(f"{name}: {value!r} is none of {choices}")
    if isinstance(value, str):
        _within(name, len(value), option.get("min_length"), option.get("max_length") or 6000)
    elif isinstance(value, int | float):
        _within(name, value, option.get("min_value"), option.get("max_value"))
    elif isinstance(value, Channel):
        kinds = option.get("channel_types") or [value.type]
        if value.type not in kinds:
            raise NotOfferedError(f"{name}: channels of type {kinds} can be picked")


def _within(name: str, size: float, least: float | None, most: float | None) -> None:
    if (least is not None and size < least) or (most is not None and size > most):
        raise NotOfferedError(f"{name}: {size} is not between {least} and {most}")
