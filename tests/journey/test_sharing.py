"""Cards in the channel, and away again."""

from bot.catalog.catalog import Catalog
from tests.journey.chat import MONDAY, Chat, Home, Seen, chatting

AT = ("--at", MONDAY)
POST = "#study-group"


def shares(chat: Chat, line: str = "/traits") -> Seen:
    """Open a card that can be shared and share it."""
    return chat.presses(chat.says(line), "Share here")


def posted(seen: Seen) -> bool:
    """Tell whether something was posted where everybody reads."""
    return POST in seen.raw.splitlines()


def test_a_copy_goes_to_the_channel_and_comes_back(home: Home, catalog: Catalog) -> None:
    first = catalog.milestones(catalog.steps[0].id)[0].title
    with chatting(home, "--as", "Ana", *AT) as chat:
        mine = chat.presses(chat.goes_through("/roadmap", "start"), "Mark as done")
        post = shares(chat, "/roadmap")
        gone = chat.presses(post, "Take it back")
    copy = Seen(post.raw.partition("Shared in")[0])
    assert first in mine
    assert posted(post)
    assert all(step.title in copy for step in catalog.steps)
    assert not any(word in copy for word in (first, " done", "known", "Next:")), "nothing of Ana's"
    assert "Shared by @Ana" in copy
    assert f"Shared in {POST}" in post
    assert f"{POST}: the post is taken back" in gone
    assert "Taken back" in gone


def test_three_an_hour_then_the_hour_passes(home: Home) -> None:
    lines = ["/roadmap", "/roadmap 1", "/salary", "/roadmap 2"]
    with chatting(home, "--as", "Ana", *AT) as chat:
        first = [posted(shares(chat, line)) for line in lines]
        refused = shares(chat, lines[-1])
        chat.says("/clock +59m")
        early = posted(shares(chat, lines[-1]))
        chat.says("/clock +1m")
        late = posted(shares(chat, lines[-1]))
    with chatting(home, "--as", "Ben", "--at", "2027-03-08 18:30") as chat:
        other = posted(shares(chat, lines[0]))
    assert first == [True, True, True, False]
    assert "hour" in refused
    assert (early, late) == (False, True)
    assert other, "the limit is each person's own"


def test_a_moderator_switches_sharing_off_and_on(home: Home, catalog: Catalog) -> None:
    trait = catalog.traits[0]
    line = f"/traits {trait.id}"
    with (
        chatting(home, "--as", "Mod", "--moderator", *AT) as mod,
        chatting(home, "--as", "Ana", *AT) as ana,
        chatting(home, "--as", "Ana", "--channel", "lounge", *AT) as lounge,
    ):
        off = mod.presses(mod.says("/manage setup"), "Switch sharing off")
        private = shares(ana, line)
        refused = ana.says("/manage setup")
        elsewhere = shares(lounge, line)
        on = mod.presses(off, "Switch sharing on")
        shared = shares(ana, line)
    assert not posted(private)
    assert "private in this channel" in private
    assert trait.means.split(". ")[0] in private, "the copy is shown to its owner alone"
    assert not refused.offers("Switch sharing off")
    assert "#lounge" in elsewhere.raw.splitlines()
    assert on.offers("Switch sharing off")
    assert posted(shared)
