"""The readers see what a client would act on: else the properties that use them mean nothing."""

import pytest

from tests.doubles.readers import read_discord, read_slack


@pytest.mark.parametrize(
    ("text", "active", "shown"),
    [
        ("plain - text, 3 < 4 # 5", [], "plain - text, 3 < 4 # 5"),
        ("**a** *b* _c_ __d__", ["bold: a", "italic: b", "italic: c", "underline: d"], "a b c d"),
        ("~~a~~ ||b|| `c`", ["strike: a", "spoiler: b", "code: c"], "a b c"),
        ("```py\nx\n```", ["block: x\n"], "x\n"),
        ("# a\n-# b\n> c", ["heading: # ", "small: -# ", "quote: >"], "a\nb\n c"),
        ("- a\n  1. b", ["list: - ", "list:   1. "], "a\nb"),
        ("<@12> <#3> </q:1> <t:1:R> <:a:1>", None, "<@12> <#3> </q:1> <t:1:R> <:a:1>"),
        ("@everyone @here", ["mention: @everyone", "mention: @here"], "@everyone @here"),
        ("[a **b**](https://c)", ["link: a **b**", "bold: b"], "a b"),
        ("see https://x.org", ["address: https://x.org"], "see https://x.org"),
        (":smile:", ["emoji: :smile:"], ":smile:"),
        (r"\*a\* \<@1> \@here \:a: \[a](b)", [], "*a* <@1> @here :a: [a](b)"),
        (r"\# a", [], "# a"),
        (r"a\\*b*", ["italic: b"], "a\\b"),
    ],
)
def test_discord(text: str, active: list[str] | None, shown: str) -> None:
    seen = read_discord(text)
    assert seen.text == shown
    assert seen.active == active if active is not None else len(seen.active) == 5


@pytest.mark.parametrize(
    ("text", "active", "shown"),
    [
        ("plain a_b_c 2 * 3 * 4", [], "plain a_b_c 2 * 3 * 4"),
        ("*a* _b_ ~c~ `d`", ["bold: a", "italic: b", "strike: c", "code: d"], "a b c d"),
        ("\uff0aa\uff0a \uff40b\uff40", ["bold: a", "code: b"], "a b"),
        ("*a b*, (_c_)", ["bold: a b", "italic: c"], "a b, (c)"),
        ("*_a_*", ["bold: _a_", "italic: a"], "a"),
        ("`*a*`", ["code: *a*"], "*a*"),
        ("```\nx *a*\n```", ["block: x *a*"], "x *a*"),
        ("&gt; a", ["quote: &gt; a"], "> a"),
        ("\uff1e a", ["quote: \uff1e a"], "\uff1e a"),
        ("<!here> <https://a|b>", ["object: !here", "object: https://a"], "!here b"),
        ("a < b & c", ["entity: a < b & c", "bracket: a < b & c"], "a < b & c"),
        ("&lt;!here&gt; &amp;amp;", [], "<!here> &amp;"),
        (":smile: :\u2060smile:", ["emoji: :smile:"], ":smile: :smile:"),
        ("\u00ad&gt; a", [], "> a"),
        ("\u200b*\u200ba\u200b*\u200b", ["bold: \u200ba\u200b"], "a"),
    ],
)
def test_slack(text: str, active: list[str], shown: str) -> None:
    seen = read_slack(text)
    assert (seen.active, seen.text) == (active, shown)
