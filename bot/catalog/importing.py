"""Turns questions of another format into items of a pack, and says what was lost on the way."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pydantic import ValidationError

from bot.catalog.advice import advise, echoes
from bot.catalog.gift import Question
from bot.catalog.models import Item
from bot.catalog.search import fold
from bot.catalog.writing import quoted

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CAP = 40
_WORDS = 5


@dataclass(frozen=True, slots=True)
class Place:
    """Where the items of a file belong."""

    trait: str
    level: int
    skill: str


@dataclass(slots=True)
class Import:
    """Writes items one after the other; `said` gathers what could not be carried, by line."""

    place: Place
    said: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    written: int = 0
    _taken: set[str] = field(default_factory=set[str])

    def toml(self, questions: Iterable[Question]) -> Iterator[str]:
        """Yield each question that the pack can hold, as TOML with status "wip"."""
        for question in questions:
            self.said += [(question.line, lost) for lost in question.lost]
            if question.type:
                self.written += 1
                yield self._item(question)

    def _item(self, question: Question) -> str:
        wanted = question.id or question.title or question.stem
        slug = _slug(wanted, self._taken)
        if question.id and slug != question.id:
            self.said.append((question.line, f"the id {question.id} is written {slug}"))
        right = next((each.why for each in question.answers if each.right and each.why), "")
        explain = question.explain or right
        if not explain:
            self.said.append((question.line, "explain is missing: say why the key holds"))
        options, ids = list[dict[str, object]](), set[str]()
        for answer in question.answers:
            row: dict[str, object] = {"id": _slug(answer.text, ids), "text": answer.text}
            row |= {"right": True} if answer.right else {}
            row |= {"why": answer.why} if answer.why or not answer.right else {}
            options.append(row)
        row = {
            "id": slug,
            "status": "wip",
            "trait": self.place.trait,
            "level": self.place.level,
            "type": question.type,
            "skill": self.place.skill,
            "stem": question.stem,
            "explain": explain,
        }
        filled = {"explain": explain or "-" * 20, "option": tuple(options)}
        self._judge(question.line, {**row, **filled})
        tables = [("[[item]]", row), *(("[[item.option]]", option) for option in options)]
        return "\n".join(map(_table, *zip(*tables, strict=True)))

    def _judge(self, line: int, row: dict[str, object]) -> None:
        """Say what is still to be written before the item loads."""
        try:
            Item.model_validate(row, strict=True)
        except ValidationError as error:
            self.said += [
                (line, advise(one, Item))
                for one in error.errors(include_url=False)
                if not echoes(one)
            ]


def _table(head: str, row: dict[str, object]) -> str:
    lines = [f"{name} = {_value(value)}" for name, value in row.items()]
    return "\n".join((head, *lines, ""))


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return quoted(value) if isinstance(value, str) else str(value)


def _slug(text: str, taken: set[str]) -> str:
    """Make an id of a text that none of `taken` is, and take it."""
    whole = text if _SLUG.fullmatch(text) and len(text) <= _CAP else ""
    words = re.findall(r"[a-z0-9]+", fold(text))[:_WORDS]
    base = whole or "-".join(words)[:_CAP].strip("-") or "item"
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base[: _CAP - 3].rstrip('-')}-{number}"
    taken.add(slug)
    return slug
