"""Two programs talk to one database at the same time."""

import subprocess
import sys

from bot.catalog.catalog import Catalog
from tests.journey.chat import MONDAY, PATIENCE, Home, chatting
from tests.journey.quizzing import Player, asked
from tests.journey.tables import file_of, tables

AT = ("--at", MONDAY)


def test_one_person_at_two_keyboards(home: Home, catalog: Catalog) -> None:
    with chatting(home, *AT) as left:
        mine = left.says("/quiz")
        with chatting(home, *AT) as right:
            same = right.says("/quiz")
            feedback = Player(left, catalog).right(mine)
            late = right.presses(same, "Don't know")
            following = right.presses(late, "Next question")
            left.presses(feedback, "Next question")
    rows = tables(file_of(home))
    assert asked(mine, catalog) == asked(same, catalog)
    assert "Question 1 of 5 is open" in same
    assert "You were sure" in late, "the first answer counts, and the second sees it"
    assert "2 of 5" in following
    assert [(row["position"], row["correct"]) for row in rows["answers"]] == [(0, 1)]
    assert [row["position"] for row in rows["rounds"]] == [1]


def test_two_people_write_in_turns(home: Home) -> None:
    with chatting(home, "--as", "Ana") as ana, chatting(home, "--as", "Ben") as ben:
        titles = [(ana.says("/tip").first, ben.says("/tip").first) for _ in range(10)]
    seen = tables(file_of(home))["seen"]
    assert len(seen) == 20
    assert all(len(set(each)) == 10 for each in zip(*titles, strict=True))


def test_two_first_starts_at_once_make_one_database(home: Home) -> None:
    fresh = Home(home.folder, f"sqlite:///{home.folder / 'new' / 'milepost.db'}")
    command = [sys.executable, "-m", "bot", "chat", "--as"]
    started = [
        subprocess.Popen(
            [*command, name],
            cwd=fresh.folder,
            env=fresh.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for name in ("Ana", "Ben")
    ]
    ends = [each.communicate(b"/roadmap\nstart\n", PATIENCE) for each in started]
    assert [each.returncode for each in started] == [0, 0]
    assert [err for _, err in ends] == [b"", b""]
    assert all(b"Mark as done" in out for out, _ in ends)
    assert len(tables(file_of(fresh))["people"]) == 2
