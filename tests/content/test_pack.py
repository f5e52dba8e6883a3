"""The pack that comes with the bot: whole, sound, in our words, and true on any day."""

import datetime as dt
from pathlib import Path

import pytest

from bot.catalog import review
from bot.catalog.article import ARTICLE_IDS, hashes
from bot.catalog.catalog import Catalog
from bot.catalog.lint import Report, lint
from bot.catalog.loader import RELEASED, builtin, load, read
from bot.catalog.models import Certification, DatedFact, Step
from bot.catalog.quotas import MILESTONES
from bot.catalog.released import listing
from bot.catalog.status import State, needs_recheck, standing, state
from bot.catalog.subject import Subject
from tests.yard.tree import ROOT

RUNS = Path(__file__).parent / "article_runs.txt"
ARTICLE = ROOT.parent / "shared" / "article.txt"
DAYS = (0, 120, 400)
ENDED = {
    "cert.tf-developer": dt.date(2024, 5, 1),
    "cert.azure-ai-engineer": dt.date(2026, 6, 30),
    "cert.aws-ml-specialty": dt.date(2026, 3, 31),
}
"""The exams that the article names, and the days on which they ended."""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load([builtin()])


@pytest.fixture(scope="module")
def dated(catalog: Catalog) -> tuple[DatedFact, ...]:
    return (*catalog.certifications, *catalog.salaries, *catalog.facts())


@pytest.fixture(scope="module")
def looked(dated: tuple[DatedFact, ...]) -> dt.date:
    """The day on which somebody last looked a fact up."""
    return max(record.checked_on for record in dated)


@pytest.fixture(scope="module")
def report(looked: dt.date) -> Report:
    wording = frozenset(RUNS.read_text(encoding="ascii").split())
    return lint([builtin()], looked, wording=wording, floors=True)


@pytest.fixture(scope="module")
def subject(looked: dt.date) -> Subject:
    return Subject.of(read([builtin()]), looked)


@pytest.fixture(scope="module")
def blind() -> review.Readings:
    return review.readings(ROOT / "content" / review.FOLDER)


def test_the_linter_finds_no_error(report: Report) -> None:
    assert [str(problem) for problem in report.errors] == []


def test_the_linter_has_nothing_to_warn_of_on_the_day_of_the_last_look(report: Report) -> None:
    assert [str(problem) for problem in report.warnings] == []


def test_fresh_readers_find_the_key(subject: Subject, blind: review.Readings) -> None:
    whole = review.agreement(subject, blind)
    assert whole.total >= 382
    assert whole.agreed / whole.total >= review.ENOUGH, str(whole)
    assert whole.agreed == whole.read, "the question is mended, not the record"


def test_every_blind_reading_is_of_a_question(subject: Subject, blind: review.Readings) -> None:
    asked = {(review.kind_of(found.record), found.record.id) for found in review.questions(subject)}
    assert blind.keys() <= asked


def test_the_released_ids_are_those_of_the_pack() -> None:
    """`milepost content release` writes the list; a released id is never dropped from it."""
    pack = builtin()
    kept = pack.joinpath(RELEASED).read_text(encoding="utf-8")
    assert kept == listing(read([pack]))
    assert len(kept.splitlines()) > 1_500


@pytest.mark.parametrize("slug", sorted(ARTICLE_IDS))
def test_each_statement_of_the_article_is_served(catalog: Catalog, slug: str) -> None:
    assert [record.id for record in catalog.article(slug) if record.status == "active"]


def test_the_roadmap_has_its_shape(catalog: Catalog) -> None:
    assert [step.number for step in catalog.all(Step)] == [1, 2, 3, 4, 5, 6]
    counts = tuple(len(catalog.milestones(step.id)) for step in catalog.steps)
    assert counts == MILESTONES


def test_every_trait_can_be_asked_about_at_every_level(catalog: Catalog) -> None:
    assert len(catalog.traits) == 8
    lacking = [
        (trait.id, level)
        for trait in catalog.traits
        for level in (1, 2, 3)
        if not catalog.items(trait=trait.id, level=level)
    ]
    assert lacking == []


def test_every_step_and_every_trait_has_tips(catalog: Catalog) -> None:
    assert [step.id for step in catalog.steps if not catalog.tips(step=step.id)] == []
    assert [trait.id for trait in catalog.traits if not catalog.tips(trait=trait.id)] == []


def test_the_hashes_are_many_and_well_formed() -> None:
    lines = RUNS.read_text(encoding="ascii").splitlines()
    assert lines == sorted(set(lines))
    assert len(lines) > 1_000
    assert {len(line) for line in lines} == {12}
    assert set("".join(lines)) <= set("0123456789abcdef")


def test_the_hashes_are_those_of_the_article() -> None:
    kept = frozenset(RUNS.read_text(encoding="ascii").split())
    text = ARTICLE.read_text(encoding="utf-8") if ARTICLE.is_file() else None
    assert text is None or hashes(text) == kept


@pytest.mark.parametrize("days", DAYS)
def test_no_stale_fact_is_shown_as_true(
    dated: tuple[DatedFact, ...], looked: dt.date, days: int
) -> None:
    today = looked + dt.timedelta(days)
    late = [record for record in dated if today > record.review_by]
    for record in late:
        ended = isinstance(record, Certification) and state(record, record.checked_on)
        assert needs_recheck(record, today) is (ended is not State.closed), record.id
    fresh = [record for record in dated if record not in late]
    assert [record.id for record in fresh if needs_recheck(record, today)] == []
    assert bool(late) is (days > 0)


def test_every_fact_is_due_for_a_look_within_a_year(
    dated: tuple[DatedFact, ...], looked: dt.date
) -> None:
    assert [one.id for one in dated if (one.review_by - looked).days > 365] == []


@pytest.mark.parametrize("days", DAYS)
@pytest.mark.parametrize("slug", sorted(ENDED))
def test_the_exams_of_the_article_have_ended_and_stay_so(
    catalog: Catalog, looked: dt.date, slug: str, days: int
) -> None:
    [exam] = catalog.article(slug)
    assert isinstance(exam, Certification)
    now = standing(exam, looked + dt.timedelta(days))
    assert (now.state, now.recheck, now.ends) == (State.closed, False, ENDED[slug])


@pytest.mark.parametrize("slug", sorted(ENDED))
def test_the_exams_of_the_article_were_open_before(catalog: Catalog, slug: str) -> None:
    [exam] = catalog.article(slug)
    assert isinstance(exam, Certification)
    before = ENDED[slug] - dt.timedelta(1)
    assert state(exam, before) is State.closing
    assert state(exam, before - dt.timedelta(365)) is State.open


def test_a_closed_exam_offers_what_can_be_taken_instead(catalog: Catalog) -> None:
    for slug in ENDED:
        [exam] = catalog.article(slug)
        assert isinstance(exam, Certification)
        assert exam.instead, slug


def test_no_price_is_shown_a_year_later(catalog: Catalog, looked: dt.date) -> None:
    today = looked + dt.timedelta(400)
    assert [one.id for one in catalog.certifications if standing(one, today).price] == []
