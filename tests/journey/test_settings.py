"""Language, zone and pace."""

from tests.journey.chat import MONDAY, Chat, Home, Seen, chatting

AT = ("--at", MONDAY)
NAMED = (
    ("Munich", "Berlin", "18:00"),
    ("new york", "New York", "12:00"),
    ("Asia/Kolkata", "Kolkata", "22:30"),
    ("PKT", "Karachi", "22:00"),
)
MISTAKES = (
    ("", "Zzyzx", "5", "Time zone"),
    ("Klingon", "", "5", "Language"),
    ("", "Berlin", "61", "Hours a week"),
    ("", "Berlin", "many", "Hours a week"),
    ("", "Berlin" * 20, "5", "Time zone"),
)


def change(chat: Chat, *answers: str) -> Seen:
    """Open the form and fill it in."""
    return chat.presses(chat.says("/settings"), "Change", *answers)


def test_a_zone_is_named_by_city_zone_or_abbreviation(home: Home) -> None:
    with chatting(home, *AT) as chat:
        before = chat.says("/settings").text
        for typed, city, time in NAMED:
            answer = change(chat, "", typed, "6")
            assert "Saved" in answer
            assert f"Time zone: {city} ({time} now)" in answer
    with chatting(home, *AT) as chat:
        later = chat.says("/settings")
        emptied = change(chat, "", "", "")
        after = chat.says("/settings").text
    assert "Time zone: Karachi (22:00 now)" in later
    assert "6 hours a week" in later
    assert "Saved" in emptied
    assert after == before


def test_what_cannot_be_right_is_named_and_not_kept(home: Home) -> None:
    with chatting(home, *AT) as chat:
        before = chat.says("/settings").text
        for language, zone, pace, named in MISTAKES:
            answer = change(chat, language, zone, pace)
            assert f"{named}:" in answer
            assert "Saved" not in answer
            assert answer.offers("Fix it")
            assert chat.says("/settings").text == before


def test_an_abbreviation_of_several_zones_is_answered_with_cities(home: Home) -> None:
    with chatting(home, "--at", "2027-03-08 23:30") as chat:
        answer = change(chat, "", "EST", "")
        change(chat, "", "Tokyo", "")
        started = chat.goes_through("/roadmap", "start")
    assert "9 Mar" in started, "it is Tuesday in Tokyo"
    assert "New York" in answer
    assert "Toronto" in answer
    assert "17:30" in answer, "with their present time"
