"""What is sent to the app, and what comes of it."""

from dataclasses import dataclass

from tests.doubles.slack.errors import Json


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

    def fail(self, error: str) -> "Outcome":
        """Note that there was none."""
        self.done, self.error = True, error
        return self
