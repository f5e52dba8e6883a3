"""The app itself: who it is, where its gateway is, and its commands."""

from dataclasses import dataclass
from typing import cast

from tests.doubles.discord.asks import Answer, Ask, Route
from tests.doubles.discord.commands import Commands
from tests.doubles.discord.errors import ApiError, Json, unknown
from tests.doubles.discord.gateway import Gateway
from tests.doubles.discord.payloads import user_json
from tests.doubles.discord.world import World

APP = "/applications/{application_id}"
GUILD = f"{APP}/guilds/{{guild_id}}"


@dataclass(frozen=True, slots=True)
class AppRoutes:
    """Handlers over the app's registration."""

    world: World
    commands: Commands
    gateway: Gateway

    def table(self) -> list[Route]:
        """Return what is handled here."""
        return [
            Route("GET", "/gateway/bot", self.where),
            Route("GET", "/oauth2/applications/@me", self.about),
            Route("GET", "/applications/@me", self.about),
            Route("GET", f"{APP}/commands", self.get),
            Route("PUT", f"{APP}/commands", self.put),
            Route("GET", f"{GUILD}/commands", self.get),
            Route("PUT", f"{GUILD}/commands", self.put),
        ]

    async def where(self, ask: Ask) -> Answer:
        """Say where the gateway is and how many sessions may still be started."""
        del ask
        return self.gateway.offer()

    async def about(self, ask: Ask) -> Answer:
        """Show the app."""
        del ask
        owner: Json = user_json(next(user for user in self.world.users.values() if user.bot))
        return {
            "id": str(self.world.bot.id),
            "name": self.world.bot.name,
            "icon": None,
            "description": "",
            "bot_public": True,
            "bot_require_code_grant": False,
            "owner": owner,
            "team": None,
            "verify_key": "0" * 64,
            "flags": 0,
            "summary": "",
            "interactions_endpoint_url": None,
        }

    async def get(self, ask: Ask) -> Answer:
        """Show the commands; dictionaries of other languages only when asked for."""
        guild = self._guild(ask)
        found = self.commands.registered(guild)
        if ask.query.get("with_localizations") in {"1", "true"}:
            return found
        hidden = {"name_localizations", "description_localizations"}
        return [{k: v for k, v in each.items() if k not in hidden} for each in found]

    async def put(self, ask: Ask) -> Answer:
        """Replace all commands."""
        if not isinstance(ask.data, list):
            raise ApiError(400, 50035, "Invalid Form Body: a list of commands is needed")
        return self.commands.replace(cast("list[Json]", ask.data), self._guild(ask))

    def _guild(self, ask: Ask) -> int:
        if ask.params["application_id"] != str(self.world.bot.id):
            raise unknown("Application")
        number = ask.params.get("guild_id")
        return 0 if number is None else self.world.find_guild(number).id
