"""What a released pack must hold is asked for, exactly."""

from pathlib import Path

from bot.catalog.article import ARTICLE_IDS
from bot.catalog.lint import lint
from bot.catalog.quotas import EXCELLENT, MILESTONES
from bot.catalog.quotas import RELEASED as FLOORS
from tests.unit.catalog.bakery import BREAD, TODAY, add, baked, change


def demanded(pack: Path) -> list[str]:
    """Lint with the floors of a release; return what only they demand."""
    plain = {problem.text for problem in lint([pack], TODAY).problems}
    every = lint([pack], TODAY, floors=True).problems
    return [problem.text for problem in every if problem.text not in plain]


def test_a_small_pack_is_told_what_it_lacks() -> None:
    texts = demanded(BREAD)
    assert texts[:4] == [
        "1 steps, at least 6: add 5 more",
        "2 milestones, at least 37: add 35 more",
        "2 quiz_items, at least 24: add 22 more",
        "2 tips, at least 40: add 38 more",
    ]
    missing = [text for text in texts if text.startswith("no record carries")]
    assert len(missing) == 43
    assert (
        'no record carries ch.versatility: add article = ["ch.versatility"] where it is said'
        in texts
    )
    assert texts[-2:] == [
        "trait patience: has 2 quiz questions, at least 3: add [[item]] tables",
        "step dough: has 2 milestones, not 8: add or remove [[milestone]]s",
    ]


def test_hidden_records_do_not_count(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    change(pack / "facts.toml", 'id = "what-bakers-do"', 'id = "what"\nstatus = "beta"')
    change(pack / "practice.toml", 'id = "order-of-work"', 'id = "order"\nstatus = "wip"')
    texts = demanded(pack)
    assert len([text for text in texts if text.startswith("no record carries")]) == 44
    assert "1 quiz_items, at least 24: add 23 more" in texts
    assert "trait patience: has 1 quiz questions, at least 3: add [[item]] tables" in texts


def test_a_floor_that_is_reached_is_silent(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    tip = (
        '[[tip]]\nid = "t{0}"\ntrait = "patience"\nstep = "dough"\nlevel = 1\nkind = "habit"\n'
        'title = "T{0} a{0}"\nwhy = "b{0} c{0} d{0}"\ntoday = "e{0} f{0} g{0}"\nminutes = 1\n'
    )
    file = add(pack, "".join(tip.format(number) for number in range(37)))
    assert "39 tips, at least 40: add 1 more" in demanded(pack)
    file.write_text(file.read_text(encoding="utf-8") + tip.format(37), encoding="utf-8")
    assert not [text for text in demanded(pack) if "tips" in text]


def test_the_floors_are_those_of_the_release() -> None:
    assert FLOORS == {"steps": 6, "milestones": 37, "tips": 40, "quiz_items": 24}
    assert sum(MILESTONES) == FLOORS["milestones"]
    assert len(ARTICLE_IDS) == EXCELLENT["article_ids"] == 44


def test_three_questions_a_trait_are_enough(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    text = (pack / "practice.toml").read_text(encoding="utf-8")
    again = text[text.index('[[item]]\nid = "order-of-work"') : text.index("[[scenario]]")]
    add(pack, again.replace("order-of-work", "third"))
    assert not [one for one in demanded(pack) if one.startswith("trait patience")]


def test_a_step_is_asked_for_the_milestones_of_its_number(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    change(pack / "roadmap.toml", "number = 1", "number = 6")
    assert "step dough: has 2 milestones, not 6: add or remove [[milestone]]s" in demanded(pack)
