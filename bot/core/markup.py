"""Text with signs that mean something: made safely, read once, drawn by each platform.

A `Marked` string may hold `*bold*`, `` `code` ``, fenced code and inline objects (a time, a member,
a channel, a link). A plain `str` cannot reach a card: whatever a person typed goes through
`escape`, and so can never become a sign.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from unicodedata import category

OPEN, SPLIT, CLOSE = "\ue000", "\ue001", "\ue002"
"""Fences of inline objects: private-use characters, which `escape` takes out of people's text."""

KEPT = 2_048
"""Texts that are read once and remembered: most are the pack's, drawn again and again."""

TimeStyle = Literal["moment", "day", "clock"]
_SIGNS = re.compile(r"([\\*`])")
_FENCE = re.compile("`{3,}")
_TOKEN = re.compile(
    rf"\\(?P<escaped>.)|```\n?(?P<block>.*?)\n?```|`(?P<code>[^`]*)`|(?P<bold>\*)"
    rf"|{OPEN}(?P<object>[^{CLOSE}]*){CLOSE}",
    re.DOTALL,
)


class Marked(str):
    """Text whose signs are meant. Made by `Words`, `escape`, `of_pack` and the helpers below."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Plain:
    """A run of letters, bold or not."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """A few characters of code within a line."""

    text: str


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Lines of code that stand alone."""

    text: str


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant (aware, UTC), drawn on the reader's own clock where the platform can."""

    at: dt.datetime
    style: TimeStyle


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody, shown by name, never pinged."""

    user: str
    name: str


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel one can tap on."""

    channel: str
    name: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link with a label, made by us and never from what a person typed."""

    label: str
    url: str


Span = Plain | Code | CodeBlock | Moment | Member | Channel | Anchor


_HARMFUL = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
_GAPS = "\t\u2028\u2029"
"""Characters that part words, and become a space."""


def _harmless(character: str) -> bool:
    return character == "\n" or category(character) not in _HARMFUL


@lru_cache(maxsize=KEPT)
def clean(text: str, *, lines: bool = False) -> str:
    """Take out control, direction and private characters; line breaks stay only with `lines`."""
    kept = text
    if not text.isprintable():  # what is printable holds nothing harmful, and most texts are
        kept = "".join(c if _harmless(c) else " " if c in _GAPS else "" for c in text)
    return kept if lines else " ".join(kept.split())


def escape(text: str, *, lines: bool = False) -> Marked:
    """Make a person's text harmless: no sign in it means anything any more."""
    return Marked(_SIGNS.sub(r"\\\1", clean(text, lines=lines)))


def of_pack(text: str) -> Marked:
    """Trust a text of the content pack: the loader has checked its signs."""
    return Marked(text)


def of_moderator(text: str) -> Marked:
    """Take a moderator's own post: bold, code and line breaks are meant, all else is harmless."""
    return Marked(clean(text, lines=True).strip())


def join(separator: str, parts: Iterable[Marked]) -> Marked:
    """Join marked texts by a separator of ours."""
    return Marked(separator.join(parts))


def bold(text: Marked) -> Marked:
    """Set a text in bold. It holds no bold of its own."""
    return Marked(f"*{text}*")


def code_block(text: str) -> Marked:
    """Show lines of code alone; three backticks or more within are taken apart."""
    apart = _FENCE.sub(lambda found: " ".join(found[0]), text)
    return Marked(f"```\n{apart}\n```")


def _object(*fields: str) -> Marked:
    return Marked(OPEN + SPLIT.join(clean(field) for field in fields) + CLOSE)


def moment(at: dt.datetime, style: TimeStyle = "moment") -> Marked:
    """Show an instant on the reader's clock. `at` is aware."""
    return _object("t", str(int(at.timestamp())), style)


def member(user: str, name: str) -> Marked:
    """Name somebody without pinging."""
    return _object("m", user, name)


def channel(channel_id: str, name: str) -> Marked:
    """Name a channel so that one can tap on it."""
    return _object("c", channel_id, name)


def link(label: str, url: str) -> Marked:
    """Link to an address of the pack."""
    return _object("a", label, url)


def _inline(body: str) -> Span:
    match body.split(SPLIT):
        case ["t", seconds, "moment" | "day" | "clock" as style]:
            return Moment(dt.datetime.fromtimestamp(int(seconds), dt.UTC), style)
        case ["m", user, name]:
            return Member(user, name)
        case ["c", channel_id, name]:
            return Channel(channel_id, name)
        case ["a", label, url]:
            return Anchor(label, url)
        case _:
            return Plain(clean(body))


@lru_cache(maxsize=KEPT)
def spans(text: Marked) -> tuple[Span, ...]:
    """Read a marked text into what the renderers draw. A lone sign is drawn as itself."""
    found = tuple(_merged(_tokens(text)))
    return found or (Plain(""),)


def _tokens(text: str) -> Iterator[Span]:
    heavy, at = False, 0
    closes = _bold_pairs(text)
    for token in _TOKEN.finditer(text):
        yield Plain(text[at : token.start()], heavy)
        at = token.end()
        if token["escaped"] is not None:
            yield Plain(token["escaped"], heavy)
        elif token["block"] is not None:
            yield CodeBlock(token["block"])
        elif token["code"] is not None:
            yield Code(token["code"]) if token["code"] else Plain("``", heavy)
        elif token["object"] is not None:
            yield _inline(token["object"])
        elif token.start() in closes:
            heavy = not heavy
        else:
            yield Plain("*", heavy)
    yield Plain(text[at:], heavy)


def _bold_pairs(text: str) -> frozenset[int]:
    stars = [token.start() for token in _TOKEN.finditer(text) if token["bold"]]
    return frozenset(stars[: len(stars) // 2 * 2])


def _merged(parts: Iterable[Span]) -> Iterator[Span]:
    last: Plain | None = None
    for part in parts:
        if isinstance(part, Plain):
            if not part.text:
                continue
            if last is not None and last.bold == part.bold:
                last = Plain(last.text + part.text, part.bold)
                continue
        if last is not None:
            yield last
        last = part if isinstance(part, Plain) else None
        if last is None:
            yield part
    if last is not None:
        yield last


def plain(text: Marked) -> str:
    """Say a marked text without any sign: for lock screens, logs and menus."""
    return "".join(_bare(span) for span in spans(text))


def _bare(span: Span) -> str:
    match span:
        case Plain(text=text) | Code(text=text) | CodeBlock(text=text):
            return text
        case Moment(at=at):
            return f"{at:%Y-%m-%d %H:%M} UTC"
        case Member(name=name):
            return f"@{name}"
        case Channel(name=name):
            return f"#{name}"
        case Anchor(label=label):
            return label
