"""Programs under measurement: each a process of its own, watched through /proc."""

import asyncio
import os
import sys
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from tests.yard.tree import ROOT

LEAVES_WITHIN = 15.0
MIB = 1024.0
"""KiB, in which /proc counts memory, in one MiB."""


@dataclass(frozen=True, slots=True)
class Program:
    """How something is started."""

    arguments: Sequence[str]
    environment: Mapping[str, str]
    folder: Path


@dataclass(frozen=True, slots=True)
class Subject:
    """A running program. `started` is a reading of perf_counter."""

    pid: int
    started: float

    def cpu(self) -> float:
        """Return the seconds of processor time it has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Return the MiB of memory it holds."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        found = next(line for line in lines if line.startswith("VmRSS:"))
        return int(found.split()[1]) / MIB


@asynccontextmanager
async def running(program: Program) -> AsyncGenerator[Subject]:
    """Run a program until the block ends; it is told to stop and must leave in good order."""
    started = perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *program.arguments,
        cwd=program.folder,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(program.folder),
            "PYTHONPATH": str(ROOT),
            "LANG": "C.UTF-8",
            **program.environment,
        },
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        yield Subject(process.pid, started)
    finally:
        if process.returncode is None:
            process.terminate()
        code = await asyncio.wait_for(process.wait(), LEAVES_WITHIN)
    if code:
        raise RuntimeError(f"{' '.join(program.arguments)} ended with {code}")


async def timed(program: Program) -> float:
    """Run a program to its end and return the seconds it took."""
    started = perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *program.arguments,
        cwd=program.folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **program.environment},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
    )
    code = await process.wait()
    if code:
        raise RuntimeError(f"{' '.join(program.arguments)} ended with {code}")
    return perf_counter() - started
