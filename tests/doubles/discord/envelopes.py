"""The payload of INTERACTION_CREATE, as Discord documents it."""

from collections.abc import Iterable
from dataclasses import dataclass

from tests.doubles.discord.commands import Commands
from tests.doubles.discord.desk import Interaction
from tests.doubles.discord.errors import Json
from tests.doubles.discord.payloads import (
    FILE_LIMIT,
    channel_json,
    member_json,
    role_json,
    user_json,
)
from tests.doubles.discord.places import Channel, Guild, Role, User
from tests.doubles.discord.world import World

Entity = User | Role | Channel


@dataclass(frozen=True, slots=True)
class Envelopes:
    """Writes what the bot receives."""

    world: World
    commands: Commands

    def write(self, interaction: Interaction, data: Json, message: Json | None) -> Json:
        """Write one interaction with its data, and the message it came from."""
        channel, user = interaction.channel, interaction.user
        told: Json = {
            "id": str(interaction.id),
            "application_id": str(self.world.bot.id),
            "type": int(interaction.kind),
            "token": interaction.token,
            "version": 1,
            "data": data,
            "channel_id": str(channel.id),
            "channel": self._channel(channel, user),
            "locale": user.locale,
            "context": self.commands.context(channel),
            "authorizing_integration_owners": interaction.owners,
            "attachment_size_limit": FILE_LIMIT,
            "app_permissions": str(self.app_rights(channel)),
            "entitlements": [],
        }
        told |= self._who(channel.guild, channel, user)
        return told | ({"message": message} if message else {})

    def _who(self, guild: Guild | None, channel: Channel, user: User) -> Json:
        if guild is None:
            return {"user": user_json(user)}
        rights = self.world.may(channel, user)
        return {
            "guild_id": str(guild.id),
            "guild": {"id": str(guild.id), "locale": guild.locale, "features": ["COMMUNITY"]},
            "guild_locale": guild.locale,
            "member": member_json(guild.members[user.id], rights),
        }

    def _channel(self, channel: Channel, user: User) -> Json:
        """Write a channel in part, with what the person may do there."""
        told = channel_json(channel)
        told.pop("permission_overwrites", None)
        return told | {"permissions": str(self.world.may(channel, user))}

    def app_rights(self, channel: Channel) -> int:
        """Return what the app may do here; as a mere guest it has what everybody has."""
        guild = channel.guild
        if guild is not None and not guild.has_app:
            return guild.everyone.permissions
        return self.world.may(channel)

    def resolved(self, entities: Iterable[Entity], user: User, guild: Guild | None) -> Json:
        """Write what was picked, by kind and id."""
        told: Json = {}
        for each in entities:
            key = str(each.id)
            match each:
                case User():
                    told.setdefault("users", {})[key] = user_json(each)
                    if guild is not None and each.id in guild.members:
                        member = member_json(guild.members[each.id], 0)
                        member.pop("user")
                        told.setdefault("members", {})[key] = member
                case Role():
                    told.setdefault("roles", {})[key] = role_json(each)
                case Channel():
                    rights = {"app_permissions": str(self.app_rights(each))}
                    told.setdefault("channels", {})[key] = self._channel(each, user) | rights
        return told
