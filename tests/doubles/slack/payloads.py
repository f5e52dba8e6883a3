"""The JSON of people, places, messages and views."""

import datetime as dt
from zoneinfo import ZoneInfo

from tests.doubles.slack.errors import Json
from tests.doubles.slack.messages import Message
from tests.doubles.slack.places import Channel, ChannelKind, Standing, Team, User, UserGroup
from tests.doubles.slack.views import View
from tests.doubles.slack.world import World

READ_ONLY = "restricted_action_read_only_channel"


def user_json(world: World, user: User, *, with_locale: bool) -> Json:
    """Write an account. Somebody from another organisation comes without a locale."""
    stranger = user.team is not world.team
    offset = world.now().astimezone(ZoneInfo(user.zone)).utcoffset() or dt.timedelta()
    told: Json = {
        "id": user.id,
        "team_id": user.team.id,
        "name": user.name,
        "deleted": user.deleted,
        "real_name": user.name.title(),
        "tz": user.zone,
        "tz_label": user.zone,
        "tz_offset": int(offset.total_seconds()),
        "profile": {"real_name": user.name.title(), "display_name": user.name},
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": 1_700_000_000,
        "who_can_share_contact_card": "EVERYONE",
    }
    if stranger:
        return told | {"is_stranger": True}
    told |= {
        "is_admin": user.is_admin,
        "is_owner": user.standing is Standing.OWNER,
        "is_primary_owner": user.standing is Standing.OWNER,
        "is_restricted": user.is_guest,
        "is_ultra_restricted": user.standing is Standing.ONE_CHANNEL_GUEST,
        "is_email_confirmed": True,
    }
    return told | ({"locale": user.locale} if with_locale else {})


def channel_json(world: World, channel: Channel, *, with_members: bool = False) -> Json:
    """Write a conversation as the bot gets it."""
    if channel.kind is ChannelKind.DM:
        return {
            "id": channel.id,
            "created": channel.created,
            "is_im": True,
            "is_archived": channel.archived,
            "is_org_shared": False,
            "user": channel.members[0].id,
            "is_user_deleted": channel.members[0].deleted,
            "priority": 0,
        }
    private = channel.kind is ChannelKind.PRIVATE
    shared = bool(channel.shared_with)
    told: Json = {
        "id": channel.id,
        "name": channel.name,
        "is_channel": channel.kind is ChannelKind.PUBLIC,
        "is_group": private,
        "is_im": False,
        "is_mpim": channel.kind is ChannelKind.GROUP_DM,
        "is_private": channel.kind is not ChannelKind.PUBLIC,
        "created": channel.created,
        "creator": channel.creator,
        "is_archived": channel.archived,
        "is_general": channel.name == "general",
        "is_shared": shared,
        "is_ext_shared": shared,
        "is_org_shared": False,
        "is_member": world.bot in channel.members,
        "is_read_only": channel.refusal == READ_ONLY,
        "name_normalized": channel.name,
        "context_team_id": world.team.id,
        "shared_team_ids": [world.team.id, *(team.id for team in channel.shared_with)],
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }
    return told | ({"num_members": len(channel.members)} if with_members else {})


def message_json(world: World, message: Message, *, with_metadata: bool = False) -> Json:
    """Write a message."""
    body, author = message.body, message.author
    told: Json = {
        "type": "message",
        "user": author.id,
        "ts": message.ts,
        "team": author.team.id,
        "text": body.text,
    }
    if body.blocks:
        told["blocks"] = list(body.blocks)
    if author is world.bot:
        told |= {"bot_id": world.bot_id, "app_id": world.app_id, "bot_profile": bot_json(world)}
    if message.thread_ts:
        told["thread_ts"] = message.thread_ts
    if message.edits:
        last = world.ids.ts(message.edits[-1].until)
        told["edited"] = {"user": author.id, "ts": last}
    if body.files:
        told["files"] = [{"id": each.id, "name": each.name} for each in body.files]
    if with_metadata and body.metadata is not None:
        told["metadata"] = body.metadata
    return told


def bot_json(world: World) -> Json:
    """Write the app's bot."""
    return {
        "id": world.bot_id,
        "app_id": world.app_id,
        "user_id": world.bot.id,
        "name": world.bot.name,
        "deleted": False,
        "updated": 1_700_000_000,
        "icons": {},
        "team_id": world.team.id,
    }


def view_json(world: World, view: View) -> Json:
    """Write a view."""
    body = {"private_metadata": "", "callback_id": "", "external_id": "", **view.body}
    if view.type == "modal":
        body = {"submit": None, "close": None, **body}
        body = {"clear_on_close": False, "notify_on_close": False, **body}
    return {
        **body,
        "id": view.id,
        "team_id": view.team.id,
        "state": {"values": view.values},
        "hash": view.hash,
        "root_view_id": view.root,
        "previous_view_id": view.previous,
        "app_id": world.app_id,
        "app_installed_team_id": world.team.id,
        "bot_id": world.bot_id,
    }


def team_json(team: Team) -> Json:
    """Write a workspace as an interaction names it."""
    return {"id": team.id, "domain": team.domain}


def group_json(group: UserGroup, *, with_users: bool) -> Json:
    """Write a group of people."""
    told: Json = {
        "id": group.id,
        "is_usergroup": True,
        "name": group.handle,
        "handle": group.handle,
        "description": "",
        "date_delete": 1 if group.disabled else 0,
        "user_count": len(group.members),
    }
    return told | ({"users": [each.id for each in group.members]} if with_users else {})
