"""Logs: one line an event, JSON when no person is reading, and never a secret in it."""

import hashlib
import hmac
import json
import logging
import re
import sys
from collections.abc import Callable
from functools import lru_cache
from typing import TextIO

from bot.core.people import Account

_SECRETS = tuple(
    (sign, re.compile(pattern))
    for sign, pattern in (
        ("xox", r"xox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{6,}"),
        ("xapp-", r"xapp-[A-Za-z0-9-]{6,}"),
        ("xoxe", r"xoxe\.?[A-Za-z0-9-]{6,}"),
        (".", r"\b[MNO][A-Za-z\d_-]{22,28}\.[A-Za-z\d_-]{6}\.[A-Za-z\d_-]{27,45}"),
        ("aw50zxjhy3rpb246", r"aW50ZXJhY3Rpb246[A-Za-z0-9_-]+"),
        ("hooks.slack.com", r"(?<=hooks\.slack\.com)\\*/[^\s\"'<>]+"),
        ("/webhooks/", r"(?<=/webhooks/)\d+/[^\s\"'<>?]+"),
        ("/interactions/", r"(?<=/interactions/)\d+/[^\s\"'<>?]+"),
        ("token", r"(?<=token['\"]: ['\"])[^'\"]+|(?<=token['\"]:['\"])[^'\"]+"),
        ("=", r"(?i)(?<=[?&])(?:ticket|password|token|secret|access_token)=[^&\s\"'<>]+"),
        ("://", r"(?<=://)[^\s\"'<>]*:[^\s\"'<>]*(?=@)"),
        (
            "authorization",
            r"(?i)(?<=authorization['\"]: ['\"])[^'\"]+|(?<=Authorization: )\S+(?: \S+)?",
        ),
    )
)
"""What a secret looks like, each behind the letters (small ones) without which there is none."""

_HIDDEN = "(hidden)"
_WRITER = json.JSONEncoder(ensure_ascii=False)


def redact(text: str, known: tuple[str, ...] = ()) -> str:
    """Take secrets out of a text: those we were given, and whatever looks like one."""
    for secret in known:
        text = text.replace(secret, _HIDDEN)
    small = text.lower()
    for sign, pattern in _SECRETS:
        if sign in small:
            text = pattern.sub(_HIDDEN, text)
    return text


class _Redacting(logging.Formatter):
    """Formats, then takes secrets out of all of it, the traceback too."""

    def __init__(self, known: tuple[str, ...]) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%H:%M:%S")
        self._known = known

    def format(self, record: logging.LogRecord) -> str:
        """Format a line; a call with the wrong arguments is logged too, not printed elsewhere."""
        try:
            record.getMessage()
        except (TypeError, ValueError, KeyError):
            record.msg, record.args = f"{record.msg} {record.args!r}".replace("%", "%%"), None
        return self._line(record)

    def _line(self, record: logging.LogRecord) -> str:
        return redact(super().format(record), self._known)


class _Json(_Redacting):
    """A line for a machine; times are seconds since 1970."""

    def _line(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": f"{record.created:.3f}",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redact(record.getMessage(), self._known),
        }
        if record.exc_info:
            line["trace"] = redact(self.formatException(record.exc_info), self._known)
        return _WRITER.encode(line)


def start(level: str, *, secrets: tuple[str, ...] = (), stream: TextIO | None = None) -> None:
    """Send all logs, the libraries' too, to one handler that redacts."""
    out = stream or sys.stderr
    handler = logging.StreamHandler(out)
    known = tuple(sorted(filter(None, secrets), key=len, reverse=True))
    handler.setFormatter(_Redacting(known) if out.isatty() else _Json(known))
    root = logging.getLogger()
    for old in list(root.handlers):
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level.upper())
    # No line of ours names a thread or a process: logging need not look them up.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    # Three lines each time it wakes us; what we do then says more.
    logging.getLogger("apscheduler").setLevel(
        logging.WARNING if root.level == logging.INFO else root.level
    )


def digester(key: bytes) -> Callable[[Account], str]:
    """Return the function that names an account in the log: a keyed digest, useless elsewhere."""

    @lru_cache(maxsize=4_096)
    def digest(account: Account) -> str:
        return hmac.new(key, str(account).encode(), hashlib.sha256).hexdigest()[:10]

    return digest
