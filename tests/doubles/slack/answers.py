"""What a person gets to see of the bot's answer."""

from dataclasses import dataclass

from tests.doubles.slack.desk import Desk, Interaction, Kind
from tests.doubles.slack.effects import Did, Effect
from tests.doubles.slack.errors import Json
from tests.doubles.slack.messages import Message, decoded
from tests.doubles.slack.places import ChannelKind
from tests.doubles.slack.views import View

QUIET = {Kind.SUGGESTION, Kind.CLOSED}
"""What shows nothing by itself."""


@dataclass
class Answer:
    """The screen after one action. Asking for what is not there raises AssertionError."""

    interaction: Interaction
    desk: Desk
    since: int
    """How many effects there had been before."""
    failed: str = ""
    """What Slack says in the bot's place, when it does not answer in time or not rightly."""
    _seen: int = 0

    @property
    def effects(self) -> list[Effect]:
        """Return all that appeared or changed for the person since, in order.

        What the bot does without naming the action counts until the person does the next thing.
        """
        later = enumerate(self.desk.world.effects[self.since :], self.since)
        return [each for number, each in later if self._mine(each, number)]

    def _mine(self, effect: Effect, number: int) -> bool:
        own, user = self.interaction, self.interaction.user
        if effect.cause is not None:
            return effect.cause is own
        if own.ended is not None and number >= own.ended:
            return False
        if effect.user is not None:
            return effect.user is user
        message = effect.message
        if message is None or message.author is not self.desk.world.bot:
            return False
        here = message.channel is own.channel or message is own.source
        private = message.channel.kind is ChannelKind.DM and user in message.channel.members
        return here or private

    # what is read

    @property
    def messages(self) -> list[Message]:
        """Return the messages that appeared or changed and are still there."""
        found = [each.message for each in self.effects if each.message is not None]
        return [each for each in dict.fromkeys(found) if each.deleted_at is None]

    @property
    def message(self) -> Message:
        """Return the newest of them."""
        assert not self.failed, self.failed
        assert self.messages, f"no message: {self._instead()}"
        return self.messages[-1]

    @property
    def view(self) -> View:
        """Return the form that is in front of the person."""
        assert not self.failed, self.failed
        stack = self.desk.stack(self.interaction.user)
        assert stack, f"no form: {self._instead()}"
        return stack[-1]

    @property
    def home(self) -> View:
        """Return the home tab."""
        found = self.desk.homes.get(self.interaction.user)
        assert found is not None, f"no home tab: {self._instead()}"
        return found

    @property
    def surface(self) -> "Message | View":
        """Return what appeared or changed last: a message, a form or the home tab."""
        assert not self.failed, self.failed
        for each in reversed(self.effects):
            if each.message is not None and each.message.deleted_at is None:
                return each.message
            if each.view is not None and not each.view.closed:
                return each.view
        assert self.desk.stack(self.interaction.user), f"nothing came: {self._instead()}"
        return self.view

    @property
    def text(self) -> str:
        """Return all that can be read in what appeared last."""
        return self.surface.text

    @property
    def private(self) -> bool:
        """Whether only the person sees it: an ephemeral message, a DM, a form, the home tab."""
        shown = self.surface
        if isinstance(shown, Message):
            return shown.ephemeral or shown.channel.kind is ChannelKind.DM
        return True

    @property
    def options(self) -> dict[str, str]:
        """Return what is suggested while typing, value by label, in order."""
        assert not self.failed, self.failed
        found = self.interaction.options
        assert found is not None, f"no suggestions: {self._instead()}"
        return {decoded(str(each["text"]["text"])): str(each["value"]) for each in found}

    @property
    def errors(self) -> dict[str, str]:
        """Return what is said against the inputs of the form that was sent, by label."""
        view = self.interaction.source
        assert isinstance(view, View), "no form was sent"
        said = ((label, view.error(label)) for label in view.inputs)
        return {label: words for label, words in said if words}

    @property
    def closed(self) -> bool:
        """Whether no form is open any more."""
        return not self.failed and not self.desk.stack(self.interaction.user)

    @property
    def ack(self) -> object:
        """Return the body of the acknowledgement."""
        return self.interaction.answer

    def _instead(self) -> str:
        did = [str(each.did) for each in self.effects]
        return self.failed or f"the answer was {self.interaction.answer!r}, then {did}"

    # waiting

    async def come(self, *, waits: bool) -> None:
        """Wait for the first thing to see, where there should be one."""
        world = self.desk.world
        if waits and not self.failed and self.interaction.kind not in QUIET:
            await world.bell.until(lambda: bool(self.effects), world.timing.patience)
        self._seen = len(self.effects)

    async def more(self) -> "Message | View":
        """Wait for the next thing that appears or changes, and return it."""
        world = self.desk.world
        came = await world.bell.until(lambda: len(self.effects) > self._seen, world.timing.patience)
        assert came, f"nothing more came: {self._instead()}"
        self._seen = len(self.effects)
        return self.surface

    async def shows(self, words: str) -> "Message | View":
        """Wait until what appeared last holds these words, and return it."""
        world = self.desk.world
        came = await world.bell.until(lambda: self._says(words), world.timing.patience)
        assert came, f"{words!r} does not come: {self._instead()}: {self._text()}"
        self._seen = len(self.effects)
        return self.surface

    def _says(self, words: str) -> bool:
        return any(each.did is not Did.CLOSED for each in self.effects) and words in self._text()

    def _text(self) -> str:
        try:
            return self.surface.text
        except AssertionError as nothing:
            return str(nothing)

    def said(self) -> Json:
        """Return it all as JSON, for a test in another process."""
        stack = self.desk.stack(self.interaction.user)
        return {
            "failed": self.failed,
            "did": [str(each.did) for each in self.effects],
            "message": told(self.messages[-1]) if self.messages else None,
            "form": form(stack[-1]) if stack else None,
            "home": form(self.home) if self.interaction.user in self.desk.homes else None,
            "options": self.options if self.interaction.options is not None else None,
        }


def told(message: Message) -> Json:
    """Return a message as JSON, for a test in another process."""
    return {
        "ts": message.ts,
        "channel": message.channel.id,
        "author": message.author.name,
        "line": message.line,
        "text": message.text,
        "buttons": message.buttons,
        "viewer": message.viewer.name if message.viewer else None,
        "metadata": message.body.metadata,
        "at": message.at.isoformat(),
        "edits": len(message.edits),
        "deleted_at": message.deleted_at.isoformat() if message.deleted_at else None,
    }


def form(view: View) -> Json:
    """Return a form or a home tab as JSON, for a test in another process."""
    return {
        "title": view.title,
        "text": view.text,
        "fields": list(view.inputs),
        "buttons": view.buttons,
        "errors": view.errors,
    }
