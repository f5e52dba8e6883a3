"""The corners of the roadmap."""

from bot.catalog.catalog import Catalog
from bot.intents.roadmap import MarkKnown, OpenMilestone, Roadmap, SetMark
from tests.journey.booth import Booth, goes, picks, texts


async def test_marking_what_one_knows_ends_at_the_last_step(booth: Booth, catalog: Catalog) -> None:
    ana = booth.visitor()
    for number, step in enumerate(catalog.steps, 1):
        card = await ana.asks(MarkKnown(step=number))
        assert step.title in card.title
        further = [go for go in goes(card, MarkKnown) if go != MarkKnown(step=number)]
        last = number == len(catalog.steps)
        assert further == ([] if last else [MarkKnown(step=number + 1)])
        assert Roadmap() in goes(card)


async def test_undo_of_known_brings_back_that_it_was_started(
    booth: Booth, catalog: Catalog
) -> None:
    ana, slug = booth.visitor(), catalog.milestones(catalog.steps[0].id)[0].id
    await ana.asks(SetMark(milestone=slug, mark="started"))
    await ana.asks(MarkKnown(step=1, known=slug))
    await ana.goes(MarkKnown, lambda go: go.undo is not None)
    assert "Started" in texts(await ana.asks(OpenMilestone(milestone=slug)))


async def test_starting_again_does_not_unmark_what_is_done(booth: Booth, catalog: Catalog) -> None:
    ana, slug = booth.visitor(), catalog.milestones()[0].id
    await ana.asks(SetMark(milestone=slug, mark="done"))
    card = await ana.asks(SetMark(milestone=slug, mark="started"))
    assert "Done" in texts(card)
    assert goes(card, SetMark) == [SetMark(milestone=slug, mark="none")]


async def test_a_milestone_says_what_is_better_before(booth: Booth, catalog: Catalog) -> None:
    late = next(each for each in catalog.milestones() if len(each.needs) == 1)
    need = next(each for each in catalog.milestones() if each.id == late.needs[0])
    ana = booth.visitor()
    before = await ana.asks(OpenMilestone(milestone=late.id))
    await ana.asks(SetMark(milestone=need.id, mark="known"))
    after = await ana.asks(OpenMilestone(milestone=late.id))
    assert f"Better after: {need.title}" in texts(before)
    assert "Better after" not in texts(after)


async def test_when_all_is_done_a_project_is_next(booth: Booth, catalog: Catalog) -> None:
    ana = booth.visitor()
    for each in catalog.milestones():
        await ana.asks(SetMark(milestone=each.id, mark="done"))
    card = await ana.asks(Roadmap())
    assert goes(card, SetMark) == []
    assert "Every milestone" in texts(card)
    assert picks(card, Roadmap)
