"""The one inbox: every interaction becomes a request, whatever restart lies between."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import discord
from discord import InteractionType, app_commands

from adapters.discord import forms
from adapters.discord.answers import Answer
from adapters.discord.commands import CHAT, Called, called
from bot.app import Bot
from bot.core.intents import Intent, asked, bare_type
from bot.core.people import Account, Community, Origin, Place, Platform, Rank, Request
from bot.core.ports import Clock

log = logging.getLogger("milepost.discord")

COMPLETE_WITHIN = 2.5
"""Seconds for a completion; then an empty list is better than a late one."""

ALREADY, UNKNOWN = 40060, 10062
"""Discord's words for "answered before" and "too late": normal with two processes on one token."""

Interaction = discord.Interaction[Any]
Data = Mapping[str, Any]


@dataclass(slots=True)
class Inbox:
    """Receives interactions for one bot. `drafts` keeps forms that were sent with mistakes."""

    bot: Bot
    clock: Clock
    drafts: forms.Drafts = field(default_factory=forms.Drafts)

    async def receive(self, interaction: Interaction) -> None:
        """Answer one interaction."""
        try:
            await self._receive(interaction, cast("Data", interaction.data or {}))
        except discord.HTTPException as refused:
            if refused.code not in {ALREADY, UNKNOWN}:
                raise
            log.info("%s: Discord answers %s", interaction.id, refused.code)

    async def _receive(self, interaction: Interaction, data: Data) -> None:
        request = self.request(interaction)
        match interaction.type:
            case InteractionType.application_command if data.get("type", CHAT) == CHAT:
                await self._called(interaction, request, called(data))
            case InteractionType.application_command:
                await self._menu(interaction, request, data)
            case InteractionType.autocomplete:
                await self._complete(interaction, request, called(data))
            case InteractionType.component:
                picked = next(iter(data.get("values", ())), None)
                work = self.bot.pressed(request, str(data["custom_id"]), picked)
                await self._answer(interaction, request, pressed=True).give(work)
            case InteractionType.modal_submit:
                await self._form(interaction, request, data)
            case InteractionType.ping:
                pass

    def _answer(self, interaction: Interaction, request: Request, *, pressed: bool) -> Answer:
        return Answer(interaction, request, self.bot, self.drafts, pressed=pressed)

    async def _called(self, interaction: Interaction, request: Request, command: Called) -> None:
        if command.name in self.bot.commands:
            work = self.bot.filled(request, command.name, command.values)
        else:
            work = self.bot.typed(request, command.name)
        await self._answer(interaction, request, pressed=False).give(work)

    async def _menu(self, interaction: Interaction, request: Request, data: Data) -> None:
        menus = {kind.spec.menu: kind for kind in self.bot.registry.handlers if kind.spec.menu}
        intent = menus.get(str(data["name"]))
        if intent is None:
            work = self.bot.typed(request, str(data["name"]))
        else:
            message = data["resolved"]["messages"][str(data["target_id"])]
            work = self.bot.answer(request, _aimed(intent, message, interaction.application_id))
        await self._answer(interaction, request, pressed=False).give(work)

    async def _complete(self, interaction: Interaction, request: Request, command: Called) -> None:
        intent = self.bot.commands.get(command.name)
        choices: list[app_commands.Choice[str | int]] = []
        if intent is not None and command.focused in intent.model_fields:
            work = self.bot.complete(request, intent, command.focused, command.typed)
            whole = bare_type(intent.model_fields[command.focused]) is int
            try:
                for found in await asyncio.wait_for(work, COMPLETE_WITHIN):
                    value = int(found.value) if whole else found.value
                    choices.append(app_commands.Choice(name=found.label[:100], value=value))
            except TimeoutError:
                log.info("%s: a completion was too slow", interaction.id)
        await interaction.response.autocomplete(choices[:25])

    async def _form(self, interaction: Interaction, request: Request, data: Data) -> None:
        token, values = str(data["custom_id"]), forms.values(data)
        self.drafts.keep(interaction.user.id, token, values)
        work = self.bot.submitted(request, token, values)
        await self._answer(interaction, request, pressed=interaction.message is not None).give(work)

    def request(self, interaction: Interaction) -> Request:
        """Say who asks, where and with which rights, from what Discord sent along."""
        channel = interaction.channel
        here = interaction.guild_id is not None and interaction.is_guild_integration()
        community = Community(Platform.discord, str(interaction.guild_id)) if here else None
        rights = interaction.permissions
        moderator = here and (rights.manage_guild or rights.administrator)
        name = str(getattr(channel, "name", "") or "")
        return Request(
            id=str(interaction.id),
            account=Account(Platform.discord, "", str(interaction.user.id)),
            name=interaction.user.display_name,
            place=Place(Platform.discord, str(interaction.channel_id or ""), name, community),
            at=self.clock.now(),
            rank=Rank.moderator if moderator else Rank.member,
            locale=interaction.locale.value,
            origin=_origin(interaction),
        )


def _origin(interaction: Interaction) -> Origin | None:
    message = interaction.message
    if message is None:
        return None
    return Origin(public=not message.flags.ephemeral, ref=str(message.id))


def _aimed(intent: type[Intent], message: Data, application: int) -> Intent:
    """Fill an intent of the message menu: what the message says, and its id where it is ours."""
    ours = str(message["author"]["id"]) == str(application)
    given = {
        "text": str(message.get("content", ""))[:4000],
        "message": str(message["id"]) if ours else "",
    }
    wanted = set(intent.model_fields) - set(asked(intent))
    return intent.model_validate({name: text for name, text in given.items() if name in wanted})
