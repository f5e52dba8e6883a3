"""A community's edition: without some pieces, with other words in some, and never broken."""

import pytest

from bot.catalog.catalog import Catalog
from bot.catalog.edition import CHANGEABLE, REWORDED, Changes, Name, edition
from bot.catalog.loader import builtin, load
from bot.catalog.models import KINDS, Certification, Item, Statement, Term, Tip
from bot.catalog.references import POINTS
from tests.unit.catalog.bakery import BREAD

TIP, TERM, STARTER = Name("tip", "weigh-flour"), Name("term", "gluten"), Name("term", "starter")


@pytest.fixture(scope="module")
def bread() -> Catalog:
    return load([BREAD])


def without(bread: Catalog, *names: Name) -> Catalog:
    return edition(bread, Changes(hidden=names))


@pytest.mark.parametrize(
    "written",
    [
        "tip weigh-flour",
        "tip/weigh-flour",
        "tip-weigh-flour",
        " TIP  weigh flour ",
        "tip weigh flour",
    ],
)
def test_a_piece_is_named_in_several_ways(written: str) -> None:
    assert Name.parse(written) == TIP
    assert Name.parse(TIP.token) == Name.parse(str(TIP)) == TIP


def test_no_kind_has_a_hyphen() -> None:
    assert [kind for kind in KINDS if not kind.isalpha()] == []


def test_nothing_changed_is_the_pack_itself(bread: Catalog) -> None:
    assert edition(bread, Changes()) is bread
    assert without(bread, Name("tip", "none"), Name("dance", "x"), Name("step", "dough")) is bread


@pytest.mark.parametrize("kind", CHANGEABLE)
def test_a_piece_of_any_kind_can_be_left_out(bread: Catalog, kind: str) -> None:
    (first, *others) = bread.all(KINDS[kind])
    changed = without(bread, Name(kind, first.id))
    assert changed.find(KINDS[kind], first.id) is None
    assert changed.all(KINDS[kind]) == tuple(changed.get(KINDS[kind], each.id) for each in others)
    assert bread.find(KINDS[kind], first.id) is first, "the pack is as it was"
    for slug in first.article:
        assert first not in changed.article(slug)


def test_what_is_left_out_is_in_no_list(bread: Catalog) -> None:
    changed = without(bread, TIP, Name("item", "window-test"), Name("statement", "what-bakers-do"))
    assert [each.id for each in changed.tips(trait="patience")] == ["salt-last"]
    assert changed.tips(level=2) == ()
    assert [each.id for each in changed.items()] == ["order-of-work"]
    assert changed.statements("role") == ()
    assert changed.find(Tip, "scale-first") is None, "nor under its former id"


def test_nothing_names_what_is_left_out(bread: Catalog) -> None:
    changed = without(bread, STARTER, TERM, Name("certification", "baker-zero"))
    assert changed.get(Item, "window-test").words == ()
    assert changed.get(Certification, "baker-one").instead == ()
    assert without(bread, STARTER).get(Term, "gluten").see == ()
    assert without(bread, TERM).find(Term, "starter") is not None


def test_what_holds_others_together_stays(bread: Catalog) -> None:
    scalars = {
        kind
        for holder, fields in POINTS.items()
        for field, kind in fields.items()
        if not isinstance(getattr(next(iter(bread.every(KINDS[holder]))), field), tuple)
    }
    assert scalars.isdisjoint(CHANGEABLE)


def test_words_are_replaced_in_every_list(bread: Catalog) -> None:
    words = {"title": "Weigh", "why": "It is so.", "today": "Weigh twice."}
    changed = edition(bread, Changes(words={TIP: words}))
    tip = changed.get(Tip, TIP.id)
    assert (tip.title, tip.why, tip.today, tip.minutes) == ("Weigh", "It is so.", "Weigh twice.", 5)
    assert tip in changed.tips(step="dough")
    assert changed.find(Tip, "scale-first") is tip


def test_new_words_and_lost_links_come_together(bread: Catalog) -> None:
    changed = edition(bread, Changes(hidden=[STARTER], words={TERM: {"says": "A net."}}))
    assert (changed.get(Term, "gluten").says, changed.get(Term, "gluten").see) == ("A net.", ())


def test_words_that_no_longer_fit_are_passed_over(bread: Catalog) -> None:
    changed = edition(bread, Changes(words={TIP: {"why": "x" * 300}, TERM: {"says": "A net."}}))
    assert changed.get(Tip, TIP.id) == bread.get(Tip, TIP.id)
    assert changed.get(Term, "gluten").says == "A net."


def test_left_out_wins_over_new_words(bread: Catalog) -> None:
    assert edition(bread, Changes([TERM], {TERM: {"says": "A net."}})).find(Term, "gluten") is None


def test_words_that_can_be_replaced_are_plain_texts() -> None:
    for kind, fields in REWORDED.items():
        assert kind in CHANGEABLE
        for field in fields:
            assert KINDS[kind].model_fields[field].annotation is str


def test_the_pack_that_comes_with_the_bot_survives_the_loss_of_all_its_words() -> None:
    pack = load([builtin()])
    changed = without(pack, *(Name("term", each.id) for each in pack.terms))
    assert changed.terms == ()
    assert [item.id for item in changed.items() if item.words] == []
    assert len(changed.all(Statement)) == len(pack.all(Statement))
