"""Ids that were made up, changed, kept from last year or sent twice; names that shout."""

import asyncio
import re

import pytest

from bot.catalog.catalog import Catalog
from bot.core.guards import Pace, place, rank
from bot.intents.person import Erase
from tests.doubles.discord.errors import Json
from tests.doubles.discord.permissions import EVERYONE, Permission
from tests.journey.discord.stage import Stage, data_of, ids, token

NONSENSE = (
    "",
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
    "@here <@&1> <@2>",
    "[free nitro](https://evil.example)",
    "**bold** `code` ||spoiler|| # head",
    "\u202egnp.exe",
    "<t:0:R><#1></roadmap:1>",
    "https://evil.example discord.gg/evil",
    ":eggplant: <a:wave:1>",
)


@pytest.mark.usefixtures("running")
async def test_ids_that_mean_nothing_get_a_fresh_card(stage: Stage) -> None:
    card = await stage.alice.slash("roadmap")
    for text in filter(None, NONSENSE):
        answer = await stage.forged(stage.alice, card, text)
        assert answer.private
        assert answer.message.buttons, f"{text} leads on"
    kept = await stage.alice.slash("roadmap")
    assert "New here?" in kept.text, "and nothing was marked"


@pytest.mark.usefixtures("running")
async def test_an_old_card_is_replaced_with_a_line_of_explanation(stage: Stage) -> None:
    card = await stage.alice.slash("roadmap")
    fresh = await stage.forged(stage.alice, card, "00rm.3")
    assert "This card was old" in fresh.text
    assert "Your roadmap" in fresh.text
    assert fresh.message is card.message


@pytest.mark.usefixtures("running")
async def test_an_entry_that_a_menu_does_not_have(stage: Stage, catalog: Catalog) -> None:
    card = await stage.alice.slash("roadmap")
    for value in ("99", "0", "two", "🎲", "x" * 100):
        answer = await stage.picked(stage.alice, card, "Open a step", value)
        assert "Your roadmap" in answer.text
        card = answer
    found = await stage.picked(stage.alice, card, "Open a step", "2")
    assert catalog.steps[1].title in found.text


@pytest.mark.usefixtures("running")
async def test_a_press_on_somebody_elses_mark_marks_ones_own(stage: Stage) -> None:
    mine = await stage.alice.slash("roadmap")
    start = ids(mine)["Start"]
    own = await stage.ben.slash("help")
    await stage.forged(stage.ben, own, start)
    assert "New here?" in (await stage.alice.slash("roadmap")).text
    await stage.forged(stage.ben, own, token(Erase(sure=True)))
    await stage.alice.press(mine, "Start")
    assert "New here?" not in (await stage.alice.slash("roadmap")).text


@pytest.mark.usefixtures("running")
async def test_an_event_that_comes_twice_counts_once(stage: Stage) -> None:
    card = await stage.alice.slash("roadmap")
    await stage.alice.press(card, "Share here")
    assert len(stage.public()) == 1
    for _ in range(3):
        stage.again()
    await stage.settled()
    assert len(stage.public()) == 1
    assert [call.status for call in stage.calls("POST", "/callback")] == [200, 200]


@pytest.mark.usefixtures("running")
async def test_a_reading_event_that_comes_twice_makes_no_noise(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await stage.alice.slash("roadmap")
    stage.again()
    await stage.settled()
    assert [call.status for call in stage.calls("POST", "/callback")] == [200, 400]
    assert not [record for record in caplog.records if record.exc_info]
    assert "New here?" in (await stage.ben.slash("roadmap")).text


@pytest.mark.parametrize("shout", SHOUTS)
@pytest.mark.usefixtures("running")
async def test_a_name_pings_nobody_and_links_nowhere(stage: Stage, shout: str) -> None:
    role = stage.world.bot_role(stage.guild)
    stage.world.set_rights(stage.guild, role, EVERYONE | Permission.MENTION_EVERYONE)
    loud = stage.world.role(stage.guild, "loud", mentionable=True)
    name = shout.replace("<@&1>", f"<@&{loud.id}>").replace("<@2>", f"<@{stage.ben.id}>")
    stage.alice.user.display_name = name
    await stage.alice.press(await stage.alice.slash("roadmap"), "Share here")
    (post,) = stage.public()
    assert post.pings.users == frozenset()
    assert post.pings.roles == frozenset()
    assert not post.pings.everyone
    by = next(line for line in post.text.splitlines() if line.startswith("-# "))
    assert not re.search(r"(?<!\\)(?:<[@#t/a]|\]\(|\*\*|`|\|\|)", by), by
    assert "\u202e" not in by
    assert not re.search(r"(?<!\\)://|discord(?<!\\)\.gg", by), by


@pytest.mark.usefixtures("running")
async def test_every_body_says_that_nobody_is_pinged(stage: Stage) -> None:
    card = await stage.alice.slash("roadmap")
    await stage.alice.press(card, "Share here")
    form = await stage.alice.press(await stage.alice.slash("tip"), "Report")
    await stage.alice.submit(form, note="@everyone <@1> [x](https://evil.example) ```")
    reports = await stage.mona.slash("manage content")
    assert "[x](" not in reports.text
    assert "```" not in reports.text
    sent = [data_of(call) for call in stage.calls("POST", "")]
    bodies = [body for each in sent if (body := each.get("data") or each) and _says(body)]
    assert len(bodies) == 6
    assert all(body["allowed_mentions"] == {"parse": []} for body in bodies)


def _says(body: Json) -> bool:
    return "components" in body and "title" not in body


async def test_a_flood_is_slowed_down_for_one_person_alone(stage: Stage) -> None:
    stage.guards = (rank, place, Pace(burst=5))
    async with stage.running():
        answers = await asyncio.gather(*(stage.alice.slash("help") for _ in range(12)))
        other = await stage.ben.slash("help")
    refused = [answer for answer in answers if "That was fast" in answer.text]
    assert 5 <= len(refused) <= 7
    assert all(answer.private for answer in answers)
    assert "What you can ask" in other.text


@pytest.mark.usefixtures("running")
async def test_help_for_half_a_moderators_command_offers_the_whole_ones(stage: Stage) -> None:
    perhaps = await stage.mona.slash("help", command="schedule")
    assert "Choose one" in perhaps.text.replace("\\", "")
    first = perhaps.message.buttons[0]
    told = await stage.mona.press(perhaps, first)
    assert told.text.startswith(f"### {first}")


@pytest.mark.usefixtures("running")
async def test_help_for_nothing_known_leads_to_all_commands(stage: Stage) -> None:
    refused = await stage.alice.slash("help", command="nonsense")
    assert "/roadmap" in (await stage.alice.press(refused, "All commands")).text
    closed = await stage.alice.slash("help", command="schedule")
    assert "Only moderators" in closed.text


@pytest.mark.usefixtures("running")
async def test_a_slip_of_one_letter_leads_to_its_word_first(stage: Stage) -> None:
    refused = await stage.alice.slash("define", term="precission")
    assert refused.message.buttons[0] == "precision"
