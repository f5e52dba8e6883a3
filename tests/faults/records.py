"""What the platform of these tests writes down, a line of JSON each, and how it is read back."""

import datetime as dt
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

MESSAGE, EDIT, REQUEST = "message", "edit", "request"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened. `at` is in seconds since 1970, `key` the nonce or the key."""

    did: str
    at: float
    channel: str
    key: str
    status: int = 0


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes lines at once, so that whoever reads later misses none."""

    file: TextIO

    def write(self, line: Line) -> None:
        """Append a line."""
        self.file.write(json.dumps(asdict(line)) + "\n")
        self.file.flush()


def read(file: Path) -> tuple[Line, ...]:
    """Read all that was written so far; a line that is being written counts later."""
    whole, _, _ = file.read_text().rpartition("\n")
    return tuple(Line(**json.loads(each)) for each in whole.splitlines())


@dataclass(frozen=True, slots=True)
class ShiftedClock:
    """The machine's clock, plus the seconds that a file names: all processes see a step at once."""

    file: Path

    def now(self) -> dt.datetime:
        """Return this instant, aware and in UTC."""
        return dt.datetime.now(dt.UTC) + dt.timedelta(seconds=float(self.file.read_text()))

    def shift(self, seconds: float) -> None:
        """Set how far it is from the machine's; readers see the old value or the new one."""
        fresh = self.file.with_suffix(".new")
        fresh.write_text(str(seconds))
        fresh.replace(self.file)
