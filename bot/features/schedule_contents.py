"""What a schedule in the making posts, and whom it mentions: text, week, trait, step, role."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.core.context import Context
from bot.core.forms import FormErrors
from bot.core.registry import handles, seeds
from bot.core.replies import Reply
from bot.features import schedule_desk as rows
from bot.features.desk import Desk
from bot.features.posts import here
from bot.features.schedule_forms import Reader, seed
from bot.features.schedules import Drafts
from bot.intents.schedules import (
    ChangeRole,
    ChangeText,
    ChangeWeek,
    SetRole,
    SetStep,
    SetTrait,
)
from bot.study import drafts
from bot.study.composing import weeks
from bot.study.drafts import Draft


@dataclass(frozen=True, slots=True)
class ContentsFeature:
    """Takes steps with what a draft posts; each answers with the preview."""

    desk: Desk
    drafts: Drafts

    async def _draft(self, ctx: Context, key: str) -> Draft | None:
        async with self.desk.store.read() as work:
            return await rows.found(work, ctx, key)

    async def _step(self, ctx: Context, key: str, step: Callable[[Draft], Draft]) -> Reply:
        await rows.change(self.desk, ctx, key, step)
        return await self.drafts.shown(ctx, key)

    async def _seed(self, ctx: Context, key: str) -> Mapping[str, str]:
        draft = await self._draft(ctx, key)
        return seed(ctx, draft) if draft else {}

    @seeds(ChangeText)
    async def seed_text(self, ctx: Context, ask: ChangeText) -> Mapping[str, str]:
        """Fill in the text."""
        return await self._seed(ctx, ask.draft)

    @seeds(ChangeWeek)
    async def seed_week(self, ctx: Context, ask: ChangeWeek) -> Mapping[str, str]:
        """Fill in season and week."""
        return await self._seed(ctx, ask.draft)

    @seeds(ChangeRole)
    async def seed_role(self, ctx: Context, ask: ChangeRole) -> Mapping[str, str]:
        """Fill in the role."""
        return await self._seed(ctx, ask.draft)

    @handles(ChangeText)
    async def text(self, ctx: Context, ask: ChangeText) -> Reply:
        """Keep a moderator's own words."""
        draft = await self._draft(ctx, ask.draft)
        if draft is None:
            return await self.drafts.shown(ctx, ask.draft)
        title, body = Reader(ctx, draft).text(ask.title or "", ask.text or "")

        def step(now: Draft) -> Draft:
            worded = drafts.with_options(now, text=body)
            return replace(worded, schedule=replace(worded.schedule, title=title))

        return await self._step(ctx, ask.draft, step)

    @handles(ChangeWeek)
    async def week(self, ctx: Context, ask: ChangeWeek) -> Reply:
        """Let the season go on with a week."""
        season, week = ask.season or 1, ask.week or 1
        catalog = await self.drafts.previewer.composer.editions.catalog(here(ctx))
        last = weeks(catalog, season)
        if not last:
            raise FormErrors({"season": ctx.words.s("There is no season {n}.", n=season)})
        if week > last:
            raise FormErrors({"week": ctx.words.s("The last week is {n}.", n=last)})
        return await self._step(
            ctx, ask.draft, lambda draft: drafts.at_week(draft, season, week, ctx.now)
        )

    @handles(SetTrait)
    async def trait(self, ctx: Context, ask: SetTrait) -> Reply:
        """Take pieces from one trait, or from all."""
        trait = "" if ask.trait == "any" else ask.trait
        return await self._step(
            ctx, ask.draft, lambda draft: drafts.with_options(draft, trait=trait)
        )

    @handles(SetStep)
    async def step(self, ctx: Context, ask: SetStep) -> Reply:
        """Take pieces from one step of the roadmap, or from all."""
        step = "" if ask.step == "any" else ask.step
        return await self._step(ctx, ask.draft, lambda draft: drafts.with_options(draft, step=step))

    @handles(ChangeRole)
    async def typed_role(self, ctx: Context, ask: ChangeRole) -> Reply:
        """Mention a role that was typed."""
        draft = await self._draft(ctx, ask.draft)
        if draft is None:
            return await self.drafts.shown(ctx, ask.draft)
        role = Reader(ctx, draft).role(ask.role or "", await self.drafts.previewer.roles(ctx))
        return await self._step(ctx, ask.draft, lambda now: drafts.with_options(now, role=role))

    @handles(SetRole)
    async def role(self, ctx: Context, ask: SetRole) -> Reply:
        """Mention a role of the menu, or nobody."""
        draft = await self._draft(ctx, ask.draft)
        if draft is None:
            return await self.drafts.shown(ctx, ask.draft)
        role = "" if ask.role == "nobody" else Reader(ctx, draft).role(ask.role)
        return await self._step(ctx, ask.draft, lambda now: drafts.with_options(now, role=role))
