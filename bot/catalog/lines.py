"""Finds the line of every table and every key in a TOML text, which `tomllib` does not keep.

A path is what pydantic calls a location: `("item", 3, "option", 0, "text")` is the text of the
first option of the fourth `[[item]]` of a file.
"""

import re
from collections.abc import Iterator, Mapping

Path = tuple[str | int, ...]
Lines = Mapping[Path, int]

_HEADER = re.compile(r"\s*(\[\[?)\s*([\w\-. ]+?)\s*\]\]?\s*(?:#.*)?$")
_FIELD = re.compile(r"""\s*(["']?)([\w\-.]+)\1\s*=""")
_FENCE = re.compile(r'"""|\'\'\'')


def scan(text: str) -> dict[Path, int]:
    """Map each path of a TOML text to its line, counted from 1. Broken TOML does no harm."""
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    here: Path = ()
    for number, line in _outside_strings(text):
        header = _HEADER.match(line)
        if header is not None:
            here = _entered(header[2], counts, repeats=header[1] == "[[")
            found.setdefault(here, number)
            continue
        field = _FIELD.match(line)
        if field is not None:
            found.setdefault((*here, *field[2].split(".")), number)
    return found


def unclosed(text: str) -> int | None:
    """Return the line on which a string of several lines begins that never ends."""
    closing, begins = None, 0
    for number, line in enumerate(text.split("\n"), start=1):
        if closing is None:
            closing, begins = _opened(line), number
        elif closing in line:
            closing = None
    return None if closing is None else begins


def _outside_strings(text: str) -> Iterator[tuple[int, str]]:
    """Yield numbered lines, without those that lie within a string of several lines."""
    closing: str | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        if closing is None:
            yield number, line
            closing = _opened(line)
        elif closing in line:
            closing = None


def _opened(line: str) -> str | None:
    """Return the fence that a line leaves open."""
    fence = _FENCE.search(line)
    if fence is None or line.count(fence[0]) % 2 == 0:
        return None
    return fence[0]


def _entered(name: str, counts: dict[Path, int], *, repeats: bool) -> Path:
    path: Path = ()
    *parents, last = (part.strip() for part in name.split("."))
    for part in parents:
        path = (*path, part)
        if path in counts:
            path = (*path, counts[path] - 1)
    path = (*path, last)
    if repeats:
        counts[path] = counts.get(path, 0) + 1
        path = (*path, counts[path] - 1)
    return path


def line_of(lines: Lines, path: Path) -> int:
    """Return the line of a path, or of the nearest table around it; 1 if there is none."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return 1
