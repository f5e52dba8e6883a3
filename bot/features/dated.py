"""/salary and /certs: facts with dates. An overdue one is shown as overdue, never as true."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.catalog.catalog import Catalog
from bot.catalog.models import Certification, DatedFact, Source
from bot.catalog.models import Salary as Figure
from bot.catalog.search import match
from bot.catalog.status import Standing, State, standing
from bot.core.cards import Button, Card, Choice, Divider, Note, Text, Tone, row
from bot.core.context import Context
from bot.core.faults import OldCard
from bot.core.markup import Marked, bold, join, link, of_pack
from bot.core.registry import handles, suggests
from bot.core.replies import Edit, Reply
from bot.core.words import N_, Words
from bot.features.career import read_one
from bot.features.drawing import entry, menu, report, share_here
from bot.intents.career import Certs, Job, Salary, Sources
from bot.intents.suggestions import EXAMS, FIGURES

_PER = {"year": N_("a year"), "month": N_("a month"), "hour": N_("an hour")}
_TO_TAKE = (
    ((State.open, State.closing), N_("*Open*")),
    ((State.beta,), N_("*In a trial phase*")),
    ((State.not_yet,), N_("*Not open yet*")),
)
"""Groups of exams that are listed by their names."""

_TO_KNOW = (
    ((State.unknown,), N_("*Not confirmed:* {names}")),
    ((State.closed,), N_("*Over:* {names}")),
)
_RECHECK = N_("*Needs a re-check:* {names}")
"""Groups that are listed in a line, by codes where there are some; the menu has the names."""


@dataclass(frozen=True, slots=True)
class DatedFeature:
    """Serves pay figures and exams. Dates are compared with today in UTC."""

    catalog: Catalog

    @suggests(EXAMS.key)
    async def exams(self, ctx: Context, typed: str) -> tuple[Choice, ...]:
        """Complete an exam by name, code or vendor."""
        del ctx
        return match(
            typed,
            tuple(
                Choice(c.id, f"{c.name} ({c.code})" if c.code else c.name, c.vendor)
                for c in self.catalog.certifications
            ),
        )

    @suggests(FIGURES.key)
    async def figures(self, ctx: Context, typed: str) -> tuple[Choice, ...]:
        """Complete a pay figure by its title."""
        del ctx
        return match(typed, tuple(Choice(s.id, s.title) for s in self.catalog.salaries))

    @handles(Certs)
    async def certs(self, ctx: Context, ask: Certs) -> Reply:
        """Show which exams stand how today, or one of them."""
        if ask.exam is None:
            return Edit(self._exams(ctx))
        found = self.catalog.find(Certification, ask.exam)
        if found is None:
            raise OldCard(Certs())
        return Edit(self._exam(ctx, found))

    def _exams(self, ctx: Context) -> Card:
        words, today = ctx.words, ctx.now.date()
        stand = [(exam, standing(exam, today)) for exam in self.catalog.certifications]
        blocks: list[Text] = []
        for states, title in _TO_TAKE:
            found = [exam for exam, now in stand if now.state in states and not now.recheck]
            if found:
                names = (Marked(f"- {exam_name(exam)}") for exam in found)
                blocks.append(Text(join("\n", (words.t(title), *names))))
        for states, title in _TO_KNOW:
            found = [exam for exam, now in stand if now.state in states and not now.recheck]
            blocks += _in_short(words, title, found)
        blocks += _in_short(words, _RECHECK, [exam for exam, now in stand if now.recheck])
        options = tuple(
            entry(exam.id, exam_name(exam), exam.vendor) for exam in self.catalog.certifications
        )[:25]
        return Card(
            words.s("Exams"),
            (
                Text(
                    words.t("Computed from dates, today. Check the vendor's page before you pay.")
                ),
                *blocks,
                *menu(words.s("Check an exam"), Certs(), "exam", options),
                Note(words.t("An exam is optional. A project that runs says more.")),
            ),
        )

    def _exam(self, ctx: Context, exam: Certification) -> Card:
        words = ctx.words
        others = (self.catalog.get(Certification, each) for each in exam.instead)
        instead = tuple(entry(each.id, exam_name(each), each.vendor) for each in others)
        return Card(
            exam.name,
            (
                *self.exam_text(ctx, exam),
                *menu(words.s("Look at another exam"), Certs(), "exam", instead),
                *row(
                    Button(words.s("See all exams"), Certs()),
                    share_here(ctx, "exam", exam.id),
                    report(ctx, "certification", exam.id),
                ),
            ),
        )

    def exam_text(self, ctx: Context, exam: Certification) -> tuple[Text | Note | Divider, ...]:
        """Draw an exam's state, text and sources; it is the copy one can share."""
        words, now = ctx.words, standing(exam, ctx.now.date())
        blocks: list[Text | Note | Divider] = [
            Note(join(" · ", (Marked(part) for part in (exam.vendor, exam.code) if part))),
            Text(bold(_standing(words, exam, now))),
        ]
        if now.recheck:
            checked = words.date(exam.checked_on)
            page = link(words.s("the vendor's page"), exam.url)
            blocks.append(
                Text(
                    words.t("Last checked on {day}. Look at {page} first.", day=checked, page=page)
                )
            )
            return (*blocks, *self._proof(words, exam))
        blocks.append(Text(of_pack(exam.says)))
        if exam.keeps and now.state is State.closed:
            blocks.append(Text(of_pack(exam.keeps)))
        if exam.instead and now.state is State.closed:
            blocks.append(Text(words.t("*To look at instead*\n{lines}", lines=self._instead(exam))))
        if now.price is not None:
            amount = words.money(now.price.amount, now.price.currency)
            day = words.date(now.price.checked_on)
            blocks.append(Note(words.t("{amount}, seen on {day}.", amount=amount, day=day)))
        if exam.unsure:
            blocks.append(Note(words.t("Not confirmed: {text}", text=of_pack(exam.unsure))))
        return (*blocks, *self._proof(words, exam))

    def _instead(self, exam: Certification) -> Marked:
        found = (self.catalog.get(Certification, each) for each in exam.instead)
        return join("\n", (Marked(f"- {exam_name(each)}") for each in found))

    def _proof(self, words: Words, fact: DatedFact) -> tuple[Note, ...]:
        return (Note(self.proof(words, fact)),)

    def proof(self, words: Words, fact: DatedFact) -> Marked:
        """Say when a fact was checked and where it comes from; two that look alike stand once."""
        found = (self.catalog.get(Source, each) for each in fact.sources)
        names = dict.fromkeys(
            link(each.publisher, each.url) if each.url else Marked(each.publisher) for each in found
        )
        day = words.date(fact.checked_on)
        return words.t("Checked on {day}. Sources: {names}", day=day, names=join("; ", names))

    @handles(Salary)
    async def salary(self, ctx: Context, ask: Salary) -> Reply:
        """Show all figures in short, or one with its caveat and source."""
        words = ctx.words
        if ask.figure is None:
            return Edit(self._salaries(ctx))
        found = self.catalog.find(Figure, ask.figure)
        if found is None:
            raise OldCard(Salary())
        return Edit(
            Card(
                found.title,
                (
                    Text(self._figure(words, found)),
                    *self._span(words, found),
                    *self._overdue(ctx, found),
                    Text(of_pack(found.caveat)),
                    *self._proof(words, found),
                    *row(
                        Button(words.s("See all figures"), Salary()),
                        Button(words.s("See the sources"), Sources()),
                        report(ctx, "salary", found.id),
                    ),
                ),
            )
        )

    def _salaries(self, ctx: Context) -> Card:
        words, pay = ctx.words, self.catalog.statements("pay")
        options = tuple(entry(s.id, s.title, s.period) for s in self.catalog.salaries)
        return Card(
            words.s("Pay"),
            (
                *self.salary_text(ctx),
                *menu(words.s("Read one with its source"), Salary(), "figure", options),
                *read_one(words, pay),
                *row(Button(words.s("See the job"), Job(), Tone.quiet), share_here(ctx, "salary")),
            ),
        )

    def salary_text(self, ctx: Context) -> tuple[Text | Note, ...]:
        """Draw the figures of today, and the one of the article, each with year, place and source.

        It is the copy one can share; older figures stand in the menu.
        """
        shown = [each for each in self.catalog.salaries if not each.historical or each.article]
        late = [each for each in shown if each.stale(ctx.now.date())]
        oldest = min(late, key=lambda each: each.checked_on, default=None)
        return (
            *(Text(self._figure(ctx.words, each)) for each in shown),
            *(self._overdue(ctx, oldest) if oldest else ()),
        )

    def _figure(self, words: Words, figure: Figure) -> Marked:
        publisher = self.catalog.get(Source, figure.sources[0]).publisher
        amount = words.money(figure.amount, figure.currency)
        return words.t(
            "*{amount}* {per} · {occupation} · {country}, {period} · {kind} · {publisher}",
            amount=amount,
            per=words.s(_PER[figure.per]),
            occupation=figure.occupation,
            country=figure.country,
            period=figure.period,
            kind=figure.kind,
            publisher=publisher,
        )

    def _span(self, words: Words, figure: Figure) -> tuple[Text, ...]:
        if figure.low is None or figure.high is None:
            return ()
        low, high = (words.money(each, figure.currency) for each in (figure.low, figure.high))
        return (
            Text(
                words.t("One in ten has under {low}, one in ten over {high}.", low=low, high=high)
            ),
        )

    def _overdue(self, ctx: Context, fact: DatedFact) -> tuple[Note, ...]:
        if not fact.stale(ctx.now.date()):
            return ()
        day = ctx.words.date(fact.checked_on)
        text = ctx.words.t(
            "Needs a re-check: last looked at on {day}. Treat it as history.", day=day
        )
        return (Note(text),)


def _in_short(words: Words, title: str, found: Sequence[Certification]) -> tuple[Text, ...]:
    names = join(", ", (Marked(exam.code or exam.name) for exam in found))
    return (Text(words.t(title, names=names)),) if found else ()


def exam_name(exam: Certification) -> str:
    """Name an exam with its code."""
    return f"{exam.name} ({exam.code})" if exam.code else exam.name


def _standing(  # noqa: C901, PLR0911 (one arm for each state, closed by the type checker)
    words: Words, exam: Certification, now: Standing
) -> Marked:
    if now.recheck:
        return words.t("Needs a re-check.")
    match now.state:
        case State.closed:
            return (
                words.t("Closed on {day}.", day=words.date(now.ends))
                if now.ends
                else words.t("Closed.")
            )
        case State.closing if now.ends:
            return words.t("Open until {day}.", day=words.date(now.ends))
        case State.beta if exam.beta_until:
            return words.t("In a trial phase until {day}.", day=words.date(exam.beta_until))
        case State.beta:
            return words.t("In a trial phase.")
        case State.not_yet if now.begins:
            return words.t("Opens on {day}.", day=words.date(now.begins))
        case State.not_yet:
            return words.t("Not open yet.")
        case State.unknown:
            return words.t("Not confirmed whether it is open.")
        case State.open | State.closing:
            return words.t("Open, as of {day}.", day=words.date(exam.as_of))
