"""A bare discord.py bot, as small as its documentation shows one, pointed at the double."""

import asyncio
import io
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

import discord
import yarl
from discord import app_commands, ui
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.doubles.discord import Double

Interaction = discord.Interaction[discord.AutoShardedClient]


class Echo(discord.AutoShardedClient):
    """Knows a few commands; `heard` counts what the gateway told it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            intents=options.pop("intents", discord.Intents(guilds=True)),
            max_messages=None,
            chunk_guilds_at_startup=False,
            **options,
        )
        self.tree = app_commands.CommandTree(self)
        self.heard: list[str] = []
        self.release = asyncio.Event()
        add_commands(self.tree)

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Do not wait the library's five seconds."""

    async def on_shard_resumed(self, shard_id: int) -> None:
        self.heard.append(f"resumed {shard_id}")

    async def on_shard_connect(self, shard_id: int) -> None:
        self.heard.append(f"connect {shard_id}")

    async def on_guild_join(self, guild: discord.Guild) -> None:
        self.heard.append(f"join {guild.name}")

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        self.heard.append(f"remove {guild.name}")

    async def on_guild_unavailable(self, guild: discord.Guild) -> None:
        self.heard.append(f"unavailable {guild.name}")

    async def on_guild_available(self, guild: discord.Guild) -> None:
        self.heard.append(f"available {guild.name}")


class Counter(ui.View):
    """A message with a button and a menu."""

    @ui.button(label="More", custom_id="more")
    async def more(self, interaction: Interaction, _: ui.Button["Counter"]) -> None:
        await interaction.response.edit_message(content="more of it")

    @ui.button(label="Off", disabled=True)
    async def off(self, interaction: Interaction, _: ui.Button["Counter"]) -> None: ...

    @ui.select(placeholder="Which?", options=[discord.SelectOption(label="One", value="1")])
    async def which(self, interaction: Interaction, select: ui.Select["Counter"]) -> None:
        await interaction.response.defer()
        await interaction.followup.send(f"chose {select.values[0]}", ephemeral=True)


class Sheet(ui.Modal, title="A sheet"):
    """A form of two questions."""

    name: ui.Label["Sheet"] = ui.Label(text="Your name", component=ui.TextInput(custom_id="name"))
    level: ui.Label["Sheet"] = ui.Label(
        text="Level",
        component=ui.Select(custom_id="level", options=[discord.SelectOption(label="High")]),
    )

    async def on_submit(self, interaction: Interaction) -> None:
        name, level = self.name.component, self.level.component
        assert isinstance(name, ui.TextInput)
        assert isinstance(level, ui.Select)
        await interaction.response.send_message(f"{name.value} {level.values[0]}", ephemeral=True)


def add_commands(tree: app_commands.CommandTree[Any]) -> None:
    """Register what the echo bot can do."""

    @tree.command(description="Say something back")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def echo(interaction: Interaction, text: str, times: int = 1) -> None:
        await interaction.response.send_message(text * times, view=Counter(timeout=None))

    @tree.command(description="Take your time")
    async def slow(interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.edit_original_response(content="done")
        await interaction.followup.send("and more")

    @tree.command(description="Say nothing")
    async def silent(interaction: Interaction) -> None: ...

    @tree.command(description="Open a form")
    async def form(interaction: Interaction) -> None:
        await interaction.response.send_modal(Sheet())

    @tree.command(description="Say it in the new way")
    async def layout(interaction: Interaction) -> None:
        view = ui.LayoutView(timeout=None)
        view.add_item(ui.Container(ui.TextDisplay("# Card"), ui.Separator()))
        view.add_item(ui.Section("a line", accessory=ui.Button(label="Go", custom_id="go")))
        file = discord.File(io.BytesIO(b"dots"), "own.png", description="Some dots")
        view.add_item(ui.MediaGallery(discord.MediaGalleryItem(file)))
        await interaction.response.send_message(view=view, files=[file], ephemeral=True)

    @tree.command(description="Look up a word")
    async def define(interaction: Interaction, term: str) -> None:
        await interaction.response.send_message(f"no idea what {term} is")

    @define.autocomplete("term")
    async def suggest(_: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        words = ["gradient", "graph", "loss"]
        return [app_commands.Choice(name=w, value=w) for w in words if w.startswith(typed)]

    @tree.context_menu(name="Explain")
    async def explain(interaction: Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"it says {message.content}", ephemeral=True)

    @tree.command(description="For those in charge")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    async def manage(interaction: Interaction) -> None:
        text = f"{interaction.permissions.manage_guild} {interaction.app_permissions.embed_links}"
        await interaction.response.send_message(text)


@contextmanager
def pointed_at(double: Double) -> Iterator[None]:
    """Let discord.py take the double for Discord."""
    api, gateway, cdn = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, discord.Asset.BASE
    Route.BASE = double.api
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(double.gateway.address("/gateway"))
    discord.Asset.BASE = double.world.base
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, discord.Asset.BASE = api, gateway, cdn


@asynccontextmanager
async def running(double: Double, **options: Any) -> AsyncGenerator[Echo]:
    """Run an echo bot against the double, from its READY to its polite goodbye."""
    with pointed_at(double):
        client = Echo(**options)
        task = asyncio.create_task(client.start(double.world.token))
        waiting = asyncio.create_task(double.gateway.until_ready(double.gateway.shards))
        await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            waiting.cancel()
            task.result()
        await waiting
        try:
            yield client
        finally:
            await client.close()
            with suppress(asyncio.CancelledError):
                await task
