"""All of it as a file, and all of it gone."""

import json
import stat
from pathlib import Path
from typing import Any

from tests.journey.chat import MONDAY, Chat, Home, Seen, chatting, milepost
from tests.journey.tables import file_of, naming, tables

NAME = "Zebulon"
LEFT = {
    "people", "accounts", "progress", "seen", "rounds", "answers", "memories", "reports", "shares",
    "assessments",
}  # fmt: skip
ME = ("--as", NAME, "--at", MONDAY)


def live(chat: Chat) -> None:
    """Leave a row in every table that keeps something of a person."""
    chat.presses(chat.says("/settings"), "Change", "English", "Berlin", "7")
    chat.goes_through("/roadmap", "start")
    tip = chat.says("/tip")
    chat.presses(tip, "Report", f"{NAME} says: too long")
    chat.presses(chat.says("/tip"), "Share here")
    chat.presses(chat.says("/quiz"), "Don't know")
    chat.presses(chat.presses(chat.says("/assess"), "Start"), "B")


def exported(home: Home, seen: Seen) -> tuple[Path, dict[str, Any]]:
    """Find and read the file that a card speaks of."""
    file = home.folder / seen.text.partition("Saved as ")[2].rstrip(".")
    return file, json.loads(file.read_text(encoding="utf-8"))


def test_the_export_is_a_private_file_with_everything(home: Home) -> None:
    with chatting(home, *ME) as chat:
        live(chat)
        file, data = exported(home, chat.presses(chat.says("/privacy"), "Get my data"))
        second, _ = exported(home, chat.presses(chat.says("/privacy"), "Get my data"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert second != file, "an older file is not written over"
    assert data["account"] == f"terminal:{NAME}"
    kept = {table: rows for table, rows in tables(file_of(home)).items() if table in data}
    assert {table: len(data[table]) for table in kept} == {t: len(rows) for t, rows in kept.items()}
    assert {table for table, rows in kept.items() if rows} >= LEFT
    assert data["reports"][0]["note"] == f"{NAME} says: too long"


def test_erasing_leaves_nothing(home: Home) -> None:
    with chatting(home, *ME) as chat:
        live(chat)
        (person,) = (row["id"] for row in tables(file_of(home))["people"])
        asked = chat.presses(chat.says("/privacy"), "Erase my data")
        kept = chat.presses(asked, "Keep it")
        before = naming(file_of(home), person)
        _, data = exported(home, chat.presses(chat.says("/privacy"), "Get my data"))
        count = sum(len(data[table]) for table in tables(file_of(home)) if table in data)
        asked = chat.presses(chat.says("/privacy"), "Erase my data")
        gone = chat.presses(asked, "Erase everything")
        again = chat.says("/roadmap")
    assert "cannot be undone" in asked
    assert kept.offers("Erase my data")
    assert len(before) > 5, "asking erases nothing"
    assert f"Erased: {count} entries" in gone
    assert again.offers("Start"), "as on the first day"
    assert naming(file_of(home), NAME) == []
    assert naming(file_of(home), person) == []
    whole = b"".join(each.read_bytes() for each in home.folder.glob("milepost.db*"))
    assert NAME.encode() not in whole, "not even in what the file has free"
    assert person.encode() not in whole


def test_operators_export_and_erase(home: Home) -> None:
    account = f"terminal:{NAME}"
    with chatting(home, *ME) as chat:
        live(chat)
    whole = milepost(home, "person", "export", account)
    erased = milepost(home, "person", "erase", account)
    again = milepost(home, "person", "erase", account)
    wrong = milepost(home, "person", "erase", NAME)
    data = json.loads(whole.out)
    assert whole.code == erased.code == again.code == 0
    assert data["account"] == account
    assert all(data[table] for table in ("people", "accounts", "progress", "answers", "memories"))
    assert erased.out.startswith("Erased: ")
    assert again.out.startswith("Nothing is kept")
    assert naming(file_of(home), NAME) == []
    assert (wrong.code, wrong.out, "terminal:NAME" in wrong.err) == (1, "", True)
    assert "Traceback" not in wrong.err
