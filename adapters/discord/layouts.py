"""Turns drawn components into discord.py's own items: its calls take a view, not dicts."""

from collections.abc import Callable, Iterable
from typing import Any

import discord
from discord import ComponentType, ui

Part = dict[str, Any]
Item = ui.Item[ui.LayoutView]


def layout(parts: Iterable[Part]) -> ui.LayoutView:
    """Make a view that sends exactly these parts.

    It is stopped, so that the library keeps no hold of it; presses come to the one inbox. Needs a
    running event loop: without one a view cannot be stopped.
    """
    made = ui.LayoutView(timeout=None)
    for part in parts:
        made.add_item(_item(part))
    made.stop()
    return made


def _picture(item: Part) -> discord.MediaGalleryItem:
    return discord.MediaGalleryItem(item["media"]["url"], description=item["description"])


def _button(part: Part) -> ui.Button[ui.LayoutView]:
    return ui.Button(
        style=discord.ButtonStyle(part["style"]),
        label=part["label"],
        disabled=part["disabled"],
        custom_id=part.get("custom_id"),
        url=part.get("url"),
    )


def _select(part: Part) -> ui.Select[ui.LayoutView]:
    options = [discord.SelectOption.from_dict(each) for each in part["options"]]
    return ui.Select(
        custom_id=part["custom_id"],
        placeholder=part["placeholder"],
        options=options,
        required=part["required"],
    )


def _item(part: Part) -> Item:
    return _MAKERS[ComponentType(part["type"])](part)


_MAKERS: dict[ComponentType, Callable[[Part], Item]] = {
    ComponentType.container: lambda part: ui.Container(*map(_item, part["components"])),
    ComponentType.action_row: lambda part: ui.ActionRow(*map(_item, part["components"])),
    ComponentType.text_display: lambda part: ui.TextDisplay(part["content"]),
    ComponentType.separator: lambda part: ui.Separator(visible=part["divider"]),
    ComponentType.media_gallery: lambda part: ui.MediaGallery(*map(_picture, part["items"])),
    ComponentType.file: lambda part: ui.File(part["file"]["url"]),
    ComponentType.button: _button,
    ComponentType.string_select: _select,
}
