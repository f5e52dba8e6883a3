"""What is printed, and what can be pressed on it: the buttons of the card that was printed last."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from rich.console import Console

from adapters.terminal.cards import Press, draw, show
from bot.core.cards import Card


@dataclass(slots=True)
class Screen:
    """Prints answers, and the posts that come by themselves."""

    console: Console
    zone: ZoneInfo
    presses: tuple[Press, ...] = ()

    def answer(self, card: Card) -> None:
        """Print an answer."""
        self._draw(card, "cyan")
        self.console.print()

    def post(self, where: str, card: Card) -> None:
        """Print a post below the line that says where it stands."""
        self.console.print(where, style="bold magenta", markup=False)
        self._draw(card, "magenta")

    def _draw(self, card: Card, colour: str) -> None:
        drawing = draw(card, self.zone)
        self.presses = drawing.presses
        show(self.console, drawing, colour)
