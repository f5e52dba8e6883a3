"""Answers one interaction: at once when the reply is ready, else deferred with the right privacy.

A first response may come within three seconds and decides who sees it; a form must be the first
response; after that the answer is edited in (platform-facts, section 1.3).
"""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, assert_never

import aiohttp
import discord
from discord import InteractionType

from adapters.discord import forms
from adapters.discord.cards import draw, files_of
from adapters.discord.layouts import Answer as Shown
from bot.app import Bot
from bot.core.cards import Button, Card, Text, Tone, row
from bot.core.faults import OurFault
from bot.core.intents import Intent
from bot.core.meanwhile import unless_within
from bot.core.people import Request
from bot.core.replies import Amend, Ask, Edit, File, Quiet, Reply, Say
from bot.core.words import Words

log = logging.getLogger("milepost.discord")

READY_WITHIN = 1.8
"""Seconds a reply may take and still be the first response."""

FORM_WITHIN = 2.2
"""Seconds that filling in a form may take; after that it opens without."""

WORDS_WITHIN = 0.3
"""Seconds that finding the reader's language may take, of those that are left then."""

ALREADY, UNKNOWN, INVALID = 40060, 10062, 50035
"""Discord's words for "answered before", "too late" and "a body that breaks a rule"."""

CUT = (aiohttp.ClientError, ConnectionError, TimeoutError)

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

    async def give(self, work: Coroutine[Any, Any, Reply], form: Intent | None = None) -> Reply:
        """Wait for the reply, deliver it, and return it.

        A slow one is deferred; a slow `form` opens with nothing filled in, because a form cannot
        follow a deferral.
        """
        if form:
            reply = await self._formed(work, form)
        else:
            reply = await unless_within(READY_WITHIN, work, self._defer)
        await self._deliver(reply)
        return reply

    async def _formed(self, work: Coroutine[Any, Any, Reply], form: Intent) -> Reply:
        """Wait for a form that is filled in; a slow one opens with nothing in it."""
        task = asyncio.create_task(work)
        try:
            await asyncio.wait({task}, timeout=FORM_WITHIN)
            if task.done():
                return await task
        finally:
            task.cancel()
        words = self.bot.lexicon.speak(self.request.locale)
        return Ask(form, words.s(form.spec.asks))

    async def _defer(self) -> None:
        self.late = True
        response = self.interaction.response
        if self._edits:
            await self._send(response.defer)
        else:
            await self._send(lambda: response.defer(ephemeral=True, thinking=True))

    @property
    def _edits(self) -> bool:
        """Whether the pressed card itself may change: it is the asker's own."""
        origin = self.request.origin
        return self.pressed and origin is not None and not origin.public

    async def _deliver(self, reply: Reply) -> None:
        try:
            await self._say_reply(reply)
        except ValueError as trouble:  # what was said cannot be drawn
            await self._own_up(trouble)
        except discord.HTTPException as refused:
            if refused.code != INVALID:
                raise
            await self._own_up(refused)

    async def _say_reply(self, reply: Reply) -> None:
        match reply:
            case Say(card=card, files=files):
                await self._say(card, files)
            case Edit(card=card):
                await self._edit(card)
            case Ask():
                await self._ask(reply)
            case Amend(card=card):
                await self._say(card)
            case Quiet():
                await self._leave_it()
            case _:
                assert_never(reply)

    async def _say(self, card: Card, more: tuple[File, ...] = ()) -> None:
        parts = draw(card, more)
        seen = Shown(parts.body["components"])

        async def send() -> object:
            files = files_of(card, more) if parts.files else []
            here = self.interaction
            if not self.late:
                return await here.response.send_message(view=seen, files=files, ephemeral=True)
            if self._edits:
                return await here.followup.send(view=seen, files=files, ephemeral=True)
            return await here.edit_original_response(view=seen, attachments=files)

        await self._send(send)

    async def _edit(self, card: Card) -> None:
        if not self._edits:
            await self._say(card)
            return
        parts = draw(card)
        seen = Shown(parts.body["components"])

        async def send() -> object:
            files = files_of(card) if parts.files else []
            if self.late:
                here = self.interaction
                return await here.edit_original_response(view=seen, attachments=files)
            return await self.interaction.response.edit_message(view=seen, attachments=files)

        await self._send(send)

    async def _ask(self, form: Ask) -> None:
        words = await self._words()
        if self.late or self.interaction.type is InteractionType.modal_submit:
            text = words.t("The form is ready now.")
            open_it = Button(words.s("Open the form"), form.intent, Tone.first)
            await self._say(Card("", (Text(text), *row(open_it))))
            return
        draft = self.drafts.look(self.interaction.user.id, form.intent)
        modal = forms.modal(form, words, draft)
        modal.stop()
        await self._send(lambda: self.interaction.response.send_modal(modal))

    async def _words(self) -> Words:
        try:
            return await asyncio.wait_for(self.bot.words(self.request), WORDS_WITHIN)
        except TimeoutError:
            return self.bot.lexicon.speak(self.request.locale)

    async def _leave_it(self) -> None:
        """Say nothing: another process has this interaction in hand, and its answer counts."""
        if self.late and not self._edits:
            await self._send(self.interaction.delete_original_response)

    async def _own_up(self, trouble: Exception) -> None:
        """Say that the card cannot be shown, which is a mistake of ours."""
        reference = secrets.token_hex(3).upper()
        log.error("%s: no card, noted as %s", self.request.id, reference, exc_info=trouble)
        fault = OurFault(reference=reference, contact=self.bot.contact)
        await self._say(fault.card(await self._words()))

    async def _send(self, call: Callable[[], Awaitable[object]]) -> None:
        """Send, and once more when the connection was cut: the library does not do that on Linux.

        Where the first attempt did arrive, Discord refuses the second one, which is then fine.
        """
        try:
            await call()
        except CUT:
            log.info("%s: sent again", self.request.id)
            try:
                await call()
            except discord.HTTPException as refused:
                if refused.code != ALREADY:
                    raise
