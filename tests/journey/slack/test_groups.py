"""Study groups on Slack: seen as far as the granted scopes let Slack tell us."""

import pytest

from bot.intents.group_desk import ManageGroups
from tests.doubles.slack.places import Channel
from tests.journey.slack.stage import Stage, token

pytestmark = pytest.mark.usefixtures("running")
SEES = {"channels:read", "groups:read"}


async def start(stage: Stage, name: str, channel: Channel) -> None:
    """Let an admin start a group."""
    form = await stage.mona.types("/milepost manage group new", channel=channel)
    sent = {"Name": name, "Time zone": "Europe/Berlin"}
    assert not (await stage.mona.submits(form, sent)).errors


async def test_a_public_channel_s_group_is_seen_where_slack_tells_us(stage: Stage) -> None:
    den = stage.world.channel("den", [stage.mona.user])
    await start(stage, "Night owls", den)
    assert "No study group that you can see" in (await stage.alice.types("/milepost group")).text
    stage.world.install.scopes |= SEES
    card = await stage.alice.types("/milepost group")
    assert "Night owls" in card.text
    joined = await stage.alice.presses(card, "Join")
    assert "You are in *Night owls* now" in joined.text


async def test_a_private_channel_s_group_is_for_those_who_are_in_it(stage: Stage) -> None:
    stage.world.install.scopes |= SEES
    people = [stage.mona.user, stage.alice.user]
    await start(stage, "Night owls", stage.world.channel("den", people, private=True))
    assert "Night owls" in (await stage.alice.types("/milepost group")).text
    assert "No study group that you can see" in (await stage.ben.types("/milepost group")).text


async def test_the_home_tab_shows_the_groups(stage: Stage) -> None:
    stage.world.install.scopes |= SEES
    await start(stage, "Night owls", stage.channel)
    home = await stage.alice.opens_home()
    assert "Night owls" in home.home.text
    await stage.alice.presses(home, "Join")
    assert "are in this group" in (await stage.alice.types("/milepost group")).text


async def test_people_of_a_chosen_user_group_manage(stage: Stage) -> None:
    stage.world.install.scopes |= {"usergroups:read"}
    stage.world.usergroup("study-mods", [stage.ben.user])
    roadmap = await stage.ben.types("/roadmap")
    refused = await stage.forged(stage.ben, roadmap, token(ManageGroups()))
    assert "Only moderators can do that" in refused.text
    setup = await stage.mona.types("/milepost manage setup")
    people = await stage.mona.presses(setup, "Choose moderators")
    chosen = await stage.mona.picks(people, "Add a role or user group", "@study-mods")
    assert "@study-mods" in chosen.text
    allowed = await stage.forged(stage.ben, roadmap, token(ManageGroups()))
    assert "Study groups, for moderators" in allowed.text
    for line in ("/schedule", "/schedule list", "/milepost help manage"):
        refused = await stage.alice.types(line)
        assert "Only moderators can do that" in refused.text
        assert ", and @study-mods. Ask one" in refused.text
        assert not refused.message.pings


async def test_somebody_is_trusted_by_their_id(stage: Stage) -> None:
    setup = await stage.mona.types("/milepost manage setup")
    people = await stage.mona.presses(setup, "Choose moderators")
    form = await stage.mona.presses(people, "Add by name")
    await stage.mona.submits(form, {"Who": stage.ben.user.id})
    roadmap = await stage.ben.types("/roadmap")
    allowed = await stage.forged(stage.ben, roadmap, token(ManageGroups()))
    assert "Study groups, for moderators" in allowed.text
