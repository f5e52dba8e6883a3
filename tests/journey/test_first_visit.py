"""Somebody opens the roadmap for the first time."""

from bot.catalog.catalog import Catalog
from tests.journey.chat import Chat, Home, Seen, chatting


def titles(catalog: Catalog, step: int) -> list[str]:
    """List the milestones of a step, by the number people see."""
    return [each.title for each in catalog.milestones(catalog.steps[step - 1].id)]


def test_from_the_first_card_to_the_first_marks(home: Home, catalog: Catalog) -> None:
    first, second, third = titles(catalog, 1)[:3]
    many = len(titles(catalog, 1))
    with chatting(home) as chat:
        card = chat.says("/roadmap")
        started = chat.says("start")
        done = chat.presses(started, "Mark as done")
        known = chat.presses(done, "I know this")
        whole_map = chat.says("/roadmap")
    assert str(len(catalog.milestones())) in card
    assert card.offers("Mark what I know")
    assert all(card.offers(f"{step.number} {step.title}") for step in catalog.steps)
    assert "0 of" not in card, "nobody is met with how little they did"
    assert started.first == first
    assert "Started" in started
    assert f"Marked as done: {first}" in done
    assert f"1 of {many} done" in done
    assert f"Next: {second}" in done
    assert f"Marked as known: {second}" in known
    assert f"Next: {third}" in whole_map
    assert f"{catalog.steps[0].title} · 1 of {many} done, 1 known" in whole_map


def test_undo_takes_a_mark_back_to_what_it_was(home: Home, catalog: Catalog) -> None:
    with chatting(home) as chat:
        started = chat.goes_through("/roadmap", "start")
        undone = chat.presses(chat.presses(started, "Mark as done"), "Undo")
        home_card = chat.says("/roadmap")
    assert undone.offers("Mark as done")
    assert "Started" in undone
    assert f"Next: {titles(catalog, 1)[0]}" in home_card
    assert "1 of" not in home_card


def walk(chat: Chat, card: Seen, titles_here: list[str]) -> Seen:
    """Mark every milestone of the step that is shown."""
    for title in titles_here:
        card = chat.presses(card, title)
        assert f"Marked as known: {title}" in card
        assert not card.offers(title)
    return card


def test_marking_a_whole_step_and_seeing_it_on_the_map(home: Home, catalog: Catalog) -> None:
    here = titles(catalog, 1)
    with chatting(home) as chat:
        card = chat.presses(chat.says("/roadmap"), "Mark what I know")
        end = walk(chat, card, here)
        second = chat.presses(end, "Next step")
        one = chat.presses(second, titles(catalog, 2)[0])
        none = chat.presses(one, "Undo")
        whole_map = chat.presses(none, "See the map")
    assert "Nothing is left" in end
    assert catalog.steps[1].title in second
    assert none.offers(titles(catalog, 2)[0])
    assert f"{catalog.steps[0].title} · {len(here)} of {len(here)} known" in whole_map
    assert f"{catalog.steps[1].title} · optional" in whole_map
