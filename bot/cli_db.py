"""`milepost db`: upgrade, backup, restore, copy."""

import argparse
import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.settings import Settings

DONE = 0
Work = Callable[[argparse.Namespace, str], None]


def add(
    to: argparse.ArgumentParser,
    settings: "Callable[[], Settings]",
    guarded: Callable[[Callable[[], int]], int],
) -> None:
    """Describe the commands. `settings` reads them; `guarded` says in words what goes wrong."""

    def runs(work: Work) -> Callable[[argparse.Namespace], int]:
        def run(asked: argparse.Namespace) -> int:
            url = settings().database_url.get_secret_value()

            def whole() -> int:
                work(asked, url)
                return DONE

            return guarded(whole)

        return run

    actions = to.add_subparsers(title="actions", required=True, metavar="ACTION")
    upgrade = actions.add_parser("upgrade", help="bring the tables up to date")
    upgrade.set_defaults(run=runs(_upgrade))
    backup = actions.add_parser("backup", help="write a copy, while the bot may run")
    backup.add_argument("file")
    backup.add_argument("--force", action="store_true", help="replace the file")
    backup.set_defaults(run=runs(_backup))
    restore = actions.add_parser("restore", help="put a backup in place; stop the bot first")
    restore.add_argument("file")
    restore.add_argument("--force", action="store_true", help="replace what is there")
    restore.set_defaults(run=runs(_restore))
    copy = actions.add_parser("copy", help="copy everything into an empty database")
    copy.add_argument("target", metavar="DATABASE_URL")
    copy.set_defaults(run=runs(_copy))


def _upgrade(asked: argparse.Namespace, url: str) -> None:
    del asked
    from bot.core.ports import SystemClock
    from bot.storage.schema import prepare

    done = asyncio.run(prepare(url, SystemClock()))
    print(f"The tables are at revision {done.after}; they were at {done.before or 'none'}.")


def _backup(asked: argparse.Namespace, url: str) -> None:
    from bot.storage import admin

    asyncio.run(admin.backup(url, Path(asked.file), force=asked.force))
    print(f"Backed up into {asked.file}.")


def _restore(asked: argparse.Namespace, url: str) -> None:
    from bot.core.ports import SystemClock
    from bot.storage import admin

    source = Path(asked.file)
    done = asyncio.run(admin.restore(source, url, SystemClock(), force=asked.force))
    print(f"Restored from {asked.file}, at revision {done.revision}.")
    if done.former is not None:
        print(f"What was there before is kept in {done.former}.")


def _copy(asked: argparse.Namespace, url: str) -> None:
    from bot.core.ports import SystemClock
    from bot.storage import admin

    counts = asyncio.run(admin.copy(url, asked.target, SystemClock()))
    print(f"Copied and compared: {sum(counts.values())} rows.")
