"""Posts to Discord channels with our own nonce, so that a repeat returns the first message."""

import asyncio
import base64
import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass

import aiohttp
import discord

from adapters.discord.cards import files_of, view
from bot.core.cards import Card
from bot.core.faults import CannotPost
from bot.core.people import Place
from bot.core.ports import Receipt
from bot.core.words import N_

log = logging.getLogger("milepost.discord")

TRIES, PAUSE, WITHIN = 4, 0.7, 30.0
"""How often a post is tried, the first pause between two tries, and the seconds for each."""

GONE = 10008
CLOSED = {50083: N_("an open thread"), 160005: N_("an unlocked thread")}
NO_ANSWER = N_("an answer from Discord")
_TROUBLE = (aiohttp.ClientError, TimeoutError, ConnectionError, discord.DiscordServerError)


def nonce(key: str, channel: str) -> str:
    """Make a nonce of 24 characters from a key and its channel; Discord allows 25.

    A nonce counts per author, not per channel, so the channel is part of it (platform-facts, 9).
    """
    digest = hashlib.sha256(f"{key}:{channel}".encode()).digest()
    return base64.b32encode(digest[:15]).decode()


@dataclass(frozen=True, slots=True)
class DiscordCourier:
    """Posts through whatever client is connected at the moment."""

    client: Callable[[], discord.Client | None]

    async def post(self, place: Place, card: Card, *, key: str) -> Receipt:
        """Post once per key, retrying what may pass. Raises CannotPost."""
        attempt = 0
        while True:
            attempt += 1
            try:
                return await self._send(place, card, key)
            except _TROUBLE as trouble:
                log.info("a post was not answered (%s)", type(trouble).__name__)
                if attempt == TRIES:
                    raise CannotPost(missing=NO_ANSWER) from trouble
            except discord.HTTPException as refused:
                if refused.code == GONE and attempt > 1:
                    return Receipt("")
                raise CannotPost(missing=self._missing(place, refused)) from refused
            await asyncio.sleep(PAUSE * 2 ** (attempt - 1))

    async def _send(self, place: Place, card: Card, key: str) -> Receipt:
        async with asyncio.timeout(WITHIN):
            sent = await self._channel(place).send(
                view=view(card), files=files_of(card), nonce=nonce(key, place.channel)
            )
        return Receipt(str(sent.id))

    async def take_back(self, place: Place, receipt: Receipt) -> None:
        """Remove a post of ours; one that is gone is no error. Raises CannotPost."""
        if not receipt.remote:
            return
        message = self._channel(place).get_partial_message(int(receipt.remote))
        try:
            async with asyncio.timeout(WITHIN):
                await message.delete()
        except discord.NotFound:
            log.info("a post was gone already")
        except _TROUBLE as trouble:
            raise CannotPost(missing=NO_ANSWER) from trouble
        except discord.HTTPException as refused:
            raise CannotPost(missing=self._missing(place, refused)) from refused

    def _connected(self) -> discord.Client:
        client = self.client()
        if client is None or client.is_closed():
            raise CannotPost(missing=N_("the connection to Discord"))
        return client

    def _channel(self, place: Place) -> discord.PartialMessageable:
        guild = int(place.community.id) if place.community else None
        return self._connected().get_partial_messageable(int(place.channel), guild_id=guild)

    def _missing(self, place: Place, refused: discord.HTTPException) -> str:
        """Name what a channel lacks: rights as Discord's own screens name them."""
        match refused:
            case discord.NotFound():
                return N_("the channel")
            case discord.Forbidden() if refused.code not in CLOSED:
                return self._missing_rights(place)
            case _:
                return CLOSED.get(refused.code, NO_ANSWER)

    def _missing_rights(self, place: Place) -> str:
        channel = self._connected().get_channel(int(place.channel))
        if not isinstance(channel, (discord.abc.GuildChannel, discord.Thread)):
            return "View Channel"
        if isinstance(channel, discord.Thread) and channel.parent is None:
            return "View Channel"
        rights = channel.permissions_for(channel.guild.me)
        thread = isinstance(channel, discord.Thread)
        needed = {
            "View Channel": rights.view_channel,
            "Send Messages in Threads": rights.send_messages_in_threads or not thread,
            "Send Messages": rights.send_messages or thread,
        }
        return ", ".join(name for name, there in needed.items() if not there) or "View Channel"
