"""Whatever is typed, pressed or sent, forged or garbled, is answered, and never by a breakdown."""

import asyncio
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic.fields import FieldInfo

from bot.catalog.catalog import Catalog
from bot.catalog.models import KINDS
from bot.core.faults import OurFault
from bot.core.intents import Intent, arguments, bare_type, choices
from bot.core.people import Rank
from bot.core.replies import Amend, Edit, Reply, Say
from bot.intents.quizzes import Lock, Quiz
from bot.storage.memory import MemoryStore
from tests.journey.booth import Booth, Visitor, goes, texts

BROKE = OurFault.message().partition("{")[0]
TRIES = settings(max_examples=300, deadline=None)

keys = st.text("abcXYZ019_-", min_size=14, max_size=26)
letters = st.text("abcdef", max_size=7)
numbers = st.one_of(st.integers(0, 7), st.integers(-3, 120), st.just(10**4_000)).map(str)
words = st.one_of(
    st.text(max_size=30), st.sampled_from(["none", "done", "roadmap", "tip", "~", ""])
)


FIELDS = {"exam": "certification", "figure": "salary", "duty": "statement", "known": "milestone"}
"""The kind of piece that a field names, where it is not the field's own name."""


class Forger:
    """Somebody with every right who makes up what adapters pass on."""

    def __init__(self, catalog: Catalog) -> None:
        self.booth = Booth(catalog, MemoryStore())
        self.runner = asyncio.Runner()
        self.ana = self.booth.visitor("ana", rank=Rank.moderator)
        card = self.runner.run(self.ana.asks(Quiz()))
        self.round = goes(card, Lock)[0].round

    def value(self, name: str, field: FieldInfo) -> st.SearchStrategy[str]:
        """Make a value that fits a field of an intent, or nearly."""
        if name == "round":
            return st.one_of(st.just(self.round), keys)
        kind = FIELDS.get(name, name)
        if kind in KINDS:
            return st.sampled_from([each.id for each in self.booth.catalog.all(KINDS[kind])])
        if choices(field):
            return st.sampled_from(choices(field))
        made = {int: st.integers(0, 7).map(str), bool: st.sampled_from("01")}
        return made.get(bare_type(field), st.one_of(letters, words))

    def fields(self) -> st.SearchStrategy[str]:
        """Make one field of a token that need not fit."""
        return st.one_of(keys, letters, numbers, words)

    def fitting(self, kind: type[Intent]) -> st.SearchStrategy[str]:
        """Make the token of an intent, with a field or two that may be wrong."""
        values = [
            st.one_of(*[self.value(name, field)] * 5, st.just(""), self.fields())
            for name, field in arguments(kind).items()
        ]
        return st.tuples(*values).map(lambda parts: ".".join((f"10{kind.spec.code}", *parts)))

    def tokens(self) -> st.SearchStrategy[str]:
        """Make tokens, most of them nearly right."""
        kinds = list(self.booth.bot.registry.codes.values())
        heads = st.sampled_from(["10tp", "1frm", "20rm", "1gtp", "10tf!0", "10zz", "10rm!9", ""])
        junk = st.builds("{}.{}".format, heads, self.fields())
        return st.one_of(junk, *(self.fitting(kind) for kind in kinds))

    def check(self, reply: Reply) -> None:
        """Refuse a breakdown; move on, so that nothing is ever too often."""
        self.booth.clock.on(hours=1)
        if isinstance(reply, (Say, Edit, Amend)):
            assert BROKE not in texts(reply.card)


@pytest.fixture
def forger(catalog: Catalog) -> Iterator[Forger]:
    """Let somebody in who forges."""
    somebody = Forger(catalog)
    yield somebody
    somebody.runner.close()


def test_any_token(forger: Forger) -> None:
    @TRIES
    @given(forger.tokens(), st.one_of(st.none(), forger.fields()))
    def press(token: str, picked: str | None) -> None:
        request = forger.ana.request(public=False)
        forger.check(forger.runner.run(forger.booth.bot.pressed(request, token, picked)))

    press()


def test_any_form(forger: Forger) -> None:
    names = st.sampled_from(["note", "zone", "language", "pace", "other"])

    @TRIES
    @given(forger.tokens(), st.dictionaries(names, forger.fields(), max_size=4))
    def send(token: str, values: dict[str, str]) -> None:
        request = forger.ana.request(public=False)
        forger.check(forger.runner.run(forger.booth.bot.submitted(request, token, values)))

    send()


def test_any_line(forger: Forger) -> None:
    commands = st.sampled_from(["", "/", *(f"/{name} " for name in forger.booth.bot.commands)])
    parts = st.one_of(forger.fields(), st.sampled_from(["trait=", "step=", "--", '"', "page="]))
    lines = st.builds("{}{}".format, commands, st.lists(parts, max_size=5).map(" ".join))

    @TRIES
    @given(lines)
    def line(text: str) -> None:
        forger.check(forger.runner.run(forger.booth.bot.typed(forger.ana.request(), text)))

    line()


def test_nothing_typed_offers_no_more_commands_than_a_menu_shows(forger: Forger) -> None:
    bot, ask = forger.booth.bot, forger.ana.request()
    found = forger.runner.run(bot.complete(ask, bot.commands["help"], "command", ""))
    assert len(found) == 25 < len(bot.commands)
    assert found[0].value == "roadmap"


def test_any_completion(forger: Forger) -> None:
    kinds = st.sampled_from(list(forger.booth.bot.commands.values()))

    @TRIES
    @given(kinds, st.sampled_from(["trait", "step", "term", "exam", "command", "x"]), words)
    def complete(kind: type, field: str, typed: str) -> None:
        found = forger.runner.run(
            forger.booth.bot.complete(forger.ana.request(), kind, field, typed)
        )
        assert len(found) <= 25
        assert len({choice.value for choice in found}) == len(found)

    complete()


async def test_a_name_of_signs_stays_a_name(catalog: Catalog) -> None:
    booth = Booth(catalog, MemoryStore())
    ana: Visitor = booth.visitor("*`\ue000t\ue0010\ue001day\ue002\x1b[31m\u202e\\")
    await ana.types("/salary")
    (share,) = (item for item in ana.shown.actions if getattr(item, "label", "") == "Share here")
    await ana.asks(share.go)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownArgumentType] (a button)
    (_, post) = booth.pigeon.posted[0]
    assert "Shared by @*`t0day[31m\\" in texts(post)
