"""What a writer begins with is complete, loads at once, and is shown to nobody."""

import tomllib
from pathlib import Path

import pytest

from bot.catalog.loader import load
from bot.catalog.models import KINDS, Term
from bot.catalog.skeleton import skeleton
from bot.catalog.toml import parse
from tests.unit.catalog.bakery import add, baked


@pytest.mark.parametrize("kind", KINDS)
def test_a_skeleton_loads(kind: str) -> None:
    (row,) = parse(skeleton(kind))[kind]
    record = KINDS[kind].model_validate(row, strict=True)
    assert record.id == f"a-new-{kind}"
    assert record.status == "wip"


@pytest.mark.parametrize("kind", KINDS)
def test_a_skeleton_names_every_key(kind: str) -> None:
    text = skeleton(kind)
    keys = {line.removeprefix("# ").partition(" = ")[0] for line in text.splitlines()}
    tables = {line.strip("#[] ").partition(".")[2] for line in text.splitlines() if "[" in line}
    assert set(KINDS[kind].model_fields) <= keys | tables


@pytest.mark.parametrize("kind", KINDS)
def test_what_may_be_left_out_can_be_taken_in(kind: str) -> None:
    """Without the marks of its remarks, a skeleton is still TOML with every key."""
    head, *lines = skeleton(kind).splitlines()
    written = [
        line.removeprefix("# ") if " = " in line or "# [" in line else line for line in lines
    ]
    (row,) = tomllib.loads("\n".join((head, *written)))[kind]
    assert set(row) == set(KINDS[kind].model_fields)


def test_limits_stand_beside_the_keys() -> None:
    lines = skeleton("tip").splitlines()
    assert 'title = "Write here"  # 2 to 60 characters' in lines
    assert 'kind = "habit"  # one of habit, check, trick, career' in lines
    assert 'trait = "an-id"  # id of kind trait' in lines
    assert "level = 1  # 1 to 3" in lines
    assert '# skill = "an-id"  # may be left out, id of kind skill' in lines
    assert "# 2 to 5 of these tables" in skeleton("item").splitlines()


def test_a_skeleton_filled_in_stands_in_a_pack(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    text = skeleton("term", "crust").replace('status = "wip"', 'status = "active"')
    add(pack, text.replace('term = "Write here"', 'term = "crust"'))
    found = load([pack]).find(Term, "crust")
    assert found is not None
    assert found.term == "crust"


def test_an_id_of_ones_own_is_taken() -> None:
    assert parse(skeleton("tip", "my-tip"))["tip"][0]["id"] == "my-tip"


@pytest.mark.parametrize(
    ("kind", "slug", "said"),
    [
        ("tipp", "", "there is no kind tipp: write tip"),
        ("tip", "My Tip", "My Tip is no id: use small letters"),
    ],
)
def test_what_cannot_be_begun_is_said(kind: str, slug: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        skeleton(kind, slug)
