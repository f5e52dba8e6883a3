"""Answers one event: in the acknowledgement when the reply is ready, else after it.

A press is acknowledged at once. A window has to be opened within three seconds of the press, so it
opens empty when its content is slow. Everything Milepost answers is for the asker alone.
"""

import asyncio
import logging
import secrets
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, assert_never

from adapters.slack.cards import Surface, draw
from adapters.slack.files import Came, Files
from adapters.slack.forms import form_view, inline
from adapters.slack.origins import Origins
from adapters.slack.speech import WRONG_CARD, Speech
from adapters.slack.spelling import Spelling
from adapters.slack.views import Memo, about, card_view, waiting_view
from adapters.slack.web import Refused
from adapters.slack.windows import Windows
from bot.app import Bot
from bot.core.cards import Button, Card, Note, Text, Tone, row
from bot.core.faults import OurFault
from bot.core.forms import boxes
from bot.core.intents import Intent, asked
from bot.core.markup import Marked
from bot.core.meanwhile import unless_within
from bot.core.people import Request
from bot.core.replies import Amend, Ask, Edit, File, Quiet, Reply, Say
from bot.core.words import Words

log = logging.getLogger("milepost.slack")

READY_WITHIN = 1.9
"""Seconds since the event in which a reply may still stand in the acknowledgement."""

OPEN_WITHIN = 1.1
"""Seconds since the event in which a window opens with its content; after that it opens empty."""

WORDS_WITHIN = 0.3
"""Seconds that finding the reader's language may take, of those that are left then."""


@dataclass(slots=True)
class Answer:
    """The answer to a command, a press or a shortcut."""

    bot: Bot
    request: Request
    speech: Speech
    windows: Windows
    memo: Memo
    origins: Origins
    spelling: Spelling
    kind: type[Intent] | None = None
    """What is asked, where that is known before it is answered."""
    replaces: bool = False
    """Whether the pressed card is the asker's own and may change."""
    everywhere: bool = False
    """Whether there is nothing but windows: the home tab and global shortcuts."""
    _steps: bool = False
    _opens: bool = False

    async def give(
        self, work: Coroutine[Any, Any, Reply], *, form: bool = False, steps: bool = False
    ) -> Reply:
        """Wait for the reply, deliver it, and return it.

        `form`: it is one that opens a form; `steps`: it begins something of more than one step.
        """
        self._steps = steps and not self.windows.modal
        self._opens = self.everywhere or form or self._steps
        within = self.speech.turn.left(OPEN_WITHIN if self._opens else READY_WITHIN)
        reply = await unless_within(within, work, self._bridge)
        try:
            await self._deliver(reply)
        except ValueError as trouble:  # what was said cannot be drawn
            await self.own_up(trouble)
        except Refused as refused:
            if refused.error not in WRONG_CARD:
                raise
            await self.own_up(refused)
        return reply

    async def _bridge(self) -> None:
        """Acknowledge without an answer, and open an empty window where one has to open."""
        self.speech.turn.say()
        if self._opens:
            words = await self.words()
            await self.windows.show(waiting_view(self._titled(words), words))

    async def _deliver(self, reply: Reply) -> None:
        match reply:
            case Say(card=card, files=files):
                await self._say(self.spelling.card(card))
                for file in files:
                    await self._file(file)
            case Edit(card=card):
                await self._edit(self.spelling.card(card))
            case Ask():
                await self._ask(reply)
            case Amend():
                await self._amend(reply)
            case Quiet():
                self.speech.turn.say()
            case _:
                assert_never(reply)

    async def _say(self, card: Card) -> None:
        if self.everywhere or self.windows.modal or self.windows.opened:
            await self._window(card)
        else:
            await self.speech.say(card)

    async def _edit(self, card: Card) -> None:
        if self.windows.modal and not self.windows.opened:
            self.speech.turn.say()
            await self.windows.change(card_view(card, self.memo, await self.words()))
        elif self.everywhere or self._steps or self.windows.opened:
            await self._window(card)
        else:
            await self.speech.say(card, replace=self.replaces)

    async def _window(self, card: Card) -> None:
        """Show a card in a window of its own; else where the press was, else as a message."""
        self.speech.turn.say()
        words = await self.words()
        view = card_view(card, self._titled(words), words)
        if await self.windows.show(view):
            return
        if not self.windows.modal or not await self.windows.change(view):
            await self.speech.say(card)

    async def _ask(self, form: Ask) -> None:
        self.speech.turn.say()
        words = await self.words()
        view = form_view(form, self._from_here(), words, await self.labels(form, words))
        if await self.windows.show(view):
            return
        if self.windows.modal and await self.windows.change(view):
            return
        text = words.t("The form is ready now.")
        open_it = Button(words.s("Open the form"), form.intent, Tone.first)
        await self.speech.say(Card("", (Text(text), *row(open_it))))

    def _titled(self, words: Words) -> Memo:
        """Name a new window after what was asked."""
        if self.windows.modal or self.kind is None:
            return self.memo
        return replace(self.memo, title=about(self.kind, words))

    def _from_here(self) -> Memo:
        """Remember the card on which a form is opened."""
        if not self.speech.address or self.windows.modal:
            return self.memo
        name = self.origins.keep(self.speech.user, self.speech.address, replaces=self.replaces)
        return replace(self.memo, origin=name)

    async def labels(self, form: Ask, words: Words) -> dict[str, str]:
        """Name what completed fields hold, as their completions do."""
        found: dict[str, str] = {}
        for box in boxes(form.intent, words, form.seed):
            if box.suggest and box.value:
                work = self.bot.complete(self.request, type(form.intent), box.name, box.value)
                known = {choice.value: choice.label for choice in await work}
                found[box.name] = known.get(box.value, box.value)
        return found

    async def _amend(self, reply: Amend) -> None:
        await self._say(reply.card)

    async def _file(self, file: File) -> None:
        """Send a file into the conversation with the asker, and say where it is."""
        words = await self.words()
        text = words.t("It is in our conversation: look under Apps, Milepost, Messages.")
        try:
            came = await Files(self.speech.web, self.speech.user).send(file)
        except Refused as refused:
            log.warning("%s: no file was sent, Slack says %s", self.request.id, refused.error)
            text = words.t("I cannot write to you. Open Apps, Milepost, Messages, and try again.")
            came = Came.file
        if came is Came.no:
            text = self._too_long(file, words)
        notes = (Note(_how(file, words)),) if came is Came.text else ()
        await self._say(Card("", (Text(text), *notes)))

    def _too_long(self, file: File, words: Words) -> Marked:
        if not file.name.endswith(".json"):
            return words.t(
                "This is too long for messages. Give the app the right `files:write`, then it "
                "comes as a file."
            )
        return words.t(
            "This is too long for messages. Ask who runs me for it: {contact} "
            "The command is `{command}`.",
            contact=self.bot.contact,
            command=f"milepost person export {self.request.account}",
        )

    async def words(self) -> Words:
        """Speak the asker's language, or what is known of it in time."""
        try:
            return await asyncio.wait_for(self.bot.words(self.request), WORDS_WITHIN)
        except TimeoutError:
            return self.bot.lexicon.speak(self.request.locale)

    async def own_up(self, trouble: BaseException) -> None:
        """Say that something broke, which is a mistake of ours."""
        reference = secrets.token_hex(3).upper()
        log.error("%s: no answer, noted as %s", self.request.id, reference, exc_info=trouble)
        fault = OurFault(reference=reference, contact=self.bot.contact)
        await self._say(fault.card(await self.words()))


@dataclass(slots=True)
class Sent(Answer):
    """The answer to a form: within the acknowledgement, beside its fields or in its place."""

    values: Mapping[str, str] = field(default_factory=dict[str, str])
    """What was written into the form."""

    async def _bridge(self) -> None:
        """Let the form say that its answer comes."""
        waiting = waiting_view(self.memo, await self.words())
        self.speech.turn.say({"response_action": "update", "view": waiting})
        self.windows.opened = str(self.windows.inside.get("id", ""))

    async def _say(self, card: Card) -> None:
        await self._close_with(card, replaces=False)

    async def _edit(self, card: Card) -> None:
        await self._close_with(card, replaces=True)

    async def _close_with(self, card: Card, *, replaces: bool) -> None:
        """Close the form and answer on the card it was opened on; else in the form's place."""
        origin = self.origins.take(self.memo.origin, self.speech.user)
        if origin is not None and not self.windows.opened:
            self.speech.turn.say()
            self.speech.address = origin.address
            await self.speech.say(card, replace=replaces and origin.replaces)
            return
        view = card_view(card, self.memo, await self.words())
        if self.speech.turn.say({"response_action": "update", "view": view}):
            self.windows.opened = str(self.windows.inside.get("id", ""))
        elif not await self.windows.change(view):
            await self.speech.say(card)

    async def _ask(self, form: Ask) -> None:
        words = await self.words()
        view = form_view(form, self.memo, words, await self.labels(form, words))
        if not self.speech.turn.say({"response_action": "update", "view": view}):
            await self.windows.change(view)

    async def _amend(self, reply: Amend) -> None:
        errors = inline(reply.errors, reply.intent)
        if self.speech.turn.say({"response_action": "errors", "errors": errors}):
            return
        words, kind = await self.words(), type(reply.intent)
        fresh = reply.intent.model_copy(update=dict.fromkeys(asked(kind)))
        form = Ask(fresh, words.s(kind.spec.asks), self.values)
        view = form_view(form, self.memo, words, await self.labels(form, words))
        said = Card("", tuple(each for each in reply.card.blocks if isinstance(each, Text)))
        view["blocks"] = [*draw(said, Surface.modal).blocks, *view["blocks"]]
        if not await self.windows.change(view):
            await self.speech.say(reply.card)


def _how(file: File, words: Words) -> Marked:
    return words.t(
        "I may not send files here, so it is text. Where you need a file, copy all of it into "
        "`{name}`.",
        name=file.name,
    )
