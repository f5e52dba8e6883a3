"""`milepost db`: a backup, bringing it back, a copy elsewhere."""

import stat

from tests.journey.chat import MONDAY, Home, chatting, milepost
from tests.journey.tables import file_of, tables, unordered

AT = ("--at", MONDAY)


def test_a_backup_brings_back_what_was(home: Home) -> None:
    file = home.folder / "kept.db"
    with chatting(home, *AT) as chat:
        chat.goes_through("/roadmap", "start")
        during = milepost(home, "db", "backup", str(file))
        chat.says("/tip")
    again = milepost(home, "db", "backup", str(file))
    refused = milepost(home, "db", "restore", str(file))
    later = tables(file_of(home))
    restored = milepost(home, "db", "restore", str(file), "--force")
    rows = tables(file_of(home))
    assert (during.code, during.err) == (0, ""), "while the program runs"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (again.code, again.out, "exists" in again.err) == (1, "", True)
    assert (refused.code, refused.out, "Traceback" in refused.err) == (1, "", False)
    assert later["seen"]
    assert (restored.code, restored.err) == (0, "")
    assert rows["progress"] == later["progress"]
    assert rows["seen"] == [], "the tip came after the backup"
    former = [each for each in home.folder.glob("milepost*") if "before-restore" in each.name]
    assert [tables(each)["seen"] for each in former] == [later["seen"]]


def test_a_copy_holds_every_row(home: Home) -> None:
    target = home.folder / "elsewhere.db"
    with chatting(home, *AT) as chat:
        chat.presses(chat.says("/quiz"), "Don't know")
        chat.says("/tip")
    copied = milepost(home, "db", "copy", f"sqlite:///{target}")
    again = milepost(home, "db", "copy", f"sqlite:///{target}")
    here, there = tables(file_of(home)), tables(target)
    count = sum(len(rows) for table, rows in here.items() if table != "alembic_version")
    assert (copied.code, copied.err) == (0, "")
    assert str(count) in copied.out
    assert unordered(there) == unordered(here)
    assert (again.code, again.out, "not empty" in again.err) == (1, "", True)


def test_upgrade_says_where_the_tables_are(home: Home) -> None:
    fresh = Home(home.folder, str(home.folder / "fresh.db"))
    first, second = milepost(fresh, "db", "upgrade"), milepost(fresh, "db", "upgrade")
    revision = tables(home.folder / "fresh.db")["alembic_version"][0]["version_num"]
    assert (first.code, first.err) == (second.code, second.err) == (0, "")
    assert "none" in first.out
    assert second.out.count(revision) == 2


def test_what_is_no_backup_is_refused(home: Home) -> None:
    (home.folder / "notes.txt").write_text("no backup", encoding="utf-8")
    before = tables(file_of(home))
    done = milepost(home, "db", "restore", "notes.txt", "--force")
    assert (done.code, done.out) == (1, "")
    assert "notes.txt" in done.err
    assert "Traceback" not in done.err
    assert tables(file_of(home)) == before
