"""Takes each guard out of a copy of the tree and shows that a test goes red without it.

A guard is a few words of the source that something else must stand for; when they are not found
exactly once the list below is out of date, and that is an error as well.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.yard.tree import ROOT

LEFT_OUT = (".git", ".venv*", "__pycache__", ".*_cache", "data", "*.db")
PATIENCE = "25"
"""Seconds after which a post that does not come counts as lost, in a copy."""

KEEPING, TRIES = "tests/contract/test_keeping.py::", "tests/faults/"
OUTBOX = "tests/contract/test_outbox.py::"
CLAIMING, SENDER = "bot/storage/claiming.py", "bot/schedule/sender.py"


@dataclass(frozen=True, slots=True)
class Guard:
    """What it is, where it stands, what is put in its place, and the test that must go red."""

    name: str
    file: str
    old: str
    new: str
    test: str


GUARDS = (
    Guard(
        "fence: who lost a claim changes nothing",
        CLAIMING,
        'deliveries.c.fence == bindparam("ours"),',
        'deliveries.c.fence >= bindparam("ours"),',
        f"{KEEPING}test_a_claim_that_was_lost_changes_nothing",
    ),
    Guard(
        "lease: a dead program's posts come back",
        CLAIMING,
        'deliveries.c.lease_until < bindparam("at")\n',
        'deliveries.c.lease_until < bindparam("at"), deliveries.c.fence < 0\n',
        f"{TRIES}test_killed.py::test_another_does_the_work_of_one_that_never_comes_back[sqlite]",
    ),
    Guard(
        "lease: what is in hand is nobody else's",
        CLAIMING,
        'deliveries.c.lease_until < bindparam("at")\n',
        'deliveries.c.lease_until != bindparam("at")\n',
        f"{OUTBOX}test_what_is_in_hand_is_nobody_elses_until_the_lease_ends",
    ),
    Guard(
        "head of the line: order in a channel",
        CLAIMING,
        "        ~_LINE,\n",
        "",
        f"{OUTBOX}test_a_channel_has_one_post_in_hand",
    ),
    Guard(
        "nonce: a repeat is the first message",
        "adapters/discord/poster.py",
        '            "enforce_nonce": True,\n        }\n        try:',
        '            "enforce_nonce": False,\n        }\n        try:',
        f"{TRIES}test_killed.py::test_killed_at_each_point_the_next_one_finishes[sqlite]",
    ),
    Guard(
        "first_sent_at: a second try is known to be one",
        CLAIMING,
        "        first_sent_at=func.coalesce(deliveries.c.first_sent_at",
        "        not_before=func.coalesce(deliveries.c.not_before",
        f"{TRIES}test_killed.py::test_killed_around_the_request_we_look_where_no_nonce_is_known",
    ),
    Guard(
        "look before a second try",
        SENDER,
        "        if fresh and not over:\n",
        "        if not over:\n",
        f"{TRIES}test_killed.py::test_killed_around_the_request_we_look_where_no_nonce_is_known",
    ),
    Guard(
        "on_uncertain: what nobody can know is not repeated",
        SENDER,
        "        if due.schedule.on_uncertain is OnUncertain.send and not over:\n",
        "        if not over:\n",
        f"{TRIES}test_platform.py::test_where_nobody_can_look_nothing_comes_twice",
    ),
    Guard(
        "limits: a slot is taken",
        "bot/storage/limits.py",
        "            self.tats[each.key] = at + round(SECOND / each.rate)\n",
        "            self.tats[each.key] = at\n",
        f"{TRIES}test_platform.py::test_slack_gets_one_message_a_second_in_a_channel",
    ),
    Guard(
        "global 429: everybody waits",
        SENDER,
        "                await self._push(claim, trouble)\n",
        "                pass\n",
        f"{TRIES}test_platform.py::test_one_is_told_to_wait_and_all_wait",
    ),
    Guard(
        "expiry: what is planned and too late stays away",
        CLAIMING,
        "    await _expire(unit, expired)\n",
        "    expired = []\n",
        f"{TRIES}test_times.py::test_after_an_absence_only_what_is_in_grace_comes",
    ),
    Guard(
        "grace: what is planned too late is recorded",
        "bot/schedule/planner.py",
        "    if now - slot.at > schedule.grace:\n        return Reason.late\n",
        "",
        f"{KEEPING}test_of_several_missed_only_the_newest_in_grace_is_posted",
    ),
    Guard(
        "of several missed only the newest",
        "bot/schedule/planner.py",
        "    return Reason.newer if slot is not newest else due.target.suspended\n",
        "    return due.target.suspended\n",
        f"{KEEPING}test_of_several_missed_only_the_newest_in_grace_is_posted",
    ),
    Guard(
        "pause: nothing comes due",
        "bot/schedule/planner.py",
        "    if schedule.status is Status.paused and rested:\n        return Reason.paused\n",
        "",
        f"{TRIES}test_times.py::test_nothing_is_posted_while_paused_and_no_date_twice[sqlite]",
    ),
    Guard(
        "T1: what changed meanwhile is planned anew",
        "bot/storage/planning.py",
        "            return None\n        if any(self.decks",
        "            pass\n        if any(self.decks",
        f"{OUTBOX}test_what_changed_while_it_was_planned_is_planned_anew",
    ),
    Guard(
        "one date, one occurrence",
        "bot/storage/planning.py",
        "if one.key not in self.there)",
        "if one.key)",
        f"{OUTBOX}test_a_cursor_that_was_put_back_gives_no_date_twice",
    ),
    Guard(
        "row locks: two programs claim on one PostgreSQL",
        CLAIMING,
        "    .with_for_update(skip_locked=True)\n",
        "",
        f"{OUTBOX}test_two_programs_take_what_the_other_has_not_in_hand",
    ),
    Guard(
        "told once that a channel refuses",
        "bot/schedule/holds.py",
        "            elif each.target.told_at is None and ",
        "            elif ",
        f"{KEEPING}test_a_channel_that_refuses_is_held_said_once_and_heals",
    ),
)


def main(names: tuple[str, ...]) -> int:
    """Try the guards whose name holds one of the words, or all; 1 when one is not needed."""
    chosen = [each for each in GUARDS if not names or any(word in each.name for word in names)]
    failed = 0
    with tempfile.TemporaryDirectory(prefix="milepost-guards-") as folder:
        copy = Path(folder) / "tree"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT), symlinks=True)
        (copy / "data").mkdir(exist_ok=True)
        whole = _tested(copy, sorted({each.test for each in chosen}))
        say(f"With every guard the tests are {'green' if whole else '**red**'}.\n\n")
        failed += not whole
        say("| guard | file | the test without it | s |\n|---|---|---|---|\n")
        for each in chosen:
            began = time.monotonic()
            result = _without(copy, each)
            failed += result != "red"
            short = each.test.rpartition("::")[2]
            took = time.monotonic() - began
            say(f"| {each.name} | {each.file} | {short}: {result} | {took:.0f} |\n")
    say(f"\n{failed} failed\n")
    return min(failed, 1)


def _without(copy: Path, guard: Guard) -> str:
    """Run a guard's test without it: red, as it has to be, or what was seen instead."""
    file = copy / guard.file
    source = file.read_text()
    if source.count(guard.old) != 1:
        return f"**the guard stands there {source.count(guard.old)} times**"
    file.write_text(source.replace(guard.old, guard.new))
    try:
        return "**green**" if _tested(copy, [guard.test]) else "red"
    finally:
        file.write_text(source)


def _tested(copy: Path, tests: list[str]) -> bool:
    """Run tests in the copy; True when all pass. Raises RuntimeError when pytest itself failed."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    done = subprocess.run(
        command,
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy), "FAULTS_PATIENCE": PATIENCE},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in {0, 1}:
        raise RuntimeError(done.stdout + done.stderr)
    return done.returncode == 0


def say(text: str) -> None:
    """Print at once."""
    sys.stdout.write(text)
    sys.stdout.flush()
