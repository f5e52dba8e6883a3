"""Any line at all becomes an intent, or a fault whose card names what was not understood."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.catalog.loader import builtin, load
from bot.compose import registered
from bot.core.cards import Choice
from bot.core.context import Context
from bot.core.faults import PersonFault
from bot.core.intents import Intent, arguments, choices
from bot.core.lines import LINE_CAP, split
from bot.core.markup import Marked, clean
from bot.core.registry import Registry
from bot.core.text import fill
from bot.core.words import Words
from tests.unit.core.strategies import ANY, NASTY, TRICKS
from tests.unit.core.toys import NOON, Toys, offered, registry, request, said

REAL = registered(load([builtin()]))
TOY = registry(Toys())
CONTEXT = Context(request(), Words(), NOON)
QUOTES = str.maketrans("\u201c\u201d\u201e\u00ab\u00bb\u201f\u2033", '"""""""')


async def complete(key: str, typed: str) -> tuple[Choice, ...]:
    return await REAL.suggesters[key](CONTEXT, typed)


def fragments(commands: Registry) -> st.SearchStrategy[str]:
    """Draw what people write: command names, near misses, words, options, flags and tricks."""
    names = [name for intent in commands.commands.values() for name in arguments(intent)]
    fixed = [
        value
        for intent in commands.commands.values()
        for field in arguments(intent).values()
        for value in choices(field)
    ]
    name, value = st.sampled_from(names), st.sampled_from([*fixed, "1", "3", "yes", "no", "maths"])
    return st.one_of(
        st.sampled_from(["3", "maths", "north", "foundations", "--", "=", '"', "a=b", "manage"]),
        value,
        name.map("--{}".format),
        name.map("\u2014{}".format),
        st.tuples(name, st.sampled_from("=:"), value | NASTY).map("".join),
        st.tuples(name, value).map('{0[0]}="{0[1]}"'.format),
        NASTY.map('"{}"'.format),
        NASTY.map("\u201c{}\u201d".format),
        NASTY,
        TRICKS,
    )


def _shorter(name: str) -> str:
    return name[:-1]


def lines(commands: Registry) -> st.SearchStrategy[str]:
    """Draw lines: most begin with a command, however it is written."""
    names = st.sampled_from(list(commands.commands))
    written = names | names.map(str.upper) | names.map(str.title) | names.map(_shorter)
    starts = st.tuples(st.sampled_from(["", "/", " / ", "//", "\u200f/", "\ufeff"]), written)
    rests = st.lists(fragments(commands), max_size=5).map(" ".join)
    return st.tuples(starts.map("".join), st.sampled_from([" ", " ", "  ", "\t", ""]), rests).map(
        "".join
    )


def named(fault: PersonFault, line: str, commands: dict[str, type[Intent]]) -> None:
    """Check that the fault's card says what of the line was not understood."""
    shown, typed = said(fault.card(Words())), clean(line.translate(QUOTES))
    assert len(shown) < 900
    word, value = fault.fields.get("word"), fault.fields.get("value")
    if word is not None:
        assert clean(str(word)) in shown
        assert clean(str(word)) in typed
    elif value is not None:
        assert f'"{clean(str(value))}"' in shown
        assert all(part in typed for part in clean(str(value)).split())
    elif "name" in fault.fields:
        assert f'option "{fault.fields["name"]}" here' in shown
        assert str(fault.fields["name"]) in typed.casefold()
    else:
        assert fault.fields["field"] in {n for i in commands.values() for n in arguments(i)}
        assert f": {fault.fields['field']}." in shown


async def judged(line: str, commands: Registry) -> None:
    """Read a line; an intent must be one of the commands, a fault must name its trouble."""
    completing = complete if commands is REAL else offered
    try:
        intent = await fill(split(line, commands.commands), completing)
    except PersonFault as fault:
        named(fault, line, commands.commands)
    else:
        assert type(intent) in commands.commands.values()
        assert type(intent).model_validate(intent.model_dump()) == intent


@settings(max_examples=300)
@given(lines(TOY))
@example("/paint matt=")
@example('find "')
@example("paint over" + "\u200b" * 10_000)
async def test_any_line_to_the_toys(line: str) -> None:
    await judged(line, TOY)


@settings(max_examples=300)
@given(lines(REAL))
@example("manage")
@example("manage setup now")
@example("/settings language=fr")
@example("/roadmap step=\u0663")
@example("/quiz " + "9" * 5_000)
async def test_any_line_to_the_bot(line: str) -> None:
    await judged(line, REAL)


@given(ANY)
@example("")
@example("/" * 10_000)
@example("\ud800" * 10)
async def test_any_text_at_all(line: str) -> None:
    await judged(line, REAL)


@given(
    st.sampled_from(list(REAL.commands)), st.sampled_from(["a ", "x", '"', "=", "--a ", "\u202e"])
)
async def test_ten_thousand_characters(command: str, part: str) -> None:
    line = f"{command} {part * 10_000}"[:10_000]
    await judged(line, REAL)


@given(st.sampled_from(list(REAL.commands)), st.text(min_size=LINE_CAP, max_size=LINE_CAP + 9))
async def test_about_as_long_as_a_line_may_be(command: str, rest: str) -> None:
    await judged(f"{command} {rest}", REAL)


@pytest.mark.parametrize("commands", [REAL, TOY], ids=["real", "toys"])
async def test_every_example_of_a_command_is_understood(commands: Registry) -> None:
    completing = complete if commands is REAL else offered
    for intent in commands.commands.values():
        for line in (f"/{intent.spec.name}", *intent.spec.examples):
            if line.count(" ") or not any(f.is_required() for f in intent.model_fields.values()):
                assert type(await fill(split(line, commands.commands), completing)) is intent, line


def test_marked_text_has_no_way_in() -> None:
    assert not isinstance(split("find x", TOY.commands).words[0], Marked)
