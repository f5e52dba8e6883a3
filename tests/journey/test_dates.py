"""Facts with dates: when nobody has looked again, they say so and claim nothing."""

import datetime as dt
import re
from itertools import pairwise

import pytest

from bot.catalog.catalog import Catalog
from bot.catalog.status import needs_recheck
from tests.journey.chat import Chat, Home, chatting
from tests.journey.quizzing import said

RECHECK = "re-check"
CLAIMS = re.compile(r"\b(open|opens|trial phase|closing)\b", re.IGNORECASE)


def looked(catalog: Catalog) -> dt.date:
    """Return the last day on which somebody looked at exams and pay."""
    return max(fact.checked_on for fact in (*catalog.certifications, *catalog.salaries))


def check_exams(chat: Chat, catalog: Catalog, today: dt.date) -> int:
    """Look at the list and at every exam; return how many need a re-check."""
    overdue = [exam for exam in catalog.certifications if needs_recheck(exam, today)]
    listed, _, _ = chat.says("/certs").text.partition("Check an exam:")
    confirmed, _, late = listed.partition("Needs a re-check")
    for exam in catalog.certifications:
        where, other = (late, confirmed) if exam in overdue else (confirmed, late)
        names = {exam.name, exam.code or exam.name}
        assert any(name in where for name in names), exam.id
        assert not any(re.search(rf"{re.escape(name)}(?=[,)\n])", other) for name in names)
    for exam in overdue:
        card = chat.says(f"/certs {exam.id}")
        state, _, _ = card.text.partition("Checked on")
        assert RECHECK in state
        assert said(exam.says) not in card, "what it said then is not said now"
        assert not CLAIMS.search(state.replace(exam.name, "")), card.raw
    return len(overdue)


def check_pay(chat: Chat, catalog: Catalog, today: dt.date) -> int:
    """Look at every figure; return how many need a re-check."""
    overdue = [figure for figure in catalog.salaries if figure.stale(today)]
    assert (RECHECK in chat.says("/salary")) is bool(overdue)
    for figure in catalog.salaries:
        card = chat.says(f"/salary {figure.id}")
        assert (RECHECK in card) is (figure in overdue)
        sources = " ".join(card.text.split()).partition("Sources: ")[2].split("; ")
        alike = [one for one, later in pairwise(sources) if later.startswith(one)]
        assert not alike, "two that look alike are said once"
    return len(overdue)


@pytest.mark.parametrize("days", [0, 120, 400])
def test_overdue_facts_say_so(home: Home, catalog: Catalog, days: int) -> None:
    today = looked(catalog) + dt.timedelta(days=days)
    with chatting(home, "--moderator", "--at", f"{today} 12:00") as chat:
        exams = check_exams(chat, catalog, today)
        pay = check_pay(chat, catalog, today)
        managed = chat.says("/manage content")
    late = [
        fact
        for fact in (*catalog.certifications, *catalog.salaries, *catalog.facts())
        if fact.stale(today)
    ]
    named = [fact for fact in late if f"- {fact.id}, due" in managed]
    more = re.search(r"And (\d+) more", managed.text)
    assert len(named) + int(more[1] if more else 0) == len(late)
    assert bool(late) is bool(named)
    if days == 400:
        ends = [exam.last_exam_day or exam.retired_on for exam in catalog.certifications]
        assert exams >= ends.count(None) > 0, "what was open may have closed since"
        assert pay == len(catalog.salaries)
