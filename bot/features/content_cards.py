"""How moderators see the pack: what was reported, what is overdue, and what they decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.catalog.catalog import Catalog
from bot.catalog.edition import REWORDED, Name, worded
from bot.catalog.models import KINDS, Record
from bot.catalog.status import Due
from bot.core.cards import Actions, Button, Card, Choice, Note, Pick, Text, Tone, row
from bot.core.context import Context
from bot.core.markup import Marked, join, moment
from bot.core.words import N_, Words
from bot.features.drawing import menu
from bot.features.pieces import excerpt
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
from bot.study.pieces import SUSPENDS
from bot.study.records import Piece, Report, State, Verdict

_REWORD: Mapping[str, type[RewordTip | RewordTerm | RewordStatement]] = {
    "tip": RewordTip,
    "term": RewordTerm,
    "statement": RewordStatement,
}
_SHORT = {
    State.suspended: N_("suspended"),
    State.disabled: N_("disabled"),
}
Pieces = Mapping[Name, Piece]


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on one page of the list. `left` is how many facts stand on later pages."""

    number: int
    reports: Sequence[Report]
    facts: Sequence[Due]
    more: bool
    left: int


@dataclass(frozen=True, slots=True)
class ContentCards:
    """Draws for moderators, over the pack as it is."""

    pack: Catalog

    def listed(self, ctx: Context, page: Page, pieces: Pieces) -> Card:
        """Draw reports, then the facts that are due for a check."""
        words = ctx.words
        waiting = sum(piece.now.state is State.suspended for piece in pieces.values())
        suspended = words.tn(
            "*{n} piece is left out until you decide: {members} members reported it.*",
            "*{n} pieces are left out until you decide: {members} members reported each.*",
            waiting,
            members=SUSPENDS,
        )
        return Card(
            words.s("Content"),
            (
                *((Text(suspended),) if waiting else ()),
                Text(self._reports(words, page.reports, pieces)),
                *self._facts(ctx, page),
                *self._see(words, page),
                *row(
                    *_turns(words, ManageContent, page.number, more=page.more),
                    Button(words.s("Find a piece"), FindPiece()),
                    Button(words.s("See what changed"), ListChanges()) if changes(pieces) else None,
                ),
            ),
        )

    def _reports(self, words: Words, shown: Sequence[Report], pieces: Pieces) -> Marked:
        lines = [
            words.t(
                "- {name}, {when}: {note}",
                name=self._named(words, Name(each.kind, each.target), pieces),
                when=moment(each.at, "day"),
                note=each.note,
            )
            for each in shown
        ]
        return words.t("*Reports*\n{lines}", lines=join("\n", lines) or words.t("No reports."))

    def _named(self, words: Words, name: Name, pieces: Pieces) -> Marked:
        piece = pieces.get(name)
        if piece is None:
            return words.t("*{name}*", name=str(name))
        mark = N_("your words") if piece.now.words else N_("checked")
        if piece.now.state is not State.shown:
            mark = _SHORT[piece.now.state]
        return words.t("*{name}* ({state})", name=str(name), state=words.s(mark))

    def _facts(self, ctx: Context, page: Page) -> tuple[Text | Note, ...]:
        words = ctx.words
        lines = [
            words.t("- {id}, due {day}", id=fact.id, day=words.date(fact.review_by))
            for fact in page.facts
        ]
        none = words.t("None. Every fact is within its date.")
        head = words.t(
            "*Facts to check again, as of {day}*\n{lines}",
            day=words.date(ctx.now.date()),
            lines=join("\n", lines) or none,
        )
        more = (Note(words.tn("And {n} more.", "And {n} more.", page.left)),) if page.left else ()
        return (Text(head), *more)

    def _see(self, words: Words, page: Page) -> tuple[Pick, ...]:
        names = [Name(each.kind, each.target) for each in page.reports]
        names += [Name(fact.kind, fact.id) for fact in page.facts]
        return _menu(words, (name for name in names if name.find(self.pack)))

    def changed(self, ctx: Context, shown: Sequence[Name], pieces: Pieces, page: int) -> Card:
        """List pieces that are shown otherwise here; `shown` is one page of them and one more."""
        words, more = ctx.words, len(shown) > CHANGES
        shown = shown[:CHANGES]
        lines = [
            words.t(
                "- {name}, {when}",
                name=self._named(words, name, pieces),
                when=moment(pieces[name].at, "day"),
            )
            for name in shown
        ]
        return Card(
            words.s("Changed here"),
            (
                Text(join("\n", lines) or words.t("Everything is shown as the pack has it.")),
                *_menu(words, (name for name in shown if name.find(self.pack))),
                *row(
                    *_turns(words, ListChanges, page, more=more),
                    Button(words.s("Back to the list"), ManageContent()),
                ),
            ),
        )

    def piece(
        self, ctx: Context, name: Name, record: Record, piece: Piece | None, said: Sequence[Report]
    ) -> Card:
        """Draw a piece as it stands here, with what can be decided."""
        words, now = ctx.words, piece.now if piece else Verdict()
        count = words.tn("Reported {n} time.", "Reported {n} times.", len(said))
        last = words.t("{count} Last: {note}", count=count, note=said[0].note) if said else None
        return Card(
            str(name),
            (
                Note(self._state(ctx, piece)),
                *excerpt(words, worded(record, now.words)),
                *((Note(last),) if last else ()),
                *self._decisions(words, name, now),
                *row(Button(words.s("Back to the list"), ManageContent())),
            ),
        )

    def _state(self, ctx: Context, piece: Piece | None) -> Marked:
        words = ctx.words
        if piece is None:
            return words.t("Shown here as the pack has it.")
        when = moment(piece.at, "day")
        match piece.now.state:
            case State.suspended:
                text = N_("Left out since {when}: {n} members reported it. You decide.")
                return words.t(text, when=when, n=SUSPENDS)
            case State.disabled:
                return words.t("Disabled here since {when}.", when=when)
            case State.shown if piece.now.words:
                return words.t("Shown here in your words since {when}.", when=when)
            case State.shown:
                return words.t("Shown here as the pack has it. Decided: {when}.", when=when)

    def _decisions(self, words: Words, name: Name, now: Verdict) -> tuple[Actions, ...]:
        token, off = name.token, now.state is State.disabled
        enable = Button(words.s("Show it again"), Decide(piece=token, what="enable"), Tone.first)
        pack = Button(words.s("Use the pack's words"), Decide(piece=token, what="restore"))
        disable = Button(words.s("Disable"), Decide(piece=token, what="disable"), Tone.danger)
        reword = _REWORD.get(name.kind)
        return row(
            None if now.state is State.shown else enable,
            Button(words.s("Replace the text"), reword(piece=token)) if reword else None,
            pack if now.words else None,
            None if off else disable,
        )

    def decided(self, ctx: Context, name: Name, piece: Piece) -> Card:
        """Say what holds from now on, with the way back."""
        words, token = ctx.words, name.token
        undo = UndoDecision(piece=token, at=stamp(piece))
        return Card(
            "",
            (
                Text(words.t("*{name}*\n{state}", name=str(name), state=self._state(ctx, piece))),
                Note(words.t("Members of this community see it so from now on.")),
                *row(
                    Button(words.s("Back to the list"), ManageContent(), Tone.first),
                    Button(words.s("See it"), OpenPiece(piece=token)),
                    Button(words.s("Undo"), undo),
                ),
            ),
        )


CHANGES = 10
"""So many changed pieces stand on one page."""

PAGES = 99
"""The last page that can be asked for."""


def changes(pieces: Pieces) -> list[Name]:
    """List what is shown otherwise than the pack has it: what waits for a decision first."""
    found = [name for name, piece in pieces.items() if piece.now != Verdict()]
    return sorted(found, key=lambda name: pieces[name].now.state is not State.suspended)


def stamp(piece: Piece) -> int:
    """Name a decision by its time, in milliseconds."""
    return int(piece.at.timestamp() * 1000)


def seed(record: Record, now: Verdict) -> Mapping[str, str]:
    """Fill a form with the words that are shown now."""
    kind = next(kind for kind, model in KINDS.items() if isinstance(record, model))
    return {field: now.words.get(field) or getattr(record, field) for field in REWORDED[kind]}


def _turns(
    words: Words, kind: type[ManageContent | ListChanges], page: int, *, more: bool
) -> tuple[Button | None, Button | None]:
    back = Button(words.s("Previous page"), kind(page=page - 1)) if page > 1 else None
    further = Button(words.s("Next page"), kind(page=page + 1)) if more and page < PAGES else None
    return back, further


def _menu(words: Words, names: Iterable[Name]) -> tuple[Pick, ...]:
    options = tuple(Choice(each.token, str(each)) for each in dict.fromkeys(names))
    into = OpenPiece(piece=options[0].value if options else "tip-none")
    return menu(words.s("See it"), into, "piece", options)
