"""A bare discord.py bot, as its documentation shows one: one command, one button."""

import asyncio
import signal
import sys
from typing import Any

import discord
from discord import app_commands, ui
from discord.http import Route

Interaction = discord.Interaction[Any]


class Answer(ui.View):
    """A button below the answer."""

    @ui.button(label="More", custom_id="more")
    async def more(self, interaction: Interaction, _: ui.Button["Answer"]) -> None:
        """Edit the answer."""
        await interaction.response.edit_message(content="more of it")


class Bare(discord.AutoShardedClient):
    """Asks for what Milepost asks for: servers, and nothing else."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True))
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        """Send the commands."""
        await self.tree.sync()


async def run(api: str, token: str) -> None:
    """Answer until told to stop."""
    Route.BASE = api
    client = Bare()

    @client.tree.command(description="Say something back")
    async def echo(interaction: Interaction, text: str) -> None:
        await interaction.response.send_message(text, view=Answer(timeout=None), ephemeral=True)

    del echo
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    session = asyncio.create_task(client.start(token))
    await stop.wait()
    await client.close()
    await session


if __name__ == "__main__":
    asyncio.run(run(*sys.argv[1:]))
