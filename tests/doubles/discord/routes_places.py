"""Servers, channels, threads, roles, members, DMs and users, as the bot may read them."""

from dataclasses import dataclass

from tests.doubles.discord.asks import Answer, Ask, Route
from tests.doubles.discord.errors import (
    ApiError,
    invalid_form,
    missing_access,
    missing_permissions,
    unknown,
)
from tests.doubles.discord.payloads import (
    channel_json,
    guild_json,
    member_json,
    role_json,
    user_json,
)
from tests.doubles.discord.permissions import Permission
from tests.doubles.discord.places import THREADS, Channel, ChannelType
from tests.doubles.discord.posting import Posting
from tests.doubles.discord.world import World

CHANNEL = "/channels/{channel_id}"
GUILD = "/guilds/{guild_id}"
FORUMS = {ChannelType.FORUM, ChannelType.MEDIA}


@dataclass(frozen=True, slots=True)
class PlaceRoutes:
    """Handlers over the world's places."""

    world: World
    posting: Posting

    def table(self) -> list[Route]:
        """Return what is handled here."""
        return [
            Route("GET", CHANNEL, self.channel),
            Route("PATCH", CHANNEL, self.change),
            Route("POST", f"{CHANNEL}/threads", self.thread),
            Route("POST", f"{CHANNEL}/messages/{{message_id}}/threads", self.thread_on_message),
            Route("GET", GUILD, self.guild),
            Route("GET", f"{GUILD}/channels", self.channels),
            Route("GET", f"{GUILD}/roles", self.roles),
            Route("GET", f"{GUILD}/roles/member-counts", self.counts),
            Route("GET", f"{GUILD}/threads/active", self.threads),
            Route("GET", f"{GUILD}/members/{{user_id}}", self.member),
            Route("GET", "/users/@me/guilds", self.guilds),
            Route("DELETE", "/users/@me/guilds/{guild_id}", self.leave),
            Route("POST", "/users/@me/channels", self.dm),
            Route("GET", "/users/{user_id}", self.user),
        ]

    def _seen(self, ask: Ask) -> Channel:
        found = self.world.find_channel(ask.params["channel_id"])
        if not self.world.may(found) & Permission.VIEW_CHANNEL:
            raise missing_access()
        return found

    async def channel(self, ask: Ask) -> Answer:
        """Show a channel."""
        return channel_json(self._seen(ask))

    async def change(self, ask: Ask) -> Answer:
        """Archive, lock or rename; the bot needs the right for it."""
        found = self._seen(ask)
        right = Permission.MANAGE_THREADS if found.is_thread else Permission.MANAGE_CHANNELS
        if found.owner is not self.world.bot and not self.world.may(found) & right:
            raise missing_permissions()
        found.archived = ask.json.get("archived", found.archived)
        found.locked = ask.json.get("locked", found.locked)
        found.name = ask.json.get("name", found.name)
        self.world.change(found)
        return channel_json(found)

    async def thread(self, ask: Ask) -> Answer:
        """Start a thread; in a forum together with its first message."""
        parent = self._seen(ask)
        if parent.type not in FORUMS:
            return channel_json(self._open(parent, ask))
        if not self.world.may(parent) & Permission.SEND_MESSAGES:
            raise missing_permissions()
        body = self.posting.body(ask.json.get("message") or {}, ask.files)
        made = self._open(parent, ask)
        first = self.posting.post(made, self.world.bot, body)
        return channel_json(made) | {"message": self.posting.show(first)}

    async def thread_on_message(self, ask: Ask) -> Answer:
        """Start a thread below a message."""
        parent = self._seen(ask)
        message = self.posting.find(parent, ask.params["message_id"])
        known = self.world.channels.get(message.id)
        if known is not None and not known.deleted:
            raise ApiError(400, 160004, "A thread has already been created for this message")
        return channel_json(self._open(parent, ask, message.id))

    def _open(self, parent: Channel, ask: Ask, number: int = 0) -> Channel:
        name = ask.json.get("name") or ""
        if not 1 <= len(name) <= 100:
            raise invalid_form([("name", "must be between 1 and 100 in length")])
        right = Permission.CREATE_PUBLIC_THREADS
        forum = parent.type in FORUMS
        if parent.guild is None or parent.is_thread:
            raise ApiError(400, 50024, "Cannot execute action on this channel type")
        if not forum and not self.world.may(parent) & right:
            raise missing_permissions()
        kind = ChannelType.PUBLIC_THREAD
        bot = self.world.bot
        return self.world.channel(
            parent.guild, name, kind=kind, parent=parent, owner=bot, number=number
        )

    async def guild(self, ask: Ask) -> Answer:
        """Show a server."""
        found = self.world.find_guild(ask.params["guild_id"])
        counts = {"approximate_member_count": len(found.members)}
        return guild_json(found) | (counts if ask.query.get("with_counts") else {})

    async def guilds(self, ask: Ask) -> Answer:
        """Show the servers that the bot is in."""
        del ask
        return [guild_json(each) for each in self.world.guilds.values() if each.has_app]

    async def leave(self, ask: Ask) -> Answer:
        """Leave a server."""
        self.world.remove_app(self.world.find_guild(ask.params["guild_id"]))

    async def channels(self, ask: Ask) -> Answer:
        """Show a server's channels without its threads."""
        found = self.world.find_guild(ask.params["guild_id"]).channels
        return [channel_json(each) for each in found if not each.deleted and not each.is_thread]

    async def threads(self, ask: Ask) -> Answer:
        """Show a server's open threads."""
        found = self.world.find_guild(ask.params["guild_id"]).channels
        open_ = [each for each in found if each.type in THREADS and not each.archived]
        return {
            "threads": [channel_json(each) for each in open_ if not each.deleted],
            "members": [],
        }

    async def roles(self, ask: Ask) -> Answer:
        """Show a server's roles."""
        return [role_json(each) for each in self.world.find_guild(ask.params["guild_id"]).roles]

    async def counts(self, ask: Ask) -> Answer:
        """Count the members of each role but everybody's."""
        found = self.world.find_guild(ask.params["guild_id"])
        return {
            str(role.id): sum(role in member.roles for member in found.members.values())
            for role in found.roles[1:]
        }

    async def member(self, ask: Ask) -> Answer:
        """Show a member; `@me` is the bot."""
        guild = self.world.find_guild(ask.params["guild_id"])
        number = ask.params["user_id"]
        found = guild.members.get(self.world.bot.id if number == "@me" else int(number))
        if found is None:
            raise unknown("Member")
        return member_json(found)

    async def dm(self, ask: Ask) -> Answer:
        """Open the DM with somebody."""
        found = self.world.users.get(int(ask.json["recipient_id"]))
        if found is None:
            raise unknown("User")
        if found.bot:
            raise ApiError(403, 50007, "Cannot send messages to this user")
        return channel_json(self.world.dm(found))

    async def user(self, ask: Ask) -> Answer:
        """Show an account."""
        number = ask.params["user_id"]
        me = self.world.bot
        found = me if number == "@me" else self.world.users.get(int(number))
        if found is None:
            raise unknown("User")
        return user_json(found)
