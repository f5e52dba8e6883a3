"""Answers one interaction: at once when the reply is ready, else deferred with the right privacy.

A first response may come within three seconds and decides who sees it; a form must be the first
response; after that the answer is edited in (platform-facts, section 1.3).
"""

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, assert_never

import discord

from adapters.discord import forms
from adapters.discord.cards import files_of, view
from bot.app import Bot
from bot.core.cards import Button, Card, Text, Tone, row
from bot.core.people import Request
from bot.core.replies import Amend, Ask, Edit, File, Quiet, Reply, Say

log = logging.getLogger("milepost.discord")

READY_WITHIN = 1.8
"""Seconds a reply may take and still be the first response."""

Interaction = discord.Interaction[Any]


@dataclass(slots=True)
class Answer:
    """The answer to one interaction. Everything Milepost answers is for the asker alone."""

    interaction: Interaction
    request: Request
    bot: Bot
    drafts: forms.Drafts
    pressed: bool
    late: bool = False

    async def give(self, work: Coroutine[Any, Any, Reply]) -> None:
        """Wait for the reply, defer when it is slow, and deliver it."""
        task = asyncio.create_task(work)
        done, _ = await asyncio.wait({task}, timeout=READY_WITHIN)
        if not done:
            await self._defer()
        await self._deliver(await task)

    async def _defer(self) -> None:
        self.late = True
        if self._edits:
            await self.interaction.response.defer()
        else:
            await self.interaction.response.defer(ephemeral=True, thinking=True)

    @property
    def _edits(self) -> bool:
        """Whether the pressed card itself may change: it is the asker's own."""
        origin = self.request.origin
        return self.pressed and origin is not None and not origin.public

    async def _deliver(self, reply: Reply) -> None:
        match reply:
            case Say(card=card, files=files):
                await self._say(card, files)
            case Edit(card=card):
                await self._edit(card)
            case Ask():
                await self._ask(reply)
            case Amend(card=card):
                await self._say(card, ())
            case Quiet():
                if not self.late:
                    await self.interaction.response.defer()
            case _:
                assert_never(reply)

    async def _say(self, card: Card, more: tuple[File, ...]) -> None:
        layout, files = view(card, more), files_of(card, more)
        if not self.late:
            await self.interaction.response.send_message(view=layout, files=files, ephemeral=True)
        elif self._edits:
            await self.interaction.followup.send(view=layout, files=files, ephemeral=True)
        else:
            await self.interaction.edit_original_response(view=layout, attachments=files)

    async def _edit(self, card: Card) -> None:
        if not self._edits:
            await self._say(card, ())
        elif self.late:
            files = files_of(card, ())
            await self.interaction.edit_original_response(view=view(card), attachments=files)
        else:
            files = files_of(card, ())
            await self.interaction.response.edit_message(view=view(card), attachments=files)

    async def _ask(self, form: Ask) -> None:
        words = await self.bot.words(self.request)
        if self.late:
            text = words.t("The form is ready now.")
            open_it = Button(words.s("Open the form"), form.intent, Tone.first)
            await self._say(Card("", (Text(text), *row(open_it))), ())
            return
        draft = self.drafts.take(self.interaction.user.id, form.intent)
        modal = forms.modal(form, words, draft)
        modal.stop()
        await self.interaction.response.send_modal(modal)
