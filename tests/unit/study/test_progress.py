"""What comes next on the roadmap."""

from hypothesis import given
from hypothesis import strategies as st

from bot.catalog.models import Milestone, Step
from bot.study.progress import finished, last_step, next_milestone, open_needs, standing
from bot.study.records import Mark, Marking
from tests.unit.study.pieces import NOON, marks, roadmaps

Roadmap = tuple[list[Step], list[Milestone]]


@given(st.data(), roadmaps())
def test_what_comes_next(data: st.DataObject, roadmap: Roadmap) -> None:
    steps, milestones = roadmap
    said = data.draw(marks(milestones))
    following = next_milestone(steps, milestones, said)
    left = [each for each in milestones if not finished(said, each.id)]
    ready = [each for each in left if not open_needs(each, said)]
    if following is None:
        assert left == [], "nothing is next only when everything is finished"
        return
    by_id = {step.id: step for step in steps}
    here = by_id[following.step]
    last = last_step(milestones, said)
    assert following in ready
    assert all(finished(said, need) for need in following.needs)
    in_last = [each for each in ready if each.step == last]
    if in_last:
        assert following == in_last[0], "one goes on where one was"
    else:
        asked_for = [each for each in ready if not by_id[each.step].optional]
        assert here.optional is (not asked_for), "what is optional comes when nothing else is left"
        rivals = [each for each in ready if by_id[each.step].optional is here.optional]
        assert here.number == min(by_id[each.step].number for each in rivals)
        assert following == next(each for each in ready if each.step == here.id)


@given(roadmaps())
def test_following_it_finishes_everything_once(roadmap: Roadmap) -> None:
    steps, milestones = roadmap
    said: dict[str, Marking] = {}
    walked: list[str] = []
    while (following := next_milestone(steps, milestones, said)) is not None:
        walked.append(following.id)
        said[following.id] = Marking(Mark.done, NOON.replace(second=len(walked)))
        assert len(walked) <= len(milestones)
    assert sorted(walked) == sorted(each.id for each in milestones)


@given(st.data(), roadmaps())
def test_standing_counts_done_apart_from_known(data: st.DataObject, roadmap: Roadmap) -> None:
    _, milestones = roadmap
    said = data.draw(marks(milestones))
    now = standing(milestones, said)
    mine = [said[each.id].mark for each in milestones if each.id in said]
    assert (now.done, now.known) == (mine.count(Mark.done), mine.count(Mark.known))
    assert now.total == len(milestones)
    assert now.open == sum(not finished(said, each.id) for each in milestones)


def test_started_is_not_finished_and_keeps_its_step_first() -> None:
    steps = [
        Step(id=f"s{n}", number=n, title="A step", summary="It.", optional=n == 2) for n in (1, 2)
    ]
    milestones = [
        Milestone(
            id=f"m{n}", step=f"s{n}", title="A milestone", summary="It.", hours=1,
            done_when="Somebody saw it.", skills=("stand",), resources=("guide",),
        )
        for n in (1, 2)
    ]  # fmt: skip
    started = {"m2": Marking(Mark.started, NOON)}
    assert next_milestone(steps, milestones, {}) == milestones[0]
    assert next_milestone(steps, milestones, started) == milestones[1], "the step last used"
    assert not finished(started, "m2")
    assert next_milestone([], [], {}) is None
