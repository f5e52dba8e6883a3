"""Presses on recurring posts: check in, why is this here, leave, what follows a season."""

import datetime as dt
from dataclasses import dataclass

from bot.catalog.catalog import Catalog
from bot.catalog.models import Nudge
from bot.core.cards import Button, Card, Note, Text, Tone, row
from bot.core.context import Context
from bot.core.faults import CommunityOnly, NoSuch
from bot.core.markup import Marked, moment, of_pack
from bot.core.people import Community
from bot.core.registry import handles
from bot.core.replies import Edit, Reply
from bot.features.desk import Desk
from bot.features.posts_cards import Names, active
from bot.features.posts_lines import kind
from bot.intents.posts import (
    AnswerPrivately,
    CheckIn,
    LeavePosts,
    LockPrivately,
    WhyPost,
)
from bot.intents.quizzes import Report
from bot.intents.roadmap import OpenMilestone, OpenSkill
from bot.study.groups import Group
from bot.study.rhythm import describe
from bot.study.schedules import (
    Checkin,
    Occurrence,
    Schedule,
    Status,
    Target,
    What,
    occurrence_id,
)
from bot.study.zones import city

REPORTED = {
    What.tip: "tip",
    What.nudge: "nudge",
    What.question: "item",
    What.roadmap: "milestone",
}
"""The kind of piece that a schedule posts, as reports name it."""


@dataclass(frozen=True, slots=True)
class PostFeature:
    """Answers presses on posts, each to the presser alone."""

    catalog: Catalog
    desk: Desk

    @handles(CheckIn)
    async def check_in(self, ctx: Context, ask: CheckIn) -> Reply:
        """Keep an answer, or offer the answers again."""
        community = here(ctx)
        key = named(ask)
        async with self.desk.read(ctx) as (work, person):
            found = await work.receipts.get(community, key)
            mine = await work.checkins.of(key, person.id) if person else ""
        nudge = active(self.catalog, Nudge, found[0].piece) if found else None
        if found is None or nudge is None:
            return Edit(nothing_counted(ctx, left_out=found is not None))
        chosen = next((each for each in nudge.answer if each.id == ask.answer), None)
        if chosen is None:
            return Edit(_choices(ctx, nudge, found[0], mine))
        if chosen.id != mine:
            async with self.desk.write(ctx) as (work, person_id):
                await work.checkins.put(Checkin(key, person_id, chosen.id, ctx.now))
        words = ctx.words
        said = words.t("*Noted: {label}.* {reply}", label=chosen.label, reply=of_pack(chosen.reply))
        again = Button(words.s("Change my answer"), Names.of(found[0]).check_in())
        return Edit(
            Card(
                "",
                (
                    Text(said),
                    Note(words.t("Only totals are shown, from five answers on.")),
                    *row(self._skill(ctx, nudge), again),
                ),
            )
        )

    def _skill(self, ctx: Context, nudge: Nudge) -> Button | None:
        words = ctx.words
        taught = self.catalog.teaching(nudge.skill) if nudge.skill else ()
        if taught and nudge.skill:
            go = OpenSkill(milestone=taught[0].id, skill=nudge.skill)
            return Button(words.s("Open the skill"), go, Tone.first)
        if nudge.milestone:
            go = OpenMilestone(milestone=nudge.milestone)
            return Button(words.s("Open the milestone"), go, Tone.first)
        return None

    @handles(WhyPost)
    async def why(self, ctx: Context, ask: WhyPost) -> Reply:
        """Say why a post is there, when the next one comes, and the ways out."""
        community = here(ctx)
        async with self.desk.read(ctx) as (work, person):
            found = await work.receipts.get(community, named(ask))
            schedule = await work.schedules.get(community, ask.schedule)
            group = await work.groups.get(community, ask.group)
            targets = await work.schedules.targets(ask.schedule) if schedule else ()
            members = await work.groups.members(ask.group) if group and person else ()
        target = next((each for each in targets if each.group == ask.group), None)
        if schedule is None or group is None or target is None:
            return Edit(over(ctx))
        inside = person is not None and person.id in members
        leave = Button(ctx.words.s("Leave the group"), LeavePosts(group=group.id))
        occurrence = found[0] if found else None
        return Edit(
            Card(
                "",
                (
                    Text(_what(ctx, schedule, occurrence)),
                    Text(_reason(ctx, schedule, target, group)),
                    *_next(ctx, schedule, target),
                    Text(_pings(ctx, schedule)),
                    *row(leave if inside else None, self._wrong(ctx, schedule, occurrence)),
                ),
            )
        )

    def _wrong(
        self, ctx: Context, schedule: Schedule, occurrence: Occurrence | None
    ) -> Button | None:
        if occurrence is None or not occurrence.piece or schedule.what not in REPORTED:
            return None
        go = Report(kind=REPORTED[schedule.what], target=occurrence.piece)
        return Button(ctx.words.s("Something is wrong"), go)

    @handles(LeavePosts)
    async def leave(self, ctx: Context, ask: LeavePosts) -> Reply:
        """Leave the group of a post."""
        community, words = here(ctx), ctx.words
        async with self.desk.write(ctx) as (work, person):
            group = await work.groups.get(community, ask.group)
            if group is None:
                raise NoSuch(what=words.s("group"), value=ask.group)
            was = await work.groups.leave(group.id, person)
        left = words.t("You left {group}.", group=group.name)
        text = left if was else words.t("You are not in {group}.", group=group.name)
        note = words.t("Posts stay in the channel for the others. To see fewer, mute the channel.")
        return Edit(Card("", (Text(text), Note(note))))


def here(ctx: Context) -> Community:
    """Return the community of a press. Raises CommunityOnly."""
    community = ctx.request.place.community
    if community is None:
        raise CommunityOnly
    return community


def named(ask: CheckIn | WhyPost | AnswerPrivately | LockPrivately) -> str:
    """Return the key of the occurrence that a button names."""
    return occurrence_id(ask.schedule, ask.group, dt.date.fromordinal(ask.day), ask.extra)


def nothing_counted(ctx: Context, *, left_out: bool) -> Card:
    """Say that a press on a test, or on a piece that was left out, counts nothing."""
    words = ctx.words
    if left_out:
        return Card("", (Text(words.t("Moderators left this piece out. Nothing is counted.")),))
    return Card("", (Text(words.t("This is a test or an old copy. Nothing is counted here.")),))


def over(ctx: Context) -> Card:
    """Say that a schedule is gone."""
    return Card("", (Text(ctx.words.t("This schedule is over. No more of these posts come.")),))


def _choices(ctx: Context, nudge: Nudge, occurrence: Occurrence, mine: str) -> Card:
    """Offer the answers again; the own one is named."""
    words, names = ctx.words, Names.of(occurrence)
    label = next((each.label for each in nudge.answer if each.id == mine), "")
    so_far: tuple[Note, ...] = ()
    if label:
        so_far = (Note(words.t("Your answer so far: {label}.", label=label)),)
    buttons = (Button(each.label, names.check_in(each.id)) for each in nudge.answer)
    return Card("", (Text(of_pack(nudge.checkin)), *so_far, *row(*buttons)))


def _what(ctx: Context, schedule: Schedule, occurrence: Occurrence | None) -> Marked:
    words = ctx.words
    name = kind(words, schedule.what)
    if occurrence is None or not occurrence.week:
        return words.t("*{kind}.*", kind=name)
    return words.t(
        "*{kind}, season {season}, week {week}.*",
        kind=name,
        season=occurrence.season,
        week=occurrence.week,
    )


def _reason(ctx: Context, schedule: Schedule, target: Target, group: Group) -> Marked:
    words = ctx.words
    return words.t(
        "Your moderators set it up for {group}: {rhythm} in {city}.",
        group=group.name,
        rhythm=describe(schedule.rule, words),
        city=city(target.zone),
    )


def _next(ctx: Context, schedule: Schedule, target: Target) -> tuple[Text, ...]:
    words = ctx.words
    if schedule.status is Status.paused or target.suspended:
        return (Text(words.t("It is paused at the moment.")),)
    if schedule.status is not Status.active or target.next_at is None:
        return (Text(words.t("No more of these posts are planned.")),)
    return (Text(words.t("For you the next one is {at}.", at=moment(target.next_at))),)


def _pings(ctx: Context, schedule: Schedule) -> Marked:
    words = ctx.words
    if schedule.options.role:
        return words.t("Pings: only those whom moderators chose.")
    return words.t("It pings nobody.")
