"""Small pieces that several features draw alike."""

from functools import lru_cache

from bot.catalog.catalog import Catalog
from bot.catalog.models import Resource
from bot.core.cards import Button, Choice, Link, Pick
from bot.core.context import Context
from bot.core.intents import Intent, Slug
from bot.core.markup import Marked, bold, of_pack
from bot.core.people import Platform
from bot.core.words import N_, Words
from bot.intents.quizzes import Report
from bot.intents.roadmap import OpenSkill
from bot.intents.sharing import Share, Shareable

HOUR = 60
_KINDS = {
    "read": N_("read"),
    "watch": N_("watch"),
    "do": N_("do"),
    "course": N_("course"),
    "reference": N_("look up"),
}


def shown(ctx: Context, name: str) -> str:
    """Name a command or an option as the asker's app shows it.

    Discord shows names in the language of its app; elsewhere they are typed as they are.
    """
    app, ours = (tag.split("-")[0] for tag in (ctx.request.locale, ctx.words.locale))
    if ctx.request.place.platform is not Platform.discord or app != ours:
        return name
    return " ".join(map(ctx.words.name, name.split()))


def command(ctx: Context, name: str) -> Marked:
    """Write a command as the asker types it: `/group`."""
    return Marked(f"`/{shown(ctx, name)}`")


def strong(text: str) -> Marked:
    """Set a text of the pack in bold, unless it has bold of its own."""
    marked = of_pack(text)
    return marked if "*" in marked else bold(marked)


def duration(words: Words, minutes: int) -> Marked:
    """Say how long something takes, in minutes or, from an hour and a half, in hours."""
    if minutes < HOUR * 3 // 2:
        return words.t("{n} min", n=minutes)
    return words.t("about {n} h", n=max(2, round(minutes / HOUR)))


def kind(words: Words, resource: Resource) -> str:
    """Say what one does with a resource."""
    return words.s(_KINDS[resource.kind])


def read_more(words: Words, resource: Resource | None) -> Link | None:
    """Link to a resource and say how long it takes; a course is named as one."""
    if resource is None:
        return None
    if resource.minutes < HOUR * 3 // 2:
        return Link(words.s("Read more, {n} min", n=resource.minutes), resource.url)
    return Link(words.s("See the course"), resource.url)


def share_here(ctx: Context, what: Shareable, target: Slug | None = None) -> Button | None:
    """Offer to share a clean copy; not in a private conversation."""
    if ctx.request.place.community is None:
        return None
    return Button(ctx.words.s("Share here"), Share(what=what, target=target))


def open_skill(ctx: Context, catalog: Catalog, skill: Slug | None) -> Button | None:
    """Lead from a tip or a word to its skill, where it is taught."""
    taught = catalog.teaching(skill) if skill else ()
    if not taught or skill is None:
        return None
    go = OpenSkill(milestone=taught[0].id, skill=skill)
    return Button(ctx.words.s("Open the skill"), go)


def report(ctx: Context, kind_: Slug, target: Slug) -> Button:
    """Offer to say that something is wrong."""
    return Button(ctx.words.s("Report"), Report(kind=kind_, target=target))


def entry(value: str, label: str, hint: str = "") -> Choice:
    """Make an entry of a menu; Slack shows 75 characters of each text."""
    return Choice(value, short(label), short(hint))


def menu(label: str, into: Intent, field: str, options: tuple[Choice, ...]) -> tuple[Pick, ...]:
    """Draw a menu; without any entry there is none."""
    return (Pick(label, into, field, options),) if options else ()


@lru_cache(maxsize=1_024)
def short(text: str, cap: int = 72) -> str:
    """End a menu text at a word; the whole text stands on the card it opens."""
    if _wide(text) <= cap or " " not in text:
        return text
    kept = text[: max(text.rfind(" ", 0, cap), text.find(" "))]
    while _wide(kept) > cap and " " in kept:
        kept = kept.rsplit(" ", 1)[0]
    return f"{kept}…"


def _wide(text: str) -> int:
    """Count a text as Slack does, which writes `&`, `<` and `>` as entities."""
    return len(text) + 1 + 4 * text.count("&") + 3 * (text.count("<") + text.count(">"))


def letters(words: Words, picked: str, link: str) -> str:
    """List letters: "A", "A and C", "A, B or C"; `link` is the last joining word."""
    upper = [letter.upper() for letter in picked]
    if len(upper) < 2:  # noqa: PLR2004 (one letter needs no joining word)
        return "".join(upper)
    return f"{', '.join(upper[:-1])} {words.s(link)} {upper[-1]}"
