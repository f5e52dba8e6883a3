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

log = logging.getLogger("milepost.discord")

TRIES, PAUSE = 4, 0.7
GONE, UNKNOWN_CHANNEL = 10008, 10003
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
        channel = self._channel(place)
        for attempt in range(1, TRIES + 1):
            try:
                sent = await channel.send(
                    view=view(card), files=files_of(card, ()), nonce=nonce(key, place.channel)
                )
            except discord.Forbidden as refused:
                raise CannotPost(missing=self._missing(place)) from refused
            except discord.NotFound as refused:
                raise CannotPost(missing="the channel") from refused
            except _TROUBLE as trouble:
                if attempt == TRIES:
                    raise CannotPost(missing="an answer from Discord") from trouble
                await asyncio.sleep(PAUSE * 2 ** (attempt - 1))
            else:
                return Receipt(str(sent.id))
        raise CannotPost(missing="an answer from Discord")

    async def take_back(self, place: Place, receipt: Receipt) -> None:
        """Remove a post of ours; one that is gone is no error. Raises CannotPost."""
        message = self._channel(place).get_partial_message(int(receipt.remote))
        try:
            await message.delete()
        except discord.NotFound:
            log.info("a post was gone already")
        except (discord.Forbidden, *_TROUBLE) as trouble:
            raise CannotPost(missing=self._missing(place)) from trouble

    def _connected(self) -> discord.Client:
        client = self.client()
        if client is None or client.is_closed():
            raise CannotPost(missing="the connection to Discord")
        return client

    def _channel(self, place: Place) -> discord.PartialMessageable:
        guild = int(place.community.id) if place.community else None
        return self._connected().get_partial_messageable(int(place.channel), guild_id=guild)

    def _missing(self, place: Place) -> str:
        """Name the rights that are missing in a channel, as Discord's own screens name them."""
        channel = self._connected().get_channel(int(place.channel))
        if not isinstance(channel, (discord.abc.GuildChannel, discord.Thread)):
            return "View Channel"
        rights = channel.permissions_for(channel.guild.me)
        thread = isinstance(channel, discord.Thread)
        needed = {
            "View Channel": rights.view_channel,
            "Send Messages in Threads": rights.send_messages_in_threads or not thread,
            "Send Messages": rights.send_messages or thread,
        }
        return ", ".join(name for name, there in needed.items() if not there) or "View Channel"
