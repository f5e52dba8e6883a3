"""A tiny pack whose pieces can be taken away or renamed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.catalog.catalog import Catalog
from bot.catalog.loader import load

HEAD = """\
id = "tiny"
name = "A tiny pack"
version = "1.0.0"
language = "en"
licence = "CC BY 4.0"
authors = ["We"]

[[trait]]
id = "care"
title = "Care"
short = "Care"
means = "You look twice."
shows = ["You look.", "You look again.", "You write it down."]
practise = ["Look.", "Look again.", "Write it down."]

[[step]]
id = "walk"
number = 1
title = "Walk"
summary = "One foot before the other."

[[skill]]
id = "stand"
title = "Stand"
summary = "You stand on both feet."
evidence = "Nobody holds you."

[[resource]]
id = "guide"
title = "A guide to standing"
url = "https://feet.example.org/stand"
kind = "read"
minutes = 5
author = "We"
licence = "CC BY 4.0"
verified_on = 2026-11-01
"""
MILESTONE = """
[[milestone]]
id = "{id}"
aliases = {aliases}
step = "walk"
title = "Milestone {word}"
summary = "You walk {word} steps."
hours = 2
done_when = "Somebody counted {word} steps."
skills = ["stand"]
resources = ["guide"]
"""
TIP = """
[[tip]]
id = "{id}"
aliases = {aliases}
trait = "care"
step = "walk"
level = 1
kind = "habit"
title = "Tip {word}"
why = "It helps."
today = "Walk {word} steps."
minutes = 5
"""
ITEM = """
[[item]]
id = "{id}"
aliases = {aliases}
trait = "care"
level = 1
type = "single"
skill = "stand"
stem = "Which number is written {word}?"
explain = "It is the one that you count to."

[[item.option]]
id = "right"
text = "The one that is written {word}"
right = true

[[item.option]]
id = "wrong"
text = "Another one"
why = "It is written in another way."
"""
_TEMPLATES = {"milestone": MILESTONE, "tip": TIP, "item": ITEM}


@dataclass(frozen=True, slots=True)
class Tiny:
    """What a tiny pack holds: words by kind; `renamed` maps a kind's words to new ids."""

    words: Sequence[str] = ("one", "two", "three", "four", "five")
    gone: Iterable[str] = ()
    renamed: Mapping[str, str] = field(default_factory=dict[str, str])

    def load(self, folder: Path) -> Catalog:
        """Write the pack into a folder and read it."""
        folder.mkdir(exist_ok=True)
        pieces = [
            self._piece(kind, template, word)
            for kind, template in _TEMPLATES.items()
            for word in self.words
            if f"{kind}-{word}" not in self.gone
        ]
        (folder / "pack.toml").write_text("".join((HEAD, *pieces)), encoding="utf-8")
        return load([folder])

    def _piece(self, kind: str, template: str, word: str) -> str:
        former = f"{kind}-{word}"
        new = self.renamed.get(former)
        aliases = f'["{former}"]' if new else "[]"
        return template.format(id=new or former, aliases=aliases, word=word)
