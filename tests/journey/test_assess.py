"""Describing one's habits: asked in turn, kept, changed, compared with the quiz, deleted."""

import re

import pytest

from bot.catalog.catalog import Catalog
from bot.catalog.models import Assessment, Trait
from bot.core import tokens
from bot.core.cards import Button, Card, Pick, Tone
from bot.core.markup import of_pack, plain
from bot.intents.assess import Assess, DescribeHabit, ForgetHabits, OpenHabit, SkipHabit
from bot.intents.career import Traits
from bot.intents.quizzes import Lock, NextQuestion, Quiz
from bot.intents.roadmap import OpenSkill
from bot.intents.sharing import Share
from bot.intents.tips import Tip
from bot.study.records import Answer, Round
from tests.journey.booth import Booth, Visitor, goes, kept, picks, texts
from tests.journey.chat import Home, chatting

TRAIT = "detail-quality"
OTHER = "maths-statistics"
NEVER = re.compile(r"abilit|percentile|hiring|fit\b|personalit|score|correct", re.IGNORECASE)


def said(text: str) -> str:
    """Write a text of the pack without signs."""
    return plain(of_pack(text))


def buttons(card: Card) -> list[Button]:
    """List the buttons of a card."""
    return [item for item in card.actions if isinstance(item, Button)]


def asked(card: Card, catalog: Catalog) -> Assessment:
    """Find the item that a card asks."""
    (item,) = {go.item for go in goes(card, DescribeHabit)}
    found = catalog.get(Assessment, item)
    assert said(found.question) in texts(card)
    return found


def named(catalog: Catalog, trait: str = TRAIT) -> str:
    """Return the short name of a characteristic."""
    return catalog.get(Trait, trait).short


def line(card: Card, name: str) -> str:
    """Return the line of the overview that a characteristic has."""
    (found,) = (each for each in texts(card).splitlines() if each.startswith(f"{name} · "))
    return found


async def answers(who: Visitor, anchors: str, trait: str = TRAIT) -> Card:
    """Answer a characteristic, one digit an item; "-" skips."""
    await who.asks(Assess(trait=trait))
    for anchor in anchors:
        if anchor == "-":
            await who.goes(SkipHabit)
        else:
            await who.goes(DescribeHabit, lambda go, at=int(anchor): go.anchor == at)
    return who.shown


async def plays(booth: Booth, right: int, wrong: int, trait: str = TRAIT) -> None:
    """Keep the answers of a quiz round about different items."""
    who = booth.visitor()
    items = [item.id for item in booth.catalog.items(trait=trait)][: right + wrong]
    assert len(items) == right + wrong
    async with booth.store.write(who.request()) as work:
        now = booth.clock.now()
        person = await work.people.ensure(who.request().account, now)
        await work.rounds.start(Round("a-round", person, 1, tuple(items), len(items), now, trait))
        for at, item in enumerate(items):
            answer = Answer("a-round", at, person, item, 1, (), False, at < right, now)  # noqa: FBT003 (sure and right)
            await work.rounds.lock(answer)


async def test_the_first_card_says_what_it_is(booth: Booth, catalog: Catalog) -> None:
    card = await booth.visitor().types("/assess")
    assert "32 short questions" in texts(card)
    assert "two minutes" in texts(card)
    assert "Only you see the answers" in texts(card)
    assert goes(card) == [Assess(trait=catalog.traits[0].id)]
    (menu,) = picks(card, Assess)
    assert [option.value for option in menu.options] == [each.id for each in catalog.traits]
    assert await kept(booth.store) == {}, "looking keeps nothing"


async def test_items_come_one_after_the_other(booth: Booth, catalog: Catalog) -> None:
    ana, items = booth.visitor(), catalog.assessments(TRAIT)
    card = await ana.types(f"/assess {TRAIT}")
    for number, item in enumerate(items, 1):
        assert asked(card, catalog) == item
        assert f"{number} of 4" in texts(card)
        for letter, anchor in zip("ABCDE", item.anchors, strict=True):
            assert f"{letter} {said(anchor)}" in texts(card), "sentences stand in the text"
        assert [b.label for b in buttons(card)][:5] == list("ABCDE")
        assert all(b.tone is Tone.quiet for b in buttons(card))
        card = await ana.goes(DescribeHabit, lambda go: go.anchor == 3)
    assert card.title == catalog.get(Trait, TRAIT).title
    assert "How you describe your habits today: firm habits, 4 of 4" in texts(card)
    for item in items:
        assert f"{said(item.question)}\nD {said(item.anchors[3])}" in texts(card)
    (menu,) = picks(card, OpenHabit)
    assert [option.value for option in menu.options] == [item.id for item in items]
    rows = (await kept(booth.store))["assessments"]
    assert {row["item"]: row["anchor"] for row in rows} == {item.id: 3 for item in items}


async def test_an_answer_can_be_changed(booth: Booth, catalog: Catalog) -> None:
    ana, item = booth.visitor(), catalog.assessments(TRAIT)[1]
    await answers(ana, "0000")
    card = await ana.asks(OpenHabit(item=item.id))
    assert "You chose A" in texts(card)
    assert [b.label for b in buttons(card) if b.tone is Tone.first] == ["A"]
    assert goes(card, OpenHabit) == [OpenHabit(item=catalog.assessments(TRAIT)[0].id)], "back"
    card = await ana.goes(DescribeHabit, lambda go: go.anchor == 4)
    assert f"E {said(item.anchors[4])}" in texts(card)
    assert len((await kept(booth.store))["assessments"]) == 4


async def test_a_press_on_an_older_card_answers_its_own_item(
    booth: Booth, catalog: Catalog
) -> None:
    ana, items = booth.visitor(), catalog.assessments(TRAIT)
    await answers(ana, "22")
    card = await ana.asks(DescribeHabit(item=items[0].id, anchor=1))
    assert asked(card, catalog) == items[2]
    rows = (await kept(booth.store))["assessments"]
    assert {row["item"]: row["anchor"] for row in rows} == {items[0].id: 1, items[1].id: 2}


async def test_what_was_skipped_is_asked_again(booth: Booth, catalog: Catalog) -> None:
    ana, items = booth.visitor(), catalog.assessments(TRAIT)
    card = await answers(ana, "-1-1")
    assert "1 more answer needed" in texts(card)
    assert goes(card, Assess)[0] == Assess(trait=TRAIT)
    assert asked(await ana.goes(Assess, lambda go: go.trait == TRAIT), catalog) == items[0]
    card = await ana.goes(DescribeHabit, lambda go: go.anchor == 0)
    assert asked(card, catalog) == items[2], "the next one without an answer"


async def test_it_goes_on_after_a_restart(booth: Booth, catalog: Catalog) -> None:
    ana, items = booth.visitor(), catalog.assessments(TRAIT)
    await answers(ana, "12")
    booth.refit(catalog)
    assert asked(await ana.asks(Assess(trait=TRAIT)), catalog) == items[2]
    assert asked(await booth.visitor("ben").asks(Assess(trait=TRAIT)), catalog) == items[0]


@pytest.mark.parametrize(
    ("anchors", "says"),
    [
        ("1---", "2 more answers needed"),
        ("44--", "1 more answer needed"),
        ("000-", "just beginning, 3 of 4"),
        ("1111", "some habits, 4 of 4"),
        ("2222", "regular habits, 4 of 4"),
        ("4444", "a full routine, 4 of 4"),
    ],
)
async def test_a_band_stands_in_words(
    booth: Booth, catalog: Catalog, anchors: str, says: str
) -> None:
    ana = booth.visitor()
    await answers(ana, anchors)
    card = await ana.asks(Assess())
    assert line(card, named(catalog)) == f"{named(catalog)} · {says}"
    assert line(card, named(catalog, OTHER)).endswith("3 more answers needed")
    assert ("Try next" in texts(card)) is ("habits," in says or "," in says)


@pytest.mark.parametrize(
    ("anchors", "right", "says"),
    [
        ("4444", 2, "You describe more than the quiz shows: {name}."),
        ("2222", 5, "Habits and quiz are close: {name}."),
        ("0000", 9, "The quiz shows more than you describe: {name}."),
    ],
)
async def test_the_quiz_stands_beside_the_habits(
    booth: Booth, catalog: Catalog, anchors: str, right: int, says: str
) -> None:
    ana, name = booth.visitor(), named(catalog)
    await plays(booth, right, 10 - right)
    one = await answers(ana, anchors)
    assert f"Quiz share: {right}0%." in texts(one)
    assert says.format(name=name) in texts(one)
    all_ = await ana.asks(Assess())
    assert line(all_, name).endswith(f" · quiz {right}0%")
    assert says.format(name=name) in texts(all_)
    assert not NEVER.search(texts(all_))


async def test_nine_items_make_no_share(booth: Booth, catalog: Catalog) -> None:
    ana = booth.visitor()
    await plays(booth, 9, 0)
    await answers(ana, "2222")
    card = await ana.asks(Assess())
    assert "quiz" not in line(card, named(catalog))
    assert "The quiz" not in texts(card)


async def test_one_thing_to_try_is_of_the_lowest(booth: Booth, catalog: Catalog) -> None:
    ana = booth.visitor()
    await answers(ana, "1111")
    await answers(ana, "3333", OTHER)
    card = await ana.asks(Assess())
    assert goes(card, Quiz) == [Quiz(trait=TRAIT)]
    assert goes(card, Tip) == [Tip(trait=TRAIT)]
    first = catalog.items(trait=TRAIT)[0]
    assert [go.skill for go in goes(card, OpenSkill)] == [first.skill]
    await plays(booth, 1, 1)
    missed = catalog.items(trait=TRAIT)[1]
    assert [go.skill for go in goes(await ana.asks(Assess()), OpenSkill)] == [missed.skill]


async def test_all_answers_can_be_deleted(booth: Booth) -> None:
    ana, ben = booth.visitor(), booth.visitor("ben")
    await answers(ana, "1111")
    await answers(ben, "1")
    await ana.asks(Assess())
    card = await ana.goes(ForgetHabits)
    assert "It cannot be undone" in texts(card)
    assert len((await kept(booth.store))["assessments"]) == 4, "asked once"
    card = await ana.goes(ForgetHabits, lambda go: go.sure)
    assert "Deleted: 4 answers." in texts(card)
    assert (await kept(booth.store))["assessments"] == []
    assert len((await kept(booth.store, "ben"))["assessments"]) == 1
    assert "short questions" in texts(await ana.goes(Assess))


async def test_no_card_is_offered_to_others(booth: Booth) -> None:
    ana = booth.visitor()
    cards = [await ana.asks(Assess()), await ana.asks(Assess(trait=TRAIT))]
    cards += [await answers(ana, "1111"), await ana.asks(Assess())]
    assert not any(goes(card, Share) for card in cards)
    own = texts(cards[0]) + texts(cards[-1])
    assert not NEVER.search(own), "the items themselves may speak of a model's score"
    labels = [b.label for card in cards for b in card.actions if isinstance(b, (Button, Pick))]
    assert not any(NEVER.search(label) for label in labels)


async def test_the_card_of_a_characteristic_leads_here(booth: Booth) -> None:
    card = await booth.visitor().asks(Traits(trait=TRAIT))
    assert goes(card, Assess) == [Assess(trait=TRAIT)]


@pytest.mark.parametrize(("asks", "leads"), [(TRAIT, [Assess(trait=TRAIT)]), (None, [])])
async def test_the_end_of_a_round_of_one_characteristic_leads_here(
    booth: Booth, asks: str | None, leads: list[Assess]
) -> None:
    ana = booth.visitor()
    card = await ana.asks(Quiz(trait=asks))
    while locks := goes(card, Lock):
        await ana.presses(tokens.write(locks[0]))
        card = await ana.goes(NextQuestion)
    assert "Nobody else sees this result" in texts(card)
    assert goes(card, Assess) == leads


async def test_the_last_characteristic_leads_to_the_next_open_one(
    booth: Booth, catalog: Catalog
) -> None:
    ana = booth.visitor()
    for trait in catalog.traits[1:]:
        await answers(ana, "1111", trait.id)
    first = catalog.traits[0].id
    assert Assess(trait=first) in goes(ana.shown, Assess)
    assert Assess(trait=first) in goes(await ana.asks(Assess()), Assess)
    card = await answers(ana, "1111", first)
    assert goes(card, Assess) == [Assess()], "nothing is left to ask"
    assert goes(await ana.asks(Assess()), Assess) == []


async def test_a_pack_that_asks_nothing_says_so(booth: Booth, catalog: Catalog) -> None:
    ana = booth.visitor()
    await answers(ana, "1111")
    booth.refit(catalog.edited({Assessment: {each.id: None for each in catalog.assessments()}}))
    for intent in (Assess(), Assess(trait=TRAIT)):
        card = await ana.asks(intent)
        assert "There is no question of this kind yet." in texts(card)
        assert goes(card, Traits) == [Traits()]
    assert goes(await ana.asks(Traits(trait=TRAIT)), Assess) == []


@pytest.mark.parametrize(
    "intent",
    [
        Assess(trait="gone"),
        OpenHabit(item="gone"),
        SkipHabit(item="gone"),
        DescribeHabit(item="gone", anchor=1),
    ],
)
async def test_what_left_the_pack_leads_back(
    booth: Booth, intent: Assess | OpenHabit | SkipHabit | DescribeHabit
) -> None:
    card = await booth.visitor().asks(intent)
    assert "old" in texts(card)
    assert goes(card, Assess) == [Assess(trait=booth.catalog.traits[0].id)], "the first card"
    assert not (await kept(booth.store)).get("assessments")


def test_in_the_terminal(home: Home, catalog: Catalog) -> None:
    with chatting(home) as chat:
        card = chat.presses(chat.says("/assess"), "Start")
        chat.presses(card, "C")
    with chatting(home) as chat:
        card = chat.presses(chat.says("/assess"), "Continue")
    assert said(catalog.assessments(catalog.traits[0].id)[1].question) in card.text
