"""The bot: one way in for every platform, and the only place that catches everything."""

import asyncio
import base64
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from time import perf_counter

from bot.core import lines, text, tokens
from bot.core.cards import PICK_CAP, Card, Choice, Note
from bot.core.context import Context
from bot.core.faults import (
    CannotLookUp,
    CannotSave,
    Fault,
    ModeratorsOnly,
    OldCard,
    OurFault,
    Repeated,
    TrustedOnly,
    WorldFault,
    try_again,
)
from bot.core.forms import FormErrors, submit
from bot.core.guards import Guard, may
from bot.core.intents import Intent, suggestions
from bot.core.people import Account, Person, Request
from bot.core.ports import Clock, Directory
from bot.core.registry import Registries, Registry
from bot.core.replies import Amend, Ask, Edit, Quiet, Reply, Say
from bot.core.words import Lexicon, Words
from bot.features.ranks import Ranks
from bot.features.welcome import Greeter

Reader = Callable[[Context], Awaitable[Intent]]

log = logging.getLogger("milepost.answers")


@dataclass(slots=True)
class _Heard:
    """What is known so far of one question, however far it came."""

    ctx: Context
    intent: Intent | None = None
    outcome: str = "answered"


@dataclass(frozen=True)
class Bot:
    """Answers. Every method gives a reply and never raises.

    `registry` says what can be asked; `registries`, where given, who answers in a community;
    `greeter`, where given, says hello where we are new; `ranks`, where given, knows who ranks as a
    moderator because a community says so.
    """

    registry: Registry
    lexicon: Lexicon
    directory: Directory
    clock: Clock
    guards: Sequence[Guard]
    home: Intent
    digest: Callable[[Account], str]
    contact: str = ""
    languages: Sequence[str] = ("en",)
    registries: Registries | None = None
    greeter: Greeter | None = None
    ranks: Ranks | None = None

    @cached_property
    def tokens(self) -> tokens.Tokens:
        """Reads the ids of buttons."""
        return tokens.Tokens(self.registry.codes, self.home)

    @cached_property
    def commands(self) -> Mapping[str, type[Intent]]:
        """What can be typed, by name."""
        return self.registry.commands

    async def answer(self, request: Request, intent: Intent) -> Reply:
        """Answer an intent."""

        async def known(_: Context) -> Intent:
            return intent

        return await self._reply(request, known)

    async def typed(self, request: Request, line: str) -> Reply:
        """Answer a typed line."""

        async def parsed(ctx: Context) -> Intent:
            split = lines.split(line, self.commands, partial(may, ctx.request))
            return await text.fill(split, self._completer(ctx))

        return await self._reply(request, parsed)

    async def filled(self, request: Request, command: str, values: Mapping[str, str]) -> Reply:
        """Answer a command whose options came by name; values are checked like typed ones."""

        async def read(ctx: Context) -> Intent:
            known = self.commands.get(command)
            if known is None:
                line = replace(lines.split(command, self.commands), named=values)
            else:
                line = lines.Line(known, (), values)
            return await text.fill(line, self._completer(ctx))

        return await self._reply(request, read)

    async def pressed(self, request: Request, token: str, picked: str | None = None) -> Reply:
        """Answer a press on a button, or on the entry `picked` of a menu."""

        async def read(_: Context) -> Intent:
            return self.tokens.read(token, picked)

        return await self._reply(request, read)

    async def submitted(self, request: Request, token: str, values: Mapping[str, str]) -> Reply:
        """Answer a form that was sent."""
        form: list[Intent] = []

        async def read(ctx: Context) -> Intent:
            form.append(self.tokens.read(token))
            return submit(form[0], values, ctx.words)

        return await self._reply(request, read, form)

    def _completer(self, ctx: Context) -> text.Complete:
        async def complete(key: str, typed: str) -> tuple[Choice, ...]:
            return await (await self._answering(ctx)).suggesters[key](ctx, typed)

        return complete

    async def _answering(self, ctx: Context) -> Registry:
        if self.registries is None:
            return self.registry
        return await self.registries.of(ctx.request.place.community)

    async def complete(
        self, request: Request, intent: type[Intent], field: str, typed: str
    ) -> tuple[Choice, ...]:
        """Complete what somebody is typing into a field: no more than platforms show, no fault."""
        described = intent.model_fields.get(field)
        key = suggestions(described) if described else ""
        if not key:
            return ()
        try:
            ctx = await self._context(request)
            found = await (await self._answering(ctx)).suggesters[key](ctx, typed)
        except Fault:
            return ()
        except Exception:
            log.exception("%s: the completion %s broke", request.id, key)
            return ()
        return found[:PICK_CAP]

    async def words(self, request: Request) -> Words:
        """Return the words in the language of who asks."""
        return (await self._context(request)).words

    async def _context(self, request: Request) -> Context:
        person: Person | None = None
        away = False
        try:
            person = await self.directory.find(request.account)
        except CannotLookUp:
            away = True
        words = self.lexicon.speak(person.language if person else "", request.locale)
        if self.ranks is not None:
            rank = await self.ranks.of(request)
            request = request if rank is request.rank else replace(request, rank=rank)
        return Context(request, words, self.clock.now(), person, away)

    async def _reply(self, request: Request, reader: Reader, form: Sequence[Intent] = ()) -> Reply:
        started = perf_counter()
        heard = _Heard(Context(request, self.lexicon.speak(), self.clock.now()))
        try:
            heard.ctx = await self._context(request)
            reply = await self._answered(heard, reader, form)
        except Exception:
            reference = base64.b32encode(secrets.token_bytes(5)).decode()[:6]
            log.exception("%s broke, noted as %s", request.id, reference)
            reply, heard.outcome = self._ours(heard.ctx, heard.intent, reference), "OurFault"
        took = (perf_counter() - started) * 1000
        # The line waits until the answer is on its way: writing it takes longer than many answers.
        asyncio.get_running_loop().call_later(0, self._note, heard, took)
        if isinstance(reply, Edit) and (request.origin is None or request.origin.public):
            return Say(reply.card)
        return reply

    def _note(self, heard: _Heard, took: float) -> None:
        request, intent = heard.ctx.request, heard.intent
        kind = type(intent).__name__ if intent else "-"
        person = self.digest(request.account)
        log.info("%s %s %s %s %.1f ms", request.id, person, kind, heard.outcome, took)

    async def _answered(self, heard: _Heard, reader: Reader, form: Sequence[Intent]) -> Reply:
        try:
            heard.intent = await reader(heard.ctx)
            return await self._handle(heard.ctx, heard.intent)
        except OldCard as fault:
            heard.intent, heard.outcome = fault.fresh, "OldCard"
            return await self._fresh(heard.ctx, fault)
        except FormErrors as fault:
            asked, heard.outcome = heard.intent or form[0], "FormErrors"
            return Amend(asked, fault.errors, fault.amend(asked, heard.ctx.words))
        except Repeated:
            heard.outcome = "Repeated"
            return Quiet()
        except Fault as fault:
            heard.outcome = type(fault).__name__
            return self._drawn(heard.ctx, await self._named(heard.ctx, fault), heard.intent)

    async def _handle(self, ctx: Context, intent: Intent) -> Reply:
        for guard in self.guards:
            guard(ctx.request, intent)
        if intent.opens_form:
            seeder = (await self._answering(ctx)).seeders.get(type(intent))
            seed: Mapping[str, str] = await seeder(ctx, intent) if seeder else {}
            return Ask(intent, ctx.words.s(intent.spec.asks), seed)
        return await (await self._answering(ctx)).handlers[type(intent)](ctx, intent)

    async def _fresh(self, ctx: Context, old: OldCard) -> Reply:
        try:
            reply = await self._handle(ctx, old.fresh)
        except Repeated:
            return Quiet()
        except Fault as fault:
            return self._drawn(ctx, await self._named(ctx, fault), old.fresh)
        if isinstance(reply, (Say, Edit)):
            note = Note(old.text(ctx.words))
            return replace(reply, card=Card(reply.card.title, (note, *reply.card.blocks)))
        return reply

    async def _named(self, ctx: Context, fault: Fault) -> Fault:
        """Name whom a community trusts, where somebody is sent to them."""
        if not isinstance(fault, ModeratorsOnly) or self.ranks is None:
            return fault
        names = await self.ranks.named(ctx.request)
        return TrustedOnly(names=", ".join(f"@{each}" for each in names)) if names else fault

    def _drawn(self, ctx: Context, fault: Fault, intent: Intent | None) -> Reply:
        if isinstance(fault, WorldFault):
            log.warning("%s %s", ctx.request.id, type(fault).__name__, exc_info=fault.__cause__)
        again = isinstance(fault, (CannotSave, CannotLookUp)) and not fault.buttons
        if again and intent is not None and tokens.fits(intent):
            fault.buttons = (try_again(ctx.words, intent),)
        return Say(fault.card(ctx.words))

    def _ours(self, ctx: Context, intent: Intent | None, reference: str) -> Reply:
        buttons = ()
        if intent is not None and tokens.fits(intent):
            buttons = (try_again(ctx.words, intent),)
        fault = OurFault(*buttons, reference=reference, contact=self.contact)
        return Say(fault.card(ctx.words))
