"""Tips until there are no new ones."""

from collections import Counter

from bot.catalog.catalog import Catalog
from tests.journey.chat import Home, chatting


def narrow(catalog: Catalog) -> tuple[str, int, int]:
    """Find a filter that few tips fit: its trait, its step and how many there are."""
    numbers = {step.id: step.number for step in catalog.steps}
    counts = Counter((tip.trait, numbers[tip.step]) for tip in catalog.tips())
    (trait, step), count = min(
        (pair for pair in counts.items() if pair[1] > 1), key=lambda pair: (pair[1], pair[0])
    )
    return trait, step, count


def test_every_tip_once_then_the_oldest_again(home: Home, catalog: Catalog) -> None:
    trait, step, count = narrow(catalog)
    line = f"/tip trait={trait} step={step}"
    with chatting(home) as chat:
        shown = [chat.says(line) for _ in range(count - 1)]
    with chatting(home) as chat:
        last = chat.says(line)
        again = chat.presses(last, "Another tip")
        third = chat.presses(again, "Another tip")
        filters = chat.presses(third, "Change filter")
        other = chat.presses(filters, catalog.traits[-1].title)
    titles = {tip.title for tip in catalog.tips(trait=trait, step=catalog.steps[step - 1].id)}
    assert {each.first for each in (*shown, last)} == titles
    assert not any("every tip" in each for each in (*shown, last))
    assert "You have seen every tip" in again
    assert again.first == shown[0].first
    assert third.first == (*shown, last)[1].first
    assert other.first in {tip.title for tip in catalog.tips(trait=catalog.traits[-1].id)}


def test_two_people_get_tips_in_orders_of_their_own(home: Home) -> None:
    seen: list[tuple[str, ...]] = []
    for name in ("Ana", "Ben"):
        with chatting(home, "--as", name) as chat:
            seen.append(tuple(chat.says("/tip").first for _ in range(6)))
    assert all(len(set(titles)) == 6 for titles in seen)
    assert seen[0] != seen[1]
