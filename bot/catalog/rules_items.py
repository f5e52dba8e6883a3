"""Rules for quiz questions: the key must not be readable from its looks."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from statistics import fmean

from bot.catalog.models import Item, Option
from bot.catalog.problems import Problem
from bot.catalog.subject import Found, Subject

ENOUGH = 12
"""From so many questions on, shares say something."""

SPREAD, ALL_SHORT = 2.0, 25
POINTS, LONGEST, RATIO, TRUE_FALSE = 10.0, 0.40, (0.85, 1.15), 0.20

_NEGATIVE = re.compile(r"\b(?:not|never|except|cannot)\b|n't\b", re.IGNORECASE)
_ABSOLUTE = re.compile(
    r"(?<!not )\b(?:always|never|every|completely|absolutely|impossible)\b", re.IGNORECASE
)
_FOLD = re.compile(r"[^\w%+\-<>=.@/*]+")
_NUMBER = re.compile(r"(?<![\w-])\d+(?:[.,]\d+)*(?!\w)")
_LAST_SENTENCE = re.compile(r"[^.!?]*\?")


def check(subject: Subject) -> Iterator[Problem]:
    """Judge each question alone and all of them together."""
    found = subject.all(Item)
    for one in found:
        yield from _alone(one)
    yield from _lengths(subject, found)
    yield from _positions(subject, found)
    if len(found) >= ENOUGH and true_false(found) > TRUE_FALSE:
        share = f"{true_false(found):.0%} of the questions are true or false"
        yield subject.whole(f"{share}, at most {TRUE_FALSE:.0%}: give some a third option")


def single(found: tuple[Found[Item], ...]) -> tuple[Found[Item], ...]:
    """Keep questions with one key among options of the writer's own wording."""
    return tuple(one for one in found if one.record.chooses_one and one.record.type != "truefalse")


def true_false(found: tuple[Found[Item], ...]) -> float:
    """Return the share of true-or-false questions, 0 to 1."""
    return _share([one.record.type == "truefalse" for one in found])


def longest(found: tuple[Found[Item], ...]) -> float:
    """Return the share of questions whose key is longer than every other option, 0 to 1."""
    return _share([_key_is_longest(one.record) for one in single(found)])


def ratio(found: tuple[Found[Item], ...]) -> float:
    """Return how long keys are beside the mean of their distractors, on average."""
    shares = [
        _size(_key(one.record)) / fmean(map(_size, _others(one.record))) for one in single(found)
    ]
    return fmean(shares) if shares else 1.0


def positions(found: tuple[Found[Item], ...]) -> Mapping[str, tuple[float, ...]]:
    """Return, by trait, how far each position of the key is from its fair share, in points."""
    by_trait: dict[str, list[Item]] = {}
    for one in single(found):
        by_trait.setdefault(one.record.trait, []).append(one.record)
    return {trait: _off(items) for trait, items in sorted(by_trait.items()) if len(items) >= ENOUGH}


def _off(items: list[Item]) -> tuple[float, ...]:
    at = Counter(item.option.index(_key(item)) for item in items)
    width = max(len(item.option) for item in items)
    fair = [
        sum(1 / len(item.option) for item in items if place < len(item.option))
        for place in range(width)
    ]
    return tuple(100 * (at[place] - fair[place]) / len(items) for place in range(width))


def _alone(one: Found[Item]) -> Iterator[Problem]:
    item = one.record
    question = _LAST_SENTENCE.findall(item.stem) or [item.stem]
    negative = _NEGATIVE.search(question[-1])
    if negative is not None:
        text = f'the question says "{negative[0]}": ask for what is so, or keep it on purpose'
        yield one.problem(text, "stem", severity="warning")
    yield from _distractors(one)
    yield from _numbers(one)
    folded = Counter(_FOLD.sub(" ", option.text.casefold()).strip() for option in item.option)
    for text, times in folded.items():
        if times > 1:
            yield one.problem(f'{times} options say "{text}": change or remove one', "option", 0)


def _numbers(one: Found[Item]) -> Iterator[Problem]:
    """Ask for the proof of each number that stands in a reason and not in the question."""
    item = one.record
    if item.check is not None or item.sources:
        return
    asked = " ".join((item.stem, item.code, *(option.text for option in item.option)))
    given = set(_NUMBER.findall(asked))
    for text in (item.explain, *(option.why for option in item.option)):
        for number in _NUMBER.findall(text):
            if number not in given:
                said = f"a reason says {number}, which the question does not give"
                yield one.problem(f"{said}: add [item.check] that computes it, or sources")
                return


def _distractors(one: Found[Item]) -> Iterator[Problem]:
    item = one.record
    if item.type == "order":
        return
    for place, option in enumerate(item.option):
        if not option.right and option.misconception is None:
            text = f'option {option.id} names no wrong idea: add misconception = "..."'
            yield one.problem(text, "option", place)
    sizes = [_size(option) for option in item.option]
    if max(sizes) > SPREAD * min(sizes) and max(sizes) > ALL_SHORT:
        text = f"options are {min(sizes)} to {max(sizes)} characters long: bring them within 2 to 1"
        yield one.problem(text, "option", 0, severity="warning")
    if not any(_ABSOLUTE.search(option.text) for option in item.option if option.right):
        for place, option in enumerate(item.option):
            cue = _ABSOLUTE.search(option.text)
            if cue is not None:
                text = f'option {option.id} says "{cue[0]}" and the key does not: say it without'
                yield one.problem(text, "option", place, "text", severity="warning")


def _lengths(subject: Subject, found: tuple[Found[Item], ...]) -> Iterator[Problem]:
    keyed = single(found)
    if len(keyed) < ENOUGH:
        return
    share = longest(found)
    if share > LONGEST:
        worst = [one.record.id for one in keyed if _key_is_longest(one.record)]
        most = int(LONGEST * len(keyed))
        yield subject.whole(
            f"the key is the longest option in {share:.0%} of the questions, at most "
            f"{LONGEST:.0%}: shorten {len(worst) - most} of the keys of {', '.join(worst)}"
        )
    mean = ratio(found)
    if not RATIO[0] <= mean <= RATIO[1]:
        way_out = "shorten keys" if mean > 1 else "shorten distractors"
        yield subject.whole(
            f"keys are {mean:.2f} times as long as their distractors on average, "
            f"{RATIO[0]} to {RATIO[1]} allowed: {way_out}"
        )


def _positions(subject: Subject, found: tuple[Found[Item], ...]) -> Iterator[Problem]:
    for trait, off in positions(found).items():
        worst = max(range(len(off)), key=lambda place: abs(off[place]))
        if abs(off[worst]) > POINTS:
            where = "often" if off[worst] > 0 else "rarely"
            yield subject.whole(
                f"in {trait} the key is too {where} option {worst + 1} "
                f"({off[worst]:+.0f} points from fair): move some (they are shuffled when shown)",
                "warning",
            )


def _key(item: Item) -> Option:
    return next(option for option in item.option if option.right)


def _others(item: Item) -> list[Option]:
    return [option for option in item.option if not option.right]


def _key_is_longest(item: Item) -> bool:
    return _size(_key(item)) > max(map(_size, _others(item)))


def _size(option: Option) -> int:
    return len(option.text.replace("`", "").replace("*", ""))


def _share(flags: list[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0
