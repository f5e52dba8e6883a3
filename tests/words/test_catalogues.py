"""Every catalogue holds every text, keeps placeholders and signs, and fits where it is shown."""

import re

import pytest
from babel.messages.catalog import Message

from bot.core.cards import LABEL_CAP
from bot.core.markup import of_pack, spans
from tests.words.catalogues import FOLDER, NAMES, messages, read, whole

TAGS = sorted(path.stem for path in FOLDER.glob("*.po"))
PLACEHOLDER = re.compile(r"\{[a-z_]+\}")
ALIAS = re.compile(r"^.*= *[\w.]*words\.(?:s|t|tn)$", re.MULTILINE)
NAME = re.compile(r"[-_'\w]{1,32}")
SHORT = 22
"""An English text up to this length without a full stop may stand on a button."""


def pairs(message: Message) -> list[tuple[str, str]]:
    ids = [message.id] if isinstance(message.id, str) else [str(each) for each in message.id]
    strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return [(ids[min(n, len(ids) - 1)], str(text)) for n, text in enumerate(strings)]


def test_no_text_is_said_by_a_name_that_the_catalogues_do_not_know() -> None:
    code = (path.read_text("utf-8") for path in (FOLDER.parents[1] / "bot").rglob("*.py"))
    assert [line for text in code for line in ALIAS.findall(text)] == []


def test_french_is_spoken() -> None:
    assert "fr" in TAGS


@pytest.mark.parametrize("tag", TAGS)
def test_a_catalogue_holds_every_text_and_no_other(tag: str) -> None:
    held = {
        (message.context, message.id if isinstance(message.id, str) else tuple(message.id))
        for message in read(tag)
        if message.id
    }
    wanted = set(messages())
    assert held == wanted, f"run: python -m tests.words.catalogues {tag}"


@pytest.mark.parametrize("tag", TAGS)
def test_everything_is_translated(tag: str) -> None:
    assert [message.id for message in read(tag) if message.id and not whole(message)] == []


@pytest.mark.parametrize("tag", TAGS)
def test_placeholders_and_signs_are_kept(tag: str) -> None:
    for message in read(tag):
        for source, text in pairs(message) if message.id else ():
            assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(source)), text
            assert text.count("*") == source.count("*"), text
            assert text.count("\n") == source.count("\n"), text
            assert spans(of_pack(text)), text


@pytest.mark.parametrize("tag", TAGS)
def test_what_stands_on_a_button_fits(tag: str) -> None:
    for message in read(tag):
        for source, text in pairs(message) if message.id else ():
            if len(source) <= SHORT and not source.endswith("."):
                assert len(text) <= LABEL_CAP, text


@pytest.mark.parametrize("tag", TAGS)
def test_names_are_single_small_words_that_differ(tag: str) -> None:
    names = [str(message.string) for message in read(tag) if message.context == NAMES]
    assert [name for name in names if not NAME.fullmatch(name) or name != name.lower()] == []
    assert len(set(names)) == len(names)
