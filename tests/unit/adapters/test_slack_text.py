"""On Slack, what we mean is drawn, and nothing that somebody typed is."""

from collections.abc import Callable

import pytest
from hypothesis import example, given

from adapters.slack.text import LOOK_ALIKE, TooLarge, drawn, entities, inline, within
from bot.core.markup import (
    Marked,
    bold,
    channel,
    clean,
    code_block,
    escape,
    link,
    member,
    moment,
    of_pack,
)
from tests.doubles.readers import INVISIBLE, read_slack
from tests.unit.adapters.samples import NOON, PEOPLE

STAMP = int(NOON.timestamp())
PRETTY = "{date_short_pretty}"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (of_pack("*Next: Data* · about 30 h"), "*Next: Data* · about 30 h"),
        (escape("a * b, a_b, 5*x"), "a * b, a_b, 5*x"),
        (of_pack("*one\ntwo*"), "*one*\n*two*"),
        (of_pack("x* a *y"), "x *a* y"),
        (of_pack("x*a*y"), "x\u200b*a*\u200by"),
        (of_pack("(*a*, `b`)"), "(*a*, `b`)"),
        (of_pack("*a*`b`"), "*a*\u200b`b`"),
        (bold(escape("3*4 * 5 _a_")), "*3\u22174 \u2217 5 \u02cda\u02cd*"),
        (bold(Marked(" ")), ""),
        (
            escape("*a* _b_ ~c~ `d` \uff0ae\uff0a"),
            "\u2217a\u2217 \u02cdb\u02cd \u223cc\u223c \u02cbd\u02cb \ufe61e\ufe61",
        ),
        (escape("snake_case __init__"), "snake_case \u02cd\u02cdinit\u02cd\u02cd"),
        (escape("a < b & c"), "a &lt; b &amp; c"),
        (escape("> a\n >b\n\uff1ec", lines=True), "\u00ad&gt; a\n \u00ad&gt;b\n\u00ad\uff1ec"),
        (escape(":smile: 12:30:45 a:b c:"), ":\u2060smile: 12:\u206030:45 a:b c:\u2060"),
        (of_pack("use `a<b` here"), "use `a&lt;b` here"),
        (of_pack("a ```x = 1\n*y*``` b"), "a\n```\nx = 1\n*y*\n```\nb"),
        (code_block("\n\n"), "```\n \n```"),
        (moment(NOON), f"<!date^{STAMP}^{PRETTY} {{time}}|Mon 08 Mar 2027, 12:00 UTC>"),
        (moment(NOON, "day"), f"<!date^{STAMP}^{PRETTY}|Mon 08 Mar 2027>"),
        (moment(NOON, "clock"), f"<!date^{STAMP}^{{time}}|12:00 UTC>"),
        (member("U77", "eve <@U1>"), "@eve &lt;@U1&gt;"),
        (member("U77", "U77"), "<@U77>"),
        (member("S77", "S77"), "@S77"),
        (member("channel", "channel"), "@channel"),
        (member("!channel", "!channel"), "@!channel"),
        (channel("C0123", "general"), "<#C0123>"),
        (channel("C1>|<!here>", "gen *x*"), "#gen \u2217x\u2217"),
        (
            link("a|b > *c*", "https://x.org/?a=1&b=|"),
            "<https://x.org/?a=1&amp;b=%7C|a│b &gt; \u2217c\u2217>",
        ),
        (link("a", "https://x.org/ <!here>"), "a"),
        (link("a", "javascript:x"), "a"),
        (of_pack("- a\n1. b\n# c"), "- a\n1. b\n# c"),
        (of_pack("a\n\nb\n"), "a\n\nb"),
        (of_pack(" \n "), ""),
    ],
)
def test_what_we_mean_is_drawn(body: Marked, text: str) -> None:
    assert drawn(body) == text


def bare(text: str) -> str:
    """Leave out what drawing may change: signs for their look-alikes, spaces at edges of lines."""
    same = text.translate({ord(sign): alike for sign, alike in LOOK_ALIKE.items()})
    lines = same.translate(INVISIBLE).replace("\u2028", "\n").replace("\u2029", "\n").split("\n")
    return "\n".join(line.strip() for line in lines).strip()


@given(PEOPLE)
@example("*a* _b_ ~c~ `d` <!here> &lt; :e: > f")
@example("> a\n\uff1e b\n```\nc\n```")
def test_what_somebody_typed_is_shown_and_means_nothing(text: str) -> None:
    seen = read_slack(drawn(escape(text, lines=True)))
    assert seen.active == []
    assert bare(seen.text) == bare(clean(text, lines=True))


@given(PEOPLE)
def test_a_title_is_one_line_without_signs(text: str) -> None:
    seen = read_slack(inline(text))
    assert (seen.active, bare(seen.text)) == ([], bare(clean(text)))


MAKERS: tuple[tuple[Callable[[str], Marked], set[str]], ...] = (
    (lambda text: bold(escape(text)), {"bold"}),
    (lambda text: member("U1", text), set[str]()),
    (lambda text: channel("general", text), set[str]()),
    (lambda text: link(text, "https://example.org/a|b"), {"object"}),
    (lambda text: Marked(f"{escape(text)}{bold(escape(text))}{escape(text)}"), {"bold"}),
    (lambda text: Marked(f"`c`{escape(text)}`c`"), {"code"}),
    (lambda text: Marked(f"{channel('x', text)}{escape(text)}{member('1', text)}"), set[str]()),
    (lambda text: Marked(f"{escape(text)}{moment(NOON)}{escape(text)}"), {"object"}),
)


@pytest.mark.parametrize(("make", "kinds"), MAKERS)
@given(text=PEOPLE)
def test_our_signs_stay_ours(make: Callable[[str], Marked], kinds: set[str], text: str) -> None:
    seen = read_slack(drawn(make(text)))
    assert {each.partition(":")[0] for each in seen.active} <= kinds


@given(PEOPLE)
def test_bold_is_bold_whatever_stands_around_it(text: str) -> None:
    seen = read_slack(drawn(Marked(f"{escape(text)}*signal*{escape(text)}")))
    assert seen.active == ["bold: signal"]


@given(PEOPLE)
def test_in_every_text_the_three_signs_become_entities(text: str) -> None:
    written = entities(text)
    assert "<" not in written
    assert ">" not in written
    assert written.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


def test_what_is_too_long_names_the_block() -> None:
    assert within("here", "characters", "\U0001f44d", 2) == "\U0001f44d"
    with pytest.raises(TooLarge, match=r"^here: characters: 2, at most 1$"):
        within("here", "characters", "\U0001f44d", 1)
