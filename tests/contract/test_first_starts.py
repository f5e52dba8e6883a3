"""However many processes start at once on nothing, the tables are made once and no start fails."""

import asyncio
import sys
from pathlib import Path

from sqlalchemy import func, select

from bot.storage.address import read_url
from bot.storage.engine import open_engine
from bot.storage.tables import people
from tests.doubles.databases import Databases


async def test_fifty_first_starts_on_sqlite(tmp_path: Path) -> None:
    await start_at_once(f"sqlite:///{tmp_path}/data/milepost.db", 50)


async def test_eight_first_starts_on_postgres(postgres: Databases) -> None:
    address = await postgres.empty()
    await start_at_once(address, 8)
    await postgres.drop(address)


async def start_at_once(url: str, processes: int) -> None:
    command = (sys.executable, "-W", "error", "-m", "tests.contract.first_starts")
    started = await asyncio.create_subprocess_exec(
        *command,
        url,
        str(processes),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, complained = await started.communicate()
    assert complained.decode() == ""
    assert said.decode().split() == ["0"] * processes
    engine = open_engine(read_url(url))
    async with engine.connect() as connection:
        found = await connection.scalar(select(func.count()).select_from(people))
    await engine.dispose()
    assert found == processes + 1
