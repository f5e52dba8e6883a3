"""The store in memory knows the same tables and keys as the databases."""

from bot.storage.plan_tables import lanes
from bot.storage.shelves import ACTED, KEYS, PERSONAL
from bot.storage.tables import acted, communities, meta, metadata, people, personal


def test_the_same_tables_have_the_same_keys() -> None:
    assert {name: set(key) for name, key in KEYS.items()} == {
        table.name: {column.name for column in table.primary_key}
        for table in metadata.sorted_tables
        if table not in (communities, meta, lanes)
    }


def test_the_same_tables_are_personal() -> None:
    assert set(ACTED) == {table.name for table in acted()}
    assert set(PERSONAL) == {table.name for table in personal() if table is not people}
