"""Dates stand in order, looks are recent, addresses are public."""

import datetime as dt
from pathlib import Path

import pytest

from bot.catalog.problems import Problem
from tests.unit.catalog.bakery import TODAY, Spoilt, baked, change, judged

EXAM = "certification baker-one:"
KNEAD = "https://bread.example.org/knead"
PRICE = 'price = { amount = 90, currency = "EUR", checked_on = 2026-11-01 }\n'


def exam(old: str, new: str, at: str, text: str) -> Spoilt:
    return Spoilt("facts.toml", old, new, at, f"{EXAM} {text}")


def url(new: str, text: str) -> Spoilt:
    return Spoilt("roadmap.toml", KNEAD, new, f'"{new}"', f"resource knead-guide: url {text}")


CASES = [
    exam(
        "opens = 2020-01-01",
        "opens = 2020-01-01\nlast_exam_day = 2019-12-31",
        "opens =",
        "opens (2020-01-01) lies after last_exam_day (2019-12-31): correct one of them",
    ),
    exam(
        "opens = 2020-01-01",
        "beta_from = 2020-02-01\nopens = 2020-01-01",
        "beta_from =",
        "beta_from (2020-02-01) lies after opens (2020-01-01): correct one of them",
    ),
    url(
        "https://localhost/x", "leads to localhost, which is no public site: link to a public page"
    ),
    url("https://10.0.0.8/x", "leads to 10.0.0.8, which is no public site: link to a public page"),
    url("https://[::1]/x", "leads to ::1, which is no public site: link to a public page"),
    url(
        "https://nas.local/x", "leads to nas.local, which is no public site: link to a public page"
    ),
    url(
        "https://x.org/caf\u00e9",
        "holds letters outside ASCII: write them as %XX, as the browser copies them",
    ),
    url("https://me@x.org/x", "holds a user name: leave out what stands before the @"),
    url("https://x_y.org/x", "has an unusual host (x_y.org): write the site's plain name"),
    url(
        "https://b\u0430ker.org/x",
        "has an unusual host (b\u0430ker.org): write the site's plain name",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_bad_date_or_address_says_the_way_out(case: Spoilt, tmp_path: Path) -> None:
    pack = case.bake(tmp_path)
    assert judged(pack).problems == (case.expected(pack),)


def test_an_exam_is_reviewed_within_90_days(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    file = pack / "facts.toml"
    text = file.read_text(encoding="utf-8")
    head, tail = text.split("[[certification]]", 1)
    file.write_text(
        f"{head}[[certification]]{tail.replace('2027-01-30', '2027-01-31', 1)}", encoding="utf-8"
    )
    line = file.read_text(encoding="utf-8").split("\n").index("review_by = 2027-01-31") + 1
    said = f"{EXAM} review_by is 91 days after checked_on, at most 90: write 2027-01-30"
    assert judged(pack).problems == (Problem(str(file), line, said),)


def test_what_is_past_its_review_date_is_a_warning(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    assert judged(pack, dt.date(2027, 1, 30)).problems == ()
    late = judged(pack, dt.date(2027, 1, 31))
    said = "is past its review_by: look it up again and move checked_on and review_by"
    assert [one.text for one in late.warnings] == [
        f"{name}: {said}"
        for name in (
            "certification baker-one",
            "certification baker-zero",
            "salary bakers-2025",
            "fact bakeries",
        )
    ]
    assert late.errors == ()
    assert late.measures["dated records overdue"] == "4"


def test_a_link_is_opened_every_180_days(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    opened = dt.date(2026, 11, 1)
    in_time = judged(pack, opened + dt.timedelta(180))
    assert not [one for one in in_time.warnings if "last opened" in one.text]
    assert in_time.measures["links not opened for 180 days"] == "0"
    late = judged(pack, opened + dt.timedelta(181))
    said = "was last opened 181 days ago, at most 180: open it, move verified_on"
    assert f"resource knead-guide: {said}" in [one.text for one in late.warnings]
    assert late.measures["links not opened for 180 days"] == "3"


def test_an_exam_may_end_and_retire_on_one_day(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    change(
        pack / "facts.toml",
        "last_exam_day = 2024-05-01",
        "last_exam_day = 2024-05-01\nretired_on = 2024-05-01",
    )
    assert judged(pack).problems == ()


@pytest.mark.parametrize(("days", "warned"), [(1, False), (2, True)])
def test_a_look_in_the_future_is_a_warning(days: int, *, warned: bool, tmp_path: Path) -> None:
    pack = baked(tmp_path)
    day = TODAY + dt.timedelta(days)
    change(
        pack / "facts.toml",
        f'published = "2026"\nchecked_on = {dt.date(2026, 11, 1)}',
        f"checked_on = {day}",
    )
    said = "source guild: checked_on lies in the future: write the day on which somebody looked"
    assert (said in [one.text for one in judged(pack).warnings]) is warned


def test_two_resources_with_one_address_are_a_warning(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    change(pack / "roadmap.toml", "https://bread.example.org/starter", f"{KNEAD}/")
    [problem] = judged(pack).problems
    assert problem.severity == "warning"
    assert problem.text == (
        "resource starter-diary: url is also that of the resource knead-guide: keep one of the two"
    )
