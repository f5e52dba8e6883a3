"""People: they type commands, press buttons, fill in forms, and see what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.doubles.discord.answers import Answer
from tests.doubles.discord.commands import Commands
from tests.doubles.discord.desk import Desk, Interaction, Kind
from tests.doubles.discord.envelopes import Entity, Envelopes
from tests.doubles.discord.errors import Json
from tests.doubles.discord.messages import BUTTON, LINK, SELECTS, Body, Message, walk
from tests.doubles.discord.modals import Given, Modal
from tests.doubles.discord.permissions import Permission
from tests.doubles.discord.places import Channel, User
from tests.doubles.discord.posting import Posting
from tests.doubles.discord.slash import Value, typed
from tests.doubles.discord.validate_commands import CHAT
from tests.doubles.discord.world import World

USER_MENU, MESSAGE_MENU = 2, 3


@dataclass(frozen=True, slots=True)
class Stage:
    """What people act on."""

    world: World
    commands: Commands
    desk: Desk
    posting: Posting

    @property
    def envelopes(self) -> Envelopes:
        """Return the writer of interactions."""
        return Envelopes(self.world, self.commands)


@dataclass
class Person:
    """One account, played by a test. `at` is where it acts when nothing else is said."""

    user: User
    stage: Stage
    at: Channel | None = None

    @property
    def id(self) -> int:
        """Return the account's number."""
        return self.user.id

    @property
    def dm(self) -> Channel:
        """Return the conversation with the bot."""
        return self.stage.world.dm(self.user)

    # looking

    def sees(self, channel: Channel | None = None) -> list[Message]:
        """Return the messages that this person can read in a channel, oldest first."""
        place, world = self._place(channel), self.stage.world
        if not world.may(place, self.user) & Permission.VIEW_CHANNEL:
            return []
        return [
            each for each in world.messages.values() if each.channel is place and self._reads(each)
        ]

    def _reads(self, message: Message) -> bool:
        return message.deleted_at is None and message.viewer in {None, self.user}

    def offered(self, channel: Channel | None = None) -> list[str]:
        """Return the slash commands that this person is offered."""
        return self.stage.commands.offered(self.user, self._place(channel))

    def _place(self, channel: Channel | None) -> Channel:
        if channel or self.at:
            return channel or self.at or self.dm
        for guild in self.stage.world.guilds.values():
            if self.user.id in guild.members and guild.channels:
                return guild.channels[0]
        return self.dm

    # acting

    def say(self, text: str, channel: Channel | None = None) -> Message:
        """Write a message."""
        return self.stage.posting.post(self._place(channel), self.user, Body(content=text))

    async def slash(
        self,
        name: str,
        options: Mapping[str, Value] | None = None,
        /,
        *,
        channel: Channel | None = None,
        **more: Value,
    ) -> Answer:
        """Use a slash command: `slash("schedule new", at="09:00")`; options by name."""
        place, (first, *path) = self._place(channel), name.split()
        command = self.stage.commands.find(first, CHAT, self.user, place)
        line = typed(command, path, {**(options or {}), **more})
        data = self._command_data(command, place, line.entities) | {"options": line.options}
        return await self._act(Kind.COMMAND, place, data, command=command)

    async def autocomplete(
        self,
        name: str,
        option: str,
        text: str,
        /,
        *,
        channel: Channel | None = None,
        **more: Value,
    ) -> Answer:
        """Type into an option that suggests something; `more` is what was filled in before."""
        place, (first, *path) = self._place(channel), name.split()
        command = self.stage.commands.find(first, CHAT, self.user, place)
        line = typed(command, path, {**more, option: text}, focused=option)
        data = self._command_data(command, place, line.entities) | {"options": line.options}
        return await self._act(Kind.AUTOCOMPLETE, place, data, command=command)

    async def message_command(self, name: str, message: Message) -> Answer:
        """Use a command from a message's menu."""
        self._look(message)
        place = message.channel
        command = self.stage.commands.find(name, MESSAGE_MENU, self.user, place)
        shown = {str(message.id): self._shown(message)}
        data = self._command_data(command, place, ()) | {"target_id": str(message.id)}
        data["resolved"] = {"messages": shown}
        return await self._act(Kind.COMMAND, place, data, command=command)

    async def press(self, message: Message | Answer, button: str) -> Answer:
        """Press a button, by its label or custom id."""
        shown = self._look(message)
        found = _one(shown, button, "label", {BUTTON})
        assert found["style"] != LINK, f"{button} is a link"
        return await self._use(shown, found, {})

    async def pick(self, message: Message | Answer, menu: str, *values: str | Entity) -> Answer:
        """Choose from a menu, by its placeholder or custom id; options by label or value."""
        shown = self._look(message)
        found = _one(shown, menu, "placeholder", SELECTS)
        least, most = found.get("min_values", 1), found.get("max_values", 1)
        assert least <= len(values) <= most, f"{menu}: {least} to {most} have to be chosen"
        entities = [each for each in values if not isinstance(each, str)]
        options = {str(o[key]): str(o["value"]) for o in found.get("options", ()) for key in _BY}
        texts = [each for each in values if isinstance(each, str)]
        assert set(texts) <= set(options), f"{menu}: {texts} are not all among {list(options)}"
        chosen = [options[each] for each in texts] + [str(each.id) for each in entities]
        data: Json = {"values": chosen}
        if entities:
            guild = shown.channel.guild
            data["resolved"] = self.stage.envelopes.resolved(entities, self.user, guild)
        return await self._use(shown, found, data)

    async def submit(
        self,
        form: Modal | Answer,
        fields: Mapping[str, Given] | None = None,
        /,
        **more: Given,
    ) -> Answer:
        """Send a form, its fields by label or custom id; the others stay as they were."""
        modal = form.modal if isinstance(form, Answer) else form
        opened = next(i for i in self.stage.desk.opened.values() if i.id == modal.opened_by)
        assert opened.user is self.user, "somebody else has this form open"
        parts = modal.filled({**(fields or {}), **more})
        data: Json = {"custom_id": modal.custom_id, "components": parts}
        return await self._act(
            Kind.MODAL, opened.channel, data, source=opened.source, trigger=opened
        )

    # how it is done

    def _command_data(
        self, command: Json, place: Channel, entities: "list[Entity] | tuple[()]"
    ) -> Json:
        data: Json = {"id": command["id"], "name": command["name"], "type": command["type"]}
        if "guild_id" in command:
            data["guild_id"] = command["guild_id"]
        if entities:
            resolved = self.stage.envelopes.resolved(entities, self.user, place.guild)
            data["resolved"] = resolved
        return data

    def _look(self, message: Message | Answer) -> Message:
        """Return a message that this person really has in front of them."""
        found = message.message if isinstance(message, Answer) else message
        assert found in self.sees(found.channel), f"{self.user.name} does not see this message"
        return found

    def _shown(self, message: Message) -> Json:
        """Write the message that somebody points at: readable, whatever the intents."""
        shown = self.stage.posting.show(message)
        body = message.body
        return shown | {"content": body.content, "embeds": list(body.embeds)}

    async def _use(self, message: Message, component: Json, data: Json) -> Answer:
        name = component.get("label") or component.get("placeholder")
        assert not component.get("disabled"), f"{name} is switched off"
        told = {"custom_id": component["custom_id"], "component_type": component["type"], **data}
        told["id"] = component["id"]
        owners = (message.interaction or {}).get("authorizing_integration_owners")
        return await self._act(Kind.COMPONENT, message.channel, told, source=message, owners=owners)

    async def _act(
        self,
        kind: Kind,
        place: Channel,
        data: Json,
        *,
        command: Json | None = None,
        source: Message | None = None,
        owners: Json | None = None,
        trigger: Interaction | None = None,
    ) -> Answer:
        """Open the interaction, tell the bot, and wait for what it answers."""
        stage = self.stage
        opened = stage.desk.open(kind, self.user, place, source)
        guild, opened.trigger = place.guild, trigger
        if command is not None:
            owners = stage.commands.owners(command, self.user, place)
        if trigger is not None:
            owners = trigger.owners
        opened.owners = owners or ({"0": str(guild.id)} if guild else {"0": "0"})
        opened.user_only = "0" not in opened.owners
        shown = stage.posting.show(source) if source is not None else None
        payload = stage.envelopes.write(opened, data, shown)
        answer = Answer(opened, stage.desk)
        stage.world.tell("INTERACTION_CREATE", payload, guild)
        await answer.come()
        return answer


_BY = ("label", "value")


def _one(message: Message, name: str, key: str, kinds: set[int]) -> Json:
    """Find the one component that is meant."""
    parts = [each for each in walk(message.body.components) if each["type"] in kinds]
    for by in ("custom_id", key):
        found = [each for each in parts if each.get(by) == name]
        assert len(found) < 2, f"{name!r} is there {len(found)} times: use the custom id"
        if found:
            return found[0]
    there = [each.get(key) for each in parts]
    raise AssertionError(f"{name!r} is not there, only {there}")
