"""Runs the benches: `python -m tests.bench` all of them, or those that are named."""

import argparse
import asyncio
import datetime as dt
import os
import platform
import sys
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console

from tests.bench import command_line, discord, schedules, slack
from tests.bench.report import Row, show, write
from tests.yard.tree import ROOT

BENCHES: Mapping[str, Callable[[], Coroutine[Any, Any, list[Row]]]] = {
    "discord": discord.measure,
    "slack": slack.measure,
    "command_line": command_line.measure,
    "schedules": schedules.measure,
}
OUTPUT = ROOT / "tests" / "output"
WIDTH = 120


def about() -> str:
    """Say when and on what this was measured."""
    day = dt.datetime.now(dt.UTC).date()
    load = os.getloadavg()[0]
    return (
        f"{day}, Python {platform.python_version()}, {os.cpu_count()} cores, "
        f"load {load:.1f} at the start"
    )


def main() -> int:
    """Measure and print; 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHES))
    names = parser.parse_args().names or list(BENCHES)
    if unknown := [name for name in names if name not in BENCHES]:
        parser.error(f"there is no bench {', '.join(unknown)}")
    if not Path("/proc/self/stat").exists():
        parser.error("memory and CPU are read from /proc, which this machine does not have")
    console, missed = Console(width=WIDTH), False
    for name in names:
        stamp = about()
        rows = asyncio.run(BENCHES[name]())
        show(f"{name}: {stamp}", rows, console)
        page = write(OUTPUT, name, stamp, rows)
        console.print(f"[dim]{page.relative_to(ROOT)}[/dim]\n")
        missed = missed or any(row.fine is False for row in rows)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
