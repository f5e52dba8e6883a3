"""The rules of answering interactions, asked of the API by hand."""

import datetime as dt
from typing import Any

import pytest

from tests.doubles.discord import Timing
from tests.doubles.discord.errors import Json
from tests.unit.doubles.hall import Hall, Hand

EPHEMERAL = 64
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
FORM: Json = {
    "title": "Form",
    "custom_id": "form",
    "components": [
        {"type": 18, "label": "Word", "component": {"type": 4, "custom_id": "word", "style": 1}}
    ],
}


def row(*labels: str) -> list[Json]:
    buttons = [{"type": 2, "style": 1, "label": each, "custom_id": each} for each in labels]
    return [{"type": 1, "components": buttons}]


async def test_the_payload_is_the_documented_one(hall: Hall, hand: Hand) -> None:
    asking = await hand.begin(hall.alice.slash("ask"))
    await hand.answer(MESSAGE, content="yes")
    assert (await asking).text == "yes"
    told = hand.told[0]
    assert told["type"] == 2
    assert (told["locale"], told["guild_locale"], told["context"]) == ("fr", "de", 0)
    assert told["guild"]["id"] == told["guild_id"] == str(hall.guild.id)
    assert told["member"]["user"]["id"] == str(hall.alice.id)
    assert int(told["member"]["permissions"]) == hall.world.may(hall.channel, hall.alice.user)
    assert int(told["app_permissions"]) == hall.world.may(hall.channel)
    assert told["authorizing_integration_owners"] == {"0": str(hall.guild.id)}
    assert told["attachment_size_limit"] == 10 * 1024 * 1024
    assert "user" not in told


async def test_options_carry_what_was_picked(hall: Hall, hand: Hand) -> None:
    asking = await hand.begin(hall.alice.slash("deep", word="x", count=3, where=hall.channel))
    await hand.answer(MESSAGE, content="ok")
    await asking
    data = hand.told[0]["data"]
    number = str(hall.channel.id)
    assert [(o["name"], o["type"], o["value"]) for o in data["options"]] == [
        ("word", 3, "x"),
        ("count", 4, 3),
        ("where", 7, number),
    ]
    rights = data["resolved"]["channels"][number]["app_permissions"]
    assert int(rights) == hall.world.may(hall.channel)


async def test_suggestions_see_which_option_is_typed(hall: Hall, hand: Hand) -> None:
    asking = await hand.begin(hall.alice.autocomplete("deep", "word", "gr", count=2))
    choices = [{"name": "Gradient", "value": "gradient"}]
    assert (await hand.answer(CHOICES, choices=choices))[0] == 204
    assert (await asking).choices == {"Gradient": "gradient"}
    word, count = hand.told[0]["data"]["options"]
    assert (word["value"], word["focused"]) == ("gr", True)
    assert "focused" not in count


async def test_in_the_bots_own_conversation_there_is_no_member(hall: Hall, hand: Hand) -> None:
    asking = await hand.begin(hall.alice.slash("ask", channel=hall.alice.dm))
    await hand.answer(MESSAGE, content="yes")
    await asking
    told = hand.told[0]
    assert told["context"] == 1
    assert told["user"]["id"] == str(hall.alice.id)
    assert told["authorizing_integration_owners"] == {"0": "0"}
    assert "member" not in told
    assert "guild_id" not in told


async def test_a_second_first_answer_is_refused(hall: Hall, hand: Hand) -> None:
    asking = await hand.begin(hall.alice.slash("ask"))
    assert (await hand.answer(MESSAGE, content="one"))[0] == 204
    status, told = await hand.answer(MESSAGE, content="two")
    assert (status, told["code"]) == (400, 40060)
    assert (await asking).text == "one"


async def test_a_late_or_made_up_answer_is_unknown(hall: Hall, hand: Hand) -> None:
    hall.world.timing = Timing(respond=0.2)
    asking = await hand.begin(hall.alice.slash("ask"))
    hall.clock.move("+1m", dt.UTC)
    status, told = await hand.answer(MESSAGE, content="late")
    assert (status, told["code"]) == (404, 10062)
    hand.told[-1]["token"] = "another"
    assert (await hand.answer(MESSAGE, content="wrong"))[1]["code"] == 10062
    assert (await asking).failed


@pytest.mark.parametrize("kind", [DEFERRED_UPDATE, UPDATE, CHOICES, 10, 99])
async def test_a_command_is_not_answered_with_anything(hall: Hall, hand: Hand, kind: int) -> None:
    asking = await hand.begin(hall.alice.slash("ask"))
    status, told = await hand.answer(kind, content="x", choices=[])
    assert (status, told["code"]) == (400, 50035)
    await hand.answer(MESSAGE, content="yes")
    await asking


async def submitted(hall: Hall, hand: Hand, form: Any) -> Any:  # noqa: ANN401 - an answer or a form
    return await hand.begin(hall.alice.submit(form, word="w"))


async def test_a_form_cannot_answer_a_form(hall: Hall, hand: Hand) -> None:
    asking = await hand.begin(hall.alice.slash("ask"))
    await hand.answer(MODAL, **FORM)
    sending = await submitted(hall, hand, await asking)
    assert (await hand.answer(MODAL, **FORM))[1]["code"] == 50035
    assert (await hand.answer(UPDATE, content="x"))[1]["code"] == 50035
    await hand.answer(MESSAGE, content="thanks")
    assert (await sending).text == "thanks"
    (label,) = hand.told[-1]["data"]["components"]
    assert (label["type"], label["component"]["value"]) == (18, "w")


async def test_a_form_behind_a_button_may_change_the_message(hall: Hall, hand: Hand) -> None:
    asking = await hand.begin(hall.alice.slash("ask"))
    await hand.answer(MESSAGE, content="card", components=row("Open"))
    card = await asking
    pressing = await hand.begin(hall.alice.press(card, "Open"))
    await hand.answer(MODAL, **FORM)
    sending = await submitted(hall, hand, await pressing)
    await hand.answer(UPDATE, content="changed")
    assert (await sending).message is card.message
    assert card.text == "changed"
    assert hand.told[-1]["message"]["id"] == str(card.message.id)


async def test_a_deferral_keeps_nothing_but_its_privacy(hall: Hall, hand: Hand) -> None:
    asking = await hand.begin(hall.alice.slash("ask"))
    await hand.answer(DEFERRED, flags=EPHEMERAL | 1 << 12, content="unseen")
    original = f"{hand.webhook}/messages/@original"
    status, told = await hand.ask("GET", original)
    assert (status, told["content"], told["flags"]) == (200, "", EPHEMERAL | 1 << 7)
    edit: Json = {"flags": 1 << 15, "components": [{"type": 10, "content": "new"}]}
    status, told = await hand.ask("PATCH", original, edit)
    assert (status, told["flags"]) == (200, EPHEMERAL | 1 << 15)
    answer = await asking
    assert (answer.text, answer.private) == ("new", True)


async def test_a_private_answer_is_not_part_of_the_channel(hall: Hall, hand: Hand) -> None:
    asking = await hand.begin(hall.alice.slash("ask"))
    await hand.answer(MESSAGE, content="yes", flags=EPHEMERAL)
    channel = f"/channels/{hall.channel.id}/messages"
    assert (await hand.ask("GET", channel))[1] == []
    path = f"{channel}/{(await asking).message.id}"
    for method, data in (("GET", None), ("PATCH", {"content": "x"}), ("DELETE", None)):
        assert (await hand.ask(method, path, data))[1]["code"] == 10008
    assert (await hand.ask("DELETE", f"{hand.webhook}/messages/@original"))[0] == 204


async def test_a_follow_up_right_after_a_deferral_fills_it(hall: Hall, hand: Hand) -> None:
    asking = await hand.begin(hall.alice.slash("ask"))
    await hand.answer(DEFERRED)
    await hand.ask("POST", hand.webhook, {"content": "first", "flags": EPHEMERAL})
    answer = await asking
    assert (answer.text, answer.private, answer.follow_ups) == ("first", False, [])
    await hand.ask("POST", hand.webhook, {"content": "second", "flags": EPHEMERAL})
    assert [each.ephemeral for each in answer.follow_ups] == [True]


async def test_the_webhook_opens_with_the_answer_and_closes_in_time(hall: Hall, hand: Hand) -> None:
    asking = await hand.begin(hall.alice.slash("ask"))
    assert (await hand.ask("POST", hand.webhook, {"content": "early"}))[1]["code"] == 10015
    await hand.answer(MESSAGE, content="yes")
    answer = await asking
    hall.clock.move("+14m", dt.UTC)
    assert (await hand.ask("POST", hand.webhook, {"content": "more"}))[0] == 200
    hall.clock.move("+1m", dt.UTC)
    status, told = await hand.ask("PATCH", f"{hand.webhook}/messages/@original", {"content": "x"})
    assert (status, told["code"]) == (401, 50027)
    assert answer.text == "yes"


async def test_answers_can_be_taken_away(hall: Hall, hand: Hand) -> None:
    asking = await hand.begin(hall.alice.slash("ask"))
    await hand.answer(MESSAGE, content="yes")
    answer = await asking
    made = (await hand.ask("POST", hand.webhook, {"content": "more"}))[1]
    for number in ("@original", made["id"]):
        path = f"{hand.webhook}/messages/{number}"
        assert (await hand.ask("DELETE", path))[0] == 204
        assert (await hand.ask("DELETE", path))[1]["code"] == 10008
    assert answer.message not in hall.alice.sees()
    with pytest.raises(AssertionError, match="does not see"):
        await hall.alice.press(answer, "More")


async def test_a_guest_says_at_most_five_things_more(hall: Hall, hand: Hand) -> None:
    hall.alice.user.has_app = True
    place = hall.world.channel(hall.world.guild("Elsewhere", hall.alice.user, has_app=False))
    asking = await hand.begin(hall.alice.slash("ask", channel=place))
    await hand.answer(MESSAGE, content="yes")
    await asking
    codes = [(await hand.ask("POST", hand.webhook, {"content": "x"}))[0] for _ in range(5)]
    assert codes == [200] * 5
    assert (await hand.ask("POST", hand.webhook, {"content": "x"}))[1]["code"] == 40094


async def test_a_guest_without_the_right_speaks_in_private(hall: Hall, hand: Hand) -> None:
    hall.alice.user.has_app = True
    guild = hall.world.guild("Elsewhere", has_app=False)
    place = hall.world.channel(guild)
    hall.world.join(guild, hall.alice.user)
    hall.world.set_rights(guild, guild.everyone, guild.everyone.permissions & ~(1 << 50))
    asking = await hand.begin(hall.alice.slash("ask", channel=place))
    await hand.answer(MESSAGE, content="hush")
    assert (await asking).private


async def test_what_a_deferral_is_filled_with_pings_once(hall: Hall, hand: Hand) -> None:
    asking = await hand.begin(hall.alice.slash("ask"))
    await hand.answer(DEFERRED)
    original = f"{hand.webhook}/messages/@original"
    await hand.ask("PATCH", original, {"content": f"<@{hall.mona.id}>"})
    answer = await asking
    assert answer.message.pings.users == {hall.mona.id}
    await hand.ask("PATCH", original, {"content": f"<@{hall.alice.id}>"})
    assert answer.message.pings.users == {hall.mona.id}


async def test_an_answer_pings_people_and_never_everyone(hall: Hall, hand: Hand) -> None:
    asking = await hand.begin(hall.alice.slash("ask"))
    await hand.answer(MESSAGE, content=f"<@{hall.mona.id}> and @everyone")
    pings = (await asking).message.pings
    assert (pings.users, pings.everyone) == ({hall.mona.id}, False)
