"""A community's groups and schedules as one line of text, to carry them to another server.

Nothing personal and nothing of the old place goes along: no members, channels, roles or receipts.
"""

import base64
import binascii
import datetime as dt
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.core.words import N_
from bot.study.groups import Group
from bot.study.recurrence import Rule
from bot.study.rule_json import from_json, to_json
from bot.study.schedules import OnUncertain, Options, Schedule, Target, What
from bot.study.zones import exists

HEAD = "milepost1:"
MOST = 200
"""Groups or schedules that one text may hold."""

LARGEST = 200_000
"""Bytes of a text when unpacked: far more than a community has, far less than does harm."""

Short = Annotated[str, Field(max_length=100)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MovedGroup(_Part):
    """A group without its channel and members."""

    name: Annotated[str, Field(min_length=2, max_length=40)]
    zone: Short
    pace: Annotated[int, Field(ge=0, le=60)] = 0
    language: Short = ""


class MovedTarget(_Part):
    """Which group a schedule posts for, and what comes next there."""

    group: Annotated[int, Field(ge=0, lt=MOST)]
    season: Annotated[int, Field(ge=1, le=9)] = 1
    week: Annotated[int, Field(ge=1, le=99)] = 1
    then: Annotated[int, Field(ge=0, le=9)] = 0


class MovedSchedule(_Part):
    """What is posted, and when."""

    what: What
    title: Short
    rule: Annotated[str, Field(max_length=20_000)]
    text: Annotated[str, Field(max_length=4_000)] = ""
    trait: Short = ""
    step: Short = ""
    thread: bool = False
    silent: bool = False
    after_own: bool = False
    grace: Annotated[int, Field(ge=60, le=7 * 86_400)]
    on_uncertain: OnUncertain = OnUncertain.skip
    targets: Annotated[tuple[MovedTarget, ...], Field(max_length=MOST)] = ()

    @property
    def parsed(self) -> Rule:
        """The rule. Raises ValueError."""
        return from_json(self.rule)

    @property
    def lateness(self) -> dt.timedelta:
        """How late a post may still go out."""
        return dt.timedelta(seconds=self.grace)

    @property
    def options(self) -> Options:
        """What was chosen, without the role: it belongs to the old place."""
        return Options(
            text=self.text,
            trait=self.trait,
            step=self.step,
            thread=self.thread,
            silent=self.silent,
            after_own=self.after_own,
        )


class Moved(_Part):
    """Everything that goes along."""

    version: Literal[1] = 1
    groups: Annotated[tuple[MovedGroup, ...], Field(max_length=MOST)]
    schedules: Annotated[tuple[MovedSchedule, ...], Field(max_length=MOST)]


@dataclass(frozen=True, slots=True)
class Setting:
    """A schedule with its targets."""

    schedule: Schedule
    targets: tuple[Target, ...]


def pack(groups: Sequence[Group], settings: Sequence[Setting]) -> str:
    """Write groups and schedules as one line."""
    numbers = {group.id: number for number, group in enumerate(groups)}
    moved = Moved(
        groups=tuple(
            MovedGroup(name=each.name, zone=each.zone, pace=each.pace, language=each.language)
            for each in groups
        ),
        schedules=tuple(_schedule(each, numbers) for each in settings),
    )
    text = json.dumps(moved.model_dump(mode="json", exclude_defaults=True), separators=(",", ":"))
    return HEAD + base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode()


def _schedule(each: Setting, numbers: Mapping[str, int]) -> MovedSchedule:
    schedule = each.schedule
    chosen = asdict(replace(schedule.options, role=""))
    del chosen["role"]
    return MovedSchedule(
        what=schedule.what,
        title=schedule.title,
        rule=to_json(schedule.rule),
        grace=round(schedule.grace.total_seconds()),
        on_uncertain=schedule.on_uncertain,
        targets=tuple(
            MovedTarget(
                group=numbers[target.group],
                season=target.season,
                week=target.week,
                then=target.then,
            )
            for target in each.targets
            if target.group in numbers
        ),
        **chosen,
    )


def unpack(text: str) -> Moved:
    """Read such a line; spaces and line breaks that a copy brought along do not count.

    Raises ValueError for what is none, is cut, or could not be kept.
    """
    bare = "".join(text.split())
    if not bare.startswith(HEAD):
        raise ValueError(N_("it has another beginning"))
    try:
        packed = base64.urlsafe_b64decode(bare.removeprefix(HEAD))
        unpacker = zlib.decompressobj()
        plain = unpacker.decompress(packed, LARGEST)
        if not unpacker.eof:
            raise ValueError(N_("it is cut, or too large"))
        moved = Moved.model_validate_json(plain)
    except (binascii.Error, zlib.error, ValidationError) as error:
        raise ValueError(N_("it is not whole")) from error
    _check(moved)
    return moved


def _check(moved: Moved) -> None:
    for group in moved.groups:
        if not exists(group.zone):
            raise ValueError(N_("it names an unknown time zone"))
    for schedule in moved.schedules:
        _ = schedule.parsed
        if any(target.group >= len(moved.groups) for target in schedule.targets):
            raise ValueError(N_("it names a group that is not in it"))
