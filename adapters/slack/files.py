"""Gives somebody a file in the conversation with them: as a file where we may, else as text."""

import enum
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass

from adapters.slack.web import Refused, Web
from bot.core.replies import File

log = logging.getLogger("milepost.slack")

CODE_CAP, PARTS = 3_400, 12
"""Characters of a file that one message shows, and how many messages there may be."""


class Came(enum.Enum):
    """How a file came; `no`: it is too long for messages, and we may not upload."""

    file = enum.auto()
    text = enum.auto()
    no = enum.auto()


@dataclass(frozen=True, slots=True)
class Files:
    """Sends files to one person. Both ways raise Refused and Away."""

    web: Web
    user: str

    async def send(self, file: File) -> Came:
        """Send it, and say how it came."""
        try:
            place = await self._address(file)
        except Refused as refused:
            if refused.error != "missing_scope":
                raise
            return await self._as_text(file.name, file.data.decode("utf-8", "replace"))
        number, upload = place
        await self.web.upload(upload, file.data)
        opened = await self.web.call("chat.postMessage", channel=self.user, text=file.name)
        await self.web.form(
            "files.completeUploadExternal",
            files=json.dumps([{"id": number, "title": file.name}]),
            channel_id=str(opened.get("channel") or ""),
        )
        return Came.file

    async def _address(self, file: File) -> tuple[str, str]:
        told = await self.web.look(
            "files.getUploadURLExternal", filename=file.name, length=str(len(file.data))
        )
        return str(told.get("file_id") or ""), str(told.get("upload_url") or "")

    async def _as_text(self, name: str, text: str) -> Came:
        parts = list(_parts(text))
        if len(parts) > PARTS:
            return Came.no
        for number, part in enumerate(parts, 1):
            code = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": part}]}
            await self.web.call(
                "chat.postMessage",
                channel=self.user,
                text=f"{name} {number}/{len(parts)}" if len(parts) > 1 else name,
                blocks=[{"type": "rich_text", "elements": [code]}],
            )
        return Came.text


def _parts(text: str) -> Iterator[str]:
    """Cut a text into what messages show: between two lines, where a line is not longer itself."""
    part = ""
    for line in text.splitlines(keepends=True):
        if part and len(part) + len(line) > CODE_CAP:
            yield part
            part = ""
        part += line
        while len(part) > CODE_CAP:
            yield part[:CODE_CAP]
            part = part[CODE_CAP:]
    if part:
        yield part
