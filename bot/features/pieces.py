"""A piece of the pack by itself: the card it opens, and its own texts."""

from bot.catalog.catalog import Catalog
from bot.catalog.models import (
    Certification,
    Item,
    Milestone,
    Project,
    Question,
    Record,
    Salary,
    Scenario,
    Skill,
    Statement,
    Step,
    Term,
    Trait,
)
from bot.core.cards import Text
from bot.core.intents import Intent
from bot.core.markup import Marked, join, of_pack
from bot.core.words import Words
from bot.features.drawing import strong
from bot.intents.career import Certs, Define, OpenProject, ReadStatement, Traits
from bot.intents.career import Salary as AskSalary
from bot.intents.interview import ShowPoints
from bot.intents.roadmap import OpenMilestone, OpenSkill, Roadmap

_HEADS = ("title", "name", "term", "theme")
_BODIES = (
    *("question", "text", "why", "today", "says", "example", "brief", "covers", "anchors"),
    *("caveat", "challenge", "discuss", "checkin"),
)
"""Fields that hold the texts of records, in the order in which they are read."""


def opened(  # noqa: C901, PLR0911 (one arm for each kind of piece)
    catalog: Catalog, record: Record
) -> Intent | None:
    """Name the intent that opens a piece's card; None where no card shows it alone."""
    match record:
        case Step(number=number):
            return Roadmap(step=number)
        case Milestone(id=slug):
            return OpenMilestone(milestone=slug)
        case Skill(id=slug):
            taught = catalog.teaching(slug)
            return OpenSkill(milestone=taught[0].id, skill=slug) if taught else None
        case Trait(id=slug):
            return Traits(trait=slug)
        case Term(id=slug):
            return Define(term=slug)
        case Statement(id=slug):
            return ReadStatement(statement=slug)
        case Certification(id=slug):
            return Certs(exam=slug)
        case Salary(id=slug):
            return AskSalary(figure=slug)
        case Project(id=slug):
            return OpenProject(project=slug)
        case Question(id=slug):
            return ShowPoints(question=slug)
        case _:
            return None


def excerpt(words: Words, record: Record) -> tuple[Text, ...]:
    """Draw a piece's own texts; the right answers of a question are named."""
    match record:
        case Item(stem=stem, explain=explain):
            lines = [
                _option(words, each.text, right=each.id in record.key) for each in record.option
            ]
            parts = [strong(stem), join("\n", lines), of_pack(explain)]
        case Scenario(stem=stem):
            lines = [_option(words, each.text) for each in record.option]
            parts = [strong(stem), join("\n", lines)]
        case _:
            heads = [strong(getattr(record, name)) for name in _HEADS if hasattr(record, name)]
            bodies = [getattr(record, name, None) for name in _BODIES]
            parts = [*heads, *map(_body, filter(None, bodies))]
    return tuple(map(Text, parts))


def _option(words: Words, text: str, *, right: bool = False) -> Marked:
    if right:
        return words.t("- {text} (right)", text=of_pack(text))
    return Marked(f"- {text}")


def _body(value: str | tuple[str, ...]) -> Marked:
    if isinstance(value, str):
        return of_pack(value)
    return join("\n", (Marked(f"- {line}") for line in value))
