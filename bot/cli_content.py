"""`milepost content`: lint, stats, preview, new, import, blind, release."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.settings import Settings

Run = Callable[[argparse.Namespace], int]
Work = Callable[["Settings", argparse.Namespace], int]
DONE, WRONG = 0, 1


class _Actions(Protocol):
    """What argparse gives out to add further commands to."""

    def add_parser(self, name: str, *, help: str) -> argparse.ArgumentParser:  # noqa: A002 (argparse's own word)
        ...


def add(
    to: argparse.ArgumentParser,
    settings: "Callable[[], Settings]",
    guarded: Callable[[Callable[[], int]], int],
    preview: Run,
) -> None:
    """Describe the commands. `guarded` says in words what goes wrong; `preview` shows a piece."""

    def runs(work: Work) -> Run:
        return lambda asked: guarded(lambda: work(settings(), asked))

    actions = to.add_subparsers(title="actions", required=True, metavar="ACTION")
    lint = actions.add_parser("lint", help="print figures and every problem")
    lint.add_argument("--excellent", action="store_true", help="show the figures we aim at")
    lint.add_argument("--json", action="store_true", help="as one JSON object")
    lint.set_defaults(run=runs(_lint))
    stats = actions.add_parser("stats", help="print the figures")
    stats.add_argument("--json", action="store_true", help="as one JSON object (the default)")
    stats.set_defaults(run=runs(_stats))
    shown = actions.add_parser("preview", help="show how a piece will look")
    shown.add_argument("kind", help="tip, item, term, trait, milestone, certification ...")
    shown.add_argument("id")
    shown.set_defaults(run=preview)
    _writing(actions, runs)


def _writing(actions: _Actions, runs: Callable[[Work], Run]) -> None:
    new = actions.add_parser("new", help="print a piece to begin with")
    new.add_argument("kind", help="tip, item, term, nudge, project, question ...")
    new.add_argument("id", nargs="?", default="", help="small letters, digits and hyphens")
    new.set_defaults(run=runs(_new))
    bring = actions.add_parser("import", help="print questions of another format as items")
    bring.add_argument("format", choices=("gift",))
    bring.add_argument("file", type=Path)
    bring.add_argument("--trait", required=True, help="the characteristic that all belong to")
    bring.add_argument("--level", required=True, type=int, choices=(1, 2, 3))
    bring.add_argument("--skill", required=True, help="the skill that all belong to")
    bring.set_defaults(run=runs(_import))
    blind = actions.add_parser("blind", help="print questions without keys, for a fresh reader")
    blind.add_argument("--keys", action="store_true", help="afterwards: what to compare with")
    blind.set_defaults(run=runs(_blind))
    release = actions.add_parser("release", help="write down which ids are kept from now on")
    release.add_argument("folder", nargs="?", type=Path, help="a pack; default: the built-in one")
    release.set_defaults(run=runs(_release))


def _lint(settings: "Settings", asked: argparse.Namespace) -> int:
    from bot.catalog import cli
    from bot.compose import packs
    from bot.core.ports import SystemClock

    today = SystemClock().now().date()
    if asked.json:
        return cli.lint_json(packs(settings), today, sys.stdout)
    return cli.lint(packs(settings), today, sys.stdout, excellent=asked.excellent)


def _stats(settings: "Settings", asked: argparse.Namespace) -> int:
    del asked
    from bot.catalog import cli
    from bot.compose import packs
    from bot.core.ports import SystemClock

    print(cli.stats_json(packs(settings), SystemClock().now().date()))
    return DONE


def _new(settings: "Settings", asked: argparse.Namespace) -> int:
    del settings
    from bot.catalog.skeleton import skeleton

    print(skeleton(asked.kind, asked.id), end="")
    return DONE


def _import(settings: "Settings", asked: argparse.Namespace) -> int:
    from bot.catalog import cli
    from bot.catalog.importing import Place
    from bot.catalog.loader import load
    from bot.compose import packs

    place = Place(asked.trait, asked.level, asked.skill)
    catalog = load(packs(settings))
    try:
        return cli.import_gift(asked.file, place, catalog, sys.stdout, sys.stderr)
    except OSError as fault:
        print(f"{asked.file} cannot be read: {fault.strerror}", file=sys.stderr)
        return WRONG


def _blind(settings: "Settings", asked: argparse.Namespace) -> int:
    from bot.catalog import cli
    from bot.compose import packs
    from bot.core.ports import SystemClock

    return cli.sheet(packs(settings), SystemClock().now().date(), sys.stdout, keys=asked.keys)


def _release(settings: "Settings", asked: argparse.Namespace) -> int:
    del settings
    from bot.catalog import cli
    from bot.catalog.loader import builtin

    folder = asked.folder or builtin()
    if not isinstance(folder, Path):
        print("The built-in pack is inside an archive. Name a pack folder.", file=sys.stderr)
        return WRONG
    return cli.release(folder, sys.stdout)
