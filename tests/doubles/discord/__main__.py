"""Runs the double by itself: `python -m tests.doubles.discord --port 0` prints its base address."""

import argparse
import asyncio
import signal
import sys

from tests.doubles.discord.control import Control
from tests.doubles.discord.double import Double, serving
from tests.doubles.discord.world import World


async def run(port: int, token: str, guilds: int) -> None:
    """Serve until told to stop. The first line of output is the address for the bot."""
    double = Double(World(token=token))
    made = [double.world.guild(f"Study Hall {number + 1}") for number in range(max(1, guilds))]
    for guild in made:
        double.world.channel(guild, "general")
    control = Control(double, made[0])
    async with serving(double, port, control.mount):
        sys.stdout.write(f"{double.api}\n")
        sys.stdout.flush()
        stop = asyncio.Event()
        for each in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(each, stop.set)
        await stop.wait()


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(prog="python -m tests.doubles.discord")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default=World().token)
    parser.add_argument("--guilds", type=int, default=1)
    given = parser.parse_args()
    asyncio.run(run(given.port, given.token, given.guilds))


if __name__ == "__main__":
    main()
