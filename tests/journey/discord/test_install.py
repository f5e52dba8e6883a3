"""What an operator needs: the invite with the least rights, and a check of the token."""

import base64
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.discord.install import RIGHTS, WHY, application_of, check, invite
from tests.doubles.discord.faults import fails, resets
from tests.doubles.discord.permissions import Permission
from tests.journey.discord.stage import Stage

NUMBER = "1180000000000000000"
TOKEN = f"{base64.b64encode(NUMBER.encode()).decode().rstrip('=')}.GaBcDe.{'x' * 38}"
NEVER = (
    Permission.ADMINISTRATOR
    | Permission.MANAGE_GUILD
    | Permission.MANAGE_CHANNELS
    | Permission.MANAGE_MESSAGES
    | Permission.MANAGE_ROLES
    | Permission.MANAGE_THREADS
    | Permission.MENTION_EVERYONE
)


def test_the_invite_asks_for_exactly_the_least() -> None:
    parts = urlsplit(invite(TOKEN))
    query = parse_qs(parts.query)
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "discord.com", "/oauth2/authorize")
    assert query["client_id"] == [NUMBER]
    assert query["scope"] == ["bot applications.commands"]
    assert query["permissions"] == ["274877926400"], "platform-facts, section 5"
    assert int(query["permissions"][0]) & NEVER == 0
    assert set(query) == {"client_id", "scope", "permissions"}
    assert "GaBcDe" not in invite(TOKEN)


def test_every_right_has_its_reason() -> None:
    assert RIGHTS.keys() == WHY.keys()


@pytest.mark.parametrize(
    "token",
    [
        "",
        "abc",
        "a.b",
        "a.b.c.d",
        "\u00fc.b.c",
        "bm90IGEgbnVtYmVy.b.c",
        f"Bot {TOKEN}",
        TOKEN.replace(".", ","),
    ],
)
def test_a_token_that_is_none_is_refused_without_being_shown(token: str) -> None:
    with pytest.raises(ValueError, match="Reset Token") as refused:
        application_of(token)
    assert not token or token not in str(refused.value)


async def test_a_good_token_holds(stage: Stage) -> None:
    stage.double.gateway.used = 7
    (finding,) = await check(stage.world.token, stage.double.api + "/")
    assert finding.fine
    assert "993 of 1000" in finding.text
    assert stage.double.gateway.used == 7, "a check starts no session"


async def test_a_bad_token_is_named_and_not_shown(stage: Stage) -> None:
    (finding,) = await check("MTAx.other.token", stage.double.api)
    assert not finding.fine
    assert "refuses the token" in finding.text
    assert "MTAx" not in finding.text


async def test_no_answer_and_wrong_answers_are_told_apart(stage: Stage) -> None:
    told: list[str] = []
    for trouble in (resets(), fails(503)):
        stage.double.faults.plan(trouble, "GET", "/gateway/bot", times=9)
        (finding,) = await check(stage.world.token, stage.double.api)
        assert not finding.fine
        told.append(finding.text)
        stage.double.faults.clear()
    (nobody,) = await check(stage.world.token, "http://127.0.0.1:9/api")
    (other,) = await check(stage.world.token, f"{stage.double.api}/users/@me?")
    assert "does not answer" in told[0]
    assert "503" in told[1]
    assert not nobody.fine
    assert "does not answer" in nobody.text
    assert not other.fine
    assert "is not Discord" in other.text
