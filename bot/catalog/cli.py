"""`milepost content`: what writers and release checks ask of the packs."""

import argparse
import datetime as dt
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TextIO

from bot.catalog import blind, review
from bot.catalog.advice import instead
from bot.catalog.catalog import Catalog
from bot.catalog.gift import read as read_gift
from bot.catalog.importing import Import, Place
from bot.catalog.lint import Report
from bot.catalog.lint import lint as judge
from bot.catalog.loader import RELEASED, builtin, read
from bot.catalog.models import Question, Record, Skill, Trait
from bot.catalog.quotas import EXCELLENT
from bot.catalog.released import listing
from bot.catalog.subject import Subject
from bot.core.ports import SystemClock

RUNS = ("tests", "content", "article_runs.txt")


def lint(
    folders: Sequence[Traversable], today: dt.date, out: TextIO, *, excellent: bool = False
) -> int:
    """Print figures and problems of pack folders; return 1 if there is an error, else 0."""
    report = _report(folders, today)
    _figures(report, out, excellent=excellent)
    if not _runs_file().is_file():
        out.write("Wording shared with the article: not checked, its hashes are not here.\n")
    out.writelines(f"{problem}\n" for problem in report.problems)
    out.write(f"{len(report.errors)} errors, {len(report.warnings)} warnings\n")
    return 1 if report.errors else 0


def lint_json(folders: Sequence[Traversable], today: dt.date, out: TextIO) -> int:
    """Print figures and problems of pack folders as one JSON object; return as `lint` does."""
    report = _report(folders, today)
    whole = {
        "figures": report.figures.as_dict(),
        "measures": report.measures,
        "problems": [asdict(problem) for problem in report.problems],
    }
    json.dump(whole, out, indent=2)
    out.write("\n")
    return 1 if report.errors else 0


def stats_json(folders: Sequence[Traversable], today: dt.date) -> str:
    """Return the figures of pack folders as one JSON object."""
    return json.dumps(_report(folders, today).figures.as_dict(), indent=2)


def sheet(folders: Sequence[Traversable], today: dt.date, out: TextIO, *, keys: bool) -> int:
    """Print the questions that wait for a blind reader, without keys; return 0.

    With `keys`, print the key points of all interview questions instead, for who compares.
    """
    subject = Subject.of(read(folders), today)
    if keys:
        lines = blind.keys(found.record for found in subject.active(Question))
    else:
        lines = blind.sheet(review.unread(subject, review.readings(_reviews())), today)
    out.writelines(f"{line}\n" for line in lines)
    return 0


def import_gift(source: Path, place: Place, catalog: Catalog, out: TextIO, err: TextIO) -> int:
    """Write the questions of a GIFT file as items of a pack, and on `err` what was lost.

    Returns 1 when no question could be carried. Raises ValueError for a place that the packs do
    not have, and OSError.
    """
    wanted: tuple[tuple[type[Record], str], ...] = ((Trait, place.trait), (Skill, place.skill))
    for kind, slug in wanted:
        if catalog.find(kind, slug) is None:
            known = instead(slug, [each.id for each in catalog.all(kind)])
            raise ValueError(f"there is no {kind.__name__.lower()} {slug}: {known}")
    work = Import(place)
    out.writelines(f"{item}\n" for item in work.toml(read_gift(source.read_text("utf-8"))))
    err.writelines(f"{source}:{line}: {text}\n" for line, text in work.said)
    err.write(f"{work.written} questions are written; nothing is shown before it is active\n")
    return 0 if work.written else 1


def release(folder: Path, out: TextIO) -> int:
    """Write down which ids of a pack folder are released; return 1 if the pack is unsound."""
    reading = read([folder])
    if reading.problems:
        out.writelines(f"{problem}\n" for problem in reading.problems)
        return 1
    ids = listing(reading)
    folder.joinpath(RELEASED).write_text(ids, encoding="utf-8")
    out.write(f"{len(ids.splitlines())} ids are released and kept from now on\n")
    return 0


def _report(folders: Sequence[Traversable], today: dt.date) -> Report:
    ours = builtin() in folders
    blind = review.readings(_reviews()) if ours else None
    return judge(folders, today, wording=_wording(), floors=ours, blind=blind)


def _reviews() -> Traversable:
    """Where the blind readings of the built-in pack are kept, beside it."""
    return resources.files("content").joinpath(review.FOLDER)


def _figures(report: Report, out: TextIO, *, excellent: bool) -> None:
    for name, count in report.figures.as_dict().items():
        aim = f" of {EXCELLENT[name]}" if excellent and name in EXCELLENT else ""
        out.write(f"{name}: {count}{aim}\n")
    for name, measure in report.measures.items():
        out.write(f"{name}: {measure}\n")


def _runs_file() -> Traversable:
    """Where a checkout of the project keeps the hashes of the article's wording."""
    pack = builtin()
    root = pack.parents[1] if isinstance(pack, Path) else pack
    return root.joinpath(*RUNS)


def _wording() -> frozenset[str]:
    file = _runs_file()
    return frozenset(file.read_text(encoding="ascii").split()) if file.is_file() else frozenset()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `lint` or `stats` from a checkout."""
    parser = argparse.ArgumentParser(prog="python -m bot.catalog.cli")
    parser.add_argument("what", choices=("lint", "stats"))
    parser.add_argument("folders", nargs="*", type=Path, help="default: the built-in pack")
    parser.add_argument("--excellent", action="store_true", help="show the figures we aim at")
    asked = parser.parse_args(arguments)
    today = SystemClock().now().date()
    folders: Sequence[Traversable] = asked.folders or [builtin()]
    if asked.what == "lint":
        return lint(folders, today, sys.stdout, excellent=asked.excellent)
    sys.stdout.write(f"{stats_json(folders, today)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
