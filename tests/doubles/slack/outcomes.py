"""What is sent to the app, and what comes of it."""

from dataclasses import dataclass

from tests.doubles.slack.errors import Json

LATE, LOST = "operation_timeout", "dispatch_failed"
"""What Slack says when the app is too slow, and when nothing or a refusal came back."""


@dataclass(frozen=True, slots=True)
class Sent:
    """Something for the app. `type` is as in Socket Mode: slash_commands, interactive, events_api.

    A second delivery has the same `envelope_id`; `retry` counts from 1 for events.
    """

    type: str
    payload: Json
    retry: int = 0
    reason: str = ""
    envelope_id: str = ""


@dataclass(eq=False)
class Outcome:
    """Whether the app acknowledged, and with what; `error` is what Slack says in its place."""

    done: bool = False
    body: object = None
    error: str = ""
    status: int = 0
    """The status of the answer, in HTTP mode."""
    final: bool = False
    """Whether the app asked for no second delivery."""

    def finish(self, body: object) -> None:
        """Take the acknowledgement."""
        self.done, self.body = True, body

    reason: str = ""
    """Why an event comes again."""

    @property
    def late(self) -> bool:
        """Whether the app let three seconds pass."""
        return self.error == LATE

    def fail(self, error: str, reason: str = "timeout") -> "Outcome":
        """Note that there was none."""
        self.done, self.error, self.reason = True, error, reason
        return self
