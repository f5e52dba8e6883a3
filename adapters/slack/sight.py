"""Who can see what, and who is in which group, as far as the granted scopes let Slack tell us."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import cast

from adapters.slack.web import Body, as_body
from bot.core.posting import Refused, Role

PAGE, PAGES = 200, 10
"""Members that are read at once, and how often."""

OURS = frozenset({"token", "left"})
"""Refusals that say nothing about one channel."""

Look = Callable[[str, Mapping[str, str]], Awaitable[Body]]


async def visible(look: Look, user: str, channels: Collection[str]) -> frozenset[str]:
    """Return public channels, and others that somebody is in; guests see only the latter.

    `look` calls a method and raises Refused, Unreached or Unknown.
    """
    who = as_body((await look("users.info", {"user": user})).get("user"))
    kept_apart = ("is_restricted", "is_ultra_restricted", "is_stranger")
    guest = any(who.get(each) for each in kept_apart)
    seen = set[str]()
    for each in channels:
        try:
            if await _sees(look, user, each.partition("/")[0], guest=guest):
                seen.add(each)
        except Refused as refused:
            if refused.reason in OURS:
                raise
    return frozenset(seen)


async def _sees(look: Look, user: str, channel: str, *, guest: bool) -> bool:
    info = as_body((await look("conversations.info", {"channel": channel})).get("channel"))
    if not (guest or info.get("is_private")):
        return True
    asked = {"channel": channel, "limit": str(PAGE)}
    for _ in range(PAGES):
        found = await look("conversations.members", asked)
        if user in cast("list[object]", found.get("members") or []):
            return True
        cursor = str(as_body(found.get("response_metadata")).get("next_cursor") or "")
        if not cursor:
            return False
        asked["cursor"] = cursor
    return False


async def user_groups(look: Look) -> tuple[Role, ...]:
    """List the user groups; none without the scope for it (usergroups:read)."""
    try:
        found = await look("usergroups.list", {})
    except Refused as refused:
        if refused.reason in OURS:
            raise
        return ()
    groups = map(as_body, cast("list[object]", found.get("usergroups") or []))
    return tuple(Role(str(each.get("id")), str(each.get("handle"))) for each in groups)


async def holders(look: Look, group: str) -> frozenset[str]:
    """Return the people of a user group; nobody where Slack does not tell us."""
    try:
        found = await look("usergroups.users.list", {"usergroup": group})
    except Refused as refused:
        if refused.reason in OURS:
            raise
        return frozenset()
    return frozenset(map(str, cast("list[object]", found.get("users") or [])))
