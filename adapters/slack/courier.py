"""Posts to Slack channels. Slack has no key against repeats, so nothing is sent twice blindly.

What was surely not taken is tried again; where nobody knows, the post counts as not made
(platform-facts, 2.6).
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

from adapters.slack.speech import message
from adapters.slack.web import Away, Body, Refused, Web
from bot.core.cards import Card
from bot.core.faults import CannotPost
from bot.core.people import Place
from bot.core.ports import Receipt
from bot.core.words import N_

log = logging.getLogger("milepost.slack")

TRIES, PAUSE = 3, 0.7
"""How often a post is tried that surely did not arrive, and the first pause between two tries."""

NO_ANSWER = N_("an answer from Slack")
ODD_ANSWER = N_("an answer from Slack ({error})")
GONE = {"message_not_found", "channel_not_found"}
INVITATION = N_("an invitation, /invite @{name}")
RIGHT = N_("the right to post here")
MISSING = {
    "channel_not_found": INVITATION,
    "not_in_channel": INVITATION,
    "no_permission": INVITATION,
    "is_archived": N_("an open channel, this one is archived"),
    "restricted_action": RIGHT,
    "restricted_action_read_only_channel": RIGHT,
    "restricted_action_non_threadable_channel": RIGHT,
    "restricted_action_thread_only_channel": RIGHT,
    "thread_locked": N_("an unlocked thread"),
    "messages_tab_disabled": N_("the Messages tab of the app"),
    "cant_delete_message": N_("the right to delete this message"),
    "missing_scope": N_("a permission of the app"),
    "ratelimited": N_("a quieter moment"),
}
"""What a channel lacks, by Slack's word for it."""


@dataclass(frozen=True, slots=True)
class SlackCourier:
    """Posts through whatever session is open at the moment.

    `name` is the bot's own; `spell` writes commands as they are registered.
    """

    web: Callable[[], Web | None]
    name: Callable[[], str]
    spell: Callable[[Card], Card]

    async def post(self, place: Place, card: Card, *, key: str) -> Receipt:
        """Post once per key. Raises CannotPost."""
        del key
        if not place.channel:
            raise CannotPost(missing=N_("a channel"))
        body = message(self.spell(card)) | {"channel": place.channel}
        sent = await self._call("chat.postMessage", body, repeats=False)
        return Receipt(str(sent.get("ts") or ""))

    async def take_back(self, place: Place, receipt: Receipt) -> None:
        """Remove a post of ours; one that is gone is no error. Raises CannotPost."""
        if receipt.remote:
            body = {"channel": place.channel, "ts": receipt.remote}
            await self._call("chat.delete", body, repeats=True)

    async def _call(self, method: str, body: Body, *, repeats: bool) -> Body:
        """Call a method until it is taken; `repeats` when a second time does no harm.

        Raises CannotPost.
        """
        for attempt in range(1, TRIES + 1):
            try:
                return await self._open().call(method, **body)
            except Refused as refused:
                if repeats and refused.error in GONE:
                    log.info("a post was gone already")
                    return {}
                raise self._lacks(refused.error) from refused
            except Away as trouble:
                log.info("a post was not answered (%s)", trouble)
                if attempt == TRIES or not (repeats or trouble.sure):
                    raise CannotPost(missing=NO_ANSWER) from trouble
            await asyncio.sleep(PAUSE * 2 ** (attempt - 1))
        raise CannotPost(missing=NO_ANSWER)

    def _open(self) -> Web:
        web = self.web()
        if web is None or web.session.closed:
            raise CannotPost(missing=N_("the connection to Slack"))
        return web

    def _lacks(self, error: str) -> CannotPost:
        missing = MISSING.get(error, ODD_ANSWER)
        return CannotPost(missing=missing, name=self.name() or "milepost", error=error)
