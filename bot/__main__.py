"""The only door: the command line. Each command imports what it needs, so `--help` stays fast."""

import argparse
import asyncio
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from bot import __version__

if TYPE_CHECKING:
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
    _persona(run)
    run.set_defaults(run=_run)
    chat = commands.add_parser("chat", help="talk to the bot here")
    _persona(chat)
    chat.set_defaults(run=_chat)
    check = commands.add_parser("check", help="say what is wrong with settings, content, database")
    check.set_defaults(run=_check)
    _database(commands.add_parser("db", help="upgrade, back up, restore or copy the database"))
    _content(commands.add_parser("content", help="check the content packs, or preview a piece"))
    _person(commands.add_parser("person", help="export or erase what is kept about somebody"))
    return whole


def _persona(to: argparse.ArgumentParser) -> None:
    to.add_argument("--as", dest="name", default="you", metavar="NAME", help="be somebody else")
    to.add_argument("--moderator", action="store_true", help="be a moderator")
    to.add_argument("--channel", default="study-group", metavar="NAME", help="be in this channel")
    to.add_argument("--at", default="", metavar="TIME", help="start the clock at 2027-03-08 18:00")
    to.add_argument("--language", default="", metavar="TAG", help="speak it; en-XA shows gaps")


def _database(to: argparse.ArgumentParser) -> None:
    actions = to.add_subparsers(title="actions", required=True, metavar="ACTION")
    actions.add_parser("upgrade", help="bring the tables up to date").set_defaults(run=_db_upgrade)
    backup = actions.add_parser("backup", help="write a copy, while the bot may run")
    backup.add_argument("file")
    backup.add_argument("--force", action="store_true", help="replace the file")
    backup.set_defaults(run=_db_backup)
    restore = actions.add_parser("restore", help="put a backup in place; stop the bot first")
    restore.add_argument("file")
    restore.add_argument("--force", action="store_true", help="replace what is there")
    restore.set_defaults(run=_db_restore)
    copy = actions.add_parser("copy", help="copy everything into an empty database")
    copy.add_argument("target", metavar="DATABASE_URL")
    copy.set_defaults(run=_db_copy)


def _content(to: argparse.ArgumentParser) -> None:
    actions = to.add_subparsers(title="actions", required=True, metavar="ACTION")
    lint = actions.add_parser("lint", help="print figures and every problem")
    lint.add_argument("--excellent", action="store_true", help="show the figures we aim at")
    lint.set_defaults(run=_content_lint)
    stats = actions.add_parser("stats", help="print the figures")
    stats.add_argument("--json", action="store_true", help="as one JSON object (the default)")
    stats.set_defaults(run=_content_stats)
    preview = actions.add_parser("preview", help="show how a piece will look")
    preview.add_argument("kind", help="tip, item, term, trait, milestone, certification ...")
    preview.add_argument("id")
    preview.set_defaults(run=_content_preview)


def _person(to: argparse.ArgumentParser) -> None:
    actions = to.add_subparsers(title="actions", required=True, metavar="ACTION")
    for name, says in (("export", "print all of it as JSON"), ("erase", "erase all of it")):
        action = actions.add_parser(name, help=says)
        action.add_argument("account", metavar="PLATFORM:ID")
        action.set_defaults(run=_person_export if name == "export" else _person_erase)


def _settings(*, quiet: bool = False) -> "Settings":
    from bot.settings import BadSettings, read
    from bot.watch import logs

    try:
        settings = read()
    except BadSettings as fault:
        print(f"This setting cannot be right.\n{fault}", file=sys.stderr)
        raise SystemExit(MISUSED) from None
    level = settings.log if "log" in settings.model_fields_set or not quiet else "warning"
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
    settings = _settings(quiet=True)
    if settings.platforms:
        names = " and ".join(platform.title() for platform in settings.platforms)
        print(
            f"A token for {names} is set, but this version of Milepost speaks in the terminal "
            "only.\nTake the token out of the environment to try it here, or use: milepost chat",
            file=sys.stderr,
        )
        return MISUSED
    return _talk(settings, asked)


def _chat(asked: argparse.Namespace) -> int:
    return _talk(_settings(quiet=True), asked)


def _talk(settings: "Settings", asked: argparse.Namespace) -> int:
    from adapters.terminal.app import Options, talk

    options = Options(asked.name, asked.channel, asked.moderator, asked.at, asked.language)
    return _guarded(lambda: asyncio.run(talk(settings, options)))


def _check(asked: argparse.Namespace) -> int:
    del asked
    from bot.operate import check

    settings = _settings(quiet=True)
    return _guarded(lambda: asyncio.run(check(settings, sys.stdout)))


def _url() -> str:
    return _settings(quiet=True).database_url.get_secret_value()


def _db_upgrade(asked: argparse.Namespace) -> int:
    del asked
    from bot.core.ports import SystemClock
    from bot.storage.schema import prepare

    url = _url()

    def work() -> int:
        done = asyncio.run(prepare(url, SystemClock()))
        print(f"The tables are at revision {done.after}; they were at {done.before or 'none'}.")
        return DONE

    return _guarded(work)


def _db_backup(asked: argparse.Namespace) -> int:
    from bot.storage import admin

    url = _url()

    def work() -> int:
        count = asyncio.run(admin.backup(url, asked.file, force=asked.force))
        print(f"Backed up into {asked.file}: {count} rows.")
        return DONE

    return _guarded(work)


def _db_restore(asked: argparse.Namespace) -> int:
    from bot.storage import admin

    url = _url()

    def work() -> int:
        count = asyncio.run(admin.restore(asked.file, url, force=asked.force))
        print(f"Restored from {asked.file}: {count} rows.")
        return DONE

    return _guarded(work)


def _db_copy(asked: argparse.Namespace) -> int:
    from bot.storage import admin

    url = _url()

    def work() -> int:
        count = asyncio.run(admin.copy(url, asked.target))
        print(f"Copied and compared: {count} rows.")
        return DONE

    return _guarded(work)


def _content_lint(asked: argparse.Namespace) -> int:
    from bot.catalog import cli
    from bot.compose import packs
    from bot.core.ports import SystemClock

    settings = _settings(quiet=True)
    today = SystemClock().now().date()

    def work() -> int:
        return cli.lint(packs(settings), today, sys.stdout, excellent=asked.excellent)

    return _guarded(work)


def _content_stats(asked: argparse.Namespace) -> int:
    del asked
    from bot.catalog import cli
    from bot.compose import packs
    from bot.core.ports import SystemClock

    settings = _settings(quiet=True)

    def work() -> int:
        print(cli.stats_json(packs(settings), SystemClock().now().date()))
        return DONE

    return _guarded(work)


def _content_preview(asked: argparse.Namespace) -> int:
    from adapters.terminal.preview import preview

    settings = _settings(quiet=True)
    return _guarded(lambda: asyncio.run(preview(settings, asked.kind, asked.id)))


def _person_export(asked: argparse.Namespace) -> int:
    from bot.operate import export_person

    settings = _settings(quiet=True)
    return _guarded(lambda: asyncio.run(export_person(settings, asked.account, sys.stdout)))


def _person_erase(asked: argparse.Namespace) -> int:
    from bot.operate import erase_person

    settings = _settings(quiet=True)
    return _guarded(lambda: asyncio.run(erase_person(settings, asked.account, sys.stdout)))


if __name__ == "__main__":
    sys.exit(main())
