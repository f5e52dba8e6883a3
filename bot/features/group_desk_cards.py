"""How moderators see study groups: the list, one group, its people, and what was decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.cards import Button, Card, Facts, Note, Text, Tone, row
from bot.core.context import Context
from bot.core.markup import Marked, join, member
from bot.core.people import Account
from bot.features.drawing import command, entry, menu
from bot.features.group_cards import LISTED, line, pages, where
from bot.intents.group_desk import (
    CloseGroup,
    EditGroup,
    GroupMembers,
    ManageGroups,
    MoveGroup,
    NewGroup,
    RemoveMember,
    ReopenGroup,
    RestoreMember,
)
from bot.intents.groups import Groups
from bot.study.groups import Group
from bot.study.zones import city, clock

NAME = 40
"""Characters of a name at most."""

PEOPLE = 20
"""So many people stand on one page."""


@dataclass(frozen=True, slots=True)
class Office:
    """A group as moderators see it: how many people, and how many schedules post for it."""

    group: Group
    people: int
    schedules: int


@dataclass(frozen=True, slots=True)
class People:
    """One page of a group's members: each person's id and their account on this platform."""

    part: Sequence[tuple[str, Account | None]]
    page: int
    total: int


def listed(ctx: Context, groups: Sequence[Group], ask: ManageGroups, page: int) -> Card:
    """Draw all groups; the menu leads to what was asked to be done."""
    words = ctx.words
    shown = groups[(page - 1) * LISTED : page * LISTED]
    lines = [line(ctx, each, inside=False) for each in shown]
    options = tuple(entry(each.id, each.name, city(each.zone)) for each in shown)
    text = join("\n", lines) if lines else words.t("No study group here yet.")
    into = ManageGroups(do=ask.do or "show")
    ways = (
        ask.model_copy(update={"page": max(1, page - 1)}),
        ask.model_copy(update={"page": page + 1}),
    )
    return Card(
        words.s("Study groups, for moderators"),
        (
            Text(text),
            *menu(words.s("Choose a group"), into, "group", options),
            *pages(words, *ways, page, more=len(groups) > page * LISTED),
            *row(Button(words.s("Start one"), NewGroup(), Tone.first)),
        ),
    )


def shown(ctx: Context, office: Office, languages: Mapping[str, str]) -> Card:
    """Draw one group with what can be done."""
    words, group = ctx.words, office.group
    if group.closed_at is not None:
        return closed(ctx, group)
    here = ctx.request.place.channel == group.channel
    move = Button(words.s("Move it here"), MoveGroup(group=group.id))
    return Card(
        group.name,
        (
            Facts(_facts(ctx, office, languages)),
            *row(
                Button(words.s("Change"), EditGroup(group=group.id), Tone.first),
                None if here else move,
                Button(words.s("Members"), GroupMembers(group=group.id)),
                Button(words.s("Close"), CloseGroup(group=group.id), Tone.danger),
            ),
            *row(Button(words.s("All groups"), ManageGroups())),
        ),
    )


def _facts(
    ctx: Context, office: Office, languages: Mapping[str, str]
) -> tuple[tuple[str, Marked], ...]:
    words, group = ctx.words, office.group
    time = words.t("{city} ({time} now)", city=city(group.zone), time=clock(group.zone, ctx.now))
    pace = words.tn("{n} hour a week", "{n} hours a week", group.pace)
    language = languages.get(group.language) or languages.get("en", "English")
    schedules = words.tn("{n} schedule", "{n} schedules", office.schedules)
    return (
        (words.s("Channel"), where(ctx, group.channel)),
        (words.s("Time zone"), time),
        (words.s("First week"), words.t("{day}", day=words.day(group.starts, ctx.today))),
        (words.s("Pace"), pace if group.pace else words.t("not said")),
        (words.s("Language"), words.t("{language}", language=language)),
        (words.s("Members"), words.tn("{n} person", "{n} people", office.people)),
        (words.s("Posts"), schedules if office.schedules else words.t("nothing scheduled")),
    )


def started(ctx: Context, group: Group) -> Card:
    """Say that a group is there, and what comes next."""
    words = ctx.words
    return Card(
        "",
        (
            Text(words.t("*{group}* is there.", group=group.name)),
            Text(
                words.t(
                    "It posts into {channel}, on the clock of {city}. First week: {day}.",
                    channel=where(ctx, group.channel),
                    city=city(group.zone),
                    day=words.day(group.starts, ctx.today),
                )
            ),
            Note(
                words.t(
                    "Members join with {command}. Nothing is posted until you schedule it.",
                    command=command(ctx, "group"),
                )
            ),
            *row(
                Button(words.s("See the group"), Groups(do="show", group=group.id), Tone.first),
                Button(words.s("Change"), EditGroup(group=group.id)),
                Button(words.s("Undo"), CloseGroup(group=group.id, sure=True)),
            ),
        ),
    )


def changed(card: Card, ctx: Context, schedules: int) -> Card:
    """Say that a change is kept, above the group's card."""
    words = ctx.words
    saved = words.t("*Saved.*")
    if schedules:
        more = words.tn(
            "{n} schedule follows; its clock time stays.",
            "{n} schedules follow; their clock times stay.",
            schedules,
        )
        saved = join(" ", (saved, more))
    return Card(card.title, (Text(saved), *card.blocks))


def close(ctx: Context, office: Office) -> Card:
    """Ask once before a group is closed."""
    words, group = ctx.words, office.group
    people = words.tn("{n} person", "{n} people", office.people)
    schedules = words.tn("{n} schedule", "{n} schedules", office.schedules)
    text = words.t(
        "Close *{group}*? {people} and {schedules} belong to it. Nothing is posted for it then.",
        group=group.name,
        people=people,
        schedules=schedules,
    )
    back = Button(words.s("Keep it"), ManageGroups(do="show", group=group.id), Tone.first)
    sure = Button(words.s("Close it"), CloseGroup(group=group.id, sure=True), Tone.danger)
    return Card("", (Text(text), Note(words.t("You can open it again.")), *row(back, sure)))


def closed(ctx: Context, group: Group) -> Card:
    """Say that a group is closed, with the way back."""
    words = ctx.words
    text = words.t("*{group}* is closed. Nothing is posted for it.", group=group.name)
    again = Button(words.s("Open it again"), ReopenGroup(group=group.id))
    everything = Button(words.s("All groups"), ManageGroups())
    return Card("", (Text(text), *row(again, everything)))


def people(ctx: Context, group: Group, found: People) -> Card:
    """List who is in a group; the menu takes somebody out."""
    words, name, page = ctx.words, group.id, found.page
    part = list(enumerate(found.part, (page - 1) * PEOPLE + 1))
    lines = [_person(ctx, n, account) for n, (_, account) in part]
    options = tuple(
        entry(person, words.s("Remove number {n}", n=n), account.user if account else "")
        for n, (person, account) in part
    )
    into = RemoveMember(group=name, person=options[0].value if options else "nobody")
    ways = GroupMembers(group=name, page=max(1, page - 1)), GroupMembers(group=name, page=page + 1)
    nobody = words.t(
        "Nobody is in this group yet. Members join with {command}.", command=command(ctx, "group")
    )
    return Card(
        words.s("{group}: members", group=group.name),
        (
            Text(join("\n", lines) if lines else nobody),
            *menu(words.s("Remove somebody"), into, "person", options),
            *pages(words, *ways, page, more=found.total > page * PEOPLE),
            *row(Button(words.s("Back to the group"), ManageGroups(do="show", group=name))),
        ),
    )


def _person(ctx: Context, n: int, account: Account | None) -> Marked:
    if account is None:
        return ctx.words.t("{n}. Somebody without an account here", n=n)
    return ctx.words.t("{n}. {who}", n=n, who=member(account.user, account.user))


def removed(ctx: Context, group: Group, person: str, *, was: bool) -> Card:
    """Say that somebody is out of a group, with the way back."""
    words = ctx.words
    said = words.t("One member is out of *{group}*.", group=group.name)
    text = said if was else words.t("This member is not in *{group}*.", group=group.name)
    note = words.t("They can join again as long as they can see its channel.")
    undo = Button(words.s("Undo"), RestoreMember(group=group.id, person=person))
    rest = Button(words.s("See the members"), GroupMembers(group=group.id))
    return Card("", (Text(text), Note(note), *row(rest, undo if was else None)))


def restored(ctx: Context, group: Group) -> Card:
    """Say that somebody is in a group again."""
    words = ctx.words
    text = words.t("The member is in *{group}* again.", group=group.name)
    rest = Button(words.s("See the members"), GroupMembers(group=group.id))
    return Card("", (Text(text), *row(rest)))
