"""Pieces of packs, made up."""

import datetime as dt
from collections.abc import Sequence

from hypothesis import strategies as st

from bot.catalog.models import Item, Milestone, Option, Step, Tip
from bot.study.records import Mark, Marking, Memory

NOON = dt.datetime(2027, 3, 8, 12, tzinfo=dt.UTC)
TRAITS = ("care", "maths", "teamwork")

moments = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2028, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001 (hypothesis adds the zone)
seeds = st.integers(0, 2**31 - 1)


def option(number: int, *, right: bool) -> Option:
    """Make an option of a question."""
    return Option(id=f"o{number}", text=f"Option {number}", right=right, why="For a reason.")


TYPES = ("single", "multi", "truefalse", "order", "estimate", "bug")


@st.composite
def items(draw: st.DrawFn, name: str = "item", types: Sequence[str] = TYPES) -> Item:
    """Make a question of one of these types."""
    kind = draw(st.sampled_from(types))
    size = 2 if kind == "truefalse" else draw(st.integers(2, 5))
    if kind == "order":
        right = [False] * size
    elif kind == "multi":
        right = draw(st.lists(st.booleans(), min_size=size, max_size=size).filter(any))
    else:
        place = draw(st.integers(0, size - 1))
        right = [number == place for number in range(size)]
    return Item.model_validate(
        {
            "id": name,
            "trait": draw(st.sampled_from(TRAITS)),
            "level": draw(st.integers(1, 3)),
            "type": kind,
            "skill": "stand",
            "stem": "Which of these is it?",
            "explain": "It is the one that is right.",
            "option": tuple(option(n, right=each) for n, each in enumerate(right)),
        }
    )


@st.composite
def item_lists(draw: st.DrawFn) -> list[Item]:
    """Make questions with ids of their own."""
    return [draw(items(f"item-{number}")) for number in range(draw(st.integers(0, 14)))]


@st.composite
def memories(draw: st.DrawFn, pool: list[Item]) -> dict[str, Memory]:
    """Make memories of some questions, and of one that left the pack."""
    some = draw(st.lists(st.sampled_from([*(each.id for each in pool), "gone"]), unique=True))
    return {each: Memory("{}", draw(moments)) for each in some}


def tip(name: str, step: str = "walk") -> Tip:
    """Make a tip."""
    return Tip(
        id=name, trait="care", step=step, level=1, kind="habit",
        title=f"Tip {name}", why="It helps.", today="Do it.", minutes=5,
    )  # fmt: skip


@st.composite
def roadmaps(draw: st.DrawFn) -> tuple[list[Step], list[Milestone]]:
    """Make steps, some optional, and milestones that need earlier ones."""
    count = draw(st.integers(1, 6))
    steps = [
        Step(id=f"s{n}", number=n, title=f"Step {n}", summary="It.", optional=draw(st.booleans()))
        for n in range(1, count + 1)
    ]
    made: list[Milestone] = []
    for number in range(draw(st.integers(1, 10))):
        before = [each.id for each in made]
        needs = draw(st.lists(st.sampled_from(before), unique=True, max_size=3)) if before else []
        made.append(
            Milestone(
                id=f"m{number}",
                step=draw(st.sampled_from(steps)).id,
                title=f"Milestone {number}",
                summary="It is.",
                hours=1,
                needs=tuple(needs),
                done_when="Somebody saw it.",
                skills=("stand",),
                resources=("guide",),
            )
        )
    return steps, made


@st.composite
def marks(draw: st.DrawFn, milestones: list[Milestone]) -> dict[str, Marking]:
    """Mark some milestones, and one that left the pack."""
    ids = [*(each.id for each in milestones), "gone"]
    some = draw(st.lists(st.sampled_from(ids), unique=True))
    return {each: Marking(draw(st.sampled_from(Mark)), draw(moments)) for each in some}
