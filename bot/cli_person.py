"""`milepost person`: export or erase what is kept about somebody."""

import argparse
import asyncio
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.settings import Settings


def add(
    to: argparse.ArgumentParser,
    settings: "Callable[..., Settings]",
    guarded: Callable[[Callable[[], int]], int],
) -> None:
    """Describe the commands. `settings` reads them; `guarded` says in words what goes wrong."""

    def export(asked: argparse.Namespace) -> int:
        from bot.operate import export_person

        chosen = settings(quiet=True)
        return guarded(lambda: asyncio.run(export_person(chosen, asked.account, sys.stdout)))

    def erase(asked: argparse.Namespace) -> int:
        from bot.operate import erase_person

        chosen = settings(quiet=True)
        return guarded(lambda: asyncio.run(erase_person(chosen, asked.account, sys.stdout)))

    actions = to.add_subparsers(title="actions", required=True, metavar="ACTION")
    for name, says, run in (
        ("export", "print all of it as JSON", export),
        ("erase", "erase all of it", erase),
    ):
        action = actions.add_parser(name, help=says)
        action.add_argument("account", metavar="PLATFORM:ID")
        action.set_defaults(run=run)
