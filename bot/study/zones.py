"""Time zones as people name them: a city, a zone, an abbreviation; each with its time now."""

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

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
