"""What Slack's answers mean for a post."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from adapters.slack.web import FATAL, Away
from adapters.slack.web import Refused as Said
from bot.core.posting import Later, Refused, Trouble, Unknown, Unreached

REASONS = {
    "channel_not_found": "no channel",
    "message_not_found": "no channel",
    "not_in_channel": "not member",
    "is_archived": "archived",
    "is_inactive": "archived",
    "thread_locked": "archived",
    "no_permission": "no right",
    "missing_scope": "no right",
    "team_access_not_granted": "left",
}
"""What Slack's words mean for a post: values of `Reason`."""

NOBODY_KNOWS = frozenset({"internal_error", "fatal_error", "request_timeout"})
AWAY = frozenset({"service_unavailable", "team_added_to_org"})


def trouble(said: Said) -> Trouble:
    """Say what a refusal means for a post."""
    if said.error in {"ratelimited", "rate_limited"}:
        return Later(said.wait or 1.0)
    if said.error in NOBODY_KNOWS:
        return Unknown(said.error)
    if said.error in AWAY:
        return Unreached(said.error)
    if said.error in FATAL:
        return Refused("token")
    if said.error.startswith("restricted_action"):
        return Refused("no right", ("Post messages",))
    return Refused(REASONS.get(said.error, "invalid"))


@asynccontextmanager
async def meant() -> AsyncGenerator[None]:
    """Turn Slack's answers into what they mean for a post."""
    try:
        yield
    except Said as said:
        raise trouble(said) from said
    except Away as away:
        raise (Unreached if away.sure else Unknown)(str(away)) from away
    except TimeoutError as late:
        raise Unknown("no answer in time") from late
