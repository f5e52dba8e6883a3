"""Runs the tests of faults in full: `python -m tests.faults soak [NAME …]`, or `guards`."""

import argparse
import sys

from tests.faults import guards, soak


def main() -> int:
    """Run and print; 1 when something is not as it has to be."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("what", choices=("soak", "guards"))
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these numbers or names")
    given = parser.parse_args()
    run = guards.main if given.what == "guards" else soak.main
    return run(tuple(given.names))


if __name__ == "__main__":
    sys.exit(main())
