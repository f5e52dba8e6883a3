"""Questions in the GIFT format become items; what the pack does not have is said."""

import tomllib
from typing import Any

import pytest

from bot.catalog.gift import Answer, Question, read
from bot.catalog.importing import Import, Place
from bot.catalog.models import Item

PLACE = Place("patience", 2, "knead")
CHOICE = """
// a remark of the writer
// id: salt-first
::Salt and yeast::When is salt added? {
  =After half an hour#It slows the yeast less.
  ~At once#Salt slows the yeast from the start.
  ~Never#Bread without salt is flat.
  ####Yeast needs a start without salt.
}
"""


def one(text: str) -> Question:
    (found,) = read(text)
    return found


def brought(text: str) -> tuple[list[dict[str, Any]], list[str]]:
    work = Import(PLACE)
    rows = tomllib.loads("\n".join(work.toml(read(text)))).get("item", [])
    assert work.written == len(rows)
    return rows, [said for _, said in work.said]


def test_a_choice_is_read_with_its_reasons() -> None:
    assert one(CHOICE) == Question(
        line=2,
        id="salt-first",
        title="Salt and yeast",
        stem="When is salt added?",
        type="single",
        answers=(
            Answer("After half an hour", right=True, why="It slows the yeast less."),
            Answer("At once", right=False, why="Salt slows the yeast from the start."),
            Answer("Never", right=False, why="Bread without salt is flat."),
        ),
        explain="Yeast needs a start without salt.",
    )


def test_a_choice_becomes_an_item_that_loads_and_is_not_shown() -> None:
    (row,), said = brought(CHOICE)
    assert said == []
    row["option"] = tuple(row["option"])
    item = Item.model_validate(row, strict=True)
    assert (item.id, item.status, item.type, item.level) == ("salt-first", "wip", "single", 2)
    assert (item.trait, item.skill) == ("patience", "knead")
    assert item.key == ("after-half-an-hour",)


@pytest.mark.parametrize(("sign", "key"), [("T", "true"), ("TRUE", "true"), ("F", "false")])
def test_true_or_false(sign: str, key: str) -> None:
    (row,), said = brought(
        f"Rye has much gluten.{{{sign}#It has little of it.#Yes.####See rye bread.}}"
    )
    whys = {each["id"]: each["why"] for each in row["option"]}
    assert row["type"] == "truefalse"
    assert [each["id"] for each in row["option"] if each.get("right")] == [key]
    assert whys.pop(key) == "Yes."
    assert list(whys.values()) == ["It has little of it."]
    assert said == ["explain is 14 characters, at least 20: write 6 more"]


def test_escaped_signs_are_themselves() -> None:
    found = one(r"Is 1 \= 2 \{ever\}\: a \~ b \# c? {=No \= no#x \~ y ~Yes}")
    assert found.stem == "Is 1 = 2 {ever}: a ~ b # c?"
    assert found.answers[0] == Answer("No = no", right=True, why="x ~ y")


def test_a_missing_word_leaves_a_blank() -> None:
    assert one("Dough rests {=twice ~once} a day.").stem == "Dough rests _____ a day."


def test_the_reason_of_the_right_answer_explains_where_nothing_else_does() -> None:
    (row,), _ = brought("Why rest? {=So#It makes the dough soft again. ~No#It does not rise.}")
    assert row["explain"] == "It makes the dough soft again."


def test_weights_are_lost_and_more_than_one_answer_is_right() -> None:
    (row,), said = brought("Which rise? {~%50%Yeast ~%50%Starter ~%-100%Salt#It slows.}")
    assert row["type"] == "multi"
    assert [each["text"] for each in row["option"] if each.get("right")] == ["Yeast", "Starter"]
    assert "weights are not carried: every answer above 0 % counts as right" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("How many? {#3:1}", "a number to type in"),
        ("Match {=flour -> rye =salt -> sea}", "matching pairs"),
        ("Name it {=rye =Rye}", "a short answer"),
        ("Tell of bread. {}", "an essay"),
        ("Tell of bread. {####Anything.}", "an essay"),
        ("$CATEGORY: bread", "a category"),
        ("Read this first.", "no question"),
        ("Which? {=a ~b", "the brace is not closed"),
    ],
)
def test_what_the_pack_does_not_have_is_said_and_not_written(text: str, said: str) -> None:
    rows, lost = brought(f"{CHOICE}\n{text}\n")
    assert len(rows) == 1
    assert len(lost) == 1
    assert said in lost[0]


def test_html_is_taken_out_and_said() -> None:
    found = one("[html]<p>Is <b>rye</b> &amp; spelt a grain?</p>{=Yes ~No}")
    assert found.stem == "Is rye & spelt a grain?"
    assert found.lost == ("HTML is not carried: the tags are taken out",)
    assert one("[plain]Is 1 < 2 > 0? {=[plain]Yes ~No}").answers[0].text == "Yes"


def test_what_is_still_to_be_written_is_said_with_its_line() -> None:
    work = Import(PLACE)
    list(work.toml(read(f"\n\nWhich flour is best? {{=Rye ~{'x' * 80} ~Spelt}}")))
    assert work.said == [
        (3, "explain is missing: say why the key holds"),
        (3, "text of option 2 is 80 characters, at most 75: cut 5"),
    ]
    list(work.toml(read("Which one? {=Rye#A reason that is long enough. ~Spelt}")))
    assert work.said[2:] == [(1, "option spelt needs a why: the reason shown to who chose it")]


def test_ids_are_slugs_and_differ() -> None:
    rows, said = brought(
        "// id: Not A Slug\nWhich? {=a#b ~c#d}\n\nWhich is it now? {=a#b ~c#d}\n\n"
        "Which is it now? {=a#b ~A#d}\n\n"
        "// id: two\nOne? {=a#b ~c#d}\n\n// id: two\nOne? {=a#b ~c#d}"
    )
    assert [row["id"] for row in rows] == [
        "not-a-slug",
        "which-is-it-now",
        "which-is-it-now-2",
        "two",
        "two-2",
    ]
    assert [each["id"] for each in rows[2]["option"]] == ["a", "a-2"]
    assert "the id two is written two-2" in said
    assert "the id Not A Slug is written not-a-slug" in said


def test_any_text_is_read_without_a_fall() -> None:
    for text in (
        "",
        "\n\n",
        "// only a remark",
        "{",
        "}",
        "::",
        "::a::",
        "::a::{",
        "{T",
        "x{T}",
        "\\",
    ):
        list(Import(PLACE).toml(read(text)))
