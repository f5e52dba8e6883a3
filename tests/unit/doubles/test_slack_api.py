"""The Web API of the double, as slack_sdk meets it: what works and what is refused."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from tests.doubles.slack.install import Token
from tests.unit.doubles.slack_echo import actions, button, section
from tests.unit.doubles.slack_hall import Study


async def post(study: Study, text: str = "x", **more: object) -> str:
    """Post into the study's channel; return the timestamp."""
    told = await study.api.chat_postMessage(channel=study.channel.id, text=text, **more)
    return str(told["ts"])


async def test_the_token_says_who_the_bot_is(study: Study) -> None:
    told = await study.api.auth_test()
    world = study.world
    assert (told["user_id"], told["team_id"]) == (world.bot.id, world.team.id)
    assert told.headers["X-OAuth-Scopes"] == "chat:write,commands,users:read"
    bot = await study.api.bots_info(bot=told["bot_id"])
    assert bot["bot"]["app_id"] == world.app_id
    assert await study.refused("bots.info", bot="B1") == "bot_not_found"


@pytest.mark.parametrize("token", [Token.REVOKED, Token.INVALID, Token.INACTIVE])
async def test_a_dead_token_is_refused_everywhere(study: Study, token: Token) -> None:
    study.world.install.token = token
    for method in ("auth.test", "users.list", "conversations.list"):
        assert await study.refused(method) == token


async def test_a_token_has_to_be_there_and_right(study: Study) -> None:
    study.api.token = "xoxb-another"
    assert await study.refused("auth.test") == "invalid_auth"
    study.api.token = None
    assert await study.refused("auth.test") == "not_authed"
    assert await study.refused("chat.meow") == "unknown_method"


async def test_a_missing_scope_is_named(study: Study) -> None:
    study.world.install.scopes = {"commands"}
    with pytest.raises(SlackApiError) as refused:
        await post(study)
    error: Any = refused.value
    told = error.response
    assert (told["error"], told["needed"], told["provided"]) == (
        "missing_scope",
        "chat:write",
        "commands",
    )


async def test_arguments_are_checked(study: Study) -> None:
    for data in (
        {"text": "x"},
        {"channel": study.channel.id, "text": "x", "colour": "red"},
        {"channel": study.channel.id, "text": 7},
        {"channel": study.channel.id, "text": "x", "unfurl_links": "perhaps"},
    ):
        assert await study.refused("chat.postMessage", **data) == "invalid_arguments"
    assert study.ann.sees(study.channel) == []


async def test_a_message_is_posted_changed_and_deleted(study: Study) -> None:
    metadata = {"event_type": "delivery", "event_payload": {"id": "abc"}}
    ts = await post(study, "first", metadata=metadata, unfurl_links=False)
    (message,) = study.mona.sees(study.channel)
    assert (message.text, message.ts, message.body.metadata) == ("first", ts, metadata)
    assert message.body.options == {"unfurl_links": False}
    told = await study.api.chat_update(channel=study.channel.id, ts=ts, text="second")
    assert (told["text"], message.text, message.body.metadata) == ("second", "second", metadata)
    assert [each.before.text for each in message.edits] == ["first"]
    link = await study.api.chat_getPermalink(channel=study.channel.id, message_ts=ts)
    assert link["permalink"].endswith(f"/{study.channel.id}/p{ts.replace('.', '')}")
    await study.api.chat_delete(channel=study.channel.id, ts=ts)
    assert study.mona.sees(study.channel) == []
    assert await study.refused("chat.delete", channel=study.channel.id, ts=ts) == (
        "message_not_found"
    )
    assert [each.did for each in study.world.effects] == ["posted", "updated", "deleted"]


async def test_only_own_messages_can_be_changed(study: Study) -> None:
    said = study.ann.says("mine", study.channel)
    where = {"channel": study.channel.id, "ts": said.ts}
    assert await study.refused("chat.update", **where, text="x") == "cant_update_message"
    assert await study.refused("chat.delete", **where) == "cant_delete_message"
    ts = await post(study)
    study.channel.archived = True
    error = await study.refused("chat.update", channel=study.channel.id, ts=ts, text="x")
    assert error == "is_inactive"


async def test_something_is_whispered(study: Study) -> None:
    outsider = study.double.person("otto")
    where = {"channel": study.channel.id, "text": "psst"}
    await study.api.chat_postEphemeral(**where, user=study.ann.id)
    assert [each.text for each in study.ann.sees(study.channel)] == ["psst"]
    assert study.mona.sees(study.channel) == []
    error = await study.refused("chat.postEphemeral", **where, user=outsider.id)
    assert error == "user_not_in_channel"


async def test_a_line_can_be_too_long(study: Study) -> None:
    ts = await post(study, "x" * 40_000)
    where = {"channel": study.channel.id}
    assert await study.refused("chat.postMessage", **where, text="x" * 40_001) == "msg_too_long"
    assert await study.refused("chat.update", **where, ts=ts, text="x" * 4001) == "msg_too_long"
    assert await study.refused("chat.postMessage", **where) == "no_text"
    assert study.double.breaches == ["text: 40000 characters, over 4000"]


async def test_metadata_has_a_form(study: Study) -> None:
    for metadata in ({"event_type": "x"}, {"event_type": "x", "event_payload": "y"}, ["x"]):
        error = await study.refused(
            "chat.postMessage", channel=study.channel.id, text="x", metadata=metadata
        )
        assert error == "invalid_metadata_format"


async def test_the_house_wants_more_than_slack(study: Study) -> None:
    loud = {"type": "section", "text": {"type": "mrkdwn", "text": "@channel look"}}
    where = {"channel": study.channel.id}
    silent = {**where, "blocks": [loud, actions(button("Go"))]}
    await study.api.api_call("chat.postMessage", json=silent)
    await study.api.chat_postMessage(**where, text="@here", parse="full", blocks=[section("x")])
    await study.api.chat_postMessage(**where, text="a & b", blocks=[section("<https://x.org|y> >")])
    await study.api.chat_postMessage(**where, text="a &amp; b <#C0001> <!here>")
    assert study.double.breaches == [
        "text: a lock screen would show nothing",
        "blocks: names are parsed in '@channel look'",
        "text: everybody is pinged",
        "parse, link_names: names in people's text would be mentions",
        "text: a sign is not escaped in 'a & b'",
        "text: a sign is not escaped in '<https://x.org|y> >'",
        "text: a sign is not escaped in 'a &amp; b <#C0001> <!here>'",
        "text: everybody is pinged",
    ]


async def test_who_is_pinged_is_known(study: Study) -> None:
    for text, everyone, users in (
        ("&lt;!channel&gt; @channel", False, set[str]()),
        ("<!channel> hello", True, set[str]()),
        (f"<@{study.ann.id}> hello", False, {study.ann.id}),
    ):
        await post(study, text)
        pings = study.world.messages[-1].pings
        assert (pings.everyone, set(pings.users)) == (everyone, users)
    await post(study, "see <https://example.org|there>")
    message = study.world.messages[-1]
    assert (message.links, bool(message.pings)) == (["https://example.org"], False)
    await post(study, "look", blocks=[section("&lt;b&gt; &amp; <!here>")])
    assert study.world.messages[-1].text == "<b> & <!here>"
    assert study.world.messages[-1].pings.everyone
    loose = {"type": "section", "text": {"type": "mrkdwn", "text": "hello @channel"}}
    for block, everyone in ((loose, True), (section("hello @channel"), False)):
        await post(study, "look", blocks=[block])
        assert study.world.messages[-1].pings.everyone is everyone


# people


async def test_people_are_told(study: Study) -> None:
    told = await study.api.users_info(user=study.mona.id)
    assert (told["user"]["is_admin"], told["user"]["is_owner"]) == (True, False)
    assert "locale" not in told["user"]
    everybody = await study.api.users_list(include_locale=True)
    assert [each["name"] for each in everybody["members"]] == ["milepost", "ann", "mona"]
    assert await study.refused("users.info", user="U1") == "user_not_found"


async def test_groups_of_people_are_told(study: Study) -> None:
    assert await study.refused("usergroups.list") == "missing_scope"
    study.world.install.scopes.add("usergroups:read")
    group = study.world.usergroup("moderators", [study.mona.user])
    told = await study.api.usergroups_list(include_users=True)
    assert [each["users"] for each in told["usergroups"]] == [[study.mona.id]]
    users = await study.api.usergroups_users_list(usergroup=group.id)
    assert users["users"] == [study.mona.id]
    assert await study.refused("usergroups.users.list", usergroup="S1") == "no_such_subteam"
    group.disabled = True
    assert await study.refused("usergroups.users.list", usergroup=group.id) == "subteam_disabled"


# files


async def test_a_file_is_uploaded_and_shared(study: Study) -> None:
    study.world.install.scopes.add("files:write")
    told = await study.api.files_upload_v2(
        channel=study.ann.dm.id,
        filename="export.json",
        content=b"{}",
        title="Your data",
        initial_comment="here it is",
    )
    assert told["file"]["title"] == "Your data"
    (message,) = study.ann.sees(study.ann.dm)
    (file,) = message.body.files
    assert (message.text, file.name, file.data) == ("here it is", "export.json", b"{}")


async def test_a_picture_of_our_own_has_to_be_there(study: Study) -> None:
    study.world.install.scopes.add("files:write")
    picture = {"type": "image", "slack_file": {"id": "F0000"}, "alt_text": "dots"}
    where = {"channel": study.channel.id, "text": "x"}
    error = await study.refused("chat.postMessage", **where, blocks=[picture])
    assert error == "invalid_blocks"
    told = await study.api.files_upload_v2(filename="dots.png", content=b"dots", alt_txt="dots")
    picture["slack_file"] = {"id": told["file"]["id"]}
    await study.api.chat_postMessage(**where, blocks=[picture])
    error = await study.refused("files.completeUploadExternal", files=[{"id": "F1"}])
    assert error == "file_not_found"


async def test_a_file_is_there_when_all_its_bytes_are(study: Study) -> None:
    study.world.install.scopes.add("files:write")
    told = await study.api.files_getUploadURLExternal(filename="a.txt", length=3)
    async with aiohttp.ClientSession() as http:
        async with http.post(told["upload_url"], data=b"ab") as answer:
            assert answer.status == 400
        listed = [{"id": told["file_id"]}]
        error = await study.refused("files.completeUploadExternal", files=listed)
        assert error == "file_not_found"
        async with http.post(told["upload_url"], data=b"abc") as answer:
            assert await answer.text() == "OK - 3"
    where = {"files": listed, "channel_id": study.channel.id}
    study.channel.archived = True
    assert await study.refused("files.completeUploadExternal", **where) == "is_archived"
    assert study.world.files == {}
    done = await study.api.files_completeUploadExternal(files=listed)
    assert done["files"] == [{"id": told["file_id"], "title": "a.txt"}]
    assert study.world.files[told["file_id"]].data == b"abc"
