"""Methods about conversations."""

from dataclasses import dataclass

from tests.doubles.slack.api import Api
from tests.doubles.slack.asks import Ask, Method
from tests.doubles.slack.errors import Json, SlackError
from tests.doubles.slack.messages import Message
from tests.doubles.slack.pages import page
from tests.doubles.slack.payloads import channel_json, message_json
from tests.doubles.slack.places import Channel, ChannelKind, User
from tests.doubles.slack.posting import Posting
from tests.doubles.slack.world import World

NAMED = {"channel!": "str"}
PAGES = {"cursor": "str", "limit": "int"}
HISTORY = {
    **NAMED,
    **PAGES,
    "oldest": "str",
    "latest": "str",
    "inclusive": "bool",
    "include_all_metadata": "bool",
}
FAMILY = {
    ChannelKind.PUBLIC: "channels",
    ChannelKind.PRIVATE: "groups",
    ChannelKind.DM: "im",
    ChannelKind.GROUP_DM: "mpim",
}
"""How the scopes of each kind of conversation begin."""


@dataclass
class PlaceRoutes:
    """Handles them."""

    world: World
    posting: Posting
    web: Api

    def table(self) -> list[Method]:
        """Return the methods."""
        info = {**NAMED, "include_locale": "bool", "include_num_members": "bool"}
        listed = {**PAGES, "types": "str", "exclude_archived": "bool"}
        opened = {"users": "str", "channel": "str", "return_im": "bool", "prevent_creation": "bool"}
        return [
            Method("conversations.info", self.info, info),
            Method("conversations.open", self.open, opened),
            Method("conversations.join", self.join, NAMED, "channels:join"),
            Method("conversations.list", self.list, listed, tier="t2"),
            Method("conversations.history", self.history, HISTORY),
            Method("conversations.replies", self.replies, {**HISTORY, "ts!": "str"}),
            Method("conversations.members", self.members, {**NAMED, **PAGES}, tier="t4"),
        ]

    def _place(self, ask: Ask, right: str) -> Channel:
        """Return a conversation, where the scope for its kind is there. Raises SlackError."""
        found = self.posting.place(ask.get("channel"), people=False)
        self.web.need(f"{FAMILY[found.kind]}:{right}")
        return found

    async def info(self, ask: Ask) -> Json:
        """Tell of a conversation."""
        found = self._place(ask, "read")
        counted = ask.get("include_num_members", False)
        told = channel_json(self.world, found, with_members=counted)
        return {"channel": told | ({"locale": "en-US"} if ask.get("include_locale") else {})}

    async def open(self, ask: Ask) -> Json:
        """Open the DM with somebody."""
        if ask.get("channel"):
            found = self._place(ask, "write")
            if found.kind is not ChannelKind.DM:
                raise SlackError("method_not_supported_for_channel_type")
            return self._opened(found, ask, before=True)
        self.web.need("im:write")
        users = self._users(ask)
        if len(users) > 1:
            raise SlackError("missing_scope", needed="mpim:write")
        before = any(
            each.kind is ChannelKind.DM and users[0] in each.members
            for each in self.world.channels.values()
        )
        return self._opened(self.world.dm(users[0]), ask, before=before)

    def _users(self, ask: Ask) -> list[User]:
        names = [each for each in (ask.get("users") or "").split(",") if each]
        if not names:
            raise SlackError("users_list_not_supplied")
        found = [self.world.find_user(each) for each in names]
        users = [each for each in found if each is not None]
        if len(users) < len(names):
            raise SlackError("user_not_found")
        if any(each.deleted for each in users):
            raise SlackError("user_disabled")
        return users

    def _opened(self, channel: Channel, ask: Ask, *, before: bool) -> Json:
        full = ask.get("return_im", False)
        told = channel_json(self.world, channel) if full else {"id": channel.id}
        return {"channel": told} | ({"no_op": True, "already_open": True} if before else {})

    async def join(self, ask: Ask) -> Json:
        """Go into a public channel."""
        found = self.posting.place(ask.get("channel"), people=False)
        if found.kind is not ChannelKind.PUBLIC:
            raise SlackError("method_not_supported_for_channel_type")
        if found.archived:
            raise SlackError("is_archived")
        if self.world.bot in found.members:
            told = {"warnings": ["already_in_channel"]}
            return {"channel": channel_json(self.world, found), "response_metadata": told}
        found.members.append(self.world.bot)
        return {"channel": channel_json(self.world, found)}

    async def list(self, ask: Ask) -> Json:
        """Tell of all conversations of some kinds."""
        names = (ask.get("types") or ChannelKind.PUBLIC).split(",")
        try:
            kinds = [ChannelKind(each.strip()) for each in names]
        except ValueError:
            raise SlackError("invalid_types") from None
        for kind in kinds:
            self.web.need(f"{FAMILY[kind]}:read")
        told = [
            channel_json(self.world, each, with_members=each.kind is ChannelKind.PUBLIC)
            for each in self.world.channels.values()
            if each.kind in kinds and self._listed(each, ask)
        ]
        return page("channels", told, ask)

    def _listed(self, channel: Channel, ask: Ask) -> bool:
        hidden = channel.archived and ask.get("exclude_archived", False)
        known = channel.kind is ChannelKind.PUBLIC or self.world.bot in channel.members
        return known and not channel.deleted and not hidden

    async def history(self, ask: Ask) -> Json:
        """Tell what was said, the newest first."""
        found = self._place(ask, "history")
        if self.world.bot not in found.members:
            raise SlackError("not_in_channel")
        there = [each for each in self.world.messages if _readable(each, found)]
        said = [each for each in there if not each.thread_ts and _between(each, ask)]
        metadata = ask.get("include_all_metadata", False)
        told = [message_json(self.world, each, with_metadata=metadata) for each in reversed(said)]
        paged = page("messages", told, ask)
        more = bool(paged["response_metadata"]["next_cursor"])
        rest = {"has_more": more, "pin_count": 0, "channel_actions_ts": None}
        return {**paged, **rest, "channel_actions_count": 0}

    async def replies(self, ask: Ask) -> Json:
        """Tell what was said in a thread, its first message included, the oldest first."""
        found = self._place(ask, "history")
        if self.world.bot not in found.members:
            raise SlackError("not_in_channel")
        thread, metadata = ask.get("ts"), ask.get("include_all_metadata", False)
        there = [each for each in self.world.messages if _readable(each, found)]
        said = [each for each in there if thread in {each.ts, each.thread_ts}]
        if not said:
            raise SlackError("thread_not_found")
        told = [
            message_json(self.world, each, with_metadata=metadata)
            for each in said
            if each.ts == thread or _between(each, ask)
        ]
        paged = page("messages", told, ask)
        return {**paged, "has_more": bool(paged["response_metadata"]["next_cursor"])}

    async def members(self, ask: Ask) -> Json:
        """Tell who is in a conversation."""
        found = self._place(ask, "read")
        return page("members", [each.id for each in found.members], ask)


def _readable(message: Message, channel: Channel) -> bool:
    """Whether a message is told of: ephemeral ones are not."""
    return message.channel is channel and message.deleted_at is None and not message.ephemeral


def _between(message: Message, ask: Ask) -> bool:
    """Whether a message is of the time that is asked for."""
    at, edge = float(message.ts), ask.get("inclusive", False)
    oldest, latest = _moment(ask, "oldest", 0.0), _moment(ask, "latest", float("inf"))
    return oldest < at < latest or (edge and at in {oldest, latest})


def _moment(ask: Ask, name: str, otherwise: float) -> float:
    given = ask.get(name)
    if given is None:
        return otherwise
    try:
        return float(given)
    except ValueError:
        raise SlackError(f"invalid_ts_{name}") from None
