"""The code of a question does what its key claims; `make content-check` runs the other proofs."""

import re
import sys
from importlib.util import find_spec

import pytest

from bot.catalog.models import Check
from tests.content.proofs import NOT_HERE, absent, main, proofs, prove
from tests.yard.tree import ROOT

CHECKED = {
    slug: check for slug, check in proofs().items() if all(find_spec(name) for name in check.needs)
}
"""Questions whose proof runs with what is installed here; some need libraries of their field."""


@pytest.mark.parametrize("slug", sorted(CHECKED))
def test_the_snippet_prints_what_the_key_claims(slug: str) -> None:
    assert prove(CHECKED[slug]) == ""


def test_most_proofs_run_everywhere() -> None:
    assert len(CHECKED) >= 20
    assert len(CHECKED) * 2 > len(proofs())
    assert {slug for slug, check in proofs().items() if not check.needs} <= CHECKED.keys()


def test_every_library_that_a_proof_needs_is_pinned() -> None:
    script = (ROOT / "deploy" / "content-check.sh").read_text("utf-8")
    pinned = set(re.findall(r"([\w-]+)==\d[\w.]*", script))
    needed = {name for check in proofs().values() for name in check.needs}
    assert needed <= pinned
    assert needed, "else the job has nothing to do"


@pytest.mark.parametrize(
    ("run", "prints", "wrong"),
    [
        ("print(1)", "1\n", ""),
        ("print(2)", "1\n", "printed '2\\n', not '1\\n'"),
        ("import sys; sys.exit(3)", "", "ended with 3"),
        ("import sys; print('x', file=sys.stderr)", "", "ended with 0 and said:\nx"),
    ],
)
def test_a_proof_that_fails_is_told(run: str, prints: str, wrong: str) -> None:
    said = prove(Check(run=run, prints=prints))
    assert said.startswith(wrong)
    assert bool(said) is bool(wrong)


def test_the_job_fails_for_a_library_that_is_not_pinned(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(sys.executable, []) == 1
    assert "which no pin names" in capsys.readouterr().out


def test_the_job_says_what_it_could_not_run(capsys: pytest.CaptureFixture[str]) -> None:
    """Libraries in versions that nobody has: nothing is proved, and nothing is wrong."""
    pins = [f"{name}==0.0.0" for check in proofs().values() for name in check.needs]
    assert main(sys.executable, sorted(set(pins))) == NOT_HERE
    out = capsys.readouterr().out
    waiting = sum(bool(check.needs) for check in proofs().values())
    assert "0 proofs with" in out
    assert f"{waiting} more were not run, for want of numpy" in out


def test_what_is_installed_is_told_by_name_and_version() -> None:
    pins = [f"pytest=={pytest.__version__}", "pytest-asyncio==0.0.0", "no-such-library==1.0"]
    assert absent(sys.executable, pins) == {"pytest-asyncio", "no-such-library"}
