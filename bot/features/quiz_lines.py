"""Lines and rows of which a quiz card is made."""

from bot.core.cards import Actions, Button, Text, row
from bot.core.markup import Marked, bold, escape, join, of_pack
from bot.core.words import N_, Words
from bot.features.drawing import letters
from bot.intents.quizzes import Choose, Letters, Lock
from bot.study.quiz import LETTERS, Shown, toggle
from bot.study.records import Answer, Round

_ROW = 5


def spaced(picked: str) -> str:
    """Write letters apart, as an order is read."""
    return " ".join(picked.upper())


def options(shown: Shown) -> Marked:
    """Draw the options, each with its letter."""
    return join(
        "\n",
        (
            Marked(f"*{letter.upper()}* {option.text}")
            for letter, option in zip(LETTERS, shown.options, strict=False)
        ),
    )


def explained(letter: str, text: str, why: str) -> Marked:
    """Draw an option with its reason below it; the option stands out."""
    option = Marked(f"{letter.upper()} {of_pack(text)}")
    head = Marked(f"*{letter.upper()}* {of_pack(text)}") if "*" in text else bold(option)
    return join("\n", (head, of_pack(why)))


def letter_rows(words: Words, now: Round, shown: Shown, picked: Letters) -> tuple[Actions, ...]:
    """Draw the letters one can press, and the way to say "I do not know".

    A line above says what is chosen: the one highlighted button is the next step.
    """
    buttons = [
        Button(
            letter.upper(),
            Choose(round=now.id, position=now.position, picked=toggle(shown.item, picked, letter)),
        )
        for letter, _ in zip(LETTERS, shown.options, strict=False)
    ]
    skip = Button(words.s("Don't know"), Lock(round=now.id, position=now.position))
    if len(buttons) < _ROW:
        return row(*buttons, skip)
    return (*row(*buttons), *row(skip))


def _sentence(text: Marked) -> Marked:
    return text if text[-1:] in ".?!" else Marked(f"{text}.")


def verdict(words: Words, shown: Shown, answer: Answer) -> Marked:
    """Say in one line whether it was right and what the answer is."""
    if shown.item.type == "order":
        key = escape(spaced(shown.key))
        body = words.t("The order is {key}.", key=key)
    elif shown.item.chooses_one:
        option = next(option for option in shown.options if option.right)
        body = words.t(
            "The answer is {letter}: {text}",
            letter=shown.key.upper(),
            text=_sentence(of_pack(option.text)),
        )
        if answer.right:
            body = words.t("Right: {text}", text=_sentence(of_pack(option.text)))
    else:
        body = words.t("The answer is {letters}.", letters=letters(words, shown.key, N_("and")))
    if answer.right:
        said = body if shown.item.chooses_one else words.t("Right. {body}", body=body)
    elif answer.chosen:
        said = words.t("Not yet. {body}", body=body)
    else:
        said = body
    return said if "*" in said else bold(said)


def reasons(words: Words, shown: Shown, answer: Answer, picked: str) -> tuple[Text, ...]:
    """Say why the choice fails and why the key holds."""
    item = shown.item
    explain = of_pack(item.explain)
    found: list[Text] = []
    for letter, option in zip(LETTERS, shown.options, strict=False):
        why = of_pack(option.why)
        if item.type == "order" or not why:
            continue
        if letter in picked and not option.right:
            found.append(Text(words.t("*Your {letter}:* {why}", letter=letter.upper(), why=why)))
        elif item.type == "multi" and option.right and letter not in picked and answer.chosen:
            found.append(Text(words.t("*Missed {letter}:* {why}", letter=letter.upper(), why=why)))
    if item.chooses_one and not answer.right:
        held = words.t("*Why {letter}:* {why}", letter=shown.key.upper(), why=explain)
        return (*found, Text(held))
    return (*found, Text(explain))
