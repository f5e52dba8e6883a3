"""/privacy: what is kept and why, all of it as a file, and gone everywhere on request."""

import json
from dataclasses import dataclass

from bot.core.cards import Button, Card, Link, Note, Text, Tone, row
from bot.core.context import Context
from bot.core.markup import Marked, join
from bot.core.registry import handles
from bot.core.replies import Edit, File, Reply, Say
from bot.core.words import N_
from bot.features.desk import Desk
from bot.intents.person import Erase, Export, Privacy

KEPT = (
    N_("Your account ids, so that progress follows you"),
    N_("Your marks on the roadmap"),
    N_("Your quiz answers, so that questions return at the right time"),
    N_("How you describe your habits, so that you can go on and compare"),
    N_("Which tips you saw, so that none repeats"),
    N_("Your settings"),
    N_("What you shared or reported, until you take it back"),
)


@dataclass(frozen=True, slots=True)
class PrivacyFeature:
    """Serves people's rights over their own data."""

    desk: Desk
    policy_url: str = ""
    contact: str = ""

    @handles(Privacy)
    async def privacy(self, ctx: Context, ask: Privacy) -> Reply:
        """Say what is kept and why."""
        del ask
        words = ctx.words
        lines = join("\n", (Marked(f"- {words.s(line)}") for line in KEPT))
        contact = (
            (Note(words.t("Questions: {contact}", contact=self.contact)),) if self.contact else ()
        )
        policy = Link(words.s("Read the policy"), self.policy_url) if self.policy_url else None
        return Edit(
            Card(
                words.s("Your data"),
                (
                    Text(words.t("*What is kept*\n{lines}", lines=lines)),
                    Text(
                        words.t(
                            "Only you see it. It is never sold, and nothing is trained on it. "
                            "The log holds no names, only keyed codes."
                        )
                    ),
                    *contact,
                    *row(
                        Button(words.s("Get my data"), Export(), Tone.first),
                        policy,
                        Button(words.s("Erase my data"), Erase(), Tone.danger),
                    ),
                ),
            )
        )

    @handles(Export)
    async def export(self, ctx: Context, ask: Export) -> Reply:
        """Give all of it as a file."""
        del ask
        words = ctx.words
        async with self.desk.read(ctx) as (work, person):
            if person is None:
                return Say(_empty(ctx))
            rows = await work.people.export(person.id)
        whole = {"made_at": ctx.now.isoformat(), "account": str(ctx.request.account), **rows}
        data = json.dumps(whole, indent=2, ensure_ascii=False, sort_keys=True).encode()
        count = sum(map(len, rows.values()))
        text = words.tn("Here is all I keep: {n} entry.", "Here is all I keep: {n} entries.", count)
        file = File(f"milepost-{ctx.today:%Y-%m-%d}.json", data)
        return Say(Card(words.s("Your data"), (Text(text),)), files=(file,))

    @handles(Erase)
    async def erase(self, ctx: Context, ask: Erase) -> Reply:
        """Ask once, then erase everywhere."""
        words = ctx.words
        if not ask.sure:
            body = words.t(
                "This erases your progress, answers, settings and reports on every platform. "
                "It cannot be undone."
            )
            yes = Button(words.s("Erase everything"), Erase(sure=True), Tone.danger)
            first = Button(words.s("Get my data first"), Export(), Tone.first)
            keep = Button(words.s("Keep it"), Privacy())
            return Edit(Card(words.s("Erase your data?"), (Text(body), *row(first, keep, yes))))
        async with self.desk.store.write(ctx.request) as work:
            found = await work.people.find(ctx.request.account)
            count = await work.people.erase(found.id) if found else 0
        self.desk.directory.forget(ctx.request.account)
        if not count:
            return Edit(_empty(ctx))
        done = words.tn("Erased: {n} entry.", "Erased: {n} entries.", count)
        after = words.t("Nothing about you is left. If you ask something new, I begin from zero.")
        return Edit(Card("", (Text(done), Text(after))))


def _empty(ctx: Context) -> Card:
    return Card("", (Text(ctx.words.t("I keep nothing about you.")),))
