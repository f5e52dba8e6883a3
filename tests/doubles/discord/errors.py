"""Discord's refusals: HTTP status, code and words, as the API documents them."""

from collections.abc import Callable, Iterable
from typing import Any

Json = dict[str, Any]
"""One JSON object, as it goes over the wire."""

Fault = tuple[str, str]
"""Where a body is wrong (`embeds.0.title`), and how."""


def inner(data: Json, key: str) -> Json:
    """Return the object below a key, an empty one for none or null."""
    found: Json | None = data.get(key)
    return found or {}


def broken(check: Callable[[], list[Fault]]) -> list[Fault]:
    """Run a check of a body; a body of the wrong shape is one more fault."""
    try:
        return check()
    except (AttributeError, KeyError, TypeError) as shape:
        return [("", f"is malformed: {shape!r}")]


class ApiError(Exception):
    """A request is refused; this is drawn as the answer."""

    def __init__(self, status: int, code: int, text: str, errors: Json | None = None) -> None:
        super().__init__(f"{status} {code}: {text} {errors or ''}".strip())
        self.status, self.code, self.text, self.errors = status, code, text, errors

    def body(self) -> Json:
        """Return the JSON object that says it."""
        told: Json = {"message": self.text, "code": self.code}
        return {**told, "errors": self.errors} if self.errors else told


def unknown(thing: str) -> ApiError:
    """Say that something is not, or no longer, there."""
    codes = {
        "Account": 10001,
        "Application": 10002,
        "Channel": 10003,
        "Guild": 10004,
        "Member": 10007,
        "Message": 10008,
        "User": 10013,
        "Webhook": 10015,
        "interaction": 10062,
        "application command": 10063,
    }
    return ApiError(404, codes[thing], f"Unknown {thing}")


def missing_access() -> ApiError:
    """Say that the bot cannot see the channel."""
    return ApiError(403, 50001, "Missing Access")


def missing_permissions() -> ApiError:
    """Say that the bot sees the channel and lacks the right."""
    return ApiError(403, 50013, "Missing Permissions")


def invalid_form(faults: Iterable[Fault]) -> ApiError:
    """Say what is wrong with a body, nested as Discord nests it."""
    tree: Json = {}
    for path, words in faults:
        node = tree
        for step in filter(None, path.split(".")):
            node = node.setdefault(step, {})
        node.setdefault("_errors", []).append({"code": "INVALID", "message": words})
    return ApiError(400, 50035, "Invalid Form Body", tree)
