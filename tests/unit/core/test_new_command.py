"""A new command is one intent and one feature; everything else follows from them.

Nothing outside this file knows of coffee. If a command needed another line anywhere, in a parser,
a payload, a form, the help or a renderer, one of these tests would fail.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from pydantic import Field

from adapters.discord import cards as discord_cards
from adapters.discord import commands as discord_commands
from adapters.slack import cards as slack_cards
from adapters.terminal import cards as terminal_cards
from adapters.terminal.commands import Commands
from adapters.terminal.inbox import Inbox, Persona
from bot.app import Bot
from bot.core.cards import (
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
    row,
)
from bot.core.context import Context
from bot.core.forms import boxes
from bot.core.intents import Asked, Intent, Slug, Suggest
from bot.core.markup import bold, channel, code_block, escape, join, link, member, moment, of_pack
from bot.core.registry import Registry, handles, suggests
from bot.core.replies import Amend, Ask, Edit, Reply, Say
from bot.core.tokens import write
from bot.core.words import Lexicon, Words
from bot.features.help import HelpFeature
from bot.intents.person import Help
from tests.unit.core.toys import NOON, Book, Still, request, said

ADAPTERS = Path(__file__).resolve().parents[3] / "adapters"
BEANS = (Choice("dark-roast", "Dark roast", "strong"), Choice("light-roast", "Light roast"))


class Coffee(Intent, code="zc", name="coffee", help="Make a coffee", examples=("/coffee dark",)):
    bean: Annotated[Slug | None, Field(description="Which bean"), Suggest("beans")] = None
    cups: Annotated[int, Field(ge=1, le=9, description="How many cups")] = 1


class RateCoffee(Intent, code="zr", asks="How was it?"):
    bean: Slug
    words: Annotated[
        str | None, Field(min_length=3, max_length=80), Asked("In a line", "Be kind")
    ] = None


@dataclass(frozen=True, slots=True)
class CoffeeFeature:
    @handles(Coffee)
    async def make(self, ctx: Context, ask: Coffee) -> Reply:
        return Edit(drawn(ctx.words, ask))

    @handles(RateCoffee)
    async def rate(self, ctx: Context, ask: RateCoffee) -> Reply:
        told = ctx.words.t("You said: {words}", words=ask.words or "")
        return Say(Card("Thank you", (Text(told),)))

    @suggests("beans")
    async def beans(self, _: Context, typed: str) -> tuple[Choice, ...]:
        return tuple(bean for bean in BEANS if bean.value.startswith(typed.casefold()))


def drawn(words: Words, ask: Coffee) -> Card:
    """Draw a card with every block and every span there is."""
    bean = ask.bean or "no-bean"
    spans = [
        bold(escape(f"{ask.cups} cups of {bean}")),
        of_pack("`grind()`"),
        moment(NOON, "day"),
        member("1", "Ana"),
        channel("7", "study"),
        link("Recipe", "https://example.org/recipe"),
        code_block("brew()"),
    ]
    return Card(
        "Coffee",
        (
            Text(join(" ", spans)),
            Facts((("Bean", escape(bean)),)),
            Progress(ask.cups, 9, words.t("{n} of 9", n=ask.cups)),
            Divider(),
            Picture("cup.png", b"png", "A cup"),
            Pick("Another bean", ask, "bean", BEANS),
            *row(
                Button("One more", Coffee(bean=ask.bean, cups=ask.cups % 9 + 1), Tone.first),
                Button("Rate it", RateCoffee(bean=bean)),
                Button("Cold", Coffee(), Tone.danger, off=True),
                Link("Read", "https://example.org"),
            ),
            Note(words.t("Only you see this.")),
        ),
    )


@pytest.fixture
def bar() -> Bot:
    registry = Registry()
    registry.add(HelpFeature(registry))
    registry.add(CoffeeFeature())
    return Bot(registry, Lexicon(), Book(), Still(), (), Coffee(), lambda _: "-")


def shown(reply: Reply) -> Card:
    assert isinstance(reply, (Say, Edit))
    return reply.card


async def test_it_can_be_typed(bar: Bot) -> None:
    reply = await bar.typed(request(), "/coffee dark 2")
    assert "2 cups of dark-roast" in said(shown(reply))
    assert "1 cups of no-bean" in said(shown(await bar.typed(request(), "COFFEE")))
    assert "I know no" in said(shown(await bar.typed(request(), "coffe")))
    near, help_ = shown(await bar.typed(request(), "coffe")).actions
    assert near == Button("/coffee", Coffee())
    assert help_ == Button("/help", Help())


async def test_it_can_be_called_with_options(bar: Bot) -> None:
    reply = await bar.filled(request(), "coffee", {"bean": "light", "cups": "3"})
    assert "3 cups of light-roast" in said(shown(reply))


async def test_it_is_listed_and_explained(bar: Bot) -> None:
    listed = shown(await bar.typed(request(), "/help"))
    assert "/coffee" in said(listed)
    pick = next(each for each in listed.actions if isinstance(each, Pick))
    assert "coffee" in {option.value for option in pick.options}
    one = shown(await bar.pressed(request(), write(pick.into, 0, pick.field), "coffee"))
    assert one.title == "/coffee"
    assert "/coffee [bean] [cups]" in said(one)
    assert "cups: How many cups" in said(one)
    assert "/coffee dark" in said(one)
    assert Button("Try it", Coffee(), Tone.first) in one.actions


async def test_it_is_completed(bar: Bot) -> None:
    assert await bar.complete(request(), Coffee, "bean", "li") == BEANS[1:]
    assert [c.value for c in await bar.complete(request(), *_help(bar), "cof")] == ["coffee"]
    typed = Commands(bar, Inbox(Persona("ana", "study"), Still(), "run"))
    assert await _offered(typed, "/cof") == ["/coffee"]
    assert await _offered(typed, "/coffee da") == ["dark-roast"]
    assert await _offered(typed, "/coffee bean=li") == ["light-roast"]


def _help(bar: Bot) -> tuple[type[Intent], str]:
    return bar.commands["help"], "command"


async def _offered(typed: Commands, line: str) -> list[str]:
    found = typed.get_completions_async(Document(line), CompleteEvent())
    return [completion.text async for completion in found]


async def test_its_form_opens_and_is_checked(bar: Bot) -> None:
    token = write(RateCoffee(bean="dark-roast"))
    opened = await bar.pressed(request(), token)
    assert opened == Ask(RateCoffee(bean="dark-roast"), "How was it?", {})
    assert isinstance(opened, Ask)
    (box,) = boxes(opened.intent, Words(), opened.seed)
    assert (box.name, box.label, box.longest) == ("words", "In a line", 80)
    told = await bar.submitted(request(), token, {"words": "Very *good*"})
    assert said(shown(told)) == "You said: Very *good*"
    wrong = await bar.submitted(request(), token, {"words": "x"})
    assert isinstance(wrong, Amend)
    assert wrong.errors == {"words": "Write at least 3 characters."}


def _on_discord(card: Card) -> tuple[str, list[str]]:
    body = discord_cards.draw(card).body
    return _walk(body, "custom_id")


def _on_slack(card: Card) -> tuple[str, list[str]]:
    payload = slack_cards.draw(card)
    text, pressed = _walk({"blocks": list(payload.blocks), "text": payload.text}, "action_id")
    return text, [each for each in pressed if not each.startswith("link-")]


def _in_terminal(card: Card) -> tuple[str, list[str]]:
    drawing = terminal_cards.draw(card, ZoneInfo("UTC"))
    tokens = dict.fromkeys(press.token for press in drawing.presses)
    return "\n".join(line.plain for line in drawing.lines), list(tokens)


def _walk(body: Mapping[str, object], key: str) -> tuple[str, list[str]]:
    text = json.dumps(body, ensure_ascii=False)
    enabled = re.sub(r'\{[^{}]*"disabled": true[^{}]*\}', "", text)
    return text, re.findall(rf'"{key}": "([^"]*)"', enabled)


RENDERERS: dict[str, Callable[[Card], tuple[str, list[str]]]] = {
    "discord": _on_discord,
    "slack": _on_slack,
    "terminal": _in_terminal,
}


def test_every_renderer_is_tried_here() -> None:
    assert set(RENDERERS) == {path.parent.name for path in ADAPTERS.glob("*/cards.py")}


@pytest.mark.parametrize("name", RENDERERS)
def test_every_renderer_shows_all_of_it(name: str) -> None:
    text, _ = RENDERERS[name](drawn(Words(), Coffee(bean="dark-roast", cups=2)))
    for word in (
        "Coffee",
        "2 cups of dark-roast",
        "grind()",
        "brew()",
        "Recipe",
        "Bean",
        "2 of 9",
        "A cup",
        "Another bean",
        "Light roast",
        "One more",
        "Rate it",
        "Cold",
        "Read",
        "https://example.org",
        "Only you see this.",
    ):
        assert word in text, word


@pytest.mark.parametrize("name", RENDERERS)
async def test_what_a_renderer_draws_can_be_pressed(name: str, bar: Bot) -> None:
    _, tokens = RENDERERS[name](drawn(Words(), Coffee(cups=2)))
    menu, more, rate = tokens
    picked = shown(await bar.pressed(request(), menu, "light-roast"))
    assert "2 cups of light-roast" in said(picked)
    assert "3 cups of no-bean" in said(shown(await bar.pressed(request(), more)))
    assert await bar.pressed(request(), rate) == Ask(RateCoffee(bean="no-bean"), "How was it?", {})


def test_discord_is_told_of_it(bar: Bot) -> None:
    (command,) = [c for c in discord_commands.payload(bar.registry, {}) if c["name"] == "coffee"]
    assert command["description"] == "Make a coffee"
    bean, cups = command["options"]
    assert (bean["name"], bean["autocomplete"], bean["required"]) == ("bean", True, False)
    assert (cups["name"], cups["min_value"], cups["max_value"]) == ("cups", 1, 9)
