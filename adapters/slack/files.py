"""Gives somebody a file in the conversation with them: as a file where we may, else as text."""

import json
import logging
from dataclasses import dataclass

from adapters.slack.web import Refused, Web
from bot.core.replies import File

log = logging.getLogger("milepost.slack")

CODE_CAP, PARTS = 3_400, 12
"""Characters of a file that one message shows, and how many messages there may be."""


@dataclass(frozen=True, slots=True)
class Files:
    """Sends files to one person. Both ways raise Refused and Away."""

    web: Web
    user: str

    async def send(self, file: File) -> bool:
        """Send it; False when it is too long for messages and we may not upload."""
        try:
            place = await self._address(file)
        except Refused as refused:
            if refused.error != "missing_scope":
                raise
            return await self._as_text(file.data.decode("utf-8", "replace"))
        number, upload = place
        await self.web.upload(upload, file.data)
        opened = await self.web.call("chat.postMessage", channel=self.user, text=file.name)
        await self.web.form(
            "files.completeUploadExternal",
            files=json.dumps([{"id": number, "title": file.name}]),
            channel_id=str(opened.get("channel") or ""),
        )
        return True

    async def _address(self, file: File) -> tuple[str, str]:
        told = await self.web.look(
            "files.getUploadURLExternal", filename=file.name, length=str(len(file.data))
        )
        return str(told.get("file_id") or ""), str(told.get("upload_url") or "")

    async def _as_text(self, text: str) -> bool:
        parts = [text[at : at + CODE_CAP] for at in range(0, len(text), CODE_CAP)]
        if len(parts) > PARTS:
            return False
        for number, part in enumerate(parts, 1):
            code = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": part}]}
            await self.web.call(
                "chat.postMessage",
                channel=self.user,
                text=f"{number}/{len(parts)}",
                blocks=[{"type": "rich_text", "elements": [code]}],
            )
        return True
