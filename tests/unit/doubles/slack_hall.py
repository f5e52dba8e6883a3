"""A small workspace on the double, for its tests."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.doubles.slack import Double, Person, Standing, World, serving
from tests.doubles.slack.library import client
from tests.doubles.slack.places import Channel


@dataclass
class Study:
    """The double with a workspace in it. `ann` is a member, `mona` an administrator.

    `api` is slack_sdk's own client; its annotations are partial.
    """

    double: Double
    channel: Channel
    ann: Person
    mona: Person
    api: Any

    async def refused(self, method: str, **data: object) -> str:
        """Call a method that has to be refused; return the error."""
        with pytest.raises(SlackApiError) as refused:
            await self.api.api_call(method, json=data)
        error: Any = refused.value
        return str(error.response["error"])

    @property
    def world(self) -> World:
        return self.double.world


@asynccontextmanager
async def studying() -> AsyncGenerator[Study]:
    """Open it."""
    double = Double()
    async with serving(double):
        ann = double.person("ann", locale="fr-FR", zone="Europe/Paris")
        mona = double.person("mona", Standing.ADMIN)
        channel = double.world.channel("general", [ann.user, mona.user])
        yield Study(double, channel, ann, mona, client(double))
