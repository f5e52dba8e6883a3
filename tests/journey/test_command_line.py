"""The command line itself: help, checks, bad settings, the end of the input."""

import json

import pytest

from bot.catalog.catalog import Catalog
from tests.journey.chat import Home, milepost

COMMANDS = (
    "run", "chat", "check",
    "db", "db upgrade", "db backup", "db restore", "db copy",
    "content", "content lint", "content stats", "content preview",
    "content new", "content import", "content blind", "content release",
    "person", "person export", "person erase",
)  # fmt: skip
FIGURES = {
    "article_ids", "steps", "milestones", "skills", "resources", "quiz_items", "scenario_items",
    "assessment_items", "tips", "nudges", "projects", "glossary", "interview", "certifications",
    "salaries", "sources", "errors", "warnings",
}  # fmt: skip


def test_every_command_explains_itself(home: Home) -> None:
    whole = milepost(home, "--help")
    assert whole.code == 0
    for command in COMMANDS:
        done = milepost(home, *command.split(), "--help")
        assert (done.code, done.err) == (0, ""), command
        assert f"milepost {command}" in done.out
        assert command.split()[0] in whole.out


def test_a_command_that_is_none(home: Home) -> None:
    for arguments in ((), ("dance",), ("db",), ("chat", "--as")):
        done = milepost(home, *arguments)
        assert (done.code, done.out) == (2, "")
        assert "milepost" in done.err


def test_version(home: Home) -> None:
    done = milepost(home, "--version")
    assert done.code == 0
    assert done.out.startswith("milepost 0.")


def test_a_first_start_makes_the_database_and_leaves_at_the_end_of_the_input(home: Home) -> None:
    fresh = Home(home.folder, "")
    first = milepost(fresh, "run", stdin="/roadmap\nstart\n/leave\n/help\n")
    second = milepost(fresh, "chat", stdin="/roadmap")
    form = milepost(fresh, "chat", stdin="/settings\nChange\n", DISCORD_TOKEN="made-up")
    for done in (first, second, form):
        assert (done.code, done.err) == (0, "")
        assert "\x1b" not in done.out, "no colours where no terminal is"
    assert (home.folder / "data" / "milepost.db").is_file()
    assert "Mark as done" in first.out
    assert "> /help" not in first.out, "one can leave before the end"
    assert "Next:" in second.out, "a last line without its end is read as well"
    assert "Your settings" in form.out
    assert "Saved" not in form.out, "a form that is not answered is given up"


def test_check_says_what_works(home: Home, catalog: Catalog) -> None:
    fine = milepost(home, "check")
    away = milepost(home, "check", DATABASE_URL=str(home.folder / "milepost.db" / "no" / "x.db"))
    assert (fine.code, fine.err) == (0, "")
    assert f"{len(catalog.tips())} tips" in fine.out
    assert f"{len(catalog.items())} questions" in fine.out
    assert "Database: fine" in fine.out
    assert away.code == 1
    assert "Database: fine" not in away.out
    assert away.err
    assert "Traceback" not in away.err


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MILEPOST_LOG", "loud"),
        ("MILEPOST_PACKS", "no/such/folder"),
        ("MILEPOST_HTTP", "8080"),
        ("MILEPOST_PRIVACY_URL", "example.org"),
        ("SLACK_BOT_TOKEN", "xoxb-alone"),
        ("SLACK_APP_TOKEN", "xapp-alone"),
        ("SLACK_BOT_TOKEN", "secret-of-the-wrong-kind"),
        ("DATABASE_URL", "mysql://somebody:secret@host/db"),
    ],
)
def test_a_setting_that_cannot_be_right_is_named(home: Home, name: str, value: str) -> None:
    done = milepost(home, "chat", **{name: value})
    assert name in done.err
    assert "secret" not in done.err
    assert "Traceback" not in done.err
    assert (done.code, done.out) == (2, "")


def test_content_lint_and_stats(home: Home, catalog: Catalog) -> None:
    lint = milepost(home, "content", "lint")
    stats = milepost(home, "content", "stats", "--json")
    figures = json.loads(stats.out)
    assert figures.keys() == FIGURES
    assert figures["tips"] == len(catalog.tips())
    assert figures["milestones"] == len(catalog.milestones())
    assert f"tips: {figures['tips']}" in lint.out
    assert lint.out.rstrip().endswith(f"{figures['errors']} errors, {figures['warnings']} warnings")
    assert lint.code == (1 if figures["errors"] else 0)
    assert (lint.err, stats.err, stats.code) == ("", "", 0)


def test_content_preview(home: Home, catalog: Catalog) -> None:
    tip, item = catalog.tips()[0], catalog.items()[0]
    shown = milepost(home, "content", "preview", "tip", tip.id)
    question = milepost(home, "content", "preview", "item", item.id)
    wrong = milepost(home, "content", "preview", "dog", "x")
    assert (shown.code, shown.err) == (0, "")
    assert tip.title in shown.out
    assert "characters" in shown.out
    assert (question.code, question.err) == (0, "")
    assert all(f"▎ {letter} " in question.out for letter in "AB")
    assert (wrong.code, wrong.out) == (1, "")
    assert "certification" in wrong.err, "it says which kinds there are"
