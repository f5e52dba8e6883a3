r"""Marked text as Discord markdown, in which nothing but our own signs means anything.

A backslash before a sign makes it a letter again. `\@` and `\<` break mentions, times and emoji
apart as well, `\:` breaks bare addresses, and `\.` those of invitations. Signs that only count at
the start of a line (headings, quotes, lists, small text) are disarmed there.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import assert_never

from bot.core import markup
from bot.core.markup import Marked

KEPT = 2_048
"""Texts whose drawing is remembered: most are those of the pack, drawn again and again."""

_STYLES = {"moment": "s", "day": "D", "clock": "t"}
_SIGNS = re.compile(
    r"[\\*_`<@\[\]]"
    r"|~(?=~)|(?<=~)~|\|(?=\|)|(?<=\|)\|"
    r"|:(?=//|\S*:)"
    r"|(?i:(?<=discord)|(?<=discordapp))\.(?=\w)"
)
_SIGNS_OF_A_PIECE = re.compile(rf"{_SIGNS.pattern}|:(?=\S*\Z)")
_STARTS = re.compile(r"(\s*)(?:(?=[>#])|(?=[-+](?:\s|#|$))|(\d+)(?=[.)](?:\s|$)))")
_LINES = re.compile("[\n\u2028\u2029]")
_ADDRESS = re.compile(r"https?://[^\s<>]+")
_UNSAFE = {sign: f"%{ord(sign):02X}" for sign in "()\\"}
_GAP = "\u200b"
"""Nothing to see: keeps two pieces of code apart, which Discord would read as one."""


class TooLarge(ValueError):  # noqa: N818 (named for what the card is)
    """A card does not fit into a message: it has to be split. Names the block."""

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
    """Count a text as Discord may: in UTF-16 units, never fewer than its characters."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def escaped(text: str) -> str:
    """Disarm a piece of a line; what follows it may hold the second colon of an emoji."""
    return _SIGNS_OF_A_PIECE.sub(r"\\\g<0>", text)


@lru_cache(maxsize=KEPT)
def inline(text: str) -> str:
    """Draw plain text as one harmless line: for titles and names."""
    return _guarded(_SIGNS.sub(r"\\\g<0>", markup.clean(text)))


@lru_cache(maxsize=KEPT)
def drawn(body: Marked, prefix: str = "") -> str:
    """Draw a marked text; `prefix` (such as `-# `) opens each line outside blocks of code."""
    lines: list[str] = []
    for code, part in _parts(body):
        lines += [part] if code else [_prefixed(line, prefix) for line in part.split("\n")]
    return "\n".join(lines)


def _parts(body: Marked) -> Iterator[tuple[bool, str]]:
    """Yield runs of lines, and blocks of code (True), which stand alone."""
    run = ""
    for span in markup.spans(body):
        if isinstance(span, markup.CodeBlock):
            if run.strip():
                yield False, run.strip()
            yield True, f"```\n{span.text.strip(chr(10)) or ' '}\n```"
            run = ""
            continue
        piece = _span(span)
        run += _GAP + piece if run.endswith("`") and piece.startswith("`") else piece
    if run.strip():
        yield False, run.strip()


def _prefixed(line: str, prefix: str) -> str:
    return prefix + _guarded(line) if line.strip() else ""


def _guarded(line: str) -> str:
    return (
        _STARTS.sub(lambda found: f"{found[0]}\\", line, count=1) if _STARTS.match(line) else line
    )


def _span(span: markup.Span) -> str:  # noqa: PLR0911 (one arm a span)
    match span:
        case markup.Plain(text=text, bold=heavy):
            lines = (escaped(line) for line in _LINES.split(text))
            return "\n".join(map(_bold, lines) if heavy else lines)
        case markup.Code(text=text):
            return f"`{' '.join(_LINES.split(text))}`"
        case markup.CodeBlock(text=text):
            return f"```\n{text}\n```"
        case markup.Moment(at=at, style=style):
            return f"<t:{int(at.timestamp())}:{_STYLES[style]}>"
        case markup.Member(user=user, name=name):
            nameless = name == user and user.isdecimal()
            return f"<@{user}>" if nameless else escaped(f"@{name}")
        case markup.Channel(channel=channel, name=name):
            return f"<#{channel}>" if channel.isdecimal() else escaped(f"#{name}")
        case markup.Anchor(label=label, url=url):
            return _link(label, url)
        case _:
            assert_never(span)


def _bold(line: str) -> str:
    """Set a line in bold; spaces at its edges stay outside the signs."""
    inner = line.strip()
    if not inner:
        return line
    start = line.index(inner)
    return f"{line[:start]}**{inner}**{line[start + len(inner) :]}"


def _link(label: str, url: str) -> str:
    """Link to an address. Square brackets in a label would end it, so they become round."""
    text = escaped(label.replace("[", "(").replace("]", ")"))
    if not _ADDRESS.fullmatch(url):
        return text
    return f"[{text}]({''.join(_UNSAFE.get(sign, sign) for sign in url)})"
