"""The real program with a person before it: lines go in through a pipe, cards come out."""

import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
"""Seconds after which a program that says nothing counts as stuck."""

MONDAY = "2027-03-08 18:00"
ZONE = "Europe/Berlin"
_SYNC = "/clock"
_SYNCED = re.compile(rf"^> {_SYNC}\n[^\n]*\({ZONE}\)\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Home:
    """A working folder and what stands in DATABASE_URL."""

    folder: Path
    database: str

    def environment(self, **more: str) -> dict[str, str]:
        """Return an environment in which nothing of this machine is set."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "error",
            "LANG": "C.UTF-8",
            "TZ": ZONE,
            "COLUMNS": "90",
            "DATABASE_URL": self.database,
            **more,
        }


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str


def milepost(home: Home, *arguments: str, stdin: str | bytes = "", **environment: str) -> Done:
    """Run a command to its end."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=home.folder,
        env=home.environment(**environment),
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode())


@dataclass(frozen=True, slots=True)
class Seen:
    """What the program printed for one line: `text` has no bars, breaks or double spaces."""

    raw: str
    text: str = field(init=False)

    def __post_init__(self) -> None:
        """Undo the wrapping."""
        bare = (line.removeprefix("▎") for line in self.raw.splitlines())
        object.__setattr__(self, "text", " ".join(" ".join(bare).split()))

    def __contains__(self, words: str) -> bool:
        """Tell whether these words were printed, however they were wrapped."""
        return " ".join(words.split()) in self.text

    @property
    def first(self) -> str:
        """The first line of the first card: its title."""
        bars = [line for line in self.raw.splitlines() if line.startswith("▎")]
        return bars[0].removeprefix("▎").strip() if bars else ""

    def number(self, label: str) -> str:
        """Return the number of the button or menu entry with this label."""
        found = re.search(rf"\[(\d+)\] {re.escape(label)}(?!\w)", self.text)
        assert found, f"no button {label!r} in:\n{self.raw}"
        return found[1]

    def offers(self, label: str) -> bool:
        """Tell whether there is such a button or menu entry."""
        return re.search(rf"\[\d+\] {re.escape(label)}(?!\w)", self.text) is not None


@dataclass(slots=True)
class Chat:
    """A running `milepost chat`."""

    process: "subprocess.Popen[bytes]"
    errors: Path
    whole: str = ""
    _kept: bytes = b""

    def says(self, line: str, *more: str) -> Seen:
        """Send a line, and answers to a form if one opens; return what was printed."""
        assert self.process.stdin
        lines = (line, *more, _SYNC)
        self.process.stdin.write("".join(f"{each}\n" for each in lines).encode(errors="replace"))
        self.process.stdin.flush()
        return Seen(self._until_synced())

    def goes_through(self, *lines: str) -> Seen:
        """Say one line after the other; return what the last was answered."""
        return [self.says(line) for line in lines][-1]

    def presses(self, seen: Seen, label: str, *more: str) -> Seen:
        """Press a button by its number."""
        return self.says(seen.number(label), *more)

    def leaves(self) -> int:
        """End the input and return the exit code."""
        assert self.process.stdin
        self.process.stdin.close()
        return self.process.wait(PATIENCE)

    def _until_synced(self) -> str:
        deadline = time.monotonic() + PATIENCE
        while True:
            text = self._kept.decode(errors="replace")
            found = _SYNCED.search(text)
            if found:
                self._kept = text[found.end() :].encode()
                self.whole += text[: found.start()]
                return text[: found.start()]
            self._kept += self._read(deadline)

    def _read(self, deadline: float) -> bytes:
        assert self.process.stdout
        ready, _, _ = select.select([self.process.stdout], [], [], deadline - time.monotonic())
        assert ready, f"nothing more after:\n{self._kept.decode(errors='replace')}"
        part = os.read(self.process.stdout.fileno(), 65_536)
        said = self._kept.decode(errors="replace")
        assert part, f"it ended after:\n{said}\n{self.errors.read_text(encoding='utf-8')}"
        return part


def _closed(process: "subprocess.Popen[bytes]") -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    process.wait(PATIENCE)


@contextmanager
def chatting(home: Home, *arguments: str, **environment: str) -> Generator[Chat]:
    """Talk to the program; at the end it has left with 0 and without a word of complaint."""
    errors = home.folder / f"errors-{time.monotonic_ns()}.txt"
    with errors.open("wb") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "chat", *arguments],
            cwd=home.folder,
            env=home.environment(**environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
        )
        try:
            chat = Chat(process, errors)
            chat.says("")
            yield chat
            code = chat.leaves()
        finally:
            process.kill()
            _closed(process)
    assert (code, errors.read_text(encoding="utf-8")) == (0, "")
