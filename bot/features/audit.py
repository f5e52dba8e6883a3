"""What moderators did is kept with the change itself: who, what, before, after; and can be read."""

from dataclasses import dataclass

from bot.core.cards import Button, Card, Facts, Note, Text, Tone, row
from bot.core.context import Context
from bot.core.faults import CommunityOnly, OldCard
from bot.core.markup import Marked, escape, join, member, moment, plain
from bot.core.people import Community
from bot.core.registry import handles
from bot.core.replies import Edit, Reply
from bot.core.words import N_, Words
from bot.features.desk import Desk
from bot.features.drawing import entry, menu, short
from bot.features.posts_lines import local
from bot.features.quizzes import new_key
from bot.intents.community import ManageAudit, ShowChange
from bot.intents.sharing import ManageSetup
from bot.study.groups import Change
from bot.study.ports import Work

LISTED = 8
"""So many changes stand on one page."""

SEARCHED = 200
"""So many lines are looked through for a change that moved on to a later page meanwhile."""

PAGES = 99
LONGEST = 700
"""Characters of a text before or after that a card shows; longer ones say that they go on."""

WHATS = (
    *(N_("group started"), N_("group changed"), N_("group closed"), N_("group opened again")),
    *(N_("member removed"), N_("member put back"), N_("sharing changed")),
    *(N_("moderators changed"), N_("notice channel changed"), N_("time zone changed")),
    *(N_("schedule started"), N_("schedule start undone"), N_("schedule changed")),
    *(N_("schedule change undone"), N_("schedule paused"), N_("schedule resumed")),
    *(N_("schedule deleted"), N_("date left out"), N_("date put back"), N_("one post changed")),
    *(N_("posted in addition"), N_("post corrected"), N_("post taken back")),
    *(N_("set-up brought here"), N_("season after")),
)
"""What is noted in this program, for translators; other lines stand as they were written."""


async def note(  # noqa: PLR0913, PLR0917 (a line of the audit is all of this)
    work: Work, ctx: Context, what: str, target: str, before: str = "", after: str = ""
) -> None:
    """Keep a line of the audit in the transaction of the change; no personal data in the texts.

    `what` is a short verb in English ("schedule paused"), `target` names the thing as moderators
    know it. Raises CommunityOnly in private.
    """
    actor = await work.people.ensure(ctx.request.account, ctx.now)
    change = Change(new_key(), _community(ctx), ctx.now, what, target, before, after, actor)
    await work.audit.add(change)


@dataclass(frozen=True, slots=True)
class AuditFeature:
    """Shows moderators what was changed, and by whom."""

    desk: Desk

    @handles(ManageAudit)
    async def listed(self, ctx: Context, ask: ManageAudit) -> Reply:
        """List changes, newest first."""
        async with self.desk.store.read() as work:
            found = await work.audit.newest(_community(ctx), LISTED + 1, (ask.page - 1) * LISTED)
            lines = [await _line(ctx, work, each) for each in found[:LISTED]]
        return Edit(_list(ctx, found, lines, ask.page))

    @handles(ShowChange)
    async def shown(self, ctx: Context, ask: ShowChange) -> Reply:
        """Show one change."""
        async with self.desk.store.read() as work:
            skip = (ask.page - 1) * LISTED
            found = await work.audit.newest(_community(ctx), SEARCHED, skip)
            change = next((each for each in found if each.id == ask.change), None)
            if change is None:
                raise OldCard(ManageAudit())
            who = await _actor(ctx, work, change)
        words = ctx.words
        rows = [
            (words.s("Changed"), escape(change.target)),
            (words.s("When"), moment(change.at)),
            (words.s("Who"), who),
        ]
        rows += [(words.s("Before"), _text(change.before))] if change.before else []
        rows += [(words.s("After"), _text(change.after))] if change.after else []
        back = Button(words.s("Back to the list"), ManageAudit(page=ask.page), Tone.first)
        return Edit(Card(words.s(change.what), (Facts(tuple(rows)), *row(back))))


def _text(said: str) -> Marked:
    return escape(short(said, LONGEST), lines=True)


def _list(ctx: Context, found: tuple[Change, ...], lines: list[Marked], page: int) -> Card:
    words = ctx.words
    options = tuple(
        entry(
            each.id,
            f"{words.s(each.what)}: {each.target}" if each.target else words.s(each.what),
            plain(local(words, each.at, ctx.zone.key)),
        )
        for each in found[:LISTED]
    )
    into = ShowChange(page=page, change=options[0].value if options else "x" * 16)
    back = Button(words.s("Previous page"), ManageAudit(page=page - 1)) if page > 1 else None
    more = len(found) > LISTED and page < PAGES
    nothing = words.t("Nothing was changed here yet.")
    return Card(
        words.s("Who changed what"),
        (
            Text(join("\n", lines) if lines else nothing),
            *menu(words.s("See before and after"), into, "change", options),
            *row(back, Button(words.s("Next page"), ManageAudit(page=page + 1)) if more else None),
            *row(Button(words.s("Back to the set-up"), ManageSetup())),
            Note(words.t("Names of people who erased their data are gone.")),
        ),
    )


async def _line(ctx: Context, work: Work, change: Change) -> Marked:
    words = ctx.words
    return words.t(
        "{when} · *{what}:* {target} · {who}",
        when=moment(change.at),
        what=words.s(change.what),
        target=short(change.target),
        who=await _actor(ctx, work, change),
    )


async def _actor(ctx: Context, work: Work, change: Change) -> Marked:
    """Name who did it, as the platform knows them."""
    accounts = await work.people.accounts(change.actor) if change.actor else ()
    platform = _community(ctx).platform
    ours = next((each for each in accounts if each.platform is platform), None)
    return member(ours.user, ours.user) if ours else _nobody(ctx.words)


def _nobody(words: Words) -> Marked:
    return words.t("somebody who is not known any more")


def _community(ctx: Context) -> Community:
    community = ctx.request.place.community
    if community is None:
        raise CommunityOnly
    return community
