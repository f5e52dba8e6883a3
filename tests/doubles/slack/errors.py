"""Slack's refusals: `ok: false`, the name of the error, and what else the answer says."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

Json = dict[str, Any]
"""One JSON object, as it goes over the wire."""

Fault = tuple[str, str]
"""Where a body is wrong, as a JSON pointer (`/blocks/0/text`), and how."""


class SlackError(Exception):
    """A call is refused; this is drawn as the answer. `more` stands beside the error."""

    def __init__(self, error: str, faults: Iterable[Fault] = (), **more: object) -> None:
        self.error, self.more = error, more
        self.messages = [f"[ERROR] {words} [json-pointer:{path}]" for path, words in faults]
        super().__init__(" ".join([error, *self.messages]))

    def body(self) -> Json:
        """Return the JSON object that says it."""
        told: Json = {"ok": False, "error": self.error, **self.more}
        if self.messages:
            told["response_metadata"] = {"messages": self.messages}
        return told


def broken(check: Callable[[], Iterable[Fault]]) -> list[Fault]:
    """Run a check of a body; a body of the wrong shape is one more fault."""
    try:
        return list(check())
    except (AttributeError, KeyError, TypeError) as shape:
        return [("", f"is malformed: {shape!r}")]


def objects(value: object) -> Iterator[Json]:
    """Go through every object in a JSON value, from the outside in."""
    if isinstance(value, dict):
        yield cast("Json", value)
        for each in cast("Json", value).values():
            yield from objects(each)
    elif isinstance(value, (list, tuple)):
        for each in cast("list[object]", value):
            yield from objects(each)
