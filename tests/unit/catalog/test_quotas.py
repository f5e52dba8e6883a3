"""What a released pack must hold is asked for, exactly."""

from collections.abc import Iterable
from pathlib import Path

from bot.catalog.article import ARTICLE_IDS
from bot.catalog.lint import lint
from bot.catalog.quotas import EXCELLENT, MILESTONES
from tests.unit.catalog.bakery import BREAD, TODAY, add, baked, change


def demanded(pack: Path) -> list[str]:
    """Lint with the floors of a release; return what only they demand."""
    plain = {problem.text for problem in lint([pack], TODAY).problems}
    every = lint([pack], TODAY, floors=True).problems
    return [problem.text for problem in every if problem.text not in plain]


def tips(numbers: Iterable[int], level: int = 1) -> str:
    """Write tips that differ."""
    tip = (
        '[[tip]]\nid = "t{0}"\ntrait = "patience"\nstep = "dough"\nlevel = {1}\nkind = "habit"\n'
        'title = "T{0} a{0}"\nwhy = "b{0} c{0} d{0}"\ntoday = "e{0} f{0} g{0}"\nminutes = 1\n'
    )
    return "".join(tip.format(number, level) for number in numbers)


def test_a_small_pack_is_told_what_it_lacks() -> None:
    texts = demanded(BREAD)
    figures = [text for text in texts if text[0].isdigit() and ", at least" in text]
    assert len(figures) == len(EXCELLENT), "each figure is asked for"
    assert "1 article_ids, at least 44: add 43 more" in figures
    assert "2 skills, at least 130: add 128 more" in figures
    missing = [text for text in texts if text.startswith("no record carries")]
    assert len(missing) == 43
    assert (
        'no record carries ch.versatility: add article = ["ch.versatility"] where it is said'
        in texts
    )
    for level, count in ((1, 1), (2, 1), (3, 0)):
        text = f"trait patience: has {count} quiz questions of level {level}, at least 8"
        assert f"{text}: add [[item]] tables" in texts
    assert "trait patience: has 2 tips, at least 40: add [[tip]] tables" in texts
    assert "step dough: has 2 tips, at least 30: add [[tip]] tables" in texts
    assert "step dough: has 2 milestones, not 8: add or remove [[milestone]]s" in texts


def test_hidden_records_do_not_count(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    change(pack / "facts.toml", 'id = "what-bakers-do"', 'id = "what"\nstatus = "beta"')
    change(pack / "practice.toml", 'id = "order-of-work"', 'id = "order"\nstatus = "wip"')
    texts = demanded(pack)
    assert len([text for text in texts if text.startswith("no record carries")]) == 44
    assert "1 quiz_items, at least 192: add 191 more" in texts
    said = "trait patience: has 0 quiz questions of level 2, at least 8: add [[item]] tables"
    assert said in texts


def test_a_floor_that_is_reached_is_silent(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    file = add(pack, tips(range(363)))
    assert "365 tips, at least 366: add 1 more" in demanded(pack)
    file.write_text(tips(range(364)), encoding="utf-8")
    assert not [text for text in demanded(pack) if "tips, at least" in text]


def test_levels_of_tips_have_their_shares(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    file = add(pack, tips(range(98)))
    texts = demanded(pack)
    assert "99% of the tips are of level 1, about 50% wanted: write tips of another level" in texts
    assert "0% of the tips are of level 3, about 15% wanted: write tips of another level" in texts
    spread = (tips(range(49)), tips(range(49, 83), 2), tips(range(83, 98), 3))
    file.write_text("".join(spread), encoding="utf-8")
    assert not [text for text in demanded(pack) if "of level" in text and "tips" in text]


def test_a_milestone_mixes_reading_and_doing(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    assert "milestone first-loaf: has nothing to watch or do: add such a resource" in demanded(pack)
    change(pack / "roadmap.toml", 'kind = "read"', 'kind = "do"')
    assert "milestone first-loaf: has nothing to read: add such a resource" in demanded(pack)


def test_the_floors_are_those_of_the_plan() -> None:
    assert sum(MILESTONES) == EXCELLENT["milestones"]
    assert len(ARTICLE_IDS) == EXCELLENT["article_ids"] == 44
    assert (EXCELLENT["tips"], EXCELLENT["nudges"], EXCELLENT["interview"]) == (366, 52, 160)
    assert (EXCELLENT["quiz_items"], EXCELLENT["scenario_items"]) == (192, 30)


def test_a_step_is_asked_for_the_milestones_of_its_number(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    change(pack / "roadmap.toml", "number = 1", "number = 6")
    assert "step dough: has 2 milestones, not 6: add or remove [[milestone]]s" in demanded(pack)
