"""Recurring posts of the whole pack: within both platforms' limits, and as the cards are drawn."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from adapters.discord.poster import payload as on_discord
from adapters.slack.poster import payload as on_slack
from bot.catalog.catalog import Catalog
from bot.catalog.loader import builtin, load
from bot.core.cards import Button
from bot.core.posting import Post
from bot.core.words import PSEUDO, Lexicon, Words
from bot.features.posts_cards import PostCards, shown_in
from bot.features.posts_lines import late_words, rhythm, span, when
from bot.intents.posts import AnswerPrivately, CheckIn, WhyPost
from bot.study.composing import milestones, questions
from bot.study.recurrence import Every, Rule
from bot.study.schedules import Occurrence, Schedule, What
from tests.doubles.discord.openapi import Specification
from tests.doubles.discord.validate import message_faults
from tests.doubles.limits import validate_discord, validate_slack
from tests.unit.study.plans import MONDAY, TARGET, occurrence, schedule

MESSAGES = "/channels/{channel_id}/messages"
CAP = 900
"""Characters of a post that nobody asked for (cards, rule 1)."""

LONGEST_RULE = Rule(Every.week, dt.time(23, 59), MONDAY, weekdays=frozenset({2, 3}), interval=1)


@pytest.fixture(scope="module")
def pack() -> Catalog:
    return load([builtin()])


def refused(body: dict[str, Any]) -> list[tuple[str, str]]:
    return message_faults({"flags": 0, "attachments": [], **body}, [])


def words(locale: str) -> Words:
    return Lexicon().speak(locale)


def pieces(pack: Catalog, what: What) -> list[tuple[Schedule, Occurrence]]:
    plan = schedule(what, LONGEST_RULE, thread=True, role="4000000000000000003")
    match what:
        case What.nudge:
            return [
                (plan, occurrence(each.id, season=each.season, week=each.week))
                for each in pack.nudges()
            ]
        case What.tip:
            return [(plan, occurrence(each.id)) for each in pack.tips()]
        case What.question:
            return [(plan, occurrence(each.id)) for each in questions(pack, plan)]
        case What.roadmap:
            return [(plan, occurrence(each.id)) for each in milestones(pack, plan)]
        case What.text:
            text = "*Hello* `code` <@1> @everyone\n" + "word " * 150
            return [(replace(plan, options=replace(plan.options, text=text)), occurrence())]


def posts(pack: Catalog, what: What, spoken: Words) -> Iterator[Post]:
    target = replace(TARGET, zone="America/Argentina/Buenos_Aires")
    for plan, one in pieces(pack, what):
        drawn = PostCards(pack, spoken).post(plan, one, "")
        assert drawn is not None
        late = late_words(spoken, dt.timedelta(hours=11, minutes=59))
        foot = " · ".join((late, drawn.about, rhythm(spoken, plan, target, one)))
        assert len(drawn.thread) <= 100
        yield Post(drawn.card, foot, one.ref, plan.options.role, silent=True, thread=drawn.thread)


@pytest.mark.parametrize("locale", ["en", PSEUDO])
@pytest.mark.parametrize("what", list(What))
def test_every_piece_makes_a_post_that_both_platforms_take(
    pack: Catalog, what: What, locale: str
) -> None:
    specification = Specification.load()
    count = 0
    for post in posts(pack, what, words(locale)):
        body = on_discord(post, everyone="4")
        assert refused(body) == [], post.card.title
        assert validate_discord({**body, "allowed_mentions": {"parse": []}}) == []
        assert body["allowed_mentions"] == {"parse": [], "roles": [post.role]}
        assert body["content"].split("\n") == [body["content"].split("\n")[0], f"<@&{post.role}>"]
        assert body["embeds"][0]["footer"]["text"].endswith(f"· ref {post.ref}")
        if count < 3:
            assert specification.faults("POST", MESSAGES, body) == []
        said = on_slack(replace(post, role=""))
        assert validate_slack(said["blocks"], said["text"], "message") == []
        if locale == "en":
            assert post.card.size <= CAP, post.card.title
        count += 1
    assert count == len(pieces(pack, what))


def test_a_nudge_reads_as_it_was_drawn(pack: Catalog) -> None:
    nudge = pack.nudges(season=1, week=4)[0]
    plan = schedule(What.nudge, thread=True)
    one = occurrence(nudge.id, season=1, week=4)
    drawn = PostCards(pack, Words()).post(plan, one, "")
    assert drawn is not None
    card = drawn.card
    foot = f"{drawn.about} · {rhythm(Words(), plan, TARGET, one)}"
    assert Post(card, foot, one.ref).text.split("\n") == [
        "Week 4: Two tools, one truth · 45 min",
        f"Do (45 min) {nudge.challenge}",
        f"Why {nudge.why}",
        f"Discuss in the thread {nudge.discuss}",
        nudge.checkin,
        "[Match] [Differ] [Not yet]",
        "[Open the skill] [Why this post?]",
        f"Week 4 of 26 · Mondays 18:00 Berlin · ref {one.ref}",
    ]
    assert drawn.thread == "Week 4: Two tools, one truth"
    alone = PostCards(pack, Words()).post(schedule(What.nudge), one, "")
    assert alone is not None
    assert "Discuss in the thread" not in Post(alone.card, "").text


def test_the_buttons_name_the_occurrence(pack: Catalog) -> None:
    nudge = pack.nudges(season=1, week=4)[0]
    one = replace(occurrence(nudge.id), extra=3)
    drawn = PostCards(pack, Words()).post(schedule(What.nudge), one, "")
    assert drawn is not None
    intents = [each.go for each in drawn.card.actions if isinstance(each, Button)]
    found = {type(each): each for each in intents}
    check, why = found[CheckIn], found[WhyPost]
    for each in (check, why):
        assert isinstance(each, (CheckIn, WhyPost))
        assert (each.schedule, each.group) == (one.schedule, one.group)
        assert (dt.date.fromordinal(each.day), each.extra) == (one.local, 3)
    answers = [each.answer for each in intents if isinstance(each, CheckIn)]
    assert answers == ["match", "differ", "not-yet"]


def test_a_question_keeps_its_answer_to_itself(pack: Catalog) -> None:
    item = questions(pack, schedule(What.question))[0]
    drawn = PostCards(pack, Words()).post(schedule(What.question), occurrence(item.id), "")
    assert drawn is not None
    text = Post(drawn.card, "").text
    assert item.stem in text.replace("`", "") or item.stem.replace("`", "") in text
    assert item.explain not in text
    buttons = [each for each in drawn.card.actions if isinstance(each, Button)]
    assert [type(each.go) for each in buttons] == [AnswerPrivately, WhyPost]
    assert shown_in(item, occurrence(item.id)) == shown_in(item, occurrence(item.id))


def test_free_text_keeps_bold_and_code_and_nothing_else(pack: Catalog) -> None:
    plan = schedule(What.text, text="*Tonight* run `make` <@&1> @everyone [a](https://x.org)")
    drawn = PostCards(pack, Words()).post(plan, occurrence(), "")
    assert drawn is not None
    text = on_discord(Post(drawn.card, ""))["embeds"][0]["description"]
    assert text.startswith(r"**Tonight** run `make` \<\@&1> \@everyone \[a\](https\://x.org)")
    instead = PostCards(pack, Words()).post(schedule(What.nudge), occurrence("x"), "No meeting")
    assert instead is not None
    assert (instead.card.title, instead.about) == ("For the evenings", "")


@pytest.mark.parametrize("what", [each for each in What if each is not What.text])
def test_a_piece_that_is_gone_makes_no_post(pack: Catalog, what: What) -> None:
    assert PostCards(pack, Words()).post(schedule(what), occurrence("no-such-piece"), "") is None
    assert PostCards(pack, Words()).post(schedule(what), occurrence(""), "") is None


def test_a_text_without_words_makes_no_post(pack: Catalog) -> None:
    assert PostCards(pack, Words()).post(schedule(What.text, text=" "), occurrence(), "") is None


@pytest.mark.parametrize("total", [4, 5])
def test_a_recap_shows_no_figures_below_five(pack: Catalog, total: int) -> None:
    nudge = pack.nudges(season=1, week=4)[0]
    card = PostCards(pack, Words()).recap(occurrence(nudge.id), {"match": total - 1, "differ": 1})
    assert card is not None
    text = Post(card, "").text
    assert card.title == "Last week: Two tools, one truth"
    assert ("Match · 4" in text, "Not yet · 0" in text) == (total == 5, total == 5)
    assert ("Too few answers for numbers." in text) == (total == 4)
    assert all(each.reply in text for each in nudge.answer)


def test_a_recap_of_a_question_says_the_answer_and_why(pack: Catalog) -> None:
    item = next(each for each in questions(pack, schedule(What.question)) if not each.code)
    one = occurrence(item.id)
    few = PostCards(pack, Words()).recap(one, {item.option[0].id: 4})
    many = PostCards(pack, Words()).recap(one, {item.option[0].id: 5})
    assert few is not None
    assert many is not None
    assert "·" not in Post(few, "").text.replace(item.explain, "")
    shown = shown_in(item, one)
    assert f"Why {shown.key.upper()}:" in Post(few, "").text
    assert f"{item.option[0].text} · 5" in Post(many, "").text.replace("`", "")


@pytest.mark.parametrize("locale", ["en", PSEUDO])
def test_every_recap_fits(pack: Catalog, locale: str) -> None:
    counts = {"not-yet": 12_345, "match": 12_345}
    kinds = [*pieces(pack, What.nudge), *pieces(pack, What.question)]
    for _, one in kinds:
        card = PostCards(pack, words(locale)).recap(one, counts)
        assert card is not None
        assert refused(on_discord(Post(card, "", one.ref))) == []
        said = on_slack(Post(card, "", one.ref))
        assert validate_slack(said["blocks"], said["text"], "message") == []
    assert PostCards(pack, words(locale)).recap(occurrence("gone"), counts) is None


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        (Rule(Every.day, dt.time(9), MONDAY), "every day 09:00 Berlin"),
        (Rule(Every.day, dt.time(9), MONDAY, interval=3), "every 3 days 09:00 Berlin"),
        (Rule(Every.weekdays, dt.time(9, 5), MONDAY), "weekdays 09:05 Berlin"),
        (Rule(Every.week, dt.time(18), MONDAY), "Mondays 18:00 Berlin"),
        (LONGEST_RULE, "Wednesdays and Thursdays 23:59 Berlin"),
        (
            Rule(Every.week, dt.time(18), MONDAY, weekdays=frozenset({0, 2, 4})),
            "3 days a week 18:00 Berlin",
        ),
        (Rule(Every.week, dt.time(18), MONDAY, interval=2), "every 2 weeks 18:00 Berlin"),
        (Rule(Every.month_date, dt.time(18), MONDAY, day=31), "monthly 18:00 Berlin"),
        (
            Rule(Every.month_weekday, dt.time(18), MONDAY, nth=2, interval=3),
            "every 3 months 18:00 Berlin",
        ),
    ],
)
def test_the_foot_says_shortly_when_a_post_comes(rule: Rule, says: str) -> None:
    assert when(Words(), rule, "Europe/Berlin") == says


@pytest.mark.parametrize(
    ("minutes", "says"),
    [(40, "40 min"), (60, "1 h"), (130, "2 h 10 min"), (2879, "47 h 59 min"), (2880, "2 days")],
)
def test_a_span_is_said_to_the_minute(minutes: int, says: str) -> None:
    time = dt.timedelta(minutes=minutes)
    assert span(Words(), time) == says
    assert late_words(Words(), time) == f"Late by {says}, sorry"


def test_a_small_delay_is_not_worth_a_word() -> None:
    assert late_words(Words(), dt.timedelta(minutes=4, seconds=59)) == ""


def test_an_extra_post_says_so(pack: Catalog) -> None:
    one = replace(occurrence(pack.tips()[0].id), extra=1)
    assert rhythm(Words(), schedule(What.tip), TARGET, one) == "in addition to the plan"
