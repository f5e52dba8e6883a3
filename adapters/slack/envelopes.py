"""Reads what Slack sends along: who, where, on which card, and in which words."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from adapters.slack.commands import readable
from adapters.slack.views import Memo
from adapters.slack.web import Body, as_body
from bot.core.people import Community, Origin, Place, Platform

NAMELESS = {"directmessage", "privategroup"}
"""What Slack writes for the name of a conversation that it does not name."""

PRIVATE = "private-channel"
READ = 4_000
"""How much of a message is searched for words to explain."""


@dataclass(frozen=True, slots=True)
class Me:
    """Who we are, as Slack says: our team (and organisation), our bot and its user."""

    team: str
    enterprise: str = ""
    bot: str = ""
    user: str = ""
    name: str = ""
    place: str = ""
    """The name of the workspace."""

    @property
    def community(self) -> Community:
        """The workspace we are installed in."""
        return Community(Platform.slack, self.team)


@dataclass(frozen=True, slots=True)
class Event:
    """What every event has in common, whatever its kind."""

    body: Body

    @property
    def key(self) -> str:
        """The platform's own id of the event; empty where it has none."""
        return str(self.body.get("trigger_id") or self.body.get("event_id") or "")

    @property
    def id(self) -> str:
        """The id of our request: the same whenever the same event arrives. It tells no trigger."""
        key = self.key or repr(sorted(self.body.items()))
        return f"slack-{hashlib.sha256(key.encode()).hexdigest()[:20]}"

    @property
    def user(self) -> str:
        """Who did it."""
        inner = self.part("event").get("user")
        return str(self.body.get("user_id") or self.part("user").get("id") or inner or "")

    @property
    def team(self) -> str:
        """The team of who did it."""
        own = self.part("user").get("team_id") or self.part("user").get("team")
        return str(own or self.body.get("team_id") or self.part("team").get("id") or "")

    @property
    def trigger(self) -> str:
        """What opens one window within three seconds."""
        return str(self.body.get("trigger_id") or "")

    @property
    def address(self) -> str:
        """Where answers to this event may be sent."""
        return str(self.body.get("response_url") or "")

    @property
    def view(self) -> Body:
        """The view in which it happened."""
        return self.part("view")

    @property
    def memo(self) -> Memo:
        """What that view remembers."""
        return Memo.read(str(self.view.get("private_metadata") or ""))

    @property
    def action(self) -> Body:
        """What was pressed."""
        actions: list[object] = self.body.get("actions") or [None]
        return as_body(actions[0])

    @property
    def picked(self) -> str | None:
        """The entry that was chosen from a menu."""
        chosen = self.action.get("selected_option")
        return str(chosen.get("value")) if chosen else None

    @property
    def origin(self) -> Origin:
        """The card on which it was pressed. A window, the home tab and a DM are one's own."""
        box = self.part("container")
        channel = str(box.get("channel_id") or self.part("channel").get("id") or "")
        private = bool(self.view or box.get("is_ephemeral") or channel.startswith("D"))
        return Origin(public=not private, ref=str(box.get("message_ts") or ""))

    def place(self, me: Me) -> Place:
        """Say where it happened. A conversation of two has no community, nor has the home tab."""
        here = self.part("channel")
        channel = str(self.body.get("channel_id") or here.get("id") or "")
        name = str(self.body.get("channel_name") or here.get("name") or "")
        if not channel and self.view:
            channel, name = self.memo.channel, self.memo.name
        if not channel or channel.startswith("D"):
            return Place(Platform.slack, channel)
        shown = PRIVATE if name in NAMELESS or not name else name
        return Place(Platform.slack, channel, shown, me.community)

    def message(self, me: Me) -> tuple[str, str]:
        """Return what the message pointed at says, and its id where it is ours."""
        message = self.part("message")
        ours = me.bot and message.get("bot_id") == me.bot
        text = "\n".join(dict.fromkeys(_texts(message)))[:READ]
        return text, str(message.get("ts") or "") if ours else ""

    def part(self, name: str) -> Body:
        """Return an inner object; an empty one where there is none."""
        return as_body(self.body.get(name))


def _texts(part: Body) -> Iterator[str]:
    """Yield what can be read in a message: its own text, its blocks and attachments."""
    text = part.get("text")
    if isinstance(text, str):
        yield readable(text)
    for key in ("blocks", "attachments", "elements", "fields"):
        for inner in cast("list[Body]", part.get(key) or ()):
            yield from _texts(inner)
    yield from _texts(as_body(text)) if text else ()
