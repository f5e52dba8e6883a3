"""Tables in memory, with what the memory store needs of a database: keys, owners, snapshots."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.storage.errors import BrokenRuleError, ReadOnlyError
from bot.storage.rows import Row, Values, storable

COMMUNITY = ("community_platform", "community_id")
KEYS: Mapping[str, tuple[str, ...]] = {
    "people": ("id",),
    "accounts": ("platform", "tenant", "user_id"),
    "assessments": ("person_id", "item"),
    "memories": ("person_id", "item"),
    "progress": ("person_id", "milestone"),
    "reports": ("id",),
    "rounds": ("id",),
    "seen": ("person_id", "kind", "piece"),
    "shares": ("id",),
    "answers": ("round_id", "position"),
    "rooms": (*COMMUNITY, "channel"),
    "pieces": (*COMMUNITY, "kind", "piece"),
    "claims": ("id",),
    "groups": ("id",),
    "memberships": ("group_id", "person_id"),
    "setups": COMMUNITY,
    "schedules": ("id",),
    "targets": ("schedule_id", "group_id"),
    "overrides": ("schedule_id", "group_id", "local"),
    "occurrences": ("schedule_id", "group_id", "local", "extra"),
    "deliveries": ("id",),
    "decks": (*COMMUNITY, "channel", "pool"),
    "checkins": ("occurrence", "person_id"),
    "audit": ("id",),
}
"""The primary key of each table, owners before what refers to them."""

PERSONAL = (
    "accounts",
    "assessments",
    "memories",
    "progress",
    "reports",
    "rounds",
    "seen",
    "shares",
    "answers",
    "memberships",
    "checkins",
)
"""The tables whose rows carry `person_id`."""

ACTED = ("pieces", "schedules", "audit")
"""The tables whose rows carry `actor_id`."""

Key = tuple[Any, ...]
Tables = dict[str, dict[Key, Row]]


def empty() -> Tables:
    """Return tables without rows."""
    return {name: {} for name in KEYS}


@dataclass(slots=True)
class Shelves:
    """The tables of one unit of work. Rows are replaced, never changed in place."""

    tables: Tables
    writes: bool = False
    _own: set[str] = field(default_factory=set[str])

    def get(self, name: str, key: Values) -> Row | None:
        """Return the row with a key."""
        return self.tables[name].get(_key(name, _clean(key)))

    def where(self, name: str, **match: object) -> list[Row]:
        """Return the rows that hold these values, in the order of their keys."""
        wanted = _clean(match).items()
        found = (
            (key, row)
            for key, row in self.tables[name].items()
            if all(row[column] == value for column, value in wanted)
        )
        return [row for _, row in sorted(found, key=lambda pair: pair[0])]

    def add(self, name: str, row: Values) -> bool:
        """Keep a new row; False when there is one with its key."""
        table, row = self._table(name), _clean(row)
        key = _key(name, row)
        if key in table:
            return False
        self._check(name, row)
        table[key] = row
        return True

    def put(self, name: str, row: Values) -> None:
        """Keep a row, in the place of one with its key."""
        table, row = self._table(name), _clean(row)
        self._check(name, row)
        table[_key(name, row)] = row

    def drop(self, name: str, **match: object) -> int:
        """Remove the rows that hold these values and return how many there were."""
        table = self._table(name)
        gone = [_key(name, row) for row in self.where(name, **match)]
        for key in gone:
            del table[key]
        return len(gone)

    def _table(self, name: str) -> dict[Key, Row]:
        if not self.writes:
            raise ReadOnlyError
        if name not in self._own:
            self._own.add(name)
            self.tables[name] = dict(self.tables[name])
        return self.tables[name]

    def _check(self, name: str, row: Row) -> None:
        owner = row.get("person_id") or row.get("actor_id")
        if owner is not None and (owner,) not in self.tables["people"]:
            raise BrokenRuleError(f"{name}: no such person")
        if name == "answers" and (row["round_id"],) not in self.tables["rounds"]:
            raise BrokenRuleError("answers: no such round")


def _key(name: str, row: Row) -> Key:
    return tuple(row[column] for column in KEYS[name])


def _clean(row: Mapping[str, Any]) -> Values:
    return {column: _clean_value(value) for column, value in row.items()}


def _clean_value(value: Any) -> Any:  # noqa: ANN401 (whatever a column holds)
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, Mapping):
        return {name: storable(text) for name, text in value.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] (mappings in rows hold texts)
    return tuple(storable(line) for line in value) if isinstance(value, tuple) else value  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] (sequences in rows hold texts)
