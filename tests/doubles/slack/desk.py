"""What people do to the app, each with its trigger and response address, and the forms they see."""

import datetime as dt
import enum
import secrets
from dataclasses import dataclass, field

from tests.doubles.slack.effects import Did, Effect
from tests.doubles.slack.errors import Json, SlackError
from tests.doubles.slack.messages import Message
from tests.doubles.slack.places import Channel, User
from tests.doubles.slack.validate import HOME, MODAL, check_view
from tests.doubles.slack.views import STACK, View, numbered
from tests.doubles.slack.world import World


class Kind(enum.StrEnum):
    """What a person did; the values of interactions are the types of their payloads."""

    COMMAND = "command"
    ACTION = "block_actions"
    SUBMISSION = "view_submission"
    CLOSED = "view_closed"
    SUGGESTION = "block_suggestion"
    SHORTCUT = "shortcut"
    MESSAGE_SHORTCUT = "message_action"
    EVENT = "event"


@dataclass(eq=False)
class Interaction:
    """One thing a person did, and what the bot made of it. `at` is aware."""

    kind: Kind
    user: User
    at: dt.datetime
    trigger: str
    channel: Channel | None = None
    source: Message | View | None = None
    """What was used: a message or a view."""
    exchanged: bool = False
    """Whether its trigger was used."""
    acked: bool = False
    answer: object = None
    """The body of the acknowledgement."""
    options: list[Json] | None = None
    """What is suggested."""
    payload: Json = field(default_factory=dict[str, object])
    ended: int | None = None
    """How many effects there were when the person did the next thing."""


@dataclass(eq=False)
class Address:
    """A response address: five uses in thirty minutes."""

    token: str
    interaction: Interaction
    channel: Channel
    at: dt.datetime
    uses: int = 0


@dataclass
class Desk:
    """Keeps interactions, triggers, response addresses and views, and applies their rules."""

    world: World
    done: list[Interaction] = field(default_factory=list[Interaction])
    triggers: dict[str, Interaction] = field(default_factory=dict[str, Interaction])
    addresses: dict[str, Address] = field(default_factory=dict[str, Address])
    views: dict[str, View] = field(default_factory=dict[str, View])
    stacks: dict[User, list[View]] = field(default_factory=dict[User, list[View]])
    homes: dict[User, View] = field(default_factory=dict[User, View])

    def begin(
        self,
        kind: Kind,
        user: User,
        channel: Channel | None = None,
        source: Message | View | None = None,
    ) -> Interaction:
        """Note that somebody does something; what they did before is over."""
        for each in reversed(self.done):
            if each.user is user:
                each.ended = len(self.world.effects)
                break
        made = Interaction(kind, user, self.world.now(), self.world.ids.trigger(), channel, source)
        self.done.append(made)
        self.triggers[made.trigger] = made
        return made

    def address(self, interaction: Interaction, channel: Channel) -> str:
        """Return a new response address for an interaction."""
        token = secrets.token_urlsafe(18)
        self.addresses[token] = Address(token, interaction, channel, self.world.now())
        where = "commands" if interaction.kind is Kind.COMMAND else "actions"
        return f"{self.world.base}/{where}/{self.world.team.id}/{len(self.addresses)}/{token}"

    def exchange(self, trigger: object) -> Interaction:
        """Use a trigger. Raises SlackError."""
        found = self.triggers.get(trigger) if isinstance(trigger, str) else None
        if found is None:
            raise SlackError("invalid_trigger_id")
        if found.exchanged:
            raise SlackError("exchanged_trigger_id")
        if self.world.age(found.at) >= self.world.timing.trigger:
            raise SlackError("expired_trigger_id")
        found.exchanged = True
        return found

    # forms

    def stack(self, user: User) -> list[View]:
        """Return the forms that somebody has open, the lowest first."""
        return self.stacks.setdefault(user, [])

    def open(self, cause: Interaction, body: Json) -> View:
        """Open a form, in place of whatever is open.

        Over a form, that works by chance: slackapi/bolt-js, issues 1072 and 1827.
        """
        if isinstance(cause.source, View) and cause.source.type == MODAL:
            self.world.breaches.append("views.open: a form is open; change it or push on it")
        return self._show(cause, body, [])

    def push(self, cause: Interaction, body: Json) -> View:
        """Lay a form over the ones that are open. Raises SlackError."""
        stack = self.stack(cause.user)
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= STACK:
            raise SlackError("push_limit_reached")
        return self._show(cause, body, stack)

    def _show(self, cause: Interaction, body: Json, below: list[View]) -> View:
        check_view(body, MODAL)
        self._external(body)
        made = self._made(cause.user, body)
        made.root = below[0].id if below else made.id
        made.previous = below[-1].id if below else None
        for each in set(self.stack(cause.user)) - set(below):
            each.closed = True
        self.stacks[cause.user] = [*below, made]
        self.world.note(Effect(Did.OPENED, self.world.now(), cause.user, view=made, cause=cause))
        return made

    def _made(self, user: User, body: Json) -> View:
        number, ids = self.world.ids.next("V"), numbered(body["blocks"])
        shown = {**body, "blocks": ids}
        mark = self.world.ids.hash(self.world.now())
        made = View(number, user, self.world.team, shown, mark, root=number)
        self.views[made.id] = made
        return made

    def _external(self, body: Json, besides: View | None = None) -> None:
        """Refuse an external id that another view has. Raises SlackError."""
        name = body.get("external_id")
        if not name:
            return
        for each in self.views.values():
            known = each.body.get("external_id")
            if known == name and each is not besides and not each.closed:
                raise SlackError("duplicate_external_id")

    def find(self, view_id: object, external_id: object) -> View:
        """Return an open form by either id. Raises SlackError."""
        known = self.views.get(view_id) if isinstance(view_id, str) else None
        if known is not None and not known.closed:
            return known
        for each in self.views.values():
            if external_id and each.body.get("external_id") == external_id and not each.closed:
                return each
        raise SlackError("not_found")

    def change(
        self, view: View, body: Json, mark: object = None, cause: Interaction | None = None
    ) -> None:
        """Put something else in the place of a form. Raises SlackError."""
        if mark is not None and mark != view.hash:
            raise SlackError("hash_conflict")
        check_view(body, view.type)
        self._external(body, view)
        before = view.values
        view.body, view.errors = {**body, "blocks": numbered(body["blocks"])}, {}
        view.hash = self.world.ids.hash(self.world.now())
        view.keep_values(before)
        did = Did.CHANGED if view.type == MODAL else Did.PUBLISHED
        self.world.note(Effect(did, self.world.now(), view.user, view=view, cause=cause))

    def close(self, view: View, cause: Interaction | None = None) -> None:
        """Take one form away; the one below shows again."""
        stack = self.stack(view.user)
        if view in stack:
            stack.remove(view)
        view.closed = True
        self.world.note(Effect(Did.CLOSED, self.world.now(), view.user, view=view, cause=cause))

    def clear(self, user: User, cause: Interaction | None = None) -> None:
        """Take all forms away."""
        for view in reversed(list(self.stack(user))):
            self.close(view, cause)

    def publish(self, user: User, body: Json, mark: object) -> View:
        """Set what somebody's home tab shows. Raises SlackError."""
        known = self.homes.get(user)
        if known is not None:
            self.change(known, body, mark)
            return known
        if mark is not None:
            raise SlackError("hash_conflict")
        check_view(body, HOME)
        self.homes[user] = made = self._made(user, body)
        self.world.note(Effect(Did.PUBLISHED, self.world.now(), user, view=made))
        return made
