"""What may stand in no file: registries, places on one machine, ignores without a reason."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.yard.tree import ROOT, project_files, python_files, text_files

SHARED_FOLDERS = {"/app", "/data", "/home", "/mnt", "/opt", "/srv", "/tmp", "/usr", "/var"}  # noqa: S108 (names, never opened)
OTHER_LOCKS = {
    "Pipfile.lock",
    "package-lock.json",
    "pdm.lock",
    "poetry.lock",
    "pylock.toml",
    "uv.lock",
    "yarn.lock",
}
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|(?:deb|security|snapshot)\.debian\.org"
    r"|^\s*(?:-i|--(?:extra-)?index[-]url|--find-links)\b|https?://[^\s\"]*/simple(?:/|\"|$)",
    re.MULTILINE,
)
IGNORE = re.compile(r"#\s*(noqa|type:\s*ignore|pyright:\s*ignore|pragma:\s*no)\b(.*)")
CODE_AND_REASON = re.compile(r"(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*|\[[\w, -]+\])\W+\w\S* \S")


def machine_paths() -> re.Pattern[str]:
    """Make the pattern of places that exist on this machine only."""
    top = f"/{ROOT.parts[1]}"
    here = [] if top in SHARED_FOLDERS else [re.escape(top) + "/"]
    home = Path.home()
    own = [re.escape(f"{home}/")] if home != Path("/") else []
    return re.compile(r"(?<![\w.-])(?:" + "|".join([*here, *own, r"/Users/\w+/"]) + ")")


def hits(pattern: re.Pattern[str], texts: dict[str, str]) -> list[str]:
    """Say where the pattern stands, as file, line and what was found."""
    return [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {match.group().strip()}"
        for name, text in texts.items()
        for match in pattern.finditer(text)
    ]


def bare_ignores(texts: dict[str, str]) -> Iterator[str]:
    """Say where a rule is switched off without its code or without a reason."""
    for name, text in texts.items():
        for number, line in enumerate(text.splitlines(), 1):
            found = IGNORE.search(line)
            if found and not CODE_AND_REASON.match(found[2].lstrip()):
                yield f"{name}:{number}: {line.strip()}"


def test_the_files_are_found() -> None:
    names = text_files().keys()
    assert {"pyproject.toml", "Makefile", ".ci/run", "bot/__init__.py"} <= names


def test_no_file_names_a_registry() -> None:
    assert hits(REGISTRY, text_files()) == []


def test_no_file_names_a_place_on_this_machine() -> None:
    assert hits(machine_paths(), text_files()) == []


def test_no_lock_file_of_another_kind() -> None:
    assert [path for path in project_files() if path.name in OTHER_LOCKS] == []


def test_every_ignore_has_its_code_and_its_reason() -> None:
    texts = python_files()
    del texts["tests/yard/test_forbidden.py"]
    assert list(bare_ignores(texts)) == []


@pytest.mark.parametrize(
    "line",
    [
        "see https://pypi." + "org/project/x",
        "https://files.python" + "hosted.org/x.whl",
        "--index" + "-url https://mirror.example",
        'url = "https://mirror.example/sim' + 'ple/"',
    ],
)
def test_a_registry_is_recognised(line: str) -> None:
    assert hits(REGISTRY, {"a.txt": f"first\n{line}\n"}) != []


@pytest.mark.parametrize("line", ["a simple/plain rule", "https://example.org/simplest", "pypi"])
def test_plain_text_is_no_registry(line: str) -> None:
    assert hits(REGISTRY, {"a.txt": line}) == []


def test_a_place_on_this_machine_is_recognised() -> None:
    assert hits(machine_paths(), {"a.txt": f"\nopen {Path.home()}/x"}) == [
        f"a.txt:2: {Path.home()}/"
    ]


@pytest.mark.parametrize(
    "line",
    [
        "x = 1  # noqa",
        "x = 1  # noqa: E501",
        "x = y  # type: ignore",
        "x = y  # pyright: ignore[reportUnknownMemberType]",
        "x = y  # noqa because it is long",
    ],
)
def test_a_bare_ignore_is_recognised(line: str) -> None:
    assert list(bare_ignores({"a.py": line})) != []


@pytest.mark.parametrize(
    "line",
    [
        "x = 1  # noqa: E741 (a type variable, not a number)",
        "x = y  # noqa: S311, ARG001 - drawn for fun, not for secrets",
        "x = y  # pyright: ignore[reportPrivateUsage]  # the library has no public way",
    ],
)
def test_an_ignore_with_its_reason_is_allowed(line: str) -> None:
    assert list(bare_ignores({"a.py": line})) == []
