"""What moderators are told: what happened, the way out, what is kept; within all limits."""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any, cast

import pytest

from adapters.discord.poster import payload as on_discord
from adapters.slack.poster import payload as on_slack
from bot.compose import catalogue
from bot.core.cards import Button, Card, Link
from bot.core.people import Account, Community, Place, Platform, Request
from bot.core.posting import Later, Post, Refused, Sent
from bot.core.words import PSEUDO, Lexicon, Words
from bot.features.notices import Absence, Notices
from bot.features.notifier import Notifier
from bot.intents.posts import CheckAgain, SeasonAfter
from bot.study.groups import Setup
from bot.study.schedules import Reason, What
from tests.doubles.discord.validate import message_faults
from tests.doubles.limits import validate_discord, validate_slack
from tests.journey.booth import goes
from tests.unit.features.shelf import Shelf
from tests.unit.study.plans import COMMUNITY, HERE, NOW, TARGET, schedule

MONDAYS = tuple(dt.date(2027, 3, 22) + n * dt.timedelta(days=7) for n in range(5))
DAYS = tuple(map(Words().day, MONDAYS))
SLACK = Community(Platform.slack, "T1")


def held(reason: Reason, community: Community = COMMUNITY, **more: Any) -> Post:  # noqa: ANN401 (what a notice takes)
    plan = replace(schedule(What.nudge), community=community)
    target = replace(TARGET, suspended=reason)
    return Notices(Words()).on_hold(plan, target, HERE, **more)


def test_on_hold_says_what_is_missing_and_the_way_out() -> None:
    post = held(Reason.no_right, missing=["Send Messages"], unposted=MONDAYS[:1])
    assert post.text.split("\n") == [
        "On hold: Weekly nudge for ML evenings",
        "I may not post in #ML evenings any more. Missing: Send Messages.",
        (
            "Fix: channel settings, Permissions, Milepost, allow it. "
            "I look every hour and go on by myself."
        ),
        f"Not posted so far: {DAYS[0]}.",
        "[Check again]",
        f"said once · ref {post.ref}",
    ]
    (again,) = goes(post.card, CheckAgain)
    assert (again.schedule, again.group) == (TARGET.schedule, TARGET.group)
    assert (post.role, post.thread) == ("", "")


def test_many_dates_are_counted() -> None:
    text = held(Reason.no_channel, unposted=MONDAYS).text
    assert f"Not posted so far: {DAYS[0]}, {DAYS[1]}, {DAYS[2]} and 2 more." in text
    assert "Not posted" not in held(Reason.no_channel).text


@pytest.mark.parametrize(
    ("reason", "community", "says"),
    [
        (Reason.no_channel, COMMUNITY, "let Milepost view the channel"),
        (Reason.no_channel, SLACK, "invite the app to the channel"),
        (Reason.not_member, SLACK, "invite the app to the channel."),
        (Reason.archived, SLACK, "restore the channel"),
        (Reason.archived, COMMUNITY, "open the thread again"),
        (Reason.no_right, SLACK, "let the app post"),
        (Reason.token, SLACK, "installs the app again"),
        (Reason.invalid, COMMUNITY, "look at the text"),
        (Reason.late, COMMUNITY, "look at the text"),
    ],
)
def test_each_reason_has_a_way_out(reason: Reason, community: Community, says: str) -> None:
    assert says in held(reason, community).text


def test_going_on_says_when_the_next_one_comes() -> None:
    text = Notices(Words()).healed(schedule(What.tip), TARGET, HERE).text
    assert text.startswith("Going on: Daily tip for ML evenings\nI can post in #ML evenings again.")
    assert f"The next one comes on {Words().day(dt.date(2027, 3, 8))}, 18:00." in text
    over = Notices(Words()).healed(schedule(What.tip), replace(TARGET, next_at=None), HERE)
    assert "next one" not in over.text


def test_an_absence_is_one_summary() -> None:
    since = dt.datetime(2027, 3, 8, 16, 40, tzinfo=dt.UTC)
    until = since + dt.timedelta(minutes=90)
    away = Absence(since, until, late=3, skipped=1)
    post = Notices(Words()).absence(away, "Europe/Berlin")
    assert post.text == (
        "I was away on Mon 8 Mar, 17:40 to 19:10 (Berlin)\n"
        "3 posts went out late and say so. 1 was too old and was skipped. "
        "Nothing was posted twice. You need to do nothing."
    )
    longer = Notices(Words()).absence(replace(away, until=since + dt.timedelta(days=3)), "UTC")
    assert longer.card.title == ("I was away from Mon 8 Mar, 16:40 to Thu 11 Mar, 16:40 (UTC)")


def test_nothing_twice_is_said_only_where_every_receipt_proves_it() -> None:
    away = Absence(NOW, NOW, doubtful=("https://x.org/1", "", "https://x.org/2"))
    post = Notices(Words()).absence(away, "UTC")
    assert "Nothing was posted twice" not in post.text
    assert "3 may be there or not: please look." in post.text
    links = [each.url for each in post.card.actions if isinstance(each, Link)]
    assert links == ["https://x.org/1", "https://x.org/2"]


def test_the_end_of_a_season_is_asked_about_in_time() -> None:
    def ends(then: int) -> Post:
        return Notices(Words()).season_ends(
            schedule(What.nudge),
            replace(TARGET, then=then),
            HERE,
            week=26,
            last=MONDAYS[0],
            seasons=(1, 2),
        )

    text = ends(0).text
    assert f"Week 26 on {DAYS[0]} is the last one of season 1. What comes then?" in text
    assert "Without an answer I stop after it." in text
    assert [go.season for go in goes(ends(0).card, SeasonAfter)] == [1, 2, 0]
    assert [go.season for go in goes(ends(2).card, SeasonAfter)] == [1, 0]


@pytest.mark.parametrize("locale", ["en", PSEUDO])
def test_every_notice_fits_both_platforms(locale: str) -> None:
    notices = Notices(Lexicon().speak(locale))
    group = replace(HERE, name="A group with a name that goes on for a rather long while, really")
    more = (Button("Other channel", CheckAgain(schedule="s", group="g")),)
    away = Absence(NOW, NOW + dt.timedelta(days=400), 9_999, 9_999, ("https://x.org",) * 5)
    posts = [
        notices.healed(schedule(What.question), TARGET, group, more=more),
        notices.absence(away, "America/Argentina/Buenos_Aires", more=more),
        notices.season_ends(
            schedule(What.nudge), TARGET, group, week=26, last=MONDAYS[0], seasons=(1, 2, 3, 4)
        ),
    ]
    for reason in Reason:
        for platform in Platform:
            plan = replace(schedule(What.question), community=Community(platform, "1"))
            target = replace(TARGET, suspended=reason)
            missing = ["Send Messages in Threads", "Mention @everyone, @here and All Roles"]
            posts.append(
                notices.on_hold(plan, target, group, missing=missing, unposted=MONDAYS, more=more)
            )
    for post in posts:
        body = on_discord(post)
        assert message_faults({"flags": 0, "attachments": [], **body}, []) == []
        assert validate_discord(body) == []
        said = on_slack(post)
        assert validate_slack(said["blocks"], said["text"], "message") == []


@dataclass
class Remembering:
    """A poster that remembers, and refuses what it is told to."""

    sent: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    told: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    trouble: Exception | None = None

    async def send(self, place: Place, post: Post, *, key: str, within: float) -> Sent:
        del key, within
        if self.trouble:
            raise self.trouble
        self.sent.append((place.channel, post.card.title))
        return Sent("1")

    async def tell(self, community: Community, user: str, card: Card, *, key: str) -> None:
        del community, key
        if isinstance(self.trouble, Later):
            raise self.trouble
        self.told.append((user, card.title))


@dataclass
class Office:
    shelf: Shelf = field(default_factory=Shelf)
    poster: Remembering = field(default_factory=Remembering)

    async def tells(self, editor: str | None = None, language: str = "") -> bool:
        notifier = Notifier(
            cast("Any", self.shelf),
            {Platform.discord: cast("Any", self.poster)},
            Lexicon(catalogue),
        )
        target = replace(TARGET, suspended=Reason.no_right)
        return await notifier.tell(
            COMMUNITY,
            lambda notices: notices.on_hold(schedule(What.nudge), target, HERE),
            key="k",
            editor=editor,
            language=language,
        )

    async def person(self, account: Account, language: str = "") -> str:
        place = Place(account.platform, "c")
        asked = Request(str(account), account, "mona", place, NOW)
        async with self.shelf.memory.write(asked) as work:
            found = await work.people.ensure(account, NOW)
            await work.people.change(found, language=language)
        return found


@pytest.fixture
def office() -> Office:
    return Office()


MONA = Account(Platform.discord, "", "77")
TITLE = "On hold: Weekly nudge for ML evenings"


async def test_the_notice_channel_is_told_first(office: Office) -> None:
    office.shelf.setups[COMMUNITY] = Setup(COMMUNITY, notices="123")
    assert await office.tells(await office.person(MONA))
    assert (office.poster.sent, office.poster.told) == ([("123", TITLE)], [])


async def test_without_a_channel_the_last_editor_is_told_in_their_language(office: Office) -> None:
    assert await office.tells(await office.person(MONA, PSEUDO))
    assert office.poster.sent == []
    ((user, title),) = office.poster.told
    assert (user, title[:3]) == ("77", "[Óñ")


async def test_when_the_channel_refuses_the_editor_is_told(office: Office) -> None:
    office.shelf.setups[COMMUNITY] = Setup(COMMUNITY, notices="123")
    office.poster.trouble = Refused("no right")
    assert await office.tells(await office.person(MONA))
    assert office.poster.told == [("77", TITLE)]
    assert not await office.tells()


async def test_when_it_cannot_be_said_now_it_is_tried_later(office: Office) -> None:
    office.shelf.setups[COMMUNITY] = Setup(COMMUNITY, notices="123")
    office.poster.trouble = Later(1.0)
    assert not await office.tells(await office.person(MONA))
    assert office.poster.told == []


async def test_who_is_only_elsewhere_is_not_told(office: Office) -> None:
    elsewhere = await office.person(Account(Platform.slack, "T1", "U1"))
    assert not await office.tells(elsewhere)
    assert not await office.tells("nobody")
