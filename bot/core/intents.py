"""Everything that can be asked is an intent: one frozen model, declared once.

The same class is the typed command, the parsed line of text, the form, the payload of a button
and the key of its handler. Adapters derive all of these; nothing is written twice.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import chain
from typing import Annotated, Any, ClassVar, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter
from pydantic.fields import FieldInfo

from bot.core.people import Rank

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
"""An id of the pack."""

Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{16,24}$")]
"""An unguessable id of a row: at least 96 random bits."""


class Audience(StrEnum):
    """Who sees the answer; known before anything is looked up."""

    asker = "asker"
    room = "room"


@dataclass(frozen=True, slots=True)
class Suggest:
    """Marks a field whose values a feature can complete; `key` names the method that does."""

    key: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Marks a field that a form asks for. `lines` makes a text box tall."""

    label: str
    hint: str = ""
    lines: bool = False


@dataclass(frozen=True, slots=True)
class Spec:
    """What an intent says of itself.

    `name` is the typed command; without one it is a press. `asks` is the title of its form.
    `menu` puts it into the menu of a message: its fields `text` and `message` are then filled.
    `steps` says that it begins something of more than one step, which Slack keeps in a window.
    """

    code: str
    name: str = ""
    help: str = ""
    asks: str = ""
    menu: str = ""
    examples: tuple[str, ...] = ()
    rank: Rank = Rank.member
    community_only: bool = False
    audience: Audience = Audience.asker
    steps: bool = False


class Intent(BaseModel):
    """The base of everything that can be asked."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    spec: ClassVar[Spec]

    def __init_subclass__(  # noqa: PLR0913 (one keyword for each thing a declaration may say)
        cls,
        *,
        code: str = "",
        name: str = "",
        help: str = "",  # noqa: A002 (the word every command library uses)
        asks: str = "",
        menu: str = "",
        examples: tuple[str, ...] = (),
        rank: Rank = Rank.member,
        community_only: bool = False,
        audience: Audience = Audience.asker,
        steps: bool = False,
        **kwargs: Any,  # noqa: ANN401 (pydantic's own class keywords)
    ) -> None:
        """Keep the declaration beside the fields. Raises TypeError for a code of another form."""
        super().__init_subclass__(**kwargs)
        if not re.fullmatch(r"[a-z][a-z0-9]", code):
            message = f"{cls.__name__} needs code= of a lower-case letter and a letter or digit"
            raise TypeError(message)
        only = community_only or rank is not Rank.member
        cls.spec = Spec(code, name, help, asks, menu, examples, rank, only, audience, steps)

    @property
    def audience(self) -> Audience:
        """Who sees the answer."""
        return self.spec.audience

    @property
    def opens_form(self) -> bool:
        """Whether the next thing to do is to ask: it has form fields and none is filled."""
        names = asked(type(self))
        return bool(names) and all(getattr(self, name) is None for name in names)


def marks(field: FieldInfo) -> tuple[object, ...]:
    """List what is annotated on a field, inside its optional part as well."""
    inner = [
        meta for part in get_args(field.annotation) for meta in getattr(part, "__metadata__", ())
    ]
    described = (meta.metadata if isinstance(meta, FieldInfo) else (meta,) for meta in inner)
    return (*field.metadata, *chain.from_iterable(described))


@cache
def checker(intent: type[Intent], name: str) -> TypeAdapter[Any]:
    """Return what checks a value of one field alone, as the whole intent would."""
    field = intent.model_fields[name]
    kind: Any = field.annotation
    for mark in field.metadata:
        kind = Annotated[kind, mark]
    return TypeAdapter(kind)


def suggestions(field: FieldInfo) -> str:
    """Name the completion of a field, or an empty string."""
    return next((mark.key for mark in marks(field) if isinstance(mark, Suggest)), "")


@cache
def asked(intent: type[Intent]) -> Mapping[str, Asked]:
    """List the form fields of an intent by name."""
    found: dict[str, Asked] = {}
    for name, field in intent.model_fields.items():
        for mark in marks(field):
            if isinstance(mark, Asked):
                found[name] = mark
    return found


@cache
def arguments(intent: type[Intent]) -> Mapping[str, FieldInfo]:
    """List what a typed command may say: the fields that no form asks for."""
    form = asked(intent)
    return {name: field for name, field in intent.model_fields.items() if name not in form}


def bare_type(field: FieldInfo) -> Any:  # noqa: ANN401 (a type expression)
    """Take `None` and annotations off a field's type: `int`, `bool`, `str`, an enum, a Literal."""
    kind: Any = field.annotation
    if get_origin(kind) in {Union, type(int | None)}:
        kind = next(part for part in get_args(kind) if part is not type(None))
    return get_args(kind)[0] if get_origin(kind) is Annotated else kind


def choices(field: FieldInfo) -> tuple[str, ...]:
    """List the fixed values of a Literal field; empty where there are none."""
    kind = bare_type(field)
    return tuple(map(str, get_args(kind))) if get_origin(kind) is Literal else ()
