"""A text that is no TOML is refused with its line and plain advice."""

import datetime as dt
from pathlib import Path

import pytest

from bot.catalog.loader import read
from bot.catalog.problems import Problem
from bot.catalog.toml import TomlError, parse
from tests.unit.catalog.bakery import add, baked

CLOSE = "a text is not closed on its line: end it with a quote"

BROKEN = [
    ('a = "one\nb = 2', 1, CLOSE),
    ("b = 2\na = 'one", 2, CLOSE),
    ("a = 'one\nb = 'two'", 1, CLOSE),
    ("a = 1\na = 2", 2, "this key stands twice in one table: keep one of the two"),
    ("a = 1\nb = { c = 1, c = 2 }", 2, "this key stands twice in one table: keep one of the two"),
    ("[x]\n[x]", 2, "this table is opened twice: write [[...]] with double brackets"),
    ('b = 2\na = """one\ntwo\n\n', 2, 'a text is not closed: end it with """'),
    ("b = 2\na = '''one\ntwo\n\n", 2, "a text is not closed: end it with '''"),
    ('a = "5\\% of"', 1, "a backslash stands in a text: remove it, or put the text in ''' quotes"),
    ("a = [1, 2\nb = 3", 2, "a list is not closed: end it with ]"),
    ("a = { b = 1\nc = 3", 1, "a table is not closed: end it with }"),
    ("a\nb = 1", 1, "a key has no value: write key = value"),
    ('a = "x" b = 2', 1, "something stands after the value: one key a line, and # before a remark"),
    ("x = 1\na = one", 2, 'the value cannot be read: put texts in "quotes"'),
    ("a = 2026-02-30", 1, "there is no such date: write it like 2026-01-31"),
    ("a = 1\nb = 2026-13-01\nc = 3", 2, "there is no such date: write it like 2026-01-31"),
    (
        "a = 2026-01-31 b = 2",
        1,
        "something stands after the value: one key a line, and # before a remark",
    ),
    ("a = 2026-13-01", 1, "there is no such date: write it like 2026-01-31"),
    ("a = 2026-1-5", 1, "there is no such date: write it like 2026-01-31"),
    ("= 3", 1, "this is neither a key, nor a [[kind]], nor a # remark"),
    ("a. = 3", 1, "the key begins with a strange sign: use letters and _"),
    ("[[tip]\na = 1", 1, "a table header is not closed: write [[kind]] alone on its line"),
    ("[tip\na = 1", 1, "a table header is not closed: write [[kind]] alone on its line"),
]


@pytest.mark.parametrize(("text", "line", "advice"), BROKEN)
def test_broken_toml_is_explained(text: str, line: int, advice: str) -> None:
    with pytest.raises(TomlError) as caught:
        parse(text)
    assert (caught.value.line, str(caught.value)) == (line, advice)


def test_what_is_not_foreseen_is_said_too() -> None:
    with pytest.raises(
        TomlError, match=r"^this is no TOML \(.+\): compare with a line that works$"
    ):
        parse('a = "\\ud800"')


def test_lists_come_out_as_tuples_at_any_depth() -> None:
    read_in = parse("a = [[1], [2]]\n[[b]]\nc = [2026-01-31]")
    assert read_in == {"a": ((1,), (2,)), "b": ({"c": (dt.date(2026, 1, 31),)},)}


def test_the_other_files_are_read_all_the_same(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    file = add(pack, '# a remark\n[[tip]]\nid = "half\n')
    reading = read([pack])
    assert reading.problems == (Problem(str(file), 3, CLOSE),)
    assert len(reading.entries) == len(read([baked(tmp_path / "sound")]).entries)


def test_a_file_that_is_no_utf_8_is_refused_at_its_line(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    file = pack / "zz.toml"
    file.write_bytes(b"# one\n# caf\xe9\n")
    said = "the file is not UTF-8: save it as UTF-8"
    assert read([pack]).problems == (Problem(str(file), 2, said),)
