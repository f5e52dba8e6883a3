"""Methods about messages."""

from dataclasses import dataclass

from tests.doubles.slack.asks import Ask, Method
from tests.doubles.slack.errors import Json, SlackError
from tests.doubles.slack.messages import Message
from tests.doubles.slack.payloads import message_json
from tests.doubles.slack.places import ChannelKind
from tests.doubles.slack.posting import Posting
from tests.doubles.slack.world import World

SAID = {
    "text": "str",
    "blocks": "json",
    "metadata": "json",
    "parse": "str",
    "link_names": "bool",
}
POST = {
    "channel!": "str",
    **SAID,
    "thread_ts": "str",
    "reply_broadcast": "bool",
    "unfurl_links": "bool",
    "unfurl_media": "bool",
    "mrkdwn": "bool",
}
WRITE = "chat:write"
UPDATED = 4_000
"""Characters of the plain line of a message that is changed."""


@dataclass
class ChatRoutes:
    """Handles them."""

    world: World
    posting: Posting

    def table(self) -> list[Method]:
        """Return the methods."""
        private = {"channel!": "str", "user!": "str", **SAID, "thread_ts": "str"}
        named = {"channel!": "str", "ts!": "str"}
        link = {"channel!": "str", "message_ts!": "str"}
        return [
            Method("chat.postMessage", self.post, POST, WRITE, "t5"),
            Method("chat.postEphemeral", self.whisper, private, WRITE, "t4"),
            Method("chat.update", self.update, {**named, **SAID}, WRITE),
            Method("chat.delete", self.delete, named, WRITE),
            Method("chat.getPermalink", self.link, link, tier="t5"),
        ]

    async def post(self, ask: Ask) -> Json:
        """Post."""
        channel = self.posting.place(ask.get("channel"))
        self.posting.open_to_bot(channel)
        body = self.posting.body(ask.data)
        made = self.posting.post(channel, body, thread_ts=ask.get("thread_ts"))
        return self._told(made)

    async def whisper(self, ask: Ask) -> Json:
        """Post for one person."""
        channel = self.posting.place(ask.get("channel"))
        self.posting.open_to_bot(channel)
        viewer = self.world.find_user(ask.get("user"))
        if viewer is None or viewer not in channel.members:
            raise SlackError("user_not_in_channel")
        body = self.posting.body(ask.data)
        made = self.posting.post(channel, body, viewer=viewer, thread_ts=ask.get("thread_ts"))
        return {"message_ts": made.ts}

    async def update(self, ask: Ask) -> Json:
        """Change a message."""
        found = self._own(ask, "cant_update_message")
        if found.channel.archived:
            raise SlackError("is_inactive")
        self.posting.edit(found, ask.data, most=UPDATED)
        return {**self._told(found), "text": found.body.text}

    async def delete(self, ask: Ask) -> Json:
        """Take a message away."""
        found = self._own(ask, "cant_delete_message")
        self.posting.delete(found)
        return {"channel": found.channel.id, "ts": found.ts}

    async def link(self, ask: Ask) -> Json:
        """Give the address of a message."""
        channel = self.posting.place(ask.get("channel"))
        if channel.kind is not ChannelKind.PUBLIC and self.world.bot not in channel.members:
            raise SlackError("channel_not_found")
        found = self.posting.find(channel, ask.get("message_ts"))
        if found.ephemeral:
            raise SlackError("message_not_found")
        place = f"https://{self.world.team.domain}.slack.com/archives/{channel.id}"
        return {"channel": channel.id, "permalink": f"{place}/p{found.ts.replace('.', '')}"}

    def _own(self, ask: Ask, error: str) -> Message:
        """Return a message of the bot's that the API can still reach. Raises SlackError."""
        channel = self.posting.place(ask.get("channel"), people=False)
        found = self.posting.find(channel, ask.get("ts"))
        if found.ephemeral:
            raise SlackError("message_not_found")
        if found.author is not self.world.bot:
            raise SlackError(error)
        return found

    def _told(self, message: Message) -> Json:
        told = message_json(self.world, message, with_metadata=True)
        return {"channel": message.channel.id, "ts": message.ts, "message": told}
