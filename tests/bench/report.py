"""What was measured, beside what is wanted: a table to read, and the same as JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

HEADS = ("what", "bare", "Milepost", "ratio", "target", "")


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement. `bare` is the library alone, None where it has nothing to compare.

    `fine` says whether the target is met, None where there is none.
    """

    what: str
    unit: str
    bare: float | None
    ours: float
    target: str = ""
    fine: bool | None = None

    @property
    def ratio(self) -> float | None:
        """Return how many times the bare library's figure ours is."""
        return self.ours / self.bare if self.bare else None

    def cells(self) -> tuple[str, ...]:
        """Write the row as the table shows it."""
        verdict = {None: "", True: "met", False: "MISSED"}[self.fine]
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        return (self.what, self._figure(self.bare), self._figure(self.ours), ratio, self.target,
                verdict)  # fmt: skip

    def _figure(self, value: float | None) -> str:
        return "" if value is None else f"{value:.2f} {self.unit}"


def at_most_times(what: str, unit: str, bare: float, ours: float, times: float) -> Row:
    """Make a row whose target is a multiple of the bare library's figure."""
    return Row(what, unit, bare, ours, f"≤ {times} x bare", ours <= times * bare)


def at_most_more(what: str, unit: str, bare: float, ours: float, more: float) -> Row:
    """Make a row whose target is the bare library's figure and so much more."""
    return Row(what, unit, bare, ours, f"≤ bare + {more:g} {unit}", ours <= bare + more)


def at_most(what: str, unit: str, ours: float, most: float, bare: float | None = None) -> Row:
    """Make a row whose target is a number."""
    return Row(what, unit, bare, ours, f"≤ {most:g} {unit}", ours <= most)


def show(title: str, rows: Sequence[Row], console: Console) -> None:
    """Print a table."""
    table = Table(*HEADS, title=title, title_justify="left", box=box.SIMPLE)
    for row in rows:
        table.add_row(*row.cells(), style="red" if row.fine is False else "")
    console.print(table)


def write(folder: Path, name: str, about: str, rows: Sequence[Row]) -> Path:
    """Write a table as Markdown, and the figures as JSON beside it; return the first."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [HEADS, ("---",) * len(HEADS), *(row.cells() for row in rows)]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    page = folder / f"bench_{name}.md"
    page.write_text(f"{about}\n\n{table}\n", "utf-8")
    figures = [{**asdict(row), "ratio": row.ratio} for row in rows]
    text = json.dumps({"about": about, "rows": figures}, indent=2, ensure_ascii=False)
    page.with_suffix(".json").write_text(f"{text}\n", "utf-8")
    return page
