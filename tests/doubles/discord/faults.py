"""Trouble on demand: what goes wrong with the next requests that match."""

import re
from dataclasses import dataclass, field

from aiohttp import web

from tests.doubles.discord.errors import ApiError, Json


@dataclass(frozen=True, slots=True)
class Trouble:
    """What happens instead of, or after, the effect. Made by the functions below."""

    kind: str
    status: int = 0
    text: str = ""
    body: Json | None = None
    headers: tuple[tuple[str, str], ...] = ()
    seconds: float = 0.0


def fails(status: int) -> Trouble:
    """Answer 500, 502, 503, 504 and the like, with the page that a proxy would send."""
    return Trouble("answer", status, f"<html><h1>{status}</h1></html>")


def refuses(status: int, code: int, text: str = "made up by the test") -> Trouble:
    """Answer with one of Discord's own errors."""
    return Trouble("answer", status, body=ApiError(status, code, text).body())


def limited(seconds: float, *, everywhere: bool = False, via: bool = True) -> Trouble:
    """Answer 429; without `via` as Cloudflare does when it has shut somebody out."""
    body: Json = {"message": "You are being rate limited.", "retry_after": seconds}
    scope = "global" if everywhere else "shared"
    marks = (("Via", "1.1 google"),) if via else ()
    headers = (("Retry-After", str(seconds)), ("X-RateLimit-Scope", scope), *marks)
    return Trouble("answer", 429, body=body | {"global": everywhere}, headers=headers)


def resets() -> Trouble:
    """Cut the connection before anything happened."""
    return Trouble("reset")


def closes() -> Trouble:
    """End the connection politely before anything happened, without an answer."""
    return Trouble("close")


def loses_reply() -> Trouble:
    """Do what is asked, then cut the connection."""
    return Trouble("lose")


def hangs() -> Trouble:
    """Do nothing and say nothing, until the other side gives up."""
    return Trouble("hang")


def slows(seconds: float) -> Trouble:
    """Answer properly, but so many seconds late."""
    return Trouble("slow", seconds=seconds)


@dataclass
class _Plan:
    method: str
    path: re.Pattern[str]
    trouble: Trouble
    left: int


@dataclass
class Faults:
    """What is planned, and how often something went wrong on purpose."""

    plans: list[_Plan] = field(default_factory=list[_Plan])
    happened: int = 0

    def plan(self, trouble: Trouble, method: str, path: str, times: int = 1) -> None:
        """Let the next `times` requests go wrong whose path matches somewhere."""
        self.plans.append(_Plan(method, re.compile(path), trouble, times))

    def clear(self) -> None:
        """Let everything go right again."""
        self.plans.clear()

    def next(self, method: str, path: str) -> Trouble | None:
        """Take what is planned for this request."""
        for plan in self.plans:
            if plan.left > 0 and plan.method == method and plan.path.search(path):
                plan.left -= 1
                self.happened += 1
                return plan.trouble
        return None


def draw(trouble: Trouble) -> web.Response:
    """Make the wrong answer."""
    headers = dict(trouble.headers)
    if trouble.body is not None:
        return reply(trouble.body, trouble.status, headers)
    return web.Response(
        status=trouble.status, text=trouble.text, content_type="text/html", headers=headers
    )


def reply(data: object, status: int, headers: dict[str, str] | None = None) -> web.Response:
    """Answer with JSON whose content type is exactly Discord's."""
    text = web.json_response(data).text or ""
    told = {**(headers or {}), "Content-Type": "application/json"}
    return web.Response(body=text.encode(), status=status, headers=told)
