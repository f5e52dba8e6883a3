"""What moderators have to know: on hold, going on again, an absence, the end of a season.

Each is a message of its own for people who look after the community: what happened, the way out,
what is kept. None pings anybody.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.core.cards import Button, Card, Link, Text, Tone, row
from bot.core.markup import Marked, channel, join
from bot.core.people import Platform
from bot.core.posting import Post
from bot.core.words import N_, Words
from bot.features.drawing import short
from bot.features.posts_lines import kind, local
from bot.features.posts_seasons import season_buttons
from bot.intents.posts import CheckAgain
from bot.study.groups import Group
from bot.study.schedules import Reason, Schedule, Target, reference
from bot.study.zones import city

DATES = 3
"""Dates that a notice names one by one."""

NAME = 40
"""Characters of a group's name in a first line."""

LINKS = 3
"""Links that a notice offers."""

_WHAT = {
    Reason.no_right: N_("I may not post in {channel} any more."),
    Reason.no_channel: N_("I cannot find the channel any more, or I may not see it."),
    Reason.archived: N_("{channel} is archived or locked."),
    Reason.not_member: N_("I am not in {channel} any more."),
    Reason.token: N_("My access to this community was taken away."),
    Reason.left: N_("I was removed from this community."),
    Reason.invalid: N_("The post was not accepted in {channel}."),
}
_FIXES = {
    (Reason.no_right, Platform.discord): N_(
        "Fix: channel settings, Permissions, Milepost, allow it."
    ),
    (Reason.no_right, Platform.slack): N_("Fix: let the app post in the channel's settings."),
    (Reason.no_channel, Platform.discord): N_(
        "Fix: let Milepost view the channel, or choose another one."
    ),
    (Reason.no_channel, Platform.slack): N_(
        "Fix: invite the app to the channel, or choose another one."
    ),
    (Reason.archived, Platform.discord): N_("Fix: open the thread again, or choose another one."),
    (Reason.archived, Platform.slack): N_("Fix: restore the channel, or choose another one."),
    (Reason.not_member, Platform.slack): N_("Fix: invite the app to the channel."),
    (Reason.token, Platform.slack): N_("Fix: whoever runs Milepost installs the app again."),
    (Reason.token, Platform.discord): N_("Fix: whoever runs Milepost sets a new token."),
}
_CHOOSE = N_("Fix: look at the text, or choose another channel.")


@dataclass(frozen=True, slots=True)
class Absence:
    """What became of a community's posts while Milepost was away, from the receipts alone.

    `since` and `until` are aware. `doubtful` are links to posts that may be there or not, empty
    where the platform gives none.
    """

    since: dt.datetime
    until: dt.datetime
    late: int = 0
    skipped: int = 0
    doubtful: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notices:
    """Writes notices in one language."""

    words: Words

    def on_hold(  # noqa: PLR0913 (a notice is all of this)
        self,
        schedule: Schedule,
        target: Target,
        group: Group,
        *,
        missing: Sequence[str] = (),
        unposted: Sequence[dt.date] = (),
        more: Sequence[Button] = (),
    ) -> Post:
        """Say that a schedule cannot post, why, the way out, and what was not posted so far."""
        words, reason = self.words, _reason(target.suspended)
        where = channel(target.channel, group.name)
        what = words.t(_WHAT.get(reason, _WHAT[Reason.invalid]), channel=where)
        if missing:
            names = ", ".join(missing)
            what = words.t("{what} Missing: {names}.", what=what, names=names)
        fix = words.t(_FIXES.get((reason, schedule.community.platform), _CHOOSE))
        alone = words.t("I look every hour and go on by myself.")
        again = CheckAgain(schedule=schedule.id, group=group.id)
        return Post(
            Card(
                self._title(N_("On hold: {kind} for {group}"), schedule, group),
                (
                    Text(what),
                    Text(join(" ", (fix, alone))),
                    *self._unposted(unposted),
                    *row(Button(words.s("Check again"), again, Tone.first), *more),
                ),
            ),
            words.s("said once"),
            _ref(schedule, target),
        )

    def _unposted(self, dates: Sequence[dt.date]) -> tuple[Text, ...]:
        words = self.words
        if not dates:
            return ()
        named = ", ".join(words.day(each) for each in dates[:DATES])
        rest = len(dates) - DATES
        if rest > 0:
            said = words.tn(
                "Not posted so far: {dates} and {n} more.",
                "Not posted so far: {dates} and {n} more.",
                rest,
                dates=Marked(named),
            )
        else:
            said = words.t("Not posted so far: {dates}.", dates=Marked(named))
        return (Text(said),)

    def healed(
        self, schedule: Schedule, target: Target, group: Group, *, more: Sequence[Button] = ()
    ) -> Post:
        """Say that a schedule posts again, by itself."""
        words = self.words
        where = channel(target.channel, group.name)
        lines = [words.t("I can post in {channel} again.", channel=where)]
        if target.next_at is not None:
            at = local(words, target.next_at, target.zone)
            lines.append(words.t("The next one comes on {at}.", at=at))
        lines.append(words.t("You need to do nothing."))
        return Post(
            Card(
                self._title(N_("Going on: {kind} for {group}"), schedule, group),
                (Text(join(" ", lines)), *row(*more)),
            ),
            "",
            _ref(schedule, target),
        )

    def absence(self, away: Absence, zone: str, *, more: Sequence[Button] = ()) -> Post:
        """Say what became of the posts of a time in which Milepost did not run."""
        words = self.words
        lines: list[Marked] = []
        if away.late:
            lines.append(
                words.tn(
                    "{n} post went out late and says so.",
                    "{n} posts went out late and say so.",
                    away.late,
                )
            )
        if away.skipped:
            lines.append(
                words.tn(
                    "{n} was too old and was skipped.",
                    "{n} were too old and were skipped.",
                    away.skipped,
                )
            )
        lines += self._doubt(len(away.doubtful))
        title = _away(words, away, zone)
        links = [Link(words.s("Look, {n}", n=n), url) for n, url in enumerate(_given(away), 1)]
        return Post(Card(title, (Text(join(" ", lines)), *row(*links), *row(*more))), "")

    def _doubt(self, doubtful: int) -> list[Marked]:
        """Say that nothing is there twice only where every receipt proves it."""
        words = self.words
        if not doubtful:
            return [words.t("Nothing was posted twice. You need to do nothing.")]
        return [
            words.tn(
                "{n} may be there or not: please look.",
                "{n} may be there or not: please look.",
                doubtful,
            )
        ]

    def season_ends(  # noqa: PLR0913 (as above)
        self,
        schedule: Schedule,
        target: Target,
        group: Group,
        *,
        week: int,
        last: dt.date,
        seasons: Sequence[int],
    ) -> Post:
        """Ask, a week before the last post of a season, what follows it."""
        words = self.words
        ask = words.t(
            "Week {week} on {day} is the last one of season {season}. What comes then?",
            week=week,
            day=words.day(last),
            season=target.season,
        )
        stop = words.t("Without an answer I stop after it.")
        buttons = season_buttons(words, schedule.id, group.id, seasons, target.then or -1)
        return Post(
            Card(
                self._title(N_("Nearly over: {kind} for {group}"), schedule, group),
                (Text(join(" ", (ask, stop))), *row(*buttons)),
            ),
            "",
            _ref(schedule, target),
        )

    def _title(self, message: str, schedule: Schedule, group: Group) -> str:
        """Write the first line, which a lock screen shows; the channel stands below in full."""
        words = self.words
        name = kind(words, schedule.what)
        return words.s(message, kind=name, group=short(group.name, NAME))


def _away(words: Words, away: Absence, zone: str) -> str:
    """Say when, on the clock of a zone."""
    begun, ended = (each.astimezone(ZoneInfo(zone)) for each in (away.since, away.until))
    if begun.date() != ended.date():
        return words.s(
            "I was away from {since} to {until} ({city})",
            since=f"{words.day(begun.date(), begun.date())}, {begun:%H:%M}",
            until=f"{words.day(ended.date(), ended.date())}, {ended:%H:%M}",
            city=city(zone),
        )
    return words.s(
        "I was away on {day}, {since} to {until} ({city})",
        day=words.day(begun.date(), begun.date()),
        since=f"{begun:%H:%M}",
        until=f"{ended:%H:%M}",
        city=city(zone),
    )


def _given(away: Absence) -> Sequence[str]:
    return [each for each in away.doubtful if each][:LINKS]


def _reason(text: str) -> Reason:
    return Reason(text) if text in set(Reason) else Reason.invalid


def _ref(schedule: Schedule, target: Target) -> str:
    return reference(f"{schedule.id}:{target.group}")
