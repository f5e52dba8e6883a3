"""The one inbox: every interaction becomes a request, whatever restart lies between."""

import asyncio
import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from textwrap import shorten
from typing import Any, cast

import discord
from discord import InteractionType, app_commands

from adapters.discord import forms
from adapters.discord.answers import ALREADY, CUT, UNKNOWN, Answer
from adapters.discord.commands import CHAT, Called, called
from bot.app import Bot
from bot.core.faults import OldCard
from bot.core.intents import Intent, asked, bare_type
from bot.core.people import Account, Community, Origin, Place, Platform, Rank, Request
from bot.core.ports import Clock
from bot.core.replies import Amend

log = logging.getLogger("milepost.discord")

COMPLETE_WITHIN = 2.5
"""Seconds for a completion; then an empty list is better than a late one."""

AWAY = {429, *range(500, 600)}
"""Answers that say nothing about what was asked."""

CHOICES, CHOICE_NAME = 25, 100
READ = 4_000
"""How much of a message is searched for words to explain."""

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
            if refused.code in {ALREADY, UNKNOWN}:
                log.info("%s: Discord answers %s", interaction.id, refused.code)
            elif refused.status in AWAY:
                log.warning("%s: not answered, Discord says %s", interaction.id, refused.status)
            else:
                raise
        except CUT as trouble:
            log.warning("%s: not answered, %s", interaction.id, type(trouble).__name__)

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
                await self._pressed(interaction, request, data)
            case InteractionType.modal_submit:
                await self._sent(interaction, request, data)
            case _:
                log.info("%s: an interaction of an unknown kind", interaction.id)

    def _answer(self, interaction: Interaction, request: Request, *, pressed: bool) -> Answer:
        return Answer(interaction, request, self.bot, self.drafts, pressed=pressed)

    async def _called(self, interaction: Interaction, request: Request, command: Called) -> None:
        if command.name in self.bot.commands:
            work = self.bot.filled(request, command.name, command.values)
        else:
            work = self.bot.typed(request, command.name)
        await self._answer(interaction, request, pressed=False).give(work)

    async def _pressed(self, interaction: Interaction, request: Request, data: Data) -> None:
        token, picked = str(data["custom_id"]), next(iter(data.get("values", ())), None)
        work = self.bot.pressed(request, token, picked)
        form = _form(self.bot, token, picked)
        await self._answer(interaction, request, pressed=True).give(work, form)

    async def _menu(self, interaction: Interaction, request: Request, data: Data) -> None:
        menus = {kind.spec.menu: kind for kind in self.bot.registry.handlers if kind.spec.menu}
        intent = menus.get(str(data["name"]))
        if intent is None:
            work = self.bot.typed(request, str(data["name"]))
        else:
            message = data["resolved"]["messages"][str(data["target_id"])]
            own = interaction.client.user
            work = self.bot.answer(request, _aimed(intent, message, own.id if own else 0))
        await self._answer(interaction, request, pressed=False).give(work)

    async def _complete(self, interaction: Interaction, request: Request, command: Called) -> None:
        intent = self.bot.commands.get(command.name)
        choices: list[app_commands.Choice[str | int]] = []
        if intent is not None and command.focused in intent.model_fields:
            work = self.bot.complete(request, intent, command.focused, command.typed)
            kind = int if bare_type(intent.model_fields[command.focused]) is int else str
            try:
                for found in (await asyncio.wait_for(work, COMPLETE_WITHIN))[:CHOICES]:
                    name = shorten(found.label, CHOICE_NAME, placeholder="…")
                    choices.append(app_commands.Choice(name=name, value=kind(found.value)))
            except TimeoutError:
                log.info("%s: a completion was too slow", interaction.id)
        await interaction.response.autocomplete(choices)

    async def _sent(self, interaction: Interaction, request: Request, data: Data) -> None:
        token, values = str(data["custom_id"]), forms.values(data)
        user = interaction.user.id
        self.drafts.keep(user, token, values)
        answer = self._answer(interaction, request, pressed=interaction.message is not None)
        reply = await answer.give(self.bot.submitted(request, token, values))
        if not isinstance(reply, Amend):
            self.drafts.drop(user, token)

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
            roles=_roles(interaction) if here else frozenset(),
        )


def _roles(interaction: Interaction) -> frozenset[str]:
    """List the roles of a member as Discord sent them, whatever the library knows of the server."""
    held = cast("Iterable[int]", getattr(interaction.user, "_roles", ()))
    return frozenset(map(str, held))


def _origin(interaction: Interaction) -> Origin | None:
    message = interaction.message
    if message is None:
        return None
    return Origin(public=not message.flags.ephemeral, ref=str(message.id))


def _form(bot: Bot, token: str, picked: str | None) -> Intent | None:
    """Return the form that a press opens; None for any other press."""
    try:
        intent = bot.tokens.read(token, picked)
    except OldCard:
        return None
    return intent if intent.opens_form else None


def _aimed(intent: type[Intent], message: Data, own: int) -> Intent:
    """Fill an intent of the message menu: what the message says, and its id where it is ours."""
    ours = str(message["author"]["id"]) == str(own)
    text, number = "\n".join(_texts(message))[:READ], str(message["id"])
    given = {"text": text, "message": number if ours else ""}
    wanted = set(intent.model_fields) - set(asked(intent))
    return intent.model_validate({name: text for name, text in given.items() if name in wanted})


def _texts(part: Data) -> Iterator[str]:
    """Yield what can be read in a message: its own text, its embeds, and its displays of text."""
    for key in ("content", "title", "description", "name", "value"):
        if isinstance(part.get(key), str):
            yield str(part[key])
    for key in ("embeds", "fields", "components"):
        for inner in cast("list[Data]", part.get(key) or ()):
            yield from _texts(inner)
