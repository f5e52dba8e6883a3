"""The project's own files, as the tests of the yard see them."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MADE = ("build", "data", "dist")


def project_files() -> list[Path]:
    """List what git tracks or would track; without git, all but what tools and the bot make."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        return [path for path in _walk(ROOT) if path.is_file()]
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


def _walk(folder: Path) -> list[Path]:
    kept: list[Path] = []
    for path in sorted(folder.iterdir()):
        if path.is_file():
            kept.append(path)
        elif not _is_made(path):
            kept += _walk(path)
    return kept


def _is_made(folder: Path) -> bool:
    hidden = folder.name.startswith((".", "__")) and folder.name != ".ci"
    top = folder.parent == ROOT and folder.name in MADE
    return hidden or top or folder.name.endswith(".egg-info")


def text_files() -> dict[str, str]:
    """Read every text file, by its path inside the project."""
    texts: dict[str, str] = {}
    for path in project_files():
        raw = path.read_bytes()
        if b"\0" not in raw:
            texts[path.relative_to(ROOT).as_posix()] = raw.decode("utf-8")
    return texts


def python_files() -> dict[str, str]:
    """Read every Python file, by its path inside the project."""
    return {name: text for name, text in text_files().items() if name.endswith(".py")}
