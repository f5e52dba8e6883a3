"""What is wrong in a pack, said with file, line and the way to put it right."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to change: `text` says what is wrong and what to write instead."""

    file: str
    line: int
    text: str
    severity: Severity = "error"

    @property
    def place(self) -> str:
        """Where it stands, as editors open it: `file:line`."""
        return f"{self.file}:{self.line}"

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.place}: {self.severity}: {self.text}"


class PackError(Exception):
    """A pack cannot be used as it is. `problems` holds every error, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems; the message lists them, one `file:line: text` a line."""
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{one.place}: {one.text}" for one in self.problems))
