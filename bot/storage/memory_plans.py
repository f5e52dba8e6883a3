"""Groups, schedules and what was posted, in memory."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.people import Community
from bot.storage.errors import BrokenRuleError
from bot.storage.group_rows import change_of, change_row, group_of, group_row, setup_of, setup_row
from bot.storage.plan_rows import (
    checkin_row,
    deck_of,
    deck_row,
    delivery_of,
    delivery_row,
    occurrence_of,
    occurrence_row,
    override_of,
    override_row,
    schedule_of,
    schedule_row,
    target_of,
    target_row,
)
from bot.storage.receipts import REF, Receipt
from bot.storage.rows import Row, Values, community_key, utc
from bot.storage.shelves import Shelves
from bot.study.groups import Change, Group, Setup
from bot.study.schedules import (
    Checkin,
    Deck,
    Delivery,
    Fate,
    Occurrence,
    Override,
    Part,
    Schedule,
    Status,
    Target,
)


@dataclass(frozen=True, slots=True)
class MemoryGroups:
    """Implements `bot.study.plan_ports.Groups`."""

    shelves: Shelves

    async def all(self, community: Community) -> tuple[Group, ...]:
        """Return a community's open groups, by name."""
        rows = self.shelves.where("groups", **community_key(community), closed_at=None)
        return tuple(sorted(map(group_of, rows), key=lambda each: each.name))

    async def get(self, community: Community, group: str) -> Group | None:
        """Return a group of this community."""
        rows = self.shelves.where("groups", **community_key(community), id=group)
        return group_of(rows[0]) if rows else None

    async def put(self, group: Group) -> None:
        """Keep a group."""
        self.shelves.put("groups", group_row(group))

    async def join(self, group: str, person: str, at: dt.datetime) -> bool:
        """Add somebody; False when they are in it."""
        row = {"group_id": group, "person_id": person, "joined_at": utc(at)}
        return self.shelves.add("memberships", row)

    async def leave(self, group: str, person: str) -> bool:
        """Take somebody out; False when they are not in it."""
        return bool(self.shelves.drop("memberships", group_id=group, person_id=person))

    async def members(self, group: str) -> tuple[str, ...]:
        """Return the persons in a group, in the order they joined."""
        rows = self.shelves.where("memberships", group_id=group)
        rows.sort(key=lambda row: (row["joined_at"], row["person_id"]))
        return tuple(row["person_id"] for row in rows)

    async def of(self, person: str, community: Community | None) -> tuple[Group, ...]:
        """Return the open groups somebody is in, in one community or in all."""
        mine = {row["group_id"] for row in self.shelves.where("memberships", person_id=person)}
        rows = [row for row in self.shelves.where("groups", closed_at=None) if row["id"] in mine]
        found = sorted(map(group_of, rows), key=lambda each: each.name)
        return tuple(each for each in found if community in {None, each.community})

    async def setup(self, community: Community) -> Setup:
        """Return how a community is set up; what was never chosen is empty."""
        row = self.shelves.get("setups", community_key(community))
        return setup_of(row) if row else Setup(community)

    async def arrange(self, setup: Setup) -> None:
        """Keep how a community is set up."""
        self.shelves.put("setups", setup_row(setup))


@dataclass(frozen=True, slots=True)
class MemorySchedules:
    """Implements `bot.study.plan_ports.Schedules`."""

    shelves: Shelves

    async def all(self, community: Community) -> tuple[Schedule, ...]:
        """Return a community's schedules that are not deleted, oldest first."""
        rows = self.shelves.where("schedules", **community_key(community))
        found = sorted(map(schedule_of, rows), key=lambda each: (each.created_at, each.id))
        return tuple(each for each in found if each.status is not Status.deleted)

    async def get(self, community: Community, schedule: str) -> Schedule | None:
        """Return a schedule, also a deleted one that can still come back."""
        rows = self.shelves.where("schedules", **community_key(community), id=schedule)
        return schedule_of(rows[0]) if rows else None

    async def put(self, schedule: Schedule) -> None:
        """Keep a new schedule, or the changed one."""
        self.shelves.put("schedules", schedule_row(schedule))

    async def targets(self, schedule: str) -> tuple[Target, ...]:
        """Return a schedule's targets."""
        return tuple(map(target_of, self.shelves.where("targets", schedule_id=schedule)))

    async def aim(self, schedule: str, targets: Sequence[Target]) -> None:
        """Keep exactly these targets."""
        self._known(schedule)
        self.shelves.drop("targets", schedule_id=schedule)
        for each in targets:
            self.shelves.put("targets", target_row(each))

    async def overrides(self, schedule: str) -> tuple[Override, ...]:
        """Return what was decided about single dates."""
        rows = self.shelves.where("overrides", schedule_id=schedule)
        rows.sort(key=lambda row: (row["local"], row["group_id"]))
        return tuple(map(override_of, rows))

    async def override(self, change: Override) -> None:
        """Keep a decision about one date; one without any content removes it."""
        self._known(change.schedule)
        if change.skip or change.at or change.text:
            self.shelves.put("overrides", override_row(change))
            return
        where: Values = {"schedule_id": change.schedule, "group_id": change.group}
        self.shelves.drop("overrides", **where, local=change.local)

    async def void(self, schedule: str, reason: str, at: dt.datetime) -> int:
        """Skip what is planned and not yet claimed, and return how many posts that are (T0)."""
        del at
        gone = {"fate": str(Fate.skipped), "reason": reason}
        rows = self.shelves.where("deliveries", schedule_id=schedule)
        pending = [row for row in rows if row["fate"] == Fate.pending]
        flying = {row["occurrence"] for row in rows if row["fate"] == Fate.sending}
        for row in pending:
            self.shelves.put("deliveries", {**row, **gone})
        for row in self.shelves.where("occurrences", schedule_id=schedule, fate=Fate.pending):
            if row["key"] not in flying:
                self.shelves.put("occurrences", {**row, **gone})
        return len(pending)

    async def run(self, occurrence: Occurrence, deliveries: Sequence[Delivery]) -> bool:
        """Plan one post in addition; False when it was planned before."""
        self._known(occurrence.schedule)
        if not self.shelves.add("occurrences", occurrence_row(occurrence)):
            return False
        for each in deliveries:
            self.shelves.add("deliveries", delivery_row(each))
        return True

    def _known(self, schedule: str) -> None:
        if self.shelves.get("schedules", {"id": schedule}) is None:
            raise BrokenRuleError("no such schedule")


@dataclass(frozen=True, slots=True)
class MemoryReceipts:
    """Implements `bot.study.plan_ports.Receipts`."""

    shelves: Shelves

    async def history(
        self, community: Community, schedule: str, limit: int, before: dt.datetime | None = None
    ) -> tuple[Receipt, ...]:
        """Return occurrences with their messages, newest first; "" for every schedule."""
        rows = [
            row
            for row in self._here(community)
            if schedule in {"", row["schedule_id"]} and (before is None or row["due_at"] < before)
        ]
        rows.sort(key=lambda row: (-row["due_at"].timestamp(), row["group_id"], -row["extra"]))
        return tuple(self._receipt(row) for row in rows[:limit])

    async def get(self, community: Community, occurrence: str) -> Receipt | None:
        """Return one occurrence by its key or by its reference."""
        name, wanted = (
            ("ref", occurrence.upper()) if len(occurrence) == REF else ("key", occurrence)
        )
        found = [row for row in self._here(community) if row[name] == wanted]
        return self._receipt(found[0]) if found else None

    async def settle(self, delivery: Delivery) -> None:
        """Keep what a moderator did to a message: corrected, taken back, found."""
        row = self.shelves.get("deliveries", {"id": delivery.id})
        if row is None:
            return
        after = delivery_row(delivery)
        names = ("fate", "reason", "remote", "thread", "posted", "sent_at")
        self.shelves.put("deliveries", {**row, **{name: after[name] for name in names}})
        if delivery.part is Part.post:
            became = {"fate": after["fate"], "reason": after["reason"]}
            for each in self.shelves.where("occurrences", key=delivery.occurrence):
                self.shelves.put("occurrences", {**each, **became})

    def _here(self, community: Community) -> list[Row]:
        ours = {row["id"] for row in self.shelves.where("schedules", **community_key(community))}
        return [row for row in self.shelves.where("occurrences") if row["schedule_id"] in ours]

    def _receipt(self, row: Row) -> Receipt:
        messages = self.shelves.where("deliveries", occurrence=row["key"])
        messages.sort(key=lambda each: (each["seq"], each["id"]))
        return occurrence_of(row), tuple(map(delivery_of, messages))


@dataclass(frozen=True, slots=True)
class MemoryCheckins:
    """Implements `bot.study.plan_ports.Checkins`."""

    shelves: Shelves

    async def put(self, answer: Checkin) -> None:
        """Keep an answer in place of the one before."""
        self.shelves.put("checkins", checkin_row(answer))

    async def of(self, occurrence: str, person: str) -> str:
        """Return somebody's answer, or an empty string."""
        key = {"occurrence": occurrence, "person_id": person}
        row = self.shelves.get("checkins", key)
        return row["choice"] if row else ""

    async def counts(self, occurrence: str) -> Mapping[str, int]:
        """Count the answers by choice."""
        rows = self.shelves.where("checkins", occurrence=occurrence)
        return Counter(row["choice"] for row in rows)


@dataclass(frozen=True, slots=True)
class MemoryDecks:
    """Implements `bot.study.plan_ports.Decks`."""

    shelves: Shelves

    async def get(self, community: Community, channel: str, pool: str) -> Deck | None:
        """Return a channel's deck."""
        key = {**community_key(community), "channel": channel, "pool": pool}
        row = self.shelves.get("decks", key)
        return deck_of(row) if row else None

    async def put(self, deck: Deck) -> None:
        """Keep a deck."""
        self.shelves.put("decks", deck_row(deck))


@dataclass(frozen=True, slots=True)
class MemoryAudit:
    """Implements `bot.study.plan_ports.Audit`."""

    shelves: Shelves

    async def add(self, change: Change) -> None:
        """Keep a line."""
        if not self.shelves.add("audit", change_row(change)):
            raise BrokenRuleError("audit: stands twice")

    async def newest(self, community: Community, limit: int, skip: int = 0) -> tuple[Change, ...]:
        """Return a community's lines, newest first."""
        rows = self.shelves.where("audit", **community_key(community))
        rows.sort(key=lambda row: (-row["at"].timestamp(), row["id"]))
        return tuple(map(change_of, rows[skip : skip + limit]))
