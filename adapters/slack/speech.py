"""Says a card to one person: in the acknowledgement, by the response address, else by the API.

A response address takes five messages within thirty minutes and works where the bot was never
invited; the API knows only channels that the bot is in, and the conversation with the person.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.slack.cards import draw
from adapters.slack.turns import Turn
from adapters.slack.web import PATIENCE, Away, Refused, Web
from bot.core.cards import Card

log = logging.getLogger("milepost.slack")

PAUSE = 0.3
"""Seconds between two tries."""

WRONG_CARD = frozenset(
    ("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "invalid_arguments")
)
"""What Slack says of a card that breaks a rule: no other way would take it."""

ALONE = {"response_type": "ephemeral"}
"""Says that only the asker sees a message; one in place of another is seen by whoever saw that."""

Body = dict[str, Any]


def message(card: Card) -> Body:
    """Write a card as a message. Raises TooLarge."""
    drawn = draw(card)
    return {
        "text": drawn.text,
        "blocks": list(drawn.blocks),
        "unfurl_links": False,
        "unfurl_media": False,
    }


@dataclass(slots=True)
class Speech:
    """The ways to one person. `in_ack` where the acknowledgement may carry a message."""

    web: Web
    turn: Turn
    channel: str
    user: str
    address: str = ""
    in_ack: bool = False

    async def say(self, card: Card, *, replace: bool = False) -> None:
        """Say a card that only they see; `replace` puts it in place of the pressed one.

        Raises TooLarge, and Refused or Away when no way is left.
        """
        body = message(card)
        if self.in_ack and not replace and self.turn.say(body | ALONE):
            return
        self.turn.say()
        how = {} if replace else ALONE
        if self.address and await self._by_address(body | how | {"replace_original": replace}):
            return
        await self._by_api(body)

    async def _by_address(self, body: Mapping[str, Any]) -> bool:
        """Use the response address, twice at most; False when it does not serve."""
        for rest in (1, 0):
            try:
                await self.web.respond(self.address, body)
            except Away as trouble:
                log.info("Slack: a response was not taken (%s)", trouble)
                if rest:
                    await asyncio.sleep(PAUSE)
            except Refused as refused:
                if refused.error in WRONG_CARD:
                    raise
                log.info("Slack: a response address is of no use (%s)", refused.error)
                if not rest or refused.error != "ratelimited" or refused.wait > PATIENCE:
                    return False
                await asyncio.sleep(refused.wait)
            else:
                return True
        return False

    async def _by_api(self, body: Body) -> None:
        """Say it in the channel to them alone, else in the conversation with them."""
        if self.channel:
            shown = {key: body[key] for key in ("text", "blocks")}
            try:
                await self.web.call(
                    "chat.postEphemeral", channel=self.channel, user=self.user, **shown
                )
            except Refused as refused:
                if refused.error in WRONG_CARD:
                    raise
                log.info("Slack: no private message in this channel (%s)", refused.error)
            else:
                return
        await self.web.call("chat.postMessage", channel=self.user, **body)
