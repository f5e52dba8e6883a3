"""No secret stands in a log: not in messages, arguments, exceptions or traces, at any level."""

import io
import json
import logging
import sys
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.people import Account, Platform
from bot.watch.logs import digester, redact, start

HIDDEN = "(hidden)"
KEEPSAKE = "SeCrEt0fOurs"
"""What must not be seen; every made-up secret ends with it."""


class Stream(io.StringIO):
    """A stream that may be a terminal."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


def made(*parts: str) -> str:
    """Put a secret together, so that no file looks as if it held one."""
    return "".join((*parts, KEEPSAKE))


SECRETS = {
    "discord": made("MTAx", "ODE2NTQ4NzYxMjM0NTY3OA", ".", "GhIjKl", ".", "x" * 26),
    "discord of a new account": made(
        "MTQx", "ODE2NTQ4NzYxMjM0NTY3ODk", ".", "Gh_-Kl", ".", "x" * 26
    ),
    "slack bot": made("xox", "b-1234567890-1234567890-"),
    "slack user": made("xox", "p-1234567890-1234567890-"),
    "slack app": made("xap", "p-1-A0123-1234567890-"),
    "slack refresh": made("xox", "e-1-My0xLTEyMzQ1Njc4OTAt"),
    "slack rotated": made("xox", "e.xox", "b-1-Mi0yLTEyMzQ1Njc4OTAt"),
    "interaction": made("aW50ZXJh", "Y3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4OTp"),
}
ADDRESSES = {
    "webhook": f"https://discord.com/api/v10/webhooks/123456789/{KEEPSAKE}",
    "webhook message": f"https://discord.com/api/webhooks/123/{KEEPSAKE}/messages/@original?wait=1",
    "webhook path": f"POST /webhooks/123/{KEEPSAKE} returned 404",
    "interaction address": f"https://discord.com/api/v10/interactions/123/{KEEPSAKE}/callback",
    "slack response": f"https://hooks.slack.com/commands/T1/2/{KEEPSAKE}",
    "slack response in JSON": rf'"https:\/\/hooks.slack.com\/actions\/T1\/2\/{KEEPSAKE}"',
    "slack webhook": f"https://hooks.slack.com/services/T1/B2/{KEEPSAKE}",
    "slack socket": f"wss://wss-primary.slack.com/link/?ticket={KEEPSAKE}&app_id=a",
    "database": f"postgresql://milepost:{KEEPSAKE}@db:5432/milepost",
    "database driver": f"postgresql+asyncpg://milepost:{KEEPSAKE}@[::1]/milepost",
    "database, signs encoded": f"postgresql://u:a%40b%2F{KEEPSAKE}@db/milepost",
    "database, a sign in the password": f"postgresql://u:a@b{KEEPSAKE}@db/milepost",
    "database, a slash in the password": f"postgresql://u:a/b{KEEPSAKE}@db/milepost",
    "database, nobody named": f"postgresql://:{KEEPSAKE}@db/milepost",
    "database, password as option": f"postgresql://db/milepost?user=u&password={KEEPSAKE}",
    "header": f"{{'Authorization': 'Bot {KEEPSAKE}'}}",
    "header in JSON": f'{{"Authorization": "Bearer {KEEPSAKE}"}}',
    "header line": f"Authorization: Bearer {KEEPSAKE}",
}
EVERY = {**SECRETS, **ADDRESSES}
LEVELS = [logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR, logging.CRITICAL]


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture(params=[True, False], ids=["plain", "json"])
def out(request: pytest.FixtureRequest) -> Stream:
    """Log everything, as to a person and as to a machine."""
    stream = Stream(terminal=request.param)
    start("debug", secrets=(), stream=stream)
    return stream


def raised(error: Exception) -> Exception:
    """Give an exception a trace."""
    with pytest.raises(type(error)) as caught:
        raise error
    return caught.value


def caused(text: str) -> Exception:
    error = raised(KeyError("outer"))
    error.__cause__ = raised(RuntimeError(text))
    return error


WAYS: dict[str, Callable[[logging.Logger, int, str], None]] = {
    "message": lambda log, level, text: log.log(level, text),
    "argument": lambda log, level, text: log.log(level, "got %s here", text),
    "quoted argument": lambda log, level, text: log.log(level, "got %r here", [text]),
    "mapping": lambda log, level, text: log.log(level, "got %(a)s here", {"a": text}),
    "exception": lambda log, level, text: log.log(level, "x", exc_info=raised(ValueError(text))),
    "cause": lambda log, level, text: log.log(level, "x", exc_info=caused(text)),
    "note": lambda log, level, text: log.log(level, "x", exc_info=noted(text)),
}
MISTAKES: dict[str, Callable[[logging.Logger, str], None]] = {
    "wrong argument": lambda log, text: log.info("%d", text),
    "one too many": lambda log, text: log.info("none", text),  # noqa: PLE1205 (the mistake)
    "one too few": lambda log, text: log.info("%s %s", text),  # noqa: PLE1206 (the mistake)
}


def noted(text: str) -> Exception:
    error = raised(ValueError("x"))
    error.add_note(text)
    return error


@pytest.mark.parametrize("name", EVERY)
def test_no_secret_is_logged(name: str, out: Stream) -> None:
    for way in WAYS.values():
        for level in LEVELS:
            way(logging.getLogger("some.library"), level, EVERY[name])
    assert KEEPSAKE not in out.getvalue()
    assert out.getvalue().count(HIDDEN) >= len(WAYS) * len(LEVELS)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_a_call_to_the_log_shows_no_secret_either(
    mistake: str, out: Stream, capsys: pytest.CaptureFixture[str]
) -> None:
    MISTAKES[mistake](logging.getLogger("some.library"), SECRETS["slack bot"])
    whole = out.getvalue() + "".join(capsys.readouterr())
    assert KEEPSAKE not in whole
    assert "some.library" in whole or "test_logs.py" in whole, "it is not lost in silence"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("terminal", [True, False])
def test_what_is_set_is_never_logged(way: str, terminal: bool) -> None:  # noqa: FBT001 (a case)
    known = ("abc", f"abc-{KEEPSAKE}", f"a'\"\\\n{KEEPSAKE}", "")
    stream = Stream(terminal=terminal)
    start("debug", secrets=known, stream=stream)
    WAYS[way](logging.getLogger("some.library"), logging.INFO, f"begin abc-{KEEPSAKE} end")
    assert HIDDEN in stream.getvalue()
    assert KEEPSAKE not in stream.getvalue()
    assert "abc" not in stream.getvalue()


def test_the_longer_of_two_secrets_is_hidden_whole() -> None:
    stream = Stream(terminal=True)
    start("info", secrets=("abc", f"abc-{KEEPSAKE}"), stream=stream)
    logging.getLogger("x").info("it is abc-%s", KEEPSAKE)
    assert stream.getvalue().endswith(f"it is {HIDDEN}\n")


@pytest.mark.parametrize("name", SECRETS)
@given(before=st.text("=:'\"( \n/&?", max_size=3), after=st.text("'\" \n),;&", max_size=3))
def test_a_secret_is_found_wherever_it_stands(name: str, before: str, after: str) -> None:
    assert redact(f"a{before or ' '}{SECRETS[name]}{after}") == f"a{before or ' '}{HIDDEN}{after}"


@pytest.mark.parametrize(
    "text",
    [
        "Milepost is ready: 3 servers, 2 of them new.",
        "GET https://discord.com/api/v10/channels/123/messages/456?limit=50 200",
        "https://hooks.slack.com",
        "sqlite:////data/milepost.db",
        "postgresql://db/milepost",
        "see https://example.org/a:b/c and mail ana@example.org at 10:30",
        "20270308-1830.event-1 3f2a9c Roadmap answered 1.3 ms",
        "/webhooks/ and /interactions/ are paths",
        "10ql.aaaaaaaaaaaaaaaaaaaaaaaa.99.abcde.1",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redact(text) == text


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=8), max_size=3))
def test_any_text_can_be_redacted(text: str, known: list[str]) -> None:
    redacted = redact(text, tuple(known))
    assert all(secret not in redacted.replace(HIDDEN, "\0") for secret in known)


def test_a_line_for_a_person() -> None:
    stream = Stream(terminal=True)
    start("info", stream=stream)
    logging.getLogger("milepost.x").warning("Nothing is left")
    time, rest = stream.getvalue().split(" ", 1)
    assert len(time) == len("12:30:00")
    assert rest == "WARNING milepost.x: Nothing is left\n"


def test_a_line_for_a_machine() -> None:
    stream = Stream(terminal=False)
    start("info", stream=stream)
    logging.getLogger("milepost.x").info("Two\nlines \u4f60 %s", 'with "quotes"')
    logging.getLogger("milepost.x").error("broke", exc_info=raised(ValueError("why")))
    first, second = map(json.loads, stream.getvalue().splitlines())
    assert first == {
        "at": first["at"],
        "level": "info",
        "logger": "milepost.x",
        "message": 'Two\nlines \u4f60 with "quotes"',
    }
    assert float(first["at"]) > 1_700_000_000
    assert second["message"] == "broke"
    assert second["trace"].startswith("Traceback")
    assert second["trace"].endswith("ValueError: why")


@pytest.mark.parametrize(
    ("level", "seen"), [("debug", 4), ("info", 3), ("warning", 2), ("error", 1)]
)
def test_a_level_says_how_much_is_logged(level: str, seen: int) -> None:
    stream = Stream(terminal=False)
    start(level, stream=stream)
    for each in ("debug", "info", "warning", "error"):
        getattr(logging.getLogger("any.library"), each)("x")
    assert len(stream.getvalue().splitlines()) == seen


def test_starting_again_leaves_one_handler() -> None:
    start("info", stream=Stream(terminal=False))
    stream = Stream(terminal=False)
    start("info", stream=stream)
    logging.getLogger("x").info("once")
    assert len(stream.getvalue().splitlines()) == 1
    assert len(logging.getLogger().handlers) == 1


def test_without_a_stream_it_goes_to_standard_error(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Stream(terminal=False)
    monkeypatch.setattr(sys, "stderr", stream)
    start("info")
    logging.getLogger("x").info("here")
    assert '"here"' in stream.getvalue()


def test_an_account_has_a_name_in_the_log_that_tells_nothing() -> None:
    one, other = digester(b"key"), digester(b"other key")
    ana, ben = Account(Platform.slack, "T1", "U1"), Account(Platform.slack, "T2", "U1")
    assert one(ana) == one(ana) == digester(b"key")(ana)
    assert len({one(ana), one(ben), other(ana), other(ben)}) == 4
    assert len(one(ana)) == 10
    assert "U1" not in one(ana)
