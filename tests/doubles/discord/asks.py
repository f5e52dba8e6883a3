"""One request to the API, read, and the table entry that says who handles it."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, cast

from aiohttp import web
from aiohttp.web_request import FileField

from tests.doubles.discord.errors import ApiError, Json
from tests.doubles.discord.posting import Upload

Answer = Json | list[Json] | web.Response | None
"""What a handler returns; None is an empty 204."""


@dataclass
class Ask:
    """A request with its body read. `data` is whatever JSON came, an empty object for none."""

    params: dict[str, str]
    query: dict[str, str]
    data: Any
    files: list[Upload] = field(default_factory=list[Upload])

    @property
    def json(self) -> Json:
        """Return the body where it has to be an object. Raises ApiError."""
        if not isinstance(self.data, dict):
            raise ApiError(400, 50109, "The request body contains invalid JSON.")
        return cast("Json", self.data)


Handler = Callable[[Ask], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Route:
    """A method and a path, written as in Discord's OpenAPI file."""

    method: str
    path: str
    handle: Handler
    by_token: bool = False
    """Whether the token in the path is all the proof that is needed."""


async def read(request: web.Request) -> Ask:
    """Read a request: JSON, or a form with `payload_json` and files. Raises ApiError."""
    params = {name: str(value) for name, value in request.match_info.items()}
    query = dict(request.query)
    if request.content_type == "multipart/form-data":
        return await _form(request, params, query)
    text = await request.text()
    if text and request.content_type != "application/json":
        raise ApiError(400, 50035, f"Invalid Form Body: content type {request.content_type}")
    return Ask(params, query, _parse(text) if text else {})


async def _form(request: web.Request, params: dict[str, str], query: dict[str, str]) -> Ask:
    data: Any = {}
    files: list[Upload] = []
    for name, value in (await request.post()).items():
        if isinstance(value, FileField):
            slot = int(name.removeprefix("files[").removesuffix("]"))
            files.append(Upload(slot, value.filename, value.file.read()))
            value.file.close()
        elif name == "payload_json":
            text = value if isinstance(value, str) else bytes(value).decode()
            data = _parse(text)
    return Ask(params, query, data, files)


def _parse(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        raise ApiError(400, 50109, "The request body contains invalid JSON.") from None
