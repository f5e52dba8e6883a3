"""Somebody opens the roadmap for the first time."""

from bot.catalog.catalog import Catalog
from tests.journey.chat import Chat, Home, Seen, chatting


def titles(catalog: Catalog, step: int) -> list[str]:
    """List the milestones of a step, by the number people see."""
    return [each.title for each in catalog.milestones(catalog.steps[step - 1].id)]


def test_the_first_card_says_where_to_begin(home: Home, catalog: Catalog) -> None:
    with chatting(home) as chat:
        card = chat.says("/roadmap")
    assert str(len(catalog.milestones())) in card
    assert card.offers("Start")
    assert card.offers("Mark what I know")
    assert all(card.offers(f"{step.number} {step.title}") for step in catalog.steps)
    assert "0 of" not in card, "nobody is met with how little they did"


def test_a_milestone_is_started_done_and_counted(home: Home, catalog: Catalog) -> None:
    first, second = titles(catalog, 1)[:2]
    with chatting(home) as chat:
        started = chat.says("/roadmap") and chat.says("start")
        done = chat.presses(started, "Mark as done")
        home_card = chat.says("/roadmap")
    assert started.first == first
    assert "Started" in started
    assert f"Marked as done: {first}" in done
    assert f"Next: {second}" in done
    assert done.offers("Undo")
    assert f"{catalog.steps[0].title} · 1 of {len(titles(catalog, 1))} done" in home_card


def test_undo_takes_a_mark_back_to_what_it_was(home: Home, catalog: Catalog) -> None:
    with chatting(home) as chat:
        started = chat.says("/roadmap") and chat.says("start")
        undone = chat.presses(chat.presses(started, "Mark as done"), "Undo")
        home_card = chat.says("/roadmap")
    assert undone.offers("Mark as done")
    assert "Started" in undone
    assert f"Next: {titles(catalog, 1)[0]}" in home_card
    assert "1 of" not in home_card


def test_what_is_known_already_counts_apart(home: Home, catalog: Catalog) -> None:
    many = len(titles(catalog, 1))
    with chatting(home) as chat:
        started = chat.says("/roadmap") and chat.says("start")
        known = chat.presses(started, "I know this")
        done = chat.presses(chat.presses(known, "Continue"), "Mark as done")
    assert f"1 of {many} known" in known
    assert f"1 of {many} done, 1 known" in done


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
