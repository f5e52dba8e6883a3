"""The first greeting in a community, a look around, and the check of what we may do there."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.cards import Button, Card, Note, Text, Tone, row
from bot.core.context import Context
from bot.core.faults import CannotLookUp, CommunityOnly, Repeated
from bot.core.intents import Intent
from bot.core.markup import Marked, channel, join
from bot.core.people import Account, Community, Place, Platform, Request
from bot.core.ports import Clock
from bot.core.posting import Post, Poster, Refused, Rights, Trouble
from bot.core.registry import handles
from bot.core.replies import Edit, Reply
from bot.core.words import Lexicon, Words
from bot.features.desk import Desk
from bot.features.schedule_lines import doubt
from bot.intents.person import Help
from bot.intents.posts import CheckAgain, CheckRights, ShowAround
from bot.intents.quizzes import Quiz
from bot.intents.roadmap import Roadmap
from bot.intents.tips import Tip
from bot.study.ports import Store

log = logging.getLogger("milepost.welcome")

WITHIN = 9.0
"""Seconds for one greeting."""

CHANNELS = 12
"""Channels that one check looks at; each costs some calls."""


def greeting(words: Words, set_up: Intent | None) -> Card:
    """Say who we are; `set_up` only where those read it who look after the community."""
    first = Tone.quiet if set_up else Tone.first
    return Card(
        words.s("Hello, I am Milepost"),
        (
            Text(
                words.t(
                    "I help a study group on its way to machine-learning engineering: "
                    "a roadmap, a tip a day, quizzes, a weekly nudge."
                )
            ),
            Text(words.t("I post nothing by myself until a moderator starts it.")),
            *row(
                Button(words.s("Set up in 60 seconds"), set_up, Tone.first) if set_up else None,
                Button(words.s("Show me around"), ShowAround(), first),
                Button(words.s("Check permissions"), CheckRights()) if set_up else None,
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class Door:
    """A channel in which a greeting may stand; `watched` where only moderators read it."""

    channel: str
    watched: bool


@dataclass(frozen=True, slots=True)
class Greeter:
    """Greets each community once, however often we are added."""

    store: Store
    posters: Mapping[Platform, Poster]
    lexicon: Lexicon
    clock: Clock
    set_up: Intent

    async def greet(self, community: Community, doors: Sequence[Door], locale: str = "") -> bool:
        """Post the greeting behind the first door that opens; False when there was none.

        Raises CannotLookUp and CannotSave.
        """
        poster = self.posters.get(community.platform)
        async with self.store.read() as work:
            before = await work.groups.setup(community)
        if poster is None or before.greeted_at is not None:
            return False
        words = self.lexicon.speak(locale)
        for door in doors:
            post = Post(greeting(words, self.set_up if door.watched else None), "")
            place = Place(community.platform, door.channel, "", community)
            try:
                await poster.send(place, post, key=f"greeting:{community}", within=WITHIN)
            except Trouble as trouble:
                log.info("%s: no greeting in %s: %r", community, door.channel, trouble)
                if not isinstance(trouble, Refused):
                    return False
                continue
            await self._note(community)
            return True
        return False

    async def _note(self, community: Community) -> None:
        """Remember it, with what was set up meanwhile."""
        now = self.clock.now()
        nobody = Account(community.platform, "", "")
        asked = Request(
            f"greeting:{community}", nobody, "", Place(community.platform, "", "", community), now
        )
        try:
            async with self.store.write(asked) as work:
                setup = await work.groups.setup(community)
                await work.groups.arrange(replace(setup, greeted_at=now))
        except Repeated:
            log.info("%s: another process greeted", community)


@dataclass(frozen=True, slots=True)
class WelcomeFeature:
    """Shows people around, and moderators what we may do."""

    desk: Desk
    posters: Mapping[Platform, Poster]

    @handles(ShowAround)
    async def around(self, ctx: Context, ask: ShowAround) -> Reply:
        """Show what members can do here."""
        del ask
        words = ctx.words
        lines = (
            words.t("*/roadmap* shows your next step, and the six steps to the job."),
            words.t("*/tip* gives one thing to do today."),
            words.t("*/quiz* asks five questions in private, with reasons."),
            words.t("*/group* lists the study groups here."),
        )
        return Edit(
            Card(
                words.s("What you can do here"),
                (
                    Text(join("\n", lines)),
                    Note(words.t("Answers are for you alone, unless you share them.")),
                    *row(
                        Button(words.s("Open my roadmap"), Roadmap(), Tone.first),
                        Button(words.s("Get a tip"), Tip()),
                        Button(words.s("Try a quiz"), Quiz()),
                    ),
                    *row(Button(words.s("See all commands"), Help())),
                ),
            )
        )

    @handles(CheckRights)
    async def rights(self, ctx: Context, ask: CheckRights) -> Reply:
        """Say what is missing here and in the channels of the groups."""
        del ask
        words, place = ctx.words, ctx.request.place
        community = place.community
        poster = self.posters.get(place.platform)
        if community is None or poster is None:
            raise CommunityOnly
        async with self.desk.store.read() as work:
            groups = await work.groups.all(community)
            setup = await work.groups.setup(community)
        named = {place.channel: place.name or place.channel}
        for group in groups:
            named.setdefault(group.channel, group.name)
        if setup.notices:
            named.setdefault(setup.notices, words.s("notices"))
        looked = list(named.items())[:CHANNELS]
        asked = Post(Card("", ()), "", thread="x")
        lines = [
            await self._line(words, poster, replace(place, channel=each, name=name), asked)
            for each, name in looked
        ]
        rest = len(named) - len(looked)
        more = (Note(words.tn("{n} more.", "{n} more.", rest)),) if rest else ()
        again = Button(words.s("Check again"), CheckRights())
        return Edit(Card(words.s("What I may do"), (Text(join("\n", lines)), *more, *row(again))))

    async def _line(self, words: Words, poster: Poster, place: Place, post: Post) -> Marked:
        where = channel(place.channel, place.name)
        try:
            found = await poster.rights(place, post)
        except Trouble as trouble:
            raise CannotLookUp from trouble
        return words.t("{channel}: {state}", channel=where, state=_state(words, found))

    @handles(CheckAgain)
    async def again(self, ctx: Context, ask: CheckAgain) -> Reply:
        """Look whether a schedule that is on hold can post again."""
        words, community = ctx.words, ctx.request.place.community
        poster = self.posters.get(ctx.request.place.platform)
        if community is None or poster is None:
            raise CommunityOnly
        async with self.desk.store.read() as work:
            schedule = await work.schedules.get(community, ask.schedule)
            targets = await work.schedules.targets(ask.schedule) if schedule else ()
            group = await work.groups.get(community, ask.group)
        target = next((each for each in targets if each.group == ask.group), None)
        if schedule is None or target is None:
            return Edit(Card("", (Text(words.t("This schedule is over.")),)))
        chosen = schedule.options
        asked = Post(Card("", ()), "", role=chosen.role, thread="x" if chosen.thread else "")
        name = group.name if group else target.channel
        place = replace(ctx.request.place, channel=target.channel, name=name)
        line = await self._line(words, poster, place, asked)
        note = words.t("When nothing is missing, I go on by myself within the hour.")
        return Edit(Card("", (Text(line), Note(note), *row(Button(words.s("Check again"), ask)))))


def _state(words: Words, found: Rights) -> Marked:
    if not found.fits:
        return words.t("I cannot post in this kind of channel.")
    if not found.open:
        return words.t("archived or locked.")
    if found.missing:
        return words.t("missing: {names}.", names=", ".join(found.missing))
    if not found.there:
        return words.t("the channel is gone, or I may not see it.")
    return doubt(words, found) if found.unsure else words.t("all there.")
