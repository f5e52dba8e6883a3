"""A typed line means what a friendly reader would take it to mean."""

from typing import Annotated, Literal

import pytest
from pydantic import Field

from bot.core import tokens
from bot.core.cards import Actions, Button, Pick
from bot.core.faults import (
    BadArgument,
    ChooseValue,
    Fault,
    MissingArgument,
    NotPossible,
    PerhapsCommand,
    TooManyWords,
    UnknownCommand,
    UnknownOption,
    WhichCommand,
)
from bot.core.intents import Intent
from bot.core.lines import LINE_CAP, Line, split
from bot.core.refusals import near_commands, usage
from bot.core.text import fill
from bot.core.words import Words
from tests.unit.core.toys import WALLS, Find, Pain, Paint, PaintOver, Sell, Toys, offered, registry

COMMANDS = registry(Toys()).commands
NORTH, SOUTH = "north-wall", "south-wall"


async def read(line: str) -> Intent:
    return await fill(split(line, COMMANDS), offered)


async def fault(line: str) -> Fault:
    """Read a line that is not understood."""
    with pytest.raises(Fault) as caught:
        await read(line)
    return caught.value


@pytest.mark.parametrize(
    ("line", "intent"),
    [
        ("paint", Paint()),
        ("/paint", Paint()),
        ("  / paint  ", Paint()),
        ("PAINT", Paint()),
        ("/Paint RED", Paint(colour="red")),
        ("pain", Pain()),
        ("paint over", PaintOver()),
        ("/PAINT   Over", PaintOver()),
        ("paint over north", PaintOver(wall=NORTH)),
        ("paint\nover\tnorth", PaintOver(wall=NORTH)),
        ("paint green north 3", Paint(colour="green", wall=NORTH, coats=3)),
        ("paint north 3", Paint(wall=NORTH, coats=3)),
        ("paint 3", Paint(coats=3)),
        ("paint 3 north green", Paint(colour="green", wall=NORTH, coats=3)),
        ("paint north 3 red", Paint(colour="red", wall=NORTH, coats=3)),
        ("paint 3 north --matt", Paint(wall=NORTH, coats=3, matt=True)),
        ("paint coats=3 north", Paint(wall=NORTH, coats=3)),
        ("paint north coats:3", Paint(wall=NORTH, coats=3)),
        ('paint wall="North-Wall"', Paint(wall=NORTH)),
        ("paint COATS=3", Paint(coats=3)),
        ("paint --coats=3", Paint(coats=3)),
        ("paint coats=3 coats=4", Paint(coats=4)),
        ("paint --matt", Paint(matt=True)),
        ("paint \u2014matt red", Paint(colour="red", matt=True)),
        ("paint --MATT", Paint(matt=True)),
        ("paint matt=yes", Paint(matt=True)),
        ("paint matt=ON", Paint(matt=True)),
        ("paint matt=0", Paint()),
        ("paint matt=False", Paint()),
        ("find keys", Find(what="keys")),
        ("find the lost keys", Find(what="the lost keys")),
        ('find "the lost keys"', Find(what="the lost keys")),
        ("find \u201cthe lost keys\u201d", Find(what="the lost keys")),
        ("find \u201ethe lost\u201c", Find(what="the lost")),
        ("find \u00abthe lost\u00bb", Find(what="the lost")),
        ('find "the lost', Find(what="the lost")),
        ("find what=keys --deep", Find(what="keys", deep=True)),
        ('find --deep "--deep"', Find(what="--deep", deep=True)),
        ("find a=b", Find(what="a=b")),
        ('find a="b c"', Find(what='a="b c"')),
        ("find https://example.org/?a=1", Find(what="https://example.org/?a=1")),
        ("find --", Find(what="--")),
        ("find \u4f60\u597d", Find(what="\u4f60\u597d")),
        ("sell", Sell()),
        ("paint coats 3", Paint(coats=3)),
        ("paint coats 3 north red", Paint(colour="red", wall=NORTH, coats=3)),
        ("paint --coats 3 --wall north", Paint(wall=NORTH, coats=3)),
        ("paint --wall north 3", Paint(wall=NORTH, coats=3)),
        ("paint Wall: north", Paint(wall=NORTH)),
        ("paint red matt", Paint(colour="red", matt=True)),
        ("paint coats= north", Paint(wall=NORTH)),
        ('paint coats="" wall="  "', Paint()),
        ('paint "" red', Paint(colour="red")),
        ("find what is coats 3", Find(what="what is coats 3")),
        ("find the deep", Find(what="the deep")),
        ('find "what"', Find(what="what")),
        ("find --what lost keys", Find(what="lost keys")),
    ],
)
async def test_a_line_is_understood(line: str, intent: Intent) -> None:
    assert await read(line) == intent


@pytest.mark.parametrize(
    "line",
    [
        "\ufeffpaint red",
        "\u200f/paint red",
        "/pa\u200bint red",
        "/paint \u2066red\u2069",
        "paint\u00a0red",
        "paint\u2028red",
        "\x00paint re\x07d",
    ],
)
async def test_signs_nobody_sees_change_nothing(line: str) -> None:
    assert await read(line) == Paint(colour="red")


async def test_a_value_holds_no_sign_that_nobody_sees() -> None:
    assert await read("find a\u202eb\x00c") == Find(what="abc")
    line = Line(Find, (), {"what": "a\u202eb\x00c"})
    assert await fill(line, offered) == Find(what="abc")


@pytest.mark.parametrize(
    ("line", "kind", "says"),
    [
        ("", UnknownCommand, 'I know no "". Try /help.'),
        ("xyzzy", UnknownCommand, 'I know no "xyzzy". Try /help.'),
        ("xyzzy red north", UnknownCommand, 'I know no "xyzzy". Try /help.'),
        ("paimt red", PerhapsCommand, 'I know no "paimt". Did you mean:'),
        ("pai", PerhapsCommand, 'I know no "pai". Did you mean:'),
        ("paints", PerhapsCommand, 'I know no "paints". Did you mean:'),
        (
            "find",
            MissingArgument,
            "Something is missing: what. Use it like this: /find <what> [deep]",
        ),
        ("find --deep", MissingArgument, "Something is missing: what."),
        ('find ""', MissingArgument, "Something is missing: what."),
        ("find what=", MissingArgument, "Something is missing: what."),
        ("paint coats 30", NotPossible, 'not understand "30" for coats. Possible: 1-9.'),
        ("paint --coats 30 red", NotPossible, '"30 red" for coats. Possible: 1-9.'),
        ("paint red wall attic", ChooseValue, 'I do not understand "attic" for wall. Choose one:'),
        ("paint coats 2 coats 3", NotPossible, '"coats 2 coats 3" for colour.'),
        ("paint blue", NotPossible, 'not understand "blue" for colour. Possible: red; green.'),
        ("paint colour=blue", NotPossible, '"blue" for colour. Possible: red; green.'),
        ("paint red attic", ChooseValue, 'I do not understand "attic" for wall. Choose one:'),
        ("paint wall=wall", ChooseValue, '"wall" for wall. Choose one:'),
        ("paint red north 10", NotPossible, '"10" for coats. Possible: 1-9.'),
        ("paint wall=ce", NotPossible, '"ce" for wall. Possible: Ceiling; Cellar.'),
        ("paint coats=many", NotPossible, '"many" for coats. Possible: 1-9.'),
        ("paint matt=maybe", NotPossible, '"maybe" for matt. Possible: yes; no.'),
        ("paint --wall", NotPossible, 'I do not understand "--wall" for '),
        ("paint red 3 --shiny", UnknownOption, 'There is no option "shiny" here. Use it like this'),
        ("paint shade=red", UnknownOption, 'There is no option "shade" here.'),
        ('paint shade="red"', UnknownOption, 'There is no option "shade" here.'),
        ("pain in the arm", TooManyWords, '"in the arm". Use it like this: /pain'),
        ("paint red north 3 please", TooManyWords, '"please". Use it like this: /paint [colour] '),
    ],
)
async def test_a_line_is_not_understood(line: str, kind: type[Fault], says: str) -> None:
    found = await fault(line)
    assert type(found) is kind
    assert says in str(found)


@pytest.mark.parametrize("line", ["selll", "sel", "Sell!"])
def test_only_what_somebody_may_use_is_offered(line: str) -> None:
    with pytest.raises(PerhapsCommand):
        split(line, COMMANDS)
    with pytest.raises(UnknownCommand):
        split(line, COMMANDS, lambda kind: kind is not Sell)


async def test_words_in_an_order_of_two_meanings_are_refused() -> None:
    class Twice(Intent, code="z2", name="twice"):
        first: Annotated[int, Field(ge=1, le=9)] = 1
        second: Annotated[int, Field(ge=1, le=20)] = 1
        colour: Annotated[Literal["red"] | None, Field()] = None

    known = {"twice": Twice}
    assert await fill(split("twice 3 12 red", known), offered) == Twice(
        first=3, second=12, colour="red"
    )
    assert await fill(split("twice red 12", known), offered) == Twice(second=12, colour="red")
    for line in ("twice red 3 4", "twice red 3 4 5"):
        with pytest.raises(BadArgument):
            await fill(split(line, known), offered)


async def test_what_was_meant_is_one_press_away() -> None:
    found = await fault("paimt")
    assert found.buttons == (Button("/paint", Paint()), Button("/pain", Pain()))
    found = await fault("paint attic")
    assert found.buttons == tuple(
        Button(colour, Paint(colour=colour)) for colour in ("red", "green")
    )
    found = await fault("paint over ce")
    assert found.buttons == tuple(
        Button(wall.title(), PaintOver(wall=wall)) for wall in ("ceiling", "cellar")
    )
    assert (await fault("paint matt=maybe")).buttons == (
        Button("yes", Paint(matt=True)),
        Button("no", Paint()),
    )


async def test_a_way_out_keeps_what_else_was_understood() -> None:
    found = await fault("paint wall=ce coats=3 red")
    assert found.buttons == tuple(
        Button(wall.title(), Paint(colour="red", wall=wall, coats=3))
        for wall in ("ceiling", "cellar")
    )
    found = await fault("paint red 3 wall=attic")
    assert [menu.into for menu in found.menus] == [Paint(colour="red", wall=NORTH, coats=3)]
    assert (await fault("find the lost keys deep=maybe")).buttons == (), "no button holds free text"
    assert [b.go for b in (await fault("paint 3 matt=maybe")).buttons] == [
        Paint(coats=3, matt=True),
        Paint(coats=3),
    ]


async def test_a_family_that_is_closed_is_asked_so_that_the_guards_say_why() -> None:
    known: dict[str, type[Intent]] = {"desk audit": Sell, "desk list": Sell, "pain": Pain}
    for line in ("desk", "/desk foo", "DESK"):
        taken = split(line, known, lambda kind: kind is Pain)
        assert await fill(taken, offered) == Sell()
    with pytest.raises(WhichCommand):
        split("desk", known)


def test_help_is_offered_where_nothing_is_understood() -> None:
    known: dict[str, type[Intent]] = {"help": Paint, "pain": Pain}
    with pytest.raises(UnknownCommand) as none:
        split("xyzzy", known)
    assert [button.label for button in none.value.buttons] == ["/help"]
    for line, labels in (("pai", ["/pain", "/help"]), ("hel", ["/help"])):
        with pytest.raises(PerhapsCommand) as near:
            split(line, known)
        assert [button.label for button in near.value.buttons] == labels


async def test_of_many_values_one_is_chosen_from_a_menu() -> None:
    found = await fault("paint over attic")
    assert found.buttons == ()
    assert len(str(found)) < 60, "the list stands in the menu alone"
    (menu,) = found.card(Words()).actions
    assert isinstance(menu, Pick)
    assert [choice.value for choice in menu.options] == list(WALLS)
    assert tokens.Tokens(registry(Toys()).codes, Pain()).read(
        tokens.write(menu.into, into=menu.field), "cellar"
    ) == PaintOver(wall="cellar")


@pytest.mark.parametrize("many", [5, 13])
def test_of_a_family_of_commands_all_are_offered(many: int) -> None:
    names = [f"desk job-{number}" for number in range(many)]
    known: dict[str, type[Intent]] = dict.fromkeys(names, Pain)
    with pytest.raises(WhichCommand, match='several commands of "Desk"') as caught:
        split("Desk", known)
    assert [button.label for button in caught.value.buttons] == [f"/{name}" for name in names]
    rows = [block for block in caught.value.card(Words()).blocks if isinstance(block, Actions)]
    assert [item for row in rows for item in row.items] == list(caught.value.buttons)
    assert len(rows) == (1 if many == 5 else 5)
    with pytest.raises(PerhapsCommand, match='I know no "desk"'):
        split("desk", {"desk audit": Pain})


async def test_a_mistyped_option_is_one_press_away() -> None:
    found = await fault("paint color=red")
    assert found.buttons == (Button("colour=red", Paint(colour="red")),)
    for line in ("paint color=blue", "paint --color", "paint xyzzy=red", "paint over cots=2"):
        assert (await fault(line)).buttons == ()


async def test_a_command_that_needs_more_is_not_offered_as_a_button() -> None:
    assert (await fault("fin")).buttons == ()


def test_near_commands_are_few_and_near() -> None:
    names = ("roadmap", "tip", "tips", "quiz", "manage setup", "manage content")
    assert near_commands("rodmap", names) == ("roadmap",)
    assert near_commands("MANAGE", names) == ("manage setup", "manage content")
    assert near_commands("ti", names)[:2] == ("tip", "tips")
    assert near_commands("t", names) == ()
    assert near_commands("", names) == ()
    assert len(near_commands("aaa", ["aaa1", "aaa2", "aaa3", "aaa4"])) == 3


def test_the_longest_name_wins_and_names_end_at_a_word() -> None:
    assert split("paint over", COMMANDS) == Line(PaintOver, (), {})
    assert split("paint overt", COMMANDS) == Line(Paint, ("overt",), {})
    assert split("paint --over", COMMANDS) == Line(Paint, ("--over",), {})


def test_usage_shows_what_may_be_left_out() -> None:
    assert usage(Paint) == "/paint [colour] [wall] [coats] [matt]"
    assert usage(Find) == "/find <what> [deep]"
    assert usage(PaintOver) == "/paint over [wall]"


async def test_values_by_name_are_checked_like_typed_ones() -> None:
    values = {"wall": "ceil", "coats": "2", "matt": "true", "colour": "RED"}
    assert await fill(Line(Paint, (), values), offered) == Paint(
        colour="red", wall="ceiling", coats=2, matt=True
    )
    with pytest.raises(BadArgument, match='"0" for coats'):
        await fill(Line(Paint, (), {"coats": "0"}), offered)


@pytest.mark.parametrize("start", ["find ", "pain ", "paint ", "paint over ", "xyzzy "])
@pytest.mark.parametrize("rest", ["x" * 10_000, "x " * 5_000, '"x' * 4_000, "y" * LINE_CAP + "x"])
async def test_a_very_long_line_is_refused_on_a_card_that_fits(start: str, rest: str) -> None:
    found = await fault(start + rest)
    named = start.strip() if isinstance(found, UnknownCommand) else rest[:40].strip()
    assert named in str(found)
    assert isinstance(found, (TooManyWords, UnknownCommand)), "nothing else is looked at"
    assert found.card(Words()).size < 600


@pytest.mark.parametrize("start", ["find ", "pain ", "paint ", "paint over "])
@pytest.mark.parametrize("rest", ["x" * (LINE_CAP - 50), "x " * (LINE_CAP // 2 - 50)])
async def test_a_long_line_is_repeated_only_in_part(start: str, rest: str) -> None:
    found = await fault(start + rest)
    assert rest[:40].strip() in str(found)
    assert found.card(Words()).size < 400


@pytest.mark.parametrize("size", [LINE_CAP - 9, LINE_CAP, 5 * LINE_CAP])
async def test_the_end_of_a_long_line_is_never_dropped(size: int) -> None:
    assert 'understand "nonsense"' in str(await fault(f"paint{' ' * size}nonsense"))
    assert await read(f"paint{' ' * size}red") == Paint(colour="red")


async def test_many_words_ask_a_completion_only_a_few_times() -> None:
    asked: list[str] = []

    async def complete(key: str, typed: str) -> tuple[()]:
        asked.append(typed)
        assert key == "walls"
        return ()

    for words in ("ab " * 600, "wall ab " * 300, "--wall ab " * 300):
        asked.clear()
        with pytest.raises(Fault):
            await fill(split("paint " + words, COMMANDS), complete)
        assert len(asked) < 60
