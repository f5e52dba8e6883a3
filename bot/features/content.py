"""/manage content: moderators see reports and overdue facts, and decide about pieces."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from pydantic import ValidationError

from bot.catalog.catalog import Catalog
from bot.catalog.edition import CHANGEABLE, Name, reworded
from bot.catalog.models import TIP_CAP, Record
from bot.catalog.status import overdue
from bot.core.cards import Button, Card, Note
from bot.core.context import Context
from bot.core.faults import CommunityOnly, NoSuch, OldCard, PersonFault
from bot.core.forms import FormErrors
from bot.core.markup import clean
from bot.core.people import Community
from bot.core.registry import handles, seeds
from bot.core.replies import Edit, Reply
from bot.features.content_cards import CHANGES, ContentCards, Page, changes, seed, stamp
from bot.features.desk import Desk
from bot.features.editions import Editions, by_name
from bot.intents.content import (
    Decide,
    FindPiece,
    ListChanges,
    OpenPiece,
    RewordStatement,
    RewordTerm,
    RewordTip,
    UndoDecision,
)
from bot.intents.sharing import ManageContent
from bot.study.pieces import Decision, state
from bot.study.ports import Work
from bot.study.records import Piece, State, Verdict

REPORTS, FACTS = 3, 5
"""So many stand on one page: notes are shown in full."""

Reword = RewordTip | RewordTerm | RewordStatement
Change = Callable[[Verdict], Verdict]


class FixedPiece(PersonFault):
    """A {kind} cannot be changed here: other pieces stand on it. You can change: {kinds}."""


class DecidedSince(PersonFault):
    """Somebody decided about this piece since. Nothing is changed."""


@dataclass(frozen=True, slots=True)
class ContentFeature:
    """Serves moderators. `pack` is the pack as it is, so that they see what they left out."""

    pack: Catalog
    desk: Desk
    editions: Editions
    cards: ContentCards

    @handles(ManageContent)
    async def listed(self, ctx: Context, ask: ManageContent) -> Reply:
        """List members' reports and the facts that are due for a check."""
        before, upto = (ask.page - 1) * REPORTS, ask.page * REPORTS
        async with self.desk.store.read() as work:
            reports = await work.reports.newest(_community(ctx), upto + 1)
            pieces = by_name(self.pack, await work.pieces.all(_community(ctx)))
        late = overdue(self.pack, ctx.now.date())
        left = max(0, len(late) - ask.page * FACTS)
        page = Page(
            ask.page,
            reports[before:upto],
            late[(ask.page - 1) * FACTS : ask.page * FACTS],
            more=len(reports) > upto or left > 0,
            left=left,
        )
        return Edit(self.cards.listed(ctx, page, pieces))

    @handles(ListChanges)
    async def changed(self, ctx: Context, ask: ListChanges) -> Reply:
        """List what is shown otherwise here than the pack has it."""
        async with self.desk.store.read() as work:
            pieces = by_name(self.pack, await work.pieces.all(_community(ctx)))
        shown = changes(pieces)[(ask.page - 1) * CHANGES : ask.page * CHANGES + 1]
        return Edit(self.cards.changed(ctx, shown, pieces, ask.page))

    @handles(FindPiece)
    async def find(self, ctx: Context, ask: FindPiece) -> Reply:
        """Open a piece by its kind and id."""
        name = Name.parse(ask.name or "")
        if name.find(self.pack) is None:
            again = Button(ctx.words.s("Find a piece"), FindPiece())
            back = Button(ctx.words.s("Back to the list"), ManageContent())
            raise NoSuch(again, back, what=ctx.words.s("piece"), value=ask.name or "")
        return Edit(await self._card(ctx, name))

    @handles(OpenPiece)
    async def open(self, ctx: Context, ask: OpenPiece) -> Reply:
        """Show a piece as it stands here."""
        return Edit(await self._card(ctx, Name.parse(ask.piece)))

    async def _card(self, ctx: Context, name: Name) -> Card:
        name, record = self._piece(ctx, name)
        async with self.desk.store.read() as work:
            piece = await self._now(ctx, work, name)
            said = await work.reports.about(_community(ctx), name.kind, name.id)
        return self.cards.piece(ctx, name, record, piece, said)

    def _piece(self, ctx: Context, name: Name) -> tuple[Name, Record]:
        """Find a piece that can be changed, under its present id."""
        record = name.find(self.pack)
        if record is None:
            raise OldCard(ManageContent())
        if name.kind not in CHANGEABLE:
            back = Button(ctx.words.s("Back to the list"), ManageContent())
            raise FixedPiece(back, kind=name.kind, kinds=", ".join(CHANGEABLE))
        return Name(name.kind, record.id), record

    async def _now(self, ctx: Context, work: Work, name: Name) -> Piece | None:
        return by_name(self.pack, await work.pieces.all(_community(ctx))).get(name)

    @handles(Decide)
    async def decide(self, ctx: Context, ask: Decide) -> Reply:
        """Leave a piece out, show it again, or show it in the pack's words."""
        verdicts: Mapping[str, Change] = {
            "disable": lambda now: state(now, State.disabled),
            "enable": lambda now: state(now, State.shown),
            "restore": lambda now: replace(now, words={}),
        }
        name, _ = self._piece(ctx, Name.parse(ask.piece))
        return await self._keep(ctx, name, verdicts[ask.what])

    @handles(UndoDecision)
    async def undo(self, ctx: Context, ask: UndoDecision) -> Reply:
        """Go back to what held before, unless somebody decided since."""
        name, _ = self._piece(ctx, Name.parse(ask.piece))
        async with self.desk.write(ctx) as (work, person):
            before, piece = await self._now(ctx, work, name), None
            if before is not None and stamp(before) == ask.at:
                piece = await _put(ctx, work, person, replace(before, id=name.id), before.former)
        if piece is not None:
            return self._done(ctx, name, piece)
        card = await self._card(ctx, name)
        return Edit(Card(card.title, (Note(DecidedSince().text(ctx.words)), *card.blocks)))

    async def _keep(self, ctx: Context, name: Name, change: Change) -> Reply:
        async with self.desk.write(ctx) as (work, person):
            fresh = Decision(_community(ctx), ctx.now).fresh(name.kind, name.id)
            before = await self._now(ctx, work, name) or fresh
            piece = await _put(ctx, work, person, replace(before, id=name.id), change(before.now))
        return self._done(ctx, name, piece)

    def _done(self, ctx: Context, name: Name, piece: Piece) -> Reply:
        self.editions.forget(piece.community)
        return Edit(self.cards.decided(ctx, name, piece))

    @seeds(RewordTip)
    async def seed_tip(self, ctx: Context, ask: RewordTip) -> Mapping[str, str]:
        """Fill in the words that are shown now."""
        return await self._seed(ctx, ask)

    @seeds(RewordTerm)
    async def seed_term(self, ctx: Context, ask: RewordTerm) -> Mapping[str, str]:
        """Fill in the words that are shown now."""
        return await self._seed(ctx, ask)

    @seeds(RewordStatement)
    async def seed_statement(self, ctx: Context, ask: RewordStatement) -> Mapping[str, str]:
        """Fill in the words that are shown now."""
        return await self._seed(ctx, ask)

    async def _seed(self, ctx: Context, ask: Reword) -> Mapping[str, str]:
        name, record = self._piece(ctx, Name.parse(ask.piece))
        async with self.desk.store.read() as work:
            piece = await self._now(ctx, work, name)
        return seed(record, piece.now if piece else Verdict())

    @handles(RewordTip)
    async def reword_tip(self, ctx: Context, ask: RewordTip) -> Reply:
        """Show a tip in other words."""
        return await self._reword(ctx, ask)

    @handles(RewordTerm)
    async def reword_term(self, ctx: Context, ask: RewordTerm) -> Reply:
        """Explain a term in other words."""
        return await self._reword(ctx, ask)

    @handles(RewordStatement)
    async def reword_statement(self, ctx: Context, ask: RewordStatement) -> Reply:
        """Say a statement in other words."""
        return await self._reword(ctx, ask)

    async def _reword(self, ctx: Context, ask: Reword) -> Reply:
        name, record = self._piece(ctx, Name.parse(ask.piece))
        given = ask.model_dump(exclude={"piece"})
        words = {field: clean(text or "") for field, text in given.items()}
        _check(ctx, record, words)
        return await self._keep(ctx, name, lambda _: Verdict(State.shown, words))


async def _put(ctx: Context, work: Work, person: str, before: Piece, verdict: Verdict) -> Piece:
    piece = Decision(before.community, ctx.now, person).on(before, verdict)
    await work.pieces.put(piece)
    return piece


def _check(ctx: Context, record: Record, words: Mapping[str, str]) -> None:
    """Refuse words that could not stand in a pack. Raises FormErrors."""
    said = ctx.words
    errors: dict[str, str] = {}
    for field, text in words.items():
        if "\\" in text or text.count("*") % 2 or text.count("`") % 2:
            errors[field] = said.s("Use * and ` in pairs only, and no backslash.")
        elif field == "title" and ("*" in text or "`" in text):
            errors[field] = said.s("A title has no * and no `.")
    try:
        reworded(record, words)
    except ValidationError as refused:
        for each in refused.errors():
            if each["loc"]:
                errors[str(each["loc"][0])] = said.s("Write at least {n} characters.", n=2)
            else:
                cap = said.s("All together have at most {n} characters.", n=TIP_CAP)
                errors.setdefault(tuple(words)[-1], cap)
    if errors:
        raise FormErrors(errors)


def _community(ctx: Context) -> Community:
    community = ctx.request.place.community
    if community is None:
        raise CommunityOnly
    return community
