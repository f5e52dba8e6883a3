"""Blind readings: kept by what was seen, compared with the key, counted, and asked for again."""

import datetime as dt
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.catalog import blind, review
from bot.catalog.lint import lint
from bot.catalog.loader import read
from bot.catalog.models import Question
from bot.catalog.subject import Subject
from tests.unit.catalog.bakery import BREAD, TODAY, baked, change

ANSWERS = {
    "window-test": 'answer = ["stretches"]',
    "order-of-work": 'answer = ["feed", "mix"]',
    "guests-early": 'answer = ["wait"]',
    "why-rest": 'points = ["It relaxes", "Bubbles spread"]\ncovered = [[1], [2]]',
}


def subject(pack: Path) -> Subject:
    return Subject.of(read([pack]), TODAY)


def asked(pack: Path) -> dict[str, review.Asked]:
    return {found.record.id: found.record for found in review.questions(subject(pack))}


def row(record: review.Asked, answer: str) -> str:
    """Write a reading of a question as it stands."""
    keyed = f'keyed = "{review.key_digest(record)}"\n' if isinstance(record, Question) else ""
    return (
        f'[[reading]]\nkind = "{review.kind_of(record)}"\nid = "{record.id}"\nrev = 1\n'
        f'seen = "{review.digest(record)}"\n{answer}\n{keyed}on = 2026-11-23\n'
    )


def given(folder: Path, **answers: str) -> review.Readings:
    """Keep an answer to every question; those named by their id with _ for - are other ones."""
    told = {**ANSWERS, **{slug.replace("_", "-"): answer for slug, answer in answers.items()}}
    rows = [row(record, told[slug]) for slug, record in asked(BREAD).items() if told[slug]]
    folder.mkdir(exist_ok=True)
    folder.joinpath("first.toml").write_text("\n".join(rows), encoding="utf-8")
    folder.joinpath("notes.md").write_text("not a reading", encoding="utf-8")
    return review.readings(folder)


def said(pack: Path, readings: review.Readings) -> list[str]:
    return [str(problem).split(": ", 1)[1] for problem in review.check(subject(pack), readings)]


def test_readings_that_choose_the_key_agree(tmp_path: Path) -> None:
    readings = given(tmp_path)
    assert said(BREAD, readings) == []
    assert review.agreement(subject(BREAD), readings) == review.Agreement(4, 4, 4)
    report = lint([BREAD], TODAY, blind=readings)
    assert report.problems == ()
    assert report.measures["blind readings agree"] == "100.0% of 4 questions, 4 of them read"
    assert "blind readings agree" not in lint([BREAD], TODAY).measures


@pytest.mark.parametrize(
    ("slug", "answer", "text"),
    [
        ("window_test", 'answer = ["whiter"]', "item window-test: a blind reader answered whiter"),
        ("window_test", "answer = []", "item window-test: a blind reader answered nothing"),
        (
            "order_of_work",
            'answer = ["mix", "feed"]',
            "item order-of-work: a blind reader answered mix, feed",
        ),
        (
            "guests_early",
            'answer = ["toast"]',
            "scenario guests-early: a blind reader answered toast",
        ),
        (
            "why_rest",
            'points = ["It relaxes"]\ncovered = [[1], []]',
            "question why-rest: a blind reader did not name key point 2",
        ),
    ],
)
def test_a_reading_that_differs_is_told_of_the_question(
    tmp_path: Path, slug: str, answer: str, text: str
) -> None:
    told = said(BREAD, given(tmp_path, **{slug: answer}))
    assert told[0] == f"warning: {text}: look at the question, not at the record"
    assert told[1] == (
        "error: blind readings agree in 75.0% of 4 questions, 4 of them read; at least 95% have to:"
        " answer the questions that a warning names"
    )


def test_an_unread_question_does_not_agree(tmp_path: Path) -> None:
    told = said(BREAD, given(tmp_path, window_test=""))
    assert told[0].startswith("warning: item window-test: has no blind reading of its text")
    assert "75.0% of 4 questions, 3 of them read" in told[1]
    assert "0.0% of 4 questions" in said(BREAD, review.readings(tmp_path / "nowhere"))[-1]


@pytest.mark.parametrize(
    ("old", "new", "slug"),
    [
        ("long enough?", "enough?", "window-test"),
        ('text = "Ten minutes have passed"', 'text = "Nine minutes have passed"', "window-test"),
        ("water = 350", "water = 300", "order-of-work"),
        ("the loaf is hot", "the loaf is warm", "guests-early"),
        ("before it is shaped", "before it is baked", "why-rest"),
    ],
)
def test_a_changed_question_needs_a_new_reading(
    tmp_path: Path, old: str, new: str, slug: str
) -> None:
    readings, pack = given(tmp_path / "review"), baked(tmp_path)
    change(pack / "practice.toml", old, new)
    told = said(pack, readings)
    assert f"{slug}: has no blind reading of its text of today" in told[0]
    assert [record.id for record in review.unread(subject(pack), readings)] == [slug]


def test_a_changed_key_needs_a_new_comparison_only(tmp_path: Path) -> None:
    readings, pack = given(tmp_path / "review"), baked(tmp_path)
    change(pack / "practice.toml", "Gas is spread evenly", "Gas spreads")
    told = said(pack, readings)
    assert "question why-rest: its key points are not those that a blind answer" in told[0]
    assert review.unread(subject(pack), readings) == ()


def test_what_only_the_reasons_say_needs_none(tmp_path: Path) -> None:
    readings, pack = given(tmp_path / "review"), baked(tmp_path)
    change(pack / "practice.toml", "Colour changes with the flour", "Colour comes with the flour")
    change(pack / "practice.toml", "Names both and their order", "Names both")
    assert said(pack, readings) == []


def test_the_last_fitting_reading_counts(tmp_path: Path) -> None:
    given(tmp_path, window_test='answer = ["whiter"]')
    later = row(asked(BREAD)["window-test"], ANSWERS["window-test"])
    tmp_path.joinpath("second.toml").write_text(later, encoding="utf-8")
    assert said(BREAD, review.readings(tmp_path)) == []


@pytest.mark.parametrize(
    "answer",
    [
        'points = ["It relaxes"]\ncovered = [[1], [2]]',
        'points = ["It relaxes"]\ncovered = [[0]]',
        "points = []\ncovered = []",
        'answer = ["rest"]',
    ],
)
def test_a_record_that_cannot_be_is_refused(tmp_path: Path, answer: str) -> None:
    with pytest.raises(ValidationError):
        given(tmp_path, why_rest=answer)


def test_a_comparison_has_to_judge_every_key_point(tmp_path: Path) -> None:
    told = said(BREAD, given(tmp_path, why_rest='points = ["It relaxes"]\ncovered = [[1]]'))
    assert "question why-rest: its key points are not those that a blind answer" in told[0]


def test_the_sheet_asks_without_telling() -> None:
    sheet = "\n".join(blind.sheet(asked(BREAD).values(), dt.date(2026, 11, 23)))
    assert "# A piece stretches thin" not in sheet
    assert "# stretches: A piece stretches thin\n" in sheet
    assert "#     water = 350\n" in sheet
    for told in ("right", "score", "misconception", "Gluten relaxes", "Colour changes"):
        assert told not in sheet, told
    for hint in ("one option", "all options, in their order", "the most effective option"):
        assert f"# Answer: {hint}.\n" in sheet
    moves = [line[2:5] for line in sheet.split("\n") if line[2:5] in {"cut", "toa", "wai"}]
    assert moves == ["cut", "toa", "wai"], "not in the order of the pack"


def test_a_filled_sheet_is_a_reading(tmp_path: Path) -> None:
    [question] = [record for record in asked(BREAD).values() if isinstance(record, Question)]
    lines = "\n".join(blind.sheet([question], dt.date(2026, 11, 23)))
    [head, *points] = blind.keys([question])
    keyed = head.split('"')[1]
    filled = lines.replace('points = [""]', 'points = ["Both"]')
    filled = filled.replace('# keyed = "..."', f'keyed = "{keyed}"')
    filled = filled.replace("# covered = [[1], [2, 3], []]", "covered = [[1], [1]]")
    tmp_path.joinpath("new.toml").write_text(filled, encoding="utf-8")
    readings = review.readings(tmp_path)
    assert points == ["#   1. Gluten relaxes", "#   2. Gas is spread evenly"]
    assert review.agrees(question, readings["question", question.id][0])
    assert not review.agrees(asked(BREAD)["window-test"], readings["question", question.id][0])
