"""The type checker refuses what must not be: types are tested like behaviour."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAD = """
from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.cards import Button, Card, Choice, Facts, Note, Text
from bot.core.context import Context
from bot.core.faults import Fault
from bot.core.intents import Intent
from bot.core.markup import bold, escape, join, of_pack
from bot.core.registry import handles, seeds, suggests
from bot.core.replies import Ask, Edit, Quiet, Reply, Say
from bot.core.words import Words
from bot.intents.person import Help, Settings
from bot.intents.quizzes import Lock
from bot.intents.roadmap import Roadmap, SetMark

words = Words()
go = Roadmap(step=2)
"""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A few lines; `rule` is what the checker says about the last one, nothing when it is fine."""

    text: str
    rule: str = ""


METHOD = """
@dataclass(frozen=True, slots=True)
class Feature:
    @{mark}
    async def answer(self, ctx: Context, {argument}) -> {gives}:
        {body}
"""


def method(mark: str, argument: str, gives: str = "Reply", body: str = "return Quiet()") -> str:
    """Write a feature with one marked method."""
    return METHOD.format(mark=mark, argument=argument, gives=gives, body=body)


SNIPPETS: Mapping[str, Snippet] = {
    "a handler": Snippet(method("handles(Roadmap)", "ask: Roadmap")),
    "a handler of another intent": Snippet(
        method("handles(Roadmap)", "ask: Help"), "reportArgumentType"
    ),
    "a handler that answers nothing": Snippet(
        method("handles(Help)", "ask: Help", "None", "..."), "reportArgumentType"
    ),
    "a handler that answers a card": Snippet(
        method("handles(Help)", "ask: Help", "Card", 'return Card("", ())'), "reportArgumentType"
    ),
    "a handler marked with no intent": Snippet(
        method("handles(Context)", "ask: Context"), "reportArgumentType"
    ),
    "a completion": Snippet(
        method('suggests("x")', "typed: str", "tuple[Choice, ...]", "return ()")
    ),
    "a completion of an intent": Snippet(
        method('suggests("x")', "ask: Help", "tuple[Choice, ...]", "return ()"),
        "reportArgumentType",
    ),
    "a completion that gives texts": Snippet(
        method('suggests("x")', "typed: str", "tuple[str, ...]", "return ()"), "reportArgumentType"
    ),
    "a seed": Snippet(method("seeds(Help)", "ask: Help", "Mapping[str, str]", "return {}")),
    "a seed of another intent": Snippet(
        method("seeds(Help)", "ask: Settings", "Mapping[str, str]", "return {}"),
        "reportArgumentType",
    ),
    "a button": Snippet('Button("Open", Roadmap(step=3))'),
    "a button to a field that is not there": Snippet(
        'Button("Open", Roadmap(stop=3))', "reportCallIssue"
    ),
    "a button to a value of another type": Snippet(
        'Button("Open", Roadmap(step="three"))', "reportArgumentType"
    ),
    "a button to a choice that is not there": Snippet(
        'Button("Done", SetMark(milestone="x", mark="finished"))', "reportArgumentType"
    ),
    "a button that leaves out what is needed": Snippet(
        'Button("Sure", Lock(position=1))', "reportCallIssue"
    ),
    "a button to a token": Snippet('Button("Open", "10rm.3")', "reportArgumentType"),
    "a button to a class": Snippet('Button("Open", Roadmap)', "reportArgumentType"),
    "marked text": Snippet('Text(words.t("Hello {name}", name="you"))'),
    "escaped text": Snippet("Note(escape(input()))"),
    "text of the pack": Snippet('Facts((("a", bold(of_pack("*b*"))),))'),
    "plain text": Snippet('Text("Hello")', "reportArgumentType"),
    "typed text": Snippet("Text(input())", "reportArgumentType"),
    "a label as text": Snippet('Note(words.s("Hello"))', "reportArgumentType"),
    "marked text put together by hand": Snippet(
        'Text(words.t("Hello") + " you")', "reportArgumentType"
    ),
    "marked text in a format": Snippet("Text(f\"{words.t('Hello')}\")", "reportArgumentType"),
    "plain text in bold": Snippet('bold("Hello")', "reportArgumentType"),
    "plain text among marked": Snippet('join(", ", ["a", "b"])', "reportArgumentType"),
    "a fact of plain text": Snippet('Facts((("a", "b"),))', "reportArgumentType"),
    "a card of texts": Snippet('Card("", ("a", "b"))', "reportArgumentType"),
    "a field of a marked text that is a list": Snippet(
        'words.t("{names}", names=["a"])', "reportArgumentType"
    ),
    "a fault": Snippet('Fault(Button("Open", go), word="x")'),
    "a fault with a label": Snippet('Fault("Open")', "reportArgumentType"),
    "a card that is changed": Snippet('Card("", ()).title = "x"', "reportAttributeAccessIssue"),
    "every reply": Snippet(
        """
def kind(reply: Reply) -> str:
    match reply:
        case Say() | Edit():
            return "card"
        case Ask():
            return "form"
""",
        "reportReturnType",
    ),
}


@pytest.fixture(scope="module")
def complaints(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[str]]:
    """Check every snippet in one run; return the rules by snippet."""
    folder = tmp_path_factory.mktemp("typing")
    files = {name: folder / f"snippet_{n}.py" for n, name in enumerate(SNIPPETS)}
    for name, file in files.items():
        file.write_text(HEAD + SNIPPETS[name].text + "\n", encoding="utf-8")
    config = {
        "include": ["."],
        "extraPaths": [str(ROOT)],
        "pythonVersion": "3.11",
        "typeCheckingMode": "standard",
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(config), encoding="utf-8")
    found = _checked(folder)
    assert found["summary"]["filesAnalyzed"] >= len(files)
    return {
        name: [each["rule"] for each in found["generalDiagnostics"] if each["file"] == str(file)]
        for name, file in files.items()
    }


def _checked(folder: Path) -> dict[str, Any]:
    checker = Path(sys.executable).with_name("basedpyright")
    command = [checker, "--project", folder, "--outputjson", "--pythonpath", sys.executable]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", SNIPPETS)
def test_only_what_may_be_is_accepted(name: str, complaints: Mapping[str, list[str]]) -> None:
    expected = SNIPPETS[name].rule
    assert complaints[name] == ([expected] if expected else [])
