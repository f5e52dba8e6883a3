"""Runs the double by itself: `python -m tests.doubles.slack --port 0` prints its base address."""

import argparse
import asyncio
import signal
import sys

from bot.core.ports import SystemClock
from tests.doubles.slack.control import Control
from tests.doubles.slack.double import Double, serving
from tests.doubles.slack.install import Install
from tests.doubles.slack.world import World


async def run(port: int, install: Install) -> None:
    """Serve until told to stop. The first line of output is the address for the bot."""
    double = Double(World(clock=SystemClock(), install=install))
    control = Control(double, double.world.channel("general"))
    async with serving(double, port, control.mount):
        sys.stdout.write(f"{double.api}\n")
        sys.stdout.flush()
        stop = asyncio.Event()
        for each in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(each, stop.set)
        await stop.wait()


def main() -> None:
    """Read the command line and run."""
    own = Install()
    parser = argparse.ArgumentParser(prog="python -m tests.doubles.slack")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--bot-token", default=own.bot_token)
    parser.add_argument("--app-token", default=own.app_token)
    parser.add_argument("--signing-secret", default=own.signing_secret)
    given = parser.parse_args()
    own.bot_token, own.app_token = given.bot_token, given.app_token
    own.signing_secret = given.signing_secret
    asyncio.run(run(given.port, own))


if __name__ == "__main__":
    main()
