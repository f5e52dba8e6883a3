"""Starts many processes at one instant on one database; run by a test.

Usage: first_starts.py DATABASE_URL PROCESSES. Prints how every process ended.
"""

import asyncio
import os
import sys
import traceback

from bot.core.people import Account, Platform
from bot.core.ports import SystemClock
from bot.storage.schema import prepare
from bot.storage.store import SqlStore
from tests.contract.samples import known


async def start(url: str, number: int) -> None:
    """Do what every start does, then write something."""
    await prepare(url, SystemClock())
    store = SqlStore.open(url, busy=30)
    await known(store, Account(Platform.discord, "", str(number)))
    await known(store, Account(Platform.discord, "", "everybody"))
    await store.close()


def child(url: str, number: int, gate: int) -> None:
    """Wait for the gate to open, then start."""
    os.read(gate, 1)
    ended = 1
    try:
        asyncio.run(start(url, number))
        ended = 0
    finally:
        if ended:
            traceback.print_exc()
        sys.stderr.flush()
        os._exit(ended)


def main(url: str, processes: int) -> None:
    """Let all of them go at once: the gate is a pipe whose other end is closed."""
    gate, latch = os.pipe()
    for number in range(processes):
        if os.fork() == 0:
            os.close(latch)
            child(url, number, gate)
    os.close(latch)
    ended = [os.waitstatus_to_exitcode(os.wait()[1]) for _ in range(processes)]
    sys.stdout.write(" ".join(map(str, ended)))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
