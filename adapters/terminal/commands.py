"""What one can type: the bot's commands with completion, and a few words of the terminal itself."""

from collections.abc import AsyncGenerator, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from adapters.terminal.inbox import Inbox
from bot.app import Bot
from bot.core.intents import Intent, arguments, choices
from bot.core.words import N_

if TYPE_CHECKING:
    from bot.core.people import Rank

LOCAL = {
    "/clock": N_("Show the clock, or move it: /clock +7d"),
    "/leave": N_("Leave the terminal"),
}


@dataclass(frozen=True)
class Commands(Completer):
    """Completes commands, then their arguments, from the same declarations as everything else."""

    bot: Bot
    inbox: Inbox

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        """Give nothing at once; the answers come from the bot, which is asynchronous."""
        del document, complete_event
        return ()

    async def get_completions_async(
        self, document: Document, complete_event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        """Complete what stands before the cursor."""
        del complete_event
        typed = document.text_before_cursor
        if not typed.startswith("/"):
            return
        offered = self._offered()
        name = max((n for n in offered if typed.startswith(f"/{n} ")), key=len, default=None)
        if name is not None:
            async for found in self._arguments(offered[name], typed[len(name) + 2 :]):
                yield found
            return
        words = (await self.bot.words(self.inbox.request())).s
        for each, intent in offered.items():
            if f"/{each}".startswith(typed.casefold()):
                yield Completion(f"/{each}", -len(typed), display_meta=words(intent.spec.help))
        for local, says in LOCAL.items():
            if local.startswith(typed.casefold()):
                yield Completion(local, -len(typed), display_meta=words(says))

    def _offered(self) -> Mapping[str, type[Intent]]:
        rank: Rank = self.inbox.persona.rank
        return {n: intent for n, intent in self.bot.commands.items() if intent.spec.rank <= rank}

    async def _arguments(self, intent: type[Intent], rest: str) -> AsyncGenerator[Completion, None]:
        fields = arguments(intent)
        done, _, last = rest.rpartition(" ")
        named, equals, value = last.partition("=")
        if equals and named in fields:
            wanted, typed = [named], value
        else:
            written = {part.partition("=")[0] for part in done.split() if "=" in part}
            wanted, typed = [name for name in fields if name not in written], last
        for name in wanted[:2]:
            for value in choices(fields[name]):
                if value.startswith(typed):
                    yield Completion(value, -len(typed))
            found = await self.bot.complete(self.inbox.request(), intent, name, typed)
            for choice in found:
                yield Completion(choice.value, -len(typed), choice.label, choice.hint or name)
