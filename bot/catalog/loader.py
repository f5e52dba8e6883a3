"""Reads pack folders into a catalogue, or says everything that is wrong with them at once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar, cast

from pydantic import BaseModel, ValidationError

from bot.catalog import references
from bot.catalog.advice import advise, echoes, instead, place
from bot.catalog.catalog import Catalog
from bot.catalog.entries import Entry, Head, Reading
from bot.catalog.lines import Lines, line_of, scan
from bot.catalog.lines import Path as Place
from bot.catalog.models import KINDS, Pack
from bot.catalog.problems import PackError, Problem
from bot.catalog.toml import TomlError, parse

M = TypeVar("M", bound=BaseModel)

HEAD = "pack.toml"
RELEASED = "released-ids.txt"


def builtin() -> Traversable:
    """Return the folder of the pack that comes with the bot."""
    return resources.files("content").joinpath("ml_engineer")


def load(folders: Iterable[Traversable]) -> Catalog:
    """Read pack folders into one catalogue. Raises PackError with every error found."""
    reading = read(folders)
    problems = (*reading.problems, *references.check(reading))
    if problems:
        raise PackError(problems)
    return Catalog.of(reading)


def read(folders: Iterable[Traversable]) -> Reading:
    """Read pack folders as far as they can be read; later packs add to earlier ones."""
    reader = _Reader()
    for folder in folders:
        reader.pack(folder)
    return reader.done()


def shown(file: Traversable) -> str:
    """Name a file as short as it can be named from where the reader is."""
    if isinstance(file, Path):
        whole = file.absolute()
        here = Path.cwd()
        return str(whole.relative_to(here) if whole.is_relative_to(here) else whole)
    return str(file)


def _files(folder: Traversable) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir():
            yield from _files(entry)
        elif entry.name.endswith(".toml"):
            yield entry


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where something stands, and what a writer calls it."""

    file: str
    lines: Lines
    path: Place = ()
    name: str = ""

    def problem(self, text: str, *path: str | int) -> Problem:
        line = line_of(self.lines, (*self.path, *path))
        return Problem(self.file, line, f"{self.name}: {text}" if self.name else text)


class _Reader:
    """Gathers what the folders hold."""

    def __init__(self) -> None:
        self._heads: list[Head] = []
        self._entries: list[Entry] = []
        self._problems: list[Problem] = []
        self._named: dict[tuple[str, str], str] = {}
        self._released: dict[str, tuple[str, ...]] = {}

    def done(self) -> Reading:
        return Reading(
            tuple(self._heads),
            tuple(self._entries),
            tuple(self._problems),
            self._named,
            self._released,
        )

    def pack(self, folder: Traversable) -> None:
        if not folder.is_dir():
            self._refuse(shown(folder), 1, "there is no such pack folder: correct the path")
            return
        head = folder.joinpath(HEAD)
        if not head.is_file():
            self._refuse(shown(head), 1, "is missing: add it, with id, name, version and licence")
        for file in _files(folder):
            self._file(file, is_head=shown(file) == shown(head))
        released = folder.joinpath(RELEASED)
        if released.is_file():
            text = released.read_bytes().decode("utf-8", "replace")
            self._released[shown(released)] = tuple(text.splitlines())

    def _refuse(self, file: str, line: int, text: str) -> None:
        self._problems.append(Problem(file, line, text))

    def _file(self, file: Traversable, *, is_head: bool) -> None:
        name = shown(file)
        raw = file.read_bytes()
        try:
            text = raw.decode("utf-8")
            tables = parse(text)
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            self._refuse(name, line, "the file is not UTF-8: save it as UTF-8")
            return
        except TomlError as error:
            self._refuse(name, error.line, str(error))
            return
        spot = _Spot(name, scan(text))
        if is_head:
            tables = self._head(spot, tables)
        for kind, rows in tables.items():
            self._kind(spot, kind, rows)

    def _head(self, spot: _Spot, tables: Mapping[str, object]) -> Mapping[str, object]:
        """Take the head of the pack; return the tables of records beside it."""
        own = {key: value for key, value in tables.items() if key not in KINDS}
        pack = self._validated(Pack, own, replace(spot, name="pack"))
        if pack is not None:
            self._heads.append(Head(pack, spot.file))
        return {key: value for key, value in tables.items() if key in KINDS}

    def _kind(self, spot: _Spot, kind: str, rows: object) -> None:
        fault = _misplaced(kind, rows)
        if fault is not None:
            first = (kind, 0) if (kind, 0) in spot.lines else (kind,)
            self._problems.append(spot.problem(fault, *first))
            return
        for index, row in enumerate(cast("tuple[Mapping[str, object], ...]", rows)):
            slug = row.get("id")
            name = f"{kind} {slug if isinstance(slug, str) else index + 1}"
            self._record(replace(spot, path=(kind, index), name=name), kind, row)

    def _record(self, spot: _Spot, kind: str, row: Mapping[str, object]) -> None:
        record = self._validated(KINDS[kind], row, spot)
        slug = row.get("id")
        if record is not None:
            entry = Entry(kind, record, spot.file, spot.path, spot.lines)
            if self._is_new(entry):
                self._entries.append(entry)
        elif isinstance(slug, str):
            self._named.setdefault((kind, slug), f"{spot.file}:{line_of(spot.lines, spot.path)}")

    def _is_new(self, entry: Entry) -> bool:
        for slug in (entry.record.id, *entry.record.aliases):
            other = self._named.setdefault((entry.kind, slug), entry.place)
            if other != entry.place:
                field = "id" if slug == entry.record.id else "aliases"
                text = f"{slug} is taken by the {entry.kind} at {other}: choose another"
                self._problems.append(entry.problem(text, field))
                return False
        return True

    def _validated(self, model: type[M], row: Mapping[str, object], spot: _Spot) -> M | None:
        try:
            return model.model_validate(row, strict=True)
        except ValidationError as error:
            self._problems += [
                spot.problem(advise(one, model), *place(one, model))
                for one in error.errors(include_url=False)
                if not echoes(one)
            ]
            return None


def _misplaced(kind: str, rows: object) -> str | None:
    """Say what is wrong with a top-level name of a file, if anything."""
    if isinstance(rows, (str, int, float, date, time)):
        return f"{kind} stands outside a table: move it below a [[kind]] line"
    if kind not in KINDS:
        return f"unknown kind [[{kind}]]: {instead(kind, KINDS)}"
    if isinstance(rows, dict):
        return f"[{kind}] has single brackets: write [[{kind}]]"
    if not all(isinstance(row, dict) for row in cast("tuple[object, ...]", rows)):
        return f"{kind} holds something else than tables: write [[{kind}]]"
    return None
