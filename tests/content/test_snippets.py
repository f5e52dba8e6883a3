"""The code of a question does what its key claims."""

import subprocess
import sys
from importlib.util import find_spec

import pytest

from bot.catalog.loader import builtin, load
from bot.catalog.models import Check, Item

CHECKED = {
    item.id: item.check
    for item in load([builtin()]).all(Item)
    if item.check is not None and all(find_spec(name) for name in item.check.needs)
}
"""Questions whose proof runs with what is installed here; some need libraries of their field."""


@pytest.mark.parametrize("slug", sorted(CHECKED))
def test_the_snippet_prints_what_the_key_claims(slug: str) -> None:
    check: Check = CHECKED[slug]
    done = subprocess.run(
        [sys.executable, "-I", "-c", check.run],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    assert (done.stdout, done.stderr, done.returncode) == (check.prints, "", 0)


def test_most_proofs_run_everywhere() -> None:
    every = [item.id for item in load([builtin()]).all(Item) if item.check is not None]
    assert len(CHECKED) >= 20
    assert len(CHECKED) * 2 > len(every)
