"""Who knows one adapter knows all: each has the same files."""

from pathlib import Path

from tests.yard.tree import ROOT

FILES = ("app.py", "cards.py", "commands.py", "courier.py", "forms.py", "inbox.py")


def missing_files(adapters: Path) -> list[str]:
    """Name what the adapters that can be started lack."""
    started = sorted(path.parent for path in adapters.glob("*/app.py"))
    return [
        f"{folder.name}/{name}"
        for folder in started
        for name in FILES
        if not (folder / name).is_file()
    ]


def test_every_adapter_has_the_same_files() -> None:
    assert missing_files(ROOT / "adapters") == []


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    for name in FILES:
        (tmp_path / "whole").mkdir(exist_ok=True)
        (tmp_path / "whole" / name).touch()
    (tmp_path / "begun").mkdir()
    (tmp_path / "half").mkdir()
    for name in ("app.py", "cards.py", "commands.py", "inbox.py"):
        (tmp_path / "half" / name).touch()
    assert missing_files(tmp_path) == ["half/courier.py", "half/forms.py"]
