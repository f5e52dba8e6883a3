"""Views that are sent as they were drawn: discord.py's calls take a view, Discord takes parts."""

from collections.abc import Sequence
from typing import Any

from discord import ui

Part = dict[str, Any]


class Answer(ui.LayoutView):
    """Sends exactly these parts, as Components V2."""

    def __init__(self, parts: Sequence[Part]) -> None:
        """Keep the parts."""
        super().__init__(timeout=None)
        self._parts = list(parts)

    def to_components(self) -> list[Part]:
        """Return what is sent."""
        return self._parts

    def has_components_v2(self) -> bool:
        """Say that a message with this view is of the new kind."""
        return True

    def is_dispatchable(self) -> bool:
        """Say that the library need not keep it: every press comes to the one inbox."""
        return False


class Rows(ui.View):
    """Sends exactly these rows below a classic message."""

    def __init__(self, rows: Sequence[Part]) -> None:
        """Keep the rows."""
        super().__init__(timeout=None)
        self._rows = list(rows)

    def to_components(self) -> list[Part]:
        """Return what is sent."""
        return self._rows

    def is_dispatchable(self) -> bool:
        """Say that the library need not keep it: every press comes to the one inbox."""
        return False
