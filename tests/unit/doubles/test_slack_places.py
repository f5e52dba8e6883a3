"""Conversations of the double, as slack_sdk meets them."""

from tests.unit.doubles.slack_hall import Study

READ = {"channels:read", "groups:read", "im:read", "channels:history", "groups:history"}


async def post(study: Study, text: str = "x", **more: object) -> str:
    """Post into the study's channel; return the timestamp."""
    told = await study.api.chat_postMessage(channel=study.channel.id, text=text, **more)
    return str(told["ts"])


async def test_places_refuse_for_their_own_reasons(study: Study) -> None:
    world = study.world
    closed = world.channel("closed", [study.ann.user], private=True, invited=False)
    open_ = world.channel("open", [study.ann.user], invited=False)
    old, quiet, lost = (world.channel(name) for name in ("old", "quiet", "lost"))
    old.archived, quiet.refusal, lost.deleted = True, "restricted_action", True
    for place, error in (
        (closed, "channel_not_found"),
        (open_, "not_in_channel"),
        (old, "is_archived"),
        (quiet, "restricted_action"),
        (lost, "channel_not_found"),
    ):
        assert await study.refused("chat.postMessage", channel=place.id, text="x") == error
    assert await study.refused("chat.postMessage", channel="#open", text="x") == (
        "channel_not_found"
    )
    world.invite(open_)
    await study.api.chat_postMessage(channel=open_.id, text="x")
    world.kick(open_)
    assert await study.refused("chat.postMessage", channel=open_.id, text="x") == "not_in_channel"
    world.install.scopes.add("chat:write.public")
    await study.api.chat_postMessage(channel=open_.id, text="x")
    error = await study.refused("chat.postMessage", channel=closed.id, text="x")
    assert error == "channel_not_found"


async def test_scopes_decide_what_is_told_of_places(study: Study) -> None:
    private = study.world.channel("plans", [study.ann.user], private=True)
    for channel in (study.channel, private, study.ann.dm):
        assert await study.refused("conversations.info", channel=channel.id) == "missing_scope"
    study.world.install.scopes |= READ
    told = await study.api.conversations_info(channel=private.id, include_num_members=True)
    assert (told["channel"]["is_private"], told["channel"]["num_members"]) == (True, 2)
    own = await study.api.conversations_info(channel=study.ann.dm.id)
    assert (own["channel"]["is_im"], own["channel"]["user"]) == (True, study.ann.id)
    assert await study.refused("conversations.info", channel=study.ann.id) == "channel_not_found"


async def test_places_are_listed_page_by_page(study: Study) -> None:
    study.world.install.scopes |= READ
    for number in range(4):
        study.world.channel(f"room-{number}", invited=False)
    study.world.channel("plans", private=True)
    study.world.channel("hidden", private=True, invited=False)
    old = study.world.channel("old")
    old.archived = True
    found: list[str] = []
    cursor, pages = "", 0
    while pages == 0 or cursor:
        told = await study.api.conversations_list(
            types="public_channel,private_channel", exclude_archived=True, limit=2, cursor=cursor
        )
        found += [each["name"] for each in told["channels"]]
        cursor, pages = told["response_metadata"]["next_cursor"], pages + 1
    assert found == ["general", "room-0", "room-1", "room-2", "room-3", "plans"]
    assert pages == 3
    assert await study.refused("conversations.list", cursor="what") == "invalid_cursor"
    assert await study.refused("conversations.list", types="ghosts") == "invalid_types"
    assert await study.refused("conversations.list", types="mpim") == "missing_scope"


async def test_a_public_channel_is_joined(study: Study) -> None:
    open_ = study.world.channel("open", [study.ann.user], invited=False)
    assert await study.refused("conversations.join", channel=open_.id) == "missing_scope"
    study.world.install.scopes.add("channels:join")
    await study.api.conversations_join(channel=open_.id)
    await study.api.chat_postMessage(channel=open_.id, text="x")
    plans = study.world.channel("plans", private=True)
    error = await study.refused("conversations.join", channel=plans.id)
    assert error == "method_not_supported_for_channel_type"


async def test_a_dm_is_opened(study: Study) -> None:
    assert await study.refused("conversations.open", users=study.ann.id) == "missing_scope"
    study.world.install.scopes.add("im:write")
    told = await study.api.conversations_open(users=study.ann.id)
    again = await study.api.conversations_open(users=study.ann.id, return_im=True)
    assert told["channel"]["id"] == again["channel"]["id"] == study.ann.dm.id
    assert (told.get("already_open"), again["already_open"]) == (None, True)
    study.mona.user.deleted = True
    assert await study.refused("conversations.open", users=study.mona.id) == "user_disabled"
    assert await study.refused("conversations.open", users="U1") == "user_not_found"


async def test_history_is_read_with_metadata(study: Study) -> None:
    study.world.install.scopes |= READ
    metadata = {"event_type": "delivery", "event_payload": {"id": "abc"}}
    first = await post(study, "first", metadata=metadata)
    study.ann.says("hello", study.channel)
    await study.api.chat_postEphemeral(channel=study.channel.id, user=study.ann.id, text="psst")
    last = await post(study, "last")
    told = await study.api.conversations_history(
        channel=study.channel.id, include_all_metadata=True
    )
    assert [each["text"] for each in told["messages"]] == ["last", "hello", "first"]
    assert told["messages"][2]["metadata"] == metadata
    plain = await study.api.conversations_history(
        channel=study.channel.id, oldest=first, inclusive=True, latest=last
    )
    assert [each["text"] for each in plain["messages"]] == ["last", "hello", "first"]
    assert "metadata" not in plain["messages"][2]
    after = await study.api.conversations_history(channel=study.channel.id, oldest=first, limit=1)
    assert (after["messages"][0]["ts"], after["has_more"]) == (last, True)
    other = study.world.channel("other", invited=False)
    assert await study.refused("conversations.history", channel=other.id) == "not_in_channel"
    where = {"channel": study.channel.id, "oldest": "long ago"}
    assert await study.refused("conversations.history", **where) == "invalid_ts_oldest"


async def test_members_are_told(study: Study) -> None:
    study.world.install.scopes |= READ
    told = await study.api.conversations_members(channel=study.channel.id)
    assert told["members"] == [study.ann.id, study.mona.id, study.world.bot.id]


async def test_a_thread_is_read(study: Study) -> None:
    study.world.install.scopes |= READ
    first = await post(study, "first")
    metadata = {"event_type": "delivery", "event_payload": {"id": "abc"}}
    await post(study, "second", thread_ts=first, metadata=metadata)
    await post(study, "beside")
    where = {"channel": study.channel.id}
    told = await study.api.conversations_replies(**where, ts=first, include_all_metadata=True)
    assert [each["text"] for each in told["messages"]] == ["first", "second"]
    assert (told["messages"][1]["metadata"], told["messages"][1]["thread_ts"]) == (metadata, first)
    later = await study.api.conversations_replies(**where, ts=first, oldest="9999999999")
    assert [each["text"] for each in later["messages"]] == ["first"]
    history = await study.api.conversations_history(**where)
    assert [each["text"] for each in history["messages"]] == ["beside", "first"]
    error = await study.refused("conversations.replies", **where, ts="1.0")
    assert error == "thread_not_found"
