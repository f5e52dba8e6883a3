"""The world as Discord writes it in JSON."""

import datetime as dt

from tests.doubles.discord.errors import Json
from tests.doubles.discord.messages import Attachment, Message
from tests.doubles.discord.places import Channel, Guild, Member, Overwrite, Role, User

FILE_LIMIT = 10 * 1024 * 1024
OVERWRITE_ROLE, OVERWRITE_MEMBER = 0, 1


def stamp(at: dt.datetime | None) -> str | None:
    """Write a moment."""
    return None if at is None else at.astimezone(dt.UTC).isoformat()


def user_json(user: User) -> Json:
    """Write an account."""
    return {
        "id": str(user.id),
        "username": user.name,
        "global_name": user.display_name or None,
        "discriminator": "0",
        "avatar": None,
        "bot": user.bot,
        "public_flags": 0,
    }


def member_json(member: Member, permissions: int | None = None) -> Json:
    """Write an account in a server; with `permissions`, as interactions carry it."""
    told: Json = {
        "user": user_json(member.user),
        "nick": None,
        "avatar": None,
        "roles": [str(role.id) for role in member.roles],
        "joined_at": stamp(member.joined_at),
        "communication_disabled_until": stamp(member.timed_out_until),
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
    }
    return told if permissions is None else {**told, "permissions": str(permissions)}


def role_json(role: Role) -> Json:
    """Write a role."""
    return {
        "id": str(role.id),
        "name": role.name,
        "permissions": str(role.permissions),
        "position": role.position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": role.managed,
        "mentionable": role.mentionable,
        "flags": 0,
    }


def channel_json(channel: Channel) -> Json:
    """Write a channel, a thread or a DM."""
    told: Json = {
        "id": str(channel.id),
        "type": int(channel.type),
        "last_message_id": str(channel.newest) if channel.newest else None,
        "flags": 0,
    }
    if channel.guild is None:
        return told | {"recipients": [user_json(user) for user in channel.recipients]}
    told |= {
        "guild_id": str(channel.guild.id),
        "name": channel.name,
        "parent_id": str(channel.parent.id) if channel.parent else None,
        "rate_limit_per_user": 0,
    }
    return told | (_thread_part(channel) if channel.is_thread else _channel_part(channel))


def _channel_part(channel: Channel) -> Json:
    return {
        "position": 0,
        "nsfw": False,
        "topic": None,
        "permission_overwrites": [_overwrite_json(each) for each in channel.overwrites],
    }


def _overwrite_json(overwrite: Overwrite) -> Json:
    kind = OVERWRITE_ROLE if isinstance(overwrite.target, Role) else OVERWRITE_MEMBER
    return {
        "id": str(overwrite.target.id),
        "type": kind,
        "allow": str(overwrite.allow),
        "deny": str(overwrite.deny),
    }


def _thread_part(channel: Channel) -> Json:
    return {
        "owner_id": str(channel.owner.id) if channel.owner else "0",
        "message_count": 0,
        "member_count": 1,
        "total_message_sent": 0,
        "thread_metadata": {
            "archived": channel.archived,
            "locked": channel.locked,
            "auto_archive_duration": 1440,
            "archive_timestamp": "2026-01-01T00:00:00+00:00",
        },
    }


def guild_json(guild: Guild) -> Json:
    """Write a server as its own endpoint does."""
    return {
        "id": str(guild.id),
        "name": guild.name,
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "banner": None,
        "description": None,
        "owner_id": str(guild.owner.id),
        "preferred_locale": guild.locale,
        "features": ["COMMUNITY"],
        "roles": [role_json(role) for role in guild.roles],
        "emojis": [],
        "stickers": [],
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "system_channel_id": str(guild.system.id) if guild.system else None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": str(guild.updates.id) if guild.updates else None,
        "afk_channel_id": None,
        "afk_timeout": 300,
        "vanity_url_code": None,
        "max_members": 500_000,
    }


def guild_create_json(guild: Guild, bot: User) -> Json:
    """Write a server as the gateway sends it: with channels, threads and the bot's own member."""
    present = [each for each in guild.channels if not each.deleted]
    own = guild.members[bot.id]
    return guild_json(guild) | {
        "joined_at": stamp(own.joined_at),
        "large": False,
        "member_count": len(guild.members),
        "members": [member_json(own)],
        "channels": [channel_json(each) for each in present if not each.is_thread],
        "threads": [channel_json(each) for each in present if each.is_thread and not each.archived],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def message_json(message: Message, base: str, *, hidden: bool = False) -> Json:
    """Write a message; `base` is where files are served; `hidden` leaves its content out."""
    body = message.shows()
    files = [attachment_json(each, message, base) for each in body.attachments]
    told: Json = {
        "id": str(message.id),
        "channel_id": str(message.channel.id),
        "type": 19 if message.reply_to else 0,
        "author": user_json(message.author),
        "content": "" if hidden else body.content,
        "embeds": [] if hidden else [{"type": "rich", **each} for each in body.embeds],
        "attachments": [] if hidden else files,
        "components": [] if hidden else list(body.components),
        "flags": body.flags,
        "timestamp": stamp(message.at),
        "edited_timestamp": stamp(message.edits[-1].until) if message.edits else None,
        "tts": False,
        "pinned": False,
        "mention_everyone": message.pings.everyone,
        "mentions": [],
        "mention_roles": [str(each) for each in message.pings.roles],
    }
    return told | _message_links(message, base)


def _message_links(message: Message, base: str) -> Json:
    """Write what a message refers to."""
    told: Json = {}
    if message.nonce is not None:
        told["nonce"] = message.nonce
    if message.author.bot:
        told["application_id"] = str(message.author.id)
    if message.interaction is not None:
        told["interaction_metadata"] = message.interaction
    if message.reply_to is not None:
        told["message_reference"] = {
            "type": 0,
            "message_id": str(message.reply_to.id),
            "channel_id": str(message.channel.id),
        }
        gone = message.reply_to.deleted_at is not None
        told["referenced_message"] = None if gone else message_json(message.reply_to, base)
    return told


def attachment_json(attachment: Attachment, message: Message, base: str) -> Json:
    """Write a file of a message."""
    place = f"{base}/attachments/{message.channel.id}/{attachment.id}/{attachment.filename}"
    told: Json = {
        "id": str(attachment.id),
        "filename": attachment.filename,
        "size": len(attachment.data),
        "url": place,
        "proxy_url": place,
    }
    return told | ({"description": attachment.description} if attachment.description else {})
