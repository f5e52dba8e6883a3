"""The catalogue answers by id and by what records have in common, and cannot be changed."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from bot.catalog.catalog import Catalog
from bot.catalog.loader import load
from bot.catalog.models import (
    KINDS,
    Certification,
    Item,
    Milestone,
    Nudge,
    Record,
    Skill,
    Step,
    Term,
    Tip,
    Trait,
)
from tests.unit.catalog.bakery import BREAD, add, baked, change


@pytest.fixture(scope="module")
def bread() -> Catalog:
    return load([BREAD])


def ids(records: tuple[Record, ...]) -> list[str]:
    return [record.id for record in records]


def test_a_record_is_found_by_id_and_by_former_id(bread: Catalog) -> None:
    tip = bread.find(Tip, "weigh-flour")
    assert tip is not None
    assert bread.find(Tip, "scale-first") is tip
    assert bread.get(Tip, "weigh-flour") is tip


def test_what_is_not_there_is_not_found(bread: Catalog) -> None:
    assert bread.find(Tip, "gluten") is None
    assert bread.find(Term, "gluten") is not None
    with pytest.raises(KeyError):
        bread.get(Skill, "nothing")
    with pytest.raises(KeyError):
        bread.skills("nothing")


def test_every_kind_can_be_listed(bread: Catalog) -> None:
    for kind, model in KINDS.items():
        listed = bread.all(model)
        assert listed, kind
        assert all(type(record) is model for record in listed)


def test_the_roadmap_can_be_walked(bread: Catalog) -> None:
    assert ids(bread.steps) == ["dough"]
    assert ids(bread.milestones("dough")) == ["first-loaf", "sour-loaf"]
    assert bread.milestones() == bread.milestones("dough")
    assert bread.milestones("oven") == ()
    assert ids(bread.skills("sour-loaf")) == ["knead", "feed-starter"]
    assert ids(bread.teaching("knead")) == ["first-loaf", "sour-loaf"]
    assert bread.teaching("nothing") == ()


def test_tips_and_questions_are_filtered(bread: Catalog) -> None:
    assert ids(bread.tips()) == ["salt-last", "weigh-flour"]
    assert ids(bread.tips(level=2)) == ["weigh-flour"]
    assert ids(bread.tips(trait="patience", step="dough", level=1)) == ["salt-last"]
    assert bread.tips(trait="patience", step="oven") == ()
    assert ids(bread.items(trait="patience", level=2)) == ["order-of-work"]
    assert ids(bread.items(level=1)) == ["window-test"]
    assert ids(bread.scenarios(trait="patience")) == ["guests-early"]
    assert bread.scenarios(level=3) == ()
    assert ids(bread.questions(family="theory", level=1)) == ["why-rest"]
    assert bread.questions(family="design") == ()


def test_the_rest_is_filtered(bread: Catalog) -> None:
    assert ids(bread.statements("role")) == ids(bread.statements()) == ["what-bakers-do"]
    assert ids(bread.assessments("patience")) == ["rests"]
    assert ids(bread.projects("dough")) == ["market-stall"]
    assert ids(bread.facts("growth")) == ["bakeries"]
    assert ids(bread.nudges(season=1, week=1)) == ["week-one"]
    assert bread.nudges(week=2) == ()
    assert bread.facts("pay") == bread.statements("pay") == bread.projects("x") == ()
    assert bread.assessments("x") == ()


def test_short_names_list_whole_kinds(bread: Catalog) -> None:
    assert ids(bread.traits) == ["patience"]
    assert ids(bread.resources) == ["knead-guide", "starter-diary"]
    assert ids(bread.terms) == ["gluten", "starter"]
    assert ids(bread.certifications) == ["baker-one", "baker-zero"]
    assert ids(bread.salaries) == ["bakers-2025"]
    assert ids(bread.sources) == ["guild"]


def test_a_statement_of_the_article_leads_to_its_records(bread: Catalog) -> None:
    assert ids(bread.article("role.definition")) == ["what-bakers-do"]
    assert bread.article("role.bridge") == ()
    assert bread.article_ids == {"role.definition"}


def test_the_place_of_a_record_is_known(bread: Catalog) -> None:
    place = bread.where("tip", "weigh-flour")
    assert place.endswith("practice.toml:21")
    assert bread.where("tip", "scale-first") == place
    with pytest.raises(KeyError):
        bread.where("tip", "nothing")
    with pytest.raises(KeyError):
        bread.where("tips", "salt-last")


@pytest.mark.parametrize("status", ["wip", "beta", "deprecated"])
def test_only_active_records_are_listed_but_all_are_found(status: str, tmp_path: Path) -> None:
    pack = baked(tmp_path)
    hidden = f'id = "salt-last"\nstatus = "{status}"\narticle = ["role.bridge"]'
    change(pack / "practice.toml", 'id = "salt-last"', hidden)
    catalog = load([pack])
    assert ids(catalog.tips()) == ids(catalog.all(Tip)) == ["weigh-flour"]
    assert catalog.tips(level=1) == ()
    assert catalog.article("role.bridge") == ()
    assert catalog.get(Tip, "salt-last").status == status


def test_steps_and_weeks_are_listed_by_their_number(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    change(pack / "roadmap.toml", "number = 1", "number = 3")
    add(pack, '[[step]]\nid = "oven"\nnumber = 2\ntitle = "Oven"\nsummary = "Heat."')
    text = (pack / "practice.toml").read_text(encoding="utf-8")
    nudge = text[text.index("[[nudge]]") : text.index("[[project]]")]
    change(pack / "practice.toml", "week = 1", "week = 3")
    (pack / "zzz.toml").write_text(
        nudge.replace("week-one", "next").replace("season = 1", "season = 2")
        + nudge.replace("week-one", "early"),
        encoding="utf-8",
    )
    catalog = load([pack])
    assert ids(catalog.all(Step)) == ["oven", "dough"]
    assert ids(catalog.nudges()) == ids(catalog.all(Nudge)) == ["early", "week-one", "next"]


def test_nothing_can_be_changed(bread: Catalog) -> None:
    with pytest.raises(FrozenInstanceError):
        bread.packs = ()  # pyright: ignore[reportAttributeAccessIssue] what the test is about
    with pytest.raises(ValueError, match="frozen"):
        bread.get(Item, "window-test").level = 2
    for kind in (Milestone, Trait, Certification):
        assert isinstance(bread.all(kind), tuple)


def test_the_head_of_the_pack_is_kept(bread: Catalog) -> None:
    assert [(pack.id, pack.version) for pack in bread.packs] == [("bread", "1.0.0")]
