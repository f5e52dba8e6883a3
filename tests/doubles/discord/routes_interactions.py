"""Answering interactions: the callback, and the webhook that belongs to each."""

from dataclasses import dataclass

from tests.doubles.discord.asks import Answer, Ask, Route
from tests.doubles.discord.desk import Desk, Interaction
from tests.doubles.discord.errors import Json

WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
ORIGINAL = f"{WEBHOOK}/messages/@original"
ANY = f"{WEBHOOK}/messages/{{message_id}}"


@dataclass(frozen=True, slots=True)
class InteractionRoutes:
    """Handlers over the desk."""

    desk: Desk

    def table(self) -> list[Route]:
        """Return what is handled here; all of it is opened by the token in the path."""
        callback = "/interactions/{interaction_id}/{interaction_token}/callback"
        entries = [
            ("POST", callback, self.respond),
            ("POST", WEBHOOK, self.follow_up),
            ("GET", ORIGINAL, self.get),
            ("PATCH", ORIGINAL, self.edit),
            ("DELETE", ORIGINAL, self.delete),
            ("GET", ANY, self.get),
            ("PATCH", ANY, self.edit),
            ("DELETE", ANY, self.delete),
        ]
        return [Route(method, path, handle, by_token=True) for method, path, handle in entries]

    async def respond(self, ask: Ask) -> Answer:
        """Take the first response."""
        number, token = ask.params["interaction_id"], ask.params["interaction_token"]
        found = self.desk.respond(number, token, ask.json, ask.files)
        if ask.query.get("with_response") not in {"1", "true"}:
            return None
        return self._callback(found)

    def _callback(self, found: Interaction) -> Json:
        told: Json = {"id": str(found.id), "type": int(found.kind)}
        resource: Json = {"type": int(found.response or 0)}
        if found.original is not None:
            told |= {
                "response_message_id": str(found.original.id),
                "response_message_loading": found.original.loading,
                "response_message_ephemeral": found.original.ephemeral,
            }
            resource["message"] = self.desk.posting.show(found.original)
        return {"interaction": told, "resource": resource}

    async def follow_up(self, ask: Ask) -> Answer:
        """Say one more thing."""
        found = self._found(ask)
        made = self.desk.follow_up(found, ask.json, ask.files)
        return self.desk.posting.show(made)

    async def get(self, ask: Ask) -> Answer:
        """Show an answer."""
        return self.desk.posting.show(self.desk.message(self._found(ask), _number(ask)))

    async def edit(self, ask: Ask) -> Answer:
        """Change an answer."""
        found = self._found(ask)
        message = self.desk.message(found, _number(ask))
        return self.desk.posting.show(self.desk.edit(found, message, ask.json, ask.files))

    async def delete(self, ask: Ask) -> Answer:
        """Take an answer away."""
        found = self._found(ask)
        self.desk.posting.delete(self.desk.message(found, _number(ask)))

    def _found(self, ask: Ask) -> Interaction:
        return self.desk.later(ask.params["webhook_id"], ask.params["webhook_token"])


def _number(ask: Ask) -> str:
    return ask.params.get("message_id", "@original")
