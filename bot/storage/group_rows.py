"""Between the records of groups, of how communities are set up, of the audit, and their rows."""

from bot.storage.plan_rows import community_of, maybe_utc
from bot.storage.rows import Row, Values, community_key, utc
from bot.study.groups import Change, Group, Setup


def group_row(record: Group) -> Values:
    """Return the columns of a group."""
    return {
        "id": record.id,
        **community_key(record.community),
        "name": record.name,
        "channel": record.channel,
        "zone": record.zone,
        "language": record.language,
        "pace": record.pace,
        "starts": record.starts,
        "created_at": utc(record.created_at),
        "closed_at": maybe_utc(record.closed_at),
    }


def group_of(row: Row) -> Group:
    """Return the group of a row."""
    return Group(
        id=row["id"],
        community=community_of(row),
        name=row["name"],
        channel=row["channel"],
        zone=row["zone"],
        starts=row["starts"],
        created_at=row["created_at"],
        language=row["language"],
        pace=row["pace"],
        closed_at=row["closed_at"],
    )


def setup_row(record: Setup) -> Values:
    """Return the columns of how a community is set up."""
    return {
        **community_key(record.community),
        "moderators": record.moderators,
        "notices": record.notices,
        "zone": record.zone,
        "greeted_at": maybe_utc(record.greeted_at),
    }


def setup_of(row: Row) -> Setup:
    """Return how the community of a row is set up."""
    return Setup(
        community=community_of(row),
        moderators=row["moderators"],
        notices=row["notices"],
        zone=row["zone"],
        greeted_at=row["greeted_at"],
    )


def change_row(record: Change) -> Values:
    """Return the columns of a line of the audit."""
    return {
        "id": record.id,
        **community_key(record.community),
        "at": utc(record.at),
        "what": record.what,
        "target": record.target,
        "before": record.before,
        "after": record.after,
        "actor_id": record.actor,
    }


def change_of(row: Row) -> Change:
    """Return the line of the audit of a row."""
    return Change(
        id=row["id"],
        community=community_of(row),
        at=row["at"],
        what=row["what"],
        target=row["target"],
        before=row["before"],
        after=row["after"],
        actor=row["actor_id"],
    )
