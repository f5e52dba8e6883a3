"""How schedules in the making look: templates, the one preview, a start, a draft put aside."""

from collections.abc import Sequence

from bot.core.cards import (
    CARD_CAP,
    Actions,
    Block,
    Button,
    Card,
    Choice,
    Divider,
    Note,
    Pick,
    Text,
    Tone,
    row,
)
from bot.core.context import Context
from bot.core.markup import Marked, bold, channel, escape, join, moment
from bot.core.people import Platform
from bot.core.posting import Post
from bot.core.words import N_
from bot.features import schedule_lines as lines
from bot.features.drawing import command, menu
from bot.features.posts_lines import kind
from bot.features.schedule_desk import Started
from bot.features.schedule_preview import Preview
from bot.intents.plans import PauseSchedule, ShowSchedule
from bot.intents.schedules import (
    ChangeDraft,
    ChangeText,
    DiscardDraft,
    EditSchedule,
    NewSchedule,
    SendTest,
    ShowDraft,
    StartDraft,
    UndoStart,
)
from bot.study.drafts import TEMPLATES, Draft
from bot.study.rhythm import describe
from bot.study.schedules import Schedule, What
from bot.study.zones import city

_TEMPLATES = {
    What.nudge: N_("A challenge for the week, with check-in and a thread"),
    What.tip: N_("One thing to do today, on weekdays"),
    What.question: N_("A question that everybody answers in private"),
    What.roadmap: N_("The next milestone of the roadmap"),
    What.text: N_("Your own words"),
}
_PARTS = {
    "when": N_("When: days, time, first and last date"),
    "zone": N_("Whose clock: the time zone"),
    "where": N_("Where: this channel or other groups"),
    "what": N_("What: season, trait, step or text"),
    "dates": N_("Dates to leave out, public holidays"),
    "options": N_("Thread, silence, how late"),
    "role": N_("Whom to mention"),
}


def templates(ctx: Context, drafts: Sequence[Draft]) -> Card:
    """Offer what can be posted, and the drafts that are kept."""
    words = ctx.words
    options = tuple(
        Choice(what, kind(words, what), words.s(_TEMPLATES[what])) for what in TEMPLATES
    )
    described = [
        words.t("*{name}*: {what}", name=kind(words, what), what=words.s(text))
        for what, text in _TEMPLATES.items()
    ]
    kept = [
        Button(
            words.s("Go on: {name}", name=kind(words, each.schedule.what)), ShowDraft(draft=each.id)
        )
        for each in drafts
    ]
    note = words.t("Drafts are kept for a day after their last change.")
    return Card(
        words.s("New schedule"),
        (
            Text(words.t("What is to be posted? You see it before anything starts.")),
            Text(join("\n", described)),
            *menu(words.s("Choose what to post"), NewSchedule(), "what", options),
            *row(*kept),
            *((Note(note),) if kept else ()),
        ),
    )


def preview(ctx: Context, shown: Preview, *more: Block) -> Card:
    """Draw the post and the plan: on Slack, which shows a window from its top, the plan first."""
    words = ctx.words
    said = Note(words.t("Preview. Nothing is posted yet."))
    if shown.draft.changes:
        said = Note(words.t("Preview. Nothing is changed yet."))
    plan = (*more, *_plan(ctx, shown))
    post = _post(ctx, shown)
    first = ctx.request.account.platform is Platform.slack
    title = words.s("Change a schedule") if shown.draft.changes else words.s("New schedule")
    order = (*plan, Divider(), said, *post) if first else (said, *post, Divider(), *plan)
    if _size(order) + len(title) > CARD_CAP:
        long = Note(words.t("The post is too long to stand here. Send yourself a test."))
        order = (said, long, *plan)
    return Card(title, order)


def _size(blocks: Sequence[Block]) -> int:
    return sum(Card("", (each,)).size for each in blocks)


def _post(ctx: Context, shown: Preview) -> tuple[Block, ...]:
    words, post, draft = ctx.words, shown.post, shown.draft
    if post is not None:
        return drawn(ctx, post)
    if draft.schedule.what is What.text:
        write = Button(words.s("Write the text"), ChangeText(draft=draft.id), Tone.first)
        return (Text(words.t("*No text yet.* Write what is to be posted.")), *row(write))
    text = words.t("*There is nothing to post with this choice.* Choose another one.")
    return (Text(text),)


def drawn(ctx: Context, post: Post) -> tuple[Block, ...]:
    """Draw a post as it will look; its buttons are named, so that nobody presses them here."""
    blocks = [each for each in post.card.blocks if not isinstance(each, Actions | Pick)]
    labels = [each.label for each in post.card.actions]
    foot = [Note(escape(post.foot))] if post.foot else []
    names = [Note(ctx.words.t("Buttons: {names}", names=", ".join(labels)))] if labels else []
    return (Text(bold(escape(post.card.title))), *blocks, *foot, *names)


def _plan(ctx: Context, shown: Preview) -> tuple[Block, ...]:
    words, draft = ctx.words, shown.draft
    texts: list[Marked] = [
        lines.plan(ctx, shown),
        lines.dates(ctx, shown),
        *lines.clocks(words, shown),
        lines.rights(ctx, shown),
    ]
    start = words.s("Keep the changes") if draft.changes else words.s("Start")
    ready = shown.ready
    options = tuple(Choice(part, words.s(text)) for part, text in _PARTS.items())
    again = Button(words.s("Check again"), ShowDraft(draft=draft.id), Tone.first)
    return (
        *map(Text, texts),
        *row(
            Button(start, StartDraft(draft=draft.id), Tone.first) if ready else again,
            Button(words.s("Send a test"), SendTest(draft=draft.id), off=shown.post is None),
            Button(words.s("Discard"), DiscardDraft(draft=draft.id)),
        ),
        *menu(
            words.s("Change something"), ChangeDraft(draft=draft.id, part="when"), "part", options
        ),
    )


def started(ctx: Context, key: str, done: Started) -> Card:
    """Say that a schedule runs, or was changed, and when the next post comes."""
    words, first, shown = ctx.words, done.targets[0], done.schedule
    text = N_("Changed: {name}") if done.changed else N_("Started: {name}")
    title = words.s(text, name=kind(words, shown.what))
    text = words.t(
        "{rhythm} in {city}, in {channel}.",
        rhythm=describe(shown.rule, words),
        city=city(first.zone),
        channel=channel(first.channel, ctx.request.place.name or first.channel),
    )
    coming = [each.next_at for each in done.targets if each.next_at]
    then = words.t("Paused: nothing comes until you resume it.")
    if coming:
        then = words.t("The next one comes: {at}.", at=moment(min(coming)))
    return Card(
        title,
        (
            Text(join("\n", (text, then))),
            *row(
                Button(words.s("See it"), ShowSchedule(schedule=shown.id), Tone.first),
                Button(words.s("Change it"), EditSchedule(schedule=shown.id)),
                Button(words.s("Pause"), PauseSchedule(schedule=shown.id)),
                Button(words.s("Undo"), UndoStart(draft=key, version=shown.version)),
            ),
        ),
    )


def discarded(ctx: Context, draft: Draft) -> Card:
    """Say that a draft is put aside, and how it comes back."""
    words = ctx.words
    text = words.t(
        "Put aside. The draft is kept for a day; {command} offers it again.",
        command=command(ctx, "schedule new"),
    )
    if draft.changes:
        text = words.t("Put aside. The schedule goes on as it was.")
    return Card("", (Text(text), *row(Button(words.s("Go on with it"), ShowDraft(draft=draft.id)))))


def gone(ctx: Context, running: Schedule | None) -> Card:
    """Say that a draft is none any more; lead to the schedule that it became."""
    words = ctx.words
    anew = Button(words.s("New schedule"), NewSchedule())
    if running is None:
        return Card("", (Text(words.t("This draft is gone. Nothing is changed.")), *row(anew)))
    change = Button(words.s("See it"), ShowSchedule(schedule=running.id), Tone.first)
    text = words.t("This draft was started already: *{name}*.", name=kind(words, running.what))
    return Card("", (Text(text), *row(change, anew)))


def since(ctx: Context, schedule: str) -> Card:
    """Say that somebody else was faster."""
    words = ctx.words
    text = words.t("Somebody changed this schedule meanwhile. Your changes are not kept.")
    again = Button(words.s("Change it as it is now"), EditSchedule(schedule=schedule), Tone.first)
    return Card("", (Text(text), *row(again)))


def restored(ctx: Context, schedule: str) -> Card:
    """Say that a change was taken back."""
    words = ctx.words
    text = words.t("Taken back. The schedule is as it was.")
    see = Button(words.s("See it"), ShowSchedule(schedule=schedule), Tone.first)
    again = Button(words.s("Change it"), EditSchedule(schedule=schedule))
    return Card("", (Text(text), *row(see, again)))


def idle(ctx: Context, schedule: Schedule) -> Card:
    """Say that no post is planned that could be changed alone."""
    words = ctx.words
    text = words.t("No post is planned at the moment. Change every later one instead.")
    go = Button(words.s("Every later post"), EditSchedule(schedule=schedule.id), Tone.first)
    return Card("", (Text(text), *row(go)))
