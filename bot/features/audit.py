"""What moderators did is kept with the change itself: who, what, before, after."""

from bot.core.context import Context
from bot.core.faults import CommunityOnly
from bot.features.quizzes import new_key
from bot.study.groups import Change
from bot.study.ports import Work


async def note(  # noqa: PLR0913, PLR0917 (a line of the audit is all of this)
    work: Work, ctx: Context, what: str, target: str, before: str = "", after: str = ""
) -> None:
    """Keep a line of the audit in the transaction of the change; no personal data in the texts.

    `what` is a short verb in English ("schedule paused"), `target` names the thing as moderators
    know it. Raises CommunityOnly in private.
    """
    community = ctx.request.place.community
    if community is None:
        raise CommunityOnly
    actor = await work.people.ensure(ctx.request.account, ctx.now)
    await work.audit.add(Change(new_key(), community, ctx.now, what, target, before, after, actor))
