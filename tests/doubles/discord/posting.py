"""Turns a request into a message: its body, its files, who is pinged, and the events it causes."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from tests.doubles.discord.errors import ApiError, Json, broken, invalid_form, unknown
from tests.doubles.discord.messages import (
    EPHEMERAL,
    LOADING,
    TEXT_DISPLAY,
    V2,
    Attachment,
    Body,
    Message,
    Pings,
    walk,
)
from tests.doubles.discord.payloads import FILE_LIMIT, message_json
from tests.doubles.discord.permissions import Permission
from tests.doubles.discord.places import Channel, User
from tests.doubles.discord.validate import message_faults
from tests.doubles.discord.world import DIRECT_MESSAGES, GUILD_MESSAGES, World
from tests.doubles.limits import validate_discord

KEPT_FLAGS = (1 << 2) | (1 << 12) | V2
"""What a bot may set on a message: no link previews, silent, Components V2."""

USERS, ROLES = re.compile(r"<@!?(\d+)>"), re.compile(r"<@&(\d+)>")
ALL = re.compile(r"@(?:everyone|here)\b")

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request; `slot` is the number in its field's name."""

    slot: int
    filename: str
    data: bytes


Files = Sequence[Upload]


@dataclass
class Posting:
    """Makes and changes messages in a world."""

    world: World
    breaches: list[str] = field(default_factory=list[str])
    """What was taken and yet breaks a rule of ours, such as a picture without alt text."""

    def body(self, data: Json, files: Files, *, before: Body | None = None) -> Body:
        """Check a payload and make what the message then says. Raises ApiError."""
        merged = _merge(data, before)
        faults = broken(lambda: message_faults(merged, [each.filename for each in files]))
        if faults:
            raise invalid_form(faults)
        self._note_breaches(data)
        kept = before.attachments if before else ()
        return Body(
            content=merged["content"],
            embeds=tuple(merged["embeds"]),
            components=tuple(numbered(merged["components"])),
            flags=merged["flags"] & KEPT_FLAGS,
            attachments=self._attachments(data.get("attachments"), files, kept),
        )

    def _note_breaches(self, data: Json) -> None:
        """Hold what is said against the limits of the house, which are tighter than Discord's."""
        if data.get("content") or data.get("components"):
            told = {key: value for key, value in data.items() if value not in (None, [])}
            self.breaches += validate_discord(told)

    def _attachments(
        self, told: list[Json] | None, files: Files, kept: tuple[Attachment, ...]
    ) -> tuple[Attachment, ...]:
        """Keep what is named by id, and add what came along."""
        if any(len(each.data) > FILE_LIMIT for each in files):
            raise ApiError(413, 40005, "Request entity too large")
        named = {str(each["id"]): each for each in told or ()}
        stay = [each for each in kept if told is None or str(each.id) in named]
        new = [
            Attachment(
                self.world.ids.next(),
                str(named.get(str(each.slot), {}).get("filename", each.filename)),
                each.data,
                str(named.get(str(each.slot), {}).get("description") or ""),
            )
            for each in files
        ]
        return (*stay, *new)

    def post(
        self,
        channel: Channel,
        author: User,
        body: Body,
        *,
        viewer: User | None = None,
        nonce: str | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        """Put a message into a channel and tell everybody who may see it."""
        made = Message(
            self.world.ids.next(),
            channel,
            author,
            self.world.now(),
            body,
            viewer,
            nonce,
            reply_to=reply_to,
        )
        self.world.messages[made.id] = made
        if viewer is None:
            channel.newest = made.id
        self._tell("MESSAGE_CREATE", made)
        return made

    def edit(self, message: Message, body: Body) -> None:
        """Change a message."""
        message.edit(body, self.world.now())
        self._tell("MESSAGE_UPDATE", message)

    def delete(self, message: Message) -> None:
        """Take a message away. Raises ApiError when it is gone already."""
        if message.deleted_at is not None:
            raise unknown("Message")
        message.deleted_at = self.world.now()
        self._tell("MESSAGE_DELETE", message)

    def find(self, channel: Channel | None, number: str) -> Message:
        """Return a message that is there, ephemeral or not. Raises ApiError."""
        found = self.world.messages.get(int(number)) if number.isdigit() else None
        wrong = found is None or channel not in {None, found.channel}
        if found is None or wrong or found.deleted_at is not None:
            raise unknown("Message")
        return found

    def show(self, message: Message) -> Json:
        """Write a message as the bot may read it."""
        own = message.author is self.world.bot or message.channel.guild is None
        named = f"<@{self.world.bot.id}>" in message.content
        readable = own or named or bool(self.world.privileged & (1 << 15))
        return message_json(message, self.world.base, hidden=not readable)

    def _tell(self, event: str, message: Message) -> None:
        guild = message.channel.guild
        data = self.show(message)
        if event == "MESSAGE_DELETE":
            data = {"id": str(message.id), "channel_id": str(message.channel.id)}
        if guild is not None:
            data["guild_id"] = str(guild.id)
        if message.viewer is None:
            intents = GUILD_MESSAGES if guild else DIRECT_MESSAGES
            self.world.tell(event, data, guild, intents)
        self.world.bell.ring()

    def pings(self, channel: Channel, body: Body, allowed: Json | None, default: Json) -> Pings:
        """Work out whom the bot's message notifies. `default` holds where nothing is said."""
        said = default if allowed is None else allowed
        text = "\n".join(_spoken(body))
        parse: set[str] = {*(said.get("parse") or ())}
        strong = bool(self.world.may(channel) & Permission.MENTION_EVERYONE)
        roles = {int(each) for each in ROLES.findall(text)}
        known = {role.id: role for role in channel.guild.roles} if channel.guild else {}
        loud = {each for each in roles if each in known and (strong or known[each].mentionable)}
        return Pings(
            users=frozenset(_allowed(said, parse, "users", map(int, USERS.findall(text)))),
            roles=frozenset(_allowed(said, parse, "roles", loud)),
            everyone="everyone" in parse and strong and bool(ALL.search(text)),
        )


def _spoken(body: Body) -> Iterable[str]:
    yield body.content
    for each in walk(body.components):
        if each["type"] == TEXT_DISPLAY:
            yield str(each["content"])


def _allowed(said: Json, parse: set[str], kind: str, found: Iterable[int]) -> set[int]:
    named = {int(each) for each in said.get(kind) or ()}
    return set(found) if kind in parse else set(found) & named


def _merge(data: Json, before: Body | None) -> Json:
    """Say what the message would hold: what is given, and else what it held."""
    old = before or Body()

    def pick(key: str, kept: _T, empty: _T) -> _T:
        return (data[key] or empty) if key in data else kept

    return {
        "content": pick("content", old.content, ""),
        "embeds": pick("embeds", list(old.embeds), []),
        "components": pick("components", list(old.components), []),
        "flags": pick("flags", 0, 0) | (old.flags & ~LOADING & ~EPHEMERAL),
        "attachments": pick("attachments", [{"id": str(e.id)} for e in old.attachments], []),
        "allowed_mentions": data.get("allowed_mentions"),
        "poll": data.get("poll"),
        "sticker_ids": data.get("sticker_ids"),
    }


def numbered(components: list[Json]) -> list[Json]:
    """Give every component the id that Discord would give it."""
    count = 0

    def number(each: Json) -> Json:
        nonlocal count
        count += 1
        made = {**each, "id": each.get("id") or count}
        if "components" in each:
            made["components"] = [number(inner) for inner in each["components"]]
        for key in ("accessory", "component"):
            if key in each:
                made[key] = number(each[key])
        return made

    return [number(each) for each in components]
