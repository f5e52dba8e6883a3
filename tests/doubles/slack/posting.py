"""Posting: what a message may be and where it may go."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

from tests.doubles.slack.desk import Interaction
from tests.doubles.slack.effects import Did, Effect
from tests.doubles.slack.errors import Json, SlackError, broken
from tests.doubles.slack.house import breaches
from tests.doubles.slack.messages import Body, Message, Upload
from tests.doubles.slack.places import Channel, ChannelKind, User
from tests.doubles.slack.shapes import units
from tests.doubles.slack.validate import METADATA, TEXT, check_blocks
from tests.doubles.slack.views import numbered
from tests.doubles.slack.world import World

KEPT = ("unfurl_links", "unfurl_media", "link_names", "parse", "mrkdwn", "reply_broadcast")
"""Arguments that a message remembers."""


@dataclass
class Posting:
    """Makes and changes messages in a world."""

    world: World

    def body(
        self, data: Mapping[str, object], files: tuple[Upload, ...] = (), most: int = TEXT
    ) -> Body:
        """Check a payload and make what the message then says. Raises SlackError."""
        text: object = data.get("text") or ""
        blocks: object = data.get("blocks") or []
        if not isinstance(text, str):
            raise SlackError("invalid_arguments", [("/text", "must be a string")])
        if not isinstance(blocks, list):
            raise SlackError("invalid_blocks_format")
        if not text and not blocks and not files:
            raise SlackError("no_text")
        if units(text) > most:
            raise SlackError("msg_too_long")
        shown = cast("list[Json]", blocks)
        if shown:
            check_blocks(shown)
            self._pictures(shown)
        options = {key: data[key] for key in KEPT if key in data}
        made = Body(text, tuple(numbered(shown)), self._metadata(data), files, options)
        self.world.breaches += breaches(made)
        return made

    def _metadata(self, data: Mapping[str, object]) -> Json | None:
        found = data.get("metadata")
        if not found:
            return None
        faults = broken(lambda: METADATA("/metadata", found))
        if faults or not isinstance(found, dict):
            raise SlackError("invalid_metadata_format", faults)
        return cast("Json", found)

    def _pictures(self, blocks: list[Json]) -> None:
        """Refuse a picture whose file was not uploaded. Raises SlackError."""
        for n, block in enumerate(blocks):
            number = block.get("slack_file", {}).get("id")
            if number and number not in self.world.files:
                raise SlackError("invalid_blocks", [(f"/blocks/{n}/slack_file", "invalid file")])

    # where

    def place(self, number: object, *, people: bool = True) -> Channel:
        """Return a conversation that the bot can know of; with `people`, an id means the DM."""
        found = self.world.channels.get(number) if isinstance(number, str) else None
        if found is None and isinstance(number, str) and people:
            user = self.world.find_user(number)
            found = self.world.dm(user) if user is not None and not user.is_bot else None
        bot = self.world.bot
        hidden = found is None or (found.kind is ChannelKind.PRIVATE and bot not in found.members)
        if found is None or hidden or found.deleted:
            raise SlackError("channel_not_found")
        return found

    def open_to_bot(self, channel: Channel) -> None:
        """Refuse a place where the bot may not post. Raises SlackError."""
        install, bot = self.world.install, self.world.bot
        if channel.archived:
            raise SlackError("is_archived")
        if bot not in channel.members and "chat:write.public" not in install.scopes:
            raise SlackError("not_in_channel")
        if channel.refusal:
            raise SlackError(channel.refusal)
        if channel.kind is ChannelKind.DM and not install.messages_tab:
            raise SlackError("messages_tab_disabled")
        if channel.kind is ChannelKind.DM and channel.members[0].deleted:
            raise SlackError("channel_not_found")

    # what becomes of it

    def post(
        self,
        channel: Channel,
        body: Body,
        *,
        author: User | None = None,
        viewer: User | None = None,
        cause: Interaction | None = None,
        thread_ts: str | None = None,
    ) -> Message:
        """Put a message into a conversation."""
        now = self.world.now()
        who = author or self.world.bot
        made = Message(self.world.ids.ts(now), channel, who, now, body, viewer, thread_ts)
        self.world.messages.append(made)
        self.world.note(Effect(Did.POSTED, now, viewer, made, cause=cause))
        return made

    def find(self, channel: Channel, ts: object) -> Message:
        """Return a message by its timestamp. Raises SlackError."""
        for each in reversed(self.world.messages):
            if each.ts == ts and each.channel is channel and each.deleted_at is None:
                return each
        raise SlackError("message_not_found")

    def edit(
        self,
        message: Message,
        data: Mapping[str, object],
        cause: Interaction | None = None,
        most: int = TEXT,
    ) -> None:
        """Change a message; metadata that is not named stays. Raises SlackError."""
        now, body = self.world.now(), self.body(data, message.body.files, most)
        kept = body if "metadata" in data else replace(body, metadata=message.body.metadata)
        message.edit(kept, now)
        self.world.note(Effect(Did.UPDATED, now, message.viewer, message, cause=cause))

    def delete(self, message: Message, cause: Interaction | None = None) -> None:
        """Take a message away."""
        message.deleted_at = self.world.now()
        at = message.deleted_at
        self.world.note(Effect(Did.DELETED, at, message.viewer, message, cause=cause))
