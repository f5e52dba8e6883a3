"""The double of Discord, as the real discord.py meets it: commands, buttons, forms."""

import pytest

from tests.doubles.discord import NotOfferedError, Timing
from tests.unit.doubles.echo import Echo
from tests.unit.doubles.hall import Hall

pytestmark = pytest.mark.usefixtures("bot")


async def test_a_slash_command_is_answered_and_a_button_changes_the_answer(hall: Hall) -> None:
    answer = await hall.alice.slash("echo", text="ab", times=2)
    assert (answer.text, answer.private, answer.deferred) == ("abab", False, False)
    assert answer.message.buttons == ["More"]
    changed = await hall.mona.press(answer, "More")
    assert changed.message is answer.message
    assert changed.text == "more of it"
    assert [edit.before.content for edit in changed.message.edits] == ["abab"]


async def test_a_deferred_answer_stays_private_and_is_edited_in(hall: Hall) -> None:
    answer = await hall.alice.slash("slow")
    assert (answer.text, answer.private, answer.deferred) == ("done", True, True)
    assert (await answer.more()).content == "and more"
    assert answer.message in hall.alice.sees()
    assert answer.message not in hall.mona.sees()


async def test_a_bot_that_says_nothing_fails_visibly(hall: Hall) -> None:
    hall.world.timing = Timing(respond=0.2)
    answer = await hall.alice.slash("silent")
    assert answer.failed == "The application did not respond"
    with pytest.raises(AssertionError, match="did not respond"):
        _ = answer.message


async def test_a_form_is_filled_in(hall: Hall) -> None:
    form = await hall.alice.slash("form")
    assert form.modal.title == "A sheet"
    assert list(form.modal.inputs) == ["Your name", "Level"]
    sent = await hall.alice.submit(form, {"Your name": "Al"}, level="High")
    assert sent.text == "Al High"


async def test_a_form_is_checked_as_the_screen_checks_it(hall: Hall) -> None:
    form = await hall.alice.slash("form")
    with pytest.raises(ValueError, match="Your name: has to be filled in"):
        await hall.alice.submit(form, level="High")
    with pytest.raises(ValueError, match="Low cannot be chosen"):
        await hall.alice.submit(form, name="Al", level="Low")
    with pytest.raises(ValueError, match="no field called age"):
        await hall.alice.submit(form, name="Al", level="High", age="7")


async def test_components_of_the_new_kind_and_files_arrive(hall: Hall) -> None:
    answer = await hall.alice.slash("layout")
    assert answer.text == "# Card\na line"
    assert answer.message.buttons == ["Go"]
    (file,) = answer.message.body.attachments
    assert (file.filename, file.data, file.description) == ("own.png", b"dots", "Some dots")


async def test_typing_brings_suggestions(hall: Hall) -> None:
    seen = await hall.alice.autocomplete("define", "term", "gra")
    assert seen.choices == {"gradient": "gradient", "graph": "graph"}


async def test_a_message_has_a_menu(hall: Hall) -> None:
    hello = hall.mona.say("hello")
    answer = await hall.alice.message_command("Explain", hello)
    assert answer.text == "it says hello"


async def test_a_menu_choice_is_acknowledged_and_followed_up(hall: Hall) -> None:
    answer = await hall.alice.slash("echo", text="x")
    picked = await hall.alice.pick(answer, "Which?", "One")
    assert (await picked.more()).content == "chose 1"
    assert picked.follow_ups[0].viewer is hall.alice.user
    with pytest.raises(AssertionError, match="Two"):
        await hall.alice.pick(answer, "Which?", "Two")


async def test_what_is_not_there_cannot_be_pressed(hall: Hall) -> None:
    answer = await hall.alice.slash("layout")
    with pytest.raises(AssertionError, match="mona does not see"):
        await hall.mona.press(answer, "Go")
    public = await hall.alice.slash("echo", text="x")
    with pytest.raises(AssertionError, match="switched off"):
        await hall.alice.press(public, "Off")
    with pytest.raises(AssertionError, match="'Less' is not there"):
        await hall.alice.press(public, "Less")


async def test_commands_are_offered_by_right(hall: Hall) -> None:
    assert "manage" not in hall.alice.offered()
    with pytest.raises(NotOfferedError, match="permissions 32"):
        await hall.alice.slash("manage")
    assert (await hall.mona.slash("manage")).text == "True True"


async def test_commands_are_offered_by_place(hall: Hall, bot: Echo) -> None:
    assert hall.alice.offered(hall.alice.dm) == [
        name for name in hall.alice.offered() if name != "manage"
    ]
    assert (await hall.alice.slash("echo", text="x", channel=hall.alice.dm)).text == "x"
    elsewhere = hall.world.guild("Elsewhere", has_app=False)
    place = hall.world.channel(elsewhere)
    hall.world.join(elsewhere, hall.alice.user)
    with pytest.raises(NotOfferedError, match="not installed"):
        await hall.alice.slash("echo", text="x", channel=place)
    hall.alice.user.has_app = True
    assert hall.alice.offered(place) == ["echo"]
    assert (await hall.alice.slash("echo", text="guest", channel=place)).text == "guest"
    assert bot.get_guild(elsewhere.id) is None


async def test_options_are_checked_as_the_client_checks_them(hall: Hall) -> None:
    for given, words in (
        ({"text": 1}, "does not fit"),
        ({"text": "x", "times": "2"}, "does not fit"),
        ({"text": "x", "loud": True}, "no option loud"),
        ({}, "needs the option text"),
    ):
        with pytest.raises(NotOfferedError, match=words):
            await hall.alice.slash("echo", given)
    with pytest.raises(NotOfferedError, match="not registered"):
        await hall.alice.slash("nothing")
