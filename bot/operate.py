"""What operators ask on the command line besides running: checks, and people's data."""

import json
from typing import TYPE_CHECKING, TextIO

from bot.catalog.loader import load
from bot.catalog.status import overdue
from bot.compose import packs
from bot.core.people import Account, Place, Request
from bot.core.ports import SystemClock
from bot.settings import Settings
from bot.storage.schema import prepare
from bot.storage.store import SqlStore

if TYPE_CHECKING:
    from collections.abc import Mapping


async def check(settings: Settings, out: TextIO) -> int:
    """Say in words what works and what does not. Raises PackError and StorageError."""
    clock = SystemClock()
    names = ", ".join(platform.title() for platform in settings.platforms)
    out.write(f"Settings: fine. Platforms: {names or 'none, so the terminal'}.\n")
    catalog = load(packs(settings))
    out.write(
        f"Content: fine. {len(catalog.tips())} tips, {len(catalog.items())} questions, "
        f"{len(catalog.milestones())} milestones.\n"
    )
    late = [due.id for due in overdue(catalog, clock.now().date())]
    if late:
        out.write(f"Content: {len(late)} facts need a re-check: {', '.join(late)}.\n")
    url = settings.database_url.get_secret_value()
    await prepare(url, clock)
    store = SqlStore.open(url)
    try:
        await store.ping()
    finally:
        await store.close()
    out.write("Database: fine.\n")
    return 0


async def export_person(settings: Settings, account: str, out: TextIO) -> int:
    """Print all that is kept of somebody as JSON. Raises ValueError for no account."""
    who = Account.parse(account)
    store = await _store(settings)
    try:
        async with store.read() as work:
            found = await work.people.find(who)
            empty: Mapping[str, list[dict[str, object]]] = {}
            rows = await work.people.export(found.id) if found else empty
    finally:
        await store.close()
    json.dump({"account": str(who), **rows}, out, indent=2, ensure_ascii=False, sort_keys=True)
    out.write("\n")
    return 0


async def erase_person(settings: Settings, account: str, out: TextIO) -> int:
    """Erase all that is kept of somebody. Raises ValueError for no account."""
    who = Account.parse(account)
    store, now = await _store(settings), SystemClock().now()
    request = Request(
        id=f"operator-{now.timestamp()}",
        account=who,
        name="operator",
        place=Place(who.platform, ""),
        at=now,
    )
    try:
        async with store.write(request) as work:
            found = await work.people.find(who)
            count = await work.people.erase(found.id) if found else 0
    finally:
        await store.close()
    out.write(f"Erased: {count} entries.\n" if count else "Nothing is kept of this account.\n")
    return 0


async def _store(settings: Settings) -> SqlStore:
    url = settings.database_url.get_secret_value()
    await prepare(url, SystemClock())
    return SqlStore.open(url)
