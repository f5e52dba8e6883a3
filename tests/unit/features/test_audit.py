"""Every line that the program notes in the audit has its translation."""

import ast
from pathlib import Path

import bot.features
from bot.compose import catalogue
from bot.core.words import Lexicon
from bot.features.audit import WHATS

NOTES = {"note": 2, "_noted": 2}
"""The functions that keep a line, and which argument says what was done."""


def noted() -> set[str]:
    """List what is noted in the features' code, where it stands there as a text."""
    found: set[str] = set()
    for path in sorted(Path(str(bot.features.__file__)).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            place = NOTES.get(getattr(getattr(node, "func", None), "id", ""))
            if not isinstance(node, ast.Call) or place is None:
                continue
            what = node.args[place]
            if isinstance(what, ast.Constant):
                found.add(str(what.value))
    return found


def test_what_is_noted_is_known_to_translators() -> None:
    assert {"group started", "schedule paused", "post corrected"} <= noted()
    assert noted() <= set(WHATS)


def test_a_french_moderator_reads_every_line_in_french() -> None:
    french = Lexicon(catalogue).speak("fr")
    assert [what for what in WHATS if french.s(what) == what] == []
