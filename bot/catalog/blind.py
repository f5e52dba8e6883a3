"""Sheets for blind readers: questions without their keys, as tables to fill in."""

import datetime as dt
from collections.abc import Iterable, Iterator

from bot.catalog.models import Item, Question, Scenario
from bot.catalog.review import Asked, digest, key_digest, kind_of
from bot.catalog.writing import quoted

_HOW = {
    "single": "one option",
    "truefalse": "one option",
    "estimate": "one option",
    "bug": "one option",
    "multi": "every option that holds",
    "order": "all options, in their order",
}
_BEST = "the most effective option"
_HEAD = (
    "# Answer without looking at the pack. Options stand in the order of their ids.",
    "# Then keep the tables in a file of content/review.",
)


def sheet(asked: Iterable[Asked], today: dt.date) -> Iterator[str]:
    """Yield the lines of a sheet; `today` is the day of the reading, in UTC."""
    yield from _HEAD
    for record in asked:
        yield ""
        yield from _shown(record)
        yield "[[reading]]"
        yield f'kind = "{kind_of(record)}"'
        yield f'id = "{record.id}"'
        yield f"rev = {record.rev}"
        yield f'seen = "{digest(record)}"'
        yield from _open(record)
        yield f"on = {today.isoformat()}"


def keys(asked: Iterable[Question]) -> Iterator[str]:
    """Yield the key points of interview questions with their digest, for the comparison after."""
    for record in asked:
        yield f'# {record.id}: keyed = "{key_digest(record)}"'
        yield from (f"#   {at}. {point}" for at, point in enumerate(record.covers, 1))


def _shown(record: Asked) -> Iterator[str]:
    if isinstance(record, Question):
        yield f"# {record.question}"
        yield "# What does a good answer cover? One point a line."
        return
    yield from (f"# {line}" for line in record.stem.split("\n"))
    if isinstance(record, Item):
        yield from (f"#     {line}" for line in record.code.strip("\n").split("\n") if line)
    for option in sorted(record.option, key=lambda one: one.id):
        yield f"# {option.id}: {option.text}"
    yield f"# Answer: {_HOW[record.type] if isinstance(record, Item) else _BEST}."


def _open(record: Asked) -> Iterator[str]:
    """Yield the fields that wait for an answer, and for the comparison where there is one."""
    match record:
        case Question():
            yield f"points = [{quoted('')}]"
            yield "# afterwards, from milepost content blind --keys:"
            yield '# keyed = "..."'
            yield "# covered = [[1], [2, 3], []]  # by key point: which points say it"
        case Item() | Scenario():
            yield "answer = []"
