"""The commands for writers: figures, problems, released ids; and how wording is compared."""

import io
import json
from pathlib import Path

import pytest

from bot.catalog import cli
from bot.catalog.article import hashes, runs, words
from bot.catalog.loader import RELEASED, builtin, load
from tests.unit.catalog.bakery import BREAD, TODAY, add, baked, change

FIGURES = (
    "article_ids steps milestones skills resources quiz_items scenario_items assessment_items tips "
    "nudges projects glossary interview certifications salaries sources errors warnings"
)


def test_the_figures_have_their_names_in_order() -> None:
    figures = json.loads(cli.stats_json([BREAD], TODAY))
    assert list(figures) == FIGURES.split()
    assert all(type(count) is int for count in figures.values())
    assert figures == {
        **dict.fromkeys(FIGURES.split(), 1),
        **dict.fromkeys(("milestones", "skills", "resources", "quiz_items", "tips"), 2),
        **dict.fromkeys(("glossary", "certifications"), 2),
        **dict.fromkeys(("errors", "warnings"), 0),
    }


def test_problems_are_counted_by_their_weight(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    change(pack / "practice.toml", "It has turned white", "It is always white")
    add(pack, "[[tips]]\n[[tips]]\n[[tipps]]")
    figures = json.loads(cli.stats_json([pack], TODAY))
    assert (figures["errors"], figures["warnings"]) == (2, 1)


def test_linting_prints_figures_then_problems_and_fails_on_errors(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    assert cli.lint([pack], TODAY, io.StringIO()) == 0
    change(pack / "practice.toml", "It has turned white", "It is always white")
    out = io.StringIO()
    assert cli.lint([pack], TODAY, out) == 0
    assert "\nquiz_items: 2\n" in out.getvalue()
    assert out.getvalue().endswith(": say it without\n0 errors, 1 warnings\n")
    file = add(pack, "[[tips]]")
    out = io.StringIO()
    assert cli.lint([pack], TODAY, out) == 1
    assert f"\n{file}:1: error: unknown kind [[tips]]: write tip\n1 errors, " in out.getvalue()


def test_the_figures_we_aim_at_are_shown_on_request() -> None:
    out = io.StringIO()
    cli.lint([BREAD], TODAY, out, excellent=True)
    assert "\ntips: 2 of 366\n" in out.getvalue()
    cli.lint([BREAD], TODAY, out := io.StringIO())
    assert "\ntips: 2\n" in out.getvalue()


def test_the_floors_are_asked_when_the_built_in_pack_is_there() -> None:
    alone, both = io.StringIO(), io.StringIO()
    cli.lint([BREAD], TODAY, alone)
    cli.lint([BREAD, builtin()], TODAY, both)
    said = "trait patience: has 1 quiz questions of level 1, at least 8"
    assert said not in alone.getvalue()
    assert said in both.getvalue()


def test_without_the_hashes_the_linter_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    cli.lint([BREAD], TODAY, out)
    assert "not checked" not in out.getvalue()
    monkeypatch.setattr(cli, "RUNS", ("nowhere.txt",))
    cli.lint([BREAD], TODAY, out := io.StringIO())
    assert (
        "Wording shared with the article: not checked, its hashes are not here." in out.getvalue()
    )


def test_releasing_writes_down_the_ids_of_a_sound_pack(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    out = io.StringIO()
    assert cli.release(pack, out) == 0
    written = (pack / RELEASED).read_text(encoding="utf-8").splitlines()
    assert written[0] == "assessment/rests"
    assert len(written) == 26
    assert out.getvalue() == "26 ids are released and kept from now on\n"
    assert load([pack])
    add(pack, "[[tips]]")
    assert cli.release(pack, io.StringIO()) == 1


def test_the_command_runs_from_a_checkout(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["lint", str(BREAD), "--excellent"]) == 0
    assert "tips: 2 of 366" in capsys.readouterr().out
    assert cli.main(["stats", str(BREAD)]) == 0
    assert json.loads(capsys.readouterr().out)["tips"] == 2


def test_words_are_compared_without_case_signs_and_apostrophes() -> None:
    assert words("It\u2019s THE well-known `x`, 2nd!") == [
        "its",
        "the",
        "well",
        "known",
        "x",
        "2nd",
    ]


def test_a_run_is_six_words_and_its_hash_tells_it() -> None:
    assert [run for _, run in runs("a b c d e f g")] == ["a b c d e f", "b c d e f g"]
    assert hashes("a b c d e") == frozenset()
    assert hashes("A b, c d-e f") == hashes("a b c d e f") == {"2278f6cde637"}


def test_the_sheet_for_blind_readers_leaves_out_what_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = io.StringIO()
    assert cli.sheet([BREAD], TODAY, out, keys=False) == 0
    assert out.getvalue().count("[[reading]]\n") == 4
    assert "on = 2026-11-24\n" in out.getvalue()
    cli.sheet([builtin()], TODAY, out := io.StringIO(), keys=False)
    assert out.getvalue().count("[[reading]]\n") < 40
    cli.sheet([BREAD], TODAY, out := io.StringIO(), keys=True)
    assert out.getvalue().startswith("# why-rest: keyed = ")
    monkeypatch.setattr(cli.review, "FOLDER", "nowhere")
    cli.sheet([builtin()], TODAY, out := io.StringIO(), keys=False)
    assert out.getvalue().count("[[reading]]\n") > 300
