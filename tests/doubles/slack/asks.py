"""One call of the Web API, read, and the table entry that says who handles it."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from aiohttp import web

from tests.doubles.slack.errors import Fault, Json, SlackError

COMMON = {"team_id": "str"}
"""What every method takes: the workspace that is meant, for a token of a whole organisation."""

FORM = {"application/x-www-form-urlencoded", "multipart/form-data"}


@dataclass(frozen=True, slots=True)
class Ask:
    """The arguments of a call. `token` is the one in the header."""

    token: str
    data: Json

    def get(self, name: str, default: object = None) -> Any:  # noqa: ANN401 - checked by the table
        """Return an argument."""
        return self.data.get(name, default)


Handler = Callable[[Ask], Awaitable[Json]]


@dataclass(frozen=True, slots=True)
class Method:
    """A method of the Web API.

    `args` gives each argument's kind: str, int, bool or json; a name that ends in `!` has to be
    there. `scope` is the one that is needed, `tier` says how often it may be called.
    """

    name: str
    handle: Handler
    args: Mapping[str, str] = field(default_factory=dict[str, str])
    scope: str = ""
    tier: str = "t3"
    app_level: bool = False
    """Whether it wants the app-level token."""


async def read(request: web.Request) -> Ask:
    """Read a call: JSON, a form or a query. Raises SlackError."""
    data: Json = dict(request.query)
    if request.content_type == "application/json":
        data |= _parse(await request.text())
    elif request.content_type in FORM:
        data |= {key: value for key, value in (await request.post()).items() if value != ""}
    elif await request.read():
        raise SlackError("invalid_form_data")
    header = request.headers.get("Authorization", "")
    token = header.removeprefix("Bearer ") if header.startswith("Bearer ") else ""
    if "token" in data:
        raise SlackError("not_allowed_token_type")
    return Ask(token, {key: value for key, value in data.items() if value is not None})


def _parse(text: str) -> Json:
    try:
        found: object = json.loads(text or "{}")
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(found, dict):
        raise SlackError("json_not_object")
    return cast("Json", found)


def checked(method: Method, ask: Ask) -> Ask:
    """Return the call with every argument of the right kind. Raises SlackError."""
    kinds = {name.removesuffix("!"): kind for name, kind in method.args.items()} | COMMON
    needed = {name.removesuffix("!") for name in method.args if name.endswith("!")}
    faults: list[Fault] = [
        (f"/{name}", f"unknown argument: {name}") for name in ask.data if name not in kinds
    ]
    faults += [(f"/{name}", "missing required field") for name in needed - ask.data.keys()]
    made: Json = {}
    for name, kind in kinds.items() & {(name, kinds.get(name, "")) for name in ask.data}:
        try:
            made[name] = _converted(kind, ask.data[name])
        except (TypeError, ValueError):
            faults.append((f"/{name}", f"must be a {kind}"))
    if faults:
        raise SlackError("invalid_arguments", faults)
    return Ask(ask.token, made)


def _converted(kind: str, value: object) -> object:
    """Read one argument; forms and queries bring strings. Raises TypeError or ValueError."""
    if kind == "bool":
        return _bool(value)
    if kind == "int":
        if isinstance(value, bool) or not isinstance(value, (int, str)):
            raise TypeError
        return int(value)
    if kind == "json":
        found: object = json.loads(value) if isinstance(value, str) else value
        return found
    if not isinstance(value, str):
        raise TypeError
    return value


def _bool(value: object) -> bool:
    known = {"true": True, "1": True, "false": False, "0": False}
    if isinstance(value, bool):
        return value
    return known[value] if isinstance(value, str) and value in known else _wrong()


def _wrong() -> bool:
    raise TypeError
