"""Opens, stacks and changes windows."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from adapters.slack.views import STACK, View
from adapters.slack.web import Away, Refused, Web, as_body

log = logging.getLogger("milepost.slack")


@dataclass(slots=True)
class Windows:
    """The windows of one person at one press. `inside` is the view that was pressed in."""

    web: Web
    trigger: str
    inside: Mapping[str, Any] = field(default_factory=dict[str, Any])
    opened: str = ""
    """The view that was opened here while its answer was not ready."""

    @property
    def modal(self) -> bool:
        """Whether the press came from a window, and not from a message or the home tab."""
        return self.inside.get("type") == "modal"

    async def show(self, view: View) -> bool:
        """Show a new window, above the one that is there; or fill the one opened before.

        False when Slack takes none any more: the trigger lives for three seconds.
        """
        if self.opened:
            return await self.change(view)
        if not self.trigger or (self.modal and self._depth() >= STACK):
            return False
        method = "views.push" if self.modal else "views.open"
        try:
            answer = await self.web.call(method, trigger_id=self.trigger, view=view)
        except (Refused, Away) as trouble:
            log.info("Slack: no window was opened (%s)", trouble)
            return False
        self.opened = str(as_body(answer.get("view")).get("id") or "")
        return True

    async def change(self, view: View) -> bool:
        """Change the window opened here, else the one that was pressed in.

        A window that changed since the press stays: the first of two presses counts. False when it
        was closed.
        """
        asked: dict[str, Any] = {"view": view, "view_id": self.opened}
        if not self.opened:
            asked["view_id"] = str(self.inside.get("id") or "")
            asked["hash"] = self.inside.get("hash")
        try:
            await self.web.call("views.update", **asked)
        except Refused as refused:
            log.info("Slack: a window stayed as it was (%s)", refused.error)
            return refused.error == "hash_conflict"
        except Away:
            return await self._again(asked)
        return True

    async def _again(self, asked: dict[str, Any]) -> bool:
        """Change it once more: what did arrive is only written again."""
        try:
            await self.web.call("views.update", **asked)
        except Refused as refused:
            return refused.error == "hash_conflict"
        except Away as trouble:
            log.warning("Slack: a window was not changed (%s)", trouble)
            return False
        return True

    def _depth(self) -> int:
        """Count the windows up to the one pressed in."""
        previous, root = self.inside.get("previous_view_id"), self.inside.get("root_view_id")
        if not previous:
            return 1
        return 2 if previous == root else STACK
