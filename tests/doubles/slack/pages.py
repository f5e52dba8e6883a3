"""Long lists, page by page."""

import base64
from collections.abc import Sequence

from tests.doubles.slack.asks import Ask
from tests.doubles.slack.errors import Json, SlackError

USUAL, MOST = 100, 1000


def page(name: str, everything: Sequence[object], ask: Ask) -> Json:
    """Return one page and the cursor of the next, empty on the last. Raises SlackError."""
    limit = ask.get("limit") or USUAL
    if not 1 <= limit <= MOST:
        raise SlackError("invalid_limit")
    start = _start(ask.get("cursor") or "")
    end = start + limit
    following = _cursor(end) if end < len(everything) else ""
    return {
        name: list(everything[start:end]),
        "response_metadata": {"next_cursor": following},
    }


def _cursor(start: int) -> str:
    return base64.b64encode(f"next:{start}".encode()).decode()


def _start(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        name, _, start = base64.b64decode(cursor, validate=True).decode().partition(":")
        if name == "next":
            return int(start)
    except ValueError:
        pass
    raise SlackError("invalid_cursor")
