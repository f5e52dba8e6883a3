"""What can be changed before Start: days, time, zone, places, words, dates, options, mentions."""

import datetime as dt

import pytest

from bot.core.cards import Card
from bot.core.people import Rank
from bot.core.posting import Role
from bot.core.replies import Amend, Ask, Edit, Reply, Say
from bot.intents.group_desk import NewGroup
from bot.intents.schedules import (
    AimHere,
    ChangeDates,
    ChangeDraft,
    ChangeRole,
    ChangeText,
    ChangeWeek,
    ChangeWhen,
    ChangeZone,
    DiscardDraft,
    NewSchedule,
    SetDays,
    SetGrace,
    SetOption,
    SetRole,
    SetStep,
    SetTime,
    SetTrait,
    SetZone,
    StartDraft,
    ToggleGroup,
)
from bot.study.drafts import Draft
from bot.study.recurrence import Every
from tests.journey.booth import HERE, Booth, Visitor, goes, picks, texts


class Table:
    """A moderator with a draft before them."""

    def __init__(self, booth: Booth, mod: Visitor, draft: str) -> None:
        self.booth, self.mod, self.draft = booth, mod, draft

    @classmethod
    async def with_(cls, booth: Booth, what: str = "nudge", channel: str = "general") -> "Table":
        """Begin a draft."""
        mod = booth.visitor("mod", rank=Rank.moderator, channel=channel)
        card = await mod.asks(NewSchedule.model_validate({"what": what}))
        (discard,) = goes(card, DiscardDraft)
        return cls(booth, mod, discard.draft)

    async def when(self, **typed: str) -> Reply:
        """Send the form of days and times, as it stands but for what is typed."""
        form = await self.booth.bot.answer(
            self.mod.request(), ChangeDraft(draft=self.draft, part="when")
        )
        assert isinstance(form, Ask)
        values = {name: form.seed[name] for name in ("days", "time", "starts", "until")}
        return await self.mod.sends(ChangeWhen(draft=self.draft), **(values | typed))

    async def zone(self, typed: str) -> Reply:
        """Send the form of the zone."""
        return await self.mod.sends(ChangeZone(draft=self.draft), zone=typed)

    async def now(self) -> Draft:
        """Return the draft as it is kept."""
        async with self.booth.store.read() as work:
            schedule = await work.schedules.get(HERE, self.draft)
            assert schedule is not None
            return Draft(schedule, await work.schedules.targets(self.draft))


def said(reply: Reply) -> str:
    return texts(card(reply))


def card(reply: Reply) -> Card:
    assert isinstance(reply, Edit | Say), reply
    return reply.card


def errors(reply: Reply) -> dict[str, str]:
    assert isinstance(reply, Amend), reply
    return dict(reply.errors)


async def test_days_and_time_as_people_type_them(booth: Booth) -> None:
    table = await Table.with_(booth)
    assert "Every 2 weeks on Friday, 07:30" in said(
        await table.when(days="every 2 weeks on Friday", time="7:30 am")
    )
    rule = (await table.now()).schedule.rule
    assert (rule.every, rule.interval, rule.at) == (Every.week, 2, dt.time(7, 30))
    assert rule.anchor == dt.date(2027, 3, 12), "counted from the first Friday"
    assert "Every Monday, 20:00" in said(await table.when(days="mondays at 20:00"))


async def test_a_form_that_is_sent_back_unchanged_changes_nothing(booth: Booth) -> None:
    table = await Table.with_(booth)
    for days in ("monthly on the 31st", "last day of the month", "second tuesday of the month"):
        await table.when(days=days)
        before = (await table.now()).schedule.rule
        await table.when()
        assert (await table.now()).schedule.rule == before


async def test_seven_is_morning_or_evening(booth: Booth) -> None:
    table = await Table.with_(booth)
    asked = card(await table.when(time="7", days="weekdays"))
    buttons = {go.minutes for go in goes(asked, SetTime)}
    assert buttons == {7 * 60, 19 * 60}
    rule = (await table.now()).schedule.rule
    assert (rule.every, rule.at) == (Every.weekdays, dt.time(18)), "all else is kept"
    table.mod.shown = asked
    shown = await table.mod.goes(SetTime, lambda go: go.minutes == 19 * 60)
    assert "Weekdays, 19:00" in texts(shown)


async def test_every_second_tuesday_has_two_meanings(booth: Booth) -> None:
    table = await Table.with_(booth)
    asked = card(await table.when(days="every second Tuesday"))
    table.mod.shown = asked
    assert len(goes(asked, SetDays)) == 2
    await table.mod.goes(SetDays, lambda go: go.every == "month_weekday")
    assert (await table.now()).schedule.rule.nth == 2
    table.mod.shown = asked
    await table.mod.goes(SetDays, lambda go: go.every == "week")
    assert (await table.now()).schedule.rule.interval == 2


@pytest.mark.parametrize(
    ("typed", "field", "what"),
    [
        ({"days": "sometimes"}, "days", "I do not read"),
        ({"time": "25:00"}, "time", "No clock shows"),
        ({"starts": "31 Feb"}, "starts", "No calendar has"),
        ({"starts": "4/5"}, "starts", "Which one: "),
        ({"until": "7 Mar 2027"}, "until", "before the first one"),
        ({"days": "biweekly", "time": "7"}, "time", "Which one: 07:00, 19:00?"),
    ],
)
async def test_mistakes_stand_at_their_field(
    booth: Booth, typed: dict[str, str], field: str, what: str
) -> None:
    table = await Table.with_(booth)
    before = await table.now()
    assert what in errors(await table.when(**typed))[field]
    assert await table.now() == before


async def test_all_mistakes_of_a_form_are_named_at_once(booth: Booth) -> None:
    table = await Table.with_(booth)
    wrong = {"days": "blursday", "time": "25:99", "starts": "31 Feb", "until": "sometime"}
    named = errors(await table.when(**wrong))
    assert named.keys() == wrong.keys()
    assert '"31 Feb"' in named["starts"]
    dates = ChangeDates(draft=table.draft)
    named = errors(await table.mod.sends(dates, skips="31 Feb", country="Atlantis", moves="skip"))
    assert named.keys() == {"skips", "country"}
    two = errors(await table.when(days="every second Tuesday", time="7", starts="31 Feb"))
    assert two.keys() == {"time", "starts"}, "and of two questions, one is asked in the form"
    assert (await table.now()).schedule.rule.at == dt.time(18), "nothing of it is kept"


async def test_a_first_and_a_last_date(booth: Booth) -> None:
    table = await Table.with_(booth)
    shown = said(await table.when(starts="1 Apr", until="20 Apr"))
    assert "Mon 5 Apr 18:00" in shown
    assert "Next 3" in shown
    assert "Until Tue, 20 Apr 2027" in shown
    assert "weeks 1 to 3 of 26" in shown
    assert "Next 5" in said(await table.when(starts="", until=""))


async def test_est_is_answered_with_cities(booth: Booth) -> None:
    table = await Table.with_(booth)
    asked = card(await table.zone("EST"))
    (menu,) = picks(asked, SetZone)
    assert "America--New_York" in {each.value for each in menu.options}
    assert any(each.label == "New York, 07:00" for each in menu.options)
    chosen = SetZone(draft=table.draft, zone="America--New_York")
    shown = texts(await table.mod.asks(chosen))
    assert "Every Monday, 18:00 in New York (07:00 now)" in shown
    assert "I know no zone" in errors(await table.zone("Zzyzx"))["zone"]


async def test_the_clock_change_is_said_once(booth: Booth) -> None:
    table = await Table.with_(booth)
    shown = said(await table.zone("Berlin"))
    assert "Sun 28 Mar: clocks change. It stays 18:00 in Berlin." in shown
    assert "Mon 22 Mar 18:00 · 2027-03-22 17:00 UTC" in shown
    assert "Mon 29 Mar 18:00 · 2027-03-29 16:00 UTC" in shown
    assert shown.count("clocks change") == 1


async def test_holidays_and_skip_dates_stand_between_the_dates(booth: Booth) -> None:
    table = await Table.with_(booth)
    reply = await table.mod.sends(
        ChangeDates(draft=table.draft), skips="15 Mar, 2027-03-22", country="Germany", moves="skip"
    )
    shown = said(reply)
    assert "Mon 15 Mar · left out by you" in shown
    assert "Mon 29 Mar · skipped: Easter Monday" in shown
    assert "Public holidays of DE: left out" in shown
    assert "weeks 1 to 5 of 26" in shown, "what is skipped delays the season"
    moved = await table.mod.sends(
        ChangeDates(draft=table.draft), skips="", country="DE", moves="next working day"
    )
    assert "Tue 30 Mar 18:00 · 2027-03-30 18:00 UTC (moved by a holiday)" in said(moved)
    bad = await table.mod.sends(
        ChangeDates(draft=table.draft), skips="someday", country="", moves="skip"
    )
    assert "as a date" in errors(bad)["skips"]
    unknown = await table.mod.sends(
        ChangeDates(draft=table.draft), skips="", country="Atlantis", moves="skip"
    )
    assert "no public holidays" in errors(unknown)["country"]


async def test_own_words_are_written_before_a_start(booth: Booth) -> None:
    table = await Table.with_(booth, "text")
    shown = table.mod.shown
    assert "No text yet" in texts(shown)
    assert not goes(shown, StartDraft)
    words = ChangeText(draft=table.draft)
    wrong = errors(await table.mod.sends(words, title="Hello *you*", text="*open"))
    assert set(wrong) == {"title", "text"}
    reply = await table.mod.sends(words, title="Demo day", text="Bring *one* chart.\n@everyone")
    assert "Demo day\nBring one chart.\n@everyone" in said(reply)
    table.mod.shown = card(reply)
    assert (await table.mod.goes(StartDraft)).title.startswith("Started")


async def test_the_season_can_begin_later(booth: Booth) -> None:
    table = await Table.with_(booth)
    reply = await table.mod.sends(ChangeWeek(draft=table.draft), season="1", week="4")
    assert "Season 1, weeks 4 to 8 of 26" in said(reply)
    assert "Week 4:" in said(reply)
    ask = ChangeWeek(draft=table.draft)
    assert "no season 7" in errors(await table.mod.sends(ask, season="7", week="1"))["season"]
    assert "last week is 26" in errors(await table.mod.sends(ask, season="1", week="27"))["week"]


async def test_tips_can_be_narrowed(booth: Booth) -> None:
    table = await Table.with_(booth, "tip")
    narrow = await table.mod.asks(ChangeDraft(draft=table.draft, part="what"))
    (traits,), (steps,) = picks(narrow, SetTrait), picks(narrow, SetStep)
    await table.mod.asks(SetTrait(draft=table.draft, trait=traits.options[1].value))
    await table.mod.asks(SetStep(draft=table.draft, step=steps.options[1].value))
    options = (await table.now()).schedule.options
    assert options.trait == traits.options[1].value
    assert options.step == steps.options[1].value
    await table.mod.asks(SetTrait(draft=table.draft, trait="any"))
    assert (await table.now()).schedule.options.trait == ""


async def test_options_are_switched_on_their_card(booth: Booth) -> None:
    table = await Table.with_(booth)
    opened = await table.mod.asks(ChangeDraft(draft=table.draft, part="options"))
    assert "Thread: on\nSilent: off" in texts(opened)
    for option in ("thread", "silent", "after_own"):
        await table.mod.goes(SetOption, lambda go, name=option: go.option == name)
    assert "Thread: off\nSilent: on" in texts(table.mod.shown)
    late = await table.mod.asks(SetGrace(draft=table.draft, hours=3))
    assert "up to 3 h late" in texts(late)
    kept = (await table.now()).schedule
    assert (kept.options.thread, kept.options.silent, kept.options.after_own) == (False, True, True)
    assert kept.grace == dt.timedelta(hours=3)


async def test_one_role_is_mentioned_and_never_everyone(booth: Booth) -> None:
    booth.wall.known_roles = (Role("77", "ml-evenings"), Role(HERE.id, "@everyone"))
    table = await Table.with_(booth)
    opened = await table.mod.asks(ChangeDraft(draft=table.draft, part="role"))
    (menu,) = picks(opened, SetRole)
    assert [each.label for each in menu.options] == ["Nobody", "ml-evenings"]
    shown = await table.mod.asks(SetRole(draft=table.draft, role="77"))
    assert "Mentions ml-evenings: I cannot count" in texts(shown)
    for everyone in ("@everyone", "here", HERE.id):
        reply = await table.mod.sends(ChangeRole(draft=table.draft), role=everyone)
        assert "never mention everyone" in errors(reply)["role"]
    assert (await table.now()).schedule.options.role == "77"
    typed = await table.mod.sends(ChangeRole(draft=table.draft), role="<@&88>")
    assert "Mentions 88" in said(typed)
    for name in ("ml-evenings", "@ML-Evenings"):
        typed = await table.mod.sends(ChangeRole(draft=table.draft), role=name)
        assert "Mentions ml-evenings" in said(typed)
        assert (await table.now()).schedule.options.role == "77"
    reply = await table.mod.sends(ChangeRole(draft=table.draft), role="<!channel>")
    assert "I find no role" in errors(reply)["role"], "it would be a mention of nobody"
    assert "Mentions nobody" in texts(
        await table.mod.asks(SetRole(draft=table.draft, role="nobody"))
    )


async def test_several_groups_each_at_its_own_time(booth: Booth) -> None:
    mod = booth.visitor("mod", rank=Rank.moderator, channel="tokyo")
    await mod.sends(NewGroup(), name="Tokyo nights", zone="Tokyo", starts="")
    table = await Table.with_(booth)
    opened = await table.mod.asks(ChangeDraft(draft=table.draft, part="where"))
    (menu,) = picks(opened, ToggleGroup)
    (tokyo,) = [each.value for each in menu.options]
    await table.mod.asks(ToggleGroup(draft=table.draft, group=tokyo))
    draft = await table.now()
    assert {each.zone for each in draft.targets} == {"UTC", "Asia/Tokyo"}
    shown = await table.mod.asks(ChangeDraft(draft=table.draft, part="where"))
    assert "Take out Tokyo nights" in {each.label for each in picks(shown)[0].options}
    await table.mod.asks(StartDraft(draft=table.draft))
    live = await table.now()
    assert {each.next_at for each in live.targets} == {
        dt.datetime(2027, 3, 8, 18, tzinfo=dt.UTC),
        dt.datetime(2027, 3, 15, 9, tzinfo=dt.UTC),
    }


async def test_a_draft_follows_its_moderator_into_another_channel(booth: Booth) -> None:
    table = await Table.with_(booth)
    elsewhere = booth.visitor("mod", rank=Rank.moderator, channel="evenings")
    shown = await elsewhere.asks(AimHere(draft=table.draft))
    assert "In #evenings" in texts(shown)
    assert "general" not in texts(shown)
    again = await elsewhere.asks(AimHere(draft=table.draft))
    assert texts(again) == texts(shown)
