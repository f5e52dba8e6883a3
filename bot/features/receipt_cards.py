"""How receipts look: the list, one of them, and what was done to a post."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.cards import Button, Card, Facts, Link, Note, Text, Tone, row
from bot.core.context import Context
from bot.core.markup import Marked, escape, plain
from bot.features.drawing import entry, menu, short
from bot.features.group_cards import where
from bot.features.plan_lines import Plan, fate_line, lines, name_of
from bot.features.posts_lines import local
from bot.intents.plans import Correct, History, ListSchedules, OpenReceipt, TakePostBack
from bot.study.groups import Group
from bot.study.schedules import Delivery, Fate, Occurrence, Part

LISTED = 10
"""Receipts on one page."""

SHOWN = 700
"""Characters of a posted text on the card; the whole of it stands in its channel."""

Row = tuple[Occurrence, tuple[Delivery, ...]]


@dataclass(frozen=True, slots=True)
class Names:
    """What receipts belong to: schedules and groups by id."""

    plans: Mapping[str, Plan]
    groups: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Receipt:
    """One date, with its schedule and its messages."""

    plan: Plan
    group: Group | None
    occurrence: Occurrence
    messages: tuple[Delivery, ...]

    @property
    def post(self) -> Delivery | None:
        """The post itself."""
        return next((each for each in self.messages if each.part is Part.post), None)

    @property
    def zone(self) -> str:
        """Whose clock its time is said on."""
        return self.group.zone if self.group else "UTC"


def listed(ctx: Context, ask: History, rows: Sequence[Row], page: int, names: Names) -> Card:
    """Draw a page of receipts."""
    words = ctx.words
    if not rows:
        text = words.t("Nothing was posted yet. Receipts come with the first post.")
        return Card("", (Text(text), *row(Button(words.s("Schedules"), ListSchedules()))))
    shown = rows[(page - 1) * LISTED : page * LISTED]
    texts = [_line(ctx, each, names) for each in shown]
    options = tuple(
        entry(each.ref, f"{each.ref} · {_day(ctx, each, names)}", _who(ctx, each, names))
        for each, _ in {one.ref: (one, two) for one, two in shown}.values()
    )
    more = len(rows) > page * LISTED
    return Card(
        words.s("What was posted"),
        (
            Text(lines(texts)),
            *menu(words.s("Open a receipt"), OpenReceipt(ref="22222"), "ref", options),
            *row(
                Button(words.s("Previous page"), ask.model_copy(update={"page": page - 1}))
                if page > 1
                else None,
                Button(words.s("Next page"), ask.model_copy(update={"page": page + 1}))
                if more
                else None,
            ),
        ),
    )


def _who(ctx: Context, each: Occurrence, names: Names) -> str:
    plan = names.plans.get(each.schedule)
    return name_of(ctx.words, plan) if plan else ""


def _zone(each: Occurrence, names: Names) -> str:
    plan = names.plans.get(each.schedule)
    targets = plan.targets if plan else ()
    return next((one.zone for one in targets if one.group == each.group), "UTC")


def _day(ctx: Context, each: Occurrence, names: Names) -> str:
    day = plain(local(ctx.words, each.due_at, _zone(each, names)))
    name = names.groups.get(each.group, "")
    return f"{day} · {name}" if name else day


def _line(ctx: Context, one: Row, names: Names) -> Marked:
    words = ctx.words
    occurrence, messages = one
    return words.t(
        "{at} · {group} · {fate} · `{ref}`",
        at=local(words, occurrence.due_at, _zone(occurrence, names)),
        group=names.groups.get(occurrence.group, _who(ctx, occurrence, names)),
        fate=fate_line(ctx, occurrence, messages),
        ref=occurrence.ref,
    )


def opened(ctx: Context, receipt: Receipt, link: str) -> Card:
    """Draw one receipt."""
    words, occurrence, message = ctx.words, receipt.occurrence, receipt.post
    rows = (
        (words.s("Planned for"), local(words, occurrence.due_at, receipt.zone)),
        (words.s("Became"), fate_line(ctx, occurrence, receipt.messages)),
        *(((words.s("Where"), where(ctx, message.channel)),) if message else ()),
        *_week(ctx, occurrence),
        (words.s("Reference"), words.t("`{ref}`", ref=occurrence.ref)),
    )
    posted = message.posted if message else ""
    return Card(
        name_of(words, receipt.plan),
        (
            Facts(rows),
            *((Text(_quoted(ctx, posted)),) if posted else ()),
            *row(Link(words.s("Go to the post"), link) if link else None, *_presses(ctx, receipt)),
            *row(Button(words.s("History"), History(schedule=receipt.plan.schedule.id))),
        ),
    )


def _week(ctx: Context, occurrence: Occurrence) -> tuple[tuple[str, Marked], ...]:
    if not occurrence.week:
        return ()
    words = ctx.words
    said = words.t("season {season}, week {week}", season=occurrence.season, week=occurrence.week)
    return ((words.s("Week"), said),)


def _quoted(ctx: Context, posted: str) -> Marked:
    """Show the text as it was posted; a long one says that it goes on."""
    words = ctx.words
    if len(posted) <= SHOWN:
        return escape(posted, lines=True)
    return words.t("{text}… It goes on in its channel.", text=escape(posted[:SHOWN], lines=True))


def _presses(ctx: Context, receipt: Receipt) -> tuple[Button | None, ...]:
    words, message, occurrence = ctx.words, receipt.post, receipt.occurrence
    if message is None or message.fate is not Fate.sent or not message.remote:
        return ()
    day = occurrence.local.toordinal()
    names = (occurrence.schedule, occurrence.group, day, occurrence.extra)
    correct = Correct(schedule=names[0], group=names[1], day=day, extra=occurrence.extra)
    back = TakePostBack(schedule=names[0], group=names[1], day=day, extra=occurrence.extra)
    return (
        Button(words.s("Correct"), correct),
        Button(words.s("Take back"), back, Tone.danger),
    )


def corrected(ctx: Context, receipt: Receipt, link: str) -> Card:
    """Say that a post was corrected."""
    words = ctx.words
    text = words.t("Corrected. The post says so in its last line. Nobody was notified again.")
    return Card(
        "",
        (
            Text(text),
            *row(
                Link(words.s("Go to the post"), link) if link else None,
                Button(words.s("Receipt"), OpenReceipt(ref=receipt.occurrence.ref)),
            ),
        ),
    )


def sure(ctx: Context, receipt: Receipt, ask: TakePostBack) -> Card:
    """Ask before a post is deleted."""
    words, message = ctx.words, receipt.post
    first = (message.posted if message else "").partition("\n")[0]
    text = words.t("Take back *{title}*? It is deleted from its channel.", title=short(first, 80))
    return Card(
        "",
        (
            Text(text),
            Note(words.t("This cannot be undone. The receipt stays.")),
            *row(
                Button(words.s("Take it back"), ask.model_copy(update={"sure": True}), Tone.danger),
                Button(words.s("Keep it"), OpenReceipt(ref=receipt.occurrence.ref)),
            ),
        ),
    )


def taken_back(ctx: Context, receipt: Receipt) -> Card:
    """Say that a post is gone."""
    words = ctx.words
    text = words.t("Taken back. The receipt keeps its text.")
    go = Button(words.s("Receipt"), OpenReceipt(ref=receipt.occurrence.ref))
    return Card("", (Text(text), *row(go)))
