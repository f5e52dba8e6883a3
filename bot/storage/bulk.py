"""One statement for many rows: compiled once, its values bound without work around each of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Dialect, Insert, Update

from bot.storage.unit import Unit, Upsert

Bind = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Ready:
    """A statement as the driver takes it, and where each of its values comes from."""

    sql: str
    values: tuple[tuple[str, Bind | None], ...]

    def of(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple([bind(row[name]) if bind else row[name] for name, bind in self.values])


@dataclass(frozen=True, slots=True)
class Bulk:
    """Runs an insert or an update for many rows; each row names all its values.

    SQLAlchemy looks at each row of a batch as if it were the only one, which took a third of the
    time of planning (`tests/bench/schedules.py`).
    """

    statement: Insert | Update | Upsert
    _ready: dict[str, _Ready] = field(default_factory=dict[str, _Ready], init=False, repr=False)

    async def run(self, unit: Unit, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run it once for each row. Raises the unit's fault when the database is away."""
        if rows:
            ready = self._for(unit.dialect)
            await unit.many(ready.sql, [ready.of(row) for row in rows])

    def _for(self, dialect: Dialect) -> _Ready:
        if dialect.name not in self._ready:
            self._ready[dialect.name] = _compiled(self.statement, dialect)
        return self._ready[dialect.name]


def _compiled(statement: Insert | Update | Upsert, dialect: Dialect) -> _Ready:
    plain = statement.of(dialect.name) if isinstance(statement, Upsert) else statement
    made = plain.compile(dialect=dialect)
    names = made.positiontup or ()
    kinds = (made.binds[name].type.dialect_impl(dialect) for name in names)
    binds = (kind.bind_processor(dialect) for kind in kinds)
    return _Ready(str(made), tuple(zip(names, binds, strict=True)))
