"""Response addresses, and the bodies of acknowledgements."""

import json
from dataclasses import dataclass
from typing import cast

from aiohttp import web

from tests.doubles.slack.desk import Address, Desk, Interaction, Kind
from tests.doubles.slack.effects import Did, Effect
from tests.doubles.slack.elements import GROUPS, OPTIONS
from tests.doubles.slack.errors import Json, SlackError, broken
from tests.doubles.slack.messages import Message
from tests.doubles.slack.places import Channel
from tests.doubles.slack.posting import Posting
from tests.doubles.slack.views import View

SAID = {
    "text",
    "blocks",
    "response_type",
    "replace_original",
    "delete_original",
    "thread_ts",
    "unfurl_links",
    "unfurl_media",
    "link_names",
    "parse",
    "mrkdwn",
    "metadata",
}


@dataclass
class Replies:
    """Takes what the bot answers outside the Web API."""

    desk: Desk
    posting: Posting

    # response addresses

    def use(self, token: str, data: object) -> None:
        """Take one use of a response address. Raises SlackError."""
        found = self.desk.addresses.get(token)
        timing = self.desk.world.timing
        if found is None:
            raise SlackError("invalid_url")
        if self.desk.world.age(found.at) >= timing.response_url:
            raise SlackError("expired_url")
        if found.uses >= timing.uses:
            raise SlackError("used_url")
        if not isinstance(data, dict):
            raise SlackError("invalid_payload")
        self._say(found, cast("Json", data))
        found.uses += 1

    def _say(self, address: Address, data: Json) -> None:
        cause = address.interaction
        source = cause.source if isinstance(cause.source, Message) else None
        if data.get("delete_original") or data.get("replace_original"):
            if source is None or source.deleted_at is not None:
                raise SlackError("message_not_found")
            if data.get("delete_original"):
                self.posting.delete(source, cause)
            else:
                self.posting.edit(source, _known(data), cause)
            return
        self._post(cause, address.channel, data, source)

    def _post(
        self, cause: Interaction, channel: Channel, data: Json, source: Message | None = None
    ) -> None:
        kind = _known(data).get("response_type", "ephemeral")
        if kind not in {"ephemeral", "in_channel"}:
            raise SlackError("invalid_response_type")
        thread = data.get("thread_ts") or (source.thread_ts if source else None)
        viewer = cause.user if kind == "ephemeral" else None
        body = self.posting.body(data)
        self.posting.post(channel, body, viewer=viewer, cause=cause, thread_ts=thread)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer a POST to a response address."""
        try:
            data: object = json.loads(await request.text())
            self.use(request.match_info["token"], data)
        except ValueError:
            return web.json_response({"ok": False, "error": "invalid_payload"}, status=400)
        except SlackError as refused:
            gone = refused.error in {"expired_url", "used_url", "invalid_url"}
            return web.json_response(refused.body(), status=404 if gone else 400)
        return web.json_response({"ok": True})

    # acknowledgements

    def take(self, interaction: Interaction, answer: object) -> str:
        """Do what an acknowledgement says; return the error that the person then sees."""
        interaction.acked, interaction.answer = True, answer
        self.desk.world.bell.ring()
        try:
            self._take(interaction, answer)
        except SlackError as refused:
            self.desk.world.breaches.append(f"answer to {interaction.kind}: {refused}")
            return refused.error
        return ""

    def _take(self, interaction: Interaction, answer: object) -> None:
        match interaction.kind:
            case Kind.COMMAND:
                self._command(interaction, answer)
            case Kind.SUBMISSION:
                self._submission(interaction, _object(answer))
            case Kind.SUGGESTION:
                interaction.options = _options(_object(answer))
            case _:
                if answer:
                    raise SlackError("unexpected_body")

    def _command(self, interaction: Interaction, answer: object) -> None:
        data = {"text": answer} if isinstance(answer, str) and answer else _object(answer)
        if data and interaction.channel is not None:
            self._post(interaction, interaction.channel, data)

    def _submission(self, interaction: Interaction, data: Json) -> None:
        view = interaction.source
        assert isinstance(view, View)
        match data.get("response_action"):
            case None if not data:
                self.desk.close(view, interaction)
            case "clear" if set(data) == {"response_action"}:
                self.desk.clear(view.user, interaction)
            case "update" if set(data) == {"response_action", "view"}:
                self.desk.change(view, data["view"], cause=interaction)
            case "push" if set(data) == {"response_action", "view"}:
                self.desk.push(interaction, data["view"])
            case "errors" if set(data) == {"response_action", "errors"}:
                self._errors(interaction, view, data["errors"])
            case _:
                raise SlackError("invalid_response_action")

    def _errors(self, interaction: Interaction, view: View, errors: object) -> None:
        told = cast("dict[str, str]", _object(errors))
        inputs = {block["block_id"] for _, block, _ in view.boxes()}
        if not told or not set(told) <= inputs or not all(told.values()):
            raise SlackError("invalid_errors")
        view.errors = dict(told)
        world = self.desk.world
        did = Effect(Did.REFUSED, world.now(), view.user, view=view, cause=interaction)
        world.note(did)


def _object(value: object) -> Json:
    if value is None or value == "":
        return {}
    if not isinstance(value, dict):
        raise SlackError("invalid_answer")
    return cast("Json", value)


def _known(data: Json) -> Json:
    """Refuse keys that Slack does not know here. Raises SlackError."""
    unknown = sorted(set(data) - SAID)
    if unknown:
        raise SlackError("invalid_payload", [(f"/{key}", "unknown") for key in unknown])
    return data


def _options(data: Json) -> list[Json]:
    """Read what is suggested. Raises SlackError."""
    if "options" in data and set(data) == {"options"}:
        faults = broken(lambda: OPTIONS("/options", data["options"])) if data["options"] else []
        found: list[Json] = data["options"]
    elif set(data) == {"option_groups"}:
        faults = broken(lambda: GROUPS("/option_groups", data["option_groups"]))
        found = [each for group in data["option_groups"] for each in group.get("options", ())]
    else:
        raise SlackError("invalid_options")
    if faults:
        raise SlackError("invalid_options", faults)
    return found
