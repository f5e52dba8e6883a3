"""Every table and key of a TOML text is found at its line."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.catalog.lines import line_of, scan
from bot.catalog.loader import builtin
from tests.unit.catalog.bakery import BREAD

TEXT = '''\
top = 1  # [[not.a.header]]
[[item]]  # the first
id = "a"
code = """
[[item]]
id = "no key of ours"
"""

[[item.option]]
text = "x"

[[item.option]]
text = 'y'
list = [
  "why = 3",
]

[item.check]
run = \'\'\'
prints = "inside"\'\'\'
prints = """z"""

[[item]]
"id" = "b"
check.run = "w"

[[item.option]]
text = "again"
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("top",), 1),
        (("item", 0), 2),
        (("item", 0, "id"), 3),
        (("item", 0, "code"), 4),
        (("item", 0, "option", 0), 9),
        (("item", 0, "option", 1), 12),
        (("item", 0, "option", 1, "text"), 13),
        (("item", 0, "option", 1, "list"), 14),
        (("item", 0, "check", "run"), 19),
        (("item", 0, "check", "prints"), 21),
        (("item", 1), 23),
        (("item", 1, "id"), 24),
        (("item", 1, "check", "run"), 25),
        (("item", 1, "option", 0, "text"), 28),
    ],
)
def test_a_path_is_found(path: tuple[str | int, ...], line: int) -> None:
    assert scan(TEXT)[path] == line


def test_nothing_else_is_found() -> None:
    tables = {(*path,) for path in scan(TEXT) if isinstance(path[-1], int)}
    assert tables == {
        ("item", 0),
        ("item", 0, "option", 0),
        ("item", 0, "option", 1),
        ("item", 1),
        ("item", 1, "option", 0),
    }


def test_what_has_no_line_takes_that_of_the_table_around_it() -> None:
    lines = scan(TEXT)
    assert line_of(lines, ("item", 0, "option", 1, "why")) == 12
    assert line_of(lines, ("item", 0, "option", 1, "list", 0)) == 14
    assert line_of(lines, ("tip", 0, "why")) == 1


def paths(value: object, here: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every table and key that TOML itself reads."""
    if isinstance(value, dict):
        for key, inner in value.items():  # pyright: ignore[reportUnknownVariableType] TOML has no types
            path = (*here, str(key))  # pyright: ignore[reportUnknownArgumentType] as above
            if not (isinstance(inner, list) and inner and isinstance(inner[0], dict)):
                yield path
            yield from paths(inner, path)  # pyright: ignore[reportUnknownArgumentType] as above
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for place, row in enumerate(value):  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] as above
            yield (*here, place)
            yield from paths(row, (*here, place))  # pyright: ignore[reportUnknownArgumentType] as above


@pytest.mark.parametrize("folder", [BREAD, Path(str(builtin()))], ids=["bread", "built-in"])
def test_all_that_toml_reads_is_found_and_nothing_more(folder: Path) -> None:
    for file in sorted(folder.rglob("*.toml")):
        text = file.read_text(encoding="utf-8")
        inline = {("price",)}
        wanted = {path for path in paths(tomllib.loads(text)) if path[-2:-1] not in inline}
        assert scan(text).keys() == wanted, file.name
