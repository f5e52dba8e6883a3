"""Methods about the app, its people, its forms and its home tab."""

from dataclasses import dataclass

from tests.doubles.slack.asks import Ask, Method
from tests.doubles.slack.desk import Desk
from tests.doubles.slack.errors import Json, SlackError
from tests.doubles.slack.pages import page
from tests.doubles.slack.payloads import bot_json, group_json, user_json, view_json
from tests.doubles.slack.sockets import Sockets
from tests.doubles.slack.views import View
from tests.doubles.slack.world import World

TRIGGER = {"trigger_id": "str", "interactivity_pointer": "str", "view!": "json"}
UPDATE = {"view_id": "str", "external_id": "str", "hash": "str", "view!": "json"}
PAGES = {"cursor": "str", "limit": "int"}


@dataclass
class AppRoutes:
    """Handles them."""

    world: World
    desk: Desk
    sockets: Sockets

    def table(self) -> list[Method]:
        """Return the methods."""
        locale = {"include_locale": "bool"}
        groups = {"include_users": "bool", "include_disabled": "bool", "include_count": "bool"}
        group = {"usergroup!": "str", "include_disabled": "bool"}
        read = "usergroups:read"
        return [
            Method("auth.test", self.auth_test, tier="t5"),
            Method("apps.connections.open", self.connect, tier="t3", app_level=True),
            Method("bots.info", self.bot, {"bot!": "str"}, "users:read"),
            Method("users.info", self.user, {"user!": "str", **locale}, "users:read", "t4"),
            Method("users.list", self.users, {**PAGES, **locale}, "users:read", "t2"),
            Method("usergroups.list", self.groups, groups, read, "t2"),
            Method("usergroups.users.list", self.group, group, read, "t2"),
            Method("views.open", self.open, TRIGGER, tier="t4"),
            Method("views.push", self.push, TRIGGER, tier="t4"),
            Method("views.update", self.update, UPDATE, tier="t4"),
            Method(
                "views.publish",
                self.publish,
                {"user_id!": "str", "hash": "str", "view!": "json"},
                tier="t4",
            ),
        ]

    async def auth_test(self, ask: Ask) -> Json:
        """Say whose token it is."""
        del ask
        world = self.world
        return {
            "url": f"https://{world.team.domain}.slack.com/",
            "team": world.team.name,
            "user": world.bot.name,
            "team_id": world.team.id,
            "user_id": world.bot.id,
            "bot_id": world.bot_id,
            "is_enterprise_install": False,
        }

    async def connect(self, ask: Ask) -> Json:
        """Give out an address for one websocket."""
        del ask
        return {"url": self.sockets.ticket()}

    async def bot(self, ask: Ask) -> Json:
        """Tell of a bot."""
        if ask.get("bot") != self.world.bot_id:
            raise SlackError("bot_not_found")
        return {"bot": bot_json(self.world)}

    async def user(self, ask: Ask) -> Json:
        """Tell of somebody."""
        found = self.world.find_user(ask.get("user"))
        if found is None:
            raise SlackError("user_not_found")
        told = user_json(self.world, found, with_locale=ask.get("include_locale", False))
        return {"user": told}

    async def users(self, ask: Ask) -> Json:
        """Tell of everybody in the workspace."""
        own = [each for each in self.world.users.values() if each.team is self.world.team]
        locale = ask.get("include_locale", False)
        told = [user_json(self.world, each, with_locale=locale) for each in own]
        return page("members", told, ask)

    async def groups(self, ask: Ask) -> Json:
        """Tell of the groups."""
        shown = [
            group_json(each, with_users=ask.get("include_users", False))
            for each in self.world.groups.values()
            if not each.disabled or ask.get("include_disabled")
        ]
        return {"usergroups": shown}

    async def group(self, ask: Ask) -> Json:
        """Tell who is in a group."""
        found = self.world.groups.get(ask.get("usergroup"))
        if found is None:
            raise SlackError("no_such_subteam")
        if found.disabled and not ask.get("include_disabled"):
            raise SlackError("subteam_disabled")
        return {"users": [each.id for each in found.members]}

    # forms

    async def open(self, ask: Ask) -> Json:
        """Open a form."""
        return self._told(self.desk.open(self.desk.exchange(_trigger(ask)), ask.get("view")))

    async def push(self, ask: Ask) -> Json:
        """Lay a form over the open one."""
        return self._told(self.desk.push(self.desk.exchange(_trigger(ask)), ask.get("view")))

    async def update(self, ask: Ask) -> Json:
        """Change an open form."""
        found = self.desk.find(ask.get("view_id"), ask.get("external_id"))
        self.desk.change(found, ask.get("view"), ask.get("hash"))
        return self._told(found)

    async def publish(self, ask: Ask) -> Json:
        """Set somebody's home tab."""
        user = self.world.find_user(ask.get("user_id"))
        if user is None:
            raise SlackError("user_not_found")
        if not self.world.install.home_tab:
            raise SlackError("not_enabled")
        return self._told(self.desk.publish(user, ask.get("view"), ask.get("hash")))

    def _told(self, view: View) -> Json:
        return {"view": view_json(self.world, view)}


def _trigger(ask: Ask) -> object:
    return ask.get("trigger_id") or ask.get("interactivity_pointer")
