"""Study groups on Discord: who sees them follows the rights of their channel."""

import pytest

from bot.intents.group_desk import ManageGroups
from tests.doubles.discord import Overwrite
from tests.doubles.discord.permissions import Permission
from tests.doubles.discord.places import Channel, ChannelType
from tests.journey.discord.stage import Stage, token

pytestmark = pytest.mark.usefixtures("running")


async def start(stage: Stage, name: str, channel: Channel) -> None:
    """Let the owner start a group."""
    form = await stage.mona.slash("manage group", channel=channel, do="new")
    done = await stage.mona.submit(form, {"Name": name, "Time zone": "Berlin"})
    assert "is there" in done.text


async def test_a_group_is_seen_with_its_channel(stage: Stage) -> None:
    role = stage.world.role(stage.guild, "evenings")
    den = stage.world.channel(stage.guild, "den")
    stage.world.change(
        den,
        [
            Overwrite(stage.guild.everyone, deny=Permission.VIEW_CHANNEL),
            Overwrite(role, allow=Permission.VIEW_CHANNEL),
            Overwrite(stage.world.bot, allow=Permission.VIEW_CHANNEL),
        ],
    )
    await start(stage, "Night owls", den)
    assert "No study group that you can see" in (await stage.alice.slash("group")).text
    stage.world.join(stage.guild, stage.alice.user, role)
    card = await stage.alice.slash("group")
    assert "Night owls" in card.text
    assert "You are in **Night owls** now" in (await stage.alice.press(card, "Join")).text
    assert "No study group that you can see" in (await stage.ben.slash("group")).text


@pytest.mark.parametrize(
    ("kind", "seen"), [(ChannelType.PUBLIC_THREAD, True), (ChannelType.PRIVATE_THREAD, False)]
)
async def test_a_group_in_a_thread(stage: Stage, kind: ChannelType, seen: bool) -> None:  # noqa: FBT001 (a parameter)
    thread = stage.world.channel(stage.guild, "thread", kind=kind, parent=stage.channel)
    await start(stage, "Weavers", thread)
    assert ("Weavers" in (await stage.alice.slash("group")).text) is seen


async def test_the_holders_of_a_chosen_role_manage(stage: Stage) -> None:
    role = stage.world.role(stage.guild, "study-mods")
    stage.world.join(stage.guild, stage.ben.user, role)
    roadmap = await stage.ben.slash("roadmap")
    refused = await stage.forged(stage.ben, roadmap, token(ManageGroups()))
    assert "Only moderators can do that" in refused.text
    setup = await stage.mona.slash("manage setup")
    people = await stage.mona.press(setup, "Choose moderators")
    chosen = await stage.mona.pick(people, "Add a role or user group", "@study-mods")
    assert "@study-mods" in chosen.text
    allowed = await stage.forged(stage.ben, roadmap, token(ManageGroups()))
    assert "Study groups, for moderators" in allowed.text
    await stage.mona.pick(chosen, "Take away", "@study-mods")
    again = await stage.forged(stage.ben, roadmap, token(ManageGroups()))
    assert "Only moderators can do that" in again.text
