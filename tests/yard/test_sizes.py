"""Small files, small functions: a file is one thought, a function one sentence."""

import ast
from collections.abc import Iterator

from tests.yard.tree import python_files

FILE_LINES = 300
CASES_LINES = 480
"""A file of tests lists cases, which are read one by one."""

FUNCTION_LINES = 40


def long_files(texts: dict[str, str]) -> list[str]:
    """Name the files over the limit, with their number of lines."""
    counted = {name: len(text.splitlines()) for name, text in texts.items()}
    return [f"{name}: {lines} lines" for name, lines in counted.items() if lines > limit(name)]


def limit(name: str) -> int:
    """Return how many lines a file may have."""
    return CASES_LINES if name.startswith("tests/") else FILE_LINES


def long_functions(texts: dict[str, str]) -> Iterator[str]:
    """Name the functions over the limit, with their number of lines."""
    for name, text in texts.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION_LINES:
                    yield f"{name}:{node.lineno}: {node.name}, {lines} lines"


def test_files_are_small() -> None:
    assert long_files(python_files()) == []


def test_functions_are_small() -> None:
    assert list(long_functions(python_files())) == []


def test_the_limits_are_the_last_allowed_size() -> None:
    file = "x = 1\n" * FILE_LINES
    function = "async def f():\n" + "    x = 1\n" * (FUNCTION_LINES - 1)
    assert long_files({"a.py": file}) == []
    assert long_files({"a.py": file + "y = 1\n"}) == ["a.py: 301 lines"]
    assert list(long_functions({"a.py": function})) == []
    assert list(long_functions({"a.py": function + "    y = 1\n"})) == ["a.py:1: f, 41 lines"]
