"""Interactions: opened by a person, answered within three seconds, and edited for 15 minutes."""

import datetime as dt
import enum
import secrets
from dataclasses import dataclass, field

from tests.doubles.discord.errors import ApiError, Json, broken, inner, invalid_form, unknown
from tests.doubles.discord.messages import EPHEMERAL, LOADING, Body, Message
from tests.doubles.discord.modals import Modal, modal_faults
from tests.doubles.discord.payloads import user_json
from tests.doubles.discord.permissions import Permission
from tests.doubles.discord.places import Channel, User
from tests.doubles.discord.posting import Files, Posting, numbered
from tests.doubles.discord.world import World

FOLLOW_UPS_OF_USER_INSTALL = 5
USERS_ONLY: Json = {"parse": ["users"]}


class Kind(enum.IntEnum):
    """What a person did."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


class Response(enum.IntEnum):
    """What the bot answers first."""

    MESSAGE = 4
    DEFERRED = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


ALLOWED = {
    Kind.COMMAND: {Response.MESSAGE, Response.DEFERRED, Response.MODAL},
    Kind.COMPONENT: set(Response) - {Response.CHOICES},
    Kind.AUTOCOMPLETE: {Response.CHOICES},
    Kind.MODAL: {Response.MESSAGE, Response.DEFERRED},
}
ON_A_MESSAGE = {Response.DEFERRED_UPDATE, Response.UPDATE}


@dataclass(eq=False)
class Interaction:
    """One thing a person did, and what the bot made of it. `at` is aware."""

    id: int
    token: str
    kind: Kind
    user: User
    channel: Channel
    at: dt.datetime
    source: Message | None = None
    """The message whose component was used, or that led to the modal."""
    trigger: "Interaction | None" = None
    """What opened the form that is sent."""
    user_only: bool = False
    """Whether the app is here only because the person has it installed."""
    response: Response | None = None
    original: Message | None = None
    """What `@original` means: the answer, or the changed source."""
    modal: Modal | None = None
    choices: list[Json] | None = None
    follow_ups: list[Message] = field(default_factory=list[Message])
    touched: int = 0
    """How many things have appeared or changed for the person."""
    owners: Json = field(default_factory=dict[str, str])


@dataclass
class Desk:
    """Keeps the interactions of a world and applies the rules of answering them."""

    world: World
    posting: Posting
    opened: dict[str, Interaction] = field(default_factory=dict[str, Interaction])

    def open(self, kind: Kind, user: User, channel: Channel, source: Message | None) -> Interaction:
        """Start one; its token is what answers are sent with."""
        number, token = self.world.ids.next(), secrets.token_urlsafe(48)
        made = Interaction(number, token, kind, user, channel, self.world.now(), source)
        self.opened[token] = made
        return made

    def newest_form(self, user: User) -> Modal:
        """Return the form that somebody has open. Raises AssertionError when there is none."""
        open_ = [each.modal for each in self.opened.values() if each.user is user and each.modal]
        assert open_, f"{user.name} has no form open"
        return open_[-1]

    def late(self, interaction: Interaction) -> bool:
        """Whether the time for the first response is over."""
        age = (self.world.now() - interaction.at).total_seconds()
        return age >= self.world.timing.respond

    # the first response

    def respond(self, number: str, token: str, answer: Json, files: Files) -> Interaction:
        """Take the first response. Raises ApiError."""
        found = self.opened.get(token)
        if found is None or str(found.id) != number:
            raise unknown("interaction")
        if found.response is not None:
            raise ApiError(400, 40060, "Interaction has already been acknowledged.")
        if self.late(found):
            raise unknown("interaction")
        response = self._permitted(found, answer.get("type"))
        data = inner(answer, "data")
        self._take(found, response, data, files)
        found.response = response
        found.touched += 1
        self.world.bell.ring()
        return found

    def _permitted(self, found: Interaction, number: object) -> Response:
        allowed = ALLOWED[found.kind]
        if found.kind is Kind.MODAL and found.source is not None:
            allowed = allowed | ON_A_MESSAGE
        if number not in set(allowed):
            raise invalid_form([("type", f"{number} cannot answer a {found.kind.name}")])
        return Response(number)

    def _take(self, found: Interaction, response: Response, data: Json, files: Files) -> None:
        match response:
            case Response.MESSAGE:
                found.original = self._say(found, data, files)
            case Response.DEFERRED:
                found.original = self._think(found, data)
            case Response.DEFERRED_UPDATE:
                found.original = found.source
            case Response.UPDATE:
                found.original = found.source
                self._change(found, found.source, data, files)
            case Response.CHOICES:
                found.choices = _choices(data)
            case Response.MODAL:
                found.modal = _modal(data, found.id)

    def _say(self, found: Interaction, data: Json, files: Files) -> Message:
        body = self.posting.body(data, files)
        private = bool((data.get("flags") or 0) & EPHEMERAL)
        made = self._post(found, body, private=private)
        allowed = data.get("allowed_mentions")
        if not private:
            made.pings = self.posting.pings(found.channel, body, allowed, USERS_ONLY)
        return made

    def _post(self, found: Interaction, body: Body, *, private: bool) -> Message:
        rights = self.world.may(found.channel, found.user)
        hidden = private or (found.user_only and not rights & Permission.USE_EXTERNAL_APPS)
        viewer = found.user if hidden else None
        made = self.posting.post(found.channel, self.world.bot, body, viewer=viewer)
        made.interaction = metadata(found)
        return made

    def _think(self, found: Interaction, data: Json) -> Message:
        """Show that the app is thinking; of all flags only EPHEMERAL counts."""
        private = bool((data.get("flags") or 0) & EPHEMERAL)
        return self._post(found, Body(flags=LOADING), private=private)

    def _change(
        self, found: Interaction, message: Message | None, data: Json, files: Files
    ) -> None:
        if message is None or message.deleted_at is not None:
            raise unknown("Message")
        self.posting.edit(message, self.posting.body(data, files, before=message.body))
        found.touched += 1

    # later, through the webhook

    def later(self, application: str, token: str) -> Interaction:
        """Return an interaction that was answered and still lives. Raises ApiError."""
        found = self.opened.get(token)
        if found is None or application != str(self.world.bot.id):
            raise unknown("Webhook")
        age = (self.world.now() - found.at).total_seconds()
        if age >= self.world.timing.token:
            raise ApiError(401, 50027, "Invalid Webhook Token")
        if found.response is None:
            raise unknown("Webhook")
        return found

    def message(self, found: Interaction, number: str) -> Message:
        """Return the original answer or a follow-up. Raises ApiError."""
        own = [found.original, *found.follow_ups] if found.original else found.follow_ups
        for each in own:
            named = number == "@original" and each is found.original
            if (named or str(each.id) == number) and not each.deleted_at:
                return each
        raise unknown("Message")

    def edit(self, found: Interaction, message: Message, data: Json, files: Files) -> Message:
        """Change an answer; the first edit ends the thinking, and only that one can ping."""
        thinking = message.loading
        self._change(found, message, data, files)
        if thinking and message.viewer is None:
            allowed = data.get("allowed_mentions")
            message.pings = self.posting.pings(found.channel, message.body, allowed, USERS_ONLY)
        self.world.bell.ring()
        return message

    def follow_up(self, found: Interaction, data: Json, files: Files) -> Message:
        """Say one more thing. Right after a deferral it fills the waiting answer, as it stands."""
        original = found.original
        if found.response is Response.DEFERRED and original is not None and original.loading:
            return self.edit(found, original, {**data, "flags": data.get("flags") or 0}, files)
        if found.user_only and len(found.follow_ups) >= FOLLOW_UPS_OF_USER_INSTALL:
            text = "This interaction has reached the maximum number of follow up messages."
            raise ApiError(400, 40094, text)
        made = self._say(found, data, files)
        found.follow_ups.append(made)
        found.touched += 1
        self.world.bell.ring()
        return made


def metadata(found: Interaction) -> Json:
    """Write what a message tells of the interaction that it answers."""
    told: Json = {
        "id": str(found.id),
        "type": int(found.kind),
        "user": user_json(found.user),
        "authorizing_integration_owners": found.owners,
    }
    if found.kind is Kind.COMPONENT and found.source is not None:
        told["interacted_message_id"] = str(found.source.id)
    if found.trigger is not None:
        told["triggering_interaction_metadata"] = metadata(found.trigger)
    return told


def _choices(data: Json) -> list[Json]:
    choices: list[Json] = data.get("choices") or []
    if len(choices) > 25:
        raise invalid_form([("data.choices", "must be 25 or fewer")])
    for number, each in enumerate(choices):
        if not 1 <= len(each["name"]) <= 100 or len(str(each["value"])) > 100:
            raise invalid_form([(f"data.choices.{number}", "must be between 1 and 100 in length")])
    return choices


def _modal(data: Json, opened_by: int) -> Modal:
    faults = broken(lambda: modal_faults(data))
    if faults:
        raise invalid_form([(f"data.{path}", words) for path, words in faults])
    parts = numbered(data["components"])
    return Modal(data["title"], data["custom_id"], tuple(parts), opened_by)
