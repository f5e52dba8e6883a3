"""Who somebody is: their name, language, zone and standing, as the workspace says, for a while."""

import asyncio
import datetime as dt
import logging
from collections import OrderedDict
from dataclasses import dataclass, field

from adapters.slack.web import Away, Body, Refused, Web, as_body
from bot.core.faults import PersonFault
from bot.core.people import Rank
from bot.core.ports import Clock
from bot.study.zones import exists

log = logging.getLogger("milepost.slack")

KEPT_FOR = dt.timedelta(minutes=10)
"""How long a profile is trusted."""

RIGHTS_FOR = dt.timedelta(seconds=30)
"""How long it is trusted for what only moderators may do: the right of today counts."""

KNOWN = 5_000
LOOK_WITHIN = 1.0
"""Seconds that looking somebody up may take, of the three that Slack waits for an answer."""


class Outsider(PersonFault):
    """Milepost answers members of this workspace. Your own workspace can add it too."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What the workspace says of somebody. Not `known`: it did not answer."""

    name: str = ""
    locale: str = ""
    zone: str = ""
    rank: Rank = Rank.member
    stranger: bool = False
    known: bool = True


NOBODY = Profile(known=False)


@dataclass(slots=True)
class People:
    """Looks people up, one call for each however many ask at once; keeps what it found."""

    web: Web
    clock: Clock
    _kept: OrderedDict[str, tuple[dt.datetime, Profile]] = field(
        default_factory=OrderedDict[str, tuple[dt.datetime, Profile]]
    )
    _asked: dict[str, "asyncio.Task[Profile]"] = field(
        default_factory=dict[str, "asyncio.Task[Profile]"]
    )

    async def find(self, user: str, within: dt.timedelta = KEPT_FOR) -> Profile:
        """Return a profile that is not older; NOBODY when Slack does not answer in time.

        For what everybody may do, an old profile is better than none.
        """
        at, kept = self._kept.get(user, (dt.datetime.min.replace(tzinfo=dt.UTC), NOBODY))
        if self.clock.now() - at < within:
            return kept
        task = self._asked.get(user)
        if task is None:
            task = self._asked[user] = asyncio.create_task(self._look(user))
            task.add_done_callback(lambda _: self._asked.pop(user, None))
        done, _ = await asyncio.wait({task}, timeout=LOOK_WITHIN)
        found = task.result() if done and not task.cancelled() else NOBODY
        return found if found.known or within < KEPT_FOR else kept

    def close(self) -> None:
        """Give up what is still being looked up."""
        for task in self._asked.values():
            task.cancel()

    async def _look(self, user: str) -> Profile:
        try:
            answer = await self.web.look("users.info", user=user, include_locale="true")
        except (Refused, Away) as trouble:
            log.warning("Slack: somebody could not be looked up: %s", trouble)
            return NOBODY
        found = profile(as_body(answer.get("user")))
        self._kept[user] = self.clock.now(), found
        self._kept.move_to_end(user)
        if len(self._kept) > KNOWN:
            self._kept.popitem(last=False)
        return found


def profile(user: Body) -> Profile:
    """Read a user object. Guests are members; people of other organisations come half empty."""
    about = as_body(user.get("profile"))
    names = (about.get("display_name"), user.get("real_name"), user.get("name"))
    guest = user.get("is_restricted") or user.get("is_ultra_restricted")
    manages = user.get("is_admin") or user.get("is_owner") or user.get("is_primary_owner")
    stranger = bool(user.get("is_stranger"))
    zone = str(user.get("tz") or "")
    return Profile(
        name=next((str(each) for each in names if each), ""),
        locale=str(user.get("locale") or ""),
        zone=zone if exists(zone) else "",
        rank=Rank.moderator if manages and not guest and not stranger else Rank.member,
        stranger=stranger,
    )
