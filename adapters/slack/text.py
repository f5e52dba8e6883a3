"""Marked text as Slack mrkdwn, in which nothing but our own signs means anything.

Mrkdwn has no escape. `&`, `<` and `>` become entities, which is enough against mentions, links and
dates. The signs of bold, italic, strike and code are replaced by signs that look alike: a
zero-width space would rather switch them on, and fallback texts of dates break on Android
(jsx-slack, issue 187 and "Exact mode"). A sign between two letters or two spaces means nothing and
stays. A soft hyphen keeps `>` from opening a quote, a word joiner keeps `:smile:` a word. There are
no headings and no lists to disarm.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import assert_never

from bot.core import markup
from bot.core.markup import Marked

LOOK_ALIKE = {
    "*": "\u2217",
    "_": "\u02cd",
    "~": "\u223c",
    "`": "\u02cb",
    "\uff0a": "\ufe61",
    "\uff3f": "\u2e0f",
    "\uff40": "\u02cb",
}
"""What stands for each sign, full-width forms included: Slack reads those as well."""

KEPT = 2_048
"""Texts that are remembered as they were drawn: most are the pack's, and are shown again."""

SOFT_HYPHEN, WORD_JOINER, ZERO_WIDTH_SPACE = "\u00ad", "\u2060", "\u200b"
_SIGNS = re.compile(f"[{''.join(LOOK_ALIKE)}]")
_WORDS = re.compile(r"[A-Za-z0-9]")
_QUOTE = re.compile(r"(\s*)(?=&gt;|\uff1e)")
_EMOJI = re.compile(r":(?=[^\s:]+:)")
_EMOJI_IN_A_PIECE = re.compile(rf"{_EMOJI.pattern}|:(?=\S*\Z)")
_LINES = re.compile("[\n\u2028\u2029]")
_ADDRESS = re.compile(r"https?://[^\s<>]+")
_PERSON = re.compile(r"[UW][A-Z0-9]{2,}")
_CHANNEL = re.compile(r"[CGD][A-Z0-9]{2,}")
_STYLES = {
    "moment": ("{date_short_pretty} {time}", "%a %d %b %Y, %H:%M UTC"),
    "day": ("{date_short_pretty}", "%a %d %b %Y"),
    "clock": ("{time}", "%H:%M UTC"),
}


class TooLarge(ValueError):  # noqa: N818 (named for what the card is)
    """A card does not fit into a Slack message or view: it has to be split. Names the block."""

    def __init__(self, where: str, what: str, size: int, cap: int) -> None:
        """Say which part is too large, and by how much."""
        super().__init__(f"{where}: {what}: {size}, at most {cap}")


def fits(where: str, what: str, size: int, cap: int) -> None:
    """Refuse what is over a limit. Raises TooLarge."""
    if size > cap:
        raise TooLarge(where, what, size, cap)


def within(where: str, what: str, text: str, cap: int) -> str:
    """Return a text that is within a limit. Raises TooLarge."""
    fits(where, what, units(text), cap)
    return text


def units(text: str) -> int:
    """Count a text as Slack may: in UTF-16 units, never fewer than its characters."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def entities(text: str) -> str:
    """Write the three signs that Slack reads in every text as entities."""
    if "&" in text or "<" in text or ">" in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text


@lru_cache(maxsize=KEPT)
def inline(text: str, around: str = "") -> str:
    """Draw plain text as one harmless line: for titles and names.

    `around` is the sign of ours that will stand around it.
    """
    return _guarded(_EMOJI.sub(f":{WORD_JOINER}", _quiet(markup.clean(text), around)))


def escaped(text: str, around: str = "") -> str:
    """Disarm a piece of a line; what follows it may hold the second colon of an emoji."""
    return _EMOJI_IN_A_PIECE.sub(f":{WORD_JOINER}", _quiet(text, around))


def _quiet(text: str, around: str) -> str:
    return entities(_SIGNS.sub(lambda found: _disarmed(found, around), text))


def _disarmed(found: re.Match[str], around: str) -> str:
    sign, text = found[0], found.string
    before, after = text[: found.start()][-1:], text[found.end() :][:1]
    in_word = sign != "`" and _WORDS.match(before) and _WORDS.match(after)
    alone = before.isspace() and after.isspace()
    return sign if sign != around and (in_word or alone) else LOOK_ALIKE[sign]


@lru_cache(maxsize=KEPT)
def drawn(body: Marked) -> str:
    """Draw a marked text."""
    return "\n".join(part for part in _parts(body) if part)


def _parts(body: Marked) -> Iterator[str]:
    """Yield runs of lines, and blocks of code, which stand alone."""
    run = ""
    for span in markup.spans(body):
        if isinstance(span, markup.CodeBlock):
            yield _lines(run)
            yield _span(span)
            run = ""
        else:
            run = _joined(run, _span(span))
    yield _lines(run)


def _lines(run: str) -> str:
    return "\n".join(map(_guarded, run.strip().split("\n")))


def _guarded(line: str) -> str:
    return _QUOTE.sub(rf"\1{SOFT_HYPHEN}", line, count=1) if _QUOTE.match(line) else line


_OPENS, _ENDS = " \n([{\"'", " \n)]}.,:;!?\"'"


def _joined(run: str, piece: str) -> str:
    """Join two pieces. Signs of ours only count at the edge of a word, so one is made."""
    ours = run[-1:] in {"*", "`"} or piece[:1] in {"*", "`"}
    if not (run and piece and ours) or run[-1] in _OPENS or piece[0] in _ENDS:
        return run + piece
    return run + ZERO_WIDTH_SPACE + piece


def _span(span: markup.Span) -> str:  # noqa: PLR0911 (one arm a span)
    match span:
        case markup.Plain(text=text, bold=heavy):
            draw = _bold if heavy else escaped
            return "\n".join(map(draw, _LINES.split(text)))
        case markup.Code(text=text):
            return f"`{entities(' '.join(_LINES.split(text)))}`"
        case markup.CodeBlock(text=text):
            return f"```\n{entities(text.strip(chr(10))) or ' '}\n```"
        case markup.Moment(at=at, style=style):
            form, fallback = _STYLES[style]
            return f"<!date^{int(at.timestamp())}^{form}|{at:{fallback}}>"
        case markup.Member(user=user, name=name):
            return f"<@{user}>" if _unnamed(user, name) else escaped(f"@{name}")
        case markup.Channel(channel=channel, name=name):
            return f"<#{channel}>" if _CHANNEL.fullmatch(channel) else escaped(f"#{name}")
        case markup.Anchor(label=label, url=url):
            return _link(label, url)
        case _:
            assert_never(span)


def _unnamed(user: str, name: str) -> bool:
    """Tell whether Slack has to name somebody: only moderators' private cards know nothing but ids.

    A mention pings nobody there; with a name, which public cards have, none is written.
    """
    return name == user and _PERSON.fullmatch(user) is not None


def _bold(line: str) -> str:
    """Set a line in bold; spaces at its edges stay outside the signs."""
    inner = line.strip()
    if not inner:
        return line
    start = line.index(inner)
    return f"{line[:start]}*{escaped(inner, '*')}*{line[start + len(inner) :]}"


def _link(label: str, url: str) -> str:
    """Link to an address; a bar in it would begin the label."""
    text = escaped(label)
    if not _ADDRESS.fullmatch(url):
        return text
    return f"<{entities(url.replace('|', '%7C'))}|{text.replace('|', chr(0x2502))}>"
