"""Time zones as people name them: a city, a zone, an abbreviation, an offset; with the time now."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

from bot.catalog.search import match
from bot.core.cards import Choice
from bot.core.faults import PersonFault

_REGIONS = frozenset(
    {"Africa", "America", "Antarctica", "Arctic", "Asia"}
    | {"Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)

OTHER_NAMES: dict[str, tuple[str, ...]] = {
    "America/Los_Angeles": ("San Francisco", "Seattle", "San Diego", "Las Vegas", "PST", "PDT"),
    "America/Denver": ("Salt Lake City", "MST", "MDT"),
    "America/Chicago": ("Houston", "Dallas", "Austin", "CST", "CDT"),
    "America/New_York": ("Boston", "Washington", "Philadelphia", "Miami", "Atlanta", "EST", "EDT"),
    "America/Toronto": ("Ottawa", "Montreal", "EST", "EDT"),
    "America/Sao_Paulo": ("Rio de Janeiro", "Brasilia", "BRT"),
    "America/Mexico_City": ("Guadalajara",),
    "America/Argentina/Buenos_Aires": ("Buenos Aires", "ART"),
    "Europe/London": ("Manchester", "Edinburgh", "Cardiff", "GMT", "BST"),
    "Europe/Berlin": ("Munich", "Hamburg", "Cologne", "Frankfurt", "CET", "CEST", "MEZ"),
    "Europe/Paris": ("Lyon", "Marseille", "CET", "CEST"),
    "Europe/Madrid": ("Barcelona", "CET", "CEST"),
    "Europe/Rome": ("Milan", "Naples", "CET", "CEST"),
    "Europe/Zurich": ("Geneva", "Bern", "Basel", "CET", "CEST"),
    "Europe/Warsaw": ("Krakow", "Gdansk"),
    "Europe/Kyiv": ("Kiev", "Lviv", "Odesa", "EET"),
    "Europe/Istanbul": ("Ankara", "TRT"),
    "Africa/Lagos": ("Abuja", "Ibadan", "WAT"),
    "Africa/Johannesburg": ("Cape Town", "Durban", "Pretoria", "SAST"),
    "Africa/Nairobi": ("EAT",),
    "Asia/Kolkata": (
        "Mumbai", "Delhi", "New Delhi", "Bangalore", "Bengaluru", "Chennai", "Hyderabad", "Pune",
        "Calcutta", "IST",
    ),
    "Asia/Karachi": ("Lahore", "Islamabad", "PKT"),
    "Asia/Shanghai": ("Beijing", "Shenzhen", "Guangzhou", "Hangzhou"),
    "Asia/Tokyo": ("Osaka", "Kyoto", "JST"),
    "Asia/Seoul": ("Busan", "KST"),
    "Asia/Ho_Chi_Minh": ("Hanoi", "Saigon", "ICT"),
    "Asia/Jerusalem": ("Tel Aviv", "IST"),
    "Asia/Dubai": ("Abu Dhabi", "GST"),
    "Australia/Sydney": ("Canberra", "AEST", "AEDT"),
    "Australia/Brisbane": ("AEST",),
    "UTC": ("GMT", "Zulu"),
}  # fmt: skip
"""Cities and abbreviations that the zone database does not name. One may mean several zones."""

SHOWN = 8
"""Places offered at most."""

WIDEST = 14
"""Hours that a clock may be ahead of UTC."""

WEEK = dt.timedelta(days=7)
_OFFSET = re.compile(
    r"(?:utc|gmt|z)?\s?(?P<sign>[-+\u2212])\s?(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?",
    re.IGNORECASE,
)
_LINK = re.compile(r"^L (\S+) (\S+)$", re.MULTILINE)


class NoSuchZone(PersonFault):
    """I know no zone "{value}". Write a large city near you, such as Berlin."""


class ZoneIsGone(PersonFault):
    """The zone "{value}" no longer exists. Write a large city there, such as Berlin."""


@dataclass(frozen=True, slots=True)
class Place:
    """A zone as it is offered: its city, its clock and its distance from UTC at present.

    `shifts` tells whether its clocks change within a year. `now_called` is set where somebody
    typed an old name of the zone.
    """

    zone: str
    city: str
    time: str
    offset: str
    shifts: bool
    now_called: bool = False


@cache
def names() -> tuple[tuple[str, str], ...]:
    """List every usable zone as (zone, name), the zone's own city first."""
    zones = sorted(z for z in available_timezones() if z.split("/")[0] in _REGIONS)
    own = [(zone, city(zone)) for zone in zones] + [("UTC", "UTC")]
    other = [(zone, name) for zone, more in OTHER_NAMES.items() for name in more]
    return (*own, *((zone, zone) for zone in zones), *other)


def city(zone: str) -> str:
    """Name a zone by its city: `America/New_York` is "New York"."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def exists(zone: str) -> bool:
    """Tell whether a zone can be used."""
    return any(zone == each for each, _ in names())


def clock(zone: str, now: dt.datetime) -> str:
    """Tell the time in a zone, as 14:05. `now` is aware."""
    return f"{now.astimezone(ZoneInfo(zone)):%H:%M}"


def suggest(typed: str, now: dt.datetime, limit: int = SHOWN) -> tuple[Place, ...]:
    """Offer the places that something typed may mean, the likeliest first; `now` is aware.

    An offset such as UTC+2 or an abbreviation such as EST offers one place for each way in which
    clocks run there, because neither says when they change.
    """
    asked = typed.strip()
    if (offset := _offset(asked)) is not None:
        every = (zone for zone in _known_first() if ZoneInfo(zone).utcoffset(now) == offset)
        return _places(_distinct(every, now), now, limit)
    if asked.upper() in (short := _abbreviations(now.year)):
        told = (zone for zone, more in OTHER_NAMES.items() if asked.upper() in more)
        return _places(dict.fromkeys((*told, *_distinct(short[asked.upper()], now))), now, limit)
    if not exists(asked) and (renamed := _renamed().get(asked.casefold())):
        return tuple(place(renamed, now, now_called=True) for _ in range(min(limit, 1)))
    found = match(asked, _choices(), limit=10 * limit)
    return _places(dict.fromkeys(choice.value for choice in found), now, limit)


def read_zone(typed: str, now: dt.datetime) -> tuple[Place, ...]:
    """Return the one place that is meant, or several to choose from.

    Raises NoSuchZone, and ZoneIsGone for what looks like a zone of the database.
    """
    asked = typed.strip()
    exact = [zone for zone in dict(names()) if zone.casefold() == asked.casefold()]
    if exact:
        return (place(exact[0], now),)
    region, slash, _ = asked.partition("/")
    found = suggest(asked, now) if asked else ()
    if slash and not any(each.now_called for each in found):
        known = region.title() in _REGIONS or region.casefold() in {"us", "systemv", "canada"}
        raise ZoneIsGone(value=asked) if known else NoSuchZone(value=asked)
    if not found:
        raise NoSuchZone(value=asked)
    return found


def place(zone: str, now: dt.datetime, *, now_called: bool = False) -> Place:
    """Describe a zone as it is offered. Raises ZoneIsGone, also for one that was kept."""
    if zone not in _available():
        raise ZoneIsGone(value=zone)
    offset = ZoneInfo(zone).utcoffset(now) or dt.timedelta()
    shifts = len(set(_kind(zone, now.date().replace(day=1)))) > 1
    return Place(zone, city(zone), clock(zone, now), offset_name(offset), shifts, now_called)


@cache
def _available() -> frozenset[str]:
    return frozenset(available_timezones())


def offset_name(offset: dt.timedelta) -> str:
    """Write an offset: "UTC+2", "UTC-3:30", "UTC"."""
    minutes = int(offset.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    if not minutes:
        return "UTC"
    return f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"


def _offset(typed: str) -> dt.timedelta | None:
    found = _OFFSET.fullmatch(typed)
    if not found or int(found["hours"]) > WIDEST:
        return None
    size = dt.timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    return size if found["sign"] == "+" else -size


def _places(zones: Iterable[str], now: dt.datetime, limit: int) -> tuple[Place, ...]:
    found = dict.fromkeys(zones)
    new = [zone for zone in found if _renamed().get(zone.casefold()) not in found]
    return tuple(place(zone, now) for zone in new[:limit])


@cache
def _choices() -> tuple[Choice, ...]:
    return tuple(Choice(zone, name) for zone, name in names())


@cache
def _known_first() -> tuple[str, ...]:
    return tuple(dict.fromkeys((*OTHER_NAMES, *(zone for zone, _ in names()))))


def _distinct(zones: Iterable[str], now: dt.datetime) -> tuple[str, ...]:
    """Keep the first zone of each way in which clocks run for a year."""
    kinds: dict[object, str] = {}
    for zone in zones:
        kinds.setdefault(_kind(zone, now.date().replace(day=1)), zone)
    return tuple(kinds.values())


@lru_cache(maxsize=2048)
def _kind(zone: str, month: dt.date) -> tuple[dt.timedelta | None, ...]:
    """List a zone's offsets week by week: no change of clocks lasts for less."""
    start, tz = dt.datetime.combine(month, dt.time(), dt.UTC), ZoneInfo(zone)
    return tuple((start + week * WEEK).astimezone(tz).utcoffset() for week in range(53))


@lru_cache(maxsize=4)
def _abbreviations(year: int) -> dict[str, tuple[str, ...]]:
    """Map abbreviations in letters to the zones that use them in a year, known ones first."""
    found: dict[str, dict[str, None]] = {}
    for zone, more in OTHER_NAMES.items():
        for name in more:
            if name.isupper():
                found.setdefault(name, {})[zone] = None
    for zone in _known_first():
        for month in (1, 7):
            short = ZoneInfo(zone).tzname(dt.datetime(year, month, 1, tzinfo=dt.UTC))
            if short and short.isalpha():
                found.setdefault(short, {})[zone] = None
    return {name: tuple(zones) for name, zones in found.items()}


@cache
def _renamed() -> dict[str, str]:
    """Map old names that the database still keeps to the zones they became."""
    text = files("tzdata").joinpath("zoneinfo", "tzdata.zi").read_text("utf-8")
    usable = {zone for zone, _ in names()}
    links = {old.casefold(): new for new, old in _LINK.findall(text)}
    return {old: new for old, new in links.items() if new in usable}
