"""What people act on: it tells the app what somebody did, and waits for what comes of it."""

from dataclasses import dataclass

from tests.doubles.slack.answers import Answer
from tests.doubles.slack.delivery import Delivery
from tests.doubles.slack.desk import Desk, Interaction, Kind
from tests.doubles.slack.envelopes import Envelopes
from tests.doubles.slack.outcomes import Sent
from tests.doubles.slack.posting import Posting
from tests.doubles.slack.replies import Replies
from tests.doubles.slack.world import World

SILENCE = {
    Kind.COMMAND: '{name} failed with the error "{error}"',
    Kind.SUBMISSION: "We had some trouble connecting. Try again? ({error})",
    Kind.SUGGESTION: "No result ({error})",
}
"""What Slack shows in the bot's place."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What people act on."""

    world: World
    desk: Desk
    posting: Posting
    replies: Replies
    delivery: Delivery

    @property
    def envelopes(self) -> Envelopes:
        """Return the writer of payloads."""
        return Envelopes(self.world, self.desk)

    async def play(self, done: Interaction, sent: Sent, *, waits: bool = True) -> Answer:
        """Tell the app what somebody did, and wait for what it answers."""
        done.payload = sent.payload
        answer = Answer(done, self.desk, len(self.world.effects))
        outcome = await self.delivery.send(sent)
        error = outcome.error or self.replies.take(done, outcome.body)
        if error == "invalid_arguments" and done.kind is Kind.COMMAND:
            error = "invalid_command_response"
        if error:
            words = SILENCE.get(done.kind, "the app did not answer ({error})")
            answer.failed = words.format(name=sent.payload.get("command"), error=error)
        await answer.come(waits=waits)
        return answer
