"""Collects every text of the interface, and brings a catalogue up to date.

`python -m tests.words.catalogues fr` adds what is new to `content/words/fr.po`, drops what is gone,
and keeps every translation.
"""

import ast
import importlib
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

import adapters
import bot
from bot.core.faults import Fault
from bot.core.intents import Intent

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "content" / "words"
ONE, COUNTED = {"t", "s", "N_"}, "tn"
NAMES = "name"
"""The context of command and option names: one word in small letters."""

Text = str | tuple[str, str]


def messages() -> dict[tuple[str | None, Text], None]:
    """List every text by context: those marked in the code, the faults', and the names."""
    found: dict[tuple[str | None, Text], None] = {}
    for package in ("bot", "adapters"):
        for path in sorted((ROOT / package).rglob("*.py")):
            found.update(((None, text), None) for text in marked(path.read_text("utf-8")))
    _import_all()
    found.update({(None, fault.message()): None for fault in _below(Fault)})
    found.update({(NAMES, name): None for name in _names()})
    return found


def marked(source: str) -> Iterator[Text]:
    """List the texts that some code marks, however deep in other calls they stand."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        texts = [each.value for each in node.args if isinstance(each, ast.Constant)]
        if name in ONE and texts[:1] and isinstance(texts[0], str) and texts[0]:
            yield texts[0]
        elif name == COUNTED and len(texts) > 1:
            yield str(texts[0]), str(texts[1])


def _import_all() -> None:
    for package in (bot, adapters):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "migrations" not in module.name and not module.name.endswith("__main__"):
                importlib.import_module(module.name)


def _below(kind: type[Fault]) -> Iterator[type[Fault]]:
    yield kind
    for child in kind.__subclasses__():
        if child.__module__.startswith(("bot.", "adapters.")):
            yield from _below(child)


def _names() -> set[str]:
    named = [intent for intent in Intent.__subclasses__() if intent.__module__.startswith("bot.")]
    words = {word for intent in named for word in intent.spec.name.split()}
    return words | {field for intent in named if intent.spec.name for field in intent.model_fields}


def _empty(tag: str) -> Catalog:
    about = f"# The interface of Milepost in {tag}. CC BY 4.0, see content/LICENSE."
    return Catalog(
        locale=tag,
        project="Milepost",
        version="1",
        charset="utf-8",
        header_comment=about,
        fuzzy=False,
    )


def read(tag: str) -> Catalog:
    """Read a catalogue; an empty one where there is none yet."""
    path = FOLDER / f"{tag}.po"
    if not path.exists():
        return _empty(tag)
    with path.open("rb") as source:
        return read_po(source, locale=tag)


def update(tag: str) -> int:
    """Bring a catalogue up to date and return how many texts wait for a translation."""
    old, new = read(tag), _empty(tag)
    for context, text in sorted(messages(), key=str):
        first = text if isinstance(text, str) else text[0]
        former = old.get(first, context)
        empty = "" if isinstance(text, str) else ("",) * new.num_plurals
        new.add(text, former.string if former else empty, context=context)
    FOLDER.mkdir(exist_ok=True)
    with (FOLDER / f"{tag}.po").open("wb") as target:
        write_po(target, new, omit_header=False, sort_output=False, width=100)
    return sum(not whole(message) for message in new if message.id)


def whole(message: Message) -> bool:
    """Tell whether a message is translated, in every plural form."""
    strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return all(bool(string) for string in strings)


if __name__ == "__main__":
    for wanted in sys.argv[1:]:
        sys.stdout.write(f"{wanted}: {update(wanted)} texts to translate\n")
