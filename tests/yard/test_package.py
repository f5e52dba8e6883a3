"""The built package holds the code and its data, and nothing else."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.yard.tree import ROOT, project_files

PACKAGES = ("adapters", "bot", "content")
DATA = (".po", ".py", ".toml")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Build the package from a copy of the project's files; the names of what it holds."""
    copy, out = tmp_path_factory.mktemp("copy"), tmp_path_factory.mktemp("out")
    for path in project_files():
        target = copy / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    options = ["--no-build-isolation", "--no-deps", "--no-index", "--quiet", "--wheel-dir", out]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, copy], check=True)
    (built,) = out.glob("milepost-*.whl")
    return zipfile.ZipFile(built).namelist()


def test_the_package_holds_every_file_of_code_and_data(wheel: list[str]) -> None:
    names = [path.relative_to(ROOT) for path in project_files()]
    wanted = {n.as_posix() for n in names if n.parts[0] in PACKAGES and n.suffix in DATA}
    assert wanted - set(wheel) == set()


def test_the_package_holds_nothing_else(wheel: list[str]) -> None:
    tops = {Path(name).parts[0] for name in wheel}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


def test_both_licences_travel_with_the_package(wheel: list[str]) -> None:
    assert "content/LICENSE" in wheel
    assert [name for name in wheel if name.endswith(".dist-info/licenses/LICENSE")] != []
