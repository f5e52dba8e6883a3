"""A page on which a person can look at cards as the platforms show them, at the width of a phone.

Drawn from the payloads, not from the cards: what is not in a payload is not on the page. Static
HTML and CSS, no script.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape, unescape
from typing import Any

Node = Mapping[str, Any]

STYLE = """
body { font: 15px/1.4 system-ui, sans-serif; background: #777; margin: 16px; }
.pair { display: flex; gap: 16px; align-items: flex-start; margin-bottom: 24px; }
h2 { font-size: 13px; color: #fff; margin: 0 0 4px; font-weight: normal; }
.phone { width: 375px; box-sizing: border-box; padding: 10px; border-radius: 10px; }
.discord { background: #313338; color: #dbdee1; }
.discord .box { border: 1px solid #3f4147; border-radius: 8px; padding: 12px; background: #2b2d31; }
.discord h3 { margin: 4px 0; font-size: 17px; color: #f2f3f5; }
.discord a { color: #00a8fc; }
.discord .small { color: #949ba4; font-size: 12px; }
.discord code, .discord pre { background: #1e1f22; font-size: 13px; }
.discord button { background: #4e5058; color: #fff; }
.discord button.s1 { background: #5865f2; } .discord button.s4 { background: #da373c; }
.discord hr { border: 0; border-top: 1px solid #3f4147; }
.discord .embed { border-left: 4px solid #1e1f22; background: #2b2d31; padding: 8px 12px; }
.slack { background: #fff; color: #1d1c1d; }
.slack h3 { margin: 4px 0; font-size: 18px; }
.slack .small { color: #616061; font-size: 13px; }
.slack code, .slack pre { background: #f4f4f4; color: #c01343; font-size: 12px; }
.slack pre { color: inherit; border: 1px solid #ddd; }
.slack button { background: #fff; border: 1px solid #bbb; font-weight: bold; }
.slack button.primary { background: #007a5a; color: #fff; }
.slack button.danger { background: #e01e5a; color: #fff; }
.slack hr { border: 0; border-top: 1px solid #ddd; }
h3 { display: inline-block; }
p { margin: 8px 0; white-space: pre-wrap; overflow-wrap: anywhere; }
pre { padding: 6px; white-space: pre; overflow: hidden; margin: 4px 0; }
button { border: 0; border-radius: 6px; padding: 8px 12px; margin: 4px 6px 4px 0; font-size: 14px; }
button:disabled { opacity: .5; }
.menu { border: 1px solid #888; border-radius: 6px; padding: 8px 12px; margin: 6px 0; }
.menu::after { content: "\\25be"; float: right; }
.lock { background: #111; color: #eee; font-size: 13px; border-radius: 8px; padding: 6px 10px; }
time { background: #8883; border-radius: 3px; }
"""


def page(pairs: Iterable[tuple[str, Node, Sequence[Node], str]]) -> str:
    """Draw the page: for each card its way, Discord's body, Slack's blocks and its plain line."""
    shown = "\n".join(
        f'<h2>{escape(way)}</h2><div class="pair"><div class="phone discord">{discord(body)}</div>'
        f'<div class="phone slack"><div class="lock">{escape(unescape(line))}</div>'
        f"{slack(blocks)}</div></div>"
        for way, body, blocks, line in pairs
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Gallery</title>'
        f"<style>{STYLE}</style></head><body>{shown}</body></html>\n"
    )


def discord(body: Node) -> str:
    """Draw a message of Discord."""
    if "content" not in body:
        return f'<div class="box">{_parts(body["components"][0]["components"])}</div>'
    (embed,) = body["embeds"]
    foot = escape(embed.get("footer", {}).get("text", ""))
    return (
        f'<div class="lock">{_discord_text(body["content"])}</div>'
        f'<div class="embed"><p>{_discord_text(embed["description"])}</p>'
        f'<div class="small">{foot}</div></div>{_parts(body["components"])}'
    )


def _parts(parts: Iterable[Node]) -> str:
    return "".join(_PARTS[part["type"]](part) for part in parts)


def _discord_button(part: Node) -> str:
    off = " disabled" if part["disabled"] else ""
    out = " \u2197" if "url" in part else ""
    return f'<button class="s{part["style"]}"{off}>{escape(part["label"])}{out}</button>'


def _menu(label: str) -> str:
    return f'<div class="menu">{escape(label)}</div>'


_PARTS: Mapping[int, Callable[[Node], str]] = {
    1: lambda part: f"<div>{_parts(part['components'])}</div>",
    2: _discord_button,
    3: lambda part: _menu(part["placeholder"]),
    10: lambda part: f"<p>{_discord_text(part['content'])}</p>",
    12: lambda part: f"<p>[{escape(part['items'][0]['description'])}]</p>",
    13: lambda part: f"<p>[{escape(part['file']['url'])}]</p>",
    14: lambda _: "<hr>",
}
_MARKDOWN = re.compile(
    r"\\(?P<letter>[^0-9A-Za-z\s])|\*\*(?P<bold>(?:\\.|[^\\])+?)\*\*(?!\*)|`(?P<code>[^`]*)`"
    r"|\[(?P<label>(?:\\.|[^\]\\])*)\]\((?P<url>[^)]*)\)|<t:(?P<time>\d+):\w>|<#(?P<channel>\d+)>",
    re.DOTALL,
)


def _discord_text(text: str) -> str:
    pieces = re.split(r"\n?```\n(.*?)\n```\n?", text, flags=re.DOTALL)
    drawn = [
        f"<pre>{escape(piece)}</pre>" if n % 2 else "\n".join(map(_discord_line, piece.split("\n")))
        for n, piece in enumerate(pieces)
    ]
    return "".join(drawn)


def _discord_line(line: str) -> str:
    if line.startswith("### "):
        return f"<h3>{_discord_inline(line[4:])}</h3>"
    if line.startswith("-# "):
        return f'<span class="small">{_discord_inline(line[3:])}</span>'
    if line.startswith("- "):
        return f"\u2022 {_discord_inline(line[2:])}"
    return _discord_inline(line)


def _discord_inline(text: str) -> str:
    at, drawn = 0, ""
    for found in _MARKDOWN.finditer(text):
        drawn += escape(text[at : found.start()])
        at = found.end()
        match found.lastgroup:
            case "bold":
                drawn += f"<b>{_discord_inline(found['bold'])}</b>"
            case "code":
                drawn += f"<code>{escape(found['code'])}</code>"
            case "url":
                drawn += _link(_discord_inline(found["label"]), found["url"])
            case "time":
                drawn += _time(int(found["time"]))
            case "channel":
                drawn += f"<b>#{found['channel']}</b>"
            case _:
                drawn += escape(found["letter"])
    return drawn + escape(text[at:])


def _link(label: str, url: str) -> str:
    return f'<a href="{escape(url)}">{label}</a>'


def _time(stamp: int) -> str:
    return f"<time>{dt.datetime.fromtimestamp(stamp, dt.UTC):%d %b %Y, %H:%M}</time>"


def slack(blocks: Iterable[Node]) -> str:
    """Draw blocks of Slack."""
    return "".join(_BLOCKS[block["type"]](block) for block in blocks)


def _context(block: Node) -> str:
    return "".join(f'<p class="small">{_mrkdwn(each["text"])}</p>' for each in block["elements"])


def _actions(block: Node) -> str:
    return "".join(map(_element, block["elements"]))


def _element(each: Node) -> str:
    if each["type"] == "static_select":
        return _menu(unescape(each["placeholder"]["text"]))
    out = " \u2197" if "url" in each else ""
    return f'<button class="{each.get("style", "")}">{each["text"]["text"]}{out}</button>'


_BLOCKS: Mapping[str, Callable[[Node], str]] = {
    "header": lambda block: f"<h3>{block['text']['text']}</h3>",
    "section": lambda block: f"<p>{_mrkdwn(block['text']['text'])}</p>",
    "context": _context,
    "divider": lambda _: "<hr>",
    "image": lambda block: f"<p>[{escape(block['alt_text'])}]</p>",
    "actions": _actions,
}


def _mrkdwn(text: str) -> str:
    """Draw mrkdwn: its entities are HTML's own, so only its signs are left to do."""
    pieces = re.split(r"\n?```\n(.*?)\n```\n?", text, flags=re.DOTALL)
    return "".join(f"<pre>{p}</pre>" if n % 2 else _styled(p) for n, p in enumerate(pieces))


def _styled(text: str) -> str:
    text = re.sub(r"<!date\^(\d+)\^[^|>]*\|[^>]*>", lambda found: _time(int(found[1])), text)
    text = re.sub(r"<(https?://[^|>]*)\|([^>]*)>", r'<a href="\1">\2</a>', text)
    text = re.sub(r"(?<![A-Za-z0-9])`([^`\n]+)`", r"<code>\1</code>", text)
    return re.sub(r"(?<![A-Za-z0-9*])\*(\S(?:[^*\n]*\S)?)\*(?![A-Za-z0-9])", r"<b>\1</b>", text)
