"""Runs the tests of faults in full: `python -m tests.faults soak [NAME …]`, or `guards`."""

import argparse
import asyncio
import sys

from tests.faults import guards, soak


def main() -> int:
    """Run and print; 1 when something is not as it has to be."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("what", choices=("soak", "guards"))
    parser.add_argument("names", nargs="*", metavar="NAME", help="only those that begin so")
    parser.add_argument("--short", action="store_true", help="as short as in the tests")
    given = parser.parse_args()
    if given.what == "guards":
        return guards.run(tuple(given.names))
    return asyncio.run(soak.run(tuple(given.names), short=given.short))


if __name__ == "__main__":
    sys.exit(main())
