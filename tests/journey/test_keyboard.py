"""The terminal face before a real terminal: completion, colour, Ctrl-D."""

import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Generator
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
    _at: int = 0

    def types(self, keys: str, until: str) -> str:
        """Type and wait for words to appear; return what was printed up to them."""
        os.write(self.master, keys.encode())
        return self.waits(until)

    def waits(self, until: str) -> str:
        """Wait for words behind those waited for before; colours and movements are left out."""
        deadline = time.monotonic() + PATIENCE
        while (found := self._plain.find(until, self._at)) < 0:
            ready, _, _ = select.select([self.master], [], [], deadline - time.monotonic())
            assert ready, f"{until!r} does not appear in:\n{self._plain[self._at :]}"
            self._more()
        said = self._plain[self._at : found]
        self._at = found + len(until)
        return said + until

    def leaves(self) -> int:
        """Press Ctrl-D at the prompt and return the exit code."""
        self.types("", "> ")
        os.write(self.master, CTRL_D.encode())
        while self._more():
            pass
        return self.process.wait(PATIENCE)

    @property
    def _plain(self) -> str:
        return _ESCAPE.sub("", self.raw)

    def _more(self) -> bool:
        try:
            part = os.read(self.master, 65_536)
        except OSError:
            return False
        self.raw += part.decode(errors="replace")
        return bool(part)


@contextmanager
def seated(home: Home, *arguments: str) -> Generator[Screen]:
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
        screen.types("/quiz mat", "Maths")
        screen.types(CTRL_C, "> ")
        started = screen.types("start" + ENTER, "Mark as done")
        code = screen.leaves()
    assert "Ctrl-D leaves" in greeting
    assert "/roadmap" in menu
    assert "Your roadmap" in card
    assert "\x1b[36m▎" in screen.raw, "the bar has a colour"
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
        screen.types("99" + ENTER, "Language")
        screen.types(ENTER, "Time zone")
        screen.types("Berlin" + ENTER, "whole number")
        screen.types("9" + ENTER, "Saved")
        code = screen.leaves()
    (person,) = tables(file_of(home))["people"]
    assert code == 0
    assert (person["zone"], person["pace"]) == ("Europe/Berlin", 9)
