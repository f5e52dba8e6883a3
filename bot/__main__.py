"""The only door: the command line. Each command imports what it needs, so `--help` stays fast."""

import argparse
import asyncio
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot import __version__, cli_content, cli_db, cli_person

if TYPE_CHECKING:
    from bot.core.people import Platform
    from bot.core.ports import Clock
    from bot.core.posting import Poster
    from bot.serve import Watching
    from bot.settings import Settings

DONE, WRONG, MISUSED, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 is done, 1 something is wrong, 2 it was asked or set up wrongly."""
    asked = parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = asked.run
    try:
        return run(asked)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return WRONG


def parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    whole = argparse.ArgumentParser(
        prog="milepost", description="A study-group bot for Discord and Slack."
    )
    whole.add_argument("--version", action="version", version=f"milepost {__version__}")
    commands = whole.add_subparsers(title="commands", required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="start every configured platform, else the terminal")
    _persona(run, _run)
    worker = commands.add_parser("worker", help="keep schedules only, beside other processes")
    worker.set_defaults(run=_worker)
    _persona(commands.add_parser("chat", help="talk to the bot here"), _chat)
    _schedule(commands.add_parser("schedule", help="see and change a community's schedules"))
    _first_steps(commands.add_parser)
    cli_db.add(
        commands.add_parser("db", help="upgrade, back up, restore or copy the database"),
        _settings,
        _guarded,
    )
    cli_content.add(
        commands.add_parser("content", help="check the content packs, preview or begin a piece"),
        lambda: _settings(quiet=True),
        _guarded,
        _content_preview,
    )
    cli_person.add(
        commands.add_parser("person", help="export or erase what is kept about somebody"),
        _settings,
        _guarded,
    )
    return whole


def _first_steps(add: "Callable[..., argparse.ArgumentParser]") -> None:
    init = add("init", help="walk through the tokens and write .env")
    init.set_defaults(run=_init)
    invite = add("invite", help="print the link that adds the bot to a server")
    invite.add_argument("platform", choices=("discord",))
    invite.set_defaults(run=_invite)
    manifest = add("manifest", help="print the manifest of the app for a platform")
    manifest.add_argument("platform", choices=("slack",))
    manifest.add_argument("--http", default="", metavar="ADDRESS", help="for HTTP mode: our https")
    manifest.set_defaults(run=_manifest)
    check = add("check", help="say what is wrong with settings, content, database")
    check.add_argument("--offline", action="store_true", help="ask no platform")
    check.set_defaults(run=_check)


def _persona(to: argparse.ArgumentParser, starts: "Callable[[argparse.Namespace], int]") -> None:
    to.set_defaults(run=starts)
    to.add_argument("--as", dest="name", default="you", metavar="NAME", help="be somebody else")
    to.add_argument("--moderator", action="store_true", help="be a moderator")
    to.add_argument("--channel", default="study-group", metavar="NAME", help="be in this channel")
    to.add_argument("--at", default="", metavar="TIME", help="start the clock at 2027-03-08 18:00")
    to.add_argument("--language", default="", metavar="TAG", help="speak it; en-XA shows gaps")


def _schedule(to: argparse.ArgumentParser) -> None:
    to.add_argument("community", metavar="PLATFORM:ID", help="discord:SERVER or slack:TEAM")
    to.add_argument("words", nargs="*", metavar="WORD", help="list, week, pause ... none: talk")
    to.add_argument("--channel", default="", metavar="ID", help="as if typed in this channel")
    to.set_defaults(run=_attend)


def _settings(*, quiet: bool | None = None) -> "Settings":
    """Read the settings and start the log; quiet where a person reads the output."""
    from bot.settings import BadSettings, read
    from bot.watch import logs

    try:
        settings = read()
    except BadSettings as fault:
        print(f"This setting cannot be right.\n{fault}", file=sys.stderr)
        raise SystemExit(MISUSED) from None
    if quiet is None:
        quiet = not settings.platforms
    chosen = "log" in settings.model_fields_set
    level = settings.log if chosen or not quiet else "warning"
    logs.start(level, secrets=settings.secrets)
    return settings


def _guarded(work: Callable[[], int]) -> int:
    """Say in words what an operator can mend; anything else is a fault of ours with its trace."""
    from bot.catalog.problems import PackError
    from bot.core.faults import Fault
    from bot.storage.errors import StorageError

    try:
        return work()
    except (PackError, StorageError, Fault, ValueError) as fault:
        print(fault, file=sys.stderr)
        return WRONG


def _run(asked: argparse.Namespace) -> int:
    settings = _settings()
    if not settings.platforms:
        return _talk(settings, asked)
    from bot.core.people import Platform
    from bot.core.ports import SystemClock
    from bot.serve import Face, serve

    clock = SystemClock()
    watching = _watching(settings, clock, answers=True)
    faces: dict[Platform, Face] = {}
    if Platform.slack in settings.platforms:
        from adapters.slack.install import face

        faces[Platform.slack] = face(settings, clock, watching.lookout.routes if watching else {})
    if Platform.discord in settings.platforms:
        from adapters.discord.app import DiscordFace

        token = settings.discord_token.get_secret_value()
        faces[Platform.discord] = DiscordFace(token, clock, settings.discord_api)
    return _guarded(lambda: asyncio.run(serve(settings, clock, faces, watching)))


def _worker(asked: argparse.Namespace) -> int:
    del asked
    from bot.core.ports import SystemClock
    from bot.serve import work

    settings, clock = _settings(quiet=False), SystemClock()
    watching = _watching(settings, clock, answers=False)
    return _guarded(lambda: asyncio.run(work(settings, clock, _posters(settings), watching)))


def _watching(settings: "Settings", clock: "Clock", *, answers: bool) -> "Watching | None":
    heartbeat = settings.heartbeat.get_secret_value()
    if not settings.http and not heartbeat:
        return None
    from bot.serve import Watching
    from bot.watch.lookout import Lookout

    return Watching(
        Lookout(clock), "" if answers and settings.over_http else settings.http, heartbeat
    )


def _posters(settings: "Settings") -> "dict[Platform, Poster]":
    from bot.core.people import Platform

    posters: dict[Platform, Poster] = {}
    if Platform.slack in settings.platforms:
        from adapters.slack.poster import SlackPoster

        token = settings.slack_bot_token.get_secret_value()
        posters[Platform.slack] = SlackPoster.open(token, settings.slack_api)
    if Platform.discord in settings.platforms:
        from adapters.discord.poster import DiscordPoster

        token = settings.discord_token.get_secret_value()
        posters[Platform.discord] = DiscordPoster.open(token, settings.discord_api)
    return posters


def _attend(asked: argparse.Namespace) -> int:
    from adapters.terminal.desk import attend
    from bot.core.people import Community

    settings = _settings(quiet=True)
    line = " ".join(("/schedule", *asked.words)) if asked.words else ""

    def work() -> int:
        where = Community.parse(asked.community)
        return asyncio.run(attend(settings, _posters(settings), where, asked.channel, line))

    return _guarded(work)


def _chat(asked: argparse.Namespace) -> int:
    return _talk(_settings(quiet=True), asked)


def _talk(settings: "Settings", asked: argparse.Namespace) -> int:
    from adapters.terminal.app import Options, talk

    options = Options(asked.name, asked.channel, asked.moderator, asked.at, asked.language)
    return _guarded(lambda: asyncio.run(talk(settings, options)))


def _init(asked: argparse.Namespace) -> int:
    from adapters.discord.install import invite
    from adapters.slack.install import MANIFEST, read_keys
    from bot import first_steps

    values = first_steps.discord(invite, print)
    values |= first_steps.slack(MANIFEST, read_keys, print)
    if values:
        first_steps.write_env(Path(".env"), values)
        print("Written to .env, which only you can read.")
    return _check(asked)


def _invite(asked: argparse.Namespace) -> int:
    del asked
    from adapters.discord.install import RIGHTS, WHY, invite

    token = _settings(quiet=True).discord_token.get_secret_value()

    def work() -> int:
        print(invite(token))
        for right in RIGHTS:
            print(f"  {right}: {WHY[right]}")
        return DONE

    return _guarded(work)


def _check(asked: argparse.Namespace) -> int:
    from bot.operate import check

    settings = _settings(quiet=True)
    bad = _guarded(lambda: asyncio.run(check(settings, sys.stdout)))
    if bad or getattr(asked, "offline", False):
        return bad
    return _guarded(lambda: max(_check_discord(settings), _check_slack(settings)))


def _check_discord(settings: "Settings") -> int:
    token = settings.discord_token.get_secret_value()
    if not token:
        return DONE
    from adapters.discord import install

    found = asyncio.run(install.check(token, settings.discord_api))
    print(*(each.text for each in found), sep="\n")
    return DONE if all(each.fine for each in found) else WRONG


def _check_slack(settings: "Settings") -> int:
    if not settings.slack_bot_token.get_secret_value():
        return DONE
    from adapters.slack import install

    found = asyncio.run(install.check(install.keys(settings)))
    print(*(each.text for each in found), sep="\n")
    return DONE if all(each.fine for each in found) else WRONG


def _manifest(asked: argparse.Namespace) -> int:
    from adapters.slack.install import names
    from adapters.slack.manifest import manifest
    from bot.catalog.loader import load
    from bot.compose import packs, registered

    settings = _settings(quiet=True)

    def work() -> int:
        print(manifest(registered(load(packs(settings))), names(settings), asked.http), end="")
        return DONE

    return _guarded(work)


def _content_preview(asked: argparse.Namespace) -> int:
    from adapters.terminal.preview import preview

    settings = _settings(quiet=True)
    return _guarded(lambda: asyncio.run(preview(settings, asked.kind, asked.id)))


if __name__ == "__main__":
    sys.exit(main())
