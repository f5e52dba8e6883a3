"""Whatever a record names is there, is shown, and is named once by its own id."""

from pathlib import Path

import pytest

from bot.catalog.loader import read
from bot.catalog.models import KINDS, Record
from bot.catalog.problems import Problem
from bot.catalog.references import POINTS
from tests.unit.catalog.bakery import Spoilt, baked, change, judged

FIELDS = [(kind, field) for kind, fields in POINTS.items() for field in fields]
SLUG = Record.model_json_schema()["properties"]["id"]["pattern"]
NO_REFERENCE = {"id", "aliases", "topic", "sources", "replaces"}


def spoil(pack: Path, kind: str, field: str) -> Problem:
    """Make the first such field name nothing; return the problem that should follow."""
    entry = next(
        one for one in read([pack]).entries if one.kind == kind and (*one.path, field) in one.lines
    )
    line = entry.lines[*entry.path, field]
    lines = Path(entry.file).read_text(encoding="utf-8").split("\n")
    many = lines[line - 1].endswith("]")
    lines[line - 1] = f'{field} = ["zzz"]' if many else f'{field} = "zzz"'
    Path(entry.file).write_text("\n".join(lines), encoding="utf-8")
    target = {"sources": "source"}.get(field) or POINTS[kind][field]
    text = f"{kind} {entry.record.id}: {field} names the {target} zzz that does not exist: "
    return Problem(entry.file, line, f"{text}add that {target} or correct {field}")


@pytest.mark.parametrize(("kind", "field"), [*FIELDS, ("fact", "sources")])
def test_a_reference_that_leads_nowhere_is_an_error(kind: str, field: str, tmp_path: Path) -> None:
    pack = baked(tmp_path)
    expected = spoil(pack, kind, field)
    assert expected in judged(pack).errors


def test_every_field_that_holds_an_id_is_known() -> None:
    found = {
        (kind, name)
        for kind, model in KINDS.items()
        for name, schema in model.model_json_schema()["properties"].items()
        if SLUG in str(schema) and name not in NO_REFERENCE
    }
    assert found == set(FIELDS)


REFERENCES = [
    Spoilt(
        "practice.toml",
        'words = ["gluten"]',
        'words = ["glutens"]',
        "words =",
        "item window-test: words names the term glutens that does not exist: write gluten",
    ),
    Spoilt(
        "practice.toml",
        'words = ["gluten"]',
        'words = ["gluten", "starter", "gluten"]',
        "words =",
        "item window-test: words names the term gluten twice: remove one of the two",
    ),
    Spoilt(
        "practice.toml",
        'id = "starter"\n',
        'id = "starter"\nstatus = "beta"\n',
        'see = ["starter"]',
        "term gluten: see names the term starter that is beta: name an active one",
    ),
    Spoilt(
        "practice.toml",
        'id = "starter"\n',
        'id = "leaven"\naliases = ["starter"]\n',
        'see = ["starter"]',
        "term gluten: see names the term starter by a former id: write leaven",
    ),
    Spoilt(
        "practice.toml",
        'id = "weigh-flour"\n',
        'id = "weigh-flour"\nreplaces = "weigh-it"\n',
        "replaces =",
        "tip weigh-flour: replaces names the tip weigh-it that does not exist: write weigh-flour",
    ),
]


@pytest.mark.parametrize("case", REFERENCES, ids=str)
def test_a_bad_reference_says_the_way_out(case: Spoilt, tmp_path: Path) -> None:
    pack = case.bake(tmp_path)
    assert judged(pack).problems == (case.expected(pack),)


def test_a_hidden_record_may_name_hidden_ones(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    for slug in ("gluten", "starter"):
        change(pack / "practice.toml", f'id = "{slug}"\n', f'id = "{slug}"\nstatus = "wip"\n')
    change(pack / "practice.toml", 'words = ["gluten"]', "words = []")
    assert judged(pack).problems == ()


def test_what_replaces_a_deprecated_record_may_name_it(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    change(
        pack / "practice.toml", 'id = "salt-last"\n', 'id = "salt-last"\nstatus = "deprecated"\n'
    )
    change(
        pack / "practice.toml",
        'id = "weigh-flour"\n',
        'id = "weigh-flour"\nreplaces = "salt-last"\n',
    )
    assert judged(pack).problems == ()
