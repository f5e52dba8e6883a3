"""Who is offered what, who sees what, and what becomes of a typed line."""

from collections.abc import AsyncGenerator

import pytest

from tests.doubles.slack import ChannelKind, NotOfferedError, Standing, Timing
from tests.doubles.slack.errors import Json
from tests.unit.doubles.slack_echo import Echo, actions, button, connected, section
from tests.unit.doubles.slack_hall import Study

MANIFEST: Json = {
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": False},
        "slash_commands": [
            {"command": "/echo", "should_escape": True},
            {"command": "/raw", "should_escape": False},
        ],
        "shortcuts": [{"callback_id": "explain", "type": "global"}],
    },
    "oauth_config": {"scopes": {"bot": ["commands", "chat:write"]}},
    "settings": {"event_subscriptions": {"bot_events": ["app_home_opened"]}},
}


@pytest.fixture(autouse=True)
async def bolt(study: Study) -> AsyncGenerator[Echo]:
    async with connected(study.double) as made:
        yield made


async def posted(study: Study) -> Json:
    """Post a card with a button."""
    told = await study.api.chat_postMessage(
        channel=study.channel.id, text="x", blocks=[section("x"), actions(button("More"))]
    )
    found: Json = told.data
    return found


async def test_only_what_the_manifest_names_is_offered(study: Study) -> None:
    study.world.install.read(MANIFEST)
    assert study.world.install.scopes == {"commands", "chat:write"}
    assert study.world.install.events == {"app_home_opened"}
    assert (await study.ann.types("/echo x")).text == "x"
    with pytest.raises(NotOfferedError, match="/quiz is not a valid command"):
        await study.ann.types("/quiz")
    with pytest.raises(NotOfferedError, match="/remind is a command of Slack's own"):
        await study.ann.types("/remind me")
    with pytest.raises(NotOfferedError, match="no global shortcut tell"):
        await study.ann.shortcut("tell")
    message = study.mona.says("x")
    with pytest.raises(NotOfferedError, match="no message shortcut explain"):
        await study.ann.message_shortcut(message, "explain")
    error = await study.refused("chat.postMessage", channel=study.ann.dm.id, text="x")
    assert error == "messages_tab_disabled"


async def test_commands_do_not_work_in_threads(study: Study) -> None:
    message = study.mona.says("x")
    with pytest.raises(NotOfferedError, match="not supported in threads"):
        await study.ann.types("/echo x", thread=message)


async def test_names_in_a_line_become_ids(study: Study, bolt: Echo) -> None:
    study.world.install.read(MANIFEST)
    hidden = study.world.channel("hidden", [study.mona.user], private=True)
    await study.ann.types("/echo for @mona in #general & #hidden <b> https://x.org/?a=1&b=2")
    mona, general = study.mona.id, study.channel.id
    said = f"for <@{mona}|mona> in <#{general}|general> &amp; #hidden &lt;b&gt;"
    assert bolt.heard == [f"command {said} <https://x.org/?a=1&amp;b=2>"]
    await study.mona.types(f"/echo #hidden <@{mona}|mona>")
    assert bolt.heard[-1] == f"command <#{hidden.id}|> <@{mona}|mona>"


async def test_a_line_stays_as_it_is_without_escaping(study: Study) -> None:
    study.world.install.read(MANIFEST)
    study.world.timing = Timing(patience=0.3)
    await study.ann.types("/raw for @mona & <b>", waits=False)
    assert study.double.delivery.sent[-1].payload["text"] == "for @mona & <b>"


async def test_closed_places_are_not_named(study: Study) -> None:
    private = study.world.channel("plans", [study.ann.user], private=True, invited=False)
    for place, name in (
        (study.channel, "general"),
        (private, "privategroup"),
        (study.ann.dm, "directmessage"),
    ):
        answer = await study.ann.types("/echo x", place)
        assert answer.interaction.payload["channel_name"] == name
        assert answer.message.channel is place


async def test_a_guest_has_its_places_only(study: Study) -> None:
    guest = study.double.person("guy", Standing.GUEST)
    with pytest.raises(NotOfferedError, match="guy cannot write in general"):
        await guest.types("/echo x", study.channel)
    assert guest.sees(study.channel) == []
    study.channel.members.append(guest.user)
    assert (await guest.types("/echo x", study.channel)).text == "x"
    told = await study.api.users_info(user=guest.id)
    assert (told["user"]["is_restricted"], told["user"]["is_ultra_restricted"]) == (True, False)


async def test_another_organisation_presses_and_does_not_type(study: Study, bolt: Echo) -> None:
    other = study.world.other_team("Elsewhere")
    eve = study.double.person("eve", team=other, number=study.ann.id)
    shared = study.world.channel("shared", [study.ann.user, eve.user], shared_with=[other])
    with pytest.raises(NotOfferedError, match="not offered to other organisations"):
        await eve.types("/echo x", shared)
    with pytest.raises(NotOfferedError, match="not offered to other organisations"):
        await eve.shortcut("explain")
    with pytest.raises(NotOfferedError, match="not offered to other organisations"):
        await eve.opens_home()
    await study.api.chat_postMessage(
        channel=shared.id, text="x", blocks=[section("x"), actions(button("More"))]
    )
    (card,) = eve.sees(shared)
    assert (await eve.presses(card, "More")).text == "more of it"
    await bolt.hears(f"more by {study.ann.id} of {other.id}")
    study.world.install.scopes.add("channels:read")
    told = await study.api.conversations_info(channel=shared.id)
    assert told["channel"]["is_ext_shared"]


async def test_a_form_of_another_organisation_names_both_workspaces(study: Study) -> None:
    other = study.world.other_team("Elsewhere")
    eve = study.double.person("eve", team=other)
    shared = study.world.channel("shared", [eve.user], shared_with=[other])
    await study.api.chat_postMessage(
        channel=shared.id, text="x", blocks=[section("x"), actions(button("Open"))]
    )
    form = await eve.presses(eve.sees(shared)[0], "Open")
    assert form.interaction.payload["team"]["id"] == study.world.team.id
    sent = await eve.submits(form, {"Your name": "clear"})
    assert sent.closed
    payload = sent.interaction.payload
    assert (payload["team"]["id"], payload["user"]["team_id"]) == (other.id, other.id)
    assert payload["view"]["app_installed_team_id"] == study.world.team.id


async def test_a_stranger_comes_without_a_locale(study: Study) -> None:
    eve = study.double.person("eve", team=study.world.other_team("Elsewhere"), locale="de-DE")
    known = await study.api.users_info(user=study.ann.id, include_locale=True)
    stranger = await study.api.users_info(user=eve.id, include_locale=True)
    assert (known["user"]["locale"], known["user"]["tz"]) == ("fr-FR", "Europe/Paris")
    assert "locale" not in stranger["user"]
    assert (stranger["user"]["is_stranger"], stranger["user"]["team_id"]) == (
        True,
        eve.user.team.id,
    )


async def test_what_is_not_there_cannot_be_used(study: Study) -> None:
    answer = await study.ann.types("/echo card first")
    with pytest.raises(AssertionError, match="mona does not see this message"):
        await study.mona.presses(answer, "More")
    with pytest.raises(AssertionError, match="'Less' is not there"):
        await study.ann.presses(answer, "Less")
    with pytest.raises(AssertionError, match="an ephemeral message has no such menu"):
        await study.ann.message_shortcut(answer, "explain")
    form = await study.ann.types("/echo sheet")
    with pytest.raises(AssertionError, match="mona does not see this form"):
        await study.mona.submits(form.view)
    study.ann.reloads()
    with pytest.raises(AssertionError, match="ann does not see this message"):
        await study.ann.presses(answer.message, "More")


async def test_a_public_card_is_changed_for_everybody(study: Study) -> None:
    told = await posted(study)
    (card,) = study.mona.sees(study.channel)
    assert card.ts == told["ts"]
    pressed = await study.ann.presses(card, "More")
    assert pressed.interaction.payload["message"]["ts"] == card.ts
    assert (card.text, card.private_to(study.ann.user)) == ("more of it", False)


async def test_a_dm_is_seen_by_one_person(study: Study) -> None:
    await study.api.chat_postMessage(channel=study.ann.id, text="psst")
    (message,) = study.ann.sees(study.ann.dm)
    assert message.channel.kind is ChannelKind.DM
    assert study.mona.sees(study.ann.dm) == []


async def test_an_answer_is_what_came_before_the_next_action(study: Study) -> None:
    first = await study.ann.types("/echo first")
    await study.api.chat_postMessage(channel=study.channel.id, text="meanwhile")
    assert [each.text for each in first.messages] == ["first", "meanwhile"]
    second = await study.ann.types("/echo second")
    await study.api.chat_postMessage(channel=study.channel.id, text="more")
    assert [each.text for each in first.messages] == ["first", "meanwhile"]
    assert [each.text for each in second.messages] == ["second", "more"]
    assert [each.text for each in study.mona.sees(study.channel)] == ["meanwhile", "more"]
