"""Draws cards in a terminal: colour where there is one, plain text everywhere else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never
from zoneinfo import ZoneInfo

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text as Line

from bot.core import cards, markup, tokens
from bot.core.cards import Card, Tone

_BAR = "▎"
_DATES = {"moment": "%a %d %b %Y, %H:%M", "day": "%a %d %b %Y", "clock": "%H:%M"}


@dataclass(frozen=True, slots=True)
class Press:
    """Something one can press: by its number, or by typing its label."""

    label: str
    token: str
    picked: str | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A card as lines, and what can be pressed on it, first is number 1."""

    lines: tuple[Line, ...]
    presses: tuple[Press, ...]


def draw(card: Card, zone: ZoneInfo) -> Drawing:
    """Draw a card; times are shown in `zone`."""
    presses: list[Press] = []
    lines: list[Line] = []
    if card.title:
        lines.append(Line(card.title, style="bold"))
    for slot, block in enumerate(card.blocks):
        lines.extend(_block(block, slot, presses, zone))
    return Drawing(tuple(lines), tuple(presses))


def _block(  # noqa: C901 (one arm for each block, closed by the type checker)
    block: cards.Block, slot: int, presses: list[Press], zone: ZoneInfo
) -> Iterator[Line]:
    match block:
        case cards.Text(body=body) | cards.Progress(label=body):
            yield from text(body, zone)
        case cards.Note(body=body):
            yield from text(body, zone, style="dim")
        case cards.Facts(rows=rows):
            for name, value in rows:
                yield Line.assemble((f"{name}: ", "bold"), *text(value, zone))
        case cards.Divider():
            yield Line("─" * 24, style="dim")
        case cards.Picture(alt=alt):
            yield Line(f"(picture: {alt})", style="italic")
        case cards.Actions(items=items):
            yield from _actions(items, slot, presses)
        case cards.Pick():
            yield from _pick(block, slot, presses)
        case _:
            assert_never(block)


def _actions(
    items: Sequence[cards.Button | cards.Link], slot: int, presses: list[Press]
) -> Iterator[Line]:
    buttons = Line()
    for item in items:
        if isinstance(item, cards.Link):
            yield Line.assemble((item.label, "bold"), ": ", (item.url, f"link {item.url}"))
            continue
        if item.off:
            buttons.append(f"({item.label})   ", style="dim")
            continue
        presses.append(Press(item.label, tokens.write(item.go, slot % tokens.SLOTS)))
        buttons.append(f"[{len(presses)}] ", style="cyan")
        buttons.append(f"{item.label}   ", style=_TONES[item.tone])
    if buttons:
        buttons.rstrip()
        yield buttons


_TONES = {Tone.quiet: "", Tone.first: "bold cyan", Tone.danger: "red"}


def _pick(pick: cards.Pick, slot: int, presses: list[Press]) -> Iterator[Line]:
    token = tokens.write(pick.into, slot % tokens.SLOTS, into=pick.field)
    yield Line(f"{pick.label}:", style="bold")
    for option in pick.options:
        presses.append(Press(option.label, token, option.value))
        yield Line.assemble(("  "), (f"[{len(presses)}] ", "cyan"), option.label)


def text(body: markup.Marked, zone: ZoneInfo, style: str = "") -> list[Line]:
    """Turn a marked text into lines."""
    whole = Line(style=style)
    for span in markup.spans(body):
        whole.append_text(_span(span, zone))
    return list(whole.split("\n", allow_blank=True))


def _span(span: markup.Span, zone: ZoneInfo) -> Line:  # noqa: PLR0911 (one arm a span)
    match span:
        case markup.Plain(text=words, bold=heavy):
            return Line(words, style="bold" if heavy else "")
        case markup.Code(text=words):
            return Line(words, style="yellow")
        case markup.CodeBlock(text=words):
            return Line("\n".join(f"    {line}" for line in words.split("\n")), style="yellow")
        case markup.Moment(at=at, style=style):
            return Line(f"{at.astimezone(zone):{_DATES[style]}}")
        case markup.Member(name=name):
            return Line(f"@{name}", style="bold")
        case markup.Channel(name=name):
            return Line(f"#{name}", style="bold")
        case markup.Anchor(label=label, url=url):
            return Line.assemble((label, f"underline link {url}"), (f" <{url}>", "dim"))
        case _:
            assert_never(span)


def show(console: Console, drawing: Drawing, colour: str = "cyan") -> None:
    """Print a card with a bar at its left, wrapped to the window."""
    width = max(24, min(console.width, 88) - 2)
    for line in drawing.lines:
        for wrapped in line.wrap(console, width) or [Line()]:
            wrapped.rstrip()
            console.print(_barred(wrapped, colour), overflow="fold", crop=False)


def _barred(line: Line, colour: str) -> RenderableType:
    return Padding(Line.assemble((f"{_BAR} ", colour), line), 0, expand=False)
