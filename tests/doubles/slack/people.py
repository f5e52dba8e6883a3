"""People: they type commands, press buttons, fill in forms, and see what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.doubles.slack import choosing
from tests.doubles.slack.answers import Answer
from tests.doubles.slack.choosing import Given
from tests.doubles.slack.desk import Kind
from tests.doubles.slack.errors import Json
from tests.doubles.slack.lines import NotOfferedError, escaped, offered, outside_threads
from tests.doubles.slack.messages import Body, Message
from tests.doubles.slack.places import Channel, ChannelKind, User
from tests.doubles.slack.stage import Stage
from tests.doubles.slack.views import View

Surface = Message | View | Answer

HEARD = {
    ChannelKind.PUBLIC: ("channels", "channel"),
    ChannelKind.PRIVATE: ("groups", "group"),
    ChannelKind.DM: ("im", "im"),
    ChannelKind.GROUP_DM: ("mpim", "mpim"),
}
"""The event of a message in each kind of conversation, and the `channel_type` in it."""


@dataclass
class Person:
    """One account, played by a test. `at` is where it acts when nothing else is said."""

    user: User
    stage: Stage
    at: Channel | None = None
    gone: set[str] = field(default_factory=set[str])
    """The ephemeral messages that a reload took away."""

    @property
    def id(self) -> str:
        """Return the account's id."""
        return self.user.id

    @property
    def dm(self) -> Channel:
        """Return the conversation with the bot."""
        return self.stage.world.dm(self.user)

    # looking

    def sees(self, channel: Channel | None = None) -> list[Message]:
        """Return the messages that this person can read in a channel, oldest first."""
        place, world = self._place(channel), self.stage.world
        if not world.visible(place, self.user):
            return []
        return [each for each in world.messages if each.channel is place and self._reads(each)]

    def _reads(self, message: Message) -> bool:
        there = message.deleted_at is None and message.ts not in self.gone
        return there and message.viewer in {None, self.user}

    @property
    def view(self) -> View | None:
        """Return the form that is in front of the person."""
        stack = self.stage.desk.stack(self.user)
        return stack[-1] if stack else None

    @property
    def home(self) -> View | None:
        """Return what the app's home tab shows."""
        return self.stage.desk.homes.get(self.user)

    def reloads(self) -> None:
        """Start the client anew: ephemeral messages are gone, and so are forms."""
        self.gone |= {each.ts for each in self.stage.world.messages if each.viewer is self.user}
        for view in self.stage.desk.stack(self.user):
            view.closed = True
        self.stage.desk.stack(self.user).clear()

    def _place(self, channel: Channel | None) -> Channel:
        if channel or self.at:
            return channel or self.at or self.dm
        places = self.stage.world.channels.values()
        mine = [each for each in places if self.user in each.members and each.name]
        return mine[0] if mine else self.dm

    # acting

    def says(
        self, text: str, channel: Channel | None = None, thread: Message | None = None
    ) -> Message:
        """Write a message; the app hears of it where it is and asked for that event."""
        place, world = self._place(channel), self.stage.world
        above = thread.ts if thread else None
        made = self.stage.posting.post(place, Body(text), author=self.user, thread_ts=above)
        told: Json = {"channel": place.id, "user": self.id, "text": text, "ts": made.ts}
        if world.bot in place.members:
            kind = HEARD[place.kind]
            world.tell({"type": "message", "channel_type": kind[1], **told}, f"message.{kind[0]}")
            if world.bot.id in made.pings.users:
                world.tell({"type": "app_mention", **told})
        return made

    async def types(
        self,
        line: str,
        channel: Channel | None = None,
        *,
        thread: Message | None = None,
        waits: bool = True,
    ) -> Answer:
        """Use a slash command: `types("/milepost roadmap", general)`."""
        name, _, text = line.strip().partition(" ")
        world, place = self.stage.world, self._place(channel)
        offered(world.install, name, self.user, place, world)
        outside_threads(name, thread)
        said = escaped(world, world.install, name, text.strip(), self.user)
        done = self.stage.desk.begin(Kind.COMMAND, self.user, place)
        sent = self.stage.envelopes.command(done, name, said)
        return await self.stage.play(done, sent, waits=waits)

    async def presses(self, surface: Surface, button: str, *, waits: bool = True) -> Answer:
        """Press a button, by its label or action id. A link shows nothing by itself."""
        shown = self._look(surface)
        block, each = choosing.element(shown.blocks, button, {"button"})
        return await self._use(shown, block, each, {}, waits=waits and "url" not in each)

    async def picks(
        self, surface: Surface, menu: str, *values: Given, waits: bool = True
    ) -> Answer:
        """Choose from a menu, a list or a calendar, by placeholder, label or action id."""
        shown = self._look(surface)
        block, each = choosing.element(shown.blocks, menu)
        brought = await self._brought(shown, block, each, values)
        given = values[0] if len(values) == 1 else list(values)
        if each["type"] == "overflow":
            static = {**each, "type": "static_select"}
            chosen = choosing.state(static, values[0])
            return await self._use(shown, block, each, chosen | {"type": "overflow"}, waits=waits)
        chosen = choosing.state(each, given, brought)  # pyright: ignore[reportArgumentType] - of one kind
        if isinstance(shown, View):
            shown.values[block["block_id"]][each["action_id"]] = chosen
        return await self._use(shown, block, each, chosen, waits=waits)

    async def suggests(self, surface: Surface, menu: str, text: str) -> Answer:
        """Type into a menu whose options the bot brings; the answer's `options` are shown."""
        shown = self._look(surface)
        kinds = {"external_select", "multi_external_select"}
        block, each = choosing.element(shown.blocks, menu, kinds)
        least = each.get("min_query_length", 3)
        assert len(text) >= least, f"nothing is asked before {least} characters are typed"
        return await self._suggested(shown, block, each, text)

    async def submits(
        self, surface: Surface, fields: Mapping[str, Given] | None = None, /, **more: Given
    ) -> Answer:
        """Send a form, its boxes by label or action id; the others stay as they were."""
        view = self._view(surface)
        for name, value in {**(fields or {}), **more}.items():
            await self.fills(view, name, value)
        assert view.body.get("submit"), f"{view.title} cannot be sent"
        for label, block, each in view.boxes():
            choosing.checked(label, block, each, view.values[block["block_id"]][each["action_id"]])
        view.errors = {}
        done = self.stage.desk.begin(Kind.SUBMISSION, self.user, source=view)
        return await self.stage.play(done, self.stage.envelopes.submission(done))

    async def fills(self, surface: Surface, name: str, value: Given) -> None:
        """Fill in one box of a form, without telling the bot. Raises ValueError."""
        view = self._view(surface)
        block, each = choosing.element(view.blocks, name)
        values = value if isinstance(value, (list, tuple)) else [value]
        brought = await self._brought(view, block, each, values)  # pyright: ignore[reportArgumentType] - of one kind
        view.values[block["block_id"]][each["action_id"]] = choosing.state(each, value, brought)

    async def closes(self, surface: Surface, *, everything: bool = False) -> Answer | None:
        """Close a form, or all; the bot is told when it asked for that."""
        view, desk = self._view(surface), self.stage.desk
        cleared = everything or bool(view.body.get("clear_on_close"))
        done = desk.begin(Kind.CLOSED, self.user, source=view)
        sent = self.stage.envelopes.closed(done, cleared=cleared)
        (desk.clear(self.user) if cleared else desk.close(view))
        if not view.body.get("notify_on_close"):
            return None
        return await self.stage.play(done, sent)

    async def opens_home(self, tab: str = "home", *, waits: bool = True) -> Answer:
        """Open the app's home tab, or its messages."""
        world, known = self.stage.world, self.home
        assert world.install.home_tab, "the app has no home tab"
        if self.user.team is not world.team:
            raise NotOfferedError("the home tab is not offered to other organisations")
        done = self.stage.desk.begin(Kind.EVENT, self.user, self.dm)
        answer = Answer(done, self.stage.desk, len(world.effects))
        event: Json = {"type": "app_home_opened", "user": self.id, "tab": tab}
        event |= {"channel": self.dm.id, "event_ts": world.ids.ts(done.at)}
        if known is not None and tab == "home":
            event["view"] = self.stage.envelopes.shown(known)
        world.tell(event)
        await answer.come(waits=waits)
        return answer

    async def shortcut(self, callback: str, *, waits: bool = True) -> Answer:
        """Use a global shortcut, by its callback id."""
        self._offered(callback, "global")
        done = self.stage.desk.begin(Kind.SHORTCUT, self.user)
        return await self.stage.play(
            done, self.stage.envelopes.shortcut(done, callback), waits=waits
        )

    async def message_shortcut(
        self, message: Message | Answer, callback: str, *, waits: bool = True
    ) -> Answer:
        """Use a shortcut from a message's menu, by its callback id."""
        shown = self._look(message)
        assert isinstance(shown, Message), "that is no message"
        assert not shown.ephemeral, "an ephemeral message has no such menu"
        self._offered(callback, "message")
        done = self.stage.desk.begin(Kind.MESSAGE_SHORTCUT, self.user, shown.channel, shown)
        return await self.stage.play(
            done, self.stage.envelopes.shortcut(done, callback), waits=waits
        )

    # how it is done

    def _offered(self, callback: str, kind: str) -> None:
        world = self.stage.world
        known = world.install.shortcuts
        if known is not None and known.get(callback) != kind:
            raise NotOfferedError(f"no {kind} shortcut {callback}, only {known}")
        if self.user.team is not world.team:
            raise NotOfferedError("shortcuts are not offered to other organisations")

    def _look(self, surface: Surface) -> Message | View:
        """Return what this person really has in front of them."""
        shown = surface.surface if isinstance(surface, Answer) else surface
        if isinstance(shown, Message):
            assert shown in self.sees(shown.channel), f"{self.user.name} does not see this message"
        else:
            assert shown in {self.view, self.home}, f"{self.user.name} does not see this form"
        return shown

    def _view(self, surface: Surface) -> View:
        shown = self._look(surface.view if isinstance(surface, Answer) else surface)
        assert isinstance(shown, View), "that is no form"
        return shown

    async def _use(
        self, shown: Message | View, block: Json, each: Json, chosen: Json, *, waits: bool
    ) -> Answer:
        place = shown.channel if isinstance(shown, Message) else None
        done = self.stage.desk.begin(Kind.ACTION, self.user, place, shown)
        sent = self.stage.envelopes.action(done, each, block, chosen)
        return await self.stage.play(done, sent, waits=waits)

    async def _suggested(self, shown: Message | View, block: Json, each: Json, text: str) -> Answer:
        place = shown.channel if isinstance(shown, Message) else None
        done = self.stage.desk.begin(Kind.SUGGESTION, self.user, place, shown)
        sent = self.stage.envelopes.suggestion(done, each, block, text)
        return await self.stage.play(done, sent, waits=False)

    async def _brought(
        self, shown: Message | View, block: Json, each: Json, values: tuple[Given, ...]
    ) -> list[Json]:
        """Let the bot bring the options that are chosen, as typing does."""
        found: list[Json] = []
        if each["type"] in {"external_select", "multi_external_select"}:
            for value in values:
                answer = await self._suggested(shown, block, each, str(value))
                assert not answer.failed, answer.failed
                found += answer.interaction.options or []
        return found
