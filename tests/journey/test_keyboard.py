"""The terminal face before a real terminal: completion, colour, Ctrl-D."""

import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.journey.chat import MONDAY, PATIENCE, Home
from tests.journey.tables import file_of, tables

TAB, ENTER, CTRL_C, CTRL_D = "\t", "\r", "\x03", "\x04"
_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07|\x1b[=>]")


@dataclass
class Screen:
    """A program on a terminal of its own."""

    process: "subprocess.Popen[bytes]"
    master: int
    raw: str = ""

    def types(self, keys: str, until: str) -> str:
        """Type and wait for words to appear; return what was printed since."""
        os.write(self.master, keys.encode())
        return self.waits(until)

    def waits(self, until: str) -> str:
        """Wait for words; colours and cursor movements are left out of what is looked at."""
        deadline, fresh = time.monotonic() + PATIENCE, ""
        while until not in _ESCAPE.sub("", fresh):
            ready, _, _ = select.select([self.master], [], [], deadline - time.monotonic())
            assert ready, f"{until!r} does not appear in:\n{fresh}"
            fresh += os.read(self.master, 65_536).decode(errors="replace")
        self.raw += fresh
        return fresh


@contextmanager
def seated(home: Home, *arguments: str) -> Iterator[Screen]:
    """Start the program on a new terminal."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "chat", *arguments],
        cwd=home.folder,
        env=home.environment(TERM="xterm-256color", PROMPT_TOOLKIT_NO_CPR="1", LINES="40"),
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
    )
    os.close(slave)
    try:
        yield Screen(process, master)
    finally:
        process.kill()
        process.wait(PATIENCE)
        os.close(master)


def test_completion_colour_and_leaving(home: Home) -> None:
    with seated(home, "--at", MONDAY) as screen:
        greeting = screen.waits("> ")
        menu = screen.types("/ro", "Your next step")
        screen.types(TAB, "/roadmap")
        card = screen.types(ENTER, "Share here")
        screen.types("/quiz m", "maths")
        screen.types(CTRL_C, "> ")
        started = screen.types("start" + ENTER, "Mark as done")
        os.write(screen.master, CTRL_D.encode())
        code = screen.process.wait(PATIENCE)
    assert "Ctrl-D leaves" in greeting
    assert "/roadmap" in menu
    assert "Your roadmap" in card
    assert "\x1b[36m" in card, "the bar and the numbers have a colour"
    assert "Started" in started
    assert "Traceback" not in screen.raw
    assert code == 0
    assert len(tables(file_of(home))["progress"]) == 1


def test_a_form_before_a_terminal_asks_again_for_what_is_wrong(home: Home) -> None:
    with seated(home, "--at", MONDAY) as screen:
        screen.waits("> ")
        screen.types("/settings" + ENTER, "Change")
        screen.types("1" + ENTER, "Language")
        screen.types(ENTER, "Time zone")
        screen.types("Berlin" + ENTER, "Hours a week")
        screen.types("99" + ENTER, "whole number")
        screen.types(ENTER, "Time zone")
        screen.types("Berlin" + ENTER, "Hours a week")
        screen.types("9" + ENTER, "Saved")
        os.write(screen.master, CTRL_D.encode())
        code = screen.process.wait(PATIENCE)
    (person,) = tables(file_of(home))["people"]
    assert code == 0
    assert (person["zone"], person["pace"]) == ("Europe/Berlin", 9)
