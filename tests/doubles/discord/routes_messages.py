"""Messages in channels: create, edit, delete, read."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.doubles.discord.asks import Answer, Ask, Route
from tests.doubles.discord.errors import (
    ApiError,
    Json,
    invalid_form,
    missing_access,
    missing_permissions,
)
from tests.doubles.discord.messages import Message
from tests.doubles.discord.nonces import Nonces
from tests.doubles.discord.permissions import Permission
from tests.doubles.discord.places import NO_MESSAGES, Channel, ChannelType
from tests.doubles.discord.posting import Posting
from tests.doubles.discord.world import World

CHANNEL = "/channels/{channel_id}"
MESSAGES = f"{CHANNEL}/messages"
MESSAGE = f"{MESSAGES}/{{message_id}}"
ALL_PINGED: Json = {"parse": ["users", "roles", "everyone"]}


@dataclass
class MessageRoutes:
    """Handlers over the world's channels."""

    world: World
    posting: Posting
    nonces: Nonces = field(init=False)

    def __post_init__(self) -> None:
        self.nonces = Nonces(self.world)

    def table(self) -> list[Route]:
        """Return what is handled here."""
        return [
            Route("POST", MESSAGES, self.create),
            Route("GET", MESSAGES, self.history),
            Route("GET", MESSAGE, self.get),
            Route("PATCH", MESSAGE, self.edit),
            Route("DELETE", MESSAGE, self.delete),
            Route("POST", f"{MESSAGE}/crosspost", self.crosspost),
            Route("POST", f"{CHANNEL}/typing", self.typing),
        ]

    async def create(self, ask: Ask) -> Answer:
        """Post, or return what the same nonce posted before."""
        data, channel = ask.json, self._channel(ask)
        self._may_post(channel, data, with_files=bool(ask.files))
        nonce = None if data.get("nonce") is None else str(data["nonce"])
        if nonce is not None and len(nonce) > 25:
            raise invalid_form([("nonce", "must be 25 or fewer in length")])
        known = None
        if nonce is not None and data.get("enforce_nonce"):
            known = self.nonces.first(self.world.bot.id, nonce)
        made = known or self._post(channel, ask, nonce)
        return self.posting.show(made)

    def _post(self, channel: Channel, ask: Ask, nonce: str | None) -> Message:
        data = ask.json
        body = self.posting.body(data, ask.files)
        reply_to = self._replied(channel, data.get("message_reference"))
        made = self.posting.post(channel, self.world.bot, body, nonce=nonce, reply_to=reply_to)
        made.pings = self.posting.pings(channel, body, data.get("allowed_mentions"), ALL_PINGED)
        if nonce is not None:
            self.nonces.keep(self.world.bot.id, nonce, made)
        if channel.archived:
            channel.archived = False
            self.world.change(channel)
        return made

    def _replied(self, channel: Channel, reference: Json | None) -> Message | None:
        if reference is None:
            return None
        try:
            return self.posting.find(channel, str(reference["message_id"]))
        except ApiError:
            if reference.get("fail_if_not_exists", True):
                raise invalid_form([("message_reference", "Unknown message")]) from None
            return None

    def _channel(self, ask: Ask) -> Channel:
        """Return a channel that the bot can see. Raises ApiError."""
        found = self.world.find_channel(ask.params["channel_id"])
        if not self.world.may(found) & Permission.VIEW_CHANNEL:
            raise missing_access()
        return found

    def _may_post(self, channel: Channel, data: Json, *, with_files: bool) -> None:
        if channel.type in NO_MESSAGES:
            raise ApiError(400, 50008, "Cannot send messages in a non-text channel")
        if any(user.refuses_dms for user in channel.recipients):
            raise ApiError(403, 50007, "Cannot send messages to this user")
        rights = self.world.may(channel)
        if channel.locked and not rights & Permission.MANAGE_THREADS:
            raise ApiError(403, 160005, "Thread is locked")
        send = Permission.SEND_MESSAGES
        needed = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else send
        for used, right in (
            (True, needed),
            (data.get("embeds"), Permission.EMBED_LINKS),
            (with_files, Permission.ATTACH_FILES),
            (data.get("message_reference"), Permission.READ_MESSAGE_HISTORY),
            (data.get("poll"), Permission.SEND_POLLS),
        ):
            if used and not rights & right:
                raise missing_permissions()

    async def history(self, ask: Ask) -> Answer:
        """Show a channel's messages, newest first; without the right to read back, none."""
        channel = self._channel(ask)
        if not self.world.may(channel) & Permission.READ_MESSAGE_HISTORY:
            return []
        limit = int(ask.query.get("limit", "50"))
        if not 1 <= limit <= 100:
            raise invalid_form([("limit", "must be between 1 and 100")])
        wanted = _between(ask.query)
        found = [
            each
            for each in self.world.messages.values()
            if each.channel is channel and not each.deleted_at and not each.ephemeral
        ]
        chosen = [each for each in found if wanted(each.id)]
        oldest_first = "after" in ask.query
        chosen = chosen[:limit] if oldest_first else chosen[-limit:]
        return [self.posting.show(each) for each in reversed(chosen)]

    async def get(self, ask: Ask) -> Answer:
        """Show one message."""
        channel = self._channel(ask)
        if not self.world.may(channel) & Permission.READ_MESSAGE_HISTORY:
            raise missing_access()
        return self.posting.show(self._public(channel, ask))

    def _public(self, channel: Channel, ask: Ask) -> Message:
        found = self.posting.find(channel, ask.params["message_id"])
        if found.ephemeral:
            raise ApiError(404, 10008, "Unknown Message")
        return found

    async def edit(self, ask: Ask) -> Answer:
        """Change one of the bot's own messages."""
        channel = self._channel(ask)
        found = self._public(channel, ask)
        if found.author is not self.world.bot:
            raise ApiError(403, 50005, "Cannot edit a message authored by another user")
        if channel.archived:
            raise ApiError(400, 50083, "Thread is archived")
        self.posting.edit(found, self.posting.body(ask.json, ask.files, before=found.body))
        return self.posting.show(found)

    async def delete(self, ask: Ask) -> Answer:
        """Delete a message; another's only with the right to manage messages."""
        channel = self._channel(ask)
        found = self._public(channel, ask)
        strong = self.world.may(channel) & Permission.MANAGE_MESSAGES
        if found.author is not self.world.bot and not strong:
            raise missing_permissions()
        self.posting.delete(found)

    async def crosspost(self, ask: Ask) -> Answer:
        """Publish a message of an announcement channel."""
        channel = self._channel(ask)
        found = self._public(channel, ask)
        if channel.type is not ChannelType.ANNOUNCEMENT:
            raise ApiError(400, 50024, "Cannot execute action on this channel type")
        return self.posting.show(found)

    async def typing(self, ask: Ask) -> Answer:
        """Show that the bot is typing."""
        self._may_post(self._channel(ask), {}, with_files=False)


def _between(query: dict[str, str]) -> Callable[[int], bool]:
    """Return the test that `before`, `after` and `around` make."""
    before = int(query.get("before", 1 << 63))
    after = int(query.get("after", 0))
    return lambda number: after < number < before
