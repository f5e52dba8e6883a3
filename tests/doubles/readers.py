"""Readers of what a message would show: which signs a platform's client acts on, and the text left.

They are made to find too much rather than too little: where the documents are silent, a sign counts
as active.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060"))


@dataclass(slots=True)
class Seen:
    """The letters a reader sees, and each thing the client makes of signs, as `kind: text`."""

    text: str = ""
    active: list[str] = field(default_factory=list[str])

    def act(self, kind: str, text: str) -> None:
        """Note something active."""
        self.active.append(f"{kind}: {text}")


Rule = tuple[str, re.Pattern[str], int]
"""A kind, its pattern, and the group that is read further; 0 is shown as it stands."""


def _rules(*rules: tuple[str, str, int]) -> tuple[Rule, ...]:
    return tuple((kind, re.compile(text, re.DOTALL), group) for kind, text, group in rules)


_DISCORD_STARTS = _rules(
    ("small", r"\s*-#\s+", 0),
    ("heading", r"\s*#{1,6}(?:\s+|(?=\n|$))", 0),
    ("quote", r"\s*>", 0),
    ("list", r"\s*[-+*](?:\s|(?=\n|$))", 0),
    ("list", r"\s*\d+[.)](?:\s|(?=\n|$))", 0),
)
_DISCORD = _rules(
    ("letter", r"\\([^0-9A-Za-z\s])", 1),
    ("block", r"```(?:[\w+.#-]*\n)?(.+?)```", 1),
    ("code", r"(`+)(.*?[^`])\1(?!`)", 2),
    ("bold", r"\*\*((?:\\.|[^\\])+?)\*\*(?!\*)", 1),
    ("italic", r"\*((?:\\.|[^\\])+?)\*", 1),
    ("underline", r"__((?:\\.|[^\\])+?)__", 1),
    ("italic", r"_((?:\\.|[^\\])+?)_", 1),
    ("strike", r"~~(.+?)~~", 1),
    ("spoiler", r"\|\|(.+?)\|\|", 1),
    ("object", r"<(?:@[!&]?\d*|#\d*|/|t:|a?:|id:|sound:)[^>\n]*>", 0),
    ("address", r"<(?:https?|mailto|tel|sms)[^>\s]*>", 0),
    ("link", r"\[((?:\\.|[^\[\]\\])*)\]\([^)\n]*\)", 1),
    ("address", r"(?:https?|steam|discord)://\S+", 0),
    ("invitation", r"discord(?:app)?\.(?:gg|com/invite)/\S+", 0),
    ("mention", r"@(?:everyone|here)", 0),
    ("emoji", r":[^\s:]+:", 0),
)


def read_discord(text: str, seen: Seen | None = None, *, nested: bool = False) -> Seen:
    """Read Discord markdown."""
    seen, at = seen or Seen(), 0
    while at < len(text):
        if not nested and (at == 0 or text[at - 1] == "\n"):
            at = _start(text, at, seen)
        for kind, pattern, group in _DISCORD:
            found = pattern.match(text, at)
            if found is None:
                continue
            at = found.end()
            _take(kind, found[group], seen, lambda part: read_discord(part, seen, nested=True))
            break
        else:
            seen.text += text[at : at + 1]
            at += 1
    return seen


def _start(text: str, at: int, seen: Seen) -> int:
    for kind, pattern, _ in _DISCORD_STARTS:
        found = pattern.match(text, at)
        if found:
            seen.act(kind, found[0])
            return found.end()
    return at


def _take(kind: str, inner: str, seen: Seen, further: Callable[[str], object]) -> None:
    if kind != "letter":
        seen.act(kind, inner)
    if kind in {"letter", "block", "code"} or kind in {"object", "address", "mention", "emoji"}:
        seen.text += inner
    else:
        further(inner)


_SLACK_OBJECT = re.compile(r"<([^<>]*)>")
_SLACK_QUOTE = re.compile(r"\s*(?:>|&gt;|\uff1e)")
_SLACK_EMOJI = re.compile(r":[^\s:*\u2060]+:")
_SLACK_SIGNS = {
    "*": "bold",
    "\uff0a": "bold",
    "_": "italic",
    "\uff3f": "italic",
    "~": "strike",
    "`": "code",
    "\uff40": "code",
}
_SLACK_WORD = re.compile(r"[A-Za-z0-9]")


def read_slack(text: str) -> Seen:
    """Read mrkdwn as a section with `verbatim` shows it."""
    seen = Seen()
    for n, part in enumerate(re.split(r"```\n?(.*?)\n?```", text, flags=re.DOTALL)):
        if n % 2:
            seen.act("block", part)
            seen.text += _decoded(part)
        else:
            seen.text += "\n".join(_slack_line(line, seen) for line in part.split("\n"))
    return seen


def _slack_line(line: str, seen: Seen) -> str:
    if _SLACK_QUOTE.match(line):
        seen.act("quote", line)
    if re.search(r"&(?!amp;|lt;|gt;)", line):
        seen.act("entity", line)
    shown = _SLACK_OBJECT.sub(lambda found: _slack_object(found[1], seen), line)
    if re.search(r"[<>]", shown):
        seen.act("bracket", line)
    for emoji in _SLACK_EMOJI.findall(shown):
        seen.act("emoji", emoji)
    return _decoded(_slack_styled(shown, seen))


def _slack_object(inner: str, seen: Seen) -> str:
    target, bar, label = inner.partition("|")
    seen.act("object", target)
    return label if bar else target


def _slack_styled(line: str, seen: Seen) -> str:
    """Take out pairs of signs: opened at the edge of a word, closed at another edge."""
    at = 0
    while at < len(line):
        kind = _SLACK_SIGNS.get(line[at])
        close = _closing(line, at) if kind and _opens(line, at) else -1
        if kind and close > at:
            inner = line[at + 1 : close]
            seen.act(kind, inner)
            line = line[:at] + inner + line[close + 1 :]
            at = close - 1 if kind == "code" else at
        else:
            at += 1
    return line


def _opens(line: str, at: int) -> bool:
    before, after = line[at - 1 : at] if at else "", line[at + 1 : at + 2]
    return not _SLACK_WORD.match(before) and bool(after) and not after.isspace()


def _closing(line: str, at: int) -> int:
    for end in range(at + 2, len(line)):
        before, after = line[end - 1], line[end + 1 : end + 2]
        edge = not _SLACK_WORD.match(after)
        if _SLACK_SIGNS.get(line[end]) == _SLACK_SIGNS[line[at]] and not before.isspace() and edge:
            return end
    return -1


def _decoded(text: str) -> str:
    plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return plain.translate(INVISIBLE)
