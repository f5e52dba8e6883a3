"""What a person gets to see of the bot's answer."""

from dataclasses import dataclass

from tests.doubles.discord.desk import Desk, Interaction, Kind, Response
from tests.doubles.discord.messages import Message
from tests.doubles.discord.modals import Modal

SILENCE = {
    Kind.COMMAND: "The application did not respond",
    Kind.COMPONENT: "This interaction failed",
    Kind.AUTOCOMPLETE: "Loading options failed",
    Kind.MODAL: "Something went wrong. Try again.",
}


@dataclass
class Answer:
    """The screen after one action. Asking for what is not there raises AssertionError."""

    interaction: Interaction
    desk: Desk
    failed: str = ""
    """What Discord says in the bot's place, when it does not answer in time."""
    _seen: int = 0

    @property
    def deferred(self) -> bool:
        """Whether the bot asked for time."""
        return self.interaction.response in {Response.DEFERRED, Response.DEFERRED_UPDATE}

    @property
    def message(self) -> Message:
        """Return the answer, or the message that was changed."""
        found = self.interaction.original
        assert found is not None, f"no message: {self._instead()}"
        assert not self.failed, self.failed
        return found

    @property
    def text(self) -> str:
        """Return all that can be read in the answer."""
        return self.message.text

    @property
    def private(self) -> bool:
        """Whether only the person sees the answer."""
        return self.message.ephemeral

    @property
    def modal(self) -> Modal:
        """Return the form that opened."""
        found = self.interaction.modal
        assert found is not None, f"no form: {self._instead()}"
        return found

    @property
    def choices(self) -> dict[str, str | int | float]:
        """Return what is suggested while typing, value by name, in order."""
        found = self.interaction.choices
        assert found is not None, f"no suggestions: {self._instead()}"
        return {each["name"]: each["value"] for each in found}

    @property
    def follow_ups(self) -> list[Message]:
        """Return what was said after the first answer."""
        return self.interaction.follow_ups

    def _instead(self) -> str:
        return self.failed or f"the answer was {self.interaction.response}"

    async def come(self) -> None:
        """Wait for the first response, and after a deferral for what it announced."""
        world, own = self.desk.world, self.interaction
        there = await world.bell.until(lambda: own.response is not None, world.timing.respond)
        if not there:
            self.failed = SILENCE[own.kind]
        elif own.response is Response.DEFERRED:
            done = await world.bell.until(self._loaded, world.timing.patience)
            self.failed = "" if done else f"{world.bot.name} is thinking..."
        self._seen = own.touched

    def _loaded(self) -> bool:
        message = self.interaction.original
        return message is None or not message.loading or message.deleted_at is not None

    async def more(self) -> Message:
        """Wait for the next change or follow-up, and return the message it is in."""
        world, own, before = self.desk.world, self.interaction, len(self.interaction.follow_ups)
        came = await world.bell.until(lambda: own.touched > self._seen, world.timing.patience)
        assert came, "nothing more came"
        self._seen = own.touched
        return own.follow_ups[-1] if len(own.follow_ups) > before else self.message
