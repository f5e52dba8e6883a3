"""Cards and texts to draw: one with every kind of block, and what people may type."""

import datetime as dt

from hypothesis import strategies as st

from bot.core.cards import (
    Actions,
    Button,
    Card,
    Choice,
    Divider,
    Facts,
    Link,
    Note,
    Pick,
    Picture,
    Progress,
    Text,
    Tone,
)
from bot.core.markup import (
    Marked,
    bold,
    channel,
    code_block,
    escape,
    link,
    member,
    moment,
    of_pack,
)
from bot.intents.roadmap import Roadmap

NOON = dt.datetime(2027, 3, 8, 12, tzinfo=dt.UTC)
SIGNS = (
    *"*_~`<>@#&:|\\-+.()[]!/ \n1aé\uff0a\uff3f\uff40\uff1e",
    *("**", "__", "~~", "||", "```", "# ", "### ", "-# ", "- ", "+ ", "1. ", "2) ", "> ", ">>> "),
    *("@everyone", "@here", "<@123>", "<@!1>", "<@&9>", "<#123>", "</quiz:1>", "<t:1:R>"),
    *("<:a:1>", "<a:b:2>", "<id:home>", "<https://x.org>", "https://x.org/a_b", "[a](https://b.c)"),
    *("<!channel>", "<!here|x>", "<@U123>", "<#C123|x>", "<https://x.org|y>", "<!date^1^{time}|x>"),
    *("&lt;!here&gt;", "&amp;", ":smile:", ":+1:", "discord.gg/abc", "a_b", "*a*", "_a_", "`a`"),
    *("\u2028", "\u202e", "\u200b", "\ue000m\ue001x\ue001y\ue002", "\U0001f44d", "مرحبا"),
)
"""Signs of both platforms, whole and in pieces."""

PEOPLE = st.lists(st.sampled_from(SIGNS) | st.text(max_size=8), max_size=12).map("".join)
"""What somebody may type or be called."""


def everything(text: str = "some text") -> Card:
    """Put a text into every place of a card that shows one."""
    few, safe = text[:15] or "x", escape(text)
    return Card(
        text,
        (
            Text(escape(text, lines=True)),
            Note(escape(text, lines=True)),
            Facts(((text, safe), ("name", bold(safe)))),
            Progress(1, 2, safe),
            Divider(),
            Text(Marked(f"{member('1', text)} {channel('general', text)} {moment(NOON)}")),
            Text(
                Marked(f"{safe}{link(text, 'https://example.org/a')}{safe}{of_pack('`c`')}{safe}")
            ),
            Text(code_block("x = 1")),
            Picture("picture.png", b"png", text or "alt"),
            Actions(
                (
                    Button(few, Roadmap(), Tone.first),
                    Button(few, Roadmap()),
                    Button("off", Roadmap(step=2), Tone.danger, off=True),
                    Link(few, "https://example.org/b"),
                )
            ),
            Pick(few, Roadmap(), "step", (Choice("1", few, few), Choice("2", "two"))),
            Note(safe),
        ),
    )
