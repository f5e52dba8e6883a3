"""Records hang together: no loops, nothing unused, nothing named twice, nothing lost."""

from pathlib import Path

import pytest

from bot.catalog.loader import RELEASED, read
from bot.catalog.problems import Problem
from bot.catalog.released import listing
from tests.unit.catalog.bakery import Spoilt, add, baked, change, judged


def practice(old: str, new: str, at: str, text: str) -> Spoilt:
    return Spoilt("practice.toml", old, new, at, text)


def roadmap(old: str, new: str, at: str, text: str) -> Spoilt:
    return Spoilt("roadmap.toml", old, new, at, text)


CASES = [
    roadmap(
        'title = "A first loaf"',
        'title = "A first loaf"\nneeds = ["sour-loaf"]',
        'needs = ["sour-loaf"]',
        "milestone first-loaf: needs itself in the end (first-loaf -> sour-loaf -> first-loaf): "
        "remove one of these needs",
    ),
    roadmap(
        'needs = ["knead"]',
        'needs = ["feed-starter"]',
        'needs = ["feed-starter"]',
        "skill feed-starter: needs itself in the end (feed-starter -> feed-starter): "
        "remove one of these needs",
    ),
    roadmap(
        'skills = ["knead", "feed-starter"]',
        'skills = ["knead"]',
        '[[skill]]\nid = "feed-starter"',
        "skill feed-starter: no milestone teaches it: add it to the skills of a milestone",
    ),
    roadmap(
        'title = "A sour loaf"',
        'title = "a first LOAF"',
        "a first LOAF",
        "milestone sour-loaf: title is also that of milestone first-loaf ({pack}/roadmap.toml:7): "
        "change one",
    ),
    roadmap(
        'title = "Feed a starter"',
        'title = "Knead by hand"',
        'title = "Knead by hand"\nsummary = "You keep',
        "skill feed-starter: title is also that of skill knead ({pack}/roadmap.toml:28): "
        "change one",
    ),
    practice(
        'title = "Weigh, do not scoop"',
        'title = "Add salt late"',
        'title = "Add salt late"\nwhy = "A cup',
        "tip weigh-flour: title is also that of tip salt-last ({pack}/practice.toml:9): change one",
    ),
    practice(
        'term = "starter"',
        'term = "Gluten Net"',
        "Gluten Net",
        'term starter: "Gluten Net" is also said of term gluten ({pack}/practice.toml:156): '
        "keep it at one of them",
    ),
    practice(
        'also = ["gluten net"]',
        'also = ["gluten"]',
        'also = ["gluten"]',
        'term gluten: also repeats the term "gluten": remove it',
    ),
    Spoilt(
        "facts.toml",
        'article = ["role.definition"]',
        'article = ["role.definitoin"]',
        "role.definitoin",
        "statement what-bakers-do: article names role.definitoin, which the article does not hold: "
        "write role.definition",
    ),
    Spoilt(
        "facts.toml",
        'article = ["role.definition"]',
        'article = ["zzz.qqq"]',
        "zzz.qqq",
        "statement what-bakers-do: article names zzz.qqq, which the article does not hold: "
        "leave it out",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_does_not_fit_says_the_way_out(case: Spoilt, tmp_path: Path) -> None:
    pack = case.bake(tmp_path)
    expected = case.expected(pack)
    text = expected.text.replace("{pack}", str(pack))
    assert judged(pack).problems == (Problem(expected.file, expected.line, text),)


def test_a_source_that_nothing_cites_is_an_error(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    text = (
        '[[source]]\nid = "{}"\ntitle = "X"\npublisher = "Y"\nchecked_on = 2026-11-01\nabout = "Z."'
    )
    file = add(pack, text.format("lonely").replace('"X"', '"Bread"').replace('"Z."', '"Loaves."'))
    said = "source lonely: no record cites it: name it in sources = [...] or remove it"
    assert judged(pack).problems == (Problem(str(file), 1, said),)


def test_two_steps_with_one_number_are_an_error(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    file = add(pack, '[[step]]\nid = "oven"\nnumber = 1\ntitle = "Oven"\nsummary = "Heat."')
    said = f"step oven: number is also that of step dough ({pack}/roadmap.toml:1): change one"
    assert judged(pack).problems == (Problem(str(file), 3, said),)


def test_two_posts_for_one_week_are_an_error(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    text = (pack / "practice.toml").read_text(encoding="utf-8")
    begins = text.index("[[nudge]]")
    again = text[begins : text.index("[[project]]")].replace("week-one", "week-too")
    file = add(pack, again)
    line = text[:begins].count("\n") + 1
    said = f"nudge week-too: week is also that of nudge week-one ({pack}/practice.toml:{line})"
    assert judged(pack).problems == (Problem(str(file), 4, f"{said}: change one"),)


def test_a_long_way_round_is_found_once(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    skill = '[[skill]]\nid = "s{0}"\ntitle = "Skill {0}"\nsummary = "Do it."\nevidence = "Done."\n'
    add(pack, "".join(f'{skill.format(n)}needs = ["s{(n + 1) % 40}"]\n' for n in range(40)))
    listed = ", ".join(f'"s{n}"' for n in range(7))
    change(pack / "roadmap.toml", 'skills = ["knead"]', f'skills = ["knead", {listed}]')
    loops = [one for one in judged(pack).problems if "needs itself" in one.text]
    assert [one.text.count(" -> ") for one in loops] == [40]


def test_released_ids_may_not_vanish(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    ids = "tip/salt-last\ntip/scale-first\n\ntip/gone\ntips/x\ntip"
    (pack / RELEASED).write_text(f"{ids}\n", encoding="utf-8")
    no_id = "is no released id: write kind/id, such as tip/dumb-baseline"
    gone = (
        "the tip gone was released and is gone: put it back, as deprecated, or name it in the "
        "aliases of the record that replaces it"
    )
    assert judged(pack).problems == (
        Problem(str(pack / RELEASED), 4, gone),
        Problem(str(pack / RELEASED), 5, f'"tips/x" {no_id}'),
        Problem(str(pack / RELEASED), 6, f'"tip" {no_id}'),
    )


def test_the_listing_holds_ids_aliases_and_what_was_released_before(tmp_path: Path) -> None:
    pack = baked(tmp_path)
    change(pack / "practice.toml", 'id = "why-rest"', 'id = "why-rest"\nstatus = "wip"')
    (pack / RELEASED).write_text("tip/older\n", encoding="utf-8")
    lines = listing(read([pack])).splitlines()
    assert lines == sorted(lines)
    assert {"tip/older", "tip/salt-last", "tip/scale-first", "skill/knead"} <= set(lines)
    assert "question/why-rest" not in lines
