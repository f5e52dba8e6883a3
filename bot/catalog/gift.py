"""Reads quiz questions in the GIFT format: choices, true or false, and reasons for answers."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

_ESCAPE = re.compile(r"\\([~=#{}:\\n])")
_HIDE = 0xE100
"""Escaped signs become private-use characters while the text is taken apart."""

_ID = re.compile(r"^//\s*\[?id:\s*(?P<id>[^\]]+?)\]?\s*$")
_TITLE = re.compile(r"^::(?P<title>.*?)::", re.DOTALL)
_FORMAT = re.compile(r"^\[(?P<format>html|moodle|plain|markdown)\]", re.IGNORECASE)
_WEIGHT = re.compile(r"^%(?P<weight>-?\d+(?:\.\d+)?)%")
_TRUE = re.compile(r"^(?P<key>T|TRUE|F|FALSE)$", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/h\d)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?\w[^>]*>")
BLANK = "_____"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, whether it is right, and what is said to who chose it."""

    text: str
    right: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was read; `line` is where it begins, counted from 1.

    `type` is empty for a form that the pack does not have. `lost` says what was not carried.
    """

    line: int
    id: str
    title: str
    stem: str
    type: str
    answers: tuple[Answer, ...] = ()
    explain: str = ""
    lost: tuple[str, ...] = ()


def read(text: str) -> Iterator[Question]:
    """Read a file of questions, parted by empty lines."""
    number, block = 1, list[str]()
    for at, raw in enumerate([*text.removeprefix("\ufeff").splitlines(), ""], start=1):
        if raw.strip():
            number = number if block else at
            block.append(raw.strip())
        elif block:
            yield from _question(number, block)
            block = []


def _question(line: int, block: list[str]) -> Iterator[Question]:
    named = [found["id"] for each in block if (found := _ID.match(each))]
    body = " ".join(each for each in block if not each.startswith("//"))
    if not body:
        return
    body = _ESCAPE.sub(_hidden, body)
    title = _TITLE.match(body)
    rest = body[title.end() :].strip() if title else body
    name = _plain(title["title"]) if title else ""
    slug = named[0] if named else ""
    before, brace, after = rest.partition("{")
    inside, closed, behind = after.partition("}")
    stem, lost = _stem(before, behind, blank=bool(behind.strip()))
    if body.startswith("$"):
        yield Question(line, slug, name, _plain(body), "", lost=("a category is not carried",))
    elif not brace:
        yield Question(line, slug, name, stem, "", lost=("a text without answers is no question",))
    elif not closed:
        yield Question(line, slug, name, stem, "", lost=("the brace is not closed: add }",))
    else:
        yield _answered(Question(line, slug, name, stem, "", lost=lost), inside.strip())


def _stem(before: str, behind: str, *, blank: bool) -> tuple[str, tuple[str, ...]]:
    whole = f"{before.strip()} {BLANK} {behind.strip()}" if blank else before.strip()
    form = _FORMAT.match(whole)
    text = _plain(whole[form.end() :] if form else whole)
    bare = (
        html.unescape(_TAG.sub("", _BREAK.sub(" ", text)))
        if form and form["format"].lower() == "html"
        else text
    )
    lost = ("HTML is not carried: the tags are taken out",) if bare != text else ()
    return " ".join(bare.split()), lost


def _answered(read: Question, inside: str) -> Question:
    """Read what stands between the braces."""
    inside, _, general = inside.partition("####")
    explain, first = _plain(general), inside.partition("#")[0].strip()
    if not inside.strip():
        return _without(read, "an essay has no answers to choose from")
    if inside.startswith("#"):
        return _without(read, "a number to type in is not carried: write an estimate item")
    if _TRUE.match(first):
        return _true_or_false(read, inside, explain)
    answers, lost = _choices(inside)
    if any("->" in each.text for each in answers):
        return _without(read, "matching pairs are not carried: write an order item or several")
    if all(each.right for each in answers) and not lost:
        return _without(read, "a short answer to type in is not carried: add wrong answers")
    right = sum(each.right for each in answers)
    kind = "single" if right == 1 else "multi"
    return Question(
        read.line, read.id, read.title, read.stem, kind, answers, explain, (*read.lost, *lost)
    )


def _without(read: Question, why: str) -> Question:
    return Question(read.line, read.id, read.title, read.stem, "", lost=(*read.lost, why))


def _true_or_false(read: Question, inside: str, explain: str) -> Question:
    """The first reason is for a wrong answer, the second for a right one."""
    key, *reasons = inside.split("#")
    says, wrong, right = key.strip().upper()[:1] == "T", *map(_plain, (*reasons, "", "")[:2])
    answers = (
        Answer("True", says, right if says else wrong),
        Answer("False", not says, wrong if says else right),
    )
    return Question(
        read.line, read.id, read.title, read.stem, "truefalse", answers, explain, read.lost
    )


def _choices(inside: str) -> tuple[tuple[Answer, ...], tuple[str, ...]]:
    answers, lost = list[Answer](), dict[str, None]()
    for sign, written in re.findall(r"([~=])([^~=]*)", inside):
        text, _, why = written.strip().partition("#")
        weight = _WEIGHT.match(text)
        if weight:
            lost["weights are not carried: every answer above 0 % counts as right"] = None
            text = text[weight.end() :]
        right = float(weight["weight"]) > 0 if weight else sign == "="
        form = _FORMAT.match(text.strip())
        text = text.strip()[form.end() :] if form else text
        answers.append(Answer(_plain(text), right, _plain(why)))
    return tuple(answers), tuple(lost)


def _hidden(found: re.Match[str]) -> str:
    return " " if found[1] == "n" else chr(_HIDE + ord(found[1]))


def _plain(text: str) -> str:
    """Put the escaped signs back and write the text on one line."""
    shown = (chr(ord(sign) - _HIDE) if 0 <= ord(sign) - _HIDE < 128 else sign for sign in text)  # noqa: PLR2004 (escaped signs are ASCII)
    return " ".join("".join(shown).split())
