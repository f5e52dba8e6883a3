"""A whole round of five, and what comes back on later days."""

from bot.catalog.catalog import Catalog
from bot.catalog.models import Item, Skill
from tests.journey.chat import MONDAY, Chat, Home, Seen, chatting
from tests.journey.quizzing import Player, asked, letters, said

AT = ("--at", MONDAY)


def verdict(feedback: Seen) -> str:
    """Return the line that says how it went: it stands first, below the place in the round."""
    bars = [line.removeprefix("▎").strip() for line in feedback.raw.splitlines()]
    return next((line for line in bars if line.startswith(("Right", "Not yet", "The "))), "")


def further(chat: Chat, feedback: Seen) -> Seen:
    """Go on after a feedback."""
    last = feedback.offers("See the result")
    return chat.presses(feedback, "See the result" if last else "Next question")


def play(chat: Chat, catalog: Catalog, answers: str) -> tuple[list[str], list[Seen], Seen]:
    """Answer with r(ight), w(rong), n(ot sure but right) and d(on't know), then look further.

    Returns the questions, the feedbacks and the card after the last one.
    """
    player, card = Player(chat, catalog), chat.says("/quiz")
    questions: list[str] = []
    feedbacks: list[Seen] = []
    for answer in answers:
        questions.append(asked(card, catalog).id)
        match answer:
            case "r":
                feedback = player.right(card)
            case "n":
                feedback = player.right(card, "Not sure")
            case "w":
                feedback = player.wrong(card)
            case _:
                feedback = chat.presses(card, "Don't know")
        feedbacks.append(feedback)
        card = further(chat, feedback)
    return questions, feedbacks, card


def test_a_round_with_two_misses(home: Home, catalog: Catalog) -> None:
    with chatting(home, *AT) as chat:
        questions, feedbacks, end = play(chat, catalog, "rwndrrw")
    assert len(set(questions[:5])) == 5
    assert questions[5:] == [questions[1], questions[3]], "misses come back once, in their order"
    assert [f"{n} of 5" in each for n, each in enumerate(feedbacks, 1)] == [True] * 5 + [False] * 2
    assert all("Once more" in each for each in feedbacks[5:])
    said_first = {"r": "Right", "n": "Right", "w": "Not yet", "d": "The "}
    for answer, question, feedback in zip("rwndrrw", questions, feedbacks, strict=True):
        assert verdict(feedback).startswith(said_first[answer])
        assert said(catalog.get(Item, question).explain) in feedback
    assert end.first == "3 of 5"
    missed = [catalog.get(Item, question).skill for question in questions[5:]]
    assert all(catalog.get(Skill, skill).title in end for skill in missed)
    assert end.offers("Another round")
    assert "%" not in end


def test_a_perfect_round_has_nothing_to_look_at_again(home: Home, catalog: Catalog) -> None:
    with chatting(home, *AT) as chat:
        questions, feedbacks, end = play(chat, catalog, "rrrrr")
    assert len(set(questions)) == 5
    assert all("7 days" in each for each in feedbacks)
    assert end.first == "5 of 5"
    assert "Worth another look" not in end


def test_the_choice_can_be_changed_until_it_is_locked(home: Home, catalog: Catalog) -> None:
    trait = catalog.items(level=1)[0].trait
    with chatting(home, *AT) as chat:
        card = chat.says(f"/quiz {trait} 1")
        item = asked(card, catalog)
        assert (item.trait, item.level) == (trait, 1)
        while not item.chooses_one:
            card = further(chat, chat.presses(card, "Don't know"))
            item = asked(card, catalog)
        shown = letters(card, item)
        other = next(letter for option, letter in shown.items() if option not in item.key)
        first = chat.says(other)
        changed = chat.says(shown[item.key[0]])
        locked = chat.presses(changed, "Not sure")
    assert f"You chose {other}." in first
    assert f"You chose {shown[item.key[0]]}." in changed
    assert letters(changed, item) == shown, "options keep their letters"
    assert verdict(locked).startswith("Right")


def test_due_questions_come_first_on_a_later_day(home: Home, catalog: Catalog) -> None:
    with chatting(home, *AT) as chat:
        first, _, _ = play(chat, catalog, "rrrrr")
        chat.says("/clock +1d")
        early = asked(chat.says("/quiz"), catalog).id
        chat.says("/clock +6d")
        opened = chat.says("/quiz")
        card = chat.presses(opened, "Start a new round")
        due: list[str] = []
        feedbacks: list[Seen] = []
        for _ in range(5):
            due.append(asked(card, catalog).id)
            feedbacks.append(Player(chat, catalog).right(card))
            card = further(chat, feedbacks[-1])
    assert early not in first, "nothing is asked again before it is due"
    assert "Question 1 of 5 is open" in opened
    assert set(due) == set(first)
    assert all("21 days" in each for each in feedbacks)
    assert card.first == "5 of 5"


def test_a_round_goes_on_after_a_restart(home: Home, catalog: Catalog) -> None:
    with chatting(home, *AT) as chat:
        card = chat.says("/quiz")
        following = further(chat, Player(chat, catalog).right(card))
    with chatting(home, *AT) as chat:
        resumed = chat.says("/quiz")
        feedback = Player(chat, catalog).wrong(resumed)
    item = asked(following, catalog)
    assert "Question 2 of 5 is open" in resumed
    assert asked(resumed, catalog) == item
    assert letters(resumed, item) == letters(following, item)
    assert "2 of 5" in feedback
    assert verdict(feedback).startswith("Not yet")
