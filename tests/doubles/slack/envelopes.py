"""The payloads of what people do."""

from dataclasses import dataclass

from tests.doubles.slack.desk import Desk, Interaction, Kind
from tests.doubles.slack.errors import Json
from tests.doubles.slack.messages import Message
from tests.doubles.slack.outcomes import Sent
from tests.doubles.slack.payloads import message_json, team_json, view_json
from tests.doubles.slack.places import Channel, Team, User
from tests.doubles.slack.views import View, starting
from tests.doubles.slack.world import World


@dataclass(frozen=True, slots=True)
class Envelopes:
    """Writes them."""

    world: World
    desk: Desk

    def command(self, done: Interaction, name: str, text: str) -> Sent:
        """Write a slash command. Deprecated names come along, as Slack still sends them."""
        assert done.channel is not None
        user, place, team = done.user, done.channel, self.world.team
        return Sent(
            "slash_commands",
            {
                "token": "not-for-verification",
                "team_id": team.id,
                "team_domain": team.domain,
                "channel_id": place.id,
                "channel_name": place.called,
                "user_id": user.id,
                "user_name": user.name,
                "command": name,
                "text": text,
                "api_app_id": self.world.app_id,
                "is_enterprise_install": "false",
                "response_url": self.desk.address(done, place),
                "trigger_id": done.trigger,
            },
        )

    def action(self, done: Interaction, element: Json, block: Json, chosen: Json) -> Sent:
        """Write the use of a button or a menu."""
        action: Json = {
            "type": element["type"],
            "action_id": element["action_id"],
            "block_id": block["block_id"],
            **{key: element[key] for key in ("text", "value", "style", "url") if key in element},
            **chosen,
            "action_ts": self.world.ids.ts(done.at),
        }
        return self._interactive(done, {**self._around(done), "actions": [action]})

    def suggestion(self, done: Interaction, element: Json, block: Json, text: str) -> Sent:
        """Write that somebody types into a menu whose options the bot brings."""
        asked: Json = {
            "action_id": element["action_id"],
            "block_id": block["block_id"],
            "value": text,
        }
        around = self._around(done)
        around.pop("response_url", None)
        around.pop("state", None)
        return self._interactive(done, around | asked, with_trigger=False)

    def submission(self, done: Interaction) -> Sent:
        """Write that a form is sent."""
        assert isinstance(done.source, View)
        told: Json = {
            "view": view_json(self.world, done.source),
            "response_urls": self._addresses(done, done.source),
        }
        return self._interactive(done, told)

    def closed(self, done: Interaction, *, cleared: bool) -> Sent:
        """Write that a form is closed."""
        assert isinstance(done.source, View)
        told: Json = {"view": view_json(self.world, done.source), "is_cleared": cleared}
        return self._interactive(done, told, with_trigger=False)

    def shortcut(self, done: Interaction, callback: str) -> Sent:
        """Write the use of a shortcut; one on a message shows the message."""
        told: Json = {"callback_id": callback, "action_ts": self.world.ids.ts(done.at)}
        if isinstance(done.source, Message):
            told |= {
                "message_ts": done.source.ts,
                "message": message_json(self.world, done.source),
                "channel": _place(done.source.channel),
                "response_url": self.desk.address(done, done.source.channel),
            }
        return self._interactive(done, told)

    def shown(self, view: View) -> Json:
        """Write a view."""
        return view_json(self.world, view)

    # what is around

    def _interactive(self, done: Interaction, told: Json, *, with_trigger: bool = True) -> Sent:
        trigger = {"trigger_id": done.trigger} if with_trigger else {}
        payload: Json = {
            "type": str(done.kind),
            "user": self._user(done.user),
            "api_app_id": self.world.app_id,
            "token": "not-for-verification",
            "team": team_json(self._team(done)),
            "enterprise": None,
            "is_enterprise_install": False,
            **told,
            **trigger,
        }
        return Sent("interactive", payload)

    def _team(self, done: Interaction) -> Team:
        """Return the workspace that is named: for a form that is sent or closed, the person's own.

        Seen in slackapi/bolt-js, issue 1614; for presses in slackapi/java-slack-sdk, issue 1041.
        """
        of_person = done.kind in {Kind.SUBMISSION, Kind.CLOSED}
        return done.user.team if of_person else self.world.team

    def _user(self, user: User) -> Json:
        return {
            "id": user.id,
            "username": user.name,
            "name": user.name,
            "team_id": user.team.id,
        }

    def _around(self, done: Interaction) -> Json:
        """Say what the element stands in."""
        source = done.source
        if isinstance(source, View):
            return {
                "container": {"type": "view", "view_id": source.id},
                "view": view_json(self.world, source),
            }
        assert source is not None
        told: Json = {
            "container": {
                "type": "message",
                "message_ts": source.ts,
                "channel_id": source.channel.id,
                "is_ephemeral": source.ephemeral,
            },
            "channel": _place(source.channel),
            "state": {"values": _state(source)},
            "response_url": self.desk.address(done, source.channel),
        }
        if not source.ephemeral:
            told["message"] = message_json(self.world, source)
        return told

    def _addresses(self, done: Interaction, view: View) -> list[Json]:
        """Give an address for each place that was chosen where the form asks for that."""
        found: list[Json] = []
        for _, block, element in view.boxes():
            state = view.values[block["block_id"]][element["action_id"]]
            chosen = state.get("selected_conversation") or state.get("selected_channel")
            place = self.world.channels.get(chosen) if chosen else None
            if element.get("response_url_enabled") and place is not None:
                named = {"block_id": block["block_id"], "action_id": element["action_id"]}
                url = self.desk.address(done, place)
                found.append({**named, "channel_id": place.id, "response_url": url})
        return found


def _place(channel: Channel) -> Json:
    return {"id": channel.id, "name": channel.called}


def _state(message: Message) -> Json:
    """Return what is chosen in the menus of a message: what the bot set at first."""
    return starting(message.blocks, {})
