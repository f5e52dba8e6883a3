"""Methods about files: an address to send the bytes to, then the sharing."""

from dataclasses import dataclass, field, replace

from aiohttp import web

from tests.doubles.slack.asks import Ask, Method
from tests.doubles.slack.errors import Json, SlackError, broken
from tests.doubles.slack.messages import Upload
from tests.doubles.slack.posting import Posting
from tests.doubles.slack.shapes import an, items, string
from tests.doubles.slack.world import World

PATH = "/upload/v1"
ALT = 1000
LISTED = items(an({"id!": string(20), "title": string(255, 0), "highlight_type": string(20)}), 10)


@dataclass
class FileRoutes:
    """Handles them. `started` is what was announced and not yet finished."""

    world: World
    posting: Posting
    started: dict[str, tuple[Upload, int]] = field(default_factory=dict[str, tuple[Upload, int]])

    def table(self) -> list[Method]:
        """Return the methods."""
        begun = {"filename!": "str", "length!": "int", "alt_txt": "str", "snippet_type": "str"}
        done = {
            "files!": "json",
            "channel_id": "str",
            "channels": "str",
            "initial_comment": "str",
            "thread_ts": "str",
        }
        write = "files:write"
        return [
            Method("files.getUploadURLExternal", self.begin, begun, write, "t4"),
            Method("files.completeUploadExternal", self.finish, done, write, "t4"),
        ]

    async def begin(self, ask: Ask) -> Json:
        """Give an address for the bytes."""
        if len(ask.get("alt_txt") or "") > ALT:
            raise SlackError("alt_txt_too_large")
        if ask.get("length") < 1:
            raise SlackError("missing_argument")
        number = self.world.ids.next("F")
        made = Upload(number, ask.get("filename"), b"", alt=ask.get("alt_txt") or "")
        self.started[number] = made, ask.get("length")
        return {"file_id": number, "upload_url": f"{self.world.base}{PATH}/{number}"}

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Take the bytes."""
        number = request.match_info["file"]
        if number not in self.started:
            return web.Response(status=404, text="not found")
        made, length = self.started[number]
        data = await request.read()
        if len(data) != length:
            return web.Response(status=400, text=f"{length} bytes were announced")
        self.started[number] = replace(made, data=data), length
        return web.Response(text=f"OK - {length}")

    async def finish(self, ask: Ask) -> Json:
        """Make files of what was sent, and share them where that is asked."""
        listed = ask.get("files")
        faults = broken(lambda: LISTED("/files", listed))
        if faults:
            raise SlackError("invalid_arguments", faults)
        made = [self._finished(each) for each in listed]
        places = [*(ask.get("channels") or "").split(","), ask.get("channel_id")]
        channels = [self.posting.place(each, people=False) for each in places if each]
        for channel in channels:
            self.posting.open_to_bot(channel)
        for each in made:
            del self.started[each.id]
            self.world.files[each.id] = each
        for channel in channels:
            body = self.posting.body({"text": ask.get("initial_comment")}, tuple(made))
            self.posting.post(channel, body, thread_ts=ask.get("thread_ts"))
        return {"files": [{"id": each.id, "title": each.title} for each in made]}

    def _finished(self, listed: Json) -> Upload:
        found = self.started.get(listed["id"])
        if found is None or not found[0].data:
            raise SlackError("file_not_found")
        return replace(found[0], title=listed.get("title") or found[0].name)
