"""A loopback Discord: the real discord.py talks to it, and tests play the people.

async with serving(Double()) as double:
alice = double.person("alice", locale="fr")
guild = double.world.guild("Study Hall", alice.user)
general = double.world.channel(guild, "general")
...  # start the bot with double.api as base address and double.world.token as token
await double.gateway.until_ready()
card = await alice.slash("roadmap", step=3, channel=general)
card = await alice.press(card, "Start")
assert "Python" in card.text
assert card.private
assert double.breaches == []
"""

from tests.doubles.discord.answers import Answer
from tests.doubles.discord.commands import NotOfferedError
from tests.doubles.discord.double import Double, serving
from tests.doubles.discord.people import Person
from tests.doubles.discord.places import ChannelType, Overwrite
from tests.doubles.discord.world import Timing, World

__all__ = [
    "Answer",
    "ChannelType",
    "Double",
    "NotOfferedError",
    "Overwrite",
    "Person",
    "Timing",
    "World",
    "serving",
]
