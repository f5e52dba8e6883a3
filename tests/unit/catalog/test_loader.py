"""Packs are read whole, from any folder, and what is wrong with them is told at once."""

import os
import shutil
import zipfile
from pathlib import Path

import pytest

from bot.catalog.loader import builtin, load, read, shown
from bot.catalog.models import KINDS, Step, Tip
from bot.catalog.problems import PackError, Problem
from tests.unit.catalog.bakery import BREAD, add, baked, change

TIP = """
[[tip]]
id = "{id}"
trait = "patience"
step = "dough"
level = 1
kind = "trick"
title = "{title}"
why = "{title}."
today = "{title} once."
minutes = 5
"""


def tip(slug: str, title: str = "Fold, then wait") -> str:
    return TIP.format(id=slug, title=title)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('\n[[tips]]\nid = "x"', 2, "unknown kind [[tips]]: write tip"),
        (
            '[[zzz]]\nid = "x"',
            1,
            f"unknown kind [[zzz]]: write one of: {', '.join(sorted(KINDS))}",
        ),
        ('\n\n[tip]\nid = "x"', 3, "[tip] has single brackets: write [[tip]]"),
        ('id = "x"', 1, "id stands outside a table: move it below a [[kind]] line"),
        ("day = 2026-01-31", 1, "day stands outside a table: move it below a [[kind]] line"),
        ('tip = ["x"]', 1, "tip holds something else than tables: write [[tip]]"),
    ],
)
def test_what_is_no_record_is_refused(tmp_path: Path, text: str, line: int, said: str) -> None:
    pack = baked(tmp_path)
    file = add(pack, text)
    assert read([pack]).problems == (Problem(str(file), line, said),)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "none"
    said = "there is no such pack folder: correct the path"
    assert read([folder]).problems == (Problem(str(folder), 1, said),)


def test_a_pack_without_its_head_is_refused(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    (pack / "pack.toml").unlink()
    said = "is missing: add it, with id, name, version and licence"
    assert read([pack]).problems == (Problem(str(pack / "pack.toml"), 1, said),)


def test_a_head_in_another_file_is_no_head(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    (pack / "deeper").mkdir()
    (pack / "pack.toml").rename(pack / "deeper" / "pack.toml")
    assert read([pack]).heads == ()


def test_records_may_stand_beside_the_head_and_in_any_folder(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    (pack / "a" / "b").mkdir(parents=True)
    (pack / "a" / "b" / "c.toml").write_text(tip("deep"), encoding="utf-8")
    (pack / "notes.md").write_text("[[tip]]", encoding="utf-8")
    head = pack / "pack.toml"
    head.write_text(head.read_text(encoding="utf-8") + tip("beside", "Rest"), encoding="utf-8")
    catalog = load([pack])
    assert [one.id for one in catalog.all(Tip)] == ["deep", "beside", "salt-last", "weigh-flour"]


@pytest.mark.parametrize("slug", ["salt-last", "scale-first"])
def test_an_id_that_is_taken_names_both_places(tmp_path: Path, slug: str) -> None:
    pack = baked(tmp_path)
    other = tmp_path / "second"
    other.mkdir()
    (other / "pack.toml").write_text(
        (pack / "pack.toml").read_text(encoding="utf-8") + tip(slug), encoding="utf-8"
    )
    lines = (pack / "practice.toml").read_text(encoding="utf-8").split("\n")
    first = {"salt-last": "salt-last", "scale-first": "weigh-flour"}[slug]
    begins = lines.index(f'id = "{first}"')
    assert read([pack, other]).problems == (
        Problem(
            str(other / "pack.toml"),
            9,
            f"tip {slug}: {slug} is taken by the tip at {pack / 'practice.toml'}:{begins}: "
            "choose another",
        ),
    )


def test_the_first_of_two_equal_ids_is_kept(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    add(pack, tip("salt-last", "Quite another tip"))
    kept = [one.record for one in read([pack]).entries if one.record.id == "salt-last"]
    assert [one.title for one in kept if isinstance(one, Tip)] == ["Add salt late"]


def test_a_record_without_id_is_named_by_its_place(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    change(pack / "practice.toml", 'id = "weigh-flour"\n', "")
    [problem] = read([pack]).problems
    assert (problem.line, problem.text) == (21, 'tip 2: id is missing: add id = "..."')


def test_a_pack_is_read_from_a_zipped_package_too(tmp_path: Path) -> None:
    file = shutil.make_archive(str(tmp_path / "packed"), "zip", BREAD)
    with zipfile.ZipFile(file) as packed:
        catalog = load([zipfile.Path(packed)])
    assert [pack.id for pack in catalog.packs] == ["bread"]
    assert catalog.tips() == load([BREAD]).tips()
    assert catalog.where("tip", "salt-last") == f"{file}/practice.toml:9"


def test_an_alias_that_is_taken_is_refused_too(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    file = add(pack, tip("new").replace('"new"', '"new"\naliases = ["salt-last"]'))
    said = f"tip new: salt-last is taken by the tip at {pack / 'practice.toml'}:9"
    assert read([pack]).problems == (Problem(str(file), 4, f"{said}: choose another"),)


def test_equal_ids_of_two_kinds_are_two_records(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    add(pack, tip("knead"))
    assert read([pack]).problems == ()


def test_a_second_pack_adds_to_the_first(tmp_path: Path) -> None:
    second = tmp_path / "rye"
    second.mkdir()
    head = (BREAD / "pack.toml").read_text(encoding="utf-8").replace('"bread"', '"rye"')
    (second / "pack.toml").write_text(head + tip("rye-first"), encoding="utf-8")
    catalog = load([BREAD, second])
    assert [pack.id for pack in catalog.packs] == ["bread", "rye"]
    assert [one.id for one in catalog.all(Tip)] == ["salt-last", "weigh-flour", "rye-first"]


def test_the_built_in_pack_stands_beside_another() -> None:
    catalog = load([builtin(), BREAD])
    assert catalog.find(Tip, "salt-last") is not None
    assert {step.id for step in load([builtin()]).all(Step)} < {step.id for step in catalog.steps}


def test_loading_lists_every_error_as_file_line_and_text(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    file = add(pack, tip("one").replace("minutes = 5", "minutes = 0") + tip("two") * 2)
    with pytest.raises(PackError) as caught:
        load([pack])
    assert str(caught.value).split("\n") == [
        f"{file}:11: tip one: minutes is 0, at least 1: write 1 or more",
        f"{file}:25: tip two: two is taken by the tip at {file}:13: choose another",
    ]
    assert [problem.line for problem in caught.value.problems] == [11, 25]


def test_loading_refuses_a_reference_that_leads_nowhere(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    change(pack / "practice.toml", 'see = ["starter"]', 'see = ["startr"]')
    with pytest.raises(PackError, match=r"see names the term startr .*: write starter$"):
        load([pack])


def test_a_refused_record_draws_no_error_from_those_that_name_it(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    change(pack / "roadmap.toml", 'title = "Knead by hand"\n', "")
    with pytest.raises(PackError) as caught:
        load([pack])
    assert len(caught.value.problems) == 1


def test_files_are_named_from_where_the_reader_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown(tmp_path / "a" / "b.toml") == os.path.join("a", "b.toml")  # noqa: PTH118 (the system's own spelling)
    assert shown(Path("a.toml")) == "a.toml"
    assert shown(tmp_path.parent / "c.toml") == str(tmp_path.parent / "c.toml")
