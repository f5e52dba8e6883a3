"""What members report reaches the moderators."""

from bot.catalog.catalog import Catalog
from tests.journey.chat import MONDAY, Home, chatting


def test_a_report_is_for_moderators(home: Home, catalog: Catalog) -> None:
    at = ("--at", MONDAY)
    with (
        chatting(home, "--as", "Mod", "--moderator", *at) as mod,
        chatting(home, "--as", "Ana", *at) as chat,
    ):
        none = mod.says("/manage content")
        tip = chat.says("/tip")
        short = chat.presses(tip, "Report", "no")
        thanks = chat.says(short.number("Fix it"), "The second sentence is false.")
        refused = chat.says("/manage content")
        hidden = chat.says("/help")
        listed = mod.says("/manage content")
        shown = mod.says("/help")
    (slug,) = (each.id for each in catalog.tips() if each.title == tip.first)
    assert "No reports" in none
    assert "at least 3" in short
    assert "Thank you" in thanks
    assert "manage" in refused
    assert "false" not in refused
    assert "/manage" not in hidden
    assert f"tip {slug}" in listed
    assert "The second sentence is false." in listed
    assert "Ana" not in listed, "the name is not shown"
    assert "no:" not in listed
    assert "/manage content" in shown
