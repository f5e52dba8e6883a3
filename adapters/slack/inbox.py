"""The one inbox: every event becomes a request, whatever restart lies between."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from textwrap import shorten
from typing import Any

from adapters.slack import forms
from adapters.slack.answers import Sent
from adapters.slack.commands import Names, menus, shortcuts
from adapters.slack.envelopes import Event
from adapters.slack.home import Home
from adapters.slack.people import NOBODY
from adapters.slack.reception import Reception
from adapters.slack.turns import Turn
from adapters.slack.web import Away, Body, Refused, as_body
from bot.app import Bot
from bot.core import lines
from bot.core.faults import Fault, OldCard
from bot.core.forms import needed
from bot.core.intents import Intent, asked
from bot.core.people import Origin, Place, Platform, Request

log = logging.getLogger("milepost.slack")

COMPLETE_WITHIN = 2.5
"""Seconds for a completion; then an empty list is better than a late one."""

CHOICES = 25
SEEN = {"command", "pressed", "sent", "shortcut"}
"""What somebody did and waits for an answer to."""

OWN = Origin(public=False)


@dataclass(slots=True)
class Inbox:
    """Receives events for one bot in one workspace. `gone` is told when we are thrown out."""

    bot: Bot
    desk: Reception
    home: Home
    names: Names
    gone: Callable[[str], None]

    async def receive(self, kind: str, event: Event, turn: Turn) -> None:
        """Answer one event; what goes wrong on the way is said to who caused the event."""
        handle = getattr(self, f"on_{kind}")
        try:
            await handle(event, turn)
        except Refused as refused:
            log.warning("%s: not answered, Slack says %s", event.id, refused.error)
        except Away as trouble:
            log.warning("%s: not answered (%s)", event.id, trouble)
        except Exception as trouble:
            if kind in SEEN:
                request = self.desk.request(event, NOBODY, event.place(self.desk.me), None)
                await self.desk.answer(event, request, turn).own_up(trouble)
            else:
                log.exception("%s: not handled", event.id)
        turn.say({"options": []} if kind == "suggest" else None)

    async def on_command(self, event: Event, turn: Turn) -> None:
        """Answer a slash command."""
        command, said = str(event.body.get("command")), str(event.body.get("text") or "")
        line = self.names.line(command, said, self.bot.commands)
        kind = self._meant(line)
        steps = kind is not None and kind.spec.steps
        request, refusal = await self.desk.admit(event, kind, OWN if steps else None)
        answer = self.desk.answer(event, request, turn, kind)
        answer.speech.in_ack = True
        await answer.give(refusal or self.bot.typed(request, line), steps=steps)

    def _meant(self, line: str) -> type[Intent] | None:
        try:
            return lines.split(line, self.bot.commands).intent
        except Fault:
            return None

    async def on_pressed(self, event: Event, turn: Turn) -> None:
        """Answer a press on a message, in a window or in the home tab."""
        turn.say()
        token = str(event.action.get("action_id") or "")
        if event.action.get("url") or not token:
            return
        first = self._first(token, event.picked)
        origin = OWN if first is not None and first.spec.steps else event.origin
        request, refusal = await self.desk.admit(event, first and type(first), origin)
        answer = self.desk.answer(event, request, turn, first and type(first))
        answer.replaces = not event.origin.public
        form, steps = first is not None and first.opens_form, first is not None and first.spec.steps
        work = refusal or self.bot.pressed(request, token, event.picked)
        await answer.give(work, form=form, steps=steps)

    def _first(self, token: str, picked: str | None) -> Intent | None:
        try:
            return self.bot.tokens.read(token, picked)
        except OldCard:
            return None

    async def on_sent(self, event: Event, turn: Turn) -> None:
        """Answer a form that was sent."""
        token, values = str(event.view.get("callback_id") or ""), forms.values(event.view)
        first = self._first(token, None)
        request, refusal = await self.desk.admit(event, first and type(first), OWN)
        answer = self.desk.answer(event, request, turn, first and type(first), Sent)
        if isinstance(answer, Sent):
            answer.values = values
        await answer.give(refusal or self.bot.submitted(request, token, values))

    async def on_shortcut(self, event: Event, turn: Turn) -> None:
        """Answer a shortcut: one of a message's menu, or a global one."""
        turn.say()
        name = str(event.body.get("callback_id") or "")
        every = {**menus(self.bot.registry), **shortcuts(self.bot.registry)}
        kind = every.get(name)
        wide = "message" not in event.body
        request, refusal = await self.desk.admit(event, kind, OWN if wide else None)
        answer = self.desk.answer(event, request, turn, kind)
        if kind is None:
            await answer.give(refusal or self.bot.typed(request, name))
            return
        intent = kind() if wide else _aimed(kind, *event.message(self.desk.me))
        work = refusal or self.bot.answer(request, intent)
        await answer.give(work, form=intent.opens_form, steps=intent.spec.steps)

    async def on_suggest(self, event: Event, turn: Turn) -> None:
        """Complete what somebody types into a field."""
        options: list[dict[str, Any]] = []
        try:
            async with asyncio.timeout(COMPLETE_WITHIN):
                options = await self._completed(event)
        except TimeoutError:
            log.info("%s: a completion was too slow", event.id)
        turn.say({"options": options})

    async def _completed(self, event: Event) -> list[dict[str, Any]]:
        form = self._first(str(event.view.get("callback_id") or ""), None)
        name = str(event.body.get("action_id") or "")
        typed = str(event.body.get("value") or "")
        if form is None or name not in asked(type(form)):
            return []
        request, refusal = await self.desk.admit(event, type(form), OWN)
        if refusal is not None:
            refusal.close()
            return []
        found = await self.bot.complete(request, type(form), name, typed)
        words = self.bot.lexicon.speak(request.locale)
        nothing = words.s(forms.LEAVE)
        optional = not needed(type(form), name)
        wanted = optional and nothing.casefold().startswith(typed.casefold())
        options = [forms.option(forms.EMPTY, nothing)] if wanted else []
        for each in found[:CHOICES]:
            label = shorten(each.label, forms.OPTION - 5, placeholder="…")
            options.append(forms.option(each.value, label, each.hint))
        return options

    async def on_closed(self, event: Event, turn: Turn) -> None:
        """Bring the home tab up to date when a window that was opened from it is closed."""
        turn.say()
        if event.memo.home:
            await self._publish(event)

    async def on_event(self, event: Event, turn: Turn) -> None:
        """Take note of what happens in the workspace."""
        turn.say()
        inner = event.part("event")
        match inner.get("type"):
            case "app_home_opened" if inner.get("tab") == "home":
                await self._publish(event)
            case "app_uninstalled":
                self.gone("the app was removed from the workspace")
            case "tokens_revoked" if self.desk.me.user in _revoked(inner):
                self.gone("the bot token was revoked")
            case _:
                log.info("%s: an event that is not needed: %s", event.id, inner.get("type"))

    async def _publish(self, event: Event) -> None:
        profile = await self.desk.people.find(event.user)
        request = self.desk.request(event, profile, Place(Platform.slack, ""), OWN)

        def ask(name: str, number: str) -> Request:
            kind = self.bot.commands[name]
            place = self.desk.place(request.place, kind)
            return replace(request, id=f"{event.id}/{number}", place=place)

        await self.home.publish(event.user, profile.rank, ask)


def _aimed(intent: type[Intent], said: str, message: str) -> Intent:
    """Fill an intent of the message menu: what the message says, and its id where it is ours."""
    given = {"text": said, "message": message}
    wanted = set(intent.model_fields) - set(asked(intent))
    return intent.model_validate({name: each for name, each in given.items() if name in wanted})


def _revoked(event: Body) -> tuple[str, ...]:
    """List the bot users whose tokens are void now."""
    return tuple(as_body(event.get("tokens")).get("bot") or ())
