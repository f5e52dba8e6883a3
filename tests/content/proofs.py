"""The proofs of questions about code: what each runs, what it prints, which libraries it needs.

`python -m tests.content.proofs INTERPRETER numpy==1.2.3 ...` runs those that need libraries, with
an interpreter that has them.
"""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot.catalog.loader import builtin, load
from bot.catalog.models import Check, Item

PATIENCE = 120.0
"""Seconds after which a proof counts as stuck."""

NOT_HERE = 75
ASKS = """
import sys
from importlib.metadata import PackageNotFoundError, version
for pin in sys.argv[1:]:
    name, _, wanted = pin.partition("==")
    try:
        there = version(name).partition("+")[0]
    except PackageNotFoundError:
        there = ""
    if there != wanted:
        print(name)
"""
"""Prints the names of pinned libraries that are not installed in their version."""


def proofs() -> Mapping[str, Check]:
    """Return the proofs of the pack by the id of their question."""
    items = load([builtin()]).all(Item)
    return {item.id: item.check for item in items if item.check is not None}


def prove(check: Check, python: str | Path = sys.executable) -> str:
    """Run a proof alone; return what is wrong with it, or nothing."""
    done = subprocess.run(
        [python, "-I", "-c", check.run],
        capture_output=True,
        check=False,
        text=True,
        timeout=PATIENCE,
    )
    if done.returncode or done.stderr:
        return f"ended with {done.returncode} and said:\n{done.stderr}"
    return "" if done.stdout == check.prints else f"printed {done.stdout!r}, not {check.prints!r}"


def absent(python: str | Path, libraries: Sequence[str]) -> set[str]:
    """Return the names of those pinned libraries that an interpreter lacks or has otherwise."""
    done = subprocess.run(
        [python, "-I", "-c", ASKS, *libraries],
        capture_output=True,
        check=True,
        text=True,
        timeout=PATIENCE,
    )
    return set(done.stdout.split())


def main(python: str, libraries: Sequence[str]) -> int:
    """Run every proof that needs a library.

    Returns 0 when all hold, 1 when one does not, 75 when some could not be run for want of a
    library and all others hold.
    """
    known = {each.partition("==")[0] for each in libraries}
    missing = absent(python, libraries)
    needing = {slug: check for slug, check in proofs().items() if check.needs}
    waiting = {slug: missing & set(check.needs) for slug, check in needing.items()}
    runnable = {slug: check for slug, check in needing.items() if not waiting[slug]}

    def judge(check: Check) -> str:
        unknown = ", ".join(sorted(set(check.needs) - known))
        return f"needs {unknown}, which no pin names" if unknown else prove(check, python)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        said = dict(zip(runnable, pool.map(judge, runnable.values()), strict=True))
    wrong = [f"{slug}: {fault}" for slug, fault in said.items() if fault]
    left = sum(map(bool, waiting.values()))
    sys.stdout.writelines(f"{each}\n" for each in wrong)
    sys.stdout.write(f"{len(runnable)} proofs with {', '.join(libraries)}: {len(wrong)} wrong\n")
    if left:
        sys.stdout.write(f"{left} more were not run, for want of {', '.join(sorted(missing))}\n")
    if wrong or not needing:
        return 1
    return NOT_HERE if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
