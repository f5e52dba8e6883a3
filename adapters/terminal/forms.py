"""A form as questions, one after the other; what is written is checked by the core."""

from collections.abc import Awaitable, Callable, Mapping

from rich.console import Console

from bot.core import forms
from bot.core.replies import Ask
from bot.core.words import Words

ReadLine = Callable[[str, str], Awaitable[str | None]]
"""Reads one line: shows a prompt, offers a default. None at the end of the input."""


async def ask(
    console: Console, form: Ask, words: Words, read: ReadLine, errors: Mapping[str, str]
) -> dict[str, str] | None:
    """Ask every question; None when the input ends before the last one."""
    console.print(form.title, style="bold")
    values: dict[str, str] = {}
    for box in forms.boxes(form.intent, words, form.seed):
        if box.name in errors:
            console.print(errors[box.name], style="red")
        hint = f" ({box.hint})" if box.hint else ""
        options = f" [{', '.join(box.options)}]" if box.options else ""
        line = await read(f"{box.label}{hint}{options}: ", box.value)
        if line is None:
            return None
        values[box.name] = line
    return values
