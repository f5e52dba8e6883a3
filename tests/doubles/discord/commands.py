"""The registered commands: replaced in bulk, found by name, offered where they are allowed."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tests.doubles.discord.errors import ApiError, Json, broken, invalid_form
from tests.doubles.discord.places import Channel, ChannelType, User
from tests.doubles.discord.validate_commands import CHAT, command_faults
from tests.doubles.discord.world import World

GUILD, BOT_DM, PRIVATE = 0, 1, 2
GUILD_INSTALL, USER_INSTALL = 0, 1
CREATES_A_DAY, DAY = 200, 86_400.0
KINDS = {CHAT, 2, 3}


class NotOfferedError(AssertionError):
    """Somebody wants to use what Discord would not show them."""


@dataclass
class Commands:
    """Commands by server; number 0 stands for the global ones. `writes` counts replacements."""

    world: World
    writes: int = 0
    _by_guild: dict[int, list[Json]] = field(default_factory=dict[int, list[Json]])
    _created: dict[int, deque[float]] = field(default_factory=dict[int, deque[float]])

    def registered(self, guild: int = 0) -> list[Json]:
        """Return the commands of a server, or the global ones."""
        return list(self._by_guild.get(guild, ()))

    def replace(self, commands: Sequence[Json], guild: int = 0) -> list[Json]:
        """Put this set in the place of all there were. Raises ApiError."""
        faults = broken(lambda: command_faults(commands, everywhere=guild == 0))
        if faults:
            raise invalid_form(faults)
        known = {(each["type"], each["name"]): each for each in self.registered(guild)}
        keys = [(each.get("type") or CHAT, each["name"]) for each in commands]
        self._count(sum(key not in known for key in keys), guild)
        made = [
            self._entry(each, known.get(key), guild)
            for key, each in zip(keys, commands, strict=True)
        ]
        self._by_guild[guild] = made
        self.writes += 1
        self.world.bell.ring()
        return made

    def _count(self, new: int, guild: int) -> None:
        now = self.world.now().timestamp()
        made = self._created.setdefault(guild, deque())
        while made and made[0] <= now - DAY:
            made.popleft()
        if len(made) + new > CREATES_A_DAY:
            text = "Max number of daily application command creates has been reached (200)"
            raise ApiError(400, 30034, text)
        made.extend([now] * new)

    def _entry(self, command: Json, known: Json | None, guild: int) -> Json:
        made: Json = {
            "id": known["id"] if known else str(self.world.ids.next()),
            "application_id": str(self.world.bot.id),
            "version": str(self.world.ids.next()),
            "type": command.get("type") or CHAT,
            "name": command["name"],
            "name_localizations": command.get("name_localizations"),
            "description": command.get("description") or "",
            "description_localizations": command.get("description_localizations"),
            "options": command.get("options") or [],
            "default_member_permissions": _as_text(command.get("default_member_permissions")),
            "dm_permission": True,
            "nsfw": bool(command.get("nsfw")),
        }
        if guild:
            return made | {"guild_id": str(guild)}
        return made | {
            "integration_types": command.get("integration_types") or [GUILD_INSTALL],
            "contexts": command.get("contexts"),
        }

    # what somebody is offered

    def offered(self, user: User, channel: Channel, kind: int = CHAT) -> list[str]:
        """Return the names of the commands that somebody is offered in a channel."""
        found = [each for each in self._here(channel) if each["type"] == kind]
        return [each["name"] for each in found if not self.hidden(each, user, channel)]

    def _here(self, channel: Channel) -> Iterator[Json]:
        if channel.guild is not None:
            yield from self.registered(channel.guild.id)
        yield from self.registered()

    def find(self, name: str, kind: int, user: User, channel: Channel) -> Json:
        """Return the command that somebody uses. Raises NotOfferedError with the reason."""
        found = [
            each for each in self._here(channel) if (each["name"], each["type"]) == (name, kind)
        ]
        if not found:
            raise NotOfferedError(f"/{name} is not registered")
        reason = self.hidden(found[0], user, channel)
        if reason:
            raise NotOfferedError(f"/{name} is not offered to {user.name}: {reason}")
        return found[0]

    def hidden(self, command: Json, user: User, channel: Channel) -> str:
        """Say why Discord does not show a command, or nothing."""
        context = self.context(channel)
        contexts = command.get("contexts")
        if contexts is not None and context not in contexts:
            return f"its contexts are {contexts}, this is {context}"
        if not self.owners(command, user, channel):
            return "the app is not installed in a way that the command is made for"
        needed = command["default_member_permissions"]
        rights = self.world.may(channel, user)
        if channel.guild is not None and needed is not None:
            administrator = rights & (1 << 3)
            if not administrator and (needed == "0" or rights & int(needed) != int(needed)):
                return f"it needs the permissions {needed}"
        return "" if rights & (1 << 31) else "it needs the right to use app commands"

    def owners(self, command: Json, user: User, channel: Channel) -> Json:
        """Return through whose installation a command is used here, as interactions tell it."""
        kinds = command.get("integration_types") or [GUILD_INSTALL]
        owners: Json = {}
        guild = channel.guild
        if GUILD_INSTALL in kinds and guild is not None and guild.has_app:
            owners["0"] = str(guild.id)
        if GUILD_INSTALL in kinds and self.context(channel) == BOT_DM:
            owners["0"] = "0"
        if USER_INSTALL in kinds and user.has_app:
            owners["1"] = str(user.id)
        return owners

    def context(self, channel: Channel) -> int:
        """Return where this is: a server, the bot's DM, or between others."""
        if channel.guild is not None:
            return GUILD
        own = channel.type is ChannelType.DM and self.world.bot in channel.recipients
        return BOT_DM if own else PRIVATE


def _as_text(bits: object) -> str | None:
    return None if bits is None else str(bits)
