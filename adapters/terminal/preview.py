"""Shows writers how a piece of the pack will look, in the terminal."""

from zoneinfo import ZoneInfo

from rich.console import Console

from adapters.terminal.cards import draw, show
from bot.catalog.loader import load
from bot.compose import packs, registered
from bot.core.ports import SystemClock
from bot.preview import preview as cards_of
from bot.settings import Settings


async def preview(settings: Settings, kind: str, slug: str) -> int:
    """Draw the cards of a piece. Raises ValueError for an unknown kind or id, and PackError."""
    catalog, console, clock = load(packs(settings)), Console(highlight=False), SystemClock()
    for card in await cards_of(catalog, registered(catalog), clock, kind, slug):
        show(console, draw(card, ZoneInfo("UTC")))
        console.print(f"{card.size} characters, buttons and menus included\n", style="dim")
    return 0
