"""What a change of a group does to the schedules that post for it, in the same transaction (T0)."""

from dataclasses import replace

from bot.core.context import Context
from bot.features.groups import aims
from bot.study.calendars import calendar
from bot.study.groups import Group
from bot.study.planning import cursor, moved
from bot.study.ports import Work
from bot.study.schedules import Reason, Schedule, Status, Target

ALIVE = frozenset({Status.active, Status.paused})


async def follow(work: Work, ctx: Context, person: str, group: Group, *, wake: bool = False) -> int:
    """Aim what posts for a group at its present channel and zone, and return how many do.

    The clock time stays. A post that is due already goes out where it was planned when other
    groups share its schedule; else it is void. A closed group's targets come to rest; `wake` lets
    those of a group that is open again go on.
    """
    aimed = [each for each in await aims(work, group) if each[0].status in ALIVE]
    for schedule, _ in aimed:
        await _again(work, ctx, person, schedule, group, wake=wake)
    return len(aimed)


async def _again(  # noqa: PLR0913 (a change of one schedule is all of this)
    work: Work, ctx: Context, person: str, schedule: Schedule, group: Group, *, wake: bool
) -> None:
    targets = await work.schedules.targets(schedule.id)
    aimed = [
        await _aimed(work, ctx, schedule, _fitted(each, group), group, wake=wake)
        if each.group == group.id
        else each
        for each in targets
    ]
    version = schedule.version + 1
    await work.schedules.put(replace(schedule, version=version, changed_at=ctx.now, editor=person))
    if len(targets) == 1:
        await work.schedules.void(schedule.id, Reason.edited, ctx.now)
    await work.schedules.aim(schedule.id, aimed)


async def _aimed(  # noqa: PLR0913 (as above)
    work: Work, ctx: Context, schedule: Schedule, target: Target, group: Group, *, wake: bool
) -> Target:
    if group.closed_at is not None:
        return moved(target, None)
    if target.next_at is None and not (wake and schedule.status is Status.active):
        return target
    overrides = await work.schedules.overrides(schedule.id)
    return cursor(schedule, target, ctx.now, overrides, calendar(schedule.rule.holidays))


def _fitted(target: Target, group: Group) -> Target:
    """Move a target to its group's channel and zone; another channel may be one we can post to."""
    if target.channel == group.channel:
        return replace(target, zone=group.zone)
    return replace(
        target,
        channel=group.channel,
        zone=group.zone,
        suspended="",
        since=None,
        told_at=None,
    )
