"""Posts that nobody asked for, to Discord's channels: once, and every answer is passed on."""

import base64
import datetime as dt
import hashlib
from collections.abc import AsyncGenerator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from adapters.discord.cards import draw_post
from adapters.discord.rest import Answered, Json, Rest
from adapters.discord.rights import HISTORY, THREAD_KINDS, Standing
from adapters.discord.text import within
from bot.core.cards import Card
from bot.core.people import Community, Place
from bot.core.posting import Lane, Post, Refused, Rights, Role, Sent, Trouble

RATE = 45.0
"""Posts a second for one bot, of Discord's 50: the rest is for other calls (engine, section 2)."""

NONCE, THREAD_NAME, A_WEEK = 25, 100, 10_080
GONE, HAS_THREAD = 10008, 160004
SILENT = 1 << 12
EPOCH = dt.datetime(2015, 1, 1, tzinfo=dt.UTC)
"""Where Discord's ids begin to count milliseconds."""

SKEW = dt.timedelta(minutes=1)
"""How far Discord's clock may be from ours."""

PAGE, PAGES = 100, 20
"""Messages that are read at once, and how often, before a search is given up."""


@dataclass(slots=True)
class DiscordPoster:
    """Posts over REST, with or without a connection to the gateway."""

    rest: Rest
    _me: str = field(default="", init=False)

    @classmethod
    def open(cls, token: str, api: str = "") -> "DiscordPoster":
        """Make a poster of a bot's token; `api` replaces Discord's address."""
        return cls(Rest(token, api))

    async def close(self) -> None:
        """Let go of connections."""
        await self.rest.close()

    @property
    def once_within(self) -> float:
        """Return how long Discord surely remembers a nonce, in seconds (engine, section 7)."""
        return 90.0

    def lanes(self, place: Place) -> tuple[Lane, ...]:
        """Name the limit of the bot; a channel's own is far above what schedules post."""
        del place
        return (Lane("discord", RATE),)

    async def send(self, place: Place, post: Post, *, key: str, within: float) -> Sent:
        """Post once per key: a repeat within minutes returns the first message."""
        body = payload(post, everyone=_server(place)) | {
            "nonce": nonce(key),
            "enforce_nonce": True,
        }
        try:
            made = await self.rest.call("POST", _messages(place), body, within)
        except Answered as said:
            if said.code == GONE:
                return Sent("", text=post.text)
            raise await self._meaning(place, post, said) from said
        return Sent(str(made["id"]), text=post.text)

    async def _meaning(self, place: Place, post: Post, said: Answered) -> Exception:
        """Say what a refusal means, with the names of the rights that are missing."""
        trouble = said.trouble
        if not isinstance(trouble, Refused) or trouble.reason != "no right":
            return trouble
        try:
            rights = await self.rights(place, post)
        except Trouble:
            return trouble
        if not rights.open:
            return Refused("archived")
        return Refused("no right", rights.missing)

    async def open_thread(self, place: Place, remote: str, name: str) -> str:
        """Open the thread below a post; it has the post's own id, so a repeat finds it."""
        title = within("the thread", "the title", name, THREAD_NAME)
        body = {"name": title, "auto_archive_duration": A_WEEK}
        async with _passed_on():
            try:
                made = await self.rest.call("POST", f"{_messages(place)}/{remote}/threads", body)
            except Answered as said:
                if said.code == HAS_THREAD:
                    return remote
                raise
        return str(made["id"])

    async def find(self, place: Place, key: str, ref: str, since: dt.datetime) -> Sent | None:
        """Look for a post of ours by the reference in its foot."""
        del key
        if not await self._reads(place):
            raise Refused("no right", ("Read Message History",))
        after, me = _snowflake(since - SKEW), await self._self()
        for _ in range(PAGES):
            async with _passed_on():
                path = f"{_messages(place)}?limit={PAGE}&after={after}"
                found = cast("list[Json]", await self.rest.call("GET", path))
            for message in found:
                if str(message["author"]["id"]) == me and f"ref {ref}" in _foot(message):
                    return Sent(str(message["id"]), text="")
            if len(found) < PAGE:
                return None
            after = max(int(message["id"]) for message in found)
        raise Refused("no right", ())

    async def _reads(self, place: Place) -> bool:
        if place.community is None:
            return True
        async with _passed_on():
            standing = await self._standing(place)
        return bool(standing.bits & HISTORY)

    async def edit(self, place: Place, remote: str, post: Post) -> None:
        """Change a post in place; nobody is pinged again."""
        body = payload(post, everyone=_server(place))
        body["allowed_mentions"] = {"parse": []}
        body.pop("flags", None)
        async with _passed_on():
            await self.rest.call("PATCH", f"{_messages(place)}/{remote}", body)

    async def remove(self, place: Place, remote: str) -> None:
        """Take a post back; one that is gone is no error."""
        async with _passed_on():
            try:
                await self.rest.call("DELETE", f"{_messages(place)}/{remote}")
            except Answered as said:
                if said.code != GONE:
                    raise

    async def newest(self, place: Place, remote: str) -> bool | None:
        """Tell whether a post is the channel's newest message."""
        async with _passed_on():
            channel = cast("Json", await self.rest.call("GET", f"/channels/{place.channel}"))
        last = channel.get("last_message_id")
        return None if last is None else str(last) == remote

    async def rights(self, place: Place, post: Post | None = None) -> Rights:
        """Look up what the bot may do in a channel."""
        if place.community is None:
            return Rights()
        async with _passed_on():
            try:
                standing = await self._standing(place)
            except Answered as said:
                if said.status not in {403, 404}:
                    raise
                missing = ("View Channel",) if said.status == 403 else ()  # noqa: PLR2004 (HTTP's word for a refusal)
                return Rights(missing, there=False)
        asked = post or Post(Card("", ()), "")
        return standing.rights(thread=bool(asked.thread), role=_role(asked, _server(place)))

    async def _standing(self, place: Place) -> Standing:
        """Look up everything that decides about rights. Raises Answered."""
        channel = cast("Json", await self.rest.call("GET", f"/channels/{place.channel}"))
        guild, parent = _server(place), None
        if channel.get("type") in THREAD_KINDS:
            parent = cast("Json", await self.rest.call("GET", f"/channels/{channel['parent_id']}"))
        roles = cast("Sequence[Json]", await self.rest.call("GET", f"/guilds/{guild}/roles"))
        me = await self._self()
        member = cast("Json", await self.rest.call("GET", f"/guilds/{guild}/members/{me}"))
        own = frozenset(map(str, member.get("roles", ())))
        return Standing(guild, me, roles, own, channel, parent)

    async def _self(self) -> str:
        if not self._me:
            async with _passed_on():
                self._me = str((await self.rest.call("GET", "/users/@me"))["id"])
        return self._me

    async def reach(self, community: Community, role: str) -> int | None:
        """Count the members who have a role; None where Discord does not tell us."""
        try:
            async with _passed_on():
                counts = await self.rest.call("GET", f"/guilds/{community.id}/roles/member-counts")
        except Refused:
            return None
        found = cast("Json", counts).get(role)
        return int(found) if found is not None else None

    async def roles(self, community: Community) -> tuple[Role, ...]:
        """List the server's roles, the highest first, without everybody's and those of bots."""
        async with _passed_on():
            found = await self.rest.call("GET", f"/guilds/{community.id}/roles")
        listed = sorted(cast("Sequence[Json]", found), key=lambda each: -int(each["position"]))
        return tuple(
            Role(str(each["id"]), str(each["name"]))
            for each in listed
            if str(each["id"]) != community.id and not each.get("managed")
        )

    async def holders(self, community: Community, role: str) -> frozenset[str]:
        """Return nobody: each request of a member says which roles they hold."""
        del community, role
        return frozenset()

    async def visible(
        self, community: Community, user: str, channels: Collection[str]
    ) -> frozenset[str]:
        """Return the channels that a member's roles let them see; private threads never are."""
        guild = f"/guilds/{community.id}"
        async with _passed_on():
            try:
                member = cast("Json", await self.rest.call("GET", f"{guild}/members/{user}"))
            except Answered as said:
                if said.status != 404:  # noqa: PLR2004 (HTTP's word for somebody who is not there)
                    raise
                return frozenset()
            roles = cast("Sequence[Json]", await self.rest.call("GET", f"{guild}/roles"))
            listed = cast("Sequence[Json]", await self.rest.call("GET", f"{guild}/channels"))
            active = cast("Json", await self.rest.call("GET", f"{guild}/threads/active"))
        known = {str(each["id"]): each for each in (*listed, *active.get("threads", ()))}
        own = frozenset(map(str, member.get("roles", ())))
        found = set[str]()
        for channel in (known[each] for each in channels if each in known):
            parent = known.get(str(channel.get("parent_id")))
            above = parent if channel.get("type") in THREAD_KINDS else None
            if Standing(community.id, user, roles, own, channel, above).visible:
                found.add(str(channel["id"]))
        return frozenset(found)

    async def tell(self, community: Community, user: str, card: Card, *, key: str) -> None:
        """Write to somebody in private."""
        del community
        async with _passed_on():
            opened = await self.rest.call("POST", "/users/@me/channels", {"recipient_id": user})
            body = payload(Post(card, "")) | {"nonce": nonce(key), "enforce_nonce": True}
            await self.rest.call("POST", f"/channels/{opened['id']}/messages", body)

    def link(self, place: Place, remote: str) -> str:
        """Return the address of a message."""
        where = _server(place) or "@me"
        return f"https://discord.com/channels/{where}/{place.channel}/{remote}" if remote else ""


def payload(post: Post, *, everyone: str = "") -> dict[str, Any]:
    """Draw a post as a classic message. `everyone` is the role that is never mentioned.

    Raises TooLarge, naming the block, and ValueError for a card without a title.
    """
    body = draw_post(post.card, post.card.title, post.last_line).body
    role = _role(post, everyone)
    if role:
        body["content"] += f"\n<@&{role}>"
        body["allowed_mentions"] = {"parse": [], "roles": [role]}
    if post.silent:
        body["flags"] = SILENT
    return body


def nonce(key: str) -> str:
    """Return what Discord compares: the key itself where it is short enough, else its hash."""
    if len(key) <= NONCE:
        return key
    return base64.b32encode(hashlib.sha256(key.encode()).digest()[:15]).decode()


def _role(post: Post, everyone: str) -> str:
    return post.role if post.role.isdecimal() and post.role != everyone else ""


def _server(place: Place) -> str:
    return place.community.id if place.community else ""


def _messages(place: Place) -> str:
    return f"/channels/{place.channel}/messages"


def _snowflake(at: dt.datetime) -> int:
    return max(0, int((at - EPOCH).total_seconds() * 1000)) << 22


def _foot(message: Json) -> str:
    embeds = cast("Sequence[Json]", message.get("embeds") or ())
    foots = (cast("Json", embed.get("footer") or {}) for embed in embeds)
    return " ".join(str(foot.get("text", "")) for foot in foots)


@asynccontextmanager
async def _passed_on() -> AsyncGenerator[None]:
    """Turn Discord's answers into what they mean for a post."""
    try:
        yield
    except Answered as said:
        raise said.trouble from said
