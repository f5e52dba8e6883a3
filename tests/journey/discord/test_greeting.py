"""The first greeting: once, without a ping, and set-up buttons only before moderators."""

from bot.core.people import Community, Platform
from tests.doubles.discord import Overwrite, Person
from tests.doubles.discord.messages import Message
from tests.doubles.discord.permissions import EVERYONE, Permission
from tests.doubles.discord.places import Channel, Guild
from tests.journey.discord.stage import Running, Stage, until

SETUP = ["Set up in 60 seconds", "Show me around", "Check permissions"]


def prepared(
    stage: Stage, *, updates: bool, system: bool, shut: bool = False
) -> tuple[Guild, Channel, Channel]:
    """Make a server without the bot; its staff channel is `shut` to the bot, or not."""
    guild = stage.world.guild("Newcomers", stage.mona.user, has_app=False)
    stage.world.join(guild, stage.alice.user)
    view = Permission.VIEW_CHANNEL
    let_in = [] if shut else [Overwrite(stage.world.bot, allow=view)]
    staff = stage.world.channel(guild, "staff", [Overwrite(guild.everyone, deny=view), *let_in])
    hall = stage.world.channel(guild, "hall")
    guild.updates, guild.system = (staff if updates else None), (hall if system else None)
    return guild, staff, hall


async def greeted(stage: Stage, channel: Channel) -> Message:
    await until(lambda: bool(stage.public(channel)))
    await stage.settled()
    (message,) = stage.public(channel)
    return message


async def test_moderators_are_greeted_where_they_read(stage: Stage, running: Running) -> None:
    guild, staff, hall = prepared(stage, updates=True, system=True)
    stage.world.install(guild, EVERYONE)
    message = await greeted(stage, staff)
    assert message.content == "Hello, I am Milepost"
    assert message.buttons == SETUP
    assert not message.pings.everyone
    assert stage.public(hall) == []
    assert stage.double.breaches == []
    async with running.store.read() as work:
        setup = await work.groups.setup(Community(Platform.discord, str(guild.id)))
    assert setup.greeted_at is not None
    assert setup.greeted_at <= stage.world.now()


async def test_before_everybody_there_are_no_set_up_buttons(stage: Stage, running: Running) -> None:
    del running
    guild, _, hall = prepared(stage, updates=False, system=True)
    stage.world.install(guild, EVERYONE)
    assert (await greeted(stage, hall)).buttons == ["Show me around"]


async def test_a_closed_door_leads_to_the_next_one(stage: Stage, running: Running) -> None:
    del running
    guild, staff, hall = prepared(stage, updates=True, system=True, shut=True)
    stage.world.install(guild, EVERYONE)
    message = await greeted(stage, hall)
    assert message.buttons == ["Show me around"]
    assert stage.public(staff) == []


async def test_who_comes_back_does_not_greet_again(stage: Stage, running: Running) -> None:
    guild, staff, hall = prepared(stage, updates=True, system=True)
    stage.world.install(guild, EVERYONE)
    await greeted(stage, staff)
    stage.world.remove_app(guild)
    await stage.settled()
    stage.world.install(guild, EVERYONE)
    await stage.settled()
    assert (len(stage.public(staff)), stage.public(hall)) == (1, [])
    await running.leaves()


async def test_without_a_door_nobody_is_greeted(stage: Stage, running: Running) -> None:
    guild, staff, hall = prepared(stage, updates=False, system=False)
    stage.world.install(guild, EVERYONE)
    await stage.settled()
    assert stage.public(staff) == stage.public(hall) == []
    async with running.store.read() as work:
        setup = await work.groups.setup(Community(Platform.discord, str(guild.id)))
    assert setup.greeted_at is None


async def test_an_old_server_is_not_greeted_at_a_restart(stage: Stage) -> None:
    guild, staff, _ = prepared(stage, updates=True, system=True)
    stage.world.install(guild, EVERYONE)
    async with stage.running():
        await stage.settled()
    assert stage.public(staff) == []


async def test_the_buttons_answer_who_pressed_and_nobody_else(
    stage: Stage, running: Running
) -> None:
    del running
    guild, staff, _ = prepared(stage, updates=True, system=True)
    stage.world.install(guild, EVERYONE)
    message = await greeted(stage, staff)
    around = await stage.mona.press(message, "Show me around")
    assert around.private
    assert "/roadmap" in around.text
    rights = await stage.mona.press(message, "Check permissions")
    assert rights.private
    assert f"<#{staff.id}>: all there." in rights.text
    own = stage.world.bot_role(guild)
    stage.world.set_rights(guild, own, int(Permission.VIEW_CHANNEL))
    stage.world.set_rights(guild, guild.everyone, int(Permission.VIEW_CHANNEL))
    rights = await stage.mona.press(rights, "Check again")
    assert "missing: Send Messages, Embed Links" in rights.text
    setup = await stage.mona.press(message, "Set up in 60 seconds")
    assert setup.private


async def test_a_member_may_look_around_but_not_check(stage: Stage, running: Running) -> None:
    del running
    guild, _, hall = prepared(stage, updates=False, system=True)
    stage.world.install(guild, EVERYONE)
    message = await greeted(stage, hall)
    alice: Person = stage.alice
    answer = await alice.press(message, "Show me around")
    assert answer.private
    refused = await stage.forged(alice, message, "10pr")
    assert "may manage this community" in refused.text
