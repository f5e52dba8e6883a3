"""What an operator needs before the first answer: tokens of the right form, and a check of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapters.slack.app import Keys, SlackFace, who
from adapters.slack.commands import Names
from adapters.slack.web import FATAL, Away, Refused, Web
from bot.core.ports import Clock
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.watch.lookout import Handler

MANIFEST = "deploy/slack-manifest.yaml"
FORMS = {
    "SLACK_BOT_TOKEN": ("xoxb-", "Install App, Bot User OAuth Token"),
    "SLACK_APP_TOKEN": ("xapp-", "Basic Information, App-Level Tokens"),
}
SHORTEST = 12
SCOPES = {
    "commands": "hear slash commands and shortcuts",
    "chat:write": "post shared cards and scheduled posts where it was invited",
    "users:read": "know your language, time zone, and who manages the workspace",
}
"""The least that Milepost needs (platform-facts, section 5), and why."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of a check: what was looked at, whether it is fine, and what to do."""

    fine: bool
    text: str


def read_keys(given: Mapping[str, str]) -> Mapping[str, str]:
    """Return tokens that have the right form. Raises ValueError saying what to copy."""
    for name, token in given.items():
        begins, where = FORMS[name]
        if not token.startswith(begins) or len(token) < SHORTEST or not token.isascii():
            raise ValueError(
                f"{name} has not the form of such a token, it starts with {begins}: "
                f"on the app's page open {where}, and copy all of it"
            )
    return given


def keys(settings: Settings) -> Keys:
    """Take what Slack needs out of the settings."""
    return Keys(
        bot=settings.slack_bot_token.get_secret_value(),
        app=settings.slack_app_token.get_secret_value(),
        signing=settings.slack_signing_secret.get_secret_value(),
        http=settings.http,
        api=settings.slack_api,
    )


def names(settings: Settings) -> Names:
    """Take the names of our commands out of the settings."""
    return Names(settings.slack_bare, settings.slack_prefix)


def face(
    settings: Settings, clock: Clock, more: "Mapping[str, Handler] | None" = None
) -> SlackFace:
    """Make the face that the settings ask for; its server answers `more`, by path, besides."""
    return SlackFace(keys(settings), clock, names(settings), more=more or {})


async def check(given: Keys) -> list[Finding]:
    """Ask Slack whether the tokens hold."""
    web = Web.open(given.bot, given.api)
    try:
        found = [await _bot(web)]
        if given.app:
            found.append(await _app(web, given.app))
    finally:
        await web.close()
    return found


async def _bot(web: Web) -> Finding:
    try:
        me = await who(web)
    except Refused as refusal:
        why = "Install the app again and copy the Bot User OAuth Token."
        if refusal.error not in FATAL:
            why = "Try again in a minute."
        return Finding(fine=False, text=f"Slack refuses the bot token: {refusal.error}. {why}")
    except Away as trouble:
        return Finding(fine=False, text=f"Slack does not answer: {trouble}.")
    if not me.team:
        return Finding(fine=False, text="What answers is not Slack: look at the address.")
    return Finding(fine=True, text=f"The Slack bot token holds; in {me.place}, as @{me.name}.")


async def _app(web: Web, token: str) -> Finding:
    try:
        await web.socket(token)
    except Refused as refusal:
        return Finding(
            fine=False,
            text=f"Slack refuses the app-level token: {refusal.error}. It needs connections:write, "
            "and Socket Mode has to be on.",
        )
    except Away as trouble:
        return Finding(fine=False, text=f"Slack gives no socket: {trouble}.")
    return Finding(fine=True, text="The Slack app-level token holds: Socket Mode.")
