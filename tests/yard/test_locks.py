"""The locks hold what pyproject.toml asks for, by version and hash, and nothing else."""

import re
import tomllib
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.yard.tree import ROOT

LOCKS = ("build", "dev", "run")
HEADER = '# Made by "make lock" from pyproject.toml. Not edited by hand.'
PACKAGE = re.compile(r"([a-z0-9-]+)==([^ ;]+)(?: ; .+)? \\")
HASH = re.compile(r" {4}--hash=sha256:[0-9a-f]{64}(?: \\)?")
COMMENT = re.compile(r" {4}#   ?\S.*| {4}# via(?: .+)?")
TOO_LARGE = re.compile(r"torch|jax|tensorflow|nvidia-.*|triton")


def lock_lines(name: str) -> list[str]:
    """Read a lock, without its header."""
    header, *lines = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8").splitlines()
    assert header == HEADER
    return lines


def pins(name: str) -> dict[str, set[str]]:
    """Read the versions of each package; there may be several, for different platforms."""
    found: dict[str, set[str]] = {}
    for line in lock_lines(name):
        if match := PACKAGE.fullmatch(line):
            found.setdefault(match[1], set()).add(match[2])
    return found


def project() -> dict[str, Any]:
    """Read pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def unmet(requirements: list[str], locked: dict[str, set[str]]) -> list[str]:
    """Name the requirements that the lock does not hold in a fitting version."""
    return [
        text
        for text in requirements
        for wanted in [Requirement(text)]
        for versions in [locked.get(canonicalize_name(wanted.name), set())]
        if not versions or not all(wanted.specifier.contains(version) for version in versions)
    ]


@pytest.mark.parametrize("name", LOCKS)
def test_every_line_is_a_package_a_hash_or_a_reason(name: str) -> None:
    forms = (PACKAGE, HASH, COMMENT)
    odd = [line for line in lock_lines(name) if not any(form.fullmatch(line) for form in forms)]
    assert odd == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_has_a_hash(name: str) -> None:
    lines = lock_lines(name)
    bare = [
        line
        for line, following in zip(lines, [*lines[1:], ""], strict=True)
        if PACKAGE.fullmatch(line) and not HASH.fullmatch(following)
    ]
    assert bare == []


def test_the_build_lock_holds_what_building_needs() -> None:
    assert unmet(project()["build-system"]["requires"], pins("build")) == []


def test_the_run_lock_holds_the_project_with_all_its_extras() -> None:
    metadata = project()["project"]
    extras = metadata["optional-dependencies"].values()
    wanted = [*metadata["dependencies"], *(text for extra in extras for text in extra)]
    assert unmet(wanted, pins("run")) == []


def test_the_developers_lock_adds_to_the_run_lock_and_changes_nothing_in_it() -> None:
    run, dev = pins("run"), pins("dev")
    assert run.items() <= dev.items()
    assert unmet(project()["dependency-groups"]["dev"], dev) == []


def test_no_lock_holds_a_package_of_gigabytes() -> None:
    assert [pin for name in LOCKS for pin in pins(name) if TOO_LARGE.fullmatch(pin)] == []


def test_what_a_lock_lacks_is_named() -> None:
    locked = {"rich": {"15.0.0"}, "sqlalchemy": {"2.1.9"}}
    wanted = ["rich>=16", "sqlalchemy[asyncio]>=2.1", "fsrs>=6"]
    assert unmet(wanted, locked) == ["rich>=16", "fsrs>=6"]
