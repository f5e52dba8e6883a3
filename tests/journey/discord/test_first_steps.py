"""`milepost init`: the token is taken unseen, kept for one pair of eyes, and never printed."""

import os
import pty
import select
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.discord.install import invite
from bot.first_steps import discord, write_env
from tests.journey.chat import Home
from tests.journey.discord.test_install import NUMBER, TOKEN

WITHIN = 60.0


def answers(*lines: str) -> Iterator[str]:
    """Type one line after the other, then nothing more."""
    yield from lines


def asked(*lines: str) -> tuple[dict[str, str], str]:
    """Answer the questions; return what is kept and what was said."""
    said: list[str] = []
    typed = answers(*lines)

    def secret(prompt: str) -> str:
        said.append(prompt)
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    return discord(invite, said.append, secret), "\n".join(said)


def test_a_token_is_asked_for_until_it_is_one() -> None:
    kept, said = asked("nonsense", f"Bot {TOKEN}", f"  {TOKEN}  ")
    assert kept == {"DISCORD_TOKEN": TOKEN}
    assert said.count("Token: ") == 3
    assert said.count("Reset Token, and copy all of it") == 2
    assert f"client_id={NUMBER}" in said
    assert TOKEN not in said
    assert "nonsense" not in said


@pytest.mark.parametrize("lines", [("",), ("wrong", ""), ()])
def test_nothing_typed_leaves_discord_out(lines: tuple[str, ...]) -> None:
    kept, said = asked(*lines)
    assert kept == {}
    assert "client_id" not in said


def test_the_other_lines_of_a_file_stay(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text(
        "# mine\nDATABASE_URL=x.db\nDISCORD_TOKEN=old\n DISCORD_TOKEN = older\n"
        "MILEPOST_LOG=debug\n#DISCORD_TOKEN=never\nDISCORD_TOKEN_2=keep",
        "utf-8",
    )
    path.chmod(0o644)
    write_env(path, {"DISCORD_TOKEN": TOKEN})
    assert path.read_text("utf-8") == (
        "# mine\nDATABASE_URL=x.db\nMILEPOST_LOG=debug\n#DISCORD_TOKEN=never\n"
        f"DISCORD_TOKEN_2=keep\nDISCORD_TOKEN={TOKEN}\n"
    )
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == [".env"]


def test_a_new_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    (tmp_path / ".env.new").write_text("left over from a power cut", "utf-8")
    before = os.umask(0)
    try:
        write_env(tmp_path / ".env", {"DISCORD_TOKEN": TOKEN})
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600
    assert (tmp_path / ".env").read_text("utf-8") == f"DISCORD_TOKEN={TOKEN}\n"


def test_a_person_at_a_terminal(home: Home) -> None:
    """The whole command over a terminal of its own: nothing that is typed is shown."""
    (home.folder / ".env").write_text("MILEPOST_LOG=warning\n", "utf-8")
    leader, follower = pty.openpty()
    env = home.environment(MILEPOST_DISCORD_API="http://127.0.0.1:9/api")
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "init"],
        cwd=home.folder,
        env=env,
        stdin=follower,
        stdout=follower,
        stderr=follower,
        start_new_session=True,
    )
    os.close(follower)
    try:
        shown = _until(leader, "Token: ")
        os.write(leader, b"wrong\n")
        shown += _until(leader, "Token: ")
        os.write(leader, f"{TOKEN}\n".encode())
        shown += _until(leader, "Bot token: ")
        os.write(leader, b"\n")
        shown += _until(leader, "does not answer")
        assert process.wait(WITHIN) == 1, "the check says that Discord is not there"
    finally:
        process.kill()
        process.wait()
        os.close(leader)
    assert f"client_id={NUMBER}" in shown
    assert "Written to .env" in shown
    assert TOKEN not in shown
    assert "wrong" not in shown
    assert (home.folder / ".env").read_text("utf-8") == (
        f"MILEPOST_LOG=warning\nDISCORD_TOKEN={TOKEN}\n"
    )


def _until(terminal: int, words: str) -> str:
    """Read what the terminal shows until these words stand there."""
    shown, end = "", time.monotonic() + WITHIN
    while words not in shown:
        ready, _, _ = select.select([terminal], [], [], end - time.monotonic())
        assert ready, f"nothing more after {shown!r}"
        try:
            part = os.read(terminal, 4096)
        except OSError:
            part = b""
        assert part, f"it ended after {shown!r}"
        shown += part.decode()
    return shown
