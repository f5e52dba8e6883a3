"""Tells somebody who looks after a community, once: the notice channel, else the last editor."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.core.people import Account, Community, Place, Platform
from bot.core.posting import Post, Poster, Refused, Trouble
from bot.core.words import Lexicon
from bot.features.notices import Notices
from bot.study.ports import Store

log = logging.getLogger("milepost.notices")

WITHIN = 9.0
"""Seconds for one notice."""

Write = Callable[[Notices], Post]
"""Writes a notice in the language of who reads it."""


@dataclass(frozen=True, slots=True)
class Notifier:
    """Finds out whom to tell, in which language, and tells them."""

    store: Store
    posters: Mapping[Platform, Poster]
    lexicon: Lexicon

    async def tell(
        self,
        community: Community,
        write: Write,
        *,
        key: str,
        editor: str | None = None,
        language: str = "",
    ) -> bool:
        """Tell one human; False when nobody could be told now.

        `key` makes a repeat harmless as far as the platform can tell. `editor` is the person who
        is told where there is no notice channel, or it refuses. Raises CannotLookUp.
        """
        poster = self.posters.get(community.platform)
        if poster is None:
            return False
        async with self.store.read() as work:
            channel = (await work.groups.setup(community)).notices
            accounts = await work.people.accounts(editor) if editor else ()
            theirs = [each for each in accounts if _reachable(each, community)]
            person = await work.people.find(theirs[0]) if theirs else None
        try:
            if channel and await self._post(poster, community, channel, write, key, language):
                return True
            if not theirs:
                return False
            words = self.lexicon.speak(person.language if person else "", language)
            post = write(Notices(words))
            await poster.tell(community, theirs[0].user, post.card, key=key)
        except Trouble as trouble:
            log.warning("%s: nobody could be told: %r", community, trouble)
            return False
        return True

    async def _post(  # noqa: PLR0913, PLR0917 (a notice is all of this)
        self,
        poster: Poster,
        community: Community,
        channel: str,
        write: Write,
        key: str,
        language: str,
    ) -> bool:
        """Post in the notice channel; False when it refuses, so that somebody else is told."""
        place = Place(community.platform, channel, "", community)
        try:
            post = write(Notices(self.lexicon.speak(language)))
            await poster.send(place, post, key=key, within=WITHIN)
        except Refused as refused:
            log.warning("%s: the notice channel refuses: %s", community, refused.reason)
            return False
        return True


def _reachable(account: Account, community: Community) -> bool:
    """Tell whether an account can be written to by this community's bot."""
    if account.platform is not community.platform:
        return False
    return account.platform is not Platform.slack or account.tenant == community.id
