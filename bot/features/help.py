"""/help: drawn from the registry, so that it cannot be out of date."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.cards import PICK_CAP, Button, Card, Choice, Note, Pick, Text, Tone, row
from bot.core.context import Context
from bot.core.faults import ModeratorsOnly, NoSuch, PerhapsCommand, PersonFault, WhichCommand
from bot.core.intents import Intent, arguments, bare_type, suggestions
from bot.core.markup import Marked, escape, join
from bot.core.people import Rank
from bot.core.refusals import family, near_commands, usage
from bot.core.registry import Registry, handles, suggests
from bot.core.replies import Edit, Reply
from bot.features.drawing import entry, shown
from bot.intents.person import Help
from bot.intents.roadmap import Roadmap
from bot.intents.suggestions import COMMANDS

_FIRST = ("roadmap", "tip", "quiz", "traits", "interview")


def _joined(name: str) -> str:
    """Write a command of two words as one, because no token holds a space."""
    return name.replace(" ", "-")


def _named(ctx: Context, names: Iterable[str]) -> Marked:
    return join(", ", (Marked(f"/{shown(ctx, name)}") for name in names))


@dataclass(frozen=True, slots=True)
class HelpFeature:
    """Serves help about whatever is registered."""

    registry: Registry

    @suggests(COMMANDS.key)
    async def commands(self, ctx: Context, typed: str) -> tuple[Choice, ...]:
        """Complete the name of a command that the asker may use."""
        wanted = typed.casefold().removeprefix("/").strip()
        known = {name: (name, shown(ctx, name)) for name in self._allowed(ctx)}
        offered = [name for name, said in known.items() if any(s.startswith(wanted) for s in said)]
        exact = [name for name in offered if wanted in known[name]]
        return tuple(Choice(name, f"/{shown(ctx, name)}") for name in (exact or offered))

    def _allowed(self, ctx: Context) -> dict[str, type[Intent]]:
        found = {
            name: intent
            for name, intent in self.registry.commands.items()
            if intent.spec.rank <= ctx.request.rank
        }
        order = {name: place for place, name in enumerate(_FIRST)}
        return dict(sorted(found.items(), key=lambda pair: order.get(pair[0], len(order))))

    @handles(Help)
    async def help(self, ctx: Context, ask: Help) -> Reply:
        """List the commands, or explain one."""
        if ask.command is None:
            return Edit(self._list(ctx))
        name, allowed = ask.command.casefold().removeprefix("/").strip(), self._allowed(ctx)
        name = next((each for each in allowed if name in {shown(ctx, each), _joined(each)}), name)
        intent = allowed.get(name)
        if intent is None:
            raise self._unknown(ctx, name)
        return Edit(self._one(ctx, name, intent, await self._examples(ctx, name, intent)))

    def _unknown(self, ctx: Context, word: str) -> PersonFault:
        every = self.registry.commands
        allowed = self._allowed(ctx)
        several = family(word, allowed) if " " not in word else []
        closed = family(word, every) or {word, word.replace("-", " ")} & every.keys()
        if closed and not several:
            return ModeratorsOnly()
        near = several or near_commands(word, allowed)
        if not near:
            more = Button(ctx.words.s("All commands"), Help())
            return NoSuch(more, what=ctx.words.s("command"), value=word)
        buttons = [Button(f"/{shown(ctx, each)}", Help(command=_joined(each))) for each in near]
        return (WhichCommand if several else PerhapsCommand)(*buttons, word=word)

    def _list(self, ctx: Context) -> Card:
        words, allowed = ctx.words, self._allowed(ctx)
        members = [each for each, kind in allowed.items() if kind.spec.rank is Rank.member]
        first = [each for each in members if each in _FIRST]
        lines = [
            words.t(
                "*/{name}* {help}", name=shown(ctx, name), help=words.t(allowed[name].spec.help)
            )
            for name in first or members
        ]
        more = _named(ctx, (each for each in members if first and each not in first))
        managed = _named(ctx, (each for each in allowed if each not in members))
        told = [
            Text(join("\n", lines)),
            *((Text(words.t("*More:* {names}", names=more)),) if more else ()),
            *((Text(words.t("*For moderators:* {names}", names=managed)),) if managed else ()),
        ]
        options = [
            entry(name, f"/{shown(ctx, name)}", words.s(intent.spec.help))
            for name, intent in allowed.items()
        ]
        menus = (options[at : at + PICK_CAP] for at in range(0, len(options), PICK_CAP))
        return Card(
            words.s("What you can ask"),
            (
                *told,
                *(
                    Pick(words.s("Explain a command"), Help(), "command", tuple(menu))
                    for menu in menus
                ),
                *row(Button(words.s("Start with the roadmap"), Roadmap(), Tone.first)),
                Note(words.t("Answers are private unless you share them.")),
            ),
        )

    async def _examples(self, ctx: Context, name: str, intent: type[Intent]) -> tuple[str, ...]:
        """List the examples that hold for every pack, and one with a word of this pack."""
        for described in arguments(intent).values():
            key = suggestions(described)
            if key in {"", COMMANDS.key} or bare_type(described) is not str:
                continue
            found = await self.registry.suggesters[key](ctx, "")
            return (*intent.spec.examples, *(f"/{name} {each.label}" for each in found[:1]))
        return intent.spec.examples

    def _one(
        self, ctx: Context, name: str, intent: type[Intent], examples: tuple[str, ...]
    ) -> Card:
        words = ctx.words
        fields = [
            words.t(
                "*{field}*: {says}",
                field=shown(ctx, field),
                says=words.t(described.description or field),
            )
            for field, described in arguments(intent).items()
        ]
        form = usage(intent, lambda each: shown(ctx, each))
        parts: list[Text] = [Text(words.t(intent.spec.help)), Text(Marked(f"`{form}`"))]
        if fields:
            parts.append(Text(join("\n", fields)))
        if examples:
            own = (each.replace(f"/{name}", f"/{shown(ctx, name)}", 1) for each in examples)
            lines = join("\n", (Marked(f"`{escape(each)}`") for each in own))
            parts.append(Text(words.t("*Examples*\n{lines}", lines=lines)))
        free = not any(field.is_required() for field in intent.model_fields.values())
        return Card(
            f"/{shown(ctx, name)}",
            (
                *parts,
                *row(
                    Button(words.s("Try it"), intent(), Tone.first)
                    if free and intent is not Help
                    else None,
                    Button(words.s("All commands"), Help()),
                ),
            ),
        )
