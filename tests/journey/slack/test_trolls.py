"""Ids that were made up, changed, kept from last year or sent twice; names that shout."""

import asyncio

import pytest

from bot.catalog.catalog import Catalog
from bot.core.guards import Pace, place, rank
from bot.intents.person import Erase
from bot.intents.sharing import ManageContent, ManageSetup, SetSharing
from tests.journey.slack.stage import Running, Stage, ids, token

NONSENSE = (
    "x",
    "10zz.1",
    "90rm.1",
    "10rm.99",
    "10rm!0",
    "10mk.python-core.never",
    "10mk..done",
    "10df.recall'; DROP TABLE people;--",
    "10er.1.1.1.1",
    "🎲" * 50,
    "1" * 100,
)
SHOUTS = (
    "@everyone",
    "<!channel> <!here> <@U000000006>",
    "<https://evil.example|free nitro>",
    "*bold* `code` ~gone~ _lean_ ```block```",
    "\u202egnp.exe",
    "<!date^1^{time}|x><#C1>",
    "https://evil.example evil.example",
    ":eggplant: @channel @here",
    "&lt;!channel&gt;",
)


@pytest.mark.usefixtures("running")
async def test_ids_that_mean_nothing_get_a_fresh_card(stage: Stage) -> None:
    card = await stage.alice.types("/roadmap")
    for text in NONSENSE:
        answer = await stage.forged(stage.alice, card, text)
        assert answer.private
        assert answer.message.buttons, f"{text} leads on"
    kept = await stage.alice.types("/roadmap")
    assert "New here?" in kept.text, "and nothing was marked"


@pytest.mark.usefixtures("running")
async def test_an_old_card_is_replaced_with_a_line_of_explanation(stage: Stage) -> None:
    card = await stage.alice.types("/roadmap")
    fresh = await stage.forged(stage.alice, card, "00rm.3")
    assert "This card was old" in fresh.text
    assert "Your roadmap" in fresh.text
    assert fresh.message is card.message


@pytest.mark.usefixtures("running")
async def test_a_menu_opens_what_was_chosen(stage: Stage, catalog: Catalog) -> None:
    card = await stage.alice.types("/roadmap")
    title = catalog.steps[1].title
    menu = next(
        each
        for block in card.message.blocks
        for each in block.get("elements", ())
        if each["type"] == "static_select"
    )
    label = next(o["text"]["text"] for o in menu["options"] if title in o["text"]["text"])
    found = await stage.alice.picks(card, "Open a step", label)
    assert title in found.text
    assert found.message is card.message


@pytest.mark.usefixtures("running")
async def test_moderators_buttons_are_closed_to_members(stage: Stage) -> None:
    card = await stage.alice.types("/roadmap")
    for intent in (ManageSetup(), ManageContent(), SetSharing(on=False)):
        refused = await stage.forged(stage.alice, card, token(intent))
        assert "Only moderators can do that" in refused.text
        assert refused.private
    closed = "manage setup", "manage content", "manage", "schedule", "schedule nonsense"
    for line in (*closed, "help schedule", "help manage setup", "help schedule-new"):
        assert "Only moderators can do that" in (await stage.ben.types(f"/milepost {line}")).text
    assert "Only moderators can do that" in (await stage.ben.types("/schedule")).text
    helped = await stage.mona.types("/milepost help schedule")
    assert len(helped.message.buttons) == 13, "a button for each command of the family"
    setup = await stage.mona.types("/milepost manage setup")
    assert "Switch sharing off" in setup.message.buttons


@pytest.mark.usefixtures("running")
async def test_a_press_on_somebody_elses_mark_marks_ones_own(stage: Stage) -> None:
    mine = await stage.alice.types("/roadmap")
    start = ids(mine)["Start"]
    own = await stage.ben.types("/milepost help")
    await stage.forged(stage.ben, own, start)
    assert "New here?" in (await stage.alice.types("/roadmap")).text
    await stage.forged(stage.ben, own, token(Erase(sure=True)))
    await stage.alice.presses(mine, "Start")
    assert "New here?" not in (await stage.alice.types("/roadmap")).text


@pytest.mark.usefixtures("either")
async def test_an_event_that_comes_twice_counts_once(stage: Stage) -> None:
    card = await stage.alice.types("/roadmap")
    shared = await stage.alice.presses(card, "Share here")
    await shared.shows("Shared in")
    said = len(stage.world.messages)
    for _ in range(3):
        await stage.double.delivery.again()
    await stage.settled()
    assert len(stage.public()) == 1
    assert len(stage.world.messages) == said


@pytest.mark.usefixtures("running")
async def test_a_command_that_comes_twice_is_acknowledged_alike(stage: Stage) -> None:
    card = await stage.alice.types("/tip")
    again = await stage.double.delivery.again()
    assert again.body == card.ack, "an acknowledgement that was lost is said again"
    other = await stage.alice.types("/tip")
    assert other.ack != card.ack, "for the same tip does not come twice"


@pytest.mark.usefixtures("either")
async def test_a_press_that_only_reads_answers_once(stage: Stage) -> None:
    shared = await stage.alice.presses(await stage.alice.types("/roadmap"), "Share here")
    await shared.shows("Shared in")
    (post,) = stage.public()
    await stage.ben.presses(post, "Open mine")
    said = len(stage.world.messages)
    await stage.double.delivery.again()
    await stage.settled()
    assert len(stage.world.messages) == said


async def test_an_event_that_comes_again_after_a_restart_counts_once(stage: Stage) -> None:
    async with stage.running():
        card = await stage.alice.types("/roadmap")
        await (await stage.alice.presses(card, "Share here")).shows("Shared in")
    async with stage.running():
        await stage.double.delivery.again()
        await stage.settled()
        assert len(stage.public()) == 1


@pytest.mark.parametrize("shout", SHOUTS)
@pytest.mark.usefixtures("running")
async def test_a_name_pings_nobody_and_links_nowhere(stage: Stage, shout: str) -> None:
    stage.alice.user.name = shout
    shared = await stage.alice.presses(await stage.alice.types("/roadmap"), "Share here")
    await shared.shows("Shared in")
    (post,) = stage.public()
    assert not post.pings
    assert post.links == []
    assert "\u202e" not in post.text
    echoed = await stage.alice.types(f"/milepost {shout}")
    assert not echoed.message.pings
    assert echoed.message.links == []


@pytest.mark.usefixtures("running")
async def test_what_is_typed_is_read_kindly(stage: Stage, catalog: Catalog) -> None:
    trait = catalog.traits[0]
    for line in ("/milepost", "/milepost help", "/milepost   HELP"):
        assert "What you can ask" in (await stage.alice.types(line)).text
    assert trait.title in (await stage.alice.types(f"/milepost traits {trait.id}")).text
    assert "Use it like this" in (await stage.alice.types("/milepost about now")).text
    for line in ("/tip step 2", "/tip --step 2", "/tip step=2 trait=", '/tip step=2 trait=""'):
        assert "I do not understand" not in (await stage.alice.types(line)).text
    for line in ('define ""', "define term=", "define"):
        missing = await stage.alice.types(f"/milepost {line}")
        assert "Something is missing: term." in missing.text
    near = await stage.alice.types("/milepost rodmap")
    assert "Did you mean" in near.text
    assert "/milepost help" in near.message.buttons
    assert "/milepost help" in (await stage.alice.types("/milepost xyzzy")).message.buttons
    opened = await stage.alice.presses(near, "/roadmap")
    assert "Your roadmap" in opened.text
    echoed = await stage.alice.types("/milepost define #ml-evenings & <b> @ben")
    assert "Something broke" not in echoed.text


async def test_a_flood_is_slowed_down_for_one_person_alone(stage: Stage) -> None:
    stage.guards = (rank, place, Pace(burst=5))
    async with stage.running():
        answers = await asyncio.gather(*(stage.alice.types("/milepost help") for _ in range(12)))
        other = await stage.ben.types("/milepost help")
    refused = [answer for answer in answers if "That was fast" in answer.message.text]
    assert 5 <= len(refused) <= 7
    assert "What you can ask" in other.text


async def test_what_breaks_is_owned_up_to(
    stage: Stage, running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    stage.double.faults.clear()
    broken = running.bot.registry.handlers
    kind = running.bot.commands["about"]

    async def breaks(*_: object) -> object:
        raise RuntimeError("it fell over")

    before = broken[kind]
    broken[kind] = breaks  # pyright: ignore[reportArgumentType] (breaks on purpose)
    card = await stage.alice.types("/milepost about")
    broken[kind] = before
    assert "Something broke on my side" in card.text
    assert card.text.partition("noted as ")[2][:6] in caplog.text
