"""The command line: how fast `milepost --help` answers."""

import statistics
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.processes import Program, timed
from tests.bench.report import Row, at_most

TIMES = 9


async def measure() -> list[Row]:
    """Take the median of some calls; the first ones fill the file cache."""
    with TemporaryDirectory() as made:
        told, empty = [
            [await timed(Program(arguments, {}, Path(made))) for _ in range(TIMES)]
            for arguments in (("-m", "bot", "--help"), ("-c", "pass"))
        ]
    took, python = statistics.median(told), statistics.median(empty)
    return [at_most("milepost --help, beside an empty Python", "s", took, 0.25, python)]
