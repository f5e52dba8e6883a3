"""A loopback Discord: the real discord.py talks to it, and tests play the people."""

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
