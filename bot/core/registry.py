"""Who answers what: handlers, completions and form seeds, found on the features themselves.

A feature is any object with marked methods. Adding a command means declaring its intent and
marking a method; help, the text parser, forms and the platforms' payloads follow from here.
"""

import inspect
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from bot.core.cards import Choice
from bot.core.intents import Intent, suggestions
from bot.core.replies import Reply

if TYPE_CHECKING:
    from bot.core.context import Context
    from bot.core.people import Community

I = TypeVar("I", bound=Intent)  # noqa: E741 (a type variable, not a number)
F = TypeVar("F")

Handler = Callable[["Context", Any], Awaitable[Reply]]
Suggester = Callable[["Context", str], Awaitable[tuple[Choice, ...]]]
Seeder = Callable[["Context", Any], Awaitable[Mapping[str, str]]]


def handles(
    intent: type[I],
) -> Callable[
    [Callable[[F, "Context", I], Awaitable[Reply]]], Callable[[F, "Context", I], Awaitable[Reply]]
]:
    """Mark the method that answers an intent. Both type checkers refuse another intent's method."""
    return _mark("handles", intent)


def suggests(
    key: str,
) -> Callable[
    [Callable[[F, "Context", str], Awaitable[tuple[Choice, ...]]]],
    Callable[[F, "Context", str], Awaitable[tuple[Choice, ...]]],
]:
    """Mark the method that completes the fields with `Suggest(key)`, best matches first."""
    return _mark("suggests", key)


def seeds(
    intent: type[I],
) -> Callable[
    [Callable[[F, "Context", I], Awaitable[Mapping[str, str]]]],
    Callable[[F, "Context", I], Awaitable[Mapping[str, str]]],
]:
    """Mark the method that fills in a form before it opens."""
    return _mark("seeds", intent)


def _mark(kind: str, key: object) -> Callable[[Any], Any]:
    def mark(method: Any) -> Any:  # noqa: ANN401 (returned as it came)
        method.milepost_mark = (kind, key)
        return method

    return mark


@dataclass(frozen=True, slots=True)
class Registry:
    """All that the bot can be asked."""

    handlers: dict[type[Intent], Handler] = field(default_factory=dict[type[Intent], Handler])
    suggesters: dict[str, Suggester] = field(default_factory=dict[str, Suggester])
    seeders: dict[type[Intent], Seeder] = field(default_factory=dict[type[Intent], Seeder])

    def add(self, feature: object) -> None:
        """Take in a feature's marked methods. Raises ValueError for a double."""
        for _, method in inspect.getmembers(feature, callable):
            mark = getattr(method, "milepost_mark", None)
            if mark is None:
                continue
            kind, key = mark
            table: dict[Any, Any] = {
                "handles": self.handlers,
                "suggests": self.suggesters,
                "seeds": self.seeders,
            }[kind]
            self._refuse_double(kind, key, table)
            table[key] = method

    def _refuse_double(self, kind: str, key: Any, table: Mapping[Any, Any]) -> None:  # noqa: ANN401 (an intent or a completion key)
        taken = key in table
        if kind == "handles":
            taken = taken or key.spec.code in self.codes or key.spec.name in self.commands
        if taken:
            message = f"{key!r} is already answered"
            raise ValueError(message)

    @property
    def codes(self) -> dict[str, type[Intent]]:
        """Intents by token code."""
        return {intent.spec.code: intent for intent in self.handlers}

    @property
    def commands(self) -> dict[str, type[Intent]]:
        """Intents that can be typed, by name, in alphabetical order."""
        named = {intent.spec.name: intent for intent in self.handlers if intent.spec.name}
        return dict(sorted(named.items()))

    def unanswered_suggestions(self) -> Iterator[str]:
        """Name the completions that some field wants and no feature offers."""
        for intent in self.handlers:
            for described in intent.model_fields.values():
                key = suggestions(described)
                if key and key not in self.suggesters:
                    yield key


class Registries(Protocol):
    """Knows who answers where: a community may have its own edition of the content."""

    async def of(self, community: "Community | None") -> Registry:
        """Return who answers in a community, or in private. All can be asked the same."""
        ...
