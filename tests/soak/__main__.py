"""Runs the soaks: `python -m tests.soak` all of them, or those that are named."""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor

from tests.soak import walltime


def compare(zone: str) -> list[str]:
    """List where a zone differs from the oracle."""
    return list(walltime.differences(zone))


def clocks(arguments: argparse.Namespace) -> Iterator[str]:
    """Compare every zone; one per distinct history with `--distinct`."""
    zones = walltime.zones(every=not arguments.distinct)
    with ProcessPoolExecutor(arguments.processes) as pool:
        for done, (zone, found) in enumerate(zip(zones, pool.map(compare, zones), strict=True), 1):
            sys.stdout.write(f"\r{done}/{len(zones)} {zone:<40}")
            sys.stdout.flush()
            yield from found
    sys.stdout.write(f"\r{len(zones)} zones, {walltime.FIRST} to {walltime.LAST - 1}{'':<40}\n")


SOAKS: Mapping[str, Callable[[argparse.Namespace], Iterator[str]]] = {"clocks": clocks}


def main() -> int:
    """Run and print; 1 when something differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(SOAKS))
    parser.add_argument("--distinct", action="store_true", help="one zone per way clocks run")
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    names = arguments.names or list(SOAKS)
    if unknown := [name for name in names if name not in SOAKS]:
        parser.error(f"there is no soak {', '.join(unknown)}")
    failed = 0
    for name in names:
        start, found = time.monotonic(), list(SOAKS[name](arguments))
        failed += len(found)
        sys.stdout.write("\n".join([*found, f"{name}: {len(found)} wrong"]))
        sys.stdout.write(f", {time.monotonic() - start:.0f} s\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
