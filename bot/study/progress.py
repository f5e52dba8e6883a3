"""Where somebody stands on the roadmap, and what comes next: pure rules."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.catalog.models import Milestone, Step
from bot.study.records import Mark, Marking

Marks = Mapping[str, Marking]


@dataclass(frozen=True, slots=True)
class Standing:
    """How much of a step is behind somebody. `known` is counted apart from `done`."""

    done: int
    known: int
    total: int

    @property
    def open(self) -> int:
        """What is left to do."""
        return self.total - self.done - self.known


def finished(marks: Marks, milestone: str) -> bool:
    """Tell whether a milestone is done or known."""
    return milestone in marks and marks[milestone].mark is not Mark.started


def standing(milestones: Iterable[Milestone], marks: Marks) -> Standing:
    """Count a step's milestones."""
    said = [marks[m.id].mark if m.id in marks else None for m in milestones]
    return Standing(said.count(Mark.done), said.count(Mark.known), len(said))


def last_step(milestones: Iterable[Milestone], marks: Marks) -> str:
    """Name the step in which something was marked last; empty without a mark."""
    steps = {milestone.id: milestone.step for milestone in milestones}
    ours = [(marking.at, steps[each]) for each, marking in marks.items() if each in steps]
    return max(ours)[1] if ours else ""


def next_milestone(
    steps: Sequence[Step], milestones: Sequence[Milestone], marks: Marks
) -> Milestone | None:
    """Return the first open milestone whose needs are met, in the step last used, else in order.

    An optional step is offered only when it is the one last used, or when nothing else is left.
    None: everything is finished.
    """
    last = last_step(milestones, marks)
    order = {step.id: (step.id != last, step.optional, step.number) for step in steps}
    ready = [
        milestone
        for milestone in milestones
        if not finished(marks, milestone.id)
        and all(finished(marks, need) for need in milestone.needs)
    ]
    return min(ready, key=lambda milestone: order[milestone.step], default=None)


def open_needs(milestone: Milestone, marks: Marks) -> tuple[str, ...]:
    """List the milestones that should come before this one and are still open."""
    return tuple(need for need in milestone.needs if not finished(marks, need))
