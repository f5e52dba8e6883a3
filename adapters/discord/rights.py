"""What the bot may do in a channel: Discord's sums over roles and overwrites, and their names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.posting import Rights

ADMINISTRATOR, VIEW, SEND, EMBED = 1 << 3, 1 << 10, 1 << 11, 1 << 14
HISTORY, MENTION, THREADS, SEND_IN_THREADS = 1 << 16, 1 << 17, 1 << 35, 1 << 38
MANAGE_THREADS = 1 << 34
TEXT, ANNOUNCEMENT = 0, 5
PRIVATE_THREAD = 12
THREAD_KINDS = frozenset({10, 11, PRIVATE_THREAD})
KINDS = frozenset({TEXT, ANNOUNCEMENT, 1}) | THREAD_KINDS
"""Where we post: text and announcement channels, DMs, threads. Forums know no nonce."""

NAMES = {
    VIEW: "View Channel",
    SEND: "Send Messages",
    SEND_IN_THREADS: "Send Messages in Threads",
    EMBED: "Embed Links",
    THREADS: "Create Public Threads",
    HISTORY: "Read Message History",
    MENTION: "Mention @everyone, @here and All Roles",
}
"""Rights by the names on Discord's own screens."""

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """What was looked up: the server's roles, the bot's own, the channel, and its parent if any."""

    guild: str
    me: str
    roles: Sequence[Json]
    own: frozenset[str]
    channel: Json
    parent: Json | None = None

    @property
    def thread(self) -> bool:
        """Whether the channel is a thread, which has other rights."""
        return self.channel.get("type") in THREAD_KINDS

    @property
    def bits(self) -> int:
        """Add up what the bot may do here."""
        return self._sum(self.own | {self.guild}, self.me)

    @property
    def visible(self) -> bool:
        """Whether the channel can be seen; a private thread shows its people to nobody else."""
        return self.channel.get("type") != PRIVATE_THREAD and bool(self.bits & VIEW)

    @property
    def private(self) -> bool:
        """Whether not every member can read the channel."""
        return not self._sum(frozenset({self.guild}), "") & VIEW

    def _sum(self, held: frozenset[str], member: str) -> int:
        bits = 0
        for role in self.roles:
            if str(role["id"]) in held:
                bits |= int(role["permissions"])
        if bits & ADMINISTRATOR:
            return ~0
        place = self.parent or self.channel
        given = {str(each["id"]): each for each in place.get("permission_overwrites", ())}
        bits = _applied(bits, [given[self.guild]] if self.guild in given else [])
        bits = _applied(bits, [given[each] for each in held - {self.guild} if each in given])
        bits = _applied(bits, [given[member]] if member in given else [])
        return bits if bits & VIEW else 0

    def mentionable(self, role: str) -> bool:
        """Whether anybody may mention a role."""
        return any(str(each["id"]) == role and each.get("mentionable") for each in self.roles)

    def rights(self, *, thread: bool = False, role: str = "") -> Rights:
        """Name what is missing for a post, with a thread below it and a role in it."""
        bits, kind = self.bits, self.channel.get("type")
        if not bits & VIEW:
            return Rights((NAMES[VIEW],), there=False, private=self.private)
        needed = [SEND_IN_THREADS if self.thread else SEND, EMBED]
        if thread and not self.thread:
            needed += [THREADS, SEND_IN_THREADS]
        if role and not self.mentionable(role):
            needed.append(MENTION)
        state: Json = self.channel.get("thread_metadata") or {}
        return Rights(
            tuple(NAMES[each] for each in needed if not bits & each),
            fits=kind in KINDS,
            open=not state.get("locked") or bool(bits & MANAGE_THREADS),
            private=self.private,
        )


def _applied(bits: int, overwrites: Sequence[Json]) -> int:
    allow = deny = 0
    for each in overwrites:
        allow |= int(each["allow"])
        deny |= int(each["deny"])
    return bits & ~deny | allow
