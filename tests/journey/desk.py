"""A moderator at work, and the members who see what they decide."""

from dataclasses import dataclass, field

from bot.core.cards import Card
from bot.core.people import Rank
from bot.intents.career import Define
from bot.intents.content import (
    Decide,
)
from bot.intents.quizzes import Report
from tests.journey.booth import THERE, Booth, Visitor

RECALL = "term-recall"


@dataclass(repr=False)
class Desk:
    """A moderator, a member of the same community, and one of another."""

    booth: Booth
    mod: Visitor = field(init=False)
    ana: Visitor = field(init=False)
    elsewhere: Visitor = field(init=False)

    def __post_init__(self) -> None:
        self.mod = self.booth.visitor("mod", rank=Rank.moderator)
        self.ana = self.booth.visitor("ana")
        self.elsewhere = self.booth.visitor("ben", community=THERE)

    async def decide(self, piece: str, what: str = "disable") -> Card:
        """Decide, a moment later than before."""
        self.booth.clock.on(seconds=1)
        return await self.mod.asks(Decide.model_validate({"piece": piece, "what": what}))

    async def reported(self, kind: str, target: str, *people: str) -> None:
        """Let people report a piece, a second after the other."""
        for name in people:
            self.booth.clock.on(seconds=1)
            visitor = self.booth.visitor(name)
            await visitor.sends(Report(kind=kind, target=target), note=f"False, says {name}.")

    async def defines(self, visitor: Visitor | None = None) -> bool:
        """Tell whether somebody finds the word."""
        return (await (visitor or self.ana).asks(Define(term="recall"))).title == "recall"
