"""Points slack_sdk at the double."""

from slack_sdk.web.async_client import AsyncWebClient

from tests.doubles.slack.double import Double


def client(double: Double) -> AsyncWebClient:
    """Return a client that holds the bot token; it opens a connection for every call."""
    return AsyncWebClient(token=double.world.install.bot_token, base_url=double.api)
