"""Posts that nobody asked for, to Slack's channels. Slack has no key against repeats.

Each post carries its key as metadata, by which it is found again where the history may be read
(engine, section 7).
"""

import asyncio
import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from adapters.slack import sight
from adapters.slack.meaning import meant
from adapters.slack.speech import message
from adapters.slack.web import Body, Web, as_body
from adapters.slack.web import Refused as Said
from bot.core.cards import Card, Note
from bot.core.markup import escape
from bot.core.people import Community, Place
from bot.core.posting import (
    Lane,
    Post,
    Refused,
    Rights,
    Role,
    Sent,
    Unreached,
)

A_CHANNEL, A_WORKSPACE = 0.9, 5.0
"""Posts a second: Slack takes one for a channel, and several hundred a minute in all."""

WITHIN = 9.0
"""Seconds for a call for which nothing else is said."""

EVENT = "milepost_post"
SKEW = dt.timedelta(minutes=1)
PAGE, PAGES = 200, 10
"""Messages that are read at once, and how often, before a search is given up."""

INVITE = "/invite @{name}"


@dataclass(slots=True)
class Session:
    """A session that opens with the first call."""

    token: str = field(repr=False)
    api: str = ""
    _web: Web | None = field(default=None, init=False, repr=False)

    def __call__(self) -> Web:
        """Return the open session."""
        if self._web is None or self._web.session.closed:
            self._web = Web.open(self.token, self.api)
        return self._web

    async def close(self) -> None:
        """Close it; the next call opens another."""
        if self._web is not None:
            await self._web.close()
            self._web = None


@dataclass(slots=True)
class SlackPoster:
    """Posts through whatever session is open at the moment; `name` is the bot's own."""

    web: "Callable[[], Web | None] | Session"
    name: Callable[[], str] = lambda: "milepost"
    _home: str = field(default="", init=False)

    @classmethod
    def open(cls, token: str, api: str = "") -> "SlackPoster":
        """Make a poster with a session of its own; `api` replaces Slack's address."""
        return cls(Session(token, api))

    async def close(self) -> None:
        """Close the session, where it is our own."""
        if isinstance(self.web, Session):
            await self.web.close()

    @property
    def once_within(self) -> float:
        """Return 0: Slack knows no key against repeats."""
        return 0.0

    def lanes(self, place: Place) -> tuple[Lane, ...]:
        """Name the limits of the channel and of the workspace."""
        channel, _, _ = place.channel.partition("/")
        team = place.community.id if place.community else ""
        return (
            Lane(f"slack:{team}:{channel}", A_CHANNEL),
            Lane(f"slack:{team}", A_WORKSPACE),
        )

    async def send(self, place: Place, post: Post, *, key: str, within: float) -> Sent:
        """Post; a repeat is a second post, so it is sent once."""
        metadata = {"event_type": EVENT, "event_payload": {"key": key, "ref": post.ref}}
        body = payload(post) | {"metadata": metadata} | _where(place)
        made = await self._call("chat.postMessage", body, within)
        return Sent(str(made.get("ts") or ""), text=post.text)

    async def open_thread(self, place: Place, remote: str, name: str) -> str:
        """Name the thread below a post: it is there as soon as somebody answers."""
        del name
        return f"{place.channel}/{remote}"

    async def find(self, place: Place, key: str, ref: str, since: dt.datetime) -> Sent | None:
        """Look for a post by the key it carries."""
        del ref
        channel, _, thread = place.channel.partition("/")
        method = "conversations.replies" if thread else "conversations.history"
        asked = {
            "channel": channel,
            "oldest": f"{(since - SKEW).timestamp():.6f}",
            "include_all_metadata": "true",
            "limit": str(PAGE),
        } | ({"ts": thread} if thread else {})
        for _ in range(PAGES):
            found = await self._look(method, asked)
            for each in map(as_body, cast("list[object]", found.get("messages") or [])):
                if _key(each) == key:
                    return Sent(str(each.get("ts") or ""))
            cursor = str(as_body(found.get("response_metadata")).get("next_cursor") or "")
            if not cursor:
                return None
            asked["cursor"] = cursor
        raise Refused("no right")

    async def edit(self, place: Place, remote: str, post: Post) -> None:
        """Change a post in place; nobody is pinged again."""
        channel, _, _ = place.channel.partition("/")
        drawn = payload(post)
        body = {"text": drawn["text"], "blocks": drawn["blocks"], "channel": channel, "ts": remote}
        await self._call("chat.update", body)

    async def remove(self, place: Place, remote: str) -> None:
        """Take a post back; one that is gone is no error."""
        channel, _, _ = place.channel.partition("/")
        try:
            await self._call("chat.delete", {"channel": channel, "ts": remote})
        except Refused as refused:
            said = refused.__cause__
            if not (isinstance(said, Said) and said.error == "message_not_found"):
                raise

    async def newest(self, place: Place, remote: str) -> bool | None:
        """Tell whether a post is the newest message; None without the right to read back."""
        channel, _, thread = place.channel.partition("/")
        if thread:
            return None
        try:
            found = await self._look("conversations.history", {"channel": channel, "limit": "1"})
        except Refused:
            return None
        last = cast("list[object]", found.get("messages") or [])
        return bool(last) and as_body(last[0]).get("ts") == remote

    async def rights(self, place: Place, post: Post | None = None) -> Rights:
        """Look up what the app may do; where Slack does not tell us, the first post will."""
        del post
        await self._meet()
        channel, _, _ = place.channel.partition("/")
        invite = (INVITE.format(name=self.name() or "milepost"),)
        try:
            info = as_body(
                (await self._look("conversations.info", {"channel": channel}))["channel"]
            )
        except Refused as refused:
            if refused.reason == "no channel":
                return Rights(invite, there=False, private=True)
            if refused.reason == "no right":
                return Rights(unsure=invite)
            raise
        member = bool(info.get("is_member") or info.get("is_im"))
        return Rights(
            () if member else invite,
            open=not info.get("is_archived"),
            private=bool(info.get("is_private")),
        )

    async def reach(self, community: Community, role: str) -> int | None:
        """Count the people of a user group; None where Slack does not tell us."""
        return len(await self.holders(community, role)) or None

    async def roles(self, community: Community) -> tuple[Role, ...]:
        """List the user groups, where the scope for them was granted."""
        del community
        return await sight.user_groups(self._look)

    async def holders(self, community: Community, role: str) -> frozenset[str]:
        """Return the people of a user group; nobody without the scope for it."""
        del community
        return await sight.holders(self._look, role)

    async def visible(
        self, community: Community, user: str, channels: Collection[str]
    ) -> frozenset[str]:
        """Return public channels, and others that somebody is in."""
        del community
        return await sight.visible(self._look, user, channels)

    async def tell(self, community: Community, user: str, card: Card, *, key: str) -> None:
        """Write to somebody in the conversation with the app."""
        del community
        metadata = {"event_type": EVENT, "event_payload": {"key": key, "ref": ""}}
        body = payload(Post(card, "")) | {"channel": user, "metadata": metadata}
        await self._call("chat.postMessage", body)

    def link(self, place: Place, remote: str) -> str:
        """Return the address of a message; of the channel until we know our own address."""
        channel, _, _ = place.channel.partition("/")
        if self._home and remote:
            return f"{self._home}archives/{channel}/p{remote.replace('.', '')}"
        team = place.community.id if place.community else ""
        return f"https://app.slack.com/client/{team}/{channel}" if team else ""

    async def _meet(self) -> None:
        """Learn the workspace's own address, for links."""
        if not self._home:
            home = str((await self._call("auth.test", {})).get("url") or "")
            self._home = f"{home.rstrip('/')}/" if home else ""

    async def _call(self, method: str, body: Mapping[str, Any], within: float = WITHIN) -> Body:
        async with meant(), asyncio.timeout(within):
            return await self._open().once(method, **body)

    async def _look(self, method: str, asked: Mapping[str, str]) -> Body:
        async with meant(), asyncio.timeout(WITHIN):
            return await self._open().look(method, **asked)

    def _open(self) -> Web:
        web = self.web()
        if web is None or web.session.closed:
            raise Unreached("no session")
        return web


def payload(post: Post) -> dict[str, Any]:
    """Draw a post as a message: its first line for lock screens, the foot at its end.

    Raises TooLarge, naming the block.
    """
    foot = (Note(escape(post.last_line)),) if post.last_line else ()
    body = message(Card(post.card.title, (*post.card.blocks, *foot)))
    if post.card.title:
        body["text"] = str(message(Card(post.card.title, ()))["text"])
    if post.role.isalnum():
        ping = {"type": "mrkdwn", "text": f"<!subteam^{post.role}>", "verbatim": True}
        body["blocks"].insert(1, {"type": "section", "text": ping})
    return body


def _where(place: Place) -> dict[str, str]:
    channel, _, thread = place.channel.partition("/")
    return {"channel": channel} | ({"thread_ts": thread} if thread else {})


def _key(said: Body) -> str:
    metadata = as_body(said.get("metadata"))
    payload_ = as_body(metadata.get("event_payload"))
    return str(payload_.get("key") or "") if metadata.get("event_type") == EVENT else ""
