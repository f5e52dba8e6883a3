"""`milepost init`: from nothing to an answering bot, one question at a time."""

import getpass
import os
from collections.abc import Callable, Mapping
from pathlib import Path

Ask = Callable[[str], str]
Tell = Callable[[str], None]


def write_env(path: Path, values: Mapping[str, str]) -> None:
    """Set values in a `.env` file, keep its other lines, and let only its owner read it."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    kept = [line for line in lines if line.split("=", 1)[0].strip() not in values]
    text = "\n".join((*kept, *(f"{name}={value}" for name, value in values.items()))) + "\n"
    unfinished = path.with_name(f"{path.name}.new")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)
    unfinished.replace(path)


def discord(
    read_invite: Callable[[str], str], tell: Tell, secret: Ask = getpass.getpass
) -> dict[str, str]:
    """Ask for the Discord token, unseen, until it has the right form; empty leaves Discord out."""
    tell(
        "Discord: open the developer portal, make an application, and press Reset Token\n"
        "under Bot. "
        "Paste the token here; it is not shown. Press Enter alone to leave Discord out."
    )
    while True:
        try:
            token = secret("Token: ").strip()
        except EOFError:
            return {}
        if not token:
            return {}
        try:
            link = read_invite(token)
        except ValueError as fault:
            tell(f"{fault}.")
            continue
        tell(f"Add the bot to your server with this link:\n{link}")
        return {"DISCORD_TOKEN": token}


def slack(
    manifest: str,
    read: Callable[[Mapping[str, str]], Mapping[str, str]],
    tell: Tell,
    secret: Ask = getpass.getpass,
) -> dict[str, str]:
    """Ask for Slack's tokens, unseen, until they have the right form; empty leaves Slack out."""
    tell(
        f"Slack: make an app from the manifest in {manifest} and install it into your\n"
        "workspace. Copy the Bot User OAuth Token (it starts with xoxb-), and under Basic\n"
        "Information, App-Level Tokens, one with connections:write (it starts with xapp-).\n"
        "Paste them here; they are not shown. Press Enter alone to leave Slack out."
    )
    found: dict[str, str] = {}
    for name, prompt in (("SLACK_BOT_TOKEN", "Bot token: "), ("SLACK_APP_TOKEN", "App token: ")):
        while name not in found:
            try:
                typed = secret(prompt).strip()
            except EOFError:
                return {}
            if not typed:
                return {}
            try:
                found |= read({name: typed})
            except ValueError as fault:
                tell(f"{fault}.")
    return found
