"""Once per nonce: the second create of an author with the same nonce gets the first message."""

from dataclasses import dataclass, field

from tests.doubles.discord.errors import unknown
from tests.doubles.discord.messages import Message
from tests.doubles.discord.world import World


@dataclass
class Nonces:
    """Remembers the nonces of the past few minutes."""

    world: World
    repeats: int = 0
    """How often a message was asked for again."""
    _known: dict[tuple[int, str], Message] = field(default_factory=dict[tuple[int, str], Message])

    def first(self, author: int, nonce: str) -> Message | None:
        """Return the message that this nonce made, or none. Raises ApiError when it was deleted."""
        found = self._known.get((author, nonce))
        if found is None:
            return None
        if (self.world.now() - found.at).total_seconds() >= self.world.timing.nonce:
            return None
        self.repeats += 1
        if found.deleted_at is not None:
            raise unknown("Message")
        return found

    def keep(self, author: int, nonce: str, message: Message) -> None:
        """Remember what a nonce made."""
        self._known[author, nonce] = message
