"""Set-up takes the newest Python that works, says what is missing, and leaves the input alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.yard.tree import ROOT

WORKS = "works"
NO_VENV = "without venv or ensurepip; on Debian and Ubuntu: apt-get install python3.13-venv"


class Machine:
    """A path of commands with made-up interpreters, and no version manager but its own."""

    def __init__(self, folder: Path) -> None:
        self.bin = folder / "bin"
        self.home = folder / "home"
        self.bin.mkdir()
        for tool in ("cat", "dirname", "sed", "sh"):
            (self.bin / tool).symlink_to(next(p for p in _path() if (p / tool).exists()) / tool)

    def python(
        self, name: str, version: str, state: str = WORKS, folder: Path | None = None
    ) -> str:
        """Put an interpreter there that answers the probe like this."""
        place = folder or self.bin
        place.mkdir(parents=True, exist_ok=True)
        answer = f"{version}\\n{state}\\n{place / name}\\n"
        return self.command(place / name, f"printf '{answer}'")

    def shim(self, name: str) -> None:
        """Put a command there that a version manager refuses to run."""
        self.command(self.bin / name, "echo 'no such version is active' >&2; exit 127")

    def command(self, place: Path, body: str) -> str:
        """Write a small program."""
        place.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
        place.chmod(0o755)
        return str(place)

    def find(self, *versions: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Ask for an interpreter."""
        environment = {"PATH": str(self.bin), "HOME": str(self.home)} | more
        command = [self.bin / "sh", ROOT / "deploy" / "python.sh", *versions]
        return subprocess.run(
            command, env=environment, check=False, capture_output=True, text=True, input=""
        )


def _path() -> list[Path]:
    return [Path(folder) for folder in os.environ["PATH"].split(os.pathsep)]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_the_newest_that_works_is_taken(machine: Machine) -> None:
    machine.shim("python3.13")
    wanted = machine.python("python3.12", "3.12")
    machine.python("python3.11", "3.11")
    assert machine.find().stdout == f"{wanted}\n"


def test_a_plain_name_counts_by_its_version(machine: Machine) -> None:
    machine.python("python3", "3.14")
    wanted = machine.python("python", "3.11")
    assert machine.find().stdout == f"{wanted}\n"


def test_one_version_can_be_asked_for(machine: Machine) -> None:
    machine.python("python3.13", "3.13")
    wanted = machine.python("python3.11", "3.11")
    assert machine.find("3.11").stdout == f"{wanted}\n"
    assert machine.find("3.12").returncode == 1


def test_a_version_that_a_manager_keeps_is_found(machine: Machine) -> None:
    machine.shim("python3.13")
    kept = machine.home / ".pyenv" / "versions" / "3.13.0" / "bin"
    wanted = machine.python("python", "3.13", folder=kept)
    assert machine.find("3.13").stdout == f"{wanted}\n"
    assert machine.find("3.13", PYENV_ROOT=str(machine.bin)).returncode == 1


def test_a_missing_part_is_named_with_its_package(machine: Machine) -> None:
    machine.python("python3.13", "3.13", NO_VENV)
    answer = machine.find()
    assert answer.returncode == 1
    assert "apt-get install python3.13-venv" in answer.stderr


def test_a_part_missing_from_one_is_no_matter_where_another_works(machine: Machine) -> None:
    machine.python("python3.13", "3.13", NO_VENV)
    wanted = machine.python("python3.12", "3.12")
    assert machine.find().stdout == f"{wanted}\n"


def test_the_named_interpreter_is_the_only_candidate(machine: Machine) -> None:
    machine.python("python3.13", "3.13")
    wanted = machine.python("python3.11", "3.11")
    assert machine.find(PYTHON=wanted).stdout == f"{wanted}\n"
    answer = machine.find(PYTHON="python9")
    assert answer.returncode == 1
    assert "PYTHON=python9" in answer.stderr


def test_the_running_interpreter_passes_the_real_probe(machine: Machine) -> None:
    found = machine.find(PYTHON=sys.executable).stdout.strip()
    assert Path(found).is_relative_to(sys.base_prefix)


def test_a_folder_of_somebody_is_left_alone_and_input_is_not_read(tmp_path: Path) -> None:
    kept = tmp_path / "notes" / "mine.txt"
    kept.parent.mkdir()
    kept.write_text("mine", "utf-8")
    answer = subprocess.run(
        ["sh", "-c", "sh deploy/setup.sh run; echo ended $?; cat"],
        cwd=ROOT,
        env=os.environ | {"VENV": str(kept.parent), "PYTHON": sys.executable},
        check=False,
        capture_output=True,
        text=True,
        input="hello\n",
    )
    assert answer.stdout == "ended 1\nhello\n"
    assert "is no virtual environment" in answer.stderr
    assert kept.read_text("utf-8") == "mine"
