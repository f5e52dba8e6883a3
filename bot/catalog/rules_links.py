"""Rules for addresses: public, encrypted, and not the same one twice."""

import re
from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from bot.catalog.models import Certification, Resource, Source
from bot.catalog.problems import Problem
from bot.catalog.subject import Subject

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
_PRIVATE = (".local", ".localhost", ".internal", ".lan", ".home", ".test", ".invalid", ".example")


def check(subject: Subject) -> Iterator[Problem]:
    """Judge the addresses of resources, exams and sources."""
    for entry in subject.entries:
        if isinstance(entry.record, (Certification, Resource, Source)) and entry.record.url:
            fault = _fault(entry.record.url)
            if fault is not None:
                yield entry.problem(f"url {fault}", "url")
    first: dict[str, str] = {}
    for one in subject.all(Resource):
        url = one.record.url.rstrip("/")
        other = first.setdefault(url, one.record.id)
        if other != one.record.id:
            text = f"url is also that of the resource {other}: keep one of the two"
            yield one.problem(text, "url", severity="warning")


def _fault(url: str) -> str | None:
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    if "@" in parts.netloc:
        return "holds a user name: leave out what stands before the @"
    if _is_ip(host) or host.endswith(_PRIVATE) or "." not in host:
        return f"leads to {host}, which is no public site: link to a public page"
    if not _HOST.fullmatch(host):
        return f"has an unusual host ({host}): write the site's plain name"
    if not url.isascii():
        return "holds letters outside ASCII: write them as %XX, as the browser copies them"
    return None


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
