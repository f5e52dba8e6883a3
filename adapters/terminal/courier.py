"""Posts to the terminal's one channel: the post is printed where everybody reads."""

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from rich.console import Console

from adapters.terminal.cards import draw, show
from bot.core.cards import Card
from bot.core.people import Place
from bot.core.ports import Receipt


@dataclass(slots=True)
class TerminalCourier:
    """Prints posts; remembers their keys, so that one key is posted once."""

    console: Console
    zone: ZoneInfo
    _posted: dict[str, Receipt] = field(default_factory=dict[str, Receipt])

    async def post(self, place: Place, card: Card, *, key: str) -> Receipt:
        """Print a post with its channel above it."""
        if key in self._posted:
            return self._posted[key]
        self.console.print(f"#{place.name or place.channel}", style="bold magenta", markup=False)
        show(self.console, draw(card, self.zone), "magenta")
        self._posted[key] = Receipt(key)
        return self._posted[key]

    async def take_back(self, place: Place, receipt: Receipt) -> None:
        """Say that a post is gone; what a terminal printed cannot be unprinted."""
        self._posted.pop(receipt.remote, None)
        name = place.name or place.channel
        self.console.print(f"#{name}: the post is taken back", style="magenta", markup=False)
