"""How a community's own settings look to moderators."""

from collections.abc import Mapping, Sequence

from bot.core.cards import Button, Card, Choice, Facts, Note, Pick, Text, Tone, row
from bot.core.context import Context
from bot.core.markup import Marked, bold, escape, join, member
from bot.core.people import Platform
from bot.core.posting import Role
from bot.core.words import Words
from bot.features.drawing import entry, menu
from bot.features.group_cards import pages, where
from bot.intents.community import (
    AddModerator,
    ChooseZone,
    DropModerator,
    ManageAudit,
    Moderators,
    NameModerator,
    SetNotices,
)
from bot.intents.group_desk import ManageGroups
from bot.intents.moving import ExportSetup, ImportSetup
from bot.intents.posts import CheckRights
from bot.intents.sharing import ManageContent, ManageSetup, SetSharing
from bot.study.groups import Setup
from bot.study.zones import city, clock

CHOICES = 25
"""Roles that one menu shows."""

Names = Mapping[str, str]
"""The names of roles by id; whoever is not among them is somebody."""


def setup(ctx: Context, now: Setup, names: Names, *, sharing: bool) -> Card:
    """Draw how a channel and its community are set up."""
    words, place = ctx.words, ctx.request.place
    state = words.t("on") if sharing else words.t("off: cards stay private")
    share = words.s("Switch sharing off") if sharing else words.s("Switch sharing on")
    here = now.notices == place.channel
    notices = words.s("Stop notices here") if here else words.s("Send notices here")
    rows = (
        (words.s("Sharing of cards"), state),
        (words.s("Moderators"), _moderators(ctx, now, names)),
        (words.s("Notices"), _notices(ctx, now)),
        (words.s("Time zone"), zone(ctx, now)),
    )
    return Card(
        words.s("Set up: #{channel}", channel=place.name or place.channel),
        (
            Facts(rows),
            *row(
                Button(words.s("Study groups"), ManageGroups(), Tone.first),
                Button(words.s("Check permissions"), CheckRights()),
                Button(words.s("Choose moderators"), Moderators()),
            ),
            *row(
                Button(notices, SetNotices(on=not here)),
                Button(words.s("Set the time zone"), ChooseZone()),
                Button(share, SetSharing(on=not sharing)),
            ),
            *row(
                Button(words.s("See reports"), ManageContent()),
                Button(words.s("See the audit"), ManageAudit()),
                Button(words.s("Take it along"), ExportSetup()),
                Button(words.s("Bring a set-up here"), ImportSetup()),
            ),
        ),
    )


def zone(ctx: Context, now: Setup) -> Marked:
    """Name the community's zone with its time."""
    words = ctx.words
    if not now.zone:
        return words.t("not chosen")
    return words.t("{city} ({time} now)", city=city(now.zone), time=clock(now.zone, ctx.now))


def _notices(ctx: Context, now: Setup) -> Marked:
    if not now.notices:
        return ctx.words.t("in private, to whoever edited last")
    return where(ctx, now.notices)


def _managers(words: Words, platform: Platform) -> Marked:
    match platform:
        case Platform.discord:
            return words.t("whoever may manage the server")
        case Platform.slack:
            return words.t("admins and owners of the workspace")
        case Platform.terminal:
            return words.t("whoever starts the chat as a moderator")


def _moderators(ctx: Context, now: Setup, names: Names) -> Marked:
    managers = _managers(ctx.words, ctx.request.place.platform)
    chosen = [called(each, names) for each in now.moderators]
    return join(", ", (managers, *chosen))


def called(holder: str, names: Names) -> Marked:
    """Name a role, or somebody."""
    if holder in names:
        return bold(escape(f"@{names[holder]}"))
    return member(holder, holder)


def moderators(ctx: Context, now: Setup, roles: Sequence[Role], page: int) -> Card:
    """Draw who else ranks as a moderator, with the ways to add and to drop somebody."""
    words = ctx.words
    names = {each.id: each.name for each in roles}
    lines = [words.t("{who}", who=called(each, names)) for each in now.moderators]
    managers = _managers(words, ctx.request.place.platform)
    left = [each for each in roles if each.id not in now.moderators]
    part = left[(page - 1) * CHOICES : page * CHOICES]
    add = tuple(entry(each.id, f"@{each.name}") for each in part)
    drop = tuple(entry(each, f"@{names.get(each, each)}") for each in now.moderators[:CHOICES])
    ways = Moderators(page=max(1, page - 1)), Moderators(page=page + 1)
    return Card(
        words.s("Moderators here"),
        (
            Text(words.t("Always: {managers}.", managers=managers)),
            Text(join("\n", lines) if lines else words.t("Nobody else so far.")),
            *_menu(words.s("Add a role or user group"), AddModerator(holder="role"), add),
            *_menu(words.s("Take away"), DropModerator(holder="role"), drop),
            *_reach(words, ctx.request.place.platform),
            *row(
                Button(words.s("Add by name"), NameModerator(), Tone.first),
                Button(words.s("Back to the set-up"), ManageSetup()),
            ),
            *pages(words, *ways, page, more=len(left) > page * CHOICES),
        ),
    )


def _menu(
    label: str, into: AddModerator | DropModerator, options: tuple[Choice, ...]
) -> tuple[Pick, ...]:
    return menu(label, into, "holder", options)


def _reach(words: Words, platform: Platform) -> tuple[Note, ...]:
    if platform is not Platform.discord:
        return ()
    text = words.t(
        "Discord hides /manage and /schedule from others. Show them to the role: "
        "Server Settings, Integrations, Milepost."
    )
    return (Note(text),)


def not_private(ctx: Context) -> Card:
    """Ask before notices come into a channel that members may read."""
    words = ctx.words
    text = words.t(
        "I do not know that only moderators read this channel. "
        "Notices name schedules, channels and what is wrong with them."
    )
    back = Button(words.s("Leave it"), ManageSetup(), Tone.first)
    return Card(
        "",
        (Text(text), *row(back, Button(words.s("Use it anyway"), SetNotices(on=True, sure=True)))),
    )


def saved(card: Card, ctx: Context) -> Card:
    """Say that a choice is kept, above the card that shows it."""
    return Card(card.title, (Text(ctx.words.t("*Saved.*")), *card.blocks))
