"""What only moderators may do: not offered to members, and refused when somebody tries anyway."""

import pytest

from bot.intents.sharing import ManageContent, ManageSetup, SetSharing
from tests.doubles.discord import NotOfferedError, Person
from tests.doubles.discord.errors import Json
from tests.doubles.discord.permissions import Permission
from tests.journey.discord.stage import Stage, token

pytestmark = pytest.mark.usefixtures("running")


async def test_members_are_not_offered_them(stage: Stage) -> None:
    for person in (stage.alice, stage.ben):
        assert "manage" not in person.offered(stage.channel)
        with pytest.raises(NotOfferedError):
            await person.slash("manage setup")
    assert "manage" in stage.mona.offered(stage.channel)
    assert "Sharing of cards" in (await stage.mona.slash("manage setup")).text


async def test_nobody_is_offered_them_in_private(stage: Stage) -> None:
    assert "manage" not in stage.mona.offered(stage.mona.dm)
    assert "roadmap" in stage.mona.offered(stage.mona.dm)


async def test_a_role_that_may_manage_the_server_is_enough(stage: Stage) -> None:
    role = stage.world.role(stage.guild, "study-mods", Permission.MANAGE_GUILD)
    stage.world.join(stage.guild, stage.ben.user, role)
    card = await stage.ben.slash("manage setup")
    assert "Sharing of cards" in card.text
    stage.world.join(stage.guild, stage.ben.user)
    refused = await stage.ben.press(card, "Switch sharing off")
    assert "Only moderators can do that" in refused.text, "the right of today counts"
    setup = await stage.mona.slash("manage setup")
    assert "Switch sharing off" in setup.message.buttons, "and nothing was switched"


@pytest.mark.parametrize("place", ["server", "private"])
async def test_forged_ids_are_refused(stage: Stage, place: str) -> None:
    channel = stage.channel if place == "server" else stage.alice.dm
    card = await stage.alice.slash("roadmap", channel=channel)
    for intent in (ManageSetup(), ManageContent(), SetSharing(on=False)):
        refused = await stage.forged(stage.alice, card, token(intent))
        assert "Sharing of cards" not in refused.text
        assert "manage" in refused.text or "channel of a community" in refused.text
        assert refused.private
    setup = await stage.mona.slash("manage setup")
    assert "Switch sharing off" in setup.message.buttons


async def test_a_command_that_discord_lets_through_is_checked_again(stage: Stage) -> None:
    """An administrator can open a command to everybody; the buttons behind it stay closed."""
    (manage,) = (each for each in _registered(stage) if each["name"] == "manage")
    needed, manage["default_member_permissions"] = manage["default_member_permissions"], None
    refused = await stage.alice.slash("manage setup")
    manage["default_member_permissions"] = needed
    assert "Only moderators can do that" in refused.text
    assert refused.private


def _registered(stage: Stage) -> list[Json]:
    return stage.double.commands.registered()


async def test_moderators_of_one_server_are_members_of_another(stage: Stage) -> None:
    elsewhere = stage.world.guild("Elsewhere", stage.ben.user)
    den = stage.world.channel(elsewhere, "den")
    stage.world.join(elsewhere, stage.mona.user)
    ben: Person = stage.ben
    assert "manage" in ben.offered(den)
    assert "manage" not in ben.offered(stage.channel)
    assert "manage" not in stage.mona.offered(den)
    await ben.press(await ben.slash("manage setup", channel=den), "Switch sharing off")
    here = await stage.mona.slash("manage setup")
    assert "Switch sharing off" in here.message.buttons, "a switch holds for its own channel"
