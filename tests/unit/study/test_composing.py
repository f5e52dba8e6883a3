"""What a recurring post shows next, over the real pack."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.catalog.catalog import Catalog
from bot.catalog.edition import Changes, Name, edition
from bot.catalog.loader import builtin, load
from bot.catalog.models import Item, Nudge, Skill, Tip
from bot.study.composing import Choice, Pools, choose, milestones, questions, seasons, tips, weeks
from bot.study.schedules import Deck, Override, Schedule, What
from tests.unit.study.plans import GROUP, MONDAY, SCHEDULE, due, schedule, slot


@pytest.fixture(scope="module")
def pack() -> Catalog:
    return load([builtin()])


def season(pack: Catalog, first: int = 1, then: int = 0, times: int = 60) -> list[Choice]:
    """Follow a nudge's target from post to post."""
    found: list[Choice] = []
    at = due(schedule(What.nudge), season=first, then=then)
    for _ in range(times):
        choice = choose(Pools(pack), at, slot())
        found.append(choice)
        if choice.ended:
            break
        at = replace(at, target=choice.target)
    return found


def test_a_season_is_posted_week_by_week_and_ends_with_its_last(pack: Catalog) -> None:
    found = season(pack)
    assert [(each.season, each.week) for each in found] == [(1, n) for n in range(1, 27)]
    assert [each.ended for each in found] == [False] * 25 + [True]
    assert [each.piece for each in found] == [each.id for each in pack.nudges(season=1)]
    assert (weeks(pack, 1), weeks(pack, 3), seasons(pack)) == (26, 0, (1, 2))


def test_after_the_last_week_there_is_nothing(pack: Catalog) -> None:
    plan = due(schedule(What.nudge), season=1, week=27)
    assert choose(Pools(pack), plan, slot()) == Choice(plan.target, ended=True)
    later = due(schedule(What.nudge), season=1, week=27, then=2)
    assert choose(Pools(pack), later, slot()).season == 2


@pytest.mark.parametrize("then", [1, 2])
def test_what_moderators_want_after_a_season_follows_it_once(pack: Catalog, then: int) -> None:
    found = season(pack, then=then)
    assert [(each.season, each.week) for each in found] == [
        *((1, n) for n in range(1, 27)),
        *((then, n) for n in range(1, 27)),
    ]
    assert [each.ended for each in found].index(True) == 51


def test_a_week_that_a_community_left_out_is_passed_over(pack: Catalog) -> None:
    third, last = pack.nudges(season=1, week=3)[0], pack.nudges(season=1, week=26)[0]
    here = edition(pack, Changes(hidden=(Name("nudge", third.id), Name("nudge", last.id))))
    found = season(here)
    assert [each.week for each in found] == [1, 2, *range(4, 26)]
    assert found[-1].ended


def shown(pack: Catalog, plan: Schedule, times: int, day: dt.date = MONDAY) -> list[str]:
    decks: dict[str, Deck] = {}
    found: list[str] = []
    for n in range(times):
        choice = choose(Pools(pack), due(plan, decks=decks), slot(day + dt.timedelta(days=n)))
        assert choice.deck is not None
        decks[choice.deck.pool] = choice.deck
        found.append(choice.piece)
    return found


def test_no_tip_repeats_before_all_were_posted(pack: Catalog) -> None:
    pool = tips(pack, schedule(What.tip), MONDAY + dt.timedelta(days=800))
    fixed = dt.date(2027, 3, 8)
    assert len(pool) > 300
    found = shown(pack, schedule(What.tip), len(pool))
    assert len(set(found)) == len(found)
    assert set(found) <= {tip.id for tip in tips(pack, schedule(What.tip), fixed)}


def test_filters_narrow_tips_and_questions(pack: Catalog) -> None:
    trait, step = pack.traits[0].id, pack.steps[0].id
    for slug in shown(pack, schedule(What.tip, trait=trait, step=step), 5):
        tip = pack.get(Tip, slug)
        assert (tip.trait, tip.step) == (trait, step)
    found = questions(pack, schedule(What.question, trait=trait, step=step))
    assert found
    for item in found:
        assert item.trait == trait
        assert step in {each.step for each in pack.teaching(pack.get(Skill, item.skill).id)}


def test_a_question_has_one_right_answer(pack: Catalog) -> None:
    found = shown(pack, schedule(What.question), len(questions(pack, schedule(What.question))))
    items = [pack.get(Item, slug) for slug in found]
    assert len(set(found)) == len(found) > 150
    assert all(item.chooses_one for item in items)


def test_a_tip_past_its_review_date_stays_out(pack: Catalog) -> None:
    tip = pack.tips()[0]
    dated = pack.edited({Tip: {tip.id: tip.model_copy(update={"review_by": MONDAY})}})
    pools, plan, after = Pools(dated), schedule(What.tip), MONDAY + dt.timedelta(days=1)
    assert tip.id in pools.ids(plan, MONDAY)
    assert tip.id not in pools.ids(plan, after)
    assert len(pools.ids(plan, after)) == len(pools.ids(plan, MONDAY)) - 1


def test_a_roadmap_schedule_walks_the_milestones_and_ends(pack: Catalog) -> None:
    plan = schedule(What.roadmap, step=pack.steps[0].id)
    wanted = [each.id for each in milestones(pack, plan)]
    assert shown(pack, plan, len(wanted)) == wanted
    decks = {f"roadmap-{SCHEDULE}": Deck(plan.community, "c", "x", 1, shown=tuple(wanted[:-1]))}
    assert choose(Pools(pack), due(plan, decks=decks), slot()).ended
    assert {each.step for each in milestones(pack, plan)} == {pack.steps[0].id}


def test_a_renamed_piece_counts_as_shown(pack: Catalog) -> None:
    tip = pack.tips()[0]
    plan = schedule(What.tip)
    deck = Deck(plan.community, "c", "tip", 1, shown=("gone", tip.id, tip.id))
    choice = choose(Pools(pack), due(plan, decks={"tip": deck}), slot())
    assert choice.deck is not None
    assert choice.deck.shown == (tip.id, choice.piece)


def test_free_text_and_an_override_draw_nothing_and_advance_nothing(pack: Catalog) -> None:
    own = Override(SCHEDULE, GROUP, MONDAY, text="No meeting today.")
    plan = due(schedule(What.nudge), own, week=4)
    assert choose(Pools(pack), plan, slot()) == Choice(plan.target)
    assert choose(Pools(pack), due(schedule(What.text, text="Hello"), week=4), slot()).piece == ""
    other_day = slot(MONDAY + dt.timedelta(days=7))
    assert choose(Pools(pack), plan, other_day).week == 4


def test_an_empty_pool_posts_nothing(pack: Catalog) -> None:
    plan = schedule(What.tip, trait="no-such-trait")
    assert choose(Pools(pack), due(plan), slot()) == Choice(due(plan).target)
    nothing = schedule(What.roadmap, step="no-such-step")
    assert choose(Pools(pack), due(nothing), slot()) == Choice(due(nothing).target, ended=True)
    assert pack.all(Nudge)
