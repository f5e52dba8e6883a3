"""Discord's permission bits, and how roles and overwrites add up to them."""

import enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from tests.doubles.discord.places import Channel, Guild, Overwrite, User


class Permission(enum.IntFlag):
    """The bits that matter here; numbers as documented."""

    KICK_MEMBERS = 1 << 1
    BAN_MEMBERS = 1 << 2
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    SEND_TTS_MESSAGES = 1 << 12
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    CHANGE_NICKNAME = 1 << 26
    MANAGE_ROLES = 1 << 28
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38
    MODERATE_MEMBERS = 1 << 40
    SEND_POLLS = 1 << 49
    USE_EXTERNAL_APPS = 1 << 50
    PIN_MESSAGES = 1 << 51


EVERY = (1 << 53) - 1
"""All bits, as an owner or an administrator has them."""

EVERYONE = int(
    Permission.ADD_REACTIONS
    | Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.CHANGE_NICKNAME
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.CREATE_PUBLIC_THREADS
    | Permission.SEND_MESSAGES_IN_THREADS
    | Permission.SEND_POLLS
    | Permission.USE_EXTERNAL_APPS
)
"""What the role of everybody has in a new server, as far as it matters here."""

IN_DMS = EVERYONE | int(Permission.MENTION_EVERYONE)
"""What there is outside servers, where no role decides."""

WHILE_TIMED_OUT = int(Permission.VIEW_CHANNEL | Permission.READ_MESSAGE_HISTORY)


def in_guild(guild: "Guild", user: "User") -> int:
    """Return what somebody may in a server, before any channel's overwrites."""
    member = guild.members.get(user.id)
    if member is None:
        return 0
    if guild.owner is user:
        return EVERY
    bits = guild.everyone.permissions
    for role in member.roles:
        bits |= role.permissions
    return EVERY if bits & Permission.ADMINISTRATOR else bits


def in_channel(channel: "Channel", user: "User", now: "dt.datetime") -> int:
    """Return what somebody may in a channel at `now` (aware); a thread asks its parent."""
    guild = channel.guild
    if guild is None:
        return IN_DMS if user in channel.recipients else 0
    bits = in_guild(guild, user)
    if not bits or bits == EVERY:
        return bits
    bits = _overwritten(bits, channel.parent or channel, guild, user)
    if not bits & Permission.VIEW_CHANNEL:
        return 0
    until = guild.members[user.id].timed_out_until
    return bits & WHILE_TIMED_OUT if until is not None and until > now else bits


def _overwritten(bits: int, channel: "Channel", guild: "Guild", user: "User") -> int:
    """Apply the overwrites: everybody's, then all roles' together, then the member's own."""
    by_target = {each.target.id: each for each in channel.overwrites}
    bits = _apply(bits, [by_target[guild.id]] if guild.id in by_target else [])
    roles = guild.members[user.id].roles
    bits = _apply(bits, [by_target[role.id] for role in roles if role.id in by_target])
    return _apply(bits, [by_target[user.id]] if user.id in by_target else [])


def _apply(bits: int, overwrites: "list[Overwrite]") -> int:
    allow = deny = 0
    for each in overwrites:
        allow |= each.allow
        deny |= each.deny
    return bits & ~deny | allow
