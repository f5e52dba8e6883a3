"""/settings: a person's language, zone and pace."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.catalog.search import match
from bot.core.cards import Button, Card, Choice, Facts, Note, Text, Tone, row
from bot.core.context import Context
from bot.core.forms import FormErrors
from bot.core.markup import Marked
from bot.core.people import Person
from bot.core.registry import handles, seeds, suggests
from bot.core.replies import Edit, Reply
from bot.features.desk import Desk
from bot.intents.person import ChangeSettings, Privacy, Settings
from bot.intents.suggestions import LANGUAGES, ZONES
from bot.study.zones import city, clock, names

MOST_HOURS = 60


@dataclass(frozen=True, slots=True)
class SettingsFeature:
    """Serves a person's own settings. `languages` maps tags to their own names."""

    desk: Desk
    languages: Mapping[str, str]

    @suggests(ZONES.key)
    async def zones(self, ctx: Context, typed: str) -> tuple[Choice, ...]:
        """Complete a zone by city, zone name or abbreviation, with its time now."""
        every = tuple(Choice(zone, name) for zone, name in names())
        best: dict[str, Choice] = {}
        for found in match(typed, every, limit=80):
            label = f"{city(found.value)} · {clock(found.value, ctx.now)}"
            best.setdefault(found.value, Choice(found.value, label, found.value))
        return tuple(best.values())[:25]

    @suggests(LANGUAGES.key)
    async def spoken(self, ctx: Context, typed: str) -> tuple[Choice, ...]:
        """Complete a language by its own name or its tag."""
        del ctx
        return match(typed, tuple(Choice(tag, name) for tag, name in self.languages.items()))

    @handles(Settings)
    async def settings(self, ctx: Context, ask: Settings) -> Reply:
        """Show what is set."""
        del ask
        async with self.desk.read(ctx) as (_, person):
            now = person or Person("")
        return Edit(self._card(ctx, now.language, now.zone, now.pace))

    @seeds(ChangeSettings)
    async def seed(self, ctx: Context, ask: ChangeSettings) -> Mapping[str, str]:
        """Fill the form with what is set."""
        del ask
        async with self.desk.read(ctx) as (_, person):
            now = person or Person("")
        return {"language": now.language, "zone": now.zone, "pace": str(now.pace or "")}

    @handles(ChangeSettings)
    async def change(self, ctx: Context, ask: ChangeSettings) -> Reply:
        """Keep what was written into the form. Raises FormErrors that name every mistake."""
        wrong: dict[str, str] = {}
        language = await self._one(ctx, "language", ask.language or "", wrong)
        zone = await self._one(ctx, "zone", ask.zone or "", wrong)
        pace = _hours(ctx, ask.pace or "", wrong)
        if wrong:
            raise FormErrors(wrong)
        async with self.desk.write(ctx) as (work, person):
            await work.people.change(person, language=language, zone=zone, pace=pace)
        self.desk.directory.forget(ctx.request.account)
        card = self._card(ctx, language, zone, pace)
        return Edit(Card(card.title, (Text(ctx.words.t("*Saved.*")), *card.blocks)))

    async def _one(self, ctx: Context, field: str, typed: str, wrong: dict[str, str]) -> str:
        """Read one field; what is not clear goes to `wrong`."""
        if not typed.strip():
            return ""
        complete = self.zones if field == "zone" else self.spoken
        found = await complete(ctx, typed)
        sure = [choice for choice in found if choice.value.casefold() == typed.strip().casefold()]
        if len(found) == 1 or sure:
            return (sure or found)[0].value
        if found:
            names_ = ", ".join(choice.label for choice in found[:6])
            wrong[field] = ctx.words.s("Which one: {names}?", names=names_)
            return ""
        hint = ctx.words.s("I do not know it. Write a large city near you, such as Berlin.")
        other = ctx.words.s("I speak: {names}.", names=", ".join(self.languages.values()))
        wrong[field] = hint if field == "zone" else other
        return ""

    def _card(self, ctx: Context, language: str, zone: str, pace: int) -> Card:
        words = ctx.words
        as_app = words.t("as your app says")
        shown_zone = (
            words.t("{city} ({time} now)", city=city(zone), time=clock(zone, ctx.now))
            if zone
            else as_app
        )
        hours = (
            words.tn("{n} hour a week", "{n} hours a week", pace) if pace else words.t("not said")
        )
        return Card(
            words.s("Your settings"),
            (
                Facts(
                    (
                        (words.s("Language"), Marked(self.languages.get(language, "")) or as_app),
                        (words.s("Time zone"), shown_zone),
                        (words.s("Pace"), hours),
                    )
                ),
                *row(
                    Button(words.s("Change"), ChangeSettings(), Tone.first),
                    Button(words.s("Privacy"), Privacy()),
                ),
                Note(words.t("Only you see this.")),
            ),
        )


def _hours(ctx: Context, typed: str, wrong: dict[str, str]) -> int:
    if not typed.strip():
        return 0
    if typed.strip().isdecimal() and int(typed) <= MOST_HOURS:
        return int(typed)
    wrong["pace"] = ctx.words.s("Write a whole number from 0 to {n}.", n=MOST_HOURS)
    return 0
