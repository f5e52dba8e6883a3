"""A bare discord.py bot, as small as its documentation shows one, for the double to be tried on."""

import asyncio
import io
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import Any

import discord
from discord import app_commands, ui

from adapters.discord import heartbeats
from tests.doubles.discord import Double
from tests.doubles.discord.bell import Bell
from tests.doubles.discord.library import pointed_at

Interaction = discord.Interaction[Any]
Tree = app_commands.CommandTree[discord.AutoShardedClient]


class Echo(discord.AutoShardedClient):
    """Knows a few commands; `heard` is what the gateway told it."""

    def __init__(self, intents: discord.Intents | None, heartbeat_timeout: float) -> None:
        super().__init__(
            intents=intents or discord.Intents(guilds=True),
            max_messages=None,
            chunk_guilds_at_startup=False,
            heartbeat_timeout=heartbeat_timeout,
            guild_ready_timeout=0.05,
        )
        self.tree = app_commands.CommandTree(self)
        self.heard: list[str] = []
        self.bell = Bell()
        add_answers(self.tree)
        add_forms(self.tree)
        add_others(self.tree)

    def hear(self, what: str) -> None:
        """Note something, and wake who waits for it."""
        self.heard.append(what)
        self.bell.ring()

    async def hears(self, what: str, times: int = 1) -> None:
        """Wait until something was noted. Raises AssertionError when it is not."""
        came = await self.bell.until(lambda: self.heard.count(what) >= times, 15.0)
        assert came, f"{what} was not heard, only {self.heard}"

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Do not wait the library's five seconds."""

    async def on_shard_connect(self, shard_id: int) -> None:
        del shard_id
        self.hear("connect")

    async def on_ready(self) -> None:
        self.hear("ready")

    async def on_shard_resumed(self, shard_id: int) -> None:
        self.hear(f"resumed {shard_id}")

    async def on_guild_join(self, guild: discord.Guild) -> None:
        self.hear(f"join {guild.name}")

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        self.hear(f"remove {guild.name}")

    async def on_guild_unavailable(self, guild: discord.Guild) -> None:
        self.hear(f"unavailable {guild.name}")

    async def on_guild_available(self, guild: discord.Guild) -> None:
        self.hear(f"available {guild.name}")

    async def on_message(self, message: discord.Message) -> None:
        self.hear(f"message {message.content}")


class Counter(ui.View):
    """A message with buttons and a menu."""

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

    name = ui.Label["Sheet"](text="Your name", component=ui.TextInput[Any](custom_id="name"))
    level = ui.Label["Sheet"](
        text="Level",
        component=ui.Select[Any](custom_id="level", options=[discord.SelectOption(label="High")]),
    )

    async def on_submit(self, interaction: Interaction) -> None:
        name, level = self.name.component, self.level.component
        assert isinstance(name, ui.TextInput)
        assert isinstance(level, ui.Select)
        await interaction.response.send_message(f"{name.value} {level.values[0]}", ephemeral=True)


def add_answers(tree: Tree) -> None:
    """Register commands that say something, or nothing."""

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

    del echo, slow, silent


def add_forms(tree: Tree) -> None:
    """Register what shows more than text."""

    @tree.command(description="Open a form")
    async def form(interaction: Interaction) -> None:
        await interaction.response.send_modal(Sheet())

    @tree.command(description="Say it in the new way")
    async def layout(interaction: Interaction) -> None:
        file = discord.File(io.BytesIO(b"dots"), "own.png", description="Some dots")
        button: ui.Button[Any] = ui.Button(label="Go", custom_id="go")
        parts: list[ui.Item[Any]] = [
            ui.Container[Any](ui.TextDisplay[Any]("# Card"), ui.Separator[Any]()),
            ui.Section[Any]("a line", accessory=button),
            ui.MediaGallery[Any](discord.MediaGalleryItem(file)),
        ]
        view = ui.LayoutView(timeout=None)
        for part in parts:
            view.add_item(part)
        await interaction.response.send_message(view=view, files=[file], ephemeral=True)

    del form, layout


def add_others(tree: Tree) -> None:
    """Register autocomplete, a menu entry, and something for moderators."""

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

    del suggest, explain, manage


@asynccontextmanager
async def running(
    double: Double, intents: discord.Intents | None = None, heartbeat_timeout: float = 60.0
) -> AsyncGenerator[Echo]:
    """Run an echo bot against the double, from its READY to its polite goodbye."""
    with pointed_at(double):
        client = Echo(intents, heartbeat_timeout)
        task = asyncio.create_task(client.start(double.world.token))
        waiting = asyncio.create_task(client.hears("connect", double.gateway.shards))
        await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        try:
            if task.done():
                await task
            yield client
        finally:
            await client.close()
            try:
                with suppress(asyncio.CancelledError):
                    await task
            finally:
                await heartbeats.end(client)
