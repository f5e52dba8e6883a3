"""A loopback Slack: the real slack-bolt and slack_sdk talk to it, and tests play the people.

async with serving(Double()) as double:
    ann = double.person("ann", locale="fr-FR", zone="Europe/Paris")
    general = double.world.channel("general", [ann.user])  # invited=False: without the bot
    ...  # start the bot: AsyncWebClient(base_url=double.api), tokens in double.world.install
    await double.sockets.until_connected()                         # Socket Mode
    # or HTTP mode: double.calls_app_at("http://127.0.0.1:PORT/slack/events")
    card = await ann.types("/milepost roadmap", general)           # waits for the first effect
    assert card.private and "Step 1" in card.text                  # ack body or response address
    card = await ann.presses(card, "Step 2")                       # label or action id
    form = await ann.presses(card, "Settings")
    sent = await ann.submits(form, {"Time": "09:00"})              # by label or action id
    assert sent.errors == {"Time": "..."} or sent.closed
    found = await ann.suggests(form, "Term", "gra")                # block_suggestion
    assert found.options == {"gradient": "gradient"}
    home = await ann.opens_home()                                  # home.home, ann.home
    await card.more(); await card.shows("words")                   # what comes later
    assert double.breaches == []

Who sees what: `ann.sees(channel)`, `ann.view`, `ann.home`, `ann.reloads()`.
What the bot did: `double.world.effects`, `double.web.calls`, `double.web.asked("chat.update")`;
`message.blocks`, `.pings`, `.links`, `.body.metadata` show what was sent.
The app: `double.world.install.read(manifest)`, `.scopes`, `.token`; `double.world.invite(channel)`,
`.kick(channel)`, `.uninstall()`; `channel.archived`, `.refusal = "restricted_action"`.
Time stands still here; `double.world.passes(seconds)` lets triggers and addresses expire. With a
clock of the test's own, `World(MovedClock(at, StillClock()))` keeps a slow machine out of it.
Trouble: `double.faults.plan(faults.limited(2), "POST", "/chat.postMessage")`,
`double.tiers.strict = True`, `double.sockets.refresh()/warn()/disable()/cut_all()/hush()`,
`double.delivery.again()` (the newest envelope a second time); `Attacker(endpoint)` in attacks.py.
As a process of its own: `python -m tests.doubles.slack`, orders in control.py.
"""

from tests.doubles.slack.answers import Answer
from tests.doubles.slack.double import Double, serving
from tests.doubles.slack.lines import NotOfferedError
from tests.doubles.slack.people import Person
from tests.doubles.slack.places import ChannelKind, Standing
from tests.doubles.slack.world import Timing, World

__all__ = [
    "Answer",
    "ChannelKind",
    "Double",
    "NotOfferedError",
    "Person",
    "Standing",
    "Timing",
    "World",
    "serving",
]
