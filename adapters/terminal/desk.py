"""An operator's desk: every command, as a moderator of any community, on the command line."""

import secrets
from collections.abc import Mapping

from rich.console import Console

from adapters.terminal.app import UNPACED, Terminal, forgiving, local_zone
from adapters.terminal.inbox import Inbox, Persona
from adapters.terminal.screen import Screen
from bot.compose import opened
from bot.core.clocks import MovedClock
from bot.core.people import Community, Platform, Rank
from bot.core.posting import Poster
from bot.settings import Settings


async def attend(
    settings: Settings,
    posters: Mapping[Platform, Poster],
    community: Community,
    channel: str,
    line: str,
) -> int:
    """Answer one line, or talk until the end where there is none.

    Nothing is posted by the clock from here: the process that runs keeps the schedules.
    """
    forgiving()
    zone, clock = local_zone(), MovedClock()
    persona = Persona("operator", channel, Rank.moderator, zone=zone.key, community=community)
    screen = Screen(Console(highlight=False, soft_wrap=False), zone)
    try:
        async with opened(settings, clock, {}, UNPACED, posters) as (bot, _, _):
            chat = Terminal(bot, Inbox(persona, clock, secrets.token_hex(6)), clock, screen)
            await (chat.line(line) if line else chat.run())
    finally:
        for poster in posters.values():
            await poster.close()
    return 0
