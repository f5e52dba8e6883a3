"""Packs of one's own, and what is wrong with them."""

import shutil
from pathlib import Path

from tests.journey.chat import Home, milepost


def pack(home: Home, name: str = "own") -> Path:
    """Put a small sound pack into the working folder."""
    folder = home.folder / name
    folder.mkdir()
    (folder / "pack.toml").write_text(
        'id = "own"\nname = "Our own"\nversion = "1.0.0"\nlanguage = "en"\n'
        'licence = "CC BY 4.0"\nauthors = ["We"]\n',
        encoding="utf-8",
    )
    (folder / "terms.toml").write_text(
        '[[term]]\nid = "sourdough-starter"\nterm = "sourdough starter"\n'
        'says = "Flour and water in which wild yeast lives."\n'
        'example = "Feed it once a day."\n',
        encoding="utf-8",
    )
    return folder


def test_a_pack_of_ones_own_is_served_beside_the_built_in_one(home: Home) -> None:
    pack(home)
    done = milepost(home, "chat", stdin="/define sourdough starter\n/tip\n", MILEPOST_PACKS="own")
    assert (done.code, done.err) == (0, "")
    assert "wild yeast" in done.out
    assert "Today:" in done.out


BROKEN = {
    "missing.toml": (b'\n[[term]]\nid = "x"\nterm = "x"\nsays = "It is."\n', 2),
    "empty.toml": (b'[[term]]\nid = "y"\nterm = ""\nsays = "It is."\nexample = "So."\n', 3),
    "quote.toml": (b'[[term]]\nid = "x"\nterm = "x\n', 3),
    "latin.toml": (b'[[term]]\nid = "x"\nsays = "caf\xe9"\n', 3),
    "kind.toml": (b'[[word]]\nid = "x"\n', 1),
    "pack.toml": (b'id = "own"\n', 1),
}
"""Files that are wrong, each at one line."""


def test_a_broken_pack_names_every_file_and_line(home: Home) -> None:
    folder = pack(home)
    for name, (spoilt, _) in BROKEN.items():
        (folder / name).write_bytes(spoilt)
    chat = milepost(home, "chat", stdin="/tip\n", MILEPOST_PACKS="own")
    check = milepost(home, "check", MILEPOST_PACKS="own")
    for done in (chat, check):
        assert done.code == 1
        assert "Traceback" not in done.err
        for name, (_, line) in BROKEN.items():
            assert f"own/{name}:{line}: " in done.err
        assert "own/terms.toml" not in done.err, "what is sound is not accused"
    assert chat.out == ""
    assert "Database" not in check.out


def test_a_folder_without_a_head_is_no_pack(home: Home) -> None:
    (home.folder / "empty").mkdir()
    done = milepost(home, "chat", MILEPOST_PACKS="empty")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("empty/pack.toml:1: ")


def test_lint_judges_ones_own_pack_too(home: Home) -> None:
    shutil.copy2(pack(home) / "terms.toml", home.folder / "own" / "again.toml")
    done = milepost(home, "content", "lint", MILEPOST_PACKS="own")
    assert done.code == 1
    assert "own/terms.toml:2: error: " in done.out, "an id that is taken"
    assert "own/again.toml:1" in done.out
